"""The demo as a service: filled in by the services themselves, people sign in, a second start changes nothing."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser
from sqlalchemy import Engine
from sqlmodel import col, func, select

from api.demo.registry import demo_built
from api.demo.service.hands import Hand
from api.demo.service.people import PASSWORD
from api.demo.service.seed import demo_now, seed, seeded, sign_ins
from api.services.agreement.timetable.letters import OFFERED
from api.services.agreement.timetable.publishing import why_not_together
from api.services.cases.watch import Topic
from api.services.registry.problems import problem_of
from api.services.unit import Unit
from models.agreement import TimetableVersion
from models.audit import AuditRow
from models.audit import verify as flaws_of
from models.case import Case, Guardian
from models.day import Absence, LessonChange
from models.engines import reading
from models.message import Message
from models.person import Account, Grant, Role
from models.plan import Plan, PlanState
from models.staff import Teacher
from models.year import Year
from scheduler.problem import Problem
from tests.api import place as world
from tests.benchmarks.clicks import MOST, saved_variant
from tests.databases import KINDS, migrated

TODAY = datetime(2026, 11, 25, 6, tzinfo=UTC)
HEAD = {"sec-fetch-site": "same-origin"}


@pytest.fixture(scope="module", params=KINDS)
def filled(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """The demo, filled once for all who only look."""
    with migrated(request.param) as engine:
        seed(world.place(engine, world.Clock(TODAY)))
        yield engine


def test_the_demo_has_twelve_running_cases_and_two_that_have_begun(filled: Engine) -> None:
    with reading(filled) as session:
        states = Counter(session.exec(select(Case.state)).all())
        codes = sorted(session.exec(select(Case.code)).all())
    assert states == {"running": 12, "applied": 1, "complete": 1}
    assert codes == [f"К-{number:02d}" for number in range(1, 15)]


def test_one_family_has_a_timetable_to_answer(filled: Engine) -> None:
    with reading(filled) as session:
        version = session.exec(select(TimetableVersion).where(TimetableVersion.state == "offered")).one()
        code = session.get_one(Case, version.case_id).code
        told = {
            row.account_id: row.body for row in session.exec(select(Message).where(Message.topic == OFFERED))
        }
    assert (code, version.state, version.first_on) == ("К-02", "offered", date(2026, 11, 30))
    assert told
    assert all(f"/look/{version.id}" in body for body in told.values())


def test_two_families_are_taught_and_today_a_child_and_a_teacher_are_away(filled: Engine) -> None:
    with reading(filled) as session:
        versions = session.exec(select(TimetableVersion).where(TimetableVersion.state == "published")).all()
        codes = sorted(session.get_one(Case, row.case_id).code for row in versions)
        away = {row.cause: (row.first_on, row.last_on) for row in session.exec(select(Absence))}
        fates = Counter(session.exec(select(LessonChange.state)).all())
    assert codes == ["К-01", "К-09"]
    assert {row.first_on for row in versions} == {date(2026, 11, 2)}
    assert away == {
        "child_ill": (date(2026, 11, 25), date(2026, 11, 27)), "teacher_ill": (date(2026, 11, 25), None),
    }  # fmt: skip
    assert (fates["cancelled"], fates["held"]) == (2, 12)


def test_what_the_family_is_asked_could_be_published(filled: Engine) -> None:
    """It keeps clear of the lessons that are given already."""
    with deputy_at(filled) as (unit, _):
        version = unit.session.exec(select(TimetableVersion).where(TimetableVersion.state == "offered")).one()
        assert why_not_together(unit, [version]) == ()


def test_brother_and_sister_have_the_same_mother(filled: Engine) -> None:
    with reading(filled) as session:
        account_id = session.exec(
            select(Account.id).where(Account.name == "Росинкина Любава Тарасовна")
        ).one()
        children = session.exec(select(func.count()).where(Guardian.account_id == account_id)).one()
    assert children == 2


def test_everything_was_done_by_a_hand_that_is_in_the_log(filled: Engine) -> None:
    with reading(filled) as session:
        assert flaws_of(session, world.KEYS.audit, []) == ()
        moves = session.exec(select(func.count()).where(AuditRow.action == "case.move")).one()
        medical = session.exec(select(func.count()).where(col(AuditRow.action).contains("medical"))).one()
    assert (
        moves == 12 * 6 + 1
    )  # complete, order, contract, plan, schedule, start; of the beginners one is complete
    # medical and ПМПК each (one beginner lacks the ПМПК); limits read for what is in force and for what is offered
    assert medical == 12 * 2 + 3 + 2


def test_the_deputy_can_ask_for_a_timetable_at_once(filled: Engine) -> None:
    """Twelve children, eighteen teachers of two schools; every lesson of the demo's plans but one is to be placed.

    К-07's speech therapist is free in the mornings only: the demo has something to find."""
    with deputy_at(filled) as (unit, year_id):
        posed = problem_of(unit, year_id, date(2026, 11, 30), date(2027, 5, 31))
    demo = demo_built().problem
    assert [pupil.id for pupil in posed.problem.pupils] == [f"К-{number:02d}" for number in range(1, 13)]
    assert sorted(teacher.title or "" for teacher in posed.problem.teachers) == sorted(
        teacher.title or "" for teacher in demo.teachers
    )
    assert lessons_of(posed.problem) == lessons_of(demo)
    assert [point.text.partition(" (")[0] for point in posed.findings] == ["Занятие с логопедом"]
    assert {place.lat is None for place in posed.problem.places} == {False}


def lessons_of(problem: Problem) -> Counter[str]:
    """Lessons by what they are called and for whom."""
    return Counter({f"{row.title} {sorted(row.pupils)}": row.lessons for row in problem.rows})


@contextmanager
def deputy_at(engine: Engine) -> Iterator[tuple[Unit, str]]:
    place = world.place(engine, world.Clock(TODAY))
    with reading(engine) as session:
        grant = session.exec(
            select(Grant).where(Grant.account_id == Account.id, Account.login == "zavuch")
        ).one()
        year_id = session.exec(select(Year.id).where(Year.school_id == grant.school_id)).one()
    with Hand(place, grant.account_id, Role.DEPUTY, grant.school_id).on(TODAY.date()) as unit:
        yield unit, year_id


def test_one_plan_waits_for_the_parent_who_has_a_link_and_the_others_are_approved(filled: Engine) -> None:
    with reading(filled) as session:
        told = session.exec(select(Case.code, Plan.state).where(Plan.case_id == Case.id)).all()
    assert sorted(told) == [
        (f"К-{number:02d}", PlanState.OFFERED if number == 2 else PlanState.APPROVED)
        for number in range(1, 13)
    ]


def test_teachers_who_sign_in_are_the_ones_who_give_lessons(filled: Engine) -> None:
    with reading(filled) as session:
        told = session.exec(select(Account.login, Teacher.name).where(Teacher.account_id == Account.id)).all()
    assert sorted(told) == [("logoped", "Тихонова О. О."), ("uchitel", "Озёрная А. А.")]


def test_some_things_need_attention_today(filled: Engine) -> None:
    from api.services.cases.attention import attention
    from models.school import School

    place = world.place(filled, world.Clock(TODAY))
    with reading(filled) as session:
        school_id = session.exec(select(School.id).where(School.code == "s100")).one()
        deputy = session.exec(select(Account).where(Account.login == "zavuch")).one()
        told = attention(world.unit(place.door(session, TODAY), deputy, Role.DEPUTY, school_id), school_id)
    # К-05: its paper ends in 11 days; К-08: in 27; К-14: three days from yesterday
    assert {(item.topic, item.on) for item in told if item.topic == Topic.CLOCK} == {
        (Topic.CLOCK, date(2026, 11, 27))
    }
    assert {item.on for item in told if item.topic == Topic.MEDICAL} == {
        date(2026, 12, 6), date(2026, 12, 22)
    }  # fmt: skip


def test_the_clock_of_the_demo_stays_inside_its_year() -> None:
    inside = datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert demo_now(inside) == inside
    for year in (2025, 2027, 2031):
        moved = demo_now(datetime(year, 8, 5, 9, 30, tzinfo=UTC))
        assert date(2026, 9, 1) <= moved.date() <= date(2027, 5, 31)
        assert (moved - datetime(year, 8, 5, 9, 30, tzinfo=UTC)).days % 7 == 0


def test_every_way_in_that_is_told_has_its_account(filled: Engine) -> None:
    place = world.place(filled, world.Clock(TODAY))
    assert seeded(place)
    told = sign_ins(place)
    with reading(filled) as session:
        known = set(session.exec(select(Account.login).where(col(Account.login).is_not(None))).all())
    assert {entry.login for entry in told if entry.login} == known
    assert [entry.link.startswith("/invitation/") for entry in told if not entry.login] == [True]


def test_a_saved_variant_is_few_clicks_from_signing_in(
    browser: Browser, filled: Engine, tmp_path: Path
) -> None:
    """Two fields, two buttons of the mouse for each page in between; name and password are all that is typed."""
    counted = saved_variant(browser, filled, tmp_path, world.Clock(TODAY))
    assert 5 <= counted.clicks <= MOST
    assert counted.keys == len("zavuch") + len(PASSWORD)


@contextmanager
def started(folder: Path) -> Iterator[str]:
    """The demo as `make run` starts it at its end; what it printed before it served."""
    process = subprocess.Popen(
        [sys.executable, "-m", "api.demo.service"], cwd=folder, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if line.startswith("Остановить"):
            break
    yield said
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)  # reads on: the log of requests goes the same way
    assert process.returncode == 0


def answered(client: httpx2.Client) -> None:
    """Waits until the service listens: it tells its address just before."""
    for _ in range(600):
        with suppress(httpx2.ConnectError):
            client.get("/signin")
            return
        time.sleep(0.1)
    pytest.fail("the service never listened")


def test_people_sign_in_and_a_second_start_keeps_what_there_is(tmp_path: Path) -> None:
    with started(tmp_path) as said:
        address = re.findall(r"http://127\.0\.0\.1:\d+", said)[0]
        assert PASSWORD in said
        with httpx2.Client(base_url=address, headers=HEAD, follow_redirects=True, timeout=20) as client:
            answered(client)
            home = client.post("/signin", data={"login": "zavuch", "password": PASSWORD})
            assert "Что требует внимания" in home.text
            assert "Звонцова" in home.text
            assert "Тропинкин Игнат Елизарович" in client.get("/cases").text
    before = (tmp_path / "var" / "demo" / "service" / "homelessons.db").stat().st_size
    with started(tmp_path) as again:
        assert "zavuch" in again
    assert (tmp_path / "var" / "demo" / "service" / "homelessons.db").stat().st_size == before
