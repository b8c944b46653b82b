"""What a draft is made of, as pure values: a timetable, pins, and changes that lead from one to the next."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from api.services.runs.lifting import NOTHING, Lifted, again, lifted_in
from scheduler.problem import Problem
from scheduler.timetable import Lesson, Timetable, Unplaced

Key = tuple[str, int]  # row and ordinal of a lesson


class PinKind(StrEnum):
    """What of a lesson may not be changed, by hand or by a search. The form is none of them: every row of a plan has
    one form and one place, which neither a hand nor a search can change (`Problem` knows no other)."""

    DAY = "day"
    TIME = "time"
    TEACHER = "teacher"


class StepKind(StrEnum):
    MOVE = "move"
    PLACE = "place"
    OUT = "out"
    SWAP = "swap"
    TEACHER = "teacher"
    PINS = "pins"


Kinds = frozenset[PinKind]
Pins = Mapping[Key, Kinds]
FREE: Kinds = frozenset()
_KINDS = {str(kind) for kind in PinKind}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One step: lessons as they stood and as they stand then, pins of lessons as they are then.

    lifted: rules of usage that were let go for it; reason, words: why."""

    kind: StepKind
    before: tuple[Lesson, ...] = ()
    after: tuple[Lesson, ...] = ()
    pins: Pins = field(default_factory=dict)
    lifted: Lifted = NOTHING
    reason: str = ""
    words: str = ""

    def to_text(self) -> str:
        plain = {
            "kind": self.kind,
            "before": [lesson.model_dump(mode="json", by_alias=True) for lesson in self.before],
            "after": [lesson.model_dump(mode="json", by_alias=True) for lesson in self.after],
            "pins": [[*key, sorted(kinds)] for key, kinds in self.pins.items()],
        }
        if self.lifted:
            plain |= {"lifted": self.lifted.to_text(), "reason": self.reason, "words": self.words}
        return json.dumps(plain, ensure_ascii=False, sort_keys=True)


@lru_cache(maxsize=1000)
def change_in(text: str) -> Change:
    """A stored change as a value."""
    plain = json.loads(text)
    return Change(
        kind=StepKind(plain["kind"]),
        before=tuple(Lesson.model_validate(each) for each in plain["before"]),
        after=tuple(Lesson.model_validate(each) for each in plain["after"]),
        pins={(row, n): _kinds(kinds) for row, n, kinds in plain["pins"]},
        lifted=lifted_in(plain.get("lifted", "")),
        reason=plain.get("reason", ""),
        words=plain.get("words", ""),
    )


def _kinds(stored: Iterable[str]) -> Kinds:
    """Pins of the form, which could once be set, held nothing and are passed over."""
    return frozenset(PinKind(kind) for kind in stored if kind in _KINDS)


@dataclass(frozen=True, slots=True)
class State:
    """A timetable of a problem with the pins of its lessons (those that have any), and the rules that are let go."""

    problem: Problem
    timetable: Timetable
    pins: Pins = field(default_factory=dict)
    lifted: Lifted = NOTHING

    def pins_of(self, key: Key) -> Kinds:
        return self.pins.get(key, FREE)

    def after(self, changes: Iterable[Change]) -> State:
        """The state these changes lead to, one after another."""
        lessons = {key_of(lesson): lesson for lesson in self.timetable.lessons}
        pins, problem, lifted = dict(self.pins), self.problem, self.lifted
        for change in changes:
            for lesson in change.before:
                lessons.pop(key_of(lesson), None)
            lessons |= {key_of(lesson): lesson for lesson in change.after}
            pins |= change.pins
            if change.lifted:
                problem, more = again(problem, change.lifted)
                lifted = lifted | more
        kept = {key: kinds for key, kinds in pins.items() if kinds and key in lessons}
        return State(problem, self._timetable(lessons), kept, lifted)

    def _timetable(self, lessons: Mapping[Key, Lesson]) -> Timetable:
        """In the order of the problem's rows. Reasons stay where the number of unplaced lessons does."""
        placed, known = Counter(row for row, _ in lessons), self.timetable.unplaced
        told = {entry.row: entry for entry in known}
        missing = []
        for row in self.problem.rows:
            count = row.lessons - placed[row.id]
            if count > 0:
                entry = told.get(row.id)
                missing.append(entry if entry and entry.count == count else Unplaced(row=row.id, count=count))
        order = {row.id: number for number, row in enumerate(self.problem.rows)}
        in_order = sorted(lessons.values(), key=lambda lesson: (order[lesson.row], lesson.n))
        return Timetable(lessons=tuple(in_order), unplaced=tuple(missing))


def key_of(lesson: Lesson) -> Key:
    return lesson.row, lesson.n
