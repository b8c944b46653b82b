"""Links to one version (decisions, «Parents' access»): for fourteen days they open that version and let nobody in.

A link is of one representative. It is made from the version and a key, and stands in no table: a copy of the database
opens nothing. It shows what the page shows; answering needs a session on the device.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, col, select

from api.services.entry import throttle
from api.services.entry.doors import Door
from api.services.entry.sessions import alive
from api.services.entry.signin import Refused, too_many
from models.agreement import TimetableVersion
from models.case import Case, Guardian
from models.person import Account, Grant, Role

LIVES = timedelta(days=14)
MAC_BYTES = 18  # 144 bits: short enough for an SMS
KEY_LENGTH = 32
PURPOSE = b"link to a version\0"


class LinkStanding(StrEnum):
    OPEN = "open"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSeen:
    """A link that was made: of which version, whose, and of which school."""

    standing: LinkStanding
    version_id: str
    account_id: str
    school_id: str


def token_of(key: bytes, version: TimetableVersion, account_id: str) -> str:
    """What stands in the address of a representative's link; key: of the installation, kept outside the database."""
    return f"{version.id}{_mac(key, version, account_id)}"


def _mac(key: bytes, version: TimetableVersion, account_id: str) -> str:
    own = hmac.new(key, PURPOSE, hashlib.sha256).digest()  # the key serves other purposes, too
    told = "\0".join((version.id, version.digest or "", account_id)).encode()
    return base64.urlsafe_b64encode(hmac.new(own, told, hashlib.sha256).digest()[:MAC_BYTES]).decode("ascii")


def look(session: Session, key: bytes, token: str, at: datetime, today: date) -> LinkSeen | None:
    """What a link is good for; None for one nobody was given, or whose holder speaks for the child no more."""
    version = session.get(TimetableVersion, token[:KEY_LENGTH])
    if version is None or version.offered_at is None:
        return None
    case = session.get_one(Case, version.case_id)
    for account_id in _speakers(session, case, today):
        if hmac.compare_digest(_mac(key, version, account_id).encode(), token[KEY_LENGTH:].encode()):
            over = at >= version.offered_at + LIVES
            return LinkSeen(
                standing=LinkStanding.EXPIRED if over else LinkStanding.OPEN, version_id=version.id,
                account_id=account_id, school_id=case.school_id,
            )  # fmt: skip
    return None


def _speakers(session: Session, case: Case, today: date) -> Iterator[str]:
    asked = select(Guardian, Account).where(
        Guardian.pupil_id == case.pupil_id, Guardian.account_id == Account.id
    )
    for guardian, account in session.exec(asked):
        in_time = guardian.first_on <= today <= (guardian.last_on or today)
        if in_time and alive(account, today):
            yield account.id


def grant_to_invite(door: Door, seen: LinkSeen) -> Grant | Refused | None:
    """The role to send a way in for; None where there is no address to send it to. Asking often makes one wait."""
    wait_s = throttle.attempt(door, door.digest("lock", f"look:{seen.account_id}"))
    if wait_s:
        return too_many(wait_s)
    if door.session.get_one(Account, seen.account_id).email is None:
        return None
    asked = select(Grant).where(
        Grant.account_id == seen.account_id, Grant.role == Role.PARENT, Grant.school_id == seen.school_id,
        Grant.first_on <= door.today,
    )  # fmt: skip
    rows = door.session.exec(asked.order_by(col(Grant.first_on).desc()))
    return next((row for row in rows if row.last_on is None or row.last_on >= door.today), None)
