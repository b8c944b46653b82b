"""Bells as a grid of fields: `start-<shift>-<lesson>` and `end-<shift>-<lesson>`, times as people type them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from api.errors import Invalid
from api.services.schools.network import BellDraft, bell_faults
from api.web.forms import TIME, Form, Reader, form_of

MOST_SHIFTS, FIRST_NUMBER, LAST_NUMBER = 3, 0, 15
USUAL_LESSONS = 7
_CLOCK = re.compile(r"(\d{1,2})[:.,\- ]?(\d{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """shifts: 1 to `shifts`. Lessons from `first` (0 where a school has a lesson before the first) to `last`."""

    shifts: int
    first: int
    last: int

    @property
    def columns(self) -> tuple[int, ...]:
        return tuple(range(1, self.shifts + 1))

    @property
    def lines(self) -> tuple[int, ...]:
        return tuple(range(self.first, self.last + 1))

    def with_lesson(self) -> Grid:
        return replace(self, last=min(self.last + 1, LAST_NUMBER))

    def with_shift(self) -> Grid:
        return replace(self, shifts=min(self.shifts + 1, MOST_SHIFTS))

    @classmethod
    def read(cls, form: Form) -> Grid:
        """The grid a form was shown with; a size nobody has shown is cut to what can be."""
        reader = Reader(form)
        shifts, last = reader.number_or_none("shifts") or 1, reader.number_or_none("last") or 1
        return cls(
            shifts=min(max(shifts, 1), 9),
            first=FIRST_NUMBER if form.said("first") == "0" else 1,
            last=min(max(last, 1), 20),
        )


def grid_of(bells: Iterable[BellDraft]) -> Grid:
    """Room for every bell there is, and for a usual day where there is none."""
    told = tuple(bells)
    return Grid(
        shifts=max((bell.shift for bell in told), default=1),
        first=min(1, *(bell.number for bell in told)) if told else 1,
        last=max((bell.number for bell in told), default=USUAL_LESSONS),
    )


def clock(minutes: int) -> str:
    """`08:30`."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def minutes_of(told: str) -> int | None:
    """Minutes since midnight of `8:30`, `08.30`, `830`; None for what is no time of day."""
    match = _CLOCK.fullmatch(told)
    if match is None:
        return None
    hours, minutes = int(match[1]), int(match[2])
    return hours * 60 + minutes if hours < 24 and minutes < 60 else None


def form_from(bells: Sequence[BellDraft], rev: int) -> Form:
    told: dict[str, object] = {"rev": rev}
    for bell in bells:
        told[f"start-{bell.shift}-{bell.number}"] = clock(bell.start_min)
        told[f"end-{bell.shift}-{bell.number}"] = clock(bell.end_min)
    return form_of(**told)


def bells_from(form: Form, grid: Grid) -> tuple[list[BellDraft], int]:
    """The bells of a form and the revision it was shown with; empty cells are no lessons. Raises Invalid."""
    reader = Reader(form)
    rev = reader.number("rev")
    faults = {field: list(sentences) for field, sentences in reader.faults.items()}
    bells = []
    for shift in grid.columns:
        for number in grid.lines:
            start, end = (_cell(form, f"{side}-{shift}-{number}", faults) for side in ("start", "end"))
            if start is not None and end is not None:
                bells.append(BellDraft(shift=shift, number=number, start_min=start, end_min=end))
            elif form.said(f"start-{shift}-{number}") != "" and form.said(f"end-{shift}-{number}") == "":
                faults[f"end-{shift}-{number}"] = ["Укажите и конец урока."]
            elif form.said(f"start-{shift}-{number}") == "" and form.said(f"end-{shift}-{number}") != "":
                faults[f"start-{shift}-{number}"] = ["Укажите и начало урока."]
    faults.update(bell_faults(bells))
    if faults:
        raise Invalid(faults)
    return bells, rev


def _cell(form: Form, name: str, faults: dict[str, list[str]]) -> int | None:
    told = form.said(name)
    minutes = minutes_of(told)
    if told and minutes is None:
        faults[name] = [TIME]
    return minutes
