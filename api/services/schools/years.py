"""School years: what is stored as a value of the kernel, writing a year whole, opening the next from this one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlmodel import Session, col, select

from api.errors import Conflict, NotFound
from api.services.desk import in_office, locked, touch
from api.services.schools.year_draft import DaysOff, Part, YearDraft, a_year_on, parts_of, refuse_faults
from api.services.unit import Unit
from models.school import School
from models.year import OffKind, Year, YearBreak, YearMovedDay, YearTerm
from scheduler.calendar.year import MovedDay, Term
from scheduler.terms import Weekday


def read_year(unit: Unit, year_id: str) -> tuple[Year, YearDraft]:
    """A year of the actor's school and all its parts; NotFound for a foreign one."""
    year = unit.session.get(Year, year_id)
    if year is None:
        raise NotFound
    in_office(unit, year.school_id)
    return year, draft_of(unit.session, year)


def years_of(unit: Unit, school_id: str) -> tuple[Year, ...]:
    """The years of a school, the latest first."""
    in_office(unit, school_id)
    asked = (
        select(Year).where(Year.school_id == school_id).order_by(col(Year.first_on).desc(), col(Year.title))
    )
    return tuple(unit.session.exec(asked))


def draft_of(session: Session, year: Year) -> YearDraft:
    """The stored parts as values, in order of their dates."""
    return drafts_of(session, [year])[year.id]


def drafts_of(session: Session, years: Sequence[Year]) -> dict[str, YearDraft]:
    """The same of several years, by id, in three queries."""
    ids = [year.id for year in years]
    terms = session.exec(select(YearTerm).where(col(YearTerm.year_id).in_(ids))).all()
    breaks = session.exec(select(YearBreak).where(col(YearBreak.year_id).in_(ids))).all()
    moved = session.exec(select(YearMovedDay).where(col(YearMovedDay.year_id).in_(ids))).all()
    return {
        year.id: _draft(
            year,
            [row for row in terms if row.year_id == year.id],
            [row for row in breaks if row.year_id == year.id],
            [row for row in moved if row.year_id == year.id],
        )
        for year in years
    }


def _draft(
    year: Year, terms: Sequence[YearTerm], breaks: Sequence[YearBreak], moved: Sequence[YearMovedDay]
) -> YearDraft:
    return YearDraft(
        title=year.title,
        first_on=year.first_on,
        last_on=year.last_on,
        terms=tuple(sorted((_term(row) for row in terms), key=lambda term: term.first)),
        off=tuple(sorted((_days_off(row) for row in breaks), key=lambda entry: (entry.first, entry.title))),
        moved=tuple(sorted((_moved(row) for row in moved), key=lambda entry: entry.on)),
    )


def unsure_of(session: Session, year: Year) -> frozenset[Part]:
    """Parts of a year that nobody has confirmed yet."""
    terms = session.exec(
        select(YearTerm).where(YearTerm.year_id == year.id, col(YearTerm.to_check).is_(True))
    )
    breaks = session.exec(
        select(YearBreak).where(YearBreak.year_id == year.id, col(YearBreak.to_check).is_(True))
    )
    moved = session.exec(
        select(YearMovedDay).where(YearMovedDay.year_id == year.id, col(YearMovedDay.to_check).is_(True))
    )
    return frozenset((*map(_term, terms), *map(_days_off, breaks), *map(_moved, moved)))


def _term(row: YearTerm) -> Term:
    return Term(title=row.title, first=row.first_on, last=row.last_on)


def _days_off(row: YearBreak) -> DaysOff:
    grades = None if row.grades is None else frozenset(int(grade) for grade in row.grades.split(","))
    return DaysOff(
        title=row.title, kind=OffKind(row.kind), first=row.first_on, last=row.last_on, grades=grades
    )


def _moved(row: YearMovedDay) -> MovedDay:
    return MovedDay(on=row.on_date, as_day=Weekday(row.as_day))


def add_year(
    unit: Unit,
    school_id: str,
    draft: YearDraft,
    *,
    to_check: bool = False,
    unsure: frozenset[Part] = frozenset(),
) -> Year:
    """A new year with all its parts. Invalid names every fault at once.

    unsure: parts still to be confirmed; to_check: all of them.
    """
    in_office(unit, school_id)
    if unit.session.get(School, school_id) is None:
        raise NotFound
    refuse_faults(draft)
    _refuse_double(unit, school_id, draft.title, None)
    unsure = parts_of(draft) if to_check else unsure & parts_of(draft)
    to_check = bool(unsure)
    year = Year(
        school_id=school_id, title=draft.title, first_on=draft.first_on, last_on=draft.last_on,
        to_check=to_check,
    )  # fmt: skip
    unit.session.add(year)
    unit.session.flush()
    unit.session.add_all(_parts(year, draft, unsure))
    unit.session.flush()
    unit.note("year.add", "year", year.id, school=school_id, to_check=to_check)
    return year


def write_year(
    unit: Unit, year_id: str, rev: int, draft: YearDraft, unsure: frozenset[Part] = frozenset()
) -> Year:
    """The year rewritten whole by a person who has looked at it: only `unsure` is left to be checked."""
    year, _ = read_year(unit, year_id)
    year = locked(unit, Year, year_id) or year
    refuse_faults(draft)
    _refuse_double(unit, year.school_id, draft.title, year.id)
    touch(year, rev)
    unsure &= parts_of(draft)
    year.title, year.first_on, year.last_on, year.to_check = (
        draft.title, draft.first_on, draft.last_on, bool(unsure),
    )  # fmt: skip
    replace_parts(unit.session, year, draft, unsure)
    unit.note("year.write", "year", year.id, rev=year.rev)
    return year


def replace_parts(
    session: Session, year: Year, draft: YearDraft, unsure: frozenset[Part] = frozenset()
) -> None:
    """Terms, days off and moved days of a year anew; unsure: those nobody has confirmed yet."""
    for kind in (YearTerm, YearBreak, YearMovedDay):
        for row in session.exec(select(kind).where(kind.year_id == year.id)).all():
            session.delete(row)
    session.flush()
    session.add_all(_parts(year, draft, unsure))
    session.flush()


def open_next(unit: Unit, year_id: str) -> Year:
    """The year after this one, its dates a year on at the same weekdays; everything marked to be checked."""
    year, draft = read_year(unit, year_id)
    return add_year(unit, year.school_id, a_year_on(draft), to_check=True)


def _parts(
    year: Year, draft: YearDraft, unsure: frozenset[Part]
) -> Iterator[YearTerm | YearBreak | YearMovedDay]:
    for term in draft.terms:
        yield YearTerm(
            year_id=year.id, title=term.title, first_on=term.first, last_on=term.last, to_check=term in unsure
        )
    for entry in draft.off:
        grades = None if entry.grades is None else ",".join(str(grade) for grade in sorted(entry.grades))
        yield YearBreak(
            year_id=year.id, title=entry.title, kind=entry.kind, first_on=entry.first, last_on=entry.last,
            grades=grades, to_check=entry in unsure,
        )  # fmt: skip
    for day in draft.moved:
        yield YearMovedDay(year_id=year.id, on_date=day.on, as_day=day.as_day, to_check=day in unsure)


def _refuse_double(unit: Unit, school_id: str, title: str, but: str | None) -> None:
    same = unit.session.exec(
        select(Year).where(Year.school_id == school_id, Year.title == title, col(Year.id) != (but or ""))
    ).first()
    if same is not None:
        raise Conflict(f"Учебный год {title} уже открыт. Откройте его в списке учебных лет.")
