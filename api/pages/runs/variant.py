"""One variant: its score, boards by pupil and by teacher, what has no time and why, its name, its end."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.pages.runs.boards import Board, board, values_of
from api.pages.runs.showing import Choices, OnStage, Stage
from api.services.board.drafts import drafts_on
from api.services.runs.reasons import Unplaced, unplaced_of
from api.services.runs.variants import (
    Stands,
    origin_of,
    read_variant,
    remove_variant,
    rename_variant,
    restore_variant,
    variants,
)
from api.services.runs.watching import names_of, variant_figures, variant_score
from api.services.runs.worst import WorstOff, worst_off
from api.services.unit import Unit
from api.web.forms import Form, Reader, Sent, attempt, done, form_of

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantPage:
    """others: variants it can be compared with. drafts: open ones, address and whose.
    origin: what it can be made anew from, in pairs; repeatable: as a file, too.
    warnings: of rules the school has let go."""

    id: str
    name: str
    number: int
    rev: int
    removed: bool
    author: str
    at: str
    short: str
    figures: Choices
    origin: Choices
    repeatable: bool
    unplaced: tuple[Unplaced, ...]
    warnings: tuple[str, ...]
    worst: WorstOff | None
    board: Board
    teachers: bool
    others: Choices
    drafts: Choices
    form: Form


@router.api_route("/variants/{variant_id}", methods=["GET", "HEAD"])
def variant(
    stage: OnStage, unit: ReadUnit, variant_id: str, said: str = "", view: str = "", page: int = 1
) -> Response:
    return _show(stage, unit, variant_id, said=said, teachers=view == "teachers", number=page)


@router.post("/variants/{variant_id}/rename")
def rename(stage: OnStage, unit: WriteUnit, variant_id: str, sent: Sent) -> Response:
    made = attempt(unit, lambda: rename_variant(unit, variant_id, _rev(sent), sent.said("name")))
    if isinstance(made, Invalid | Conflict):
        return _show(stage, unit, variant_id, sent.refused(made), made.status)
    return done(f"/variants/{variant_id}", "saved")


@router.post("/variants/{variant_id}/remove")
def remove(stage: OnStage, unit: WriteUnit, variant_id: str, sent: Sent) -> Response:
    made = attempt(unit, lambda: remove_variant(unit, variant_id, _rev(sent)))
    if isinstance(made, Invalid | Conflict):
        return _show(stage, unit, variant_id, Form().refused(made), made.status)
    return done(f"/timetables?removed={variant_id}", "removed")


@router.post("/variants/{variant_id}/restore")
def restore(unit: WriteUnit, variant_id: str) -> Response:
    restore_variant(unit, variant_id)
    return done(f"/variants/{variant_id}", "restored")


def show_refused(stage: Stage, unit: Unit, variant_id: str, refused: Invalid | Conflict) -> Response:
    """The variant with what could not be done with it."""
    return _show(stage, unit, variant_id, Form().refused(refused), refused.status)


def _rev(sent: Form) -> int:
    reader = Reader(sent)
    rev = reader.number("rev")
    reader.check()
    return rev


def _show(
    stage: Stage, unit: Unit, variant_id: str, form: Form | None = None, status: int = 200, said: str = "",
    teachers: bool = False, number: int = 1,
) -> Response:  # fmt: skip
    stands = read_variant(unit, variant_id)
    row = stands.row
    content = VariantPage(
        id=row.id, name=row.name, number=row.number, rev=row.rev, removed=row.removed_at is not None,
        author=names_of(unit.session, [row.account_id])[row.account_id], at=stage.moment(row.created_at),
        short=variant_score(row), figures=variant_figures(stands), origin=origin_of(unit, row),
        repeatable=bool(row.recipe),
        unplaced=unplaced_of(stands.problem, stands.timetable), worst=worst_off(stands.problem, stands.timetable),
        warnings=stands.warnings, board=_board(stands, teachers, number), teachers=teachers,
        others=_others(unit, stands), drafts=_drafts(unit, row.id), form=_filled(form, row.name),
    )  # fmt: skip
    return stage.show("variant.html", row.name, content, status, said)


def _filled(form: Form | None, name: str) -> Form:
    """What was typed; the name as it is where nothing was."""
    if form is None or form.values:
        return form or form_of(name=name)
    return Form(values={"name": name}, refusal=form.refusal)


def _board(stands: Stands, teachers: bool, number: int) -> Board:
    values = values_of(stands.problem, stands.timetable)
    return board(values, teachers, number, f"/variants/{stands.row.id}")


def _drafts(unit: Unit, variant_id: str) -> Choices:
    return tuple(
        (f"/boards/{draft.id}", "ваша" if draft.account_id == unit.actor.account_id else name)
        for draft, name in drafts_on(unit, variant_id)
    )


def _others(unit: Unit, stands: Stands) -> Choices:
    found = variants(unit, stands.row.year_id)
    return tuple((row.id, f"{row.number}. {row.name}") for row in found if row.id != stands.row.id)
