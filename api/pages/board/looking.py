"""Looking at a board: the page, the starts of a lesson in hand, what stands against a start. Nothing changes here."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from api.deps import ReadUnit
from api.pages.board.asking import Asked, Asks, when_of
from api.pages.board.cards import Cards
from api.pages.board.hand import Hand, hand_of
from api.pages.board.showing import InSpite, Offer, Showing, in_spite_of, offers_of, taken_at
from api.pages.runs.showing import OnStage
from api.services.board.drafts import Desk, look
from api.web.rendering import render
from scheduler.terms import Weekday

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of the page, for one that is open already. when, reasons, offers: of a start that is
    closed."""

    id: str
    asked: Asked
    rev: int
    seen: str
    hand: Hand | None
    when: str = ""
    reasons: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    in_spite: InSpite | None = None


@router.api_route("/boards/{draft_id}", methods=["GET", "HEAD"])
def board(stage: OnStage, unit: ReadUnit, draft_id: str, asks: Asks, said: str = "") -> Response:
    return Showing(stage=stage, unit=unit, draft_id=draft_id, asked=asks).page(said=said)


@router.api_route("/boards/{draft_id}/starts", methods=["GET", "HEAD"])
def starts(stage: OnStage, unit: ReadUnit, draft_id: str, asks: Asks) -> Response:
    """The lesson in hand alone, for a page that is open already; empty where nothing is."""
    desk = look(unit, draft_id)
    part = _part(desk, asks, Cards(desk.held, asks).days)
    return HTMLResponse(render("boards/hand_alone.html", stage.frame(""), part))


@router.api_route("/boards/{draft_id}/taken", methods=["GET", "HEAD"])
def taken(stage: OnStage, unit: ReadUnit, draft_id: str, asks: Asks, to: str = "") -> Response:
    """Why a start is closed and which lessons could change places, for a page that is open already."""
    desk = look(unit, draft_id)
    found = taken_at(desk.held, asks, to)
    part = replace(
        _part(desk, asks, ()), when=when_of(to), reasons=found.reasons, offers=offers_of(desk.held, found),
        in_spite=in_spite_of(found, to),
    )  # fmt: skip
    return HTMLResponse(render("boards/taken.html", stage.frame(""), part))


def _part(desk: Desk, asked: Asked, days: tuple[Weekday, ...]) -> Part:
    """days: those that starts are drawn of."""
    hand = hand_of(desk.held, asked, days) if desk.draft.closed_at is None else None
    return Part(id=desk.draft.id, asked=asked, rev=desk.draft.rev, seen=desk.last_id, hand=hand)
