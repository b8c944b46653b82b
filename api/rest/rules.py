"""Rules and weights of the school: what runs go by from then on."""

from __future__ import annotations

from typing import Annotated

from fastapi import Request
from fastapi.responses import Response
from pydantic import Field

from api.deps import ReadUnit, WriteUnit
from api.errors import Stale
from api.rest.answers import Tags, changed, single
from api.rest.routing import reads, section, writes
from api.rest.shapes import PLAIN, Sent, Told, links
from api.services.runs.lifting import LIFTABLE
from api.services.runs.rules import MOST_WEIGHT, MOST_WORDS, Choices, Wanted, choices_of, write_choices
from models.timetable import LiftReason, Severity

router = section("rules")
AT = "/timetable-rules"
Weight = Annotated[int, Field(strict=True, ge=0, le=MOST_WEIGHT)]


class RulesSent(Sent):
    """weights: by code of a goal, those left out stay. severities: by code of a rule the law leaves to the school,
    those left out stay; a change of them needs a reason, which goes into the log."""

    weights: dict[str, Weight] = Field(examples=[{"wish": 120}])
    severities: dict[str, Severity] = Field(examples=[{"teacher.gap": "blocks"}])
    reason: LiftReason | None = None
    words: Annotated[str, Field(strict=True, max_length=MOST_WORDS, pattern=PLAIN)] = ""


class RulesTold(Told):
    rev: int = Field(examples=[1])
    weights: dict[str, int] = Field(examples=[{"wish": 60, "travel": 1}])
    severities: dict[str, Severity] = Field(examples=[dict.fromkeys(LIFTABLE, "blocks")])


def _told(now: Choices) -> RulesTold:
    return RulesTold(
        rev=now.rev, weights=dict(now.weights), severities=dict(now.severities), links=links(this=AT)
    )


@reads(router, AT, RulesTold)
def get_rules(request: Request, unit: ReadUnit) -> Response:
    now = choices_of(unit)
    return single(request, _told(now), now)


@writes(router, "PUT", AT, RulesTold)
def put_rules(unit: WriteUnit, tags: Tags, sent: RulesSent) -> Response:
    now = choices_of(unit)
    if str(now.rev) not in tags:
        raise Stale(str(now.rev))
    wanted = Wanted(
        weights={**now.weights, **sent.weights}, severities={**now.severities, **sent.severities},
        reason=sent.reason or "", words=sent.words,
    )  # fmt: skip
    made = write_choices(unit, now.rev, wanted)
    return changed(_told(made), made)
