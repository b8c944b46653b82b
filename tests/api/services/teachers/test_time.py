"""Time of teachers: who writes it, what is handed in and locked, what changed, what other schools see of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.errors import Conflict, Forbidden, Invalid, NotFound
from api.services.registry.reading import registry_of
from api.services.teachers.homes import HomeSeen, homes_seen
from api.services.teachers.overview import Handed, Overview, overview
from api.services.teachers.sheet import TimeSheet, time_sheet
from api.services.teachers.submitting import copy_last, reopen, submit
from api.services.teachers.windows import (
    MOST,
    WindowDraft,
    add_window,
    remove_window,
    windows_of,
    write_transport,
)
from api.services.weekly import Hours
from models.person import Role
from models.place import Place, Road
from models.staff import Teacher, WindowKind
from scheduler.registry.values import AvailabilityKind
from scheduler.terms import PlaceKind, Transport, Weekday
from tests.api.services.cases.test_seen import account, looking
from tests.api.services.registry.office import Office, new_office, row
from tests.api.services.world import END, START, day

WEDNESDAY = WindowDraft(kind=WindowKind.CANNOT, hours=Hours(days=(Weekday.WED,)), reason="методический день")
LATE = WindowDraft(kind=WindowKind.UNWANTED, hours=Hours(start_min=1080, end_min=1140))


@pytest.fixture
def office(database: Engine) -> Office:
    return new_office(database)


def mine(office: Office) -> tuple[str, str]:
    """A teacher with an account: (account, teacher)."""
    key = account(office.world, Role.TEACHER)
    return key, office.teacher(account_id=key)


def by(office: Office, key: str, act: Any, on: date = START, role: Role = Role.TEACHER) -> Any:
    return looking(office.world, key, role, on, act)


def sheet(office: Office, teacher_id: str, on: date = START, **more: Any) -> TimeSheet:
    with office.acting(on, **more) as unit:
        return time_sheet(unit, teacher_id)


def seen_overview(office: Office, role: Role = Role.DEPUTY, **more: Any) -> Overview:
    with office.acting(role=role, **more) as unit:
        return overview(unit)


def test_a_teacher_writes_own_time_and_nobody_elses(office: Office) -> None:
    key, own = mine(office)
    other = office.teacher("Лугова В. В.")
    by(office, key, lambda unit: add_window(unit, own, WEDNESDAY))
    for act in (
        lambda unit: time_sheet(unit, other),
        lambda unit: add_window(unit, other, WEDNESDAY),
        lambda unit: submit(unit, other),
    ):
        with pytest.raises(NotFound):
            by(office, key, act)
    found = sheet(office, own)
    assert [(line.said, line.reason) for line in found.lines["cannot"]] == [
        ("ср весь день", "методический день")
    ]
    assert sheet(office, other).lines["cannot"] == ()


def test_own_and_busy_time_arrives_in_the_problem_and_unwanted_time_does_not(office: Office) -> None:
    office.bells()
    _, key = mine(office)
    office.class_lesson(key, "mon", 6)  # 12:40–13:20
    case_id = office.case()
    office.plan(case_id, row("Математика", "2"))
    with office.acting() as unit:
        add_window(unit, key, WEDNESDAY)
        add_window(unit, key, LATE)
        add_window(unit, key, WindowDraft(kind=WindowKind.CANNOT, hours=Hours(), on=day("14.09.2026")))
        busy = WindowDraft(kind=WindowKind.BUSY, hours=Hours(days=(Weekday.TUE,), start_min=840, end_min=900))
        add_window(unit, key, busy)
        registry = registry_of(unit, office.world.year_id)
    assert [entry.kind for entry in registry.availability] == [
        AvailabilityKind.FREE, AvailabilityKind.CANNOT, AvailabilityKind.BUSY
    ]  # fmt: skip
    (teacher,) = office.posed().problem.teachers
    free = {day: window for window in teacher.free for day in window.days or Weekday}
    assert Weekday.WED not in free
    assert (free[Weekday.FRI].start_min, free[Weekday.FRI].end_min) == (720, 1140)
    assert {(window.days, window.start_min, window.end_min) for window in teacher.busy} == {
        ((Weekday.MON,), 760, 800), ((Weekday.TUE,), 840, 900)
    }  # fmt: skip
    week = {line.day: (line.free, line.lessons) for line in sheet(office, key).week}
    assert week["пн"] == (("12:00–12:40", "13:20–19:00"), ("12:40–13:20",))
    assert week["вт"] == (("12:00–14:00", "15:00–19:00"), ())
    assert week["ср"] == ((), ())
    assert sheet(office, key).free_min == (7 * 60 - 40) + (7 * 60 - 60) + 2 * 7 * 60


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (WindowDraft(kind=WindowKind.FREE, hours=Hours(days=())), "days"),
        (WindowDraft(kind=WindowKind.FREE, hours=Hours(days=(Weekday.SAT,))), "days"),
        (WindowDraft(kind=WindowKind.FREE, hours=Hours(start_min=600, end_min=540)), "end"),
        (WindowDraft(kind=WindowKind.FREE, hours=Hours(), reason="отпуск"), "reason"),
        (WindowDraft(kind=WindowKind.CANNOT, hours=Hours(), reason="о" * 101), "reason"),
        (WindowDraft(kind=WindowKind.CANNOT, hours=Hours(), on=day("31.08.2026")), "on"),
        (WindowDraft(kind=WindowKind.CANNOT, hours=Hours(weeks=(0,))), "weeks"),
        (WindowDraft(kind=WindowKind.CANNOT, hours=Hours(days=(Weekday.WED,)), on=START), "days"),
        (WindowDraft(kind=WindowKind.CANNOT, hours=Hours(weeks=(1,)), on=START), "days"),
    ],
)
def test_time_that_cannot_be_is_refused(office: Office, draft: WindowDraft, field: str) -> None:
    _, key = mine(office)
    with office.acting() as unit, pytest.raises(Invalid) as refused:
        add_window(unit, key, draft)
    assert list(refused.value.faults) == [field]


def test_the_same_time_is_kept_once_and_there_is_an_end_to_rows(office: Office) -> None:
    _, key = mine(office)
    with office.acting() as unit:
        for _ in range(2):
            add_window(unit, key, WEDNESDAY)
        for minute in range(MOST - 2):
            add_window(unit, key, WindowDraft(kind=WindowKind.BUSY, hours=Hours(start_min=minute)))
        with pytest.raises(Conflict):
            add_window(unit, key, LATE)
        assert len(windows_of(unit, key)) == MOST


def test_the_same_hours_of_a_week_and_of_single_days_are_rows_of_their_own(office: Office) -> None:
    _, own = mine(office)
    days = (None, day("14.09.2026"), day("21.09.2026"), day("14.09.2026"))
    with office.acting() as unit:
        rows = [
            add_window(unit, own, WindowDraft(kind=WindowKind.CANNOT, hours=Hours(start_min=600), on=on)).id
            for on in days
        ]
    assert len(set(rows[:3])) == 3
    assert rows[3] == rows[1]


def test_a_row_is_removed_once_and_never_anothers(office: Office) -> None:
    _, own = mine(office)
    other = office.teacher("Лугова В. В.")
    with office.acting() as unit:
        (foreign,), (first,) = windows_of(unit, other), windows_of(unit, own)
        for key in (foreign.id, first.id, first.id):
            remove_window(unit, own, key)
        assert windows_of(unit, own) == ()
        assert len(windows_of(unit, other)) == 1


def test_handing_in_locks_it_for_the_teacher_until_it_is_opened(office: Office) -> None:
    key, own = mine(office)
    by(office, key, lambda unit: submit(unit, own))
    for act in (
        lambda unit: add_window(unit, own, WEDNESDAY),
        lambda unit: copy_last(unit, own),
        lambda unit: submit(unit, own),
        lambda unit: write_transport(unit, own, 1, "car"),
    ):
        with pytest.raises(Conflict, match="уже сдано"):
            by(office, key, act)
    with pytest.raises(Forbidden):
        by(office, key, lambda unit: reopen(unit, own))
    with office.acting() as unit:
        reopen(unit, own)
    by(office, key, lambda unit: add_window(unit, own, WEDNESDAY))
    assert by(office, key, lambda unit: submit(unit, own)).number == 2


def test_nothing_at_all_cannot_be_handed_in(office: Office) -> None:
    key, own = mine(office)
    with office.acting() as unit:
        remove_window(unit, own, windows_of(unit, own)[0].id)
    with pytest.raises(Conflict, match="нечего"):
        by(office, key, lambda unit: submit(unit, own))


def test_the_desk_writes_for_a_teacher_and_sees_what_differs(office: Office) -> None:
    key, own = mine(office)
    by(office, key, lambda unit: submit(unit, own))
    assert not sheet(office, own).since
    with office.acting() as unit:
        add_window(unit, own, WEDNESDAY)
        write_transport(unit, own, 1, "car")
        remove_window(unit, own, windows_of(unit, own)[0].id)
    since = sheet(office, own).since
    assert since.added == ("не могу: ср весь день (методический день)", "добираюсь на машине")
    assert since.gone == ("могу: каждый день 12:00–19:00",)
    with office.acting() as unit:
        submit(unit, own)
    found = sheet(office, own)
    assert (found.since, found.by_last) == (type(since)(added=(), gone=()), since)


def test_last_quarters_time_comes_back_and_days_that_differ_stay(office: Office) -> None:
    """The first quarter's time was changed in the second (from 02.11); in it the first's comes back."""
    key, own = mine(office)
    away = WindowDraft(kind=WindowKind.CANNOT, hours=Hours(), on=day("11.11.2026"), reason="курсы")
    by(office, key, lambda unit: submit(unit, own))
    with office.acting(day("03.11.2026")) as unit:
        add_window(unit, own, WEDNESDAY)
        add_window(unit, own, away)
        write_transport(unit, own, 1, "bus")
        submit(unit, own)
    with office.acting(day("04.11.2026")) as unit:
        copy_last(unit, own)
    found = sheet(office, own, day("04.11.2026"))
    assert {kind: len(lines) for kind, lines in found.lines.items()} == {
        "free": 1, "busy": 0, "cannot": 0, "unwanted": 0, "date": 1
    }  # fmt: skip
    assert (found.transport, found.transport_said) == ("", "")
    assert sheet(office, own, day("12.11.2026")).lines["date"] == ()


def test_without_a_former_time_there_is_nothing_to_copy(office: Office) -> None:
    key, own = mine(office)
    assert not sheet(office, own).has_last
    with pytest.raises(Conflict, match="ни разу"):
        by(office, key, lambda unit: copy_last(unit, own))


def test_a_partners_coordinator_writes_and_the_base_school_sees_free_and_busy_alone(office: Office) -> None:
    school_id = office.partner()
    theirs = office.teacher("Чужая Ч. Ч.", school_id=school_id)
    with office.acting(role=Role.COORDINATOR, school_id=school_id) as unit:
        add_window(unit, theirs, WEDNESDAY)
        submit(unit, theirs)
    found = sheet(office, theirs)
    assert found.foreign
    assert found.lines == dict.fromkeys(("free", "busy", "cannot", "unwanted", "date"), ())
    assert (found.handed_at, found.handed_by) == (None, "")
    assert [line.free for line in found.week] == [
        ("12:00–19:00",),
        ("12:00–19:00",),
        (),
        *[("12:00–19:00",)] * 2,
    ]
    for act in (add_window, lambda unit, key, _: submit(unit, key), lambda unit, key, _: reopen(unit, key)):
        with office.acting() as unit, pytest.raises(Forbidden):
            act(unit, theirs, WEDNESDAY)


def test_without_an_agreement_another_schools_teacher_is_missing(office: Office) -> None:
    school_id = office.partner(ended_on=day("10.09.2026"))
    theirs = office.teacher("Чужая Ч. Ч.", school_id=school_id)
    assert sheet(office, theirs, day("10.09.2026")).foreign
    with pytest.raises(NotFound):
        sheet(office, theirs, day("11.09.2026"))
    own = office.teacher("Лугова В. В.")
    with pytest.raises(NotFound):  # the other way round nothing is shown
        sheet(office, own, role=Role.DEPUTY, school_id=school_id)


def test_the_overview_puts_first_who_has_not_handed_in(office: Office) -> None:
    names = ("Алая", "Белая", "Вишнёвая", "Голубая")
    keys = {name: office.teacher(name) for name in names}
    for name in names[1:]:
        with office.acting() as unit:
            submit(unit, keys[name])
    with office.acting() as unit:
        reopen(unit, keys["Белая"])
        add_window(unit, keys["Голубая"], WEDNESDAY)
    found = seen_overview(office)
    assert [(line.name, line.handed) for line in found.lines] == [
        ("Алая", Handed.NO), ("Белая", Handed.OPEN), ("Голубая", Handed.CHANGED), ("Вишнёвая", Handed.YES)
    ]  # fmt: skip
    assert found.waiting == 2
    assert [line.free_min for line in found.lines] == [2100, 2100, 1680, 2100]


def test_coverage_sets_hours_of_plans_against_free_time(office: Office) -> None:
    """52 hours of 40 minutes are 2080 of 2100 free minutes; physics nobody gives; reading alone counts for nobody."""
    case_id = office.case()
    office.teacher()
    school_id = office.partner()
    office.teacher("Чужая Ч. Ч.", "Химия", school_id=school_id)
    office.plan(
        case_id, row("Математика", "52"), row("Физика", "2"), row("Химия", "1"),
        row("Чтение", "3", kind="self_study"),
    )  # fmt: skip
    told = [(each.subject, each.needed, each.teachers, each.free) for each in seen_overview(office).coverage]
    assert told == [("Физика", 2, 0, 0), ("Математика", 52, 1, 52), ("Химия", 1, 1, 52)]
    short, tight, enough = seen_overview(office).coverage
    assert (short.short, tight.tight, enough.short or enough.tight) == (True, True, False)


def test_a_coordinator_has_an_overview_of_own_teachers_and_of_no_pupils(office: Office) -> None:
    school_id = office.partner()
    office.teacher()
    office.teacher("Чужая Ч. Ч.", school_id=school_id)
    found = seen_overview(office, Role.COORDINATOR, school_id=school_id)
    assert ([line.name for line in found.lines], found.partners, found.coverage) == (["Чужая Ч. Ч."], (), ())
    assert [line.name for line in seen_overview(office).partners] == ["Чужая Ч. Ч."]
    with pytest.raises(Forbidden):
        seen_overview(office, Role.TEACHER)


def test_a_partner_sees_homes_as_district_and_minutes(office: Office) -> None:
    """s200 stands at (57.0, 60.02), the home at (57.01, 60.0): 1.112 km north, 1.211 km west, 1.644 km straight;
    by 1.3 at 4.5 km/h are 28.5 minutes, so 29, and 3 at the door."""
    school_id = office.partner(ended_on=day("10.09.2026"))
    theirs, own = office.teacher("Чужая Ч. Ч.", school_id=school_id), office.teacher("Лугова В. В.")
    case_id, other = office.case(), office.case()
    line, ours = row("Математика", "2"), row("Математика", "2")
    office.plan(case_id, line)
    office.plan(other, ours)
    office.row_teacher(line, theirs)
    office.row_teacher(ours, own)
    with office.acting() as unit:
        unit.session.get_one(Place, office.home(case_id)).zone = "Заречный"
    with office.acting(role=Role.COORDINATOR, school_id=school_id) as unit:
        assert homes_seen(unit) == (HomeSeen(teacher="Чужая Ч. Ч.", zone="Заречный", minutes=32),)
        start = unit.session.exec(select(Place.id).where(Place.code == "s200")).one()
    office.add(Road(school_id=office.world.school_id, from_id=start, to_id=office.home(case_id), minutes=15))
    with office.acting(role=Role.COORDINATOR, school_id=school_id) as unit:
        assert [home.minutes for home in homes_seen(unit)] == [15]
    with office.acting(day("11.09.2026"), role=Role.COORDINATOR, school_id=school_id) as unit:
        assert homes_seen(unit) == ()  # the agreement is over
    with office.acting() as unit:
        assert homes_seen(unit) == ()


def test_a_partner_sees_other_addresses_too_by_what_the_teacher_goes(office: Office) -> None:
    """By car in the warm season: 1.644 km are 6 minutes and 5 at the door; to the other address, at (57.02, 60.0),
    2.532 km are 9 and 5. An address nobody told the days of is none."""
    partner = office.partner()
    theirs = office.teacher("Чужая Ч. Ч.", school_id=partner, transport=Transport.CAR, transport_told=True)
    case_id, line = office.case(), row("Математика", "2")
    office.plan(case_id, line)
    office.row_teacher(line, theirs)
    of_child = {"school_id": office.world.school_id, "kind": PlaceKind.HOME, "lon": 60.0, "title": "адрес"}
    pupil_id = office.world.get(case_id).pupil_id
    other = Place(code="у папы", lat=57.02, pupil_id=pupil_id, zone="Заречный", **of_child)
    office.add(other, Place(code="прежний", lat=57.5, pupil_id=pupil_id, **of_child))
    office.family(case_id, "other_home", weeks="2,4", place_id=other.id)
    with office.acting(role=Role.COORDINATOR, school_id=partner) as unit:
        assert [(home.zone, home.minutes) for home in homes_seen(unit)] == [("", 11), ("Заречный", 14)]


def test_who_has_left_is_not_waited_for(office: Office) -> None:
    office.teacher(last_on=START)
    office.teacher("Лугова В. В.", first_on=END)
    with office.acting(day("02.09.2026")) as unit:
        assert [line.name for line in overview(unit).lines] == ["Лугова В. В."]


def test_the_log_tells_no_reasons(office: Office) -> None:
    key, own = mine(office)
    before = len(office.world.log())
    by(office, key, lambda unit: add_window(unit, own, WEDNESDAY))
    by(office, key, lambda unit: submit(unit, own))
    assert office.world.log()[before:] == [
        ("time.write", "teacher", {"own": True}), ("time.submit", "teacher", {"own": True, "number": 1})
    ]  # fmt: skip


def test_hours_in_any_order_are_the_same_text(office: Office) -> None:
    from api.services.teachers.submitting import text_of

    _, key = mine(office)
    with office.acting() as unit:
        add_window(unit, key, WEDNESDAY)
        add_window(unit, key, LATE)
        rows = windows_of(unit, key)
        walking = unit.session.get_one(Teacher, key).goes
        assert text_of(rows, walking) == text_of(rows[::-1], walking)
        assert text_of(rows, walking) != text_of(rows[1:], walking)
