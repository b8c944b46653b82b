"""The start page «Что требует внимания», and the list of cases."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import Here, Place, ReadUnit
from api.pages.frame import CASES, START, frame
from api.services.cases.attention import attention
from api.services.cases.caselist import CaseLine, case_lines
from api.services.cases.watch import Attention, Severity
from api.services.desk import DESK
from api.services.unit import Unit
from api.web.rendering import page

router = APIRouter()

MARK = {
    Severity.OVERDUE: ("late", "Просрочено"),
    Severity.URGENT: ("late", "Срочно"),
    Severity.SOON: ("soon", "Скоро"),
    Severity.NOTICE: ("fine", "Заранее"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to see to; look and mark: its urgency as a class of style and as a word."""

    look: str
    mark: str
    on: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPage:
    """at_desk: False for roles that have nothing to see to here."""

    at_desk: bool
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesPage:
    """asked: what was searched for."""

    asked: str
    lines: tuple[CaseLine, ...]


@router.api_route("/", methods=["GET", "HEAD"])
def start(place: Place, here: Here, unit: ReadUnit) -> Response:
    content = StartPage(at_desk=unit.actor.role in DESK, items=_items(unit))
    return page("start.html", frame(place, here, "Что требует внимания", START.href), content)


@router.api_route("/cases", methods=["GET", "HEAD"])
def cases(place: Place, here: Here, unit: ReadUnit, q: str = "") -> Response:
    content = CasesPage(asked=q[:100], lines=case_lines(unit, q))
    return page("cases.html", frame(place, here, "Дела", CASES.href), content)


def _items(unit: Unit) -> tuple[Item, ...]:
    if unit.actor.role not in DESK or unit.actor.school_id is None:
        return ()
    return tuple(_item(entry) for entry in attention(unit, unit.actor.school_id))


def _item(entry: Attention) -> Item:
    look, mark = MARK[entry.severity]
    return Item(look=look, mark=mark, on=f"{entry.on:%d.%m.%Y}", sentence=entry.sentence)
