"""«Что будет 15 марта»: what holds then, and why no lesson can be held."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from api.services.cases.outlook import Holding, Outlook, on_date
from api.services.papers.filing import PaperDraft, file_paper
from models.document import PaperKind
from models.states import Move
from tests.api.services.world import START, World, day, new_world


@pytest.fixture
def world(database: Engine) -> World:
    return new_world(database)


def look(world: World, case_id: str, on: str, today: str = "10.09.2026") -> Outlook:
    with world.acting(day(today)) as unit:
        return on_date(unit, case_id, day(on))


def reasons(world: World, case_id: str, on: str, today: str = "10.09.2026") -> tuple[str, ...]:
    return look(world, case_id, on, today).reasons


def test_lessons_vanish_when_the_paper_ends(world: World) -> None:
    """The paper, the order and the contract end on Sun 14.03.2027."""
    case_id = world.running(until=day("14.03.2027"))
    assert look(world, case_id, "12.03.2027").lessons
    assert reasons(world, case_id, "15.03.2027") == (
        "На 15.03.2027 нет действующего медицинского заключения (п. 2.8).",
        "На 15.03.2027 ребёнка нет ни в одном действующем приказе (п. 2.3).",
        "На 15.03.2027 нет действующего договора с родителем (п. 2.4).",
    )


def test_a_new_paper_alone_does_not_bring_lessons_back(world: World) -> None:
    case_id = world.running(until=day("14.03.2027"))
    world.medical(case_id, day("10.09.2026"), day("15.03.2027"), day("31.05.2027"))
    assert reasons(world, case_id, "15.03.2027") == (
        "На 15.03.2027 ребёнка нет ни в одном действующем приказе (п. 2.3).",
        "На 15.03.2027 нет действующего договора с родителем (п. 2.4).",
    )
    world.order(day("10.09.2026"), "2", (case_id, day("15.03.2027"), day("31.05.2027")))
    world.contract(case_id, day("10.09.2026"), day("31.05.2027"), day("15.03.2027"), "2")
    assert look(world, case_id, "15.03.2027").lessons


def test_which_papers_hold_is_told(world: World) -> None:
    case_id = world.running(until=day("14.03.2027"))
    number = f"о-{case_id[:8]}"
    told = look(world, case_id, "15.03.2027").holdings
    last = day("14.03.2027")
    assert set(told) == {
        Holding(title="заявление родителя", first=START, last=None, holds=True),
        Holding(title="медицинское заключение", first=START, last=last, holds=False),
        Holding(title="заключение ПМПК", first=START, last=None, holds=True),
        Holding(title=f"приказ № {number}", first=START, last=last, holds=False),
        Holding(title="договор № 1", first=START, last=last, holds=False),
    }


@pytest.mark.parametrize(
    ("on", "reason"),
    [
        ("04.11.2026", "04.11.2026 — «День народного единства»."),
        ("26.10.2026", "26.10.2026 — «Осенние каникулы»."),
        ("05.09.2026", "05.09.2026 — день без уроков."),  # Saturday of a five-day week
        ("31.05.2027", "31.05.2027 — день без уроков."),  # Monday after the last term
    ],
)
def test_a_day_without_lessons_says_why(world: World, on: str, reason: str) -> None:
    assert reasons(world, world.running(), on) == (reason,)


def test_a_break_of_the_first_grade_is_for_the_first_grade(world: World) -> None:
    first, fifth = world.running(grade=1), world.running(grade=5)
    assert reasons(world, first, "17.02.2027") == ("17.02.2027 — «Каникулы первых классов».",)
    assert look(world, fifth, "17.02.2027").lessons


def test_outside_the_year_there_are_no_lessons(world: World) -> None:
    case_id = world.running()
    assert reasons(world, case_id, "01.06.2027")[0] == "01.06.2027 вне учебного года 01.09.2026–31.05.2027."


def test_a_day_that_has_been_is_judged_by_its_own_state(world: World) -> None:
    """Suspended from Mon 07.09 to Wed 09.09.2026, running again from the 9th."""
    case_id = world.running()
    world.move(case_id, Move.SUSPEND, day("07.09.2026"))
    assert reasons(world, case_id, "11.09.2026", today="08.09.2026") == (
        "Дело К-01: обучение приостановлено.",
    )
    world.move(case_id, Move.RESUME, day("09.09.2026"))
    assert look(world, case_id, "04.09.2026").lessons
    assert reasons(world, case_id, "08.09.2026") == ("Дело К-01: обучение приостановлено.",)
    assert look(world, case_id, "09.09.2026").lessons
    assert look(world, case_id, "11.09.2026").lessons


def test_a_case_being_prepared_is_judged_ahead_by_its_papers_and_today_by_its_state(world: World) -> None:
    case_id = world.case()
    world.package(case_id, START)
    world.order(START, "1", (case_id, START, day("31.05.2027")))
    world.contract(case_id, START, day("31.05.2027"))
    assert reasons(world, case_id, "02.09.2026", today="01.09.2026") == (
        "Дело К-01: обучение ещё не начато.",
    )
    world.move(case_id, Move.COMPLETE, START)
    assert look(world, case_id, "02.09.2026", today="01.09.2026").lessons
    assert reasons(world, case_id, "01.09.2026", today="01.09.2026") == (
        "Дело К-01: обучение ещё не начато.",
    )


def test_after_an_early_end_nothing_is_held(world: World) -> None:
    case_id = world.running()
    with world.acting(day("15.03.2027")) as unit:
        draft = PaperDraft(kind=PaperKind.END_APPLICATION, valid_from=day("15.03.2027"))
        file_paper(unit, case_id, draft)
    world.move(case_id, Move.END_EARLY, day("15.03.2027"))
    assert look(world, case_id, "12.03.2027", today="16.03.2027").lessons
    assert reasons(world, case_id, "15.03.2027", today="16.03.2027") == (
        "Дело К-01: прекращено досрочно.",
        "На 15.03.2027 ребёнка нет ни в одном действующем приказе (п. 2.3).",
        "На 15.03.2027 нет действующего договора с родителем (п. 2.4).",
    )
