"""A teacher is asked to take a lesson over: yes or no in one tap, and what to know once it is one's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import Here, Place, Presence, ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.installation import Installation
from api.pages.agreement.showing import status_of
from api.pages.frame import CALLS, frame
from api.services.days.repairs.substituting import Calling, accept, calls_of, decline
from api.services.unit import Unit
from api.web.forms import Form, Sent, attempt, done, form_of
from api.web.rendering import page

router = APIRouter()
PATH = CALLS.href


@dataclass(frozen=True, slots=True, kw_only=True)
class CallsPage:
    calls: tuple[Calling, ...]
    form: Form


@router.api_route(PATH, methods=["GET", "HEAD"])
def calls(place: Place, here: Here, unit: ReadUnit, said: str = "") -> Response:
    return _show(place, here, unit, form_of(), said)


def _show(place: Installation, here: Presence, unit: Unit, form: Form, said: str = "") -> Response:
    content = CallsPage(calls=calls_of(unit), form=form)
    return page("repairs/calls.html", frame(place, here, "Замены", PATH, said), content, status_of(form))


@router.post(PATH + "/{call_id}/accept")
def take(place: Place, here: Here, unit: WriteUnit, call_id: str, form: Sent) -> Response:
    return _acted(place, here, unit, form, lambda: accept(unit, call_id))


@router.post(PATH + "/{call_id}/decline")
def refuse(place: Place, here: Here, unit: WriteUnit, call_id: str, form: Sent) -> Response:
    return _acted(place, here, unit, form, lambda: decline(unit, call_id))


def _acted(
    place: Installation, here: Presence, unit: Unit, form: Form, act: Callable[[], object]
) -> Response:
    made = attempt(unit, act)
    if isinstance(made, Invalid | Conflict):
        return _show(place, here, unit, form.refused(made))
    return done(PATH, "asked")
