"""What these pages share: their frame, what is done once for a page that was shown, absences and their fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Protocol

from fastapi import Depends
from fastapi.responses import Response

from api.deps import Here, Place, Presence
from api.errors import Conflict, Invalid
from api.installation import Installation
from api.pages import doing
from api.pages.doing import again as again
from api.pages.frame import frame
from api.services.days.desk import LessonKey
from api.services.entry.doors import Door
from api.services.entry.sessions import Live
from api.services.unit import Unit
from api.web.forms import SAID, Form
from api.web.rendering import page
from models.day import Cause
from scheduler.russian import DAY, MONTHS
from scheduler.terms import Weekday

CHOOSE_CAUSE = "Выберите причину из списка."


class Placed(Protocol):
    """Whatever stage a page stands on."""

    @property
    def place(self) -> Installation: ...


@dataclass(frozen=True, slots=True)
class Stage:
    place: Installation
    here: Presence

    def show(
        self, template: str, title: str, path: str, content: Any, form: Form | None = None, said: str = ""
    ) -> Response:
        """path: of the section. form: with what was refused, which gives the status. said: a key of SAID."""
        around = frame(self.place, self.here, title, path, said)
        return page(f"weeks/{template}", around, content, _status(form))


def _status(form: Form | None) -> int:
    if form is not None and form.refusal:
        return 409
    return 422 if form is not None and form.faults else 200


def _stage(place: Place, here: Here) -> Stage:
    return Stage(place, here)


OnStage = Annotated[Stage, Depends(_stage)]


def acted(
    stage: Placed, act: tuple[Door, Live], route: str, form: Form, write: Callable[[Unit], str]
) -> Response | Invalid | Conflict:
    """Writes once for one page that was shown, however often it is sent, and goes where the act says; what is
    refused comes back. A form without a key of its page is done each time."""
    return doing.acted(stage.place, act, route, form, write)


def to(where: str, said: str) -> str:
    assert said in SAID
    return f"{where}{'&' if '?' in where else '?'}said={said}"


def key_in(form: Form) -> LessonKey:
    """The lesson a form speaks of, as its page showed it. Invalid where it names none."""
    if not (form.said("case") and form.said("lesson") and form.said("tag")):
        raise Invalid({"lesson": ["Откройте страницу снова и нажмите кнопку у нужного урока."]})
    return LessonKey(case_id=form.said("case"), lesson=form.said("lesson"), tag=form.said("tag"))


def cause_in(form: Form, among: tuple[Cause, ...]) -> Cause:
    told = form.said("cause")
    if told not in {str(cause) for cause in among}:
        raise Invalid({"cause": [CHOOSE_CAUSE]})
    return Cause(told)


def on_day(on: date) -> str:
    """`вт, 24 ноября`."""
    return f"{DAY[list(Weekday)[on.weekday()]]}, {on.day} {MONTHS[on.month - 1]}"


def span_said(first: date, last: date | None) -> str:
    """`вт, 24 ноября`, `с вт, 24 ноября, по пт, 27 ноября`, `с вт, 24 ноября, пока не скажете`."""
    if last is None:
        return f"с {on_day(first)}, пока не сообщат, что можно возобновить"
    return on_day(first) if last == first else f"с {on_day(first)}, по {on_day(last)}"
