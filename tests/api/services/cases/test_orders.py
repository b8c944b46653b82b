"""Orders over several pupils, contracts within papers and year."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.errors import Conflict, Invalid, NotFound
from api.services.cases.loading import load_one
from api.services.cases.orders import (
    ContractDraft,
    LineDraft,
    OrderDraft,
    end_line,
    issue_order,
    sign_contract,
)
from api.services.papers.filing import PaperDraft, file_paper
from models.document import OrderPupil, PaperKind
from models.engines import reading
from models.states import Move, State
from tests.api.services.world import END, START, World, day, new_world


@pytest.fixture
def world(database: Engine) -> World:
    return new_world(database)


def ready(world: World, until: date = END) -> str:
    case_id = world.case()
    world.package(case_id, START, until)
    return case_id


def order(world: World, number: str, *lines: tuple[str, str, str]) -> str:
    drafts = [(case_id, day(first), day(last)) for case_id, first, last in lines]
    return world.order(START, number, *drafts)


def faults(world: World, number: str, *lines: tuple[str, str, str]) -> dict[str, tuple[str, ...]]:
    with pytest.raises(Invalid) as caught:
        order(world, number, *lines)
    return caught.value.faults


def periods(world: World, order_id: str) -> dict[str, tuple[date, date, date | None]]:
    with reading(world.engine) as session:
        rows = session.exec(select(OrderPupil).where(OrderPupil.order_id == order_id))
        return {row.case_id: (row.first_on, row.last_on, row.ended_on) for row in rows}


def test_one_order_speaks_of_three_pupils_and_the_end_of_one_leaves_the_others(world: World) -> None:
    cases = [ready(world) for _ in range(3)]
    order_id = order(world, "12", *((case_id, "01.09.2026", "31.05.2027") for case_id in cases))
    for case_id in cases:
        world.contract(case_id, START, END)
        for move in (Move.COMPLETE, Move.ORDER, Move.CONTRACT, Move.PLAN, Move.SCHEDULE, Move.START):
            world.move(case_id, move, START)
    first, second, third = cases
    with world.acting(day("15.03.2027")) as unit:
        draft = PaperDraft(kind=PaperKind.END_APPLICATION, valid_from=day("15.03.2027"))
        file_paper(unit, second, draft)
    world.move(second, Move.END_EARLY, day("15.03.2027"))
    assert periods(world, order_id) == {
        first: (START, END, None),
        second: (START, END, day("14.03.2027")),  # the last day with lessons
        third: (START, END, None),
    }
    assert [world.get(case_id).state for case_id in cases] == [
        State.RUNNING,
        State.ENDED_EARLY,
        State.RUNNING,
    ]
    with world.acting(day("15.03.2027")) as unit:
        held = [load_one(unit.session, world.get(case_id)).order_on(day("15.03.2027")) for case_id in cases]
        contracts = [load_one(unit.session, world.get(case_id)).contract_on(END) for case_id in cases]
    assert [span is not None for span in held] == [True, False, True]
    assert [span is not None for span in contracts] == [True, False, True]


def test_a_line_may_end_by_itself(world: World) -> None:
    one, two = ready(world), ready(world)
    order_id = order(world, "12", (one, "01.09.2026", "31.05.2027"), (two, "01.09.2026", "31.05.2027"))
    with world.acting(START) as unit:
        end_line(unit, order_id, one, 1, day("31.12.2026"))
    assert periods(world, order_id) == {one: (START, END, day("31.12.2026")), two: (START, END, None)}
    with pytest.raises(Conflict), world.acting(START) as unit:
        end_line(unit, order_id, one, 1, day("30.12.2026"))
    with pytest.raises(Invalid), world.acting(START) as unit:
        end_line(unit, order_id, two, 1, day("31.08.2026"))
    with pytest.raises(NotFound), world.acting(START) as unit:
        end_line(unit, "0" * 32, two, 1, day("31.12.2026"))


def test_each_pupil_has_a_period_of_its_own(world: World) -> None:
    short, long = ready(world, day("31.12.2026")), ready(world)
    order_id = order(world, "12", (short, "07.09.2026", "31.12.2026"), (long, "01.09.2026", "31.05.2027"))
    assert periods(world, order_id) == {
        short: (day("07.09.2026"), day("31.12.2026"), None),
        long: (START, END, None),
    }
    assert world.actions()[-3:] == ["order.issue", "order.line", "order.line"]


def test_an_order_with_one_wrong_line_is_not_issued_at_all(world: World) -> None:
    good, short, bare = ready(world), ready(world, day("28.02.2027")), world.case()
    before = len(world.log())
    told = faults(
        world, "12", (good, "01.09.2026", "31.05.2027"), (short, "01.09.2026", "01.03.2027"),
        (bare, "01.09.2026", "31.05.2027"), (good, "02.09.2026", "01.09.2026"),
    )  # fmt: skip
    assert told == {
        "lines": ("Ребёнок указан в приказе дважды.",),
        "lines.1": ("№ 12: срок до 01.03.2027, а медицинское заключение действует до 28.02.2027 (п. 2.4).",),
        "lines.2": (
            "Не хватает документа: заявление родителя (п. 2.2).",
            "Не хватает документа: медицинское заключение (п. 2.2).",
            "Не хватает документа: заключение ПМПК (п. 2.2).",
            "№ 12: на 01.09.2026 нет действующего медицинского заключения (п. 2.4).",
        ),
        "lines.3": ("Последний день раньше первого.",),
    }
    assert world.log(before) == []


def test_an_order_has_a_number_of_its_own_and_somebody_in_it(world: World) -> None:
    case_id = ready(world)
    order(world, "12", (case_id, "01.09.2026", "31.05.2027"))
    assert faults(world, "12") == {
        "number": ("Приказ № 12 в этом учебном году уже внесён.",),
        "lines": ("Добавьте в приказ хотя бы одного ребёнка.",),
    }
    assert faults(world, " ", (case_id, "01.09.2026", "31.05.2027")) == {
        "number": ("Укажите номер приказа.",)
    }


def test_a_foreign_case_or_year_is_in_no_order(world: World) -> None:
    other = new_world(world.engine, "s200")
    foreign = ready(other)
    with pytest.raises(NotFound):
        order(world, "12", (foreign, "01.09.2026", "31.05.2027"))
    draft = OrderDraft(
        year_id=other.year_id, number="1", issued_on=START,
        lines=(LineDraft(case_id=ready(world), first_on=START, last_on=END),),
    )  # fmt: skip
    with pytest.raises(NotFound), world.acting(START) as unit:
        issue_order(unit, draft)


@pytest.mark.parametrize(
    ("until", "first", "last", "told"),
    [
        ("31.12.2026", "01.09.2026", "31.12.2026", None),
        (
            "31.12.2026", "01.09.2026", "01.01.2027",
            "№ 5: срок до 01.01.2027, а медицинское заключение действует до 31.12.2026 (п. 2.4).",
        ),
        ("31.08.2027", "01.09.2026", "31.05.2027", None),
        (
            "31.08.2027", "01.09.2026", "01.06.2027",
            "№ 5: срок 01.09.2026–01.06.2027 выходит за учебный год 01.09.2026–31.05.2027 (п. 2.6).",
        ),
        (
            "31.12.2026", "02.01.2027", "31.01.2027",
            "№ 5: на 02.01.2027 нет действующего медицинского заключения (п. 2.4).",
        ),
    ],
)  # fmt: skip
def test_a_contract_stays_within_paper_and_year(
    world: World, until: str, first: str, last: str, told: str | None
) -> None:
    case_id = ready(world, day(until))
    draft = ContractDraft(number="5", signed_on=START, first_on=day(first), last_on=day(last))
    if told is None:
        with world.acting(START) as unit:
            sign_contract(unit, case_id, draft)
        return
    with pytest.raises(Invalid) as caught, world.acting(START) as unit:
        sign_contract(unit, case_id, draft)
    assert caught.value.faults == {"last_on": (told,)}


def test_a_contract_may_span_two_papers_without_a_day_between(world: World) -> None:
    case_id = ready(world, day("31.12.2026"))
    world.medical(case_id, START, day("01.01.2027"), END)
    world.contract(case_id, START, END)


def test_a_contract_has_a_number_of_its_own(world: World) -> None:
    case_id = ready(world)
    world.contract(case_id, START, day("31.12.2026"))
    with pytest.raises(Conflict, match="Договор № 1 в этом деле уже есть"):
        world.contract(case_id, START, END)


def test_a_closed_case_takes_no_papers(world: World) -> None:
    case_id = world.running()
    world.move(case_id, Move.FINISH, day("01.06.2027"))
    with pytest.raises(Conflict) as caught, world.acting(day("02.06.2027")) as unit:
        file_paper(unit, case_id, PaperDraft(kind=PaperKind.OTHER, valid_from=START))
    assert caught.value.sentence == "Дело К-01 закрыто 01.06.2027: новые документы не принимаются."
