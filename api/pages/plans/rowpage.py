"""One row of a draft: everything the form of the whole plan has no room for, and with whom the lesson is shared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import Here, Place, Presence, ReadUnit, WriteUnit
from api.errors import Conflict, Invalid, NotFound
from api.installation import Installation
from api.pages.frame import PLANS, frame
from api.pages.plans.reading import BLOCKS, MANNERS, manner_of, status_of
from api.services.plans.drafts import write_rows
from api.services.plans.figures import RowFigure, figures_of
from api.services.plans.hours import WRONG, read_hours, typed
from api.services.plans.rows import CYCLE, Row
from api.services.plans.seen import Seen, plan_at_desk
from api.services.plans.setting import TeacherChoice, place_choices, setting_of, teacher_choices
from api.services.plans.sharing import OtherRow, mates, others, share
from api.services.plans.store import rows_of
from api.services.plans.words import PATTERN
from api.services.unit import Unit
from api.web.forms import Form, Reader, Sent, attempt, done, form_of
from api.web.rendering import page
from models.plan import PlanState
from scheduler.russian import exact
from scheduler.terms import Block, HoursKind, LessonForm, Pattern

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPage:
    """others: rows of other cases that the lesson may be shared with; mates: those it is shared with."""

    plan_id: str
    rev: int
    code: str
    number: int
    row: Row
    figure: RowFigure
    cycle: int
    form: Form
    blocks: tuple[tuple[str, str], ...]
    manners: tuple[tuple[str, str], ...]
    patterns: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...]
    weeks: tuple[int, ...]
    teachers: tuple[TeacherChoice, ...]
    others: tuple[tuple[str, str], ...]
    mates: tuple[str, ...]


@router.api_route("/plans/{plan_id}/rows/{row_key}", methods=["GET", "HEAD"])
def row(place: Place, here: Here, unit: ReadUnit, plan_id: str, row_key: str, said: str = "") -> Response:
    seen, rows, at = _found(unit, plan_id, row_key)
    return _page(place, here, unit, seen, rows[at], _form(rows[at]), said)


def _found(unit: Unit, plan_id: str, row_key: str) -> tuple[Seen, tuple[Row, ...], int]:
    """A draft's row by its key. Rows of a version that was offered stand and have no form."""
    seen = plan_at_desk(unit, plan_id)
    rows = rows_of(unit.session, plan_id)
    at = next((number for number, one in enumerate(rows) if one.key == row_key), None)
    if at is None or seen.plan.state != PlanState.DRAFT:
        raise NotFound
    return seen, rows, at


def _form(row: Row) -> Form:
    filled = form_of(
        area=row.area, subject=row.subject, block=row.block, manner=manner_of(row), hours=typed(row.hours),
        in_class=typed(row.in_class) if row.in_class else "", lesson_min=row.lesson_min, pattern=row.pattern,
        paid=None if row.paid is None else typed(row.paid), slot=row.slot, max_per_day=row.max_per_day,
        difficulty=row.difficulty, first_on=row.first_on, last_on=row.last_on, place_id=row.place_id,
        no_screen="" if row.by_screen else "yes",
    )  # fmt: skip
    return replace(filled, lists={"teachers": row.teachers, "weeks": tuple(map(str, row.weeks or ()))})


def _page(
    place: Installation, here: Presence, unit: Unit, seen: Seen, row: Row, form: Form, said: str = ""
) -> Response:
    plan, case = seen.plan, seen.case
    setting = setting_of(unit.session, case)
    figures = figures_of(setting, plan.first_on, plan.last_on, [row])
    content = RowPage(
        plan_id=plan.id, rev=plan.rev, code=case.code, number=plan.number, row=row, figure=figures.rows[0],
        cycle=setting.settings.cycle_weeks,
        form=form, blocks=BLOCKS, manners=tuple(MANNERS.items()), patterns=tuple(PATTERN.items()),
        places=tuple((one.id, one.title) for one in place_choices(unit.session, case)), weeks=CYCLE,
        teachers=teacher_choices(unit.session, case.school_id, plan.first_on, plan.last_on),
        others=tuple((one.id, _said(one)) for one in others(unit, plan.id, row)),
        mates=tuple(_said(one) for one in mates(unit, seen).get(row.key or "", ())),
    )  # fmt: skip
    around = frame(place, here, f"{row.subject}, план {case.code}", PLANS.href, said)
    return page("plan_row.html", around, content, status_of(form))


def _said(other: OtherRow) -> str:
    row = other.row
    return f"{other.code}, {other.class_title}, версия {other.number}: {row.subject}, {exact(row.hours)} ч"


@router.post("/plans/{plan_id}/rows/{row_key}")
def write(place: Place, here: Here, unit: WriteUnit, plan_id: str, row_key: str, form: Sent) -> Response:
    seen, rows, at = _found(unit, plan_id, row_key)
    written = attempt(unit, lambda: _write(unit, plan_id, rows, at, form))
    if isinstance(written, Invalid | Conflict):
        return _page(place, here, unit, seen, rows[at], form.refused(written))
    return done(f"/plans/{plan_id}/edit", "saved")


def _write(unit: Unit, plan_id: str, rows: tuple[Row, ...], at: int, form: Form) -> None:
    read = Reader(form)
    row = _read(read, rows[at])
    rev = read.number("rev")
    read.check()
    try:
        write_rows(unit, plan_id, rev, (*rows[:at], row, *rows[at + 1 :]))
    except Invalid as refused:
        raise Invalid({name.partition("-")[0]: said for name, said in refused.faults.items()}) from None


def _read(read: Reader, stored: Row) -> Row:
    manner = read.among("manner", MANNERS, "Выберите, как даются часы.").partition(":")
    block = read.among("block", dict(BLOCKS), "Выберите часть плана.")
    pattern = read.among("pattern", {key.value: said for key, said in PATTERN.items()}, "Выберите из списка.")
    hours, in_class = _hours(read, "hours", True), _hours(read, "in_class", False)
    paid = _hours(read, "paid", False)
    if read.faults:
        return stored
    weeks = tuple(int(week) for week in read.form.several("weeks") if week in map(str, CYCLE))
    return replace(
        stored, area=read.text("area"), subject=read.text("subject"), block=Block(block),
        kind=HoursKind(manner[0]), form=LessonForm(manner[2]), hours=hours or Fraction(0),
        in_class=in_class or Fraction(0), paid=paid, pattern=Pattern(pattern), slot=read.text_or_none("slot"),
        lesson_min=read.number_or_none("lesson_min"), max_per_day=read.number("max_per_day"),
        difficulty=read.number_or_none("difficulty"), first_on=read.day_or_none("first_on"),
        last_on=read.day_or_none("last_on"), place_id=read.text_or_none("place_id"),
        weeks=weeks if weeks and len(weeks) < len(CYCLE) else None, teachers=read.form.several("teachers"),
        by_screen=not read.form.ticked("no_screen"),
    )  # fmt: skip


def _hours(read: Reader, name: str, needed: bool) -> Fraction | None:
    told = read.text(name)
    found = read_hours(told)
    if found is None and (told or needed):
        read.faults[name] = (WRONG,)
    return found


@router.post("/plans/{plan_id}/rows/{row_key}/share")
def share_row(place: Place, here: Here, unit: WriteUnit, plan_id: str, row_key: str, form: Sent) -> Response:
    seen, rows, at = _found(unit, plan_id, row_key)
    rev = Reader(form).number("rev")
    shared = attempt(unit, lambda: share(unit, plan_id, rev, row_key, form.said("other")))
    if isinstance(shared, Invalid | Conflict):
        return _page(place, here, unit, seen, rows[at], _form(rows[at]).refused(shared))
    return done(f"/plans/{plan_id}/rows/{row_key}", "saved")
