"""Forms of pages: what was typed is kept when something is wrong with it, faults stand beside their fields.

A page reads a `Form`, hands a draft to a service through `attempt`, and shows the same form with its faults where
the service refuses. After a success it answers with `done`: a redirect that says what was saved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse

from api.errors import Conflict, Invalid
from api.services.unit import Unit
from api.web.signatures import shared

Done = TypeVar("Done")

SAID = {
    "added": "Добавлено.",
    "saved": "Сохранено.",
    "ended": "Отмечено.",
    "removed": "Удалено.",
    "sent": "Отправлено.",
    "some": "Отправлено. Часть занятий изменилась, пока вы смотрели, они остались как есть. Проверьте их.",
    "password": "Пароль изменён. Все другие входы закончены.",
    "role": "Вы работаете в другой роли.",
    "left": "Вход закончен.",
    "void": "Прежний вход закрыт. Отправьте человеку приглашение, чтобы он вошёл заново.",
    "begun": "Расчёт поставлен в очередь. Страницу можно закрыть: он не остановится.",
    "asked": "Принято.",
    "kept": "Вариант сохранён.",
    "restored": "Возвращено.",
    "published": "Опубликовано. Сообщения стоят в очереди на отправку.",
    "unlinked": "Ссылка отключена. Занятия по ней исчезнут, когда календарь обновится.",
    "read": "Книга прочитана. В системе пока ничего не изменилось.",
    "held": "Отмечено: урок проведён. Если ошиблись, снимите отметку у этого урока.",
    "unheld": "Отметка снята.",
    "taken": "Книга перенесена в систему.",
    "template": "Шаблон принят. Новые документы печатаются по нему.",
    "withdrawn": "Шаблон снят. Документы печатаются по прежнему.",
}
DAY = "Укажите дату, например 01.09.2026."
NUMBER = "Укажите целое число."
TIME = "Укажите время, например 09:30."


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """values: what stands in the fields, as text. refusal: what no single field is to blame for."""

    values: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    faults: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    refusal: str | None = None

    def said(self, name: str) -> str:
        """The text of a field, without spaces around it; empty where there is none."""
        return self.values.get(name, "").strip()

    def several(self, name: str) -> tuple[str, ...]:
        """Every value of a field that may come several times."""
        return self.lists.get(name, ())

    def ticked(self, name: str) -> bool:
        return bool(self.said(name))

    def refused(self, refusal: Invalid | Conflict) -> Form:
        """The same input with what the service said about it."""
        if isinstance(refusal, Invalid):
            return replace(self, faults=dict(refusal.faults))
        return replace(self, refusal=refusal.sentence)


def form_of(**values: object) -> Form:
    """A form filled in from values: dates as browsers want them, None as empty, True as ticked."""
    return Form(values={name: _written(value) for name, value in values.items()})


def _written(value: object) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    return value.isoformat() if isinstance(value, date) else str(value)


@shared
async def sent_form(request: Request) -> Form:
    """What the browser sent; files are no part of it."""
    told = await request.form()
    pairs = [(name, value) for name, value in told.multi_items() if isinstance(value, str)]
    lists: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        lists[name] = (*lists.get(name, ()), value)
    return Form(values=dict(pairs), lists=lists)


Sent = Annotated[Form, Depends(sent_form)]


class Reader:
    """Reads typed values out of a form and gathers every fault; `check` raises them all at once."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.faults: dict[str, tuple[str, ...]] = {}

    def text(self, name: str) -> str:
        return self.form.said(name)

    def text_or_none(self, name: str) -> str | None:
        return self.form.said(name) or None

    def day(self, name: str) -> date:
        """A day; a day long ago stands in for a wrong one until `check`."""
        return self.day_or_none(name, needed=True) or date.min

    def day_or_none(self, name: str, needed: bool = False) -> date | None:
        told = self.form.said(name)
        for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
            try:
                return datetime.strptime(told, pattern).date()
            except ValueError:
                continue
        if told or needed:
            self.faults[name] = (DAY,)
        return None

    def number(self, name: str) -> int:
        return self.number_or_none(name, needed=True) or 0

    def number_or_none(self, name: str, needed: bool = False) -> int | None:
        told = self.form.said(name)
        if told.isascii() and told.isdigit() and len(told) <= 9:
            return int(told)
        if told or needed:
            self.faults[name] = (NUMBER,)
        return None

    def minutes(self, name: str) -> int:
        """Minutes since midnight of a time of day."""
        return self.minutes_or_none(name, needed=True) or 0

    def minutes_or_none(self, name: str, needed: bool = False) -> int | None:
        told = self.form.said(name)
        try:
            at = datetime.strptime(told[:5], "%H:%M")
        except ValueError:
            if told or needed:
                self.faults[name] = (TIME,)
            return None
        return at.hour * 60 + at.minute

    def among(self, name: str, words: Mapping[str, str] | frozenset[str], wrong: str) -> str:
        """One of the words a list offers."""
        told = self.form.said(name)
        if told not in words:
            self.faults[name] = (wrong,)
        return told

    def check(self) -> None:
        """Raises Invalid with every fault found so far."""
        if self.faults:
            raise Invalid(self.faults)


def attempt(unit: Unit, act: Callable[[], Done]) -> Done | Invalid | Conflict:
    """Acts in a savepoint: what a service refuses is undone, and the refusal comes back as a value."""
    try:
        with unit.session.begin_nested():
            return act()
    except (Invalid, Conflict) as refused:
        return refused


def done(where: str, said: str) -> RedirectResponse:
    """Back to a page, which says what happened; `said` is a key of SAID."""
    assert said in SAID
    return RedirectResponse(f"{where}{'&' if '?' in where else '?'}said={said}", 303)
