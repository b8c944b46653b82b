"""People and roles: who may give what, and that what ends takes its sessions with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api import entrance
from api.errors import Conflict, Forbidden, Invalid, NotFound, Refusal
from api.installation import Installation
from api.services.entry import proofs, sessions
from api.services.entry.signin import WRONG, Entered, Refused, Visit
from api.services.people import accounts, managing
from api.services.people.accounts import PersonDraft, RoleDraft
from api.services.unit import Unit
from models.audit import AuditRow, verify
from models.engines import reading, writing
from models.person import Account, Role
from tests.api.place import KEYS, PASSWORD, START, Clock, grant_of, person, place, row, school, unit

HERE = Visit(label="Firefox, Linux")
TODAY = date(2026, 9, 1)


def by(
    where: Installation, account: Account, role: Role, school_id: str | None, act: Callable[[Unit], object]
) -> None:
    with writing(where.engine) as session:
        act(unit(where.door(session), account, role, school_id))


def token_of(where: Installation, login: str) -> str:
    entered = entrance.sign_in(where, login, PASSWORD, Visit(keep=True))
    assert isinstance(entered, Entered)
    return entered.issued.token.get_secret_value()


def lives(where: Installation, token: str) -> bool:
    with reading(where.engine) as session:
        return sessions.find(where.door(session), token) is not None


ENDINGS: dict[str, Callable[[Unit, Account], object]] = {
    "disabled": lambda hand, account: accounts.disable(hand, account.id, account.rev),
    "last day was yesterday": lambda hand, account: accounts.set_end(
        hand, account.id, account.rev, TODAY - timedelta(days=1)
    ),
    "sign-in reset": lambda hand, account: accounts.reset_sign_in(hand, account.id, account.rev),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_live_session_dies_at_once_and_for_good(database: Engine, ending: str) -> None:
    where = place(database, Clock())
    home = school(database)
    deputy, teacher = (
        person(database, "zavuch", (Role.DEPUTY, home)),
        person(database, "petrov", (Role.TEACHER, home)),
    )
    token = token_of(where, "petrov")
    assert lives(where, token)
    by(where, deputy, Role.DEPUTY, home, lambda hand: ENDINGS[ending](hand, teacher))
    assert not lives(where, token)
    assert isinstance(entrance.sign_in(where, "petrov", PASSWORD, HERE), Refused)
    changed = row(database, teacher)
    by(where, deputy, Role.DEPUTY, home, lambda hand: accounts.enable(hand, teacher.id, changed.rev))
    assert not lives(where, token)


def test_the_last_day_itself_counts_and_the_day_after_does_not(database: Engine) -> None:
    clock = Clock()
    where = place(database, clock, staff_idle_min=30)
    home = school(database)
    deputy = person(database, "zavuch", (Role.DEPUTY, home))
    person(database, "petrov", (Role.TEACHER, home))
    teacher = row(database, person(database, "sidorov", (Role.TEACHER, home)))
    by(where, deputy, Role.DEPUTY, home, lambda hand: accounts.set_end(hand, teacher.id, 1, TODAY))
    clock.at = START.replace(hour=18, minute=45)  # 23:45 at the school
    token = token_of(where, "sidorov")
    clock.on(minutes=14)
    assert lives(where, token)
    clock.on(minutes=1)  # midnight in Yekaterinburg, still 1 September in UTC
    assert not lives(where, token)


def test_a_role_that_is_over_takes_its_own_sessions_only(database: Engine) -> None:
    clock = Clock()
    clock.on(days=1)  # both roles began yesterday, and yesterday becomes their last day
    where = place(database, clock)
    home = school(database)
    deputy = person(database, "zavuch", (Role.DEPUTY, home))
    teacher = person(database, "petrov", (Role.TEACHER, home), (Role.SPECIALIST, home))
    token = token_of(where, "petrov")
    with reading(database) as session:
        used = Role(entrance.found(sessions.find(where.door(session), token)).actor.role)
    other = Role.SPECIALIST if used == Role.TEACHER else Role.TEACHER
    for role, left in ((other, True), (used, False)):
        key = grant_of(database, teacher, role).id
        by(where, deputy, Role.DEPUTY, home, lambda hand, key=key: accounts.end_role(hand, key, 1, TODAY))
        assert lives(where, token) == left
    by(where, deputy, Role.DEPUTY, home, lambda hand: accounts.end_role(hand, key, 2, None))
    assert not lives(where, token)  # the role is back, a session that has ended is not


# who may give which role at one's own school
MAY = {
    Role.ADMINISTRATOR: set(Role),
    Role.DIRECTOR: set(Role) - {Role.ADMINISTRATOR, Role.DIRECTOR},
    Role.DEPUTY: set(Role) - {Role.ADMINISTRATOR, Role.DIRECTOR, Role.DEPUTY},
    Role.COORDINATOR: {Role.TEACHER, Role.SPECIALIST},
    Role.CLASS_TEACHER: set(),
    Role.TEACHER: set(),
    Role.SPECIALIST: set(),
    Role.PARENT: set(),
}


@pytest.mark.parametrize("role", Role)
def test_who_may_give_what(database: Engine, role: Role) -> None:
    where = place(database, Clock())
    home, elsewhere = school(database), school(database, "s7")
    with reading(database) as session:
        door = where.door(session)
        somebody = Account(name="x")
        hand = unit(door, somebody, role, None if role == Role.ADMINISTRATOR else home)
        given = {other for other in Role if managing.may_grant(hand, other, home)}
        far = {other for other in Role if managing.may_grant(hand, other, elsewhere)}
    assert given == MAY[role]
    assert far == (set(Role) if role == Role.ADMINISTRATOR else set())


def test_a_person_is_added_with_a_first_role_and_without_a_password(database: Engine) -> None:
    where = place(database, Clock())
    home = school(database)
    deputy = person(database, "zavuch", (Role.DEPUTY, home))
    drafts = (
        PersonDraft(name="Петров Иван Ильич", login=" Petrov "),
        RoleDraft(role=Role.TEACHER, school_id=home, first_on=TODAY),
    )
    by(where, deputy, Role.DEPUTY, home, lambda hand: accounts.add_person(hand, *drafts))
    assert entrance.sign_in(where, "petrov", "!", HERE) == Refused(sentence=WRONG)
    with reading(database) as session:
        made = session.exec(select(Account).where(Account.login == "petrov")).one()
        listed = accounts.people(unit(where.door(session), deputy, Role.DEPUTY, home))
        rows = session.exec(select(AuditRow)).all()
        assert verify(session, KEYS.audit) == ()
    assert made.password_hash == "!"
    assert [item.login for item in listed] == ["zavuch", "petrov"]  # Лебедева, Петров
    assert [item.action for item in rows[:2]] == ["account.add", "role.give"]
    assert "Петров" not in str([item.model_dump() for item in rows])


def test_every_fault_of_a_person_is_told_at_once(database: Engine) -> None:
    where = place(database, Clock())
    home = school(database)
    deputy = person(database, "zavuch", (Role.DEPUTY, home))
    person_draft = PersonDraft(name=" ", login="zavuch", email="ivanova@school")
    role = RoleDraft(
        role=Role.CLASS_TEACHER, school_id="0" * 32, first_on=TODAY, last_on=TODAY - timedelta(days=1)
    )
    with pytest.raises(Invalid) as caught:
        by(where, deputy, Role.DEPUTY, home, lambda hand: accounts.add_person(hand, person_draft, role))
    assert set(caught.value.faults) == {"name", "login", "email", "school_id", "last_on", "class_title"}


def test_nobody_takes_over_an_account_above_their_own(database: Engine) -> None:
    """A director who also teaches is not a teacher whose password the deputy may void."""
    where = place(database, Clock())
    home = school(database)
    deputy = person(database, "zavuch", (Role.DEPUTY, home))
    boss = person(database, "boss", (Role.TEACHER, home), (Role.DIRECTOR, home))
    for act in (accounts.reset_sign_in, accounts.disable, accounts.enable):
        with pytest.raises(Forbidden):
            by(where, deputy, Role.DEPUTY, home, lambda hand, act=act: act(hand, boss.id, 1))
    assert row(database, boss).password_hash != "!"


def test_a_teacher_of_two_schools_is_changed_by_the_administrator(database: Engine) -> None:
    where = place(database, Clock())
    home, other = school(database), school(database, "s7")
    deputy = person(database, "zavuch", (Role.DEPUTY, home))
    admin = person(database, "admin", (Role.ADMINISTRATOR, None))
    teacher = person(database, "petrov", (Role.TEACHER, home), (Role.TEACHER, other))
    with pytest.raises(Forbidden):
        by(where, deputy, Role.DEPUTY, home, lambda hand: accounts.disable(hand, teacher.id, 1))
    by(where, admin, Role.ADMINISTRATOR, None, lambda hand: accounts.disable(hand, teacher.id, 1))
    assert row(database, teacher).disabled_at == START


def test_foreign_and_missing_people_are_refused_with_the_same_words(database: Engine) -> None:
    where = place(database, Clock())
    home = school(database)
    deputy = person(database, "zavuch", (Role.DEPUTY, home))
    foreign = person(database, "foreign", (Role.TEACHER, school(database, "s7")))
    told = []
    for account_id in (foreign.id, "0" * 32):
        with pytest.raises(NotFound) as caught:
            by(where, deputy, Role.DEPUTY, home, lambda hand, key=account_id: accounts.disable(hand, key, 1))
        told.append((caught.value.status, caught.value.code, caught.value.sentence))
    assert told[0] == told[1]


def test_a_stale_change_is_refused(database: Engine) -> None:
    where = place(database, Clock())
    home = school(database)
    deputy, teacher = (
        person(database, "zavuch", (Role.DEPUTY, home)),
        person(database, "petrov", (Role.TEACHER, home)),
    )
    draft = PersonDraft(name="Петров Иван Ильич", login="petrov")
    by(where, deputy, Role.DEPUTY, home, lambda hand: accounts.change_person(hand, teacher.id, 1, draft))
    with pytest.raises(Conflict):
        by(where, deputy, Role.DEPUTY, home, lambda hand: accounts.change_person(hand, teacher.id, 1, draft))
    assert (row(database, teacher).rev, row(database, teacher).name) == (2, "Петров Иван Ильич")


def test_the_last_administrator_stays(database: Engine) -> None:
    where = place(database, Clock())
    admin = person(database, "admin", (Role.ADMINISTRATOR, None))
    grant = grant_of(database, admin, Role.ADMINISTRATOR)
    acts: list[Callable[[Unit], object]] = [
        lambda hand: accounts.disable(hand, admin.id, 1),
        lambda hand: accounts.set_end(hand, admin.id, 1, TODAY - timedelta(days=1)),
    ]
    for act in acts:
        with pytest.raises(Refusal, match="последний администратор"):
            by(where, admin, Role.ADMINISTRATOR, None, act)
    assert (row(database, admin).disabled_at, grant.last_on) == (None, None)


def test_a_new_password_ends_other_sessions_and_goes_on_under_a_new_token(database: Engine) -> None:
    where = place(database, Clock())
    person(database, "petrov", (Role.TEACHER, school(database)))
    mine, other = token_of(where, "petrov"), token_of(where, "petrov")
    assert entrance.change_password(where, mine, "не тот", "новый пароль учителя") == Refused(
        sentence=proofs.WRONG
    )
    with pytest.raises(Invalid):
        entrance.change_password(where, mine, PASSWORD, "короткий")
    assert lives(where, mine)
    issued = entrance.change_password(where, mine, PASSWORD, "новый пароль учителя")
    assert isinstance(issued, sessions.Issued)
    assert [lives(where, token) for token in (mine, other, issued.token.get_secret_value())] == [
        False,
        False,
        True,
    ]
    assert isinstance(entrance.sign_in(where, "petrov", "новый пароль учителя", HERE), Entered)


def test_a_weighty_step_finds_the_hour_of_the_password(database: Engine) -> None:
    clock = Clock()
    where = place(database, clock)
    person(database, "petrov", (Role.TEACHER, school(database)))
    token = token_of(where, "petrov")
    at = clock.on(minutes=5)
    assert entrance.prove_password(where, token, "не тот") == Refused(sentence=proofs.WRONG)
    assert entrance.prove_password(where, token, PASSWORD) is None
    with reading(database) as session:
        assert entrance.found(sessions.find(where.door(session), token)).sign_in.password_at == at
