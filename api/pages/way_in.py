"""Signing in: password, then the code where the role asks for one; signing out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api import cookies, entrance
from api.deps import Acting, Here, Place, Presence, visit_of
from api.errors import SignInNeeded
from api.installation import Installation
from api.pages.frame import frame
from api.services.entry import codes, sessions, signin
from api.services.entry.codes import Enrolment
from api.services.entry.signin import Entered, Next, Refused
from api.web.rendering import page
from api.web.square import square
from models.session import SessionKind

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPage:
    """login: kept when the first attempt was refused. lessons: this device may show its teacher's lessons."""

    login: str = ""
    lessons: bool = False
    fault: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePage:
    """first: no application shows codes for this account yet. secret: what it is to be given, in groups of four;
    square: the same as a picture for its camera."""

    first: bool
    secret: str = ""
    square: str = ""
    fault: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryPage:
    codes: tuple[str, ...]


@router.api_route("/signin", methods=["GET", "HEAD"])
def sign_in_page(place: Place, here: Here, said: str = "") -> Response:
    """A teacher's 30 days on a device are no reason to turn them away: more opens with the password only."""
    if here.live is not None and here.live.kind != SessionKind.DEVICE:
        return RedirectResponse("/signin/code" if here.live.kind == SessionKind.PENDING else "/", 303)
    return page(
        "signin.html", frame(place, here, "Вход", "/signin", said), SignInPage(lessons=here.live is not None)
    )


@router.post("/signin")
def sign_in(
    request: Request,
    place: Place,
    here: Here,
    login: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    keep: Annotated[bool, Form()] = False,
) -> Response:
    outcome = entrance.sign_in(place, login, password, visit_of(request, place, keep))
    if isinstance(outcome, Refused):
        content = SignInPage(login=login[:100], fault=outcome.sentence)
        return _refused(page("signin.html", frame(place, here, "Вход", "/signin"), content), outcome)
    return _entered(place, outcome, "/" if outcome.next == Next.DONE else "/signin/code")


@router.api_route("/signin/code", methods=["GET", "HEAD"])
def code_page(place: Place, here: Here) -> Response:
    if here.live is None or here.live.kind != SessionKind.PENDING:
        return RedirectResponse("/", 303)
    content = CodePage(first=here.live.account.totp_since is None)
    return page("code.html", frame(place, here, "Код", "/signin"), content)


@router.post("/signin/app")
def connect_app(place: Place, here: Here, act: Acting) -> Response:
    """Makes the secret: a change, so by POST; shown until a right code has confirmed it."""
    door, live = act
    if live.kind != SessionKind.PENDING or live.account.totp_since is not None:
        return RedirectResponse("/signin/code", 303)
    enrolment = codes.enrolment(door, live.account)
    content = CodePage(
        first=True, secret=_in_fours(enrolment), square=square(enrolment.uri.get_secret_value())
    )
    return page("code.html", frame(place, here, "Код", "/signin"), content)


@router.post("/signin/code")
def code(request: Request, place: Place, here: Here, code: Annotated[str, Form()] = "") -> Response:
    outcome = entrance.prove_code(place, here.token, code.replace(" ", ""), visit_of(request, place))
    if isinstance(outcome, Entered):
        return _after_code(place, here, outcome)
    if outcome.sentence == signin.OVER:
        raise SignInNeeded(outcome.sentence)
    first = here.live is not None and here.live.account.totp_since is None
    content = CodePage(first=first, fault=outcome.sentence)
    return _refused(page("code.html", frame(place, here, "Код", "/signin"), content), outcome)


@router.post("/signout")
def sign_out(place: Place, act: Acting) -> Response:
    sessions.sign_out(*act)
    response = RedirectResponse("/signin", 303)
    cookies.drop_session(response, place, week=True)
    return response


def _after_code(place: Installation, here: Presence, entered: Entered) -> Response:
    """In; after the first code ever, with the recovery codes, which are shown this once."""
    if not entered.recovery:
        return _entered(place, entered, "/")
    codes = tuple(code.get_secret_value() for code in entered.recovery)
    response = page(
        "recovery.html", frame(place, here, "Запасные коды", "/signin"), RecoveryPage(codes=codes)
    )
    cookies.keep_entered(response, place, entered)
    return response


def _entered(place: Installation, entered: Entered, where: str) -> Response:
    response = RedirectResponse(where, 303)
    cookies.keep_entered(response, place, entered)
    return response


def _refused(response: HTMLResponse, refused: Refused) -> Response:
    response.status_code = 429 if refused.wait_s else 400
    if refused.wait_s:
        response.headers["retry-after"] = str(refused.wait_s)
    return response


def _in_fours(enrolment: Enrolment) -> str:
    secret = enrolment.secret.get_secret_value()
    return " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))
