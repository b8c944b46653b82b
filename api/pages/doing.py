"""What a form does, done once for a page that was shown, however often it is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from fastapi.responses import RedirectResponse, Response

from api.errors import Conflict, Invalid
from api.installation import Installation
from api.services import once
from api.services.entry.doors import Door
from api.services.entry.sessions import Live
from api.services.unit import Unit
from api.web.forms import Form, attempt
from models.base import new_id

TWICE = "Это уже отправлено. Посмотрите, что получилось, и при необходимости повторите."


def did(
    place: Installation, act: tuple[Door, Live], route: str, key: str, content: str,
    write: Callable[[Unit], str],
) -> str | Invalid | Conflict:  # fmt: skip
    """What `write` gives, now or the first time the key came; what is refused comes back and may be tried again.

    key: of the page that was shown; empty: done each time. content: all that makes the request what it is.
    """
    door, live = act
    unit = place.unit(door, live)

    def written() -> once.Answer:
        return once.Answer(status=303, body=write(unit))

    asked = once.Asked(key=key or new_id(), route=route, content=content)
    made = attempt(unit, lambda: once.perform(door, unit.actor, asked, written))
    if isinstance(made, Invalid | Conflict):
        return Conflict(TWICE) if made.args == (once.OTHER,) else made
    return made.body


def acted(
    place: Installation, act: tuple[Door, Live], route: str, form: Form, write: Callable[[Unit], str]
) -> Response | Invalid | Conflict:
    """The same for a form with the hidden field `request`; goes where `write` says."""
    made = did(place, act, route, form.said("request"), content_of(form), write)
    return RedirectResponse(made, 303) if isinstance(made, str) else made


def content_of(form: Form) -> str:
    """Everything that was sent but the token of the session."""
    told = {**form.lists, **{name: (value,) for name, value in form.values.items() if name not in form.lists}}
    return "&".join(
        f"{name}={value}" for name, values in sorted(told.items()) for value in values if name != "csrf"
    )


def again(form: Form, refused: Invalid | Conflict) -> Form:
    """What was typed, under a new key: the old one may be used up."""
    return replace(form.refused(refused), values={**form.values, "request": new_id()})
