"""What is different between two weeks, in words: «было → стало». Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from api.services.agreement.timetable.content import Line
from api.services.agreement.timetable.week import span, weeks_said, where_said
from scheduler.russian import DAY


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


SAID = {ChangeKind.ADDED: "новое", ChangeKind.REMOVED: "больше нет", ChangeKind.MOVED: "изменилось"}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. was, now: what differs, in words; empty where there was (is) no lesson."""

    kind: ChangeKind
    subject: str
    was: str
    now: str

    @property
    def kind_said(self) -> str:
        return SAID[self.kind]

    @property
    def said(self) -> str:
        """`Математика: пн 10:00–10:40 → ср 12:00–12:40`."""
        if self.kind is ChangeKind.MOVED:
            return f"{self.subject}: {self.was} → {self.now}"
        return f"{self.subject}: {self.kind_said}, {self.was or self.now}"


def changes_of(before: Iterable[Line], after: Iterable[Line]) -> tuple[Change, ...]:
    """Every difference, subject by subject; of one subject the likest lessons are held against each other."""
    old, new = _by_subject(before), _by_subject(after)
    return tuple(
        change for subject in sorted(old.keys() | new.keys()) for change in _of(old[subject], new[subject])
    )


def _by_subject(lines: Iterable[Line]) -> defaultdict[str, list[Line]]:
    told: defaultdict[str, list[Line]] = defaultdict(list)
    for line in sorted(lines, key=lambda line: line.order):
        told[line.subject].append(line)
    return told


def _of(old: list[Line], new: list[Line]) -> Iterator[Change]:
    same = {line.digest for line in old} & {line.digest for line in new}
    left, came = ([line for line in lines if line.digest not in same] for lines in (old, new))
    for line in list(left):
        if not came:
            break
        like = max(came, key=lambda other: _alike(line, other))
        came.remove(like)
        left.remove(line)
        yield _moved(line, like)
    yield from (Change(ChangeKind.REMOVED, line.subject, _whole(line), "") for line in left)
    yield from (Change(ChangeKind.ADDED, line.subject, "", _whole(line)) for line in came)


def _alike(one: Line, other: Line) -> int:
    """The more of two lessons is the same, the greater."""
    return (
        2 * (one.day == other.day) + 2 * (one.weeks == other.weeks) + (one.teacher == other.teacher)
        + (one.start_min == other.start_min) + (one.where == other.where)
    )  # fmt: skip


def _moved(was: Line, now: Line) -> Change:
    """Only what differs is said; when it is at all, the day and hour of both are."""
    pairs = [
        (_when(was), _when(now)),
        (was.teacher, now.teacher),
        (where_said(was), where_said(now)),
    ]
    told = [pair for pair in pairs if pair[0] != pair[1]] or pairs[:1]
    if _when(was) == _when(now):
        told.insert(0, pairs[0])
    return Change(
        ChangeKind.MOVED, was.subject, ", ".join(old for old, _ in told), ", ".join(new for _, new in told)
    )


def _when(line: Line) -> str:
    weeks = weeks_said(line.weeks)
    return f"{DAY[line.day]} {span(line.start_min, line.end_min)}{f' ({weeks})' if weeks else ''}"


def _whole(line: Line) -> str:
    return f"{_when(line)}, {line.teacher}, {where_said(line)}"
