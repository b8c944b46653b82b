"""Every lesson of a timetable as one line of CSV per pupil and week, for other programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from exports.board.values import BoardValues
from exports.words import DAY_NAME, FORM_NAME, printable
from scheduler.terms import clock

COLUMNS = (
    "Ученик", "Неделя", "День недели", "Начало", "Конец", "Предмет", "Учитель", "Место", "Форма",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@")


def lessons_csv(values: BoardValues) -> bytes:
    """UTF-8 with BOM, `;`, CRLF: what Excel opens by a double click. Times `HH:MM`.

    A text that a program might take for a formula gets an apostrophe in front.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_safe(cell) for cell in line] for line in _lines(values))
    return text.getvalue().encode("utf-8-sig")


def _lines(values: BoardValues) -> Iterator[tuple[str, ...]]:
    for pupil in values.pupils:
        for week in values.weeks:
            for entry in pupil.entries:
                if entry.form is not None and week.id in entry.weeks:
                    yield (
                        pupil.name,
                        week.label,
                        DAY_NAME[entry.day],
                        clock(entry.start_min),
                        clock(entry.end_min),
                        entry.title,
                        entry.who,
                        entry.place,
                        FORM_NAME[entry.form],
                    )


def _safe(text: str) -> str:
    clean = printable(text)
    return f"'{clean}" if clean.lstrip().startswith(_FORMULA) else clean
