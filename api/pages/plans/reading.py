"""Rows of a plan out of the form of the whole plan, and back into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from api.services.plans.hours import WRONG, read_hours, typed
from api.services.plans.rows import Row
from api.services.plans.words import BLOCK_SHORT, FORM, HOURS
from api.web.forms import Form
from scheduler.terms import Block, HoursKind, LessonForm

MOST = 80  # lines of a form; more than a plan may have
SPARE = 3  # empty lines at the end
MANNERS = {
    "contact:home": f"очно, {FORM[LessonForm.HOME]}",
    "contact:school": f"очно, {FORM[LessonForm.SCHOOL]}",
    "remote:remote": HOURS[HoursKind.REMOTE],
    "self_study:home": HOURS[HoursKind.SELF_STUDY],
}
BLOCKS = tuple((block.value, said) for block, said in BLOCK_SHORT.items())
COLUMNS = ("key", "area", "subject", "block", "manner", "hours")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What a form says. lines: number in the form of each row. faults: by the form's own numbers."""

    rows: tuple[Row, ...]
    lines: tuple[int, ...]
    faults: Mapping[str, tuple[str, ...]]

    def renamed(self, faults: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
        """Faults that a service told by the order of the rows, by the numbers of the form."""
        told = {}
        for name, sentences in faults.items():
            field, _, number = name.partition("-")
            here = number.isdigit() and int(number) < len(self.lines)
            told[f"{field}-{self.lines[int(number)]}" if here else name] = tuple(sentences)
        return told


def manner_of(row: Row) -> str:
    kind = {HoursKind.REMOTE: "remote:remote", HoursKind.SELF_STUDY: "self_study:home"}.get(row.kind)
    return kind or ("contact:school" if row.form == LessonForm.SCHOOL else "contact:home")


def read_rows(form: Form, stored: Sequence[Row]) -> Typed:
    """The rows of a form, each over what is stored of it; ticked for removal and empty ones are left out."""
    known = {row.key: row for row in stored}
    rows, lines, faults = [], [], {}
    for number in range(lines_of(form)):
        said = {name: form.said(f"{name}-{number}") for name in COLUMNS}
        if form.ticked(f"remove-{number}") or not any(said[name] for name in ("area", "subject", "hours")):
            continue
        hours = read_hours(said["hours"])
        if hours is None:
            faults[f"hours-{number}"] = (WRONG,)
        rows.append(_over(known.get(said["key"]), said, hours or Fraction(0)))
        lines.append(number)
    return Typed(rows=tuple(rows), lines=tuple(lines), faults=faults)


def lines_of(form: Form) -> int:
    told = form.said("lines")
    return min(int(told), MOST) if told.isascii() and told.isdigit() else 0


def _over(stored: Row | None, said: Mapping[str, str], hours: Fraction) -> Row:
    base = stored or Row(subject="", hours=hours)
    kind, _, form = (said["manner"] if said["manner"] in MANNERS else manner_of(base)).partition(":")
    block = Block(said["block"]) if said["block"] in [block.value for block in Block] else base.block
    return replace(
        base, area=said["area"], subject=said["subject"], block=block, kind=HoursKind(kind),
        form=LessonForm(form), hours=hours,
    )  # fmt: skip


def moved(rows: Sequence[Row], at: int, by: int) -> tuple[Row, ...]:
    """The rows with one of them a place further up (-1) or down (1)."""
    told, to = list(rows), at + by
    if 0 <= at < len(told) and 0 <= to < len(told):
        told[at], told[to] = told[to], told[at]
    return tuple(told)


def values_of(rows: Sequence[Row], spare: int = SPARE) -> dict[str, Any]:
    """Fields of the form for stored rows, with spare lines."""
    told: dict[str, Any] = {"lines": len(rows) + spare}
    for number, row in enumerate(rows):
        told |= {
            f"key-{number}": row.key, f"area-{number}": row.area, f"subject-{number}": row.subject,
            f"block-{number}": row.block.value, f"manner-{number}": manner_of(row),
            f"hours-{number}": typed(row.hours),
        }  # fmt: skip
    return told


def status_of(form: Form) -> int:
    """The status a page with this form is shown with."""
    if form.refusal:
        return 409
    return 422 if form.faults else 200
