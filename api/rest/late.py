"""«Опоздал на …»: what a teacher says of a lesson, and the ways the desk is proposed to put right by it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Request
from fastapi.responses import Response
from pydantic import Field

from api.deps import ReadUnit, WriteUnit
from api.rest.answers import Once, Paged, changed, listing
from api.rest.days import LessonSent
from api.rest.places import RoadTold, one_road
from api.rest.routing import lists, section, writes
from api.rest.shapes import SAMPLE_ID, Page, Plain, Ref, Sent, Told, Whole, links
from api.services.travel.late import MOST_MIN, tell_late
from api.services.travel.learning import LONGEST, Proposal, leave, proposals, take

router = section("late arrivals")


class LateSent(LessonSent):
    """Told again it is put right; 0 takes it back."""

    late_min: Annotated[Whole, Field(ge=0, le=MOST_MIN, examples=[12])]


class LateTold(Told):
    case_id: str = Field(examples=[SAMPLE_ID])
    lesson: str
    late_min: int = Field(description="0: nobody was late")


class LateOnce(Plain):
    """way_min: minutes on the way then, the wait at the end of the lesson before included."""

    teacher: str
    on: date
    late_min: int
    way_min: int


class ProposalTold(Told):
    """A way that took longer than is counted, with every time it did."""

    from_id: str = Field(examples=[SAMPLE_ID])
    to_id: str = Field(examples=[SAMPLE_ID])
    from_title: str
    to_title: str
    known_min: int | None = Field(description="minutes counted now; none: nobody knows")
    wanted_min: int = Field(description="the middle one of the ways that were late")
    late: tuple[LateOnce, ...]


class PairSent(Sent):
    from_id: Ref
    to_id: Ref


class TakeSent(PairSent):
    minutes: Annotated[Whole, Field(ge=0, le=LONGEST, examples=[42])]


@writes(router, "POST", "/lessons/late", LateTold)
def tell_late_arrival(unit: WriteUnit, once: Once, sent: LateSent) -> Response:
    """By who gives the lesson, from its start on, as long as the desk has not looked at it."""

    def act() -> Response:
        row = tell_late(unit, sent.key, sent.late_min)
        to = links(this="/lessons", case=f"/cases/{sent.case_id}")
        told = LateTold(
            links=to, case_id=sent.case_id, lesson=sent.lesson, late_min=row.late_min if row else 0
        )
        return changed(told, row)

    return once(sent, act)


def _proposal(found: Proposal) -> ProposalTold:
    at = f"/places/{found.from_id}/roads/{found.to_id}"
    to = links(this="/late-ways", road=at, take="/late-ways/take", leave="/late-ways/leave")
    return ProposalTold(
        links=to, from_id=found.from_id, to_id=found.to_id, from_title=found.from_title, to_title=found.to_title,
        known_min=found.known_min, wanted_min=found.wanted_min,
        late=tuple(
            LateOnce(teacher=each.teacher, on=each.on, late_min=each.late_min, way_min=each.way_min)
            for each in found.late
        ),
    )  # fmt: skip


@lists(router, "/late-ways", Page[ProposalTold])
def list_late_ways(request: Request, unit: ReadUnit, paging: Paged) -> Response:
    """Those with most late arrivals first."""
    return listing(request, paging, proposals(unit), _proposal, Page[ProposalTold])


@writes(router, "POST", "/late-ways/take", RoadTold)
def take_late_way(unit: WriteUnit, once: Once, sent: TakeSent) -> Response:
    """Writes the minutes into the table of roads, that way."""

    def act() -> Response:
        take(unit, (sent.from_id, sent.to_id), sent.minutes)
        return changed(one_road(unit, sent.from_id, sent.to_id))

    return once(sent, act)


@writes(router, "POST", "/late-ways/leave", RoadTold)
def leave_late_way(unit: WriteUnit, once: Once, sent: PairSent) -> Response:
    """The road stays as it is; what was told of it is settled."""

    def act() -> Response:
        leave(unit, (sent.from_id, sent.to_id))
        return changed(one_road(unit, sent.from_id, sent.to_id))

    return once(sent, act)
