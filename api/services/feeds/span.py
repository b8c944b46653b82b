"""Which days a calendar link shows."""

from __future__ import annotations

from datetime import date, timedelta

from sqlmodel import Session, select

from api.services.schools.years import drafts_of
from exports.ical.feed import service_window
from models.message import FeedHolder, FeedLink
from models.school import School
from models.year import Year
from scheduler.calendar.turns import monday_of
from scheduler.calendar.year import SchoolYear

DEPUTY_BACK, DEPUTY_AHEAD = timedelta(days=14), timedelta(days=42)


def span_of(session: Session, link: FeedLink, school: School, today: date) -> tuple[date, date]:
    """The days a link shows, both inclusive. It begins on a Monday, so that it moves once a week.

    30 days back and to the end of the next term; a whole school's: 14 days back, 42 ahead.
    """
    if link.holder == FeedHolder.SCHOOL:
        ends = monday_of(today + DEPUTY_AHEAD) + timedelta(days=6)
        return monday_of(today - DEPUTY_BACK), ends
    years = _all_years(session, school)
    if years is None:  # a partner that has told no year of its own still gives lessons of other schools
        return monday_of(today - timedelta(days=30)), monday_of(today + DEPUTY_AHEAD) + timedelta(days=6)
    first, last = service_window(years, today)
    return monday_of(first), max(last, monday_of(today) + timedelta(days=6))


def _all_years(session: Session, school: School) -> SchoolYear | None:
    """Terms of every year of the school as one."""
    rows = session.exec(select(Year).where(Year.school_id == school.id)).all()
    terms = tuple(term for draft in drafts_of(session, rows).values() for term in draft.terms)
    return SchoolYear(school=school.code, title="", terms=terms, days=()) if terms else None
