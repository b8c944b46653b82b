"""The page of an invitation link. Looking spends nothing; the button does, once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api import cookies, entrance
from api.deps import Here, Place, Presence, visit_of
from api.errors import Invalid
from api.installation import Installation
from api.pages.frame import frame
from api.services.entry.signin import Next, Refused
from api.services.people.invitations import Look, Standing
from api.web.rendering import page
from models.session import InvitationPurpose

router = APIRouter()

DIFFERENT = "Пароли не совпали. Введите один и тот же дважды."


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationPage:
    """standing: which of the four screens. staff: a password is set. inside: somebody is signed in here already."""

    standing: Standing
    path: str
    staff: bool
    login: str
    school: str
    inside: bool
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPage:
    """fault: why the wish was not taken just now."""

    fault: str | None


@router.api_route("/invitation/{token}", methods=["GET", "HEAD"])
def invitation(place: Place, here: Here, token: str) -> Response:
    return _shown(place, here, token, entrance.look_at_invitation(place, token))


@router.post("/invitation/{token}")
def spend(
    request: Request, place: Place, here: Here, token: str,
    password: Annotated[str, Form()] = "", again: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    seen = entrance.look_at_invitation(place, token)
    if seen.purpose == InvitationPurpose.STAFF and password != again:
        return _shown(place, here, token, seen, (DIFFERENT,), 422)
    try:
        outcome = entrance.spend_invitation(place, token, visit_of(request, place), password)
    except Invalid as refused:
        return _shown(place, here, token, seen, refused.faults["password"], 422)
    if isinstance(outcome, Refused):
        return _shown(place, here, token, entrance.look_at_invitation(place, token), status=410)
    response = RedirectResponse("/" if outcome.next == Next.DONE else "/signin/code", 303)
    cookies.keep_entered(response, place, outcome)
    return response


@router.post("/invitation/{token}/again")
def again(place: Place, here: Here, token: str) -> Response:
    """«Прислать ссылку снова»: answered alike for every link, the never made ones included."""
    refused = entrance.ask_for_invitation(place, token)
    content = AskedPage(fault=refused.sentence if refused else None)
    response = page("asked.html", frame(place, here, "Приглашение", "/invitation"), content)
    if refused is not None:
        response.status_code, response.headers["retry-after"] = 429, str(refused.wait_s)
    return response


def _shown(
    place: Installation,
    here: Presence,
    token: str,
    seen: Look,
    faults: tuple[str, ...] = (),
    status: int = 200,
) -> Response:
    content = InvitationPage(
        standing=seen.standing, path=f"/invitation/{token}", staff=seen.purpose == InvitationPurpose.STAFF,
        login=seen.login or "", school=seen.school or "", inside=here.live is not None, faults=faults,
    )  # fmt: skip
    response = page("invitation.html", frame(place, here, "Приглашение", "/invitation"), content, status)
    response.headers["x-robots-tag"] = "noindex, nofollow"
    return response
