"""What the pages of cases share: showing a template in its frame, marks of urgency, choices for lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import Depends
from fastapi.responses import Response

from api.deps import Here, Place, Presence
from api.installation import Installation
from api.pages.frame import CASES, frame
from api.services.cases.watch import Attention, Severity
from api.services.people.staff import Person
from api.services.unit import Unit
from api.services.words import PAPER
from api.web.rendering import page
from models.case import Level, Programme
from scheduler.russian import counted

Choices = tuple[tuple[str, str], ...]

MARK = {
    Severity.OVERDUE: ("late", "Просрочено"),
    Severity.URGENT: ("late", "Срочно"),
    Severity.SOON: ("soon", "Скоро"),
    Severity.NOTICE: ("fine", "Заранее"),
}
PROGRAMME = {
    Programme.GENERAL: "основная общеобразовательная",
    Programme.ADAPTED: "адаптированная",
    Programme.INDIVIDUAL: "специальная индивидуальная (СИПР)",
}
LEVEL = {
    Level.PRIMARY: "начальное образование (1–4 классы)",
    Level.BASIC: "основное образование (5–9 классы)",
    Level.SECONDARY: "среднее образование (10–11 классы)",
}
NOBODY = "Выберите из списка."


@dataclass(frozen=True, slots=True)
class Stage:
    """The place and who looks: a page is shown on it."""

    place: Installation
    here: Presence

    def show(
        self,
        template: str,
        title: str,
        content: Any,
        status: int = 200,
        said: str = "",
        path: str = CASES.href,
    ) -> Response:
        """said: a key of `api.web.forms.SAID`; path: the section that is marked in the links."""
        return page(f"cases/{template}", frame(self.place, self.here, title, path, said), content, status)


def _stage(place: Place, here: Here) -> Stage:
    return Stage(place, here)


OnStage = Annotated[Stage, Depends(_stage)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to see to; look and mark: its urgency as a class of style and as a word."""

    look: str
    mark: str
    on: date
    sentence: str


def items(found: Iterable[Attention], code: str = "") -> tuple[Item, ...]:
    """Warnings for a page. code: of the case the page is about; it need not be said again."""
    return tuple(_item(entry, code) for entry in found)


def _item(entry: Attention, code: str) -> Item:
    look, mark = MARK[entry.severity]
    said = entry.sentence.removeprefix(f"{code}: ") if code else entry.sentence
    return Item(look=look, mark=mark, on=entry.on, sentence=said[:1].upper() + said[1:])


def left(days: int | None) -> str:
    """`осталось 3 дня`, `сегодня`, `2 дня назад`; empty for what has no day."""
    if days is None:
        return ""
    if days == 0:
        return "сегодня"
    told = counted(abs(days), "день", "дня", "дней")
    return f"осталось {told}" if days > 0 else f"{told} назад"


def named(people: Iterable[Person]) -> Choices:
    return tuple((person.id, person.name) for person in people)


def paged(told: str) -> int:
    """The number of a page of a list as it stands in an address; 1 for anything else."""
    return int(told) if told.isascii() and told.isdigit() and len(told) < 7 else 1


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def school_of(unit: Unit) -> str:
    """The actor's school; pages of cases are open to people of a school only."""
    assert unit.actor.school_id is not None
    return unit.actor.school_id


PAPERS = {kind: capital(title) for kind, title in PAPER.items()}
