"""A few records of the demo's running cases: marks of terms that are over, books, an event, control, the council."""

from __future__ import annotations

from datetime import date, timedelta

from api.demo.service.cases import Desk
from api.demo.service.school import YEAR
from api.services.records.council import CouncilDraft, file_council
from api.services.records.journal import (
    BookDraft,
    ConsultationDraft,
    ControlDraft,
    EventDraft,
    hold_consultation,
    lend_book,
    note_control,
    offer_event,
)
from api.services.records.looking import look
from api.services.records.marks import MarkDraft, periods_of_case, write_marks
from api.services.unit import Unit
from models.record import Consulted, CouncilKind, EventKind, MarkSign, Scale
from scheduler.terms import LessonForm

MARKED, WATCHED = 4, 6  # cases with marks, cases with control noted; the others show what is lacking
WEEK = timedelta(weeks=1)
BOOK = "Вымышленный учебник математики"
ADVICE = "Давать задания крупным шрифтом, делать паузу через каждые десять минут."


def recorded(desk: Desk, cases: dict[str, str]) -> None:
    """Fills in what a school would have kept until today."""
    told = sorted(cases.items())
    with desk.deputy.on(desk.today) as unit:
        for number, (_, case_id) in enumerate(told):
            if number < MARKED:
                _marked(unit, case_id)
            if number < WATCHED:
                note_control(unit, case_id, ControlDraft(on_date=desk.today, fine=True))
        for _, case_id in told[:3]:
            lend_book(unit, case_id, BookDraft(title=BOOK, lent_on=YEAR[0], due_on=_due(desk.today)))
        first = told[0][1]
        offer_event(unit, first, _event(desk.today), to_all=True)
        hold_consultation(unit, first, _consultation(desk.today))
        file_council(
            unit, first,
            CouncilDraft(kind=CouncilKind.ADVICE, number="1", issued_on=YEAR[0], advice=ADVICE, released=True),
        )  # fmt: skip


def _due(today: date) -> date:
    """A book that should have come back a week ago."""
    return max(YEAR[0], today - WEEK)


def _event(today: date) -> EventDraft:
    return EventDraft(
        kind=EventKind.EVENT, title="Чтение сказок вслух", form=LessonForm.REMOTE, on_date=today + WEEK
    )


def _consultation(today: date) -> ConsultationDraft:
    return ConsultationDraft(
        on_date=today, minutes=30, whom=Consulted.PARENTS, form=LessonForm.REMOTE,
        by_name="Вымышленный учитель", topic="Как вести тетрадь",
    )  # fmt: skip


def _marked(unit: Unit, case_id: str) -> None:
    """A mark in every row and period that is over."""
    seen = look(unit, case_id)
    every = periods_of_case(unit.session, seen.case)
    for period in every:
        if period.last < unit.today:
            drafts = [
                MarkDraft(case_id=case_id, row_key=row.key, rev=0, said=_sign(row.scale, number))
                for number, row in enumerate(seen.rows)
                if period in row.asked(every)
            ]
            write_marks(unit, period.key, drafts)


def _sign(scale: Scale, number: int) -> str:
    if scale == Scale.WORDS:
        return "Узнаёт знакомые предметы, отвечает жестом."
    if scale == Scale.PASS:
        return MarkSign.PASSED
    return (MarkSign.FIVE, MarkSign.FOUR, MarkSign.FOUR, MarkSign.THREE)[number % 4]
