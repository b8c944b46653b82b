"""Pages from templates: a template gets one frozen dataclass; a name it does not know is an error."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from scheduler.russian import about, counted, exact

FOLDER = Path(__file__).parents[1] / "templates"


@dataclass(frozen=True, slots=True)
class Link:
    href: str
    title: str


@dataclass(frozen=True, slots=True)
class Tab:
    """An entry of the menu; current: what aria-current says of it: "page", "true" for the group it is in, else ""."""

    href: str
    title: str
    current: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around the content of every page: who is signed in, where one is, the token of forms.

    tabs: the menu; within: its second line, sections of the group that is open.
    left_s: seconds until staff's session ends by itself. who: key of the account, so that a browser gives text that
    was kept back to nobody else. unsaved: what was sent came too late, the browser keeps it.
    """

    title: str
    person: str | None = None
    role: str | None = None
    school: str | None = None
    csrf: str | None = None
    path: str = "/"
    tabs: tuple[Tab, ...] = ()
    within: tuple[Tab, ...] = ()
    message: str | None = None
    left_s: int | None = None
    who: str = ""
    unsaved: bool = False


@cache
def environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["counted"] = counted
    made.filters["capitalize_first"] = lambda text: text[:1].upper() + text[1:]
    made.filters["hours"] = exact
    made.filters["about_hours"] = lambda hours: about(hours, 2)
    made.filters["day"] = lambda on: f"{on:%d.%m.%Y}" if on.year > 1900 else "не указано"
    made.filters["clock"] = lambda minutes: f"{minutes // 60:02d}:{minutes % 60:02d}"
    made.filters["exact"] = exact
    return made


def render(template: str, frame: Frame, content: Any) -> str:
    """The page; fields of `content` (a dataclass) are the names of the template."""
    names = {field.name: getattr(content, field.name) for field in fields(content)}
    return environment().get_template(template).render(frame=frame, **names)


def page(template: str, frame: Frame, content: Any, status: int = 200) -> HTMLResponse:
    return HTMLResponse(render(template, frame, content), status)
