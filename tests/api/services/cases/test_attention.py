"""What needs seeing to: on which day, how urgent, in which words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, event

from api.errors import NotFound
from api.services.cases.attention import attention, attention_of
from api.services.cases.watch import Attention, Severity, Topic, severity_of
from api.services.papers.filing import ConsentDraft, annul_paper, give_consent
from api.services.papers.medical import file_medical
from api.services.schools.network import AgreementDraft, add_agreement
from models.document import PaperKind, Purpose
from models.states import Move
from tests.api.services.world import END, START, World, day, new_world, pmpk


@pytest.fixture
def world(database: Engine) -> World:
    return new_world(database)


def seen(world: World, today: str) -> list[Attention]:
    with world.acting(day(today)) as unit:
        return attention(unit, world.school_id)


def told(world: World, today: str, *topics: Topic) -> list[tuple[str, str, str]]:
    """(severity, day, sentence) of the topics, or of all."""
    return [
        (entry.severity.value, f"{entry.on:%d.%m.%Y}", entry.sentence)
        for entry in seen(world, today)
        if not topics or entry.topic in topics
    ]


@pytest.mark.parametrize(
    ("left", "severity"),
    [(-1, Severity.OVERDUE), (0, Severity.URGENT), (3, Severity.URGENT), (4, Severity.SOON),
     (14, Severity.SOON), (15, Severity.NOTICE), (30, Severity.NOTICE), (31, None)],
)  # fmt: skip
def test_warnings_come_30_14_and_3_days_ahead(left: int, severity: Severity | None) -> None:
    assert severity_of(START + timedelta(days=left), START) is severity


def test_a_quiet_school_has_nothing_to_see_to(world: World) -> None:
    world.running()
    assert seen(world, "02.09.2026") == []


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("12.02.2027", []),  # 31 days before 15.03
        ("13.02.2027", [("notice", "15.03.2027", "осталось 30 дней")]),
        ("01.03.2027", [("soon", "15.03.2027", "осталось 14 дней")]),
        ("12.03.2027", [("urgent", "15.03.2027", "осталось 3 дня")]),
        ("14.03.2027", [("urgent", "15.03.2027", "осталось 1 день")]),
        ("15.03.2027", [("urgent", "15.03.2027", "сегодня последний день")]),
    ],
)
def test_a_medical_paper_that_ends_is_told_ahead(
    world: World, today: str, expected: list[tuple[str, str, str]]
) -> None:
    world.running(until=day("15.03.2027"))
    assert told(world, today, Topic.MEDICAL) == [
        (severity, on, f"К-01: медицинское заключение действует до {on}, {left}. Попросите новое (п. 2.7).")
        for severity, on, left in expected
    ]


def test_a_paper_that_has_ended_is_overdue_with_order_and_contract(world: World) -> None:
    world.running(until=day("15.03.2027"))
    assert told(world, "16.03.2027") == [
        ("overdue", "15.03.2027", "К-01: нет действующего: договор."),
        (
            "overdue", "15.03.2027",
            "К-01: медицинское заключение не действует: ребёнок учится с классом (п. 2.8). "
            "Внесите новое или закройте дело.",
        ),
        ("overdue", "15.03.2027", "К-01: нет действующего: приказ."),
    ]  # fmt: skip


def test_a_new_paper_moves_the_warning_to_order_and_contract(world: World) -> None:
    case_id = world.running(until=day("15.03.2027"))
    world.medical(case_id, day("10.03.2027"), day("16.03.2027"), END)
    rest = "действует до 15.03.2027, осталось 5 дней. Документы позволяют продлить с 16.03.2027."
    assert told(world, "10.03.2027") == [
        ("soon", "15.03.2027", f"К-01: договор {rest}"),
        ("soon", "15.03.2027", f"К-01: приказ {rest}"),
    ]
    world.order(day("10.03.2027"), "2", (case_id, day("16.03.2027"), END))
    world.contract(case_id, day("10.03.2027"), END, first=day("16.03.2027"), number="2")
    assert told(world, "10.03.2027") == []


def test_a_contract_beyond_the_papers_is_told(world: World) -> None:
    """The paper to the year's end turns out to be a mistake: the real one ends on 31.12.2026."""
    case_id = world.running()
    with world.acting(day("10.09.2026")) as unit:
        annul_paper(unit, world.paper(case_id, PaperKind.MEDICAL), 1)
    world.medical(case_id, day("10.09.2026"), START, day("31.12.2026"))
    beyond = "срок до 31.05.2027, а медицинское заключение действует до 31.12.2026 (п. 2.4). Исправьте срок."
    assert told(world, "10.09.2026", Topic.CONTRACT) == [
        ("urgent", "31.05.2027", f"К-01: договор № 1: {beyond}")
    ]
    assert [entry[2].endswith(beyond) for entry in told(world, "10.09.2026", Topic.ORDER)] == [True]


def test_a_dated_pmpk_is_told_ahead_and_one_to_the_years_end_is_not(world: World) -> None:
    case_id = world.running()
    assert told(world, "20.05.2027") == []
    with world.acting(START) as unit:
        annul_paper(unit, world.paper(case_id, PaperKind.PMPK), 1)
        file_medical(unit, case_id, pmpk(START, day("20.05.2027")))
    assert told(world, "18.05.2027") == [
        (
            "urgent", "20.05.2027",
            "К-01: заключение ПМПК действует до 20.05.2027, осталось 2 дня. Попросите новое (п. 2.7).",
        )
    ]  # fmt: skip


def test_the_clock_runs_out_before_the_eyes(world: World) -> None:
    """Complete on Tue 03.11.2026 and three calendar days: due on Fri 06.11."""
    case_id = world.case(day("02.11.2026"))
    world.package(case_id, day("02.11.2026"))
    world.consents(case_id, day("02.11.2026"))
    world.move(case_id, Move.COMPLETE, day("03.11.2026"))
    assert told(world, "04.11.2026") == [
        ("urgent", "06.11.2026", "К-01: обучение нужно организовать до 06.11.2026, осталось 2 дня (п. 2.5).")
    ]
    assert told(world, "07.11.2026") == [
        ("overdue", "06.11.2026", "К-01: обучение нужно было организовать до 06.11.2026 (п. 2.5).")
    ]


def test_missing_papers_and_consents_are_told(world: World) -> None:
    case_id = world.case()
    with world.acting(START) as unit:
        draft = ConsentDraft(purpose=Purpose.DATA, given_on=START)
        give_consent(unit, world.get(case_id).pupil_id, draft)
    assert told(world, "03.09.2026") == [
        (
            "soon", "01.09.2026",
            "К-01: не хватает документов: заявление родителя, медицинское заключение, заключение ПМПК (п. 2.2).",
        ),
        ("soon", "03.09.2026", "К-01: нет согласия на обработку сведений о здоровье. Получите его у родителя."),
    ]  # fmt: skip


def test_a_missing_consent_is_urgent_where_it_blocks(database: Engine) -> None:
    world = new_world(database, consent_blocks=True)
    world.case()
    assert {severity for severity, _, _ in told(world, "01.09.2026", Topic.CONSENT)} == {"urgent"}


def test_after_the_year_a_case_is_to_be_finished(world: World) -> None:
    case_id = world.running()
    assert told(world, "01.06.2027") == [
        ("overdue", "31.05.2027", "К-01: учебный год закончился 31.05.2027. Завершите дело.")
    ]
    world.move(case_id, Move.FINISH, day("01.06.2027"))
    assert told(world, "01.06.2027") == []


def test_what_concerns_the_school_is_told_without_a_case(world: World) -> None:
    partner = new_world(world.engine, "s200")
    world.next_year(day("01.05.2027"))
    with world.acting(day("01.05.2027")) as unit:
        draft = AgreementDraft(
            partner_id=partner.school_id,
            number="7",
            signed_on=START,
            first_on=START,
            last_on=day("10.05.2027"),
        )
        add_agreement(unit, world.school_id, draft)
    assert [(entry.topic, entry.case_id, entry.sentence) for entry in seen(world, "01.05.2027")] == [
        (
            Topic.AGREEMENT, None,
            "Договор о сетевой форме № 7 (Школа s200) действует до 10.05.2027, осталось 9 дней.",
        ),
        (
            Topic.YEAR, None,
            "Учебный год 2027/28 открыт по датам прошлого года. Проверьте четверти, каникулы и переносы.",
        ),
    ]  # fmt: skip


def test_the_most_urgent_comes_first(world: World) -> None:
    world.running(until=day("28.09.2026"))
    world.running(until=day("10.09.2026"))
    world.running(until=day("03.09.2026"))
    order = [
        (entry.severity.value, entry.code)
        for entry in seen(world, "08.09.2026")
        if entry.topic == Topic.MEDICAL
    ]
    assert order == [("overdue", "К-03"), ("urgent", "К-02"), ("notice", "К-01")]


def test_one_case_sees_its_own(world: World) -> None:
    world.running(until=day("10.09.2026"))
    quiet = world.running()
    with world.acting(day("08.09.2026")) as unit:
        assert attention_of(unit, quiet) == []
    assert {entry.code for entry in seen(world, "08.09.2026")} == {"К-01"}


def test_a_foreign_school_is_not_found(world: World) -> None:
    other = new_world(world.engine, "s200")
    with pytest.raises(NotFound), world.acting(START) as unit:
        attention(unit, other.school_id)


def test_many_cases_take_no_more_queries_than_one(world: World) -> None:
    def queries(today: date) -> int:
        asked: list[str] = []

        def count(*told: object) -> None:
            asked.append(str(told[2]))

        event.listen(world.engine, "before_cursor_execute", count)
        seen(world, f"{today:%d.%m.%Y}")
        event.remove(world.engine, "before_cursor_execute", count)
        return len(asked)

    world.running()
    one = queries(START)
    for _ in range(4):
        world.running()
    assert queries(START) == one
