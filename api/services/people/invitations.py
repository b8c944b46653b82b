"""Invitation links: made by staff, looked at as often as one likes, spent once and by POST.

A guardian's link makes a session on that device until the role ends; a staff link sets a password and signs in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from pydantic import SecretStr
from sqlalchemy import update
from sqlmodel import Session, col, select

from api.errors import Invalid, NotFound
from api.services.entry import devices, sessions, signin, throttle
from api.services.entry.doors import VISITOR, Door, new_token
from api.services.entry.passwords import faults_of
from api.services.entry.sessions import Start
from api.services.entry.signin import Entered, Next, Refused, Visit
from api.services.people.managing import manageable
from api.services.unit import Unit
from api.services.words import shown
from models.person import Account, Grant, Role
from models.school import School
from models.session import Ended, Invitation, InvitationPurpose, SessionKind

PURPOSE = "invitation"
OVER = "Ссылка больше не действует. Попросите школу прислать новую."
EXPIRED = "Срок ссылки вышел. Попросите школу прислать новую."
SPENT = (
    "По этой ссылке уже вошли. Если это были не вы, позвоните в школу. Нужен ещё один вход — попросите новую."
)


class Standing(StrEnum):
    """What a link is good for now. An unknown link is over, like a revoked one."""

    OPEN = "open"
    SPENT = "spent"
    EXPIRED = "expired"
    OVER = "over"


SENTENCE = {Standing.SPENT: SPENT, Standing.EXPIRED: EXPIRED, Standing.OVER: OVER}


@dataclass(frozen=True, slots=True)
class Sent:
    """A new link's token, which exists nowhere else, and the row."""

    token: SecretStr
    invitation: Invitation


@dataclass(frozen=True, slots=True)
class Look:
    """What the page of a link shows before it is pressed; login: of a staff account, school: who invites."""

    standing: Standing
    purpose: InvitationPurpose | None = None
    login: str | None = None
    school: str | None = field(default=None, compare=False)


def invite(unit: Unit, door: Door, grant_id: str) -> Sent:
    """A new link for somebody in a role; earlier ones of the same role are good for nothing from now on.

    Also «прислать ссылку снова». Raises NotFound for a role the actor may not manage.
    """
    grant = unit.session.get(Grant, grant_id)
    if grant is None:
        raise NotFound
    account = manageable(unit, grant.account_id)
    if not sessions.alive(account, unit.today) or (grant.last_on is not None and grant.last_on < unit.today):
        raise Invalid({"grant_id": ["Эта роль уже закончилась. Сначала продлите её."]})
    if grant.first_on > unit.today:
        raise Invalid({"grant_id": [f"Роль начнётся {shown(grant.first_on)}. Пришлите ссылку в этот день."]})
    if Role(grant.role) != Role.PARENT and account.login is None:
        raise Invalid({"login": ["Сначала задайте сотруднику логин."]})
    sent = _send(door, grant)
    unit.note("invitation.send", "invitation", sent.invitation.id, grant=grant.id)
    return sent


def _send(door: Door, grant: Grant) -> Sent:
    revoke(door.session, door, grant.account_id, grant.id)
    token = new_token()
    purpose = InvitationPurpose.GUARDIAN if grant.role == Role.PARENT else InvitationPurpose.STAFF
    invitation = Invitation(
        account_id=grant.account_id, grant_id=grant.id, purpose=purpose,
        token_digest=door.digest(PURPOSE, token.get_secret_value()), created_at=door.at, sent_at=door.at,
        ends_at=door.at + door.limits.invitation,
    )  # fmt: skip
    door.session.add(invitation)
    door.session.flush()
    return Sent(token, invitation)


def send_again(door: Door, token: str) -> tuple[Sent, Account] | Refused:
    """For whoever holds an old link of a guardian: a new one, which goes to the guardian's own e-mail only.

    The caller must not show the token, and must answer alike for a link that was never made.
    """
    wait_s = throttle.attempt(door, door.digest("lock", f"again:{door.digest(PURPOSE, token)}"))
    if wait_s:
        return signin.too_many(wait_s)
    found = _found(door, token)
    grant = door.session.get_one(Grant, found.grant_id) if found else None
    account = door.session.get_one(Account, grant.account_id) if grant else None
    if grant is None or account is None or account.email is None or grant.role != Role.PARENT:
        return Refused(sentence=OVER)
    if not _good(door, account, grant):
        return Refused(sentence=OVER)
    sent = _send(door, grant)
    door.note(VISITOR, VISITOR, "invitation.again", "invitation", sent.invitation.id, grant=grant.id)
    return sent, account


def send_way_in(door: Door, grant: Grant) -> Sent:
    """For whoever holds a link to a version of the guardian's child: a new one, for the guardian's own e-mail only."""
    sent = _send(door, grant)
    door.note(VISITOR, VISITOR, "invitation.again", "invitation", sent.invitation.id, grant=grant.id)
    return sent


def ask(door: Door, token: str) -> Refused | None:
    """For whoever holds a link that is good for nothing: the school sees that they ask for a new one.

    Silent about whether the link was ever made. The wish is a row of its own, revoked from the first: nobody holds
    its token, and the next link that is sent answers it.
    """
    wait_s = throttle.attempt(door, door.digest("lock", f"ask:{door.digest(PURPOSE, token)}"))
    if wait_s:
        return signin.too_many(wait_s)
    found = _found(door, token)
    if found is None or look(door, token).standing == Standing.OPEN:
        return None
    account, grant = (
        door.session.get_one(Account, found.account_id),
        door.session.get_one(Grant, found.grant_id),
    )
    last = latest(door.session, [grant.id]).get(grant.id)
    if not _good(door, account, grant) or (last is not None and asks(last)):
        return None
    wish = Invitation(
        account_id=account.id, grant_id=grant.id, purpose=found.purpose,
        token_digest=door.digest(PURPOSE, new_token().get_secret_value()), created_at=door.at, sent_at=door.at,
        ends_at=door.at, revoked_at=door.at,
    )  # fmt: skip
    door.session.add(wish)
    door.session.flush()
    door.note(VISITOR, VISITOR, "invitation.ask", "invitation", wish.id, grant=grant.id)
    return None


def asks(invitation: Invitation) -> bool:
    """True for a wish: a row that was never a link."""
    return invitation.ends_at == invitation.created_at


def latest(session: Session, grant_ids: Iterable[str]) -> dict[str, Invitation]:
    """The newest link or wish of each role, by the role's id."""
    asked = select(Invitation).where(col(Invitation.grant_id).in_(list(grant_ids)))
    unrevoked = col(Invitation.revoked_at).is_(None)  # of two made at one instant, the one that counts
    rows = session.exec(asked.order_by(col(Invitation.created_at), unrevoked, col(Invitation.id)))
    return {row.grant_id: row for row in rows}


def revoke(session: Session, door_or_unit: Door | Unit, account_id: str, grant_id: str | None = None) -> None:
    """Links not pressed yet are good for nothing any more: of one role, or of the whole account."""
    asked = (
        update(Invitation)
        .where(col(Invitation.account_id) == account_id)
        .where(col(Invitation.spent_at).is_(None), col(Invitation.revoked_at).is_(None))
    )
    if grant_id is not None:
        asked = asked.where(col(Invitation.grant_id) == grant_id)
    session.execute(asked.values(revoked_at=door_or_unit.at))


def look(door: Door, token: str) -> Look:
    """What the link is good for. Reads only: previews of messengers and scanners of mail spend nothing."""
    found = _found(door, token)
    if found is None or found.revoked_at is not None:
        return Look(Standing.OVER)
    if found.spent_at is not None:
        return Look(Standing.SPENT)
    account, grant = (
        door.session.get_one(Account, found.account_id),
        door.session.get_one(Grant, found.grant_id),
    )
    if not _good(door, account, grant):
        return Look(Standing.OVER)
    if door.at >= found.ends_at:
        return Look(Standing.EXPIRED)
    school = door.session.get(School, grant.school_id) if grant.school_id else None
    return Look(
        Standing.OPEN, InvitationPurpose(found.purpose), account.login, school.title if school else None
    )


def _found(door: Door, token: str) -> Invitation | None:
    asked = select(Invitation).where(Invitation.token_digest == door.digest(PURPOSE, token))
    return door.session.exec(asked).first()


def _good(door: Door, account: Account, grant: Grant) -> bool:
    today = sessions.date_at(door, grant)
    return sessions.alive(account, today) and sessions.in_force(grant, today)


def password_faults(door: Door, token: str, password: str) -> list[str]:
    """Why a staff link does not take the password; none for links that set none."""
    if look(door, token).purpose != InvitationPurpose.STAFF:
        return []
    found = _found(door, token)
    assert found is not None
    account = door.session.get_one(Account, found.account_id)
    return faults_of(password, account.login, account.name)


def spend(door: Door, token: str, visit: Visit, password_hash: str | None = None) -> Entered | Refused:
    """Lets in once. password_hash: what a staff link sets; the password has been judged before."""
    seen, found = look(door, token), _found(door, token)
    if found is None or seen.standing != Standing.OPEN:
        return Refused(sentence=SENTENCE.get(seen.standing, OVER))
    if (password_hash is None) != (seen.purpose == InvitationPurpose.GUARDIAN):
        raise Invalid({"password": ["Придумайте пароль."]})
    unspent = update(Invitation).where(col(Invitation.id) == found.id, col(Invitation.spent_at).is_(None))
    if not throttle.once(door, unspent.values(spent_at=door.at)):
        return Refused(sentence=SPENT)
    account, grant = (
        door.session.get_one(Account, found.account_id),
        door.session.get_one(Grant, found.grant_id),
    )
    door.note(account.id, grant.role, "invitation.spend", "invitation", found.id, grant=grant.id)
    if password_hash is None:
        return _family(door, account, grant, visit)
    account.password_hash = password_hash
    sessions.end_all(door.session, account.id, door.at, Ended.ACCOUNT)
    return signin.go_on(door, account, visit)


def _family(door: Door, account: Account, grant: Grant, visit: Visit) -> Entered:
    device, token = devices.remember(door, account.id, visit.device_token, visit.label)
    start = Start(account_id=account.id, kind=SessionKind.PARENT, grant_id=grant.id, device_id=device.id)
    return Entered(issued=sessions.begin(door, start), next=Next.DONE, device_token=token)
