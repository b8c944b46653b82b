"""What needs somebody to see to it: of the whole school, of one case."""

from __future__ import annotations

from datetime import date

from fastapi import Request
from fastapi.responses import Response
from pydantic import Field

from api.deps import ReadUnit
from api.rest.answers import Paged, listing
from api.rest.routing import lists, section
from api.rest.shapes import Id, Page, Told, links
from api.services.cases import attention
from api.services.cases.watch import Attention, Severity, Topic
from api.services.desk import at_desk

router = section("attention")


class AttentionTold(Told):
    """on: the day it is about. case_id none: about the school. The sentence names no person."""

    topic: Topic
    severity: Severity
    on: date
    sentence: str = Field(examples=["К-01: не хватает документов: заключение ПМПК (п. 2.2)."])
    case_id: str | None
    code: str | None = Field(examples=["К-01"])


def _told(entry: Attention) -> AttentionTold:
    about = f"/cases/{entry.case_id}" if entry.case_id else None
    return AttentionTold(
        topic=entry.topic, severity=entry.severity, on=entry.on, sentence=entry.sentence,
        case_id=entry.case_id, code=entry.code, links=links(case=about),
    )  # fmt: skip


@lists(router, "/attention", Page[AttentionTold])
def list_attention(request: Request, unit: ReadUnit, paging: Paged) -> Response:
    """Everything the school has to see to, the most urgent first."""
    found = attention.attention(unit, at_desk(unit))
    return listing(request, paging, found, _told, Page[AttentionTold])


@lists(router, "/cases/{case_id}/attention", Page[AttentionTold])
def list_attention_of_case(request: Request, unit: ReadUnit, paging: Paged, case_id: Id) -> Response:
    """The same for one case."""
    return listing(request, paging, attention.attention_of(unit, case_id), _told, Page[AttentionTold])
