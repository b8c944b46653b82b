"""The hours table as rows of a form: `grade-<n>`, `first_on-<n>`, `hours-<n>`, `source-<n>`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from api.errors import Invalid
from api.services.schools.network import HoursDraft
from api.web.forms import Form, Reader, form_of
from api.web.rows import blank, rows
from scheduler.norms import norms_on
from scheduler.russian import exact

NAMES = ("grade", "hours", "first_on", "source")
MOST_HOURS = 40
_HOURS = re.compile(r"(\d{1,2})(?:[.,](\d{1,4}))?")
_PARTS = re.compile(r"(?:(\d{1,2}) )?(\d{1,2})/([1-9]\d?)")
LETTER = "home_week_hours"


def usual_hours(grade: int, on: date) -> int | None:
    """Hours a week by tradition; None where no document of the day speaks of it."""
    return norms_on(on).find(LETTER, grade=grade)


def usual_table(on: date) -> tuple[HoursDraft, ...]:
    """The tradition as a table to change, from the school year of the day on."""
    first = date(on.year if on.month >= 6 else on.year - 1, 9, 1)
    found = ((grade, norms_on(on).answer(LETTER, grade=grade)) for grade in range(1, 12))
    return tuple(
        HoursDraft(
            grade=grade, first_on=first, hours=Fraction(told.value), source=f"{told.file.document}, по обычаю"
        )
        for grade, told in found
        if told is not None
    )


def hours_read(told: str) -> Fraction | None:
    """`10`, `10,5`, `1 1/3`; None for what is no number."""
    if match := _HOURS.fullmatch(told):
        return Fraction(f"{match[1]}.{match[2] or 0}")
    if match := _PARTS.fullmatch(told):
        return int(match[1] or 0) + Fraction(int(match[2]), int(match[3]))
    return None


def form_from(drafts: Iterable[HoursDraft], rev: int) -> Form:
    told: dict[str, object] = {"rev": rev}
    for number, draft in enumerate(drafts):
        told[f"grade-{number}"] = draft.grade
        told[f"hours-{number}"] = exact(draft.hours)
        told[f"first_on-{number}"] = draft.first_on
        told[f"source-{number}"] = draft.source
    return form_of(**told)


def hours_from(form: Form) -> tuple[list[HoursDraft], int]:
    """The rows in which something is written, and the revision. Raises Invalid, beside each cell."""
    reader = Reader(form)
    rev = reader.number("rev")
    seen: set[tuple[int, date]] = set()
    found = []
    for number in rows(form, "grade"):
        if blank(form, NAMES, number):
            continue
        draft = _row(reader, number)
        if (draft.grade, draft.first_on) in seen:
            reader.faults[f"first_on-{number}"] = (
                "Для этого класса и дня число уже есть. Укажите другой день.",
            )
        seen.add((draft.grade, draft.first_on))
        found.append(draft)
    if reader.faults:
        raise Invalid(reader.faults)
    return found, rev


def _row(reader: Reader, number: int) -> HoursDraft:
    grade = reader.number(f"grade-{number}")
    if f"grade-{number}" not in reader.faults and not 1 <= grade <= 11:
        reader.faults[f"grade-{number}"] = ("Класс — число от 1 до 11.",)
    hours = hours_read(reader.text(f"hours-{number}"))
    if hours is None or not 0 < hours <= MOST_HOURS:
        reader.faults[f"hours-{number}"] = (f"Часы — число больше нуля, не больше {MOST_HOURS}.",)
    source = reader.text(f"source-{number}")
    if not source or len(source) > 300:
        reader.faults[f"source-{number}"] = ("Укажите, откуда взято число, не длиннее 300 знаков.",)
    return HoursDraft(
        grade=grade, first_on=reader.day(f"first_on-{number}"), hours=hours or Fraction(1), source=source
    )
