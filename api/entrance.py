"""Ways in, whole: transactions of their own around a password that is judged outside all of them.

Refused attempts are values, so that what was counted and logged is committed before the answer leaves.
"""

from __future__ import annotations

from api.errors import Invalid, SignInNeeded
from api.installation import Installation
from api.services.agreement.timetable import links
from api.services.agreement.timetable.letters import ENTRANCE, WAY_IN, Letter, host_of, secret_letter
from api.services.entry import proofs, sessions, signin
from api.services.entry.doors import Door
from api.services.entry.sessions import Issued, Live
from api.services.entry.signin import Entered, Refused, Visit
from api.services.people import invitations
from api.services.people.invitations import Look
from api.services.unit import Actor, Unit
from models.engines import reading, writing
from models.person import Role
from models.session import InvitationPurpose


def sign_in(place: Installation, login: str, password: str, visit: Visit) -> Entered | Refused:
    """By login and password. Known and unknown logins cost one judged password each and are told the same."""
    with reading(place.engine) as session:
        wait_s = signin.shut(place.door(session), login, visit)
    if wait_s:
        return signin.too_many(wait_s)
    with writing(place.engine) as session:
        knocked = signin.knock(place.door(session), login, visit)
    if knocked.wait_s:
        return signin.too_many(knocked.wait_s)
    matched = place.hasher.verify(password, knocked.hash)
    stale = matched and knocked.hash is not None and place.hasher.outdated(knocked.hash)
    rehashed = place.hasher.hash(password) if stale else None
    with writing(place.engine) as session:
        return signin.settle(place.door(session), knocked, matched, visit, rehashed)


def prove_code(place: Installation, token: str, code: str, visit: Visit) -> Entered | Refused:
    """The second step, with the token of the first."""
    with writing(place.engine) as session:
        return signin.prove_code(place.door(session), token, code, visit)


def look_at_invitation(place: Installation, token: str) -> Look:
    """What a link is good for; nothing is changed by looking."""
    with reading(place.engine) as session:
        return invitations.look(place.door(session), token)


def ask_for_invitation(place: Installation, token: str) -> Refused | None:
    """The holder of a dead link asks the school for a new one; None whether or not the link was ever made."""
    with writing(place.engine) as session:
        return invitations.ask(place.door(session), token)


def send_way_in(place: Installation, token: str, address: str) -> Refused | None:
    """Whoever holds a link to a version has a way in sent to the e-mail of whose link it is. None: whether or not the
    link was ever made and an address is known."""
    with writing(place.engine) as session:
        door = place.door(session)
        seen = links.look(session, place.keys.audit, token, door.at, door.today)
        grant = links.grant_to_invite(door, seen) if seen else None
        if seen is None or grant is None or isinstance(grant, Refused):
            return grant if isinstance(grant, Refused) else None
        sent = invitations.send_way_in(door, grant)
        way = f"{address}/invitation/{sent.token.get_secret_value()}"
        letter = Letter(seen.account_id, *ENTRANCE)
        secret_letter(reader(place, door, seen), door, letter, way, WAY_IN, None, host_of(address))
    return None


def reader(place: Installation, door: Door, seen: links.LinkSeen) -> Unit:
    """What a link to a version lets its page ask: as its holder, of that version only."""
    actor = Actor(account_id=seen.account_id, role=Role.PARENT, school_id=seen.school_id)
    return Unit(session=door.session, actor=actor, audit_key=place.keys.audit, at=door.at, today=door.today)


def spend_invitation(
    place: Installation, token: str, visit: Visit, password: str | None = None
) -> Entered | Refused:
    """By a link, once. Raises Invalid when a staff link comes without a good password; the link is then not spent."""
    with reading(place.engine) as session:
        door = place.door(session)
        purpose = invitations.look(door, token).purpose
        faults = invitations.password_faults(door, token, password or "")
    if faults:
        raise Invalid({"password": faults})
    password_hash = place.hasher.hash(password or "") if purpose == InvitationPurpose.STAFF else None
    with writing(place.engine) as session:
        return invitations.spend(place.door(session), token, visit, password_hash)


def prove_password(place: Installation, token: str, password: str) -> Refused | None:
    """One's own password once more, before a weighty step; None when it was right."""
    asked = _ask(place, token)
    if isinstance(asked, Refused):
        return asked
    matched = place.hasher.verify(password, asked.kept.get_secret_value())
    with writing(place.engine) as session:
        door = place.door(session)
        return proofs.prove(door, found(sessions.find(door, token)), asked, matched)


def change_password(place: Installation, token: str, old: str, new: str) -> Issued | Refused:
    """One's own password. Raises Invalid for a weak new one before the old one is judged."""
    with reading(place.engine) as session:
        proofs.refuse_weak(found(sessions.find(place.door(session), token)).account, new, "new")
    asked = _ask(place, token)
    if isinstance(asked, Refused):
        return asked
    matched = place.hasher.verify(old, asked.kept.get_secret_value())
    password_hash = place.hasher.hash(new) if matched else ""
    with writing(place.engine) as session:
        door = place.door(session)
        live = found(sessions.find(door, token))
        if not matched:
            return proofs.prove(door, live, asked, False) or Refused(sentence=proofs.WRONG)
        return proofs.change(door, live, asked, password_hash)


def _ask(place: Installation, token: str) -> proofs.Asked | Refused:
    with writing(place.engine) as session:
        door = place.door(session)
        return proofs.ask(door, found(sessions.find(door, token)))


def found(live: Live | None) -> Live:
    """The session. Raises SignInNeeded where there is none."""
    if live is None:
        raise SignInNeeded
    return live
