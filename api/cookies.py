"""Cookies: which there are, and with which flags. Values are tokens; nothing else is ever kept in a browser."""

from __future__ import annotations

from datetime import datetime

from starlette.responses import Response

from api.installation import Installation
from api.services.entry.sessions import Issued
from api.services.entry.signin import Entered
from api.settings import Settings
from models.session import SessionKind

SESSION, WEEK, DEVICE = "session", "week", "device"
DEVICE_KEPT_S = 400 * 24 * 3600  # the longest browsers keep one
HOST = "__Host-"


def name_of(settings: Settings, name: str) -> str:
    """With the prefix that binds a cookie to TLS and this host; without it on this computer alone."""
    return name if settings.plain_http else HOST + name


def keep_entered(response: Response, place: Installation, entered: Entered) -> None:
    """Everything the browser keeps after a step of signing in."""
    keep_session(response, place, entered.issued)
    if entered.week is not None:
        keep_session(response, place, entered.week)
    if entered.device_token is not None:
        _keep(response, place.settings, DEVICE, entered.device_token.get_secret_value(), DEVICE_KEPT_S)


def keep_session(response: Response, place: Installation, issued: Issued) -> None:
    """The token of a session. Staff's goes with the browser's window, others last as long as their session."""
    kind = SessionKind(issued.sign_in.kind)
    lasting = kind in (SessionKind.DEVICE, SessionKind.PARENT)
    seconds = _seconds(issued.sign_in.ends_at, place.clock()) if lasting else None
    name = WEEK if kind == SessionKind.DEVICE else SESSION
    _keep(response, place.settings, name, issued.token.get_secret_value(), seconds)


def drop_session(response: Response, place: Installation, week: bool = False) -> None:
    """Signed out; `week`: the 30 days of this device, too."""
    for name in (SESSION, WEEK) if week else (SESSION,):
        _keep(response, place.settings, name, "", 0)


def _seconds(ends_at: datetime, at: datetime) -> int:
    return max(0, int((ends_at - at).total_seconds()))


def _keep(response: Response, settings: Settings, name: str, value: str, seconds: int | None) -> None:
    response.set_cookie(
        name_of(settings, name), value, max_age=seconds, path="/", secure=not settings.plain_http,
        httponly=True, samesite="lax",
    )  # fmt: skip
