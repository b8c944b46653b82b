"""Writing a draft: the form of all rows, its live preview, throwing it away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.deps import Here, Place, Presence, ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.installation import Installation
from api.pages.frame import PLANS, frame
from api.pages.plans.looking import KINDS, plan_form, plan_page
from api.pages.plans.reading import (
    BLOCKS,
    MANNERS,
    SPARE,
    Typed,
    lines_of,
    moved,
    read_rows,
    status_of,
    values_of,
)
from api.services.plans.drafts import PlanDraft, remove_draft, write_days
from api.services.plans.figures import Figures, figures_of
from api.services.plans.rows import Row, faults_of
from api.services.plans.seen import Seen, plan_at_desk
from api.services.plans.setting import setting_of
from api.services.plans.store import rows_of
from api.services.unit import Unit
from api.web.forms import Form, Reader, Sent, attempt, done, form_of
from api.web.rendering import Frame, page
from models.plan import PlanKind, PlanState
from scheduler.registry.subjects import known_titles

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the form. lessons: what becomes of its hours."""

    number: int
    stored: Row | None
    lessons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditPage:
    """titles: subjects the norms know, offered while typing. swap: True for the answer to a preview."""

    plan_id: str
    rev: int
    code: str
    number: int
    form: Form
    lines: tuple[Line, ...]
    figures: Figures
    unread: tuple[str, ...]
    kinds: tuple[tuple[str, str], ...]
    blocks: tuple[tuple[str, str], ...]
    manners: tuple[tuple[str, str], ...]
    titles: tuple[str, ...]
    swap: bool = False


@router.api_route("/plans/{plan_id}/edit", methods=["GET", "HEAD"])
def edit(place: Place, here: Here, unit: ReadUnit, plan_id: str, said: str = "") -> Response:
    seen = plan_at_desk(unit, plan_id)
    if seen.plan.state != PlanState.DRAFT:
        return RedirectResponse(f"/plans/{plan_id}", 303)
    plan, rows = seen.plan, rows_of(unit.session, plan_id)
    form = form_of(kind=plan.kind, first_on=plan.first_on, last_on=plan.last_on, **values_of(rows))
    return _edit_page(place, here, unit, seen, form, said)


def _edit_page(
    place: Installation, here: Presence, unit: Unit, seen: Seen, form: Form, said: str = ""
) -> Response:
    around = frame(place, here, f"План {seen.case.code}, версия {seen.plan.number}", PLANS.href, said)
    return page("plan_edit.html", around, _content(unit, seen, form), status_of(form))


def _content(unit: Unit, seen: Seen, form: Form, swap: bool = False) -> EditPage:
    stored = rows_of(unit.session, seen.plan.id)
    read = read_rows(form, stored)
    draft = _days(form, seen)
    figures = figures_of(setting_of(unit.session, seen.case), draft.first_on, draft.last_on, read.rows)
    return EditPage(
        plan_id=seen.plan.id, rev=seen.plan.rev, code=seen.case.code, number=seen.plan.number, form=form,
        lines=tuple(_lines(form, read, figures, stored)), figures=figures, unread=_unread(read, draft),
        kinds=KINDS, blocks=BLOCKS, manners=tuple(MANNERS.items()), titles=tuple(_titles()), swap=swap,
    )  # fmt: skip


def _lines(form: Form, read: Typed, figures: Figures, stored: Sequence[Row]) -> list[Line]:
    lessons = {line: figure.lessons for line, figure in zip(read.lines, figures.rows, strict=True)}
    known = {row.key: row for row in stored}
    return [
        Line(number=number, stored=known.get(form.said(f"key-{number}")), lessons=lessons.get(number, ""))
        for number in range(lines_of(form))
    ]


def _unread(read: Typed, draft: PlanDraft) -> tuple[str, ...]:
    """What of the form cannot be counted yet, by line."""
    told = read.renamed(faults_of(read.rows, draft.first_on, draft.last_on, _anybody(read))) | dict(
        read.faults
    )
    return tuple(
        f"Строка {int(name.rpartition('-')[2]) + 1}: {' '.join(sentences)}" if "-" in name else sentences[0]
        for name, sentences in told.items()
    )


def _anybody(read: Typed) -> frozenset[str]:
    """Teachers are judged when the rows are written."""
    return frozenset(key for row in read.rows for key in row.teachers)


def _days(form: Form, seen: Seen) -> PlanDraft:
    """Kind and days as typed; those stored where they cannot be read or lie the wrong way round."""
    read = Reader(form)
    first, last = read.day_or_none("first_on"), read.day_or_none("last_on")
    kind = form.said("kind") if form.said("kind") in dict(KINDS) else seen.plan.kind
    if first is None or last is None or last < first:
        first, last = seen.plan.first_on, seen.plan.last_on
    return PlanDraft(kind=PlanKind(kind), first_on=first, last_on=last)


def _titles() -> list[str]:
    return sorted(title[:1].upper() + title[1:] for title in known_titles())


@router.post("/plans/{plan_id}/preview")
def preview(unit: ReadUnit, plan_id: str, form: Sent) -> Response:
    """Totals and remarks for what is typed just now; writes nothing."""
    seen = plan_at_desk(unit, plan_id)
    return page("plan_preview.html", Frame(title=""), _content(unit, seen, form, swap=True))


@router.post("/plans/{plan_id}/edit")
def write(place: Place, here: Here, unit: WriteUnit, plan_id: str, form: Sent) -> Response:
    """Saves the rows; a button of a row does its own thing besides: up-3, down-3, open-3."""
    seen = plan_at_desk(unit, plan_id)
    if form.said("do") == "more":
        longer = replace(form, values={**form.values, "lines": str(lines_of(form) + SPARE)})
        return _edit_page(place, here, unit, seen, longer)
    written = attempt(unit, lambda: _write(unit, seen, form))
    if isinstance(written, Invalid | Conflict):
        return _edit_page(place, here, unit, seen, form.refused(written))
    return done(written, "saved")


def _write(unit: Unit, seen: Seen, form: Form) -> str:
    """Where to go on after saving."""
    plan_id = seen.plan.id
    reader = Reader(form)
    first, last = reader.day("first_on"), reader.day("last_on")
    kind = reader.among("kind", dict(KINDS), "Выберите вид плана.")
    read = read_rows(form, rows_of(unit.session, plan_id))
    if reader.faults or read.faults:
        raise Invalid({**reader.faults, **read.faults})
    doing, _, number = form.said("do").partition("-")
    at = read.lines.index(int(number)) if number.isdigit() and int(number) in read.lines else -1
    rows = moved(read.rows, at, {"up": -1, "down": 1}.get(doing, 0))
    draft = PlanDraft(kind=PlanKind(kind), first_on=first, last_on=last)
    try:
        write_days(unit, plan_id, reader.number("rev"), draft, rows)
    except Invalid as refused:
        raise Invalid(read.renamed(refused.faults)) from None
    if doing == "open" and at >= 0:
        return f"/plans/{plan_id}/rows/{rows_of(unit.session, plan_id)[at].key}"
    return f"/plans/{plan_id}" if doing == "look" else f"/plans/{plan_id}/edit"


@router.post("/plans/{plan_id}/remove")
def remove(place: Place, here: Here, unit: WriteUnit, plan_id: str, form: Sent) -> Response:
    seen = plan_at_desk(unit, plan_id)
    removed = attempt(unit, lambda: remove_draft(unit, plan_id, Reader(form).number("rev")))
    if isinstance(removed, Invalid | Conflict):
        return plan_page(place, here, unit, seen, plan_form(seen).refused(removed))
    return done(f"/cases/{removed}/plan", "removed")
