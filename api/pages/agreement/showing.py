"""What pages of agreeing share: moments in words, the frame of a section, what a form carries of a version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import Response

from api.deps import Here, Place, Presence, origin_of
from api.errors import Conflict
from api.installation import Installation
from api.pages.frame import AGREEMENT, MY_CHILD, frame
from api.services.agreement.timetable.desk import CHANGED, Seen
from api.web.forms import Form
from api.web.rendering import page
from scheduler.russian import DAY, MONTHS
from scheduler.terms import Weekday

Choices = tuple[tuple[str, str], ...]


def moment(at: datetime) -> str:
    """`вт, 24 ноября, 10:00` of an instant in the zone it is given in."""
    return f"{DAY[list(Weekday)[at.weekday()]]}, {at.day} {MONTHS[at.month - 1]}, {at:%H:%M}"


def status_of(form: Form) -> int:
    """The status a page with this form is shown with."""
    if form.refusal:
        return 409
    return 422 if form.faults else 200


def seen_in(told: str) -> Seen:
    """What a form carries of a version as its page showed it: `rev:digest`. Conflict for anything else."""
    rev, _, digest = told.partition(":")
    if not (rev.isascii() and rev.isdigit() and len(rev) <= 9 and digest):
        raise Conflict(CHANGED)
    return Seen(rev=int(rev), digest=digest)


@dataclass(frozen=True, slots=True)
class Stage:
    """The place, who looks, and the address of the service as the browser knows it."""

    place: Installation
    here: Presence
    address: str

    def show(self, template: str, title: str, content: Any, status: int = 200, said: str = "") -> Response:
        """A page of the staff. said: a key of `api.web.forms.SAID`."""
        around = frame(self.place, self.here, title, AGREEMENT.href, said)
        return page(f"agreement/{template}", around, content, status)

    def show_family(
        self, template: str, title: str, content: Any, status: int = 200, said: str = ""
    ) -> Response:
        around = frame(self.place, self.here, title, MY_CHILD.href, said)
        return page(f"agreement/{template}", around, content, status)


def _stage(request: Request, place: Place, here: Here) -> Stage:
    return Stage(place, here, origin_of(request, place))


OnStage = Annotated[Stage, Depends(_stage)]
