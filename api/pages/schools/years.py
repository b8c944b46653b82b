"""School years of a school: the list, one year with its counts, a new one, changing one."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from api.errors import Conflict, Invalid, NotFound
from api.pages.schools.room import YEARS, At, ReadRoom, Room, WriteRoom, shown_again
from api.pages.schools.year_form import (
    EMPTY,
    KINDS,
    NAMES,
    WEEKDAYS,
    Filled,
    filled_from,
    form_from,
)
from api.pages.schools.year_rows import Tables, notes_of, pressed, tables_of
from api.services.schools.norms_said import CERTAIN
from api.services.schools.offered import offered_year, seen_of
from api.services.schools.year_counts import YearCounts, year_counts, year_remarks
from api.services.schools.year_draft import Part, YearDraft, parts_of
from api.services.schools.years import add_year, draft_of, read_year, unsure_of, write_year, years_of
from api.services.words import grades_said
from api.web.forms import Form, Reader, Sent, attempt, done
from api.web.rows import with_row
from models.year import Year
from scheduler.calendar.published import published_codes

router = APIRouter(prefix="/years")
ALL = tuple(NAMES)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearLine:
    """word: how the year stands to today. unsure: dates nobody has confirmed yet."""

    year: Year
    days: int
    word: str
    unsure: int


@dataclass(frozen=True, slots=True, kw_only=True)
class YearsPage:
    """offered: code and title of years that come with the program and are not open here yet."""

    at: At
    lines: tuple[YearLine, ...]
    offered: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPage:
    """unsure: parts nobody has confirmed. seen: sources of parts taken over unchanged."""

    at: At
    year: Year
    draft: YearDraft
    counts: YearCounts
    remarks: tuple[str, ...]
    unsure: frozenset[Part]
    seen: dict[Part, tuple[str, str]]
    grades: dict[Part, str]
    newest: bool
    kinds: dict[str, str]
    weekdays: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearForm:
    """action: where the form goes. code and gaps: of the published year it began from, what that does not know."""

    at: At
    heading: str
    action: str
    back: str
    form: Form
    tables: Tables
    code: str = ""
    gaps: tuple[str, ...] = ()


@router.api_route("", methods=["GET", "HEAD"])
def years(room: ReadRoom, said: str = "") -> Response:
    found = years_of(room.unit, room.school.id)
    titles = {year.title for year in found}
    offered = [(code, offered_year(code).draft.title) for code in published_codes()]
    content = YearsPage(
        at=room.at(YEARS), lines=tuple(_line(room, year) for year in found),
        offered=tuple((code, title) for code, title in offered if title not in titles),
    )  # fmt: skip
    return room.page("years.html", "Учебные годы", content, said)


@router.api_route("/new", methods=["GET", "HEAD"])
def new(room: ReadRoom, code: str = "") -> Response:
    """code: of the published year to start from; without one by hand."""
    if not code:
        form = form_from(EMPTY)
        for section in ALL:
            form = with_row(form, NAMES[section])
        return _new(room, form, "")
    if code not in published_codes():
        raise NotFound
    offered = offered_year(code)
    return _new(room, form_from(Filled(offered.draft, offered.unsure)), code)


@router.post("")
def add(room: WriteRoom, sent: Sent) -> Response:
    code = sent.said("code") if sent.said("code") in published_codes() else ""
    changed = pressed(sent)
    if changed is not None:
        return _new(room, changed, code)

    def act() -> Year:
        filled = filled_from(sent)
        return add_year(room.unit, room.school.id, filled.draft, unsure=filled.unsure)

    outcome = attempt(room.unit, act)
    if isinstance(outcome, Invalid | Conflict):
        form, status = shown_again(sent, outcome)
        return _new(room, form, code, status)
    return done(f"{room.base}/years/{outcome.id}", "added")


@router.api_route("/{year_id}", methods=["GET", "HEAD"])
def one(room: ReadRoom, year_id: str, said: str = "") -> Response:
    year, draft = year_here(room, year_id)
    newest = years_of(room.unit, room.school.id)[0].id == year.id
    content = YearPage(
        at=room.at(YEARS), year=year, draft=draft, counts=year_counts(draft, room.school),
        remarks=year_remarks(draft), unsure=unsure_of(room.unit.session, year), seen=_seen(draft),
        grades={entry: grades_said(entry.grades) for entry in draft.off}, newest=newest,
        kinds=KINDS, weekdays=WEEKDAYS,
    )  # fmt: skip
    return room.page("year.html", f"Учебный год {year.title}", content, said)


@router.api_route("/{year_id}/edit", methods=["GET", "HEAD"])
def edit(room: ReadRoom, year_id: str) -> Response:
    year, draft = year_here(room, year_id)
    return _edit(room, year, form_from(Filled(draft, unsure_of(room.unit.session, year)), year.rev))


@router.post("/{year_id}")
def write(room: WriteRoom, year_id: str, sent: Sent) -> Response:
    year, _ = year_here(room, year_id)
    changed = pressed(sent)
    if changed is not None:
        return _edit(room, year, changed)
    outcome = attempt(room.unit, lambda: save(room, year, sent, filled_from(sent)))
    if isinstance(outcome, Invalid | Conflict):
        form, status = shown_again(sent, outcome)
        return _edit(room, year, form, status)
    return done(f"{room.base}/years/{year.id}", "saved")


def year_here(room: Room, year_id: str) -> tuple[Year, YearDraft]:
    """A year of the school the page is about; one of another school is not found."""
    year, draft = read_year(room.unit, year_id)
    if year.school_id != room.school.id:
        raise NotFound
    return year, draft


def save(room: Room, year: Year, sent: Form, filled: Filled) -> Year:
    """The year as it was filled in, over the revision the form was shown with."""
    reader = Reader(sent)
    rev = reader.number("rev")
    reader.check()
    return write_year(room.unit, year.id, rev, filled.draft, filled.unsure)


def _line(room: Room, year: Year) -> YearLine:
    draft, today = draft_of(room.unit.session, year), room.unit.today
    word = "закончился" if year.last_on < today else ("идёт" if year.first_on <= today else "впереди")
    days = year_counts(draft, room.school).total.total
    return YearLine(year=year, days=days, word=word, unsure=len(unsure_of(room.unit.session, year)))


def _seen(draft: YearDraft) -> dict[Part, tuple[str, str]]:
    """Source and certainty of the parts taken over unchanged."""
    found = ((part, seen_of(part)) for part in parts_of(draft))
    return {part: (seen.source, CERTAIN[seen.mark]) for part, seen in found if seen is not None}


def _new(room: Room, form: Form, code: str, status: int = 200) -> Response:
    offered = offered_year(code) if code else None
    told = {part: "; ".join(seen) for part, seen in _seen(offered.draft).items()} if offered else {}
    notes = notes_of(offered.draft, told) if offered else {}
    content = YearForm(
        at=room.at(YEARS), heading="Новый учебный год", action=f"{room.base}/years", back=f"{room.base}/years",
        form=form, tables=tables_of(form, ALL, notes), code=code, gaps=offered.gaps if offered else (),
    )  # fmt: skip
    return room.page("year_edit.html", "Новый учебный год", content, status=status)


def _edit(room: Room, year: Year, form: Form, status: int = 200) -> Response:
    where = f"{room.base}/years/{year.id}"
    content = YearForm(
        at=room.at(YEARS), heading=f"Изменить учебный год {year.title}", action=where, back=where,
        form=form, tables=tables_of(form, ALL),
    )  # fmt: skip
    return room.page("year_edit.html", "Изменить учебный год", content, status=status)
