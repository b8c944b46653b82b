"""Invitation links: looked at as often as one likes, spent once, ended with the role."""

from __future__ import annotations

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine
from sqlmodel import select

from api import entrance
from api.errors import Forbidden, Invalid, NotFound
from api.installation import Installation
from api.services.entry import sessions
from api.services.entry.signin import Entered, Next, Refused, Visit
from api.services.people import accounts, invitations
from api.services.people.invitations import OVER, SPENT, Look, Standing
from models.engines import reading, writing
from models.person import Account, Role
from models.session import Invitation, InvitationPurpose, SessionKind
from tests.api.place import PASSWORD, Clock, grant_of, log, person, place, row, school, unit

PHONE = Visit(label="Chrome, Android")


class Home:
    """A school with its deputy, a mother and a teacher who has no password yet."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self.where = place(engine, clock)
        self.school = school(engine)
        self.deputy = person(engine, "zavuch", (Role.DEPUTY, self.school))
        self.mother = person(engine, None, (Role.PARENT, self.school), name="Кузнецова Вера Павловна")
        self.teacher = person(engine, "petrov", (Role.TEACHER, self.school), name="Петров Иван Ильич")

    def invite(self, account: Account, role: Role) -> str:
        with writing(self.where.engine) as session:
            door = self.where.door(session)
            hand = unit(door, self.deputy, Role.DEPUTY, self.school)
            sent = invitations.invite(hand, door, grant_of(self.where.engine, account, role).id)
        return sent.token.get_secret_value()

    def link(self) -> str:
        return self.invite(self.mother, Role.PARENT)


def look(where: Installation, token: str) -> Look:
    with reading(where.engine) as session:
        return invitations.look(where.door(session), token)


def live(where: Installation, token: SecretStr) -> sessions.Live | None:
    with reading(where.engine) as session:
        return sessions.find(where.door(session), token.get_secret_value())


def test_a_guardian_enters_by_a_link_once(database: Engine) -> None:
    home = Home(database, Clock())
    link = home.link()
    assert look(home.where, link) == Look(Standing.OPEN, InvitationPurpose.GUARDIAN)
    entered = entrance.spend_invitation(home.where, link, PHONE)
    assert isinstance(entered, Entered)
    found = live(home.where, entered.issued.token)
    assert found is not None
    assert (found.kind, found.actor.account_id, found.actor.role) == (
        SessionKind.PARENT,
        home.mother.id,
        Role.PARENT,
    )
    assert look(home.where, link).standing == Standing.SPENT
    assert entrance.spend_invitation(home.where, link, PHONE) == Refused(sentence=SPENT)
    with reading(database) as session:
        assert log(session) == ["invitation.send", "invitation.spend"]


def test_a_family_session_lasts_until_the_role_ends(database: Engine) -> None:
    clock = Clock()
    home = Home(database, clock)
    entered = entrance.spend_invitation(home.where, home.link(), PHONE)
    assert isinstance(entered, Entered)
    clock.on(days=250)
    assert live(home.where, entered.issued.token) is not None
    grant = grant_of(database, home.mother, Role.PARENT)
    with writing(database) as session:
        door = home.where.door(session)
        accounts.end_role(unit(door, home.deputy, Role.DEPUTY, home.school), grant.id, grant.rev, door.today)
    assert live(home.where, entered.issued.token) is not None  # the last day counts
    clock.on(days=1)
    assert live(home.where, entered.issued.token) is None


def test_an_unknown_link_reads_like_a_revoked_one(database: Engine) -> None:
    home = Home(database, Clock())
    first, second = home.link(), home.link()  # the second one is «прислать ссылку снова»
    assert look(home.where, first) == look(home.where, "never made") == Look(Standing.OVER)
    for token in (first, "never made"):
        assert entrance.spend_invitation(home.where, token, PHONE) == Refused(sentence=OVER)
    assert look(home.where, second).standing == Standing.OPEN


@pytest.mark.parametrize(("days", "standing"), [(13, Standing.OPEN), (14, Standing.EXPIRED)])
def test_a_link_lives_fourteen_days(database: Engine, days: int, standing: Standing) -> None:
    clock = Clock()
    home = Home(database, clock)
    link = home.link()
    clock.on(days=days)
    assert look(home.where, link).standing == standing
    assert isinstance(entrance.spend_invitation(home.where, link, PHONE), Entered) == (days == 13)


def test_a_staff_link_sets_a_good_password_and_lets_in(database: Engine) -> None:
    home = Home(database, Clock())
    link = home.invite(home.teacher, Role.TEACHER)
    with pytest.raises(Invalid) as caught:
        entrance.spend_invitation(home.where, link, PHONE, "petrov")
    assert set(caught.value.faults) == {"password"}
    assert look(home.where, link) == Look(Standing.OPEN, InvitationPurpose.STAFF, "petrov")
    entered = entrance.spend_invitation(home.where, link, PHONE, "новый пароль учителя")
    assert isinstance(entered, Entered)
    assert entered.next == Next.DONE
    assert isinstance(entrance.sign_in(home.where, "petrov", "новый пароль учителя", PHONE), Entered)
    assert isinstance(entrance.sign_in(home.where, "petrov", PASSWORD, PHONE), Refused)


def test_a_link_of_a_role_with_code_leads_to_the_code(database: Engine) -> None:
    home = Home(database, Clock())
    boss = person(database, "boss", (Role.DIRECTOR, home.school))
    with writing(database) as session:
        door = home.where.door(session)
        hand = unit(door, boss, Role.DIRECTOR, home.school)
        sent = invitations.invite(hand, door, grant_of(database, home.deputy, Role.DEPUTY).id)
    entered = entrance.spend_invitation(
        home.where, sent.token.get_secret_value(), PHONE, "новый пароль учителя"
    )
    assert isinstance(entered, Entered)
    assert entered.next == Next.ENROL


def test_a_new_link_goes_to_the_mail_on_record_only(database: Engine) -> None:
    clock = Clock()
    home = Home(database, clock)
    old = home.link()
    with writing(database) as session:
        session.get_one(Account, home.mother.id).email = "kuznetsova@mail.example"
    clock.on(days=15)
    with writing(database) as session:
        again = invitations.send_again(home.where.door(session), old)
    assert isinstance(again, tuple)
    sent, account = again
    assert account.email == "kuznetsova@mail.example"
    assert look(home.where, sent.token.get_secret_value()).standing == Standing.OPEN
    with writing(database) as session:
        assert invitations.send_again(home.where.door(session), "never made") == Refused(sentence=OVER)


def test_new_links_are_not_asked_for_without_end(database: Engine) -> None:
    home = Home(database, Clock())
    old = home.link()
    with writing(database) as session:
        door = home.where.door(session)
        waits = [
            answer.wait_s
            for _ in range(9)
            if isinstance(answer := invitations.send_again(door, old), Refused)
        ]
    assert waits == [0, 0, 0, 0, 0, 1, 1, 1, 1]  # no mail on record: refused; from the sixth on: too many


def test_nobody_invites_above_or_outside_their_hand(database: Engine) -> None:
    home = Home(database, Clock())
    boss = person(database, "boss", (Role.DIRECTOR, home.school))
    foreign = person(database, "foreign", (Role.TEACHER, school(database, "s7")))
    with pytest.raises(Forbidden):
        home.invite(boss, Role.DIRECTOR)
    with pytest.raises(NotFound):
        home.invite(foreign, Role.TEACHER)
    with reading(database) as session:
        assert session.exec(select(Invitation)).all() == []


def test_links_and_tokens_hide_themselves(database: Engine) -> None:
    home = Home(database, Clock())
    link = home.link()
    entered = entrance.spend_invitation(home.where, link, PHONE)
    assert isinstance(entered, Entered)
    told = repr(entered) + repr(home.where) + str(home.where.settings)
    with writing(database) as session:
        door = home.where.door(session)
        told += repr(door) + repr(unit(door, home.deputy, Role.DEPUTY, home.school))
    keys = [getattr(home.where.keys, name) for name in ("audit", "tokens", "secrets", "files")]
    secrets = [entered.issued.token.get_secret_value(), link, *map(repr, keys)]
    assert [secret for secret in secrets if secret in told] == []
    assert row(database, home.mother).password_hash is None
