"""`/v/…`: who holds a paper asks whether its version is in force. Nothing personal is told, nobody is asked who."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.deps import Place
from api.pages.calendar.feed import network_of
from api.services.feeds.memory import UNKNOWN_A_MINUTE
from api.services.printing.checking import Verdict, verdict_of
from api.web.rendering import Frame, page
from models.engines import reading

router = APIRouter()
ALWAYS = {"cache-control": "no-store", "referrer-policy": "no-referrer", "x-robots-tag": "noindex"}
TITLE = "Проверка версии"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPage:
    """verdict None: nobody has such a code. slow: seconds to wait, after too many wrong ones."""

    verdict: Verdict | None
    slow: int


@router.api_route("/v/{code}", methods=["GET", "HEAD"])
def check(request: Request, place: Place, code: str) -> Response:
    """Guessing is slowed down by network; codes that are known never are."""
    with reading(place.engine) as session:
        today = place.clock().astimezone(place.settings.zone).date()
        verdict = verdict_of(session, code[:40], today)
    slow = 0 if verdict else place.feeds.wait(f"code {network_of(request)}", UNKNOWN_A_MINUTE)
    status = 200 if verdict else (429 if slow else 404)
    content = CheckPage(verdict=verdict, slow=slow)
    answer = page("check.html", Frame(title=TITLE, path="/v"), content, status)
    answer.headers.update(ALWAYS | ({"retry-after": str(slow)} if slow else {}))
    return answer
