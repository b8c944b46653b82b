"""The calendar study schedule of a child: terms, holidays and days off of the case's year, for its grade."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from api.services.printing.found import Found, lacking
from api.services.printing.ground import Ground
from api.services.schools.year_draft import DaysOff
from api.services.schools.years import draft_of
from api.services.words import shown
from exports.document.values import Calendar, Days
from models.year import OffKind, Year
from scheduler.russian import counted


def calendar(ground: Ground) -> Found:
    """Of the school year as it is entered."""
    session = ground.unit.session
    draft = draft_of(session, session.get_one(Year, ground.case.year_id))
    if not draft.terms:
        return lacking("В учебном году нет четвертей. Внесите их: Школа → Учебные годы.")
    off = [entry for entry in draft.off if entry.grades is None or ground.case.grade in entry.grades]
    return Found(
        values=Calendar(
            school=ground.school, today=ground.today, child=ground.child, parent=ground.parent,
            first=shown(draft.first_on), last=shown(draft.last_on),
            terms=tuple(_days(term.title, term.first, term.last) for term in draft.terms),
            breaks=tuple(_of_kind(off, free=False)), free=tuple(_of_kind(off, free=True)),
        )
    )  # fmt: skip


def _of_kind(off: Iterable[DaysOff], free: bool) -> Iterable[Days]:
    for entry in sorted(off, key=lambda entry: (entry.first, entry.last, entry.title)):
        if (entry.kind == OffKind.DAY_OFF) == free:
            yield _days(entry.title, entry.first, entry.last)


def _days(title: str, first: date, last: date) -> Days:
    count = (last - first).days + 1
    weeks = -(-count // 7)
    length = (
        counted(count, "день", "дня", "дней") if count < 14 else counted(weeks, "неделя", "недели", "недель")
    )
    return Days(title=title, first=shown(first), last=shown(last), length=length)
