"""Entries of a registry in words: what they are called, and what their fields say, as in the workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from exports.workbook.cellvalues import shown_days, shown_numbers
from exports.workbook.sheets import SHEET
from exports.workbook.words import AVAILABILITY, FAMILY
from scheduler.problem import Place, TravelPair
from scheduler.russian import DAY
from scheduler.terms import clock

SHEETS = {"pinned": "pins", "years": "calendar"}  # list of a registry -> its sheet, where they differ
EXTRA = {
    "grade_first": "Классы с", "grade_last": "Классы по", "title": "Название", "terms": "Четверти",
    "breaks": "Дни без занятий", "moved": "Переносы", "days": "Дни недели", "line": "Строка плана",
    "class_title": "Класс", "subject": "Предмет", "teachers": "Учителя", "weeks": "Недели",
}  # fmt: skip
NOTHING = "не указано"
IN_TITLE = {
    "availability": ("teacher", "kind"), "families": ("pupil", "kind"), "pinned": ("line",),
    "bells": ("school", "shift", "number"), "classes": ("school", "class_title", "day", "shift", "number"),
    "teachers": ("id", "name"), "lines": ("id", "pupils", "subject"), "years": ("school", "title"),
}  # fmt: skip


TITLES: dict[str, Any] = {
    "settings": lambda _entry: "Настройки",
    "schools": lambda entry: f"Школа «{entry.id}»",
    "places": lambda entry: f"Место «{entry.id}»",
    "roads": lambda entry: f"Дорога: {entry.from_place} — {entry.to_place}",
    "bells": lambda entry: f"Звонки «{entry.school}»: смена {entry.shift}, урок {entry.number}",
    "years": lambda entry: f"Учебный год {entry.title}, «{entry.school}»",
    "teachers": lambda entry: f"Учитель {entry.name}",
    "availability": lambda entry: f"{entry.teacher}: {AVAILABILITY[entry.kind][0]}",
    "classes": lambda entry: f"{entry.class_title}, {DAY[entry.day]}, урок {entry.number} («{entry.school}»)",
    "pupils": lambda entry: f"Дело {entry.id}",
    "lines": lambda entry: f"План, {entry.id}",
    "families": lambda entry: f"{entry.pupil}: {FAMILY[entry.kind][0]}",
    "pinned": lambda entry: f"Закреплено: {entry.line}",
}


def title_of(kind: str, entry: Any) -> str:
    """`Учитель Озёрная А. А.`, `К-01: взрослый дома`."""
    return str(TITLES[kind](entry))


def said(kind: str, entry: Any) -> str:
    """The entry in one line: every field that says something and is not in its title."""
    told = [(name, shown(kind, name, value)) for name, value in _values(entry)]
    skipped = IN_TITLE.get(kind, ("id",))
    return "; ".join(
        f"{field_title(kind, name)}: {text}" for name, text in told if name not in skipped and text != NOTHING
    )


def field_changes(kind: str, before: Any, after: Any) -> Iterator[tuple[str, str, str]]:
    """Title, before and after of every field that differs."""
    old = dict(_values(before))
    for name, value in _values(after):
        if old[name] != value:
            yield field_title(kind, name), shown(kind, name, old[name]), shown(kind, name, value)


def _values(entry: Any) -> list[tuple[str, Any]]:
    if isinstance(entry, Place | TravelPair):
        return [(name, getattr(entry, name)) for name in type(entry).model_fields]
    return [(field.name, getattr(entry, field.name)) for field in fields(entry)]


def field_title(kind: str, name: str) -> str:
    sheet = SHEET[SHEETS.get(kind, kind)]
    column = next((column for column in sheet.columns if column.field == name), None)
    return column.title if column else EXTRA.get(name, name)


def shown(kind: str, name: str, value: Any) -> str:
    """A value as a cell of the workbook would show it."""
    if value is None or value in ("", ()):
        return NOTHING
    if name in ("start_min", "end_min", "day_start_min", "day_end_min"):
        return clock(value)
    if isinstance(value, tuple):
        return _shown_list(name, value)
    sheet = SHEET[SHEETS.get(kind, kind)]
    column = next((column for column in sheet.columns if column.field == name), None)
    text = column.kind.show(value) if column else value
    return f"{text:%d.%m.%Y}" if hasattr(text, "strftime") else str(text)


def _shown_list(name: str, value: tuple[Any, ...]) -> str:
    if name == "days":
        return str(shown_days(value))
    if name == "weeks":
        return str(shown_numbers(value))
    if name in ("terms", "breaks"):
        return "; ".join(f"{entry.title} {entry.first:%d.%m.%Y}–{entry.last:%d.%m.%Y}" for entry in value)
    if name == "moved":
        return "; ".join(f"{entry.on:%d.%m.%Y} как {DAY[entry.as_day]}" for entry in value)
    return ", ".join(str(entry) for entry in value)
