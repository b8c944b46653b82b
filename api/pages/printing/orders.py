"""The order itself with every child in it; parents get an extract each, from the case of their child."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from api.deps import Acting, Here, Place, ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.pages.cases.showing import Choices, OnStage, Stage
from api.pages.doing import again as anew
from api.pages.frame import ORDERS
from api.pages.printing.cases import CHOOSE, written
from api.services.cases.orderlist import OrderSheet, order_sheet
from api.services.printing.issuing import IssuedLine, issued_for_order, prepare_order
from api.services.unit import Unit
from api.web.forms import Form, Sent, form_of
from api.web.papermaking import LAYOUTS, Ready, layout_of, ready
from models.base import new_id

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPrintPage:
    order: OrderSheet
    form: Form
    layouts: Choices
    issued: tuple[IssuedLine, ...]


@router.api_route("/orders/{order_id}/print", methods=["GET", "HEAD"])
def papers(stage: OnStage, unit: ReadUnit, order_id: str) -> Response:
    return _show(stage, unit, order_id, form_of(request=new_id()))


def made_of_order(place: Place, here: Here, order_id: str, sent: Sent) -> Ready | Conflict | Invalid:
    layout = layout_of(sent.said("layout"))
    if layout is None:
        return Invalid({"layout": [CHOOSE]})
    return ready(place, here, layout, lambda unit: prepare_order(unit, order_id))


MadeOfOrder = Annotated[Ready | Conflict | Invalid, Depends(made_of_order)]


@router.post("/orders/{order_id}/print")
def make(
    place: Place, stage: OnStage, made: MadeOfOrder, act: Acting, unit: WriteUnit, order_id: str, sent: Sent
) -> Response:
    told = written(place, act, made, sent)
    if isinstance(told, Response):
        return told
    return _show(stage, unit, order_id, anew(sent, told), told.status)


def _show(stage: Stage, unit: Unit, order_id: str, form: Form, status: int = 200) -> Response:
    content = OrderPrintPage(
        order=order_sheet(unit, order_id), form=form, layouts=LAYOUTS, issued=issued_for_order(unit, order_id)
    )
    return stage.show("print_order.html", "Приказ на печать", content, status, path=ORDERS.href)
