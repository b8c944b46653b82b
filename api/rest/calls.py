"""Lessons that a teacher is asked to take over: read, taken by the first who agrees, or declined."""

from __future__ import annotations

from datetime import date

from fastapi import Request
from fastapi.responses import Response
from pydantic import Field

from api.deps import ReadUnit, WriteUnit
from api.rest.answers import Once, Paged, changed, listing
from api.rest.routing import lists, section, writes
from api.rest.shapes import SAMPLE_ID, Id, Page, Told, links
from api.services.days.repairs.substituting import Calling, accept, calling, calls_of, decline
from models.repair import CallState

router = section("calls")


class CallTold(Told):
    """No name of a child. mine: the asker has taken it. answer: the asker's own word, null: none yet. handover: what
    to know of the lesson, told to who has it."""

    call: str = Field(examples=[SAMPLE_ID])
    state: CallState
    on: date
    start_min: int
    end_min: int
    subject: str
    grade: int
    form: str = Field(examples=["home"])
    answer: bool | None
    mine: bool
    handover: str


def _told(each: Calling) -> CallTold:
    row = each.call
    at = f"/calls/{row.id}"
    return CallTold(
        call=row.id, state=CallState(row.state), on=row.on_date, start_min=row.start_min, end_min=row.end_min,
        subject=row.subject, grade=each.grade, form=row.form, answer=each.answer, mine=each.is_mine,
        handover=each.handover, links=links(accept=f"{at}/accept", decline=f"{at}/decline"),
    )  # fmt: skip


@lists(router, "/calls", Page[CallTold])
def list_calls(request: Request, unit: ReadUnit, paging: Paged) -> Response:
    """What the asker could still answer or has taken, the next first."""
    return listing(request, paging, calls_of(unit), _told, Page[CallTold])


@writes(router, "POST", "/calls/{call_id}/accept", CallTold)
def accept_call(unit: WriteUnit, once: Once, call_id: Id) -> Response:
    """The first who agrees has the lesson; 409 with a clear sentence for everybody after."""

    def act() -> Response:
        accept(unit, call_id)
        return changed(_told(calling(unit, call_id)))

    return once(None, act)


@writes(router, "POST", "/calls/{call_id}/decline", CallTold)
def decline_call(unit: WriteUnit, once: Once, call_id: Id) -> Response:
    """A later word counts while nobody has taken it."""

    def act() -> Response:
        decline(unit, call_id)
        return changed(_told(calling(unit, call_id)))

    return once(None, act)
