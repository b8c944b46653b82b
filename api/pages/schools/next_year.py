"""Opening the next school year step by step: look, open, confirm every date, see who goes on with which papers."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.errors import Conflict, Invalid, NotFound
from api.pages.schools.room import YEARS, At, ReadRoom, Room, WriteRoom, shown_again
from api.pages.schools.year_form import MOVED, OFF, TERMS, Filled, filled_from, form_from
from api.pages.schools.year_rows import Tables, notes_of, pressed, tables_of
from api.pages.schools.years import save, year_here
from api.services.desk import DESK
from api.services.schools.next_year import Carried, GoingOn, advices, carried, going_on
from api.services.schools.year_draft import DaysOff, Part, a_year_on
from api.services.schools.years import draft_of, open_next, unsure_of, years_of
from api.services.words import grades_said
from api.web.forms import Form, Sent, attempt
from models.year import Year
from scheduler.calendar.year import MovedDay
from scheduler.russian import DAY
from scheduler.terms import Weekday

router = APIRouter(prefix="/years")
LOOK, PUPILS = "look", "pupils"
STEPS = (
    (LOOK, "Посмотреть"),
    (TERMS, "Четверти"),
    (OFF, "Каникулы и выходные"),
    (MOVED, "Переносы"),
    (PUPILS, "Ученики и документы"),
)
DATES = (TERMS, OFF, MOVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateLine:
    """A part of this year beside its counterpart, in words; then empty: not repeated."""

    title: str
    now: str
    then: str
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookPage:
    """title: of the year to be opened."""

    at: At
    steps: tuple[tuple[str, str], ...]
    step: str
    year: Year
    title: str
    lines: tuple[DateLine, ...]
    refusal: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPage:
    at: At
    steps: tuple[tuple[str, str], ...]
    step: str
    year: Year
    heading: str
    action: str
    form: Form
    tables: Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class PupilsPage:
    """before: the year pupils come from; None where there is none. unsure: dates still to be confirmed."""

    at: At
    steps: tuple[tuple[str, str], ...]
    step: str
    year: Year
    before: Year | None
    at_desk: bool
    lines: tuple[GoingOn, ...]
    unsure: int


@router.api_route("/{year_id}/next", methods=["GET", "HEAD"])
def look(room: ReadRoom, year_id: str) -> Response:
    return _look(room, year_id)


@router.post("/{year_id}/next")
def open_it(room: WriteRoom, year_id: str) -> Response:
    year, _ = year_here(room, year_id)
    outcome = attempt(room.unit, lambda: open_next(room.unit, year.id))
    if isinstance(outcome, Invalid | Conflict):
        return _look(room, year_id, outcome.sentence, outcome.status)
    return RedirectResponse(f"{room.base}/years/{outcome.id}/check/{TERMS}?said=added", 303)


@router.api_route("/{year_id}/check/{step}", methods=["GET", "HEAD"])
def check(room: ReadRoom, year_id: str, step: str, said: str = "") -> Response:
    year, draft = year_here(room, year_id)
    if step == PUPILS:
        return _pupils(room, year, said)
    if step not in DATES:
        raise NotFound
    form = form_from(Filled(draft, unsure_of(room.unit.session, year)), year.rev)
    return _check(room, year, step, form, said=said)


@router.post("/{year_id}/check/{step}")
def confirm(room: WriteRoom, year_id: str, step: str, sent: Sent) -> Response:
    """Saves the dates of a step and goes on to the next one."""
    year, draft = year_here(room, year_id)
    if step not in DATES:
        raise NotFound
    changed = pressed(sent)
    if changed is not None:
        return _check(room, year, step, changed)
    kept = Filled(draft, unsure_of(room.unit.session, year))
    outcome = attempt(room.unit, lambda: save(room, year, sent, filled_from(sent, kept, frozenset({step}))))
    if isinstance(outcome, Invalid | Conflict):
        form, status = shown_again(sent, outcome)
        return _check(room, year, step, form, status)
    following = STEPS[[name for name, _ in STEPS].index(step) + 1][0]
    return RedirectResponse(f"{room.base}/years/{year.id}/check/{following}?said=saved", 303)


def _look(room: Room, year_id: str, refusal: str | None = None, status: int = 200) -> Response:
    year, draft = year_here(room, year_id)
    content = LookPage(
        at=room.at(YEARS), steps=STEPS, step=LOOK, year=year, title=a_year_on(draft).title,
        lines=tuple(_date_line(entry) for entry in carried(draft)), refusal=refusal,
    )  # fmt: skip
    return room.page("next_look.html", "Следующий учебный год", content, status=status)


def _date_line(entry: Carried) -> DateLine:
    then = "" if entry.then is None else _dates(entry.then)
    return DateLine(title=_title(entry.now), now=_dates(entry.now), then=then, advice=entry.advice)


def _title(part: Part) -> str:
    if isinstance(part, MovedDay):
        return f"Занятия по расписанию другого дня ({DAY[part.as_day]})"
    grades = grades_said(part.grades) if isinstance(part, DaysOff) else ""
    return f"{part.title}, {grades} класс" if grades else part.title


def _dates(part: Part) -> str:
    first, last = (part.on, part.on) if isinstance(part, MovedDay) else (part.first, part.last)
    days = [f"{DAY[list(Weekday)[on.weekday()]]}\N{NO-BREAK SPACE}{on:%d.%m.%Y}" for on in (first, last)]
    return days[0] if first == last else " – ".join(days)


def _check(room: Room, year: Year, step: str, form: Form, status: int = 200, said: str = "") -> Response:
    _, draft = year_here(room, year.id)
    before = _before(room, year)
    came_from = draft_of(room.unit.session, before) if before else None
    notes = notes_of(draft, advices(draft, came_from))
    content = CheckPage(
        at=room.at(YEARS), steps=STEPS, step=step, year=year, heading=dict(STEPS)[step],
        action=f"{room.base}/years/{year.id}/check/{step}", form=form,
        tables=tables_of(form, (step,), notes),
    )  # fmt: skip
    return room.page("next_check.html", "Следующий учебный год", content, said, status)


def _pupils(room: Room, year: Year, said: str) -> Response:
    before = _before(room, year)
    at_desk = room.unit.actor.role in DESK
    content = PupilsPage(
        at=room.at(YEARS), steps=STEPS, step=PUPILS, year=year, before=before, at_desk=at_desk,
        lines=going_on(room.unit, before.id) if before and at_desk else (),
        unsure=len(unsure_of(room.unit.session, year)),
    )  # fmt: skip
    return room.page("next_pupils.html", "Следующий учебный год", content, said)


def _before(room: Room, year: Year) -> Year | None:
    """The year before a year; None for a school's first."""
    earlier = (other for other in years_of(room.unit, room.school.id) if other.first_on < year.first_on)
    return next(earlier, None)
