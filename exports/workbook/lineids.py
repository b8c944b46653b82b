"""Ids of plan lines, made from what people write: «К-01 Математика», «К-03+К-09 Музыка», «К-01 Труд (2)»."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count

from exports.workbook import words
from scheduler.registry.values import HoursKind, PlanLine
from scheduler.terms import Block, LessonForm


def base_id(pupils: Iterable[str], subject: str) -> str:
    return f"{'+'.join(pupils)} {subject}"


def with_ids(lines: Iterable[PlanLine]) -> tuple[PlanLine, ...]:
    """The lines with their ids. A subject that stands twice is told apart by part, hours, form, then number."""
    taken: set[str] = set()
    named = []
    for line in lines:
        base = base_id(line.pupils, line.subject)
        name = next(name for note in _notes(line) if (name := noted(base, note)) not in taken)
        taken.add(name)
        named.append(replace(line, id=name))
    return tuple(named)


def noted(base: str, note: str) -> str:
    return f"{base} ({note})" if note else base


def note_of(line: PlanLine) -> str:
    """What tells a line apart from others of its pupils and subject."""
    return line.id[len(base_id(line.pupils, line.subject)) :].strip().removeprefix("(").removesuffix(")")


def _notes(line: PlanLine) -> Iterator[str]:
    yield ""
    if line.block is not Block.MANDATORY:
        yield words.BLOCK[line.block][0]
    if line.kind is not HoursKind.CONTACT:
        yield words.HOURS[line.kind][0]
    if line.form is not LessonForm.HOME:
        yield words.FORM[line.form][0]
    yield from map(str, count(2))
