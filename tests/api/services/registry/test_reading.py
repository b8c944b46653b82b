"""What a registry of the database holds: whose, on which days, and what it never tells."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import Engine, event

from api.errors import Forbidden, Invalid, NotFound
from api.services.papers.medical import file_medical
from api.services.registry.reading import registry_of
from models.person import Role
from models.plan import PlanState
from models.school import SchoolKind
from models.states import Move
from scheduler.registry.values import AvailabilityKind, FamilyKind, Registry
from tests.api.services.registry.office import AUTUMN, Office, new_office, row
from tests.api.services.world import END, START, day, medical


@pytest.fixture
def office(database: Engine) -> Office:
    return new_office(database)


def registry(office: Office, today: date = START, role: Role = Role.DEPUTY, **more: object) -> Registry:
    with office.acting(today, role=role) as unit:
        return registry_of(unit, office.world.year_id, **more)  # type: ignore[arg-type]


def test_a_school_without_anything_has_its_settings_place_and_year(office: Office) -> None:
    found = registry(office)
    assert (found.settings.name, found.settings.cycle_weeks, found.settings.speed_kmh) == (
        "Школа s100",
        4,
        4.5,
    )
    assert [(school.id, school.kind) for school in found.schools] == [("s100", SchoolKind.BASE)]
    assert [place.id for place in found.places] == ["s100"]
    assert [(year.title, len(year.terms), len(year.days)) for year in found.years] == [("2026/27", 4, 5)]


def test_partners_belong_to_it_while_their_agreement_is_in_force(office: Office) -> None:
    office.partner("s200")
    office.partner("s300", last=day("30.09.2026"))
    office.partner("s400", ended_on=day("10.09.2026"))
    assert [school.id for school in registry(office).schools] == ["s100", "s200", "s300", "s400"]
    assert [school.id for school in registry(office, day("15.09.2026")).schools] == ["s100", "s200", "s300"]
    assert [school.id for school in registry(office, day("01.10.2026")).schools] == ["s100", "s200"]
    assert [school.id for school in registry(office, network=False).schools] == ["s100"]


def test_teachers_of_two_schools_with_one_code_are_told_apart(office: Office) -> None:
    partner = office.partner("s200")
    office.teacher("Лугова В. В.")
    office.teacher("Лугова В. В.", school_id=partner, name="Лугова Вера Викторовна")
    assert [(each.id, each.school) for each in registry(office).teachers] == [
        ("Лугова В. В.", "s100"),
        ("Лугова В. В. (s200)", "s200"),
    ]


def test_who_has_left_or_is_yet_to_come_teaches_nobody(office: Office) -> None:
    office.teacher("Была Б. Б.", last_on=day("30.09.2026"))
    office.teacher("Будет Б. Б.", first_on=day("01.12.2026"))
    whole, autumn = registry(office), registry(office, first=day("01.10.2026"), last=AUTUMN[1])
    assert [each.id for each in whole.teachers] == ["Будет Б. Б.", "Была Б. Б."]
    assert autumn.teachers == ()


def test_windows_of_one_date_stay_out_and_refusals_come_in(office: Office) -> None:
    teacher = office.teacher()
    office.window(teacher, 720, 1140, kind="busy", on_date=day("07.09.2026"))
    office.window(teacher, 840, 900, kind="cannot", days="mon,wed", weeks="1,3", reason="кружок")
    free, cannot = registry(office).availability
    assert (free.kind, free.days, free.weeks) == (AvailabilityKind.FREE, None, None)
    assert (cannot.kind, cannot.days, cannot.weeks) == (AvailabilityKind.CANNOT, ("mon", "wed"), (1, 3))


def test_cases_come_by_code_with_their_papers_days(office: Office) -> None:
    # papers and contract from 1 September to the day named; the second case's paper runs out in October
    office.case()
    office.case(until=day("10.10.2026"))
    found = registry(office).pupils
    assert [(each.id, each.valid_from, each.valid_to) for each in found] == [
        ("К-01", START, END),
        ("К-02", START, day("10.10.2026")),
    ]


def test_papers_with_a_gap_hold_until_the_gap_and_then_from_its_end(office: Office) -> None:
    case_id = office.case(until=day("10.10.2026"))
    office.world.medical(case_id, day("10.10.2026"), day("15.10.2026"), END)
    office.world.contract(case_id, day("15.10.2026"), END, number="2")
    (before,) = registry(office).pupils
    (after,) = registry(office, day("12.10.2026")).pupils
    assert (before.valid_from, before.valid_to) == (START, day("10.10.2026"))
    assert (after.valid_from, after.valid_to) == (day("15.10.2026"), END)


def test_a_paper_that_goes_on_the_next_day_leaves_no_gap(office: Office) -> None:
    case_id = office.case(until=day("10.10.2026"))
    office.world.medical(case_id, day("10.10.2026"), day("11.10.2026"), END)
    office.world.contract(case_id, day("11.10.2026"), END, number="2")
    assert [(each.valid_from, each.valid_to) for each in registry(office).pupils] == [(START, END)]


def test_an_application_without_papers_has_no_days_yet(office: Office) -> None:
    office.world.case()
    assert [(each.valid_from, each.valid_to) for each in registry(office).pupils] == [(None, None)]


def test_a_case_that_is_over_is_no_part_of_it(office: Office) -> None:
    case_id = office.case()
    office.world.move(case_id, Move.FINISH, day("01.06.2027"))
    assert registry(office, day("01.06.2027")).pupils == ()


def test_a_selection_brings_only_its_own_cases_and_homes(office: Office) -> None:
    first, second = office.case(), office.case()
    for case_id in (first, second):
        office.plan(case_id, row())
    found = registry(office, cases=[second])
    assert [each.id for each in found.pupils] == ["К-02"]
    assert [place.id for place in found.places] == ["s100", "дом К-02"]
    assert [line.pupils for line in found.lines] == [("К-02",)]


def test_siblings_at_one_address_have_one_door(office: Office) -> None:
    first = office.case()
    office.case(home=office.home(first))
    found = registry(office)
    assert [each.home for each in found.pupils] == ["дом К-01", "дом К-01"]
    assert [place.id for place in found.places] == ["s100", "дом К-01"]


def test_an_approved_plan_holds_and_a_newer_draft_only_where_drafts_count(office: Office) -> None:
    case_id = office.case()
    office.plan(case_id, row(hours="1"))
    office.plan(case_id, row(hours="2"), number=2, state=PlanState.DRAFT)
    assert [line.hours_week for line in registry(office).lines] == [2]
    assert [line.hours_week for line in registry(office, drafts=False).lines] == [1]


def test_a_draft_that_begins_later_does_not_hold_yet(office: Office) -> None:
    case_id = office.case()
    office.plan(case_id, row(hours="1"))
    office.plan(case_id, row(hours="2"), number=2, state=PlanState.DRAFT, first_on=day("01.02.2027"))
    assert [line.hours_week for line in registry(office).lines] == [1]
    assert [line.hours_week for line in registry(office, day("01.02.2027")).lines] == [2]


def test_a_declined_version_holds_never(office: Office) -> None:
    case_id = office.case()
    office.plan(case_id, row(), state=PlanState.DECLINED)
    assert registry(office).lines == ()


def test_a_superseded_version_holds_until_its_last_day(office: Office) -> None:
    case_id = office.case()
    office.plan(case_id, row(hours="1"), state=PlanState.SUPERSEDED, last_on=day("31.01.2027"))
    office.plan(case_id, row(hours="2"), number=2, first_on=day("01.02.2027"))
    (autumn,), (spring,) = registry(office).lines, registry(office, day("01.02.2027")).lines
    assert (autumn.hours_week, autumn.valid_from, autumn.valid_to) == (1, None, day("31.01.2027"))
    assert (spring.hours_week, spring.valid_from, spring.valid_to) == (2, day("01.02.2027"), None)


def test_rows_with_one_word_are_one_lesson_of_all(office: Office) -> None:
    first, second = office.case(), office.case()
    for case_id in (first, second):
        office.plan(case_id, row("Музыка", shared="m1"), row())
    lines = registry(office).lines
    assert [(line.subject, line.pupils) for line in lines] == [
        ("Музыка", ("К-01", "К-02")),
        ("Математика", ("К-01",)),
        ("Математика", ("К-02",)),
    ]


def test_limits_of_papers_are_read_for_lessons_only_and_leave_one_row_in_the_log(office: Office) -> None:
    case_id = office.case()
    office.choice(case_id, max_day_min=120)
    with office.acting() as unit:
        file_medical(
            unit, case_id, medical(START, END, max_day_min=60, ends_by_min=840, limits="только дома")
        )
    since = len(office.world.log())
    plain = registry(office)
    assert ([each.max_day_min for each in plain.pupils], plain.families) == ([120], ())
    assert office.world.actions(since) == []
    told = registry(office, medical=True)
    assert [each.max_day_min for each in told.pupils] == [60]
    assert [(each.kind, each.start_min, each.end_min) for each in told.families] == [
        (FamilyKind.AVOID, 840, 1440)
    ]
    ((action, kind, facts),) = office.world.log(since)
    assert (action, kind, facts) == ("medical.limits", "school", {"why": "timetable", "cases": 1})
    assert "только дома" not in repr(told)


def test_a_coordinator_gets_teachers_and_no_child(office: Office) -> None:
    office.teacher()
    office.case()
    found = registry(office, role=Role.COORDINATOR, medical=True)
    assert (len(found.teachers), found.pupils, found.lines, found.families) == (1, (), (), ())
    assert [place.id for place in found.places] == ["s100"]


@pytest.mark.parametrize("role", [Role.TEACHER, Role.PARENT, Role.CLASS_TEACHER, Role.ADMINISTRATOR])
def test_nobody_else_gets_a_registry(office: Office, role: Role) -> None:
    with pytest.raises(Forbidden):
        registry(office, role=role)


def test_years_and_cases_of_others_are_not_found(office: Office) -> None:
    partner = office.partner()
    with office.acting(school_id=partner) as unit, pytest.raises(NotFound):
        registry_of(unit, office.world.year_id)
    with pytest.raises(NotFound):
        registry(office, cases=["0" * 32])


def test_a_range_ends_no_earlier_than_it_begins(office: Office) -> None:
    with pytest.raises(Invalid) as refused:
        registry(office, first=AUTUMN[1], last=AUTUMN[0])
    assert refused.value.faults == {"last": ("Последний день раньше первого.",)}


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    told: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        told.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield told
    event.remove(engine, "before_cursor_execute", note)


def test_more_pupils_ask_no_more_questions(office: Office) -> None:
    office.teacher()

    def asked() -> int:
        with counted(office.world.engine) as told:
            registry(office)
        return sum(statement.lstrip().startswith("SELECT") for statement in told)

    office.plan(office.case(), row())
    one = asked()
    for _ in range(4):
        office.plan(office.case(), row(), row("Физика"))
    assert asked() == one
