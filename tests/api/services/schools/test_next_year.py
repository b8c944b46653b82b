"""What goes on into the next year: dates beside dates, classes, papers; terms of keeping; bells against norms."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from api.errors import Conflict, Forbidden, Invalid, NotFound
from api.services.papers.filing import PaperDraft, file_paper
from api.services.papers.medical import file_medical
from api.services.schools.bell_norms import bell_remarks
from api.services.schools.network import BellDraft
from api.services.schools.next_year import advice, carried, going_on, moved_up
from api.services.schools.norms_said import documents, warnings
from api.services.schools.retention import USUAL, RetentionDraft, read_retention, write_retention
from models.base import Keep
from models.document import PaperKind
from models.engines import writing
from models.person import Role
from models.school import RetentionTerm
from models.states import Move
from models.year import OffKind
from scheduler.calendar.year import MovedDay
from scheduler.terms import Weekday
from tests.api.services.world import END, FREE, START, YEAR, World, day, new_world, off, pmpk


@pytest.fixture
def world(database: Engine) -> World:
    return new_world(database)


def test_each_date_stands_beside_its_counterpart() -> None:
    year = replace(
        YEAR,
        off=(off("Карантин", "01.12.2026", "07.12.2026", OffKind.QUARANTINE), *YEAR.off),
        moved=(MovedDay(on=day("20.02.2027"), as_day=Weekday.FRI),),
    )
    told = carried(year)
    assert len(told) == 4 + 11 + 1
    assert (told[4].then, told[4].advice) == (None, "Карантин не повторяется.")
    assert told[5].then == off("Осенние каникулы", "23.10.2027", "31.10.2027")
    assert told[-1].then == MovedDay(on=day("19.02.2028"), as_day=Weekday.FRI)


def test_a_transfer_that_falls_on_a_holiday_is_still_a_transfer() -> None:
    told = {entry.now: entry for entry in carried(YEAR)}
    # 03.05.2027 was a transfer; 364 days on is 01.05.2028, by chance a holiday
    transfer = told[off("Перенос с 1 мая", "03.05.2027", "03.05.2027", FREE)]
    assert transfer.then == off("Перенос с 1 мая", "01.05.2028", "01.05.2028", FREE)
    assert transfer.advice.startswith("Перенос выходного")


@pytest.mark.parametrize(
    ("on", "told"),
    [
        ("04.11.2027", "Праздник остаётся в свой день."),  # Thursday
        ("23.02.2030", "Праздник выпал на выходной. Узнайте, на какой день его перенесли."),  # Saturday
        ("10.05.2027", "Перенос выходного бывает по постановлению на этот год. Сверьте или уберите."),
    ],
)
def test_a_day_off_is_looked_at_by_what_it_is(on: str, told: str) -> None:
    assert advice(off("x", on, on, FREE)) == told


@pytest.mark.parametrize(
    ("title", "grade", "then"),
    [
        ("5 А", 5, "6 А"),
        ("9Б", 9, "10Б"),
        ("10-1", 10, "11-1"),
        ("1 «Б»", 1, "2 «Б»"),
        ("11 А", 1, "11 А (2 класс)"),
        ("Радуга", 3, "Радуга (4 класс)"),
    ],
)
def test_classes_move_up(title: str, grade: int, then: str) -> None:
    assert moved_up(title, grade) == then


def test_everybody_brings_new_papers_and_some_a_new_conclusion(world: World) -> None:
    for grade in (4, 5, 9, 11):
        world.running(grade=grade)
    short = world.case(grade=6)  # its conclusion ends before the next year begins
    with world.acting(START) as unit:
        file_medical(unit, short, pmpk(START, day("31.08.2027"), issued_on=START))
    until = world.case(grade=7)  # this one ends on the first day of the next year
    with world.acting(START) as unit:
        file_medical(unit, until, pmpk(START, day("01.09.2027"), issued_on=START))
    with world.acting(START) as unit:
        told = {line.class_now: line for line in going_on(unit, world.year_id)}
    always = ("новое заявление родителя", "новое медицинское заключение")
    level = "заключение ПМПК (новый уровень образования)"
    assert {name: line.papers for name, line in told.items()} == {
        "4 А": (*always, level),
        "5 А": always,
        "6 А": (*always, "заключение ПМПК (нет действующего)"),
        "7 А": always,
        "9 А": (*always, level),
        "11 А": (),
    }
    assert [told[name].class_then for name in ("4 А", "9 А", "11 А")] == ["5 А", "10 А", None]


def test_a_conclusion_if_there_is_one_is_asked_for_softly(database: Engine) -> None:
    world = new_world(database, pmpk_required=False)
    world.case()
    with world.acting(START) as unit:
        [line] = going_on(unit, world.year_id)
    assert line.papers[-1] == "заключение ПМПК (нет действующего, при наличии)"


def test_who_has_ended_early_does_not_go_on_and_only_the_desk_sees_who_does(world: World) -> None:
    gone, other = world.running(), new_world(world.engine, "s200")
    with world.acting(START) as unit:
        assert len(going_on(unit, world.year_id)) == 1
    with world.acting(START) as unit:
        file_paper(unit, gone, PaperDraft(kind=PaperKind.END_APPLICATION, valid_from=START))
    world.move(gone, Move.END_EARLY, START)
    with world.acting(START) as unit:
        assert going_on(unit, world.year_id) == ()
    with pytest.raises(Forbidden), world.acting(START, Role.ADMINISTRATOR) as unit:
        going_on(unit, world.year_id)
    with pytest.raises(NotFound), world.acting(START) as unit:
        going_on(unit, other.year_id)


def test_terms_of_keeping_are_written_anew_over_what_was_shown(world: World) -> None:
    audit = RetentionDraft(term=Keep.AUDIT, years=0, source="Приказ школы № 8", to_check=False)
    for drafts in (USUAL, (audit,)):
        with world.acting(START) as unit:
            write_retention(unit, world.school_id, drafts)
    with world.acting(START) as unit:
        assert read_retention(unit, world.school_id) == {Keep.AUDIT: audit}
        write_retention(unit, world.school_id, USUAL, rev=1)
    with pytest.raises(Conflict), world.acting(START) as unit:
        write_retention(unit, world.school_id, (), rev=1)
    with world.acting(START) as unit:
        assert set(read_retention(unit, world.school_id)) == {Keep.CASE, Keep.JOURNAL}


def test_faults_of_terms_are_told_at_once(world: World) -> None:
    drafts = (
        RetentionDraft(term=Keep.CASE, years=76, source=" "),
        RetentionDraft(term=Keep.WITH_ROW, years=1, source="x"),
        *USUAL[1:] * 2,
    )
    double = "Для каждого вида данных нужен один срок."
    with pytest.raises(Invalid) as caught, world.acting(START) as unit:
        write_retention(unit, world.school_id, drafts)
    assert caught.value.faults == {
        "years-case": ("Срок — от 0 до 75 лет.",),
        "source-case": ("Укажите, откуда взят срок.",),
        "years-with_row": (double,),
        "years-journal": (double, double),
    }
    other = new_world(world.engine, "s200")
    with pytest.raises(NotFound), world.acting(START) as unit:
        write_retention(unit, other.school_id, USUAL)


@pytest.mark.parametrize("change", [{"term": "with_row"}, {"years": 76}, {"years": -1}])
def test_the_database_refuses_a_term_that_is_none(world: World, change: dict[str, object]) -> None:
    told = {"school_id": world.school_id, "term": "case", "years": 3, "source": "x", **change}
    with pytest.raises(IntegrityError), writing(world.engine) as session:
        session.add(RetentionTerm(**told))


def bell(number: int, start_min: int, end_min: int) -> BellDraft:
    return BellDraft(shift=1, number=number, start_min=start_min, end_min=end_min)


def test_bells_within_the_norms_are_not_spoken_of() -> None:
    """08:00, 45 minutes, breaks of 10, 20 after the second, the last at 19:00: each just within its norm."""
    bells = [bell(1, 480, 525), bell(2, 535, 580), bell(3, 600, 645), bell(14, 1095, 1140)]
    assert bell_remarks(bells, START) == ()
    assert bell_remarks([], START) == ()
    late = bell_remarks([*bells[:3], bell(14, 1096, 1141)], START)
    assert [told.partition(";")[0] for told in late] == ["Смена 1: уроки кончаются в 19:01"]


def test_norms_that_have_run_out_still_speak_and_say_so() -> None:
    [told] = bell_remarks([bell(1, 475, 515)], day("01.01.2027"))
    assert told.endswith("(СП 2.4.3648-20, из вторых рук, документ уже не действует).")


def test_documents_are_warned_of_a_school_year_ahead() -> None:
    # СП runs out on 01.01.2027: 366 days before is 31.12.2025
    assert warnings(day("30.12.2025")) == ()
    assert warnings(day("31.12.2025")) == (
        "СП 2.4.3648-20 перестанет действовать 01.01.2027, через 366 дней.",
    )
    assert [document.lapsed for document in documents(day("31.12.2026"))] == [False] * 4
    assert sorted(document.lapsed for document in documents(END)) == [False, True, True, True]
