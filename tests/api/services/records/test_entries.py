"""Books, events, consultations, control, the end of the year, the council: faults, who sees what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine

from api.errors import Conflict, Forbidden, Invalid, NotFound
from api.services.records.council import (
    CouncilDraft,
    annul_council,
    council_papers,
    file_council,
    release_advice,
)
from api.services.records.ending import FinalDraft, NextDraft, final_of, next_of, write_final, write_next
from api.services.records.journal import (
    BookDraft,
    ConsultationDraft,
    ControlDraft,
    EventDraft,
    attend_event,
    entries,
    hold_consultation,
    lend_book,
    note_control,
    offer_event,
    remove_entry,
    return_book,
)
from api.services.records.missing import lacking
from models.case import Case
from models.engines import writing
from models.record import (
    Attendance,
    BookLoan,
    CaseEvent,
    Consultation,
    Consulted,
    ControlNote,
    ControlPart,
    CouncilKind,
    EndPaper,
    EventKind,
    FinalWay,
    Outcome,
)
from scheduler.terms import LessonForm
from tests.api.services.records.classroom import AUTUMN, Classroom, classroom

JUNE = date(2027, 6, 10)
BOOK = BookDraft(
    title="Математика, 5 класс", copy_number="147", lent_on=date(2026, 9, 2), due_on=date(2026, 10, 20)
)
EVENT = EventDraft(
    kind=EventKind.EVENT, title="Праздник осени", form=LessonForm.SCHOOL, on_date=date(2026, 10, 30)
)
TALK = ConsultationDraft(
    on_date=AUTUMN, minutes=30, whom=Consulted.PARENTS, form=LessonForm.REMOTE, by_name="Сидорова В. П.",
    topic="Как готовиться к диктанту",
)  # fmt: skip
ADVICE = CouncilDraft(
    kind=CouncilKind.ADVICE, number="3", issued_on=AUTUMN, advice="Давать больше времени на письмо."
)


@pytest.fixture
def room(database: Engine) -> Classroom:
    return classroom(database)


def test_a_book_is_lent_and_returned_once(room: Classroom) -> None:
    with room.acting("class") as unit:
        book = lend_book(unit, room.case_id, BOOK)
    with room.acting("deputy") as unit:
        with pytest.raises(Invalid, match="Проверьте"):
            return_book(unit, book.id, 1, date(2026, 9, 1))  # a day before it was lent
        assert return_book(unit, book.id, 1, AUTUMN).returned_on == AUTUMN
        with pytest.raises(Conflict, match="уже возвращена"):
            return_book(unit, book.id, 2, AUTUMN)
    with room.acting("mother") as unit:
        assert [row.title for row in entries(unit, BookLoan, room.case_id)] == [BOOK.title]
    with room.acting("maths") as unit:
        assert entries(unit, BookLoan, room.case_id) == ()


def test_an_event_is_offered_to_one_or_to_all_and_its_outcome_told_from_its_day_on(room: Classroom) -> None:
    other = room.home.world.running()
    with room.acting("deputy") as unit:
        event = offer_event(unit, room.case_id, EVENT, to_all=True)
        assert [row.title for row in entries(unit, CaseEvent, other)] == ["Праздник осени"]
        with pytest.raises(Invalid):
            attend_event(unit, event.id, 1, Attendance.ATTENDED)
        assert attend_event(unit, event.id, 1, Attendance.DECLINED).attendance == Attendance.DECLINED
    with room.acting("class", date(2026, 10, 30)) as unit:
        assert attend_event(unit, event.id, 2, Attendance.ATTENDED).rev == 3
        with pytest.raises(Forbidden):
            offer_event(unit, room.case_id, EVENT, to_all=True)
        assert remove_entry(unit, CaseEvent, event.id, 3) == room.case_id
    with room.acting("mother") as unit:
        assert entries(unit, CaseEvent, room.case_id) == ()


def test_consultations_and_control(room: Classroom) -> None:
    with room.acting("maths") as unit:
        hold_consultation(unit, room.case_id, TALK)
        with pytest.raises(Invalid) as refused:
            hold_consultation(unit, room.case_id, replace(TALK, minutes=4, topic=" ", by_name="Диагноз"))
        assert list(refused.value.faults) == ["minutes", "by_name", "topic"]
        with pytest.raises(Forbidden):
            note_control(unit, room.case_id, ControlDraft(on_date=AUTUMN, fine=True))
    with room.acting("class") as unit:
        note_control(unit, room.case_id, ControlDraft(on_date=AUTUMN, fine=True))
        with pytest.raises(Invalid):
            note_control(unit, room.case_id, ControlDraft(on_date=AUTUMN, fine=False))
    with room.acting("deputy") as unit:
        note_control(
            unit, room.case_id, ControlDraft(on_date=AUTUMN, fine=False, note="Музыка дважды не была.")
        )
        parts = [row.part for row in entries(unit, ControlNote, room.case_id)]
        assert parts == [ControlPart.LESSONS, ControlPart.PLAN]
    with room.acting("mother") as unit:
        assert entries(unit, ControlNote, room.case_id) == ()
        assert len(entries(unit, Consultation, room.case_id)) == 1


def test_the_end_of_a_year_and_of_a_level(database: Engine) -> None:
    room = classroom(database, grade=9)
    final = FinalDraft(way=FinalWay.GVE, passed=True, held_on=JUNE, document=EndPaper.CERTIFICATE)
    with room.acting("deputy", JUNE) as unit:
        with pytest.raises(Invalid) as refused:  # a paper of another programme; number without its day
            write_final(
                unit,
                room.case_id,
                replace(final, document=EndPaper.TRAINING, way=FinalWay.LABOUR, number="1"),
            )
        assert list(refused.value.faults) == ["way", "document", "number"]
        with pytest.raises(Invalid):  # no certificate without having passed
            write_final(unit, room.case_id, replace(final, passed=False))
        write_final(unit, room.case_id, final)
        issued = replace(final, rev=1, number="0662 001", issued_on=JUNE)
        assert write_final(unit, room.case_id, issued).rev == 2
        with pytest.raises(Conflict, match="изменили"):
            write_final(unit, room.case_id, issued)
    with room.acting("mother", JUNE) as unit:
        told = final_of(unit, room.case_id)
        assert told is not None
        assert (told.document, told.number) == (EndPaper.CERTIFICATE, "0662 001")


def test_moving_on_conditionally_names_what_is_owed(room: Classroom) -> None:
    moved = NextDraft(outcome=Outcome.CONDITIONAL, order_number="41", order_on=JUNE)
    with room.acting("deputy", JUNE) as unit:
        with pytest.raises(Conflict, match="не завершает уровень"):
            write_final(
                unit, room.case_id,
                FinalDraft(way=FinalWay.OGE, passed=True, held_on=JUNE, document=EndPaper.CERTIFICATE),
            )  # fmt: skip
        with pytest.raises(Invalid) as refused:
            write_next(unit, room.case_id, moved)
        assert list(refused.value.faults) == ["debts", "debts_until"]
        write_next(unit, room.case_id, replace(moved, debts="История", debts_until=date(2027, 9, 15)))
        again = write_next(unit, room.case_id, replace(moved, rev=1, outcome=Outcome.MOVED))
        assert (again.debts, again.debts_until, again.rev) == (None, None, 2)
    with room.acting("class", JUNE) as unit:
        assert next_of(unit, room.case_id) is not None
        with pytest.raises(Forbidden):
            write_next(unit, room.case_id, replace(moved, rev=2, outcome=Outcome.KEPT))


def test_recommendations_are_seen_by_teachers_once_released(room: Classroom) -> None:
    with room.acting("deputy") as unit:
        with pytest.raises(Invalid) as refused:
            file_council(unit, room.case_id, replace(ADVICE, advice="Ребёнок-инвалид, F70."))
        assert list(refused.value.faults) == ["advice"]
        paper = file_council(unit, room.case_id, ADVICE)
        file_council(unit, room.case_id, replace(ADVICE, kind=CouncilKind.EXAM, advice=""))
        assert [row.advice for row in council_papers(unit, room.case_id)] == [ADVICE.advice, None]
    for who in ("maths", "class", "mother"):
        with room.acting(who) as unit:
            assert council_papers(unit, room.case_id) == ()
    with room.acting("deputy") as unit:
        assert release_advice(unit, paper.id, 1, True).released
    for who, seen in (("maths", 1), ("class", 1), ("mother", 0)):
        with room.acting(who) as unit:
            assert len(council_papers(unit, room.case_id)) == seen
    with room.acting("deputy") as unit:
        annul_council(unit, paper.id, 2)
    with room.acting("maths") as unit:
        assert council_papers(unit, room.case_id) == ()
    with pytest.raises(NotFound), room.acting("foreign") as unit:
        release_advice(unit, paper.id, 2, False)
    assert ADVICE.advice not in str(room.home.world.log())


def test_what_is_lacking_after_the_first_quarter(room: Classroom) -> None:
    """P3 has three rows of an hour and more: attested each quarter. Nobody has noted control in October."""
    with room.acting("deputy") as unit:
        lend_book(unit, room.case_id, BOOK)
        (entry,) = lacking(unit)
    (first,) = entry.unmarked
    assert [row.subject for row in first.rows] == ["Русский язык", "Иностранный язык", "Математика"]
    assert first.rows[2].teachers == ("Учитель maths",)
    assert entry.said == (
        "Классный руководитель не отметил(а) контроль в этом месяце: проведение занятий.",
        "Заместитель директора не отметил(а) контроль в этом месяце: выполнение плана.",
        "Не возвращена книга «Математика, 5 класс», срок был 20.10.2026.",
    )
    with room.acting("class") as unit:
        note_control(unit, room.case_id, ControlDraft(on_date=AUTUMN, fine=True))
        assert [len(entry.said) for entry in lacking(unit)] == [2]
    with room.acting("class", date(2026, 11, 1)) as unit:
        assert [len(entry.said) for entry in lacking(unit)] == [3]  # a month later it is wanted again
    with writing(room.home.world.engine) as session:
        session.get_one(Case, room.case_id).class_teacher_id = room.accounts["idle"]
    with room.acting("class") as unit:
        assert lacking(unit) == ()
    with room.acting("deputy", JUNE) as unit:
        said = lacking(unit)[0].said
    assert "Не внесён приказ о переводе в следующий класс." in said
