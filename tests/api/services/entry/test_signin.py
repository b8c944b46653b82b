"""Signing in: equal work and words for known and unknown, codes that count once, sessions that end with their cause."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine
from sqlmodel import select

from api import entrance
from api.errors import Forbidden, NotFound
from api.installation import Installation
from api.services.entry import codes, sessions
from api.services.entry.sealing import SealBrokenError, seal, unseal
from api.services.entry.sessions import Issued, Live
from api.services.entry.signin import OVER, WRONG, WRONG_CODE, Entered, Next, Refused, Visit
from api.services.people import accounts
from models.audit import AuditRow
from models.engines import reading, writing
from models.person import Account, Role
from models.session import Device, Ended, RecoveryCode, SessionKind, SignIn
from tests.api.place import (
    HASH,
    KEYS,
    PASSWORD,
    Clock,
    CountingHasher,
    code,
    grant_of,
    log,
    person,
    place,
    row,
    school,
    unit,
)

HERE = Visit(label="Firefox, Linux")


def enter(where: Installation, login: str, password: str = PASSWORD, visit: Visit = HERE) -> Entered:
    entered = entrance.sign_in(where, login, password, visit)
    assert isinstance(entered, Entered), entered
    return entered


def live(where: Installation, token: SecretStr) -> Live | None:
    with reading(where.engine) as session:
        return sessions.find(where.door(session), token.get_secret_value())


def enrolled(where: Installation, account: Account) -> Entered:
    """The first sign-in of somebody who needs a code, to its end."""
    pending = enter(where, account.login or "")
    assert pending.next == Next.ENROL
    with writing(where.engine) as session:
        door = where.door(session)
        codes.enrolment(door, session.get_one(Account, account.id))
    entered = entrance.prove_code(where, pending.issued.token.get_secret_value(), code(where, account), HERE)
    assert isinstance(entered, Entered)
    return entered


def act_as(where: Installation, token: str, grant_id: str) -> Issued:
    with writing(where.engine) as session:
        door = where.door(session)
        return sessions.act_as(door, entrance.found(sessions.find(door, token)), grant_id)


def test_a_teacher_enters_by_password_alone(database: Engine) -> None:
    where = place(database, Clock())
    teacher = person(database, "lebedeva", (Role.TEACHER, school(database)))
    entered = enter(where, "  LEBEDEVA ")
    assert (entered.next, entered.week, entered.recovery) == (Next.DONE, None, ())
    found = live(where, entered.issued.token)
    assert found is not None
    assert (found.account.id, found.kind, found.actor.role) == (teacher.id, SessionKind.STAFF, Role.TEACHER)


def test_the_database_holds_no_token(database: Engine) -> None:
    where = place(database, Clock())
    person(database, "lebedeva", (Role.TEACHER, school(database)))
    entered = enter(where, "lebedeva", visit=Visit(keep=True))
    assert entered.device_token is not None
    assert entered.week is not None
    tokens = {entered.issued.token, entered.week.token, entered.device_token}
    assert len({token.get_secret_value() for token in tokens}) == 3
    with reading(database) as session:
        kept = [
            item.model_dump_json()
            for table in (SignIn, Device, AuditRow)
            for item in session.exec(select(table))
        ]
    assert [token for token in tokens if any(token.get_secret_value() in told for told in kept)] == []


def test_unknown_and_known_logins_cost_one_judgement_and_read_alike(database: Engine) -> None:
    where = place(database, Clock())
    person(database, "lebedeva", (Role.TEACHER, school(database)))
    answers = [entrance.sign_in(where, login, "не тот пароль", HERE) for login in ("lebedeva", "nobody", "")]
    assert answers == [Refused(sentence=WRONG)] * 3
    assert isinstance(where.hasher, CountingHasher)
    assert where.hasher.judged == [True, False, False]
    with reading(database) as session:
        rows = session.exec(select(AuditRow)).all()
    assert [(item.actor, item.action, item.object_kind) for item in rows] == [
        ("visitor", "signin.fail", "login")
    ] * 3
    assert "lebedeva" not in str([item.model_dump() for item in rows])


def test_nobodys_hash_never_matches() -> None:
    hasher = CountingHasher()
    assert hasher.verify("nobody's password", None) is False
    assert hasher.verify("nobody's password", "!") is False
    assert hasher.verify(PASSWORD, HASH) is True


@pytest.mark.parametrize("change", ["disabled", "ended", "no role today"])
def test_who_may_not_enter_reads_what_a_wrong_password_reads(database: Engine, change: str) -> None:
    clock = Clock()
    where = place(database, clock)
    teacher = person(database, "lebedeva", (Role.TEACHER, school(database)))
    with writing(database) as session:
        account = session.get_one(Account, teacher.id)
        if change == "disabled":
            account.disabled_at = clock()
        elif change == "ended":
            account.ends_on = clock().date().replace(month=8, day=31)
        else:
            grant = session.merge(grant_of(database, teacher, Role.TEACHER))
            grant.first_on = clock().date().replace(day=2)
    assert entrance.sign_in(where, "lebedeva", PASSWORD, HERE) == Refused(sentence=WRONG)


def test_a_hash_of_an_older_cost_is_renewed_at_sign_in(database: Engine) -> None:
    where = place(database, Clock())
    teacher = person(database, "lebedeva", (Role.TEACHER, school(database)))
    with writing(database) as session:
        session.get_one(Account, teacher.id).password_hash = CountingHasher(time_cost=2).hash(PASSWORD)
    enter(where, "lebedeva")
    kept = row(database, teacher).password_hash or ""
    assert (where.hasher.outdated(kept), where.hasher.verify(PASSWORD, kept)) == (False, True)


def test_a_session_ends_thirty_minutes_after_it_was_seen(database: Engine) -> None:
    clock = Clock()
    where = place(database, clock)
    person(database, "lebedeva", (Role.TEACHER, school(database)))
    token = enter(where, "lebedeva").issued.token
    clock.on(minutes=29, seconds=59)
    found = live(where, token)
    assert found is not None
    with writing(database) as session:
        sessions.touch(where.door(session), found.sign_in.id)
    clock.on(minutes=29, seconds=59)
    assert live(where, token) is not None
    clock.on(seconds=1)
    assert live(where, token) is None


def test_a_session_kept_awake_ends_after_twelve_hours(database: Engine) -> None:
    clock = Clock()
    where = place(database, clock)
    person(database, "lebedeva", (Role.TEACHER, school(database)))
    entered = enter(where, "lebedeva")
    for _ in range(12 * 3 - 1):  # every 20 minutes, up to 20 minutes before the end
        clock.on(minutes=20)
        with writing(database) as session:
            sessions.touch(where.door(session), entered.issued.sign_in.id)
    clock.on(minutes=19, seconds=59)
    assert live(where, entered.issued.token) is not None
    clock.on(seconds=1)
    assert live(where, entered.issued.token) is None


def test_a_teachers_thirty_days_hold_no_longer(database: Engine) -> None:
    clock = Clock()
    where = place(database, clock)
    person(database, "lebedeva", (Role.TEACHER, school(database)))
    week = enter(where, "lebedeva", visit=Visit(keep=True)).week
    assert week is not None
    clock.on(days=29, hours=23)
    found = live(where, week.token)
    assert found is not None
    assert found.kind == SessionKind.DEVICE
    clock.on(hours=1)
    assert live(where, week.token) is None


def test_thirty_days_are_for_those_who_teach(database: Engine) -> None:
    where = place(database, Clock())
    person(database, "partner", (Role.COORDINATOR, school(database)))
    assert enter(where, "partner", visit=Visit(keep=True)).week is None


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.DIRECTOR, Role.ADMINISTRATOR])
def test_some_roles_set_up_a_code_before_they_are_in(database: Engine, role: Role) -> None:
    where = place(database, Clock())
    deputy = person(database, "zavuch", (role, None if role == Role.ADMINISTRATOR else school(database)))
    pending = enter(where, "zavuch")
    found = live(where, pending.issued.token)
    assert found is not None
    assert (pending.next, found.kind, found.grant) == (Next.ENROL, SessionKind.PENDING, None)
    with pytest.raises(Forbidden):
        _ = found.actor
    entered = enrolled(where, deputy)
    assert len({item.get_secret_value() for item in entered.recovery}) == 10
    assert live(where, entered.issued.token) is not None


def test_the_token_before_the_code_is_not_the_one_after(database: Engine) -> None:
    clock = Clock()
    where = place(database, clock)
    deputy = person(database, "zavuch", (Role.DEPUTY, school(database)))
    enrolled(where, deputy)
    clock.on(minutes=1)
    pending = enter(where, "zavuch")
    began = pending.issued.sign_in.signed_in_at
    clock.on(minutes=2)
    entered = entrance.prove_code(where, pending.issued.token.get_secret_value(), code(where, deputy), HERE)
    assert isinstance(entered, Entered)
    assert entered.issued.sign_in.ends_at == began + timedelta(hours=12)
    assert entered.issued.token.get_secret_value() != pending.issued.token.get_secret_value()
    assert live(where, pending.issued.token) is None


def test_a_code_counts_once(database: Engine) -> None:
    where = place(database, Clock())
    deputy = person(database, "zavuch", (Role.DEPUTY, school(database)))
    enrolled(where, deputy)
    pending = enter(where, "zavuch").issued.token.get_secret_value()
    used = code(where, deputy)
    assert entrance.prove_code(where, pending, used, HERE) == Refused(sentence=WRONG_CODE)
    assert entrance.prove_code(where, pending, code(where, deputy, -1), HERE) == Refused(sentence=WRONG_CODE)
    assert isinstance(entrance.prove_code(where, pending, code(where, deputy, 1), HERE), Entered)


@pytest.mark.parametrize(("steps", "enters"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_telephone_may_be_half_a_minute_off(database: Engine, steps: int, enters: bool) -> None:
    clock = Clock()
    where = place(database, clock)
    deputy = person(database, "zavuch", (Role.DEPUTY, school(database)))
    enrolled(where, deputy)
    clock.on(minutes=10)
    pending = enter(where, "zavuch").issued.token.get_secret_value()
    entered = entrance.prove_code(where, pending, code(where, deputy, steps), HERE)
    assert isinstance(entered, Entered) == enters


def test_a_recovery_code_stands_in_once(database: Engine) -> None:
    where = place(database, Clock())
    deputy = person(database, "zavuch", (Role.DEPUTY, school(database)))
    recovery = enrolled(where, deputy).recovery[3].get_secret_value()
    assert re.fullmatch(r"([a-z2-9]{4}-){3}[a-z2-9]{4}", recovery)
    tokens = [enter(where, "zavuch").issued.token.get_secret_value() for _ in range(2)]
    assert isinstance(entrance.prove_code(where, tokens[0], recovery.upper(), HERE), Entered)
    assert entrance.prove_code(where, tokens[1], recovery, HERE) == Refused(sentence=WRONG_CODE)
    with reading(database) as session:
        kept = session.exec(select(RecoveryCode)).all()
    assert [item.spent_at is None for item in kept].count(True) == 9
    assert recovery.replace("-", "") not in str([item.model_dump() for item in kept])


def test_ten_minutes_are_left_for_the_code(database: Engine) -> None:
    clock = Clock()
    where = place(database, clock)
    deputy = person(database, "zavuch", (Role.DEPUTY, school(database)))
    enrolled(where, deputy)
    pending = enter(where, "zavuch").issued.token.get_secret_value()
    clock.on(minutes=10)
    assert entrance.prove_code(where, pending, code(where, deputy), HERE) == Refused(sentence=OVER)


def test_another_role_is_another_token_and_the_hours_run_on(database: Engine) -> None:
    clock = Clock()
    where = place(database, clock)
    first, second = school(database), school(database, "s7")
    teacher = person(database, "lebedeva", (Role.TEACHER, first), (Role.SPECIALIST, second))
    old = enter(where, "lebedeva").issued
    clock.on(minutes=20)
    found = live(where, old.token)
    assert found is not None
    role = Role.SPECIALIST if found.actor.role == Role.TEACHER else Role.TEACHER
    new = act_as(where, old.token.get_secret_value(), grant_of(database, teacher, role).id)
    assert live(where, old.token) is None
    changed = live(where, new.token)
    assert changed is not None
    assert changed.actor.role == role
    assert changed.sign_in.ends_at == old.sign_in.ends_at
    clock.on(minutes=1)
    again = enter(where, "lebedeva").issued
    assert again.sign_in.grant_id == new.sign_in.grant_id  # the role used last


def test_a_role_with_code_is_not_reached_without_one(database: Engine) -> None:
    """A teacher who is made deputy while signed in has proved no code."""
    where = place(database, Clock())
    home = school(database)
    teacher, boss = (
        person(database, "lebedeva", (Role.TEACHER, home)),
        person(database, "boss", (Role.DIRECTOR, home)),
    )
    token = enter(where, "lebedeva").issued.token.get_secret_value()
    with writing(database) as session:
        door = where.door(session)
        draft = accounts.RoleDraft(role=Role.DEPUTY, school_id=home, first_on=door.today)
        grant = accounts.give_role(unit(door, boss, Role.DIRECTOR, home), teacher.id, draft)
    with pytest.raises(Forbidden, match="вход с кодом"):
        act_as(where, token, grant.id)


def test_the_role_of_somebody_else_is_not_found(database: Engine) -> None:
    where = place(database, Clock())
    home = school(database)
    person(database, "lebedeva", (Role.TEACHER, home))
    other = person(database, "petrov", (Role.TEACHER, home))
    token = enter(where, "lebedeva").issued.token.get_secret_value()
    for foreign in (grant_of(database, other, Role.TEACHER).id, "0" * 32):
        with pytest.raises(NotFound):
            act_as(where, token, foreign)


def test_signing_out_everywhere_ends_all_sessions_of_one_person(database: Engine) -> None:
    where = place(database, Clock())
    home = school(database)
    person(database, "lebedeva", (Role.TEACHER, home))
    person(database, "petrov", (Role.TEACHER, home))
    own = [enter(where, "lebedeva", visit=Visit(keep=True)) for _ in range(2)]
    other = enter(where, "petrov").issued.token
    with writing(database) as session:
        door = where.door(session)
        current = sessions.find(door, own[0].issued.token.get_secret_value())
        assert current is not None
        listed = {(item.kind, label) for item, label in sessions.own(door, current)}
        ended = sessions.sign_out_everywhere(door, current)
    assert listed == {("staff", "Браузер"), ("device", "Браузер")}
    assert ended == 4
    assert [live(where, item.issued.token) for item in own] == [None, None]
    assert [item.week and live(where, item.week.token) for item in own] == [None, None]
    assert live(where, other) is not None
    with reading(database) as session:
        assert set(session.exec(select(SignIn.ended))) == {Ended.EVERYWHERE, None}
        assert log(session)[-1] == "session.end_all"


def test_a_sealed_secret_opens_for_its_row_and_key_only() -> None:
    sealed = seal(KEYS.secrets, "a", "JBSWY3DPEHPK3PXP")
    assert unseal(KEYS.secrets, "a", sealed) == "JBSWY3DPEHPK3PXP"
    for key, owner, text in [
        (KEYS.secrets, "b", sealed), (KEYS.files, "a", sealed), (KEYS.secrets, "a", sealed[:-8] + "AAAAAAA="),
        (KEYS.secrets, "a", "!"),
    ]:  # fmt: skip
        with pytest.raises(SealBrokenError):
            unseal(key, owner, text)
