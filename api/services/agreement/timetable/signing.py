"""A simple electronic signature (trust 4.4, level 2): a code that is sent to the representative and typed back.

It is offered to whom the school has a signed agreement with, on file (63-ФЗ art. 6 and 9). A code lasts ten minutes,
bears five tries, counts for one version's digest and once. Nobody at the school can read it: the message that carries
it keeps it sealed until it goes out.
"""

from __future__ import annotations

import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update
from sqlmodel import col, select

from api.errors import Conflict
from api.services.agreement.timetable.desk import CHANGED, refuse_state, seen_by_family
from api.services.agreement.timetable.letters import SIGNED_WITH, SIGNING, Letter, host_of, secret_letter
from api.services.agreement.timetable.states import VersionMove
from api.services.entry import throttle
from api.services.entry.doors import Door
from api.services.entry.signin import Refused, too_many
from api.services.unit import Unit
from models.agreement import SigningCode, TimetableVersion
from models.audit import AuditRow
from models.case import Guardian
from models.document import Consent, Purpose
from models.person import Account

LASTS = timedelta(minutes=10)
TRIES = 5
DIGITS = 6
NOT_AGREED = "Подписать кодом можно после соглашения со школой об электронной подписи. Спросите о нём школу."
WRONG = "Код не подошёл. Проверьте цифры в письме или попросите новый код."
OVER = "Код больше не действует. Попросите новый: он придёт письмом."
NEEDED = "Введите код из письма: школа просит подписать согласие. Если письма нет, попросите код ещё раз."


@dataclass(frozen=True, slots=True)
class Proof:
    """A code typed rightly for one digest by one person; spent with the answer it signs."""

    row: SigningCode

    def fits(self, version_id: str, digest: str, account_id: str) -> bool:
        return (self.row.version_id, self.row.digest, self.row.account_id) == (version_id, digest, account_id)


def may_sign(unit: Unit, guardian: Guardian) -> bool:
    """Whether the agreement of this representative is on file and holds today, and there is an address for codes."""
    asked = select(Consent).where(
        Consent.guardian_id == guardian.id, Consent.purpose == Purpose.SIGNATURE,
        col(Consent.file_id).is_not(None), Consent.given_on <= unit.today,
    )  # fmt: skip
    held = [
        row for row in unit.session.exec(asked) if row.withdrawn_on is None or unit.today < row.withdrawn_on
    ]
    return bool(held) and unit.session.get_one(Account, guardian.account_id).email is not None


def send_code(unit: Unit, door: Door, version_id: str, digest: str, address: str) -> Refused | None:
    """A new code by e-mail; an earlier one counts no longer. Refused: too many were asked for.

    Raises Conflict without an agreement on file, or where the version is another one by now.
    """
    version, guardian = seen_by_family(unit, version_id)
    if not guardian.may_decide or not may_sign(unit, guardian):
        raise Conflict(NOT_AGREED)
    refuse_state(version, VersionMove.ANSWER)
    if version.digest != digest:
        raise Conflict(CHANGED)
    wait_s = throttle.attempt(door, door.digest("lock", f"signing:{guardian.account_id}"))
    if wait_s:
        return too_many(wait_s)
    _end_codes(unit, version_id)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    row = SigningCode(
        version_id=version.id, account_id=unit.actor.account_id, digest=digest, ends_at=unit.at + LASTS,
        code_digest=_bound(door, version.id, digest, unit.actor.account_id, code), created_at=unit.at,
    )  # fmt: skip
    unit.session.add(row)
    unit.session.flush()
    unit.note("timetable.code", "timetable_version", version.id, digest=digest, code=row.id)
    put_secret(unit, door, version, code, address)
    return None


def put_secret(unit: Unit, door: Door, version: TimetableVersion, code: str, address: str) -> None:
    """The letter, its code sealed."""
    letter = Letter(unit.actor.account_id, *SIGNING)
    secret_letter(unit, door, letter, code, SIGNED_WITH, version.id, host_of(address))


def try_code(unit: Unit, door: Door, version_id: str, digest: str, typed: str) -> Proof | str:
    """The proof, or why there is none. A try is counted first, so it has to be committed whatever comes after; of many
    at once each waits for the one before."""
    row = _newest(unit, version_id)
    if row is None or row.digest != digest:
        return OVER
    more = (
        update(SigningCode)
        .where(col(SigningCode.id) == row.id, col(SigningCode.tries) < TRIES, col(SigningCode.spent_at).is_(None))
        .values(tries=SigningCode.tries + 1)
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    if not throttle.once(door, more):
        return OVER
    plain = "".join(typed.split())
    told = _bound(door, version_id, digest, unit.actor.account_id, plain)
    return Proof(row) if hmac.compare_digest(told, row.code_digest) else WRONG


def spend(unit: Unit, proof: Proof) -> None:
    """With the answer it signs. Conflict where it was spent meanwhile."""
    unspent = update(SigningCode).where(
        col(SigningCode.id) == proof.row.id, col(SigningCode.spent_at).is_(None)
    )
    if unit.session.execute(unspent.values(spent_at=unit.at)).rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(OVER)


def record_of(unit: Unit, version_id: str, decision_id: str) -> int:
    """The number in the log of an answer, 0 where the log has none."""
    asked = select(AuditRow).where(AuditRow.action == "timetable.decision", AuditRow.object_id == version_id)
    found = (
        row.n for row in unit.session.exec(asked) if json.loads(row.facts).get("decision") == decision_id
    )
    return next(found, 0)


def _newest(unit: Unit, version_id: str) -> SigningCode | None:
    asked = select(SigningCode).where(
        SigningCode.version_id == version_id, SigningCode.account_id == unit.actor.account_id,
        col(SigningCode.spent_at).is_(None), SigningCode.ends_at > unit.at,
    )  # fmt: skip
    return unit.session.exec(asked.order_by(col(SigningCode.created_at).desc())).first()


def _end_codes(unit: Unit, version_id: str) -> None:
    open_ones = update(SigningCode).where(
        col(SigningCode.version_id) == version_id, col(SigningCode.account_id) == unit.actor.account_id,
        col(SigningCode.ends_at) > unit.at,
    )  # fmt: skip
    unit.session.execute(open_ones.values(ends_at=unit.at))


def _bound(door: Door, version_id: str, digest: str, account_id: str, code: str) -> str:
    """Keyed digest of a code with all it is bound to."""
    return door.digest("signing", "\0".join((version_id, digest, account_id, code)))
