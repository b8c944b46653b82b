"""A workbook that was brought: headings nobody knows, faults, what taking it over would do; taking it over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import RedirectResponse, Response

from api.deps import Here, Place, ReadUnit, WriteUnit
from api.entrance import found
from api.errors import Conflict, Invalid
from api.pages.data.book import Brought, opened
from api.pages.data.stage import BOOK, Around, OnStage, Stage, year_at
from api.services.registry.columns import SKIP, Question, questions, remember
from api.services.registry.difference import Fate, Item
from api.services.registry.importing import ImportPlan
from api.services.registry.staging import (
    Reading,
    apply_import,
    read_grids,
    stage,
    staged_book,
    staged_plan,
    staged_reading,
    throw_away,
    under_review,
)
from api.services.unit import Unit
from api.web.forms import Form, Sent, attempt, done
from api.web.listing import Listed, listed
from models.engines import reading

router = APIRouter(prefix=BOOK.href)
REVIEW = f"{BOOK.href}/review"
ITEMS = f"{BOOK.href}/items"
FIRST = 25  # lines of a group that are shown at once
Number = Annotated[int, Query(alias="page")]
GROUPS = {
    Fate.ADD: ("Добавится", "Этого в системе ещё нет."),
    Fate.CHANGE: ("Изменится", "Показано, что стоит сейчас и что будет."),
    Fate.GONE: (
        "Есть в системе, нет в книге",
        "Само ничего не удаляется. Отметьте то, что больше не нужно, остальное останется.",
    ),
    Fate.LEFT: ("Не переносится", "У каждой строки написано почему."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One fate. shown: some of its lines; the others are behind `more`."""

    fate: str
    title: str
    note: str
    total: int
    shown: tuple[Item, ...]
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """asked: headings to be explained. plan: None while there are faults."""

    around: Around
    year: str
    form: Form
    reading: Reading
    asked: tuple[Question, ...]
    skip: str
    plan: ImportPlan | None
    groups: tuple[Group, ...]
    ends: int
    ticked: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemsPage:
    around: Around
    title: str
    note: str
    found: Listed[Item]


@router.api_route("/review", methods=["GET", "HEAD"])
def review(at: OnStage, unit: ReadUnit, said: str = "") -> Response:
    if not _waits(unit):
        return _back()
    return _show(at, unit, Form(), said=said)


@router.api_route("/items", methods=["GET", "HEAD"])
def whole_group(at: OnStage, unit: ReadUnit, fate: Fate = Fate.ADD, number: Number = 1) -> Response:
    if not _waits(unit):
        return _back()
    items = staged_plan(unit, year_at(unit).id).of(fate)
    title, note = GROUPS[fate]
    part = listed(items, number, ITEMS, {"fate": fate.value})
    content = ItemsPage(around=at.around(BOOK), title=title, note=note, found=part)
    return at.show("items.html", title, content)


def _back() -> Response:
    """There is nothing to look through any more."""
    return RedirectResponse(BOOK.href, 303)


def _waits(unit: Unit) -> bool:
    return under_review(unit, year_at(unit).id)


def staged_again(place: Place, here: Here) -> Brought | None:
    """The workbook under review once more, read and taken apart before the writing unit begins; None: there is none."""
    with reading(place.engine) as session:
        unit = place.unit(place.door(session, here.at), found(here.live))
        if not _waits(unit):
            return None
        book = staged_book(unit, year_at(unit).id)
    return Brought(book=book, grids=opened(book))


@router.post("/columns")
def explain(
    at: OnStage, sent: Sent, book: Annotated[Brought | None, Depends(staged_again)], unit: WriteUnit
) -> Response:
    """Headings are remembered, and the workbook is read anew with what they mean."""
    if book is None:
        return _back()
    year_id = year_at(unit).id

    def act() -> None:
        asked = questions(staged_reading(unit, year_id).unknown)
        remember(unit, asked, {question.name: sent.said(question.name) for question in asked})
        stage(unit, year_id, book.book, read_grids(unit, book.grids))

    made = attempt(unit, act)
    if isinstance(made, Invalid | Conflict):
        return _show(at, unit, sent.refused(made), made.status)
    return done(REVIEW, "saved")


@router.post("/apply")
def apply(at: OnStage, unit: WriteUnit, sent: Sent) -> Response:
    if not _waits(unit):
        return _back()
    year_id = year_at(unit).id
    ended = sent.several("end")
    made = attempt(unit, lambda: apply_import(unit, year_id, sent.said("digest"), ended))
    if isinstance(made, Invalid | Conflict):
        return _show(at, unit, sent.refused(made), made.status)
    return done(BOOK.href, "taken")


@router.post("/throw")
def throw(unit: WriteUnit) -> Response:
    if not _waits(unit):
        return _back()
    throw_away(unit, year_at(unit).id)
    return done(BOOK.href, "removed")


def _show(at: Stage, unit: Unit, form: Form, status: int = 200, said: str = "") -> Response:
    year = year_at(unit)
    read = staged_reading(unit, year.id)
    plan = staged_plan(unit, year.id) if read.registry is not None else None
    content = ReviewPage(
        around=at.around(BOOK), year=year.title, form=form, reading=read, asked=questions(read.unknown),
        skip=SKIP, plan=plan, groups=tuple(_groups(plan)) if plan else (),
        ends=sum(item.ends for item in plan.of(Fate.GONE)) if plan else 0, ticked=frozenset(form.several("end")),
    )  # fmt: skip
    return at.show("review.html", "Просмотр книги", content, status, said)


def _groups(plan: ImportPlan) -> Iterable[Group]:
    """Of what is gone everything is shown: ticks of several pages would not come together."""
    for fate, (title, note) in GROUPS.items():
        items = plan.of(fate)
        shown = items if fate == Fate.GONE else items[:FIRST]
        if items:
            yield Group(
                fate=fate.value, title=title, note=note, total=len(items), more=f"{ITEMS}?fate={fate.value}",
                shown=tuple(replace(item, before=None, after=None) for item in shown),
            )  # fmt: skip
