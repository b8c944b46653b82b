"""Edge cases a toy would miss (numbers as in the project's list): what the school keeps becomes which problem."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.services.days.problem_on_dates import problem_on_dates
from models.engines import reading
from models.place import Place
from models.plan import PlanState
from models.states import Move
from models.year import Year, YearBreak, YearTerm
from scheduler.problem import Pupil, Teacher
from scheduler.terms import PlaceKind, Weekday
from scheduler.travel import TravelTimes
from tests.api.services.registry.office import AUTUMN, Office, new_office, row
from tests.api.services.world import END, START, day

WINTER = (day("11.01.2027"), day("26.03.2027"))
P4 = (
    ("Русский язык", "1"), ("Литература", "3/4"), ("Иностранный язык", "1"), ("Алгебра", "1"),
    ("Геометрия", "3/4"), ("Вероятность и статистика", "1/4"), ("Информатика", "1/4"), ("История", "3/4"),
    ("Обществознание", "1/4"), ("География", "1/2"), ("Физика", "3/4"), ("Химия", "3/4"), ("Биология", "3/4"),
    ("Музыка", "1/4"), ("Труд", "1/4"), ("ОБЗР", "1/4"), ("Физкультура", "1/2"),
)  # fmt: skip


def pupil(office: Office, span: Any = AUTUMN, name: str = "К-01") -> Pupil:
    (found,) = [each for each in office.posed(*span).problem.pupils if each.id == name]
    return found


def teacher(office: Office, name: str = "Озёрная А. А.") -> Teacher:
    (found,) = [each for each in office.posed().problem.teachers if each.id == name]
    return found


def spans(windows: Any) -> list[tuple[Any, ...]]:
    return sorted(
        (window.days, window.weeks, window.start_min, window.end_min, window.place) for window in windows
    )


def whole_plan_of_quarters(office: Office) -> object:
    """1: fourteen rows of seventeen are below one hour; ten hours a week are forty lessons of four weeks."""
    office.teacher(subjects=", ".join(subject for subject, _ in P4))
    office.plan(office.case(grade=8), *(row(subject, hours) for subject, hours in P4))
    lessons = [line.lessons for line in office.posed().problem.rows]
    return len(lessons), sum(number < 4 for number in lessons), sum(lessons)


def quarter_of_an_hour(office: Office) -> object:
    """2: a quarter of an hour a week is one lesson of the cycle, 8.5 of the year's 34 weeks."""
    office.teacher(subjects="Музыка")
    office.plan(office.case(), row("Музыка", "1/4"))
    posed = office.posed()
    return posed.problem.rows[0].lessons, len(posed.problem.weeks), 34 / len(posed.problem.weeks)


def first_grade(office: Office) -> object:
    """3: in the first grade a lesson is 35 minutes until the end of December, 40 from January on."""
    office.teacher()
    office.plan(office.case(grade=1), row(hours="1"))
    return [office.posed(*span).problem.rows[0].lesson_min for span in (AUTUMN, WINTER)]


def norms_lapse(office: Office) -> object:
    """5: the range goes past two days on which a document lapses; both are told."""
    office.teacher()
    office.plan(office.case(), row())
    told = [point.text for point in office.posed(AUTUMN[0], END).remarks]
    return [any(f"до {on}" in text for text in told) for on in ("01.01.2027", "01.03.2027")]


def paper_ends(office: Office) -> object:
    """6: a paper that ends in the middle of the quarter is told of; after it the child is left out, with the reason."""
    office.teacher()
    office.plan(office.case(until=day("10.10.2026")), row())
    inside, after = office.posed(), office.posed(*WINTER)
    return (
        any("документы по 10.10.2026" in point.text for point in inside.remarks),
        [each.id for each in after.problem.pupils],
        any("10.10.2026" in point.text and point.text.startswith("К-01") for point in after.left_out),
    )


def entry_in_february(office: Office) -> object:
    """7: a plan that begins in February gives nothing in autumn and its lessons in spring."""
    office.teacher()
    office.plan(office.case(), row(hours="2"), first_on=day("01.02.2027"))
    spring = (day("01.02.2027"), WINTER[1])
    return [[line.lessons for line in office.posed(*span).problem.rows] for span in (AUTUMN, spring)]


def second_shift(office: Office) -> object:
    """9: a partner's second shift keeps its teacher busy from 14:00 on; the third lesson is 15:40–16:20 there."""
    partner = office.partner()
    office.bells(partner, shift=2, first_min=840)
    giver = office.teacher("Снегова Г. Г.", "Физика", school_id=partner)
    office.class_lesson(giver, "mon", 3, school_id=partner, shift=2)
    office.plan(office.case(), row("Физика"))
    return spans(teacher(office, "Снегова Г. Г.").busy)


def two_employers(office: Office) -> object:
    """10: what a teacher does for another school is a fixed engagement there."""
    office.partner()
    giver = office.teacher()
    with reading(office.world.engine) as session:
        place = session.exec(select(Place.id).where(Place.code == "s200")).one()
    office.window(giver, 780, 900, kind="busy", days="tue", place_id=place)
    office.plan(office.case(), row())
    return spans(teacher(office).busy)


def siblings(office: Office) -> object:
    """11: two children at one address are one door: no way between them, their hours apart."""
    office.teacher()
    first = office.case()
    office.plan(first, row(hours="1"))
    office.plan(office.case(home=office.home(first)), row(hours="2"))
    problem = office.posed().problem
    homes = [each.home for each in problem.pupils]
    return homes, TravelTimes(problem)(*homes), [line.lessons for line in problem.rows]


def pair_lesson(office: Office) -> object:
    """12: rows with one word are one lesson of both children."""
    office.teacher(subjects="Музыка")
    first = office.case()
    office.plan(first, row("Музыка", shared="вместе"))
    office.plan(office.case(home=office.home(first)), row("Музыка", shared="вместе"))
    return [(line.pupils, line.lessons) for line in office.posed().problem.rows]


def two_addresses(office: Office) -> object:
    """13: every second week at the other parent's, all day."""
    office.teacher()
    case_id = office.case()
    other = Place(
        school_id=office.world.school_id, code="у папы", kind=PlaceKind.HOME, title="ул. Придуманная, 5",
        pupil_id=office.world.get(case_id).pupil_id, lat=57.02, lon=60.0,
    )  # fmt: skip
    office.add(other)
    office.family(case_id, "other_home", weeks="2,4", place_id=other.id, start_min=0, end_min=1440)
    office.plan(case_id, row())
    found = pupil(office)
    return [found.home_on(week, Weekday.MON) for week in ("w1", "w2", "w3", "w4")]


def hospital(office: Office) -> object:
    """14: a case that is suspended has no lessons and is told of."""
    office.teacher()
    case_id = office.case()
    office.plan(case_id, row())
    office.world.move(case_id, Move.SUSPEND, day("02.09.2026"))
    posed = office.posed()
    return len(posed.problem.rows), [point.text for point in posed.left_out]


def combined_day(office: Office) -> object:
    """17: with the class on Wednesday morning: engaged (no place is the own school), the way home follows."""
    office.teacher()
    case_id = office.case()
    office.family(case_id, "with_class", days="wed", start_min=510, end_min=600)
    office.plan(case_id, row())
    found = pupil(office)
    return spans(found.busy), found.home


def paid_session(office: Office) -> object:
    """20: a session of 20 minutes paid as a whole hour: two hours a week are two sessions, not four."""
    office.teacher(subjects="Речь")
    office.plan(office.case(), row("Речь", "2", lesson_min=20, paid_part=1, paid_over=1))
    (line,) = office.posed().problem.rows
    return line.lessons, line.lesson_min


def remote_between_homes(office: Office) -> object:
    """26: a remote lesson is given from the teacher's place with a device, never from the way."""
    office.partner()
    with reading(office.world.engine) as session:
        desk = session.exec(select(Place.id).where(Place.code == "s200")).one()
    office.teacher(remote_place_id=desk)
    office.plan(office.case(), row(kind="remote", form="remote"))
    (line,) = office.posed().problem.rows
    return str(line.form), teacher(office).remote_place


def correction(office: Office) -> object:
    """27: a speech therapist serves two schools' children in the correction block."""
    partner = office.partner()
    office.teacher("Тихонова О. О.", "Занятие с логопедом", school_id=partner)
    office.plan(office.case(grade=3), row("Занятие с логопедом", block="correction", lesson_min=30))
    (line,) = office.posed().problem.rows
    return str(line.block), line.teachers, line.lesson_min


def different_holidays(office: Office) -> object:
    """9: the partner rests from Monday to Wednesday: in the weeks with dates its teacher is free on the other days."""
    partner = office.partner()
    office.teacher("Снегова Г. Г.", "Физика", school_id=partner)
    office.plan(office.case(), row("Физика", "1"))
    theirs = Year(school_id=partner, title="2026/27", first_on=START, last_on=END)
    term = YearTerm(year_id=theirs.id, title="год", first_on=START, last_on=END)
    rest = YearBreak(
        year_id=theirs.id, title="каникулы", first_on=day("07.09.2026"), last_on=day("09.09.2026")
    )
    office.add(theirs, term, rest)
    with office.acting() as unit:
        span = (day("07.09.2026"), day("11.09.2026"))
        problem = problem_on_dates(unit, office.world.year_id, *span).problem
    (found,) = [each for each in problem.teachers if each.id == "Снегова Г. Г."]
    held = [str(on) for on in Weekday if any(each.holds_on("2026-W37", on) for each in found.free)]
    return held, problem.closed


def totals(office: Office) -> object:
    """19: ten hours with a teacher and twenty of self-study are thirty: above 29 of grade 5, though only ten are
    placed; nineteen are not."""
    office.teacher()
    case_id = office.case()
    told: list[object] = []
    for number, alone in ((1, "19"), (2, "20")):
        state: dict[str, Any] = {"state": PlanState.SUPERSEDED} if number == 1 else {}
        lines = (row(hours="10", max_per_day=2), row("Чтение", alone, kind="self_study"))
        office.plan(case_id, *lines, number=number, **state)
        posed = office.posed()
        told.append(
            (
                any(" 30 " in point.text and " 29" in point.text for point in posed.remarks),
                len(posed.problem.rows),
            )
        )
    return told


def one_of_a_pair_ends(office: Office) -> object:
    """22: the papers of one of two children who learn together end; the other's lessons go on."""
    office.teacher(subjects="Музыка")
    first = office.case(until=day("10.10.2026"))
    office.plan(first, row("Музыка", shared="вместе"))
    office.plan(office.case(home=office.home(first)), row("Музыка", shared="вместе"))
    return [[line.pupils for line in office.posed(*span).problem.rows] for span in (AUTUMN, WINTER)]


def another_zone(office: Office) -> object:
    """25: noon to seven in Moscow is 14:00 to 21:00 in Yekaterinburg; its class lesson 8:30–9:10 is 10:30–11:10."""
    partner = office.partner(timezone="Europe/Moscow")
    office.bells(partner)
    giver = office.teacher("Снегова Г. Г.", "Физика", school_id=partner)
    office.class_lesson(giver, "mon", 1, school_id=partner)
    office.plan(office.case(), row("Физика", kind="remote", form="remote"))
    found = teacher(office, "Снегова Г. Г.")
    (window,) = found.free
    return office.posed().problem.timezone, window.start_min, window.end_min, spans(found.busy)


EXPECTED: tuple[tuple[Callable[[Office], object], object], ...] = (
    (whole_plan_of_quarters, (17, 14, 40)),
    (quarter_of_an_hour, (1, 4, 8.5)),
    (first_grade, [35, 40]),
    (norms_lapse, [True, True]),
    (paper_ends, (True, [], True)),
    (entry_in_february, [[], [8]]),
    (second_shift, [(("mon",), None, 940, 980, None)]),
    (two_employers, [(("tue",), None, 780, 900, "s200")]),
    (siblings, (["дом К-01", "дом К-01"], 0, [4, 8])),
    (pair_lesson, [(("К-01", "К-02"), 4)]),
    (two_addresses, ["дом К-01", "у папы", "дом К-01", "у папы"]),
    (hospital, (0, ["К-01: обучение приостановлено."])),
    (combined_day, ([(("wed",), None, 510, 600, None)], "дом К-01")),
    (paid_session, (8, 20)),
    (remote_between_homes, ("remote", "s200")),
    (correction, ("correction", ("Тихонова О. О.",), 30)),
    (different_holidays, (["thu", "fri"], ())),
    (totals, [(False, 1), (True, 1)]),
    (one_of_a_pair_ends, [[("К-01", "К-02")], [("К-02",)]]),
    (another_zone, ("Asia/Yekaterinburg", 840, 1260, [(("mon",), None, 630, 670, None)])),
)
ELSEWHERE = {  # what does not concern the building of a problem, and what else holds it
    4: ("tests/scheduler/test_ledger.py", "(edge case 4)"),
    8: ("tests/api/services/cases/test_cases.py", "test_pmpk_without_a_day_holds_for_the_level_of_education"),
    15: ("tests/scheduler/repair/test_makeups.py", "test_what_does_not_fit_is_told_with_its_reason"),
    16: ("tests/api/services/days/test_substituting.py", "test_candidates_are_ranked_with_reasons"),
    18: ("tests/exports/workbook/test_tolerant.py", "test_a_total_that_does_not_add_up_is_remarked"),
    21: (
        "tests/api/services/plans/test_acts.py",
        "test_a_declined_version_is_approved_for_a_written_reason_only",
    ),
    23: (
        "tests/api/services/agreement/test_versions.py",
        "test_a_newer_publication_ends_the_one_before_the_day_before",
    ),
    24: ("tests/api/services/feeds/test_calendars.py", "test_a_lesson_that_falls_out_is_shown_as_cancelled"),
    28: (
        "tests/api/services/cases/test_cases.py",
        "test_the_whole_way_from_application_to_the_end_of_the_year",
    ),
}


def test_every_edge_case_of_the_list_has_its_test() -> None:
    here = {int((case.__doc__ or "").partition(":")[0]) for case, _ in EXPECTED}
    assert here | ELSEWHERE.keys() == set(range(1, 29))
    root = Path(__file__).parents[4]
    for file, name in ELSEWHERE.values():
        assert name in (root / file).read_text(encoding="utf-8"), name


@pytest.mark.parametrize(("case", "expected"), EXPECTED, ids=[case.__name__ for case, _ in EXPECTED])
def test_an_edge_case_becomes_the_problem_it_should(
    database: Engine, case: Callable[[Office], object], expected: object
) -> None:
    assert case(new_office(database)) == expected
