"""Orders: one may speak of several pupils, and the end of one of them leaves the others as they are."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import Place, ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.pages.cases.files import CheckedFile, handed, keep
from api.pages.cases.showing import NOBODY, Choices, OnStage, Stage, named, paged
from api.pages.frame import ORDERS
from api.services.cases.orderlist import (
    Candidate,
    OrderRow,
    OrderSheet,
    candidates,
    order_of,
    order_rows,
    order_sheet,
    years_of,
)
from api.services.cases.orders import LineDraft, OrderDraft, end_line, issue_order
from api.services.papers.attachments import fetch
from api.services.people.staff import in_roles
from api.services.unit import Unit
from api.web.forms import Form, Reader, Sent, attempt, done, form_of
from api.web.listing import Listed, listed
from models.person import Role

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersPage:
    asked: str
    orders: Listed[OrderRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrderPage:
    """ticked: cases chosen. Each candidate has fields `first-<case>` and `last-<case>`, its faults `line-<case>`."""

    form: Form
    year_id: str
    years: Choices
    deputies: Choices
    candidates: tuple[Candidate, ...]
    ticked: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPage:
    """refused_case: whose line could not be ended."""

    order: OrderSheet
    form: Form
    refused_case: str


@router.api_route("/orders", methods=["GET", "HEAD"])
def orders(stage: OnStage, unit: ReadUnit, q: str = "", page: str = "", said: str = "") -> Response:
    found = listed(order_rows(unit, q), paged(page), "/orders", {"q": q[:60]})
    content = OrdersPage(asked=q[:60], orders=found)
    return stage.show("orders.html", "Приказы", content, said=said, path=ORDERS.href)


@router.api_route("/orders/new", methods=["GET", "HEAD"])
def new_order(stage: OnStage, unit: ReadUnit, case_id: str = "", year_id: str = "") -> Response:
    years = [year.id for year in years_of(unit)]
    year = year_id if year_id in years else next(iter(years), "")
    found = candidates(unit, year)
    days = {f"first-{entry.case_id}": entry.first for entry in found}
    days |= {f"last-{entry.case_id}": entry.last for entry in found}
    form = form_of(issued_on=unit.today, year_id=year, deputy_id=_me(unit), **days)
    return _new(stage, unit, form, frozenset({case_id}), found=found)


def _me(unit: Unit) -> str:
    return unit.actor.account_id if unit.actor.role == Role.DEPUTY else ""


@router.post("/orders")
def issue(stage: OnStage, unit: WriteUnit, sent: Sent) -> Response:
    chosen = sent.several("case")
    made = attempt(unit, lambda: issue_order(unit, _draft(unit, sent, chosen)))
    if isinstance(made, Invalid):
        form = sent.refused(Invalid(_beside(made, chosen)))
        return _new(stage, unit, form, frozenset(chosen), made.status)
    if isinstance(made, Conflict):
        return _new(stage, unit, sent.refused(made), frozenset(chosen), made.status)
    return done(f"/orders/{made.id}", "added")


def _draft(unit: Unit, sent: Form, chosen: tuple[str, ...]) -> OrderDraft:
    reader = Reader(sent)
    known = frozenset(person.id for person in in_roles(unit, [Role.DEPUTY])) | {""}
    draft = OrderDraft(
        year_id=reader.among("year_id", frozenset(year.id for year in years_of(unit)), NOBODY),
        number=reader.text("number"), issued_on=reader.day("issued_on"),
        deputy_id=reader.among("deputy_id", known, NOBODY) or None,
        lines=tuple(
            LineDraft(case_id=key, first_on=reader.day(f"first-{key}"), last_on=reader.day(f"last-{key}"))
            for key in chosen
        ),
    )  # fmt: skip
    reader.check()
    return draft


def _beside(refused: Invalid, chosen: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The service names lines by their place, the page by their case."""
    places = {f"lines.{place}": f"line-{key}" for place, key in enumerate(chosen)}
    return {places.get(field, field): sentences for field, sentences in refused.faults.items()}


def _new(
    stage: Stage, unit: Unit, form: Form, ticked: frozenset[str], status: int = 200,
    found: tuple[Candidate, ...] | None = None,
) -> Response:  # fmt: skip
    years = tuple((year.id, year.title) for year in years_of(unit))
    content = NewOrderPage(
        form=form, year_id=form.said("year_id"), years=years, deputies=named(in_roles(unit, [Role.DEPUTY])),
        candidates=candidates(unit, form.said("year_id")) if found is None else found, ticked=ticked,
    )  # fmt: skip
    return stage.show("order_new.html", "Новый приказ", content, status, path=ORDERS.href)


@router.api_route("/orders/{order_id}", methods=["GET", "HEAD"])
def order(stage: OnStage, unit: ReadUnit, order_id: str, said: str = "") -> Response:
    return _show(stage, unit, order_id, form_of(ended_on=unit.today), said=said)


def _show(stage: Stage, unit: Unit, order_id: str, form: Form, status: int = 200, said: str = "") -> Response:
    content = OrderPage(order=order_sheet(unit, order_id), form=form, refused_case=form.said("case_id"))
    return stage.show("order.html", "Приказ", content, status, said, ORDERS.href)


@router.post("/orders/{order_id}/end")
def end(stage: OnStage, unit: WriteUnit, order_id: str, sent: Sent) -> Response:
    def act() -> None:
        reader = Reader(sent)
        rev, ended_on = reader.number("rev"), reader.day("ended_on")
        reader.check()
        end_line(unit, order_id, reader.text("case_id"), rev, ended_on)

    refused = attempt(unit, act)
    if isinstance(refused, Invalid | Conflict):
        return _show(stage, unit, order_id, sent.refused(refused), refused.status)
    return done(f"/orders/{order_id}", "ended")


@router.post("/orders/{order_id}/file")
def keep_file(
    place: Place, stage: OnStage, file: CheckedFile, unit: WriteUnit, order_id: str, sent: Sent
) -> Response:
    refused = keep(place, unit, order_of(unit, order_id), file, sent)
    if refused is not None:
        return _show(stage, unit, order_id, sent.refused(refused), refused.status)
    return done(f"/orders/{order_id}", "saved")


@router.get("/orders/{order_id}/file")
def hand_out(place: Place, unit: WriteUnit, order_id: str) -> Response:
    return handed(fetch(unit, place.files, order_of(unit, order_id)))
