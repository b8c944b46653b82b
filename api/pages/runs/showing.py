"""What pages of timetables share: the frame they are shown in, moments and spans of time in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends
from fastapi.responses import Response

from api.deps import Here, Place, Presence
from api.installation import Installation
from api.pages.frame import TIMETABLES, frame
from api.web.rendering import Frame, page
from scheduler.russian import DAY, MONTHS
from scheduler.terms import Weekday

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """The place and who looks."""

    place: Installation
    here: Presence

    def frame(self, title: str, said: str = "") -> Frame:
        return frame(self.place, self.here, title, TIMETABLES.href, said)

    def show(self, template: str, title: str, content: Any, status: int = 200, said: str = "") -> Response:
        """said: a key of `api.web.forms.SAID`."""
        return self.show_in(f"runs/{template}", title, content, status, said)

    def show_in(self, template: str, title: str, content: Any, status: int = 200, said: str = "") -> Response:
        """The same for a template of another folder."""
        return page(template, self.frame(title, said), content, status)

    def moment(self, at: datetime) -> str:
        """`вт, 24 ноября, 10:00`, as clocks at the school show it."""
        here = at.astimezone(self.place.settings.zone)
        day = DAY[list(Weekday)[here.weekday()]]
        return f"{day}, {here.day} {MONTHS[here.month - 1]}, {here:%H:%M}"


def _stage(place: Place, here: Here) -> Stage:
    return Stage(place, here)


OnStage = Annotated[Stage, Depends(_stage)]


def span_said(seconds: int) -> str:
    """`45 с`, `2 мин`, `1 мин 30 с`."""
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return f"{rest} с"
    return f"{minutes} мин {rest} с" if rest else f"{minutes} мин"
