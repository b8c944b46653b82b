"""File names people can tell apart: `teacher-ozernaya.ics`, `pupil-k-03.ics`. A name once given stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import count

from exports.ical.entries import Audience, Holder
from exports.ical.text import one_line, slug
from scheduler.problem import Problem


def file_stems(problem: Problem, known: Mapping[Audience, str]) -> dict[Audience, str]:
    """A stem for every teacher and pupil, none twice; those in `known` keep theirs.

    Teachers go by the surname, by the whole name where a surname is not alone; pupils by their case code.
    """
    surnames = {teacher.id: one_line(teacher.name).split(" ")[0] for teacher in problem.teachers}
    shared = Counter(slug(name) for name in surnames.values())
    taken = set(known.values())
    stems: dict[Audience, str] = {}
    for teacher in problem.teachers:
        surname = slug(surnames[teacher.id])
        wanted = surname if shared[surname] == 1 else slug(teacher.name)
        _give(stems, taken, known, Audience(Holder.TEACHER, teacher.id), wanted or slug(teacher.id))
    for pupil in problem.pupils:
        _give(stems, taken, known, Audience(Holder.PUPIL, pupil.id), slug(pupil.id))
    return stems


def _give(
    stems: dict[Audience, str],
    taken: set[str],
    known: Mapping[Audience, str],
    audience: Audience,
    wanted: str,
) -> None:
    stem = known.get(audience) or next(each for each in _tries(audience.kind, wanted) if each not in taken)
    taken.add(stem)
    stems[audience] = stem


def _tries(kind: Holder, wanted: str) -> Iterator[str]:
    stem = f"{kind}-{wanted or 'x'}"
    yield stem
    yield from (f"{stem}-{number}" for number in count(2))
