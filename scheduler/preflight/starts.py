"""Possible starts of a row's lessons as bit masks: bit m stands for a start m minutes after midnight.

Only what holds whatever else moves is taken away: the frame, windows, fixed engagements, pins of other rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from scheduler.preflight.facts import Day, Facts, Fixed
from scheduler.problem import PlanRow, Pupil, Teacher, merge_windows
from scheduler.terms import MINUTES_A_DAY, LessonForm

Kind = tuple[object, ...]
ALL = (1 << MINUTES_A_DAY) - 1


class Atom(NamedTuple):
    """One reason that takes starts away: rule, whose (teacher or pupil id), and the starts it leaves.

    A plain tuple: tens of thousands are made for a town.
    """

    code: str
    who: str
    mask: int
    by_pin: bool = False


class Starts:
    """Starts of every row, teacher and day of one problem."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._of_row: dict[tuple[str, str], dict[Day, int]] = {}
        self._of_day: dict[Kind, dict[Day, tuple[Day, int]]] = {}
        self._of_teacher: dict[tuple[str, str, Day, int, str], int] = {}
        self._free_of: dict[tuple[str, int, Day], int] = {}
        self._frames: dict[int, int] = {}
        self._places: dict[tuple[str, str], dict[Day, str]] = {}
        self._likes: dict[Kind, dict[Day, Day]] = {}
        self._clear: dict[tuple[int, int, str, int, str, str], int] = {}

    def mask(self, row: PlanRow, teacher_id: str, day: Day) -> int:
        """Starts at which the row's lesson could stand that day with that teacher, if nothing else stood."""
        return self.masks(row, teacher_id).get(day, 0)

    def masks(self, row: PlanRow, teacher_id: str) -> dict[Day, int]:
        """The same for every day of the row, days without a start too; days that are alike are counted once."""
        key = (row.id, teacher_id)
        if key not in self._of_row:
            teacher, own = self.facts.teachers[teacher_id], self._pinned(row)
            alike, found = self.facts.alike(teacher), {}
            known: dict[tuple[Day, Day], int] = {}  # days that are alike for the pupils and for the teacher
            for day, (like, mask) in self._own_masks(row).items():
                both = (like, alike[day])
                left = known.get(both)
                if left is None:
                    if mask:
                        place = self.facts.teacher_place(row, teacher, like)
                        mask &= self._teacher_mask(row, teacher, (own, alike[day], place))
                    left = known[both] = mask
                found[day] = left
            self._of_row[key] = found
        return self._of_row[key]

    def _pinned(self, row: PlanRow) -> str:
        """Tells rows with pins apart: what is fixed for others is not for their own."""
        return row.id if row.id in self.facts.pins_of_row else ""

    def places(self, row: PlanRow, teacher_id: str) -> dict[Day, str]:
        """Where the teacher stands during a lesson of the row, for every day of the row."""
        key = (row.id, teacher_id if row.form == LessonForm.REMOTE else "")
        if key not in self._places:
            teacher, known = self.facts.teachers[teacher_id], self._own_masks(row)
            at = {
                day: self.facts.teacher_place(row, teacher, day)
                for day in {like for like, _ in known.values()}
            }
            self._places[key] = {day: at[like] for day, (like, _) in known.items()}
        return self._places[key]

    def like(self, row: PlanRow) -> dict[Day, Day]:
        """For every day of the row the first one on which its pupils leave the same starts at the same place."""
        kind = self._kind(row)
        if kind not in self._likes:
            self._likes[kind] = {day: first for day, (first, _) in self._own_masks(row).items()}
        return self._likes[kind]

    def _kind(self, row: PlanRow) -> Kind:
        """All that the pupils' side depends on; shared by many rows of one child."""
        return (
            self._pinned(row), row.pupils, row.lesson_min, row.form, row.block.outside_lessons, row.place, row.weeks,
        )  # fmt: skip

    def _own_masks(self, row: PlanRow) -> dict[Day, tuple[Day, int]]:
        """Day -> the first day that is like it for the row's pupils, and the starts the pupils leave."""
        kind = self._kind(row)
        if kind not in self._of_day:
            alike = [self.facts.alike(pupil) for pupil in self.facts.group(row)]
            first: dict[tuple[Day, ...], tuple[Day, int]] = {}
            found = {}
            for day in self.facts.days_of(row):
                key = tuple([days[day] for days in alike])
                if key not in first:
                    first[key] = (day, _all_of(self._row_atoms(row, day)))
                found[day] = first[key]
            self._of_day[kind] = found
        return self._of_day[kind]

    def atoms(self, row: PlanRow, teacher_id: str, day: Day) -> list[Atom]:
        """Every reason that takes a start away that day."""
        teacher = self.facts.teachers[teacher_id]
        place = self.facts.teacher_place(row, teacher, day)
        both = (*self._row_atoms(row, day), *self._teacher_atoms(row, teacher, day, place))
        return [atom for atom in both if atom.mask != ALL]

    def _teacher_mask(self, row: PlanRow, teacher: Teacher, where: tuple[str, Day, str]) -> int:
        """Shared by rows of one length at one place, as long as no pin is the row's own. where: pin, day, place."""
        own, day, place = where
        key = (own, teacher.id, day, row.lesson_min, place)
        if key not in self._of_teacher:
            self._of_teacher[key] = _all_of(self._teacher_atoms(row, teacher, day, place))
        return self._of_teacher[key]

    def _row_atoms(self, row: PlanRow, day: Day) -> Iterator[Atom]:
        yield Atom("frame", "", self._frame(row.lesson_min))
        end = self.facts.problem.norms.remote_end_min
        if row.form == LessonForm.REMOTE and end is not None:
            yield Atom("remote.end", "", starts_between(0, end - row.lesson_min))
        for pupil in self.facts.group(row):
            yield from self._pupil_atoms(row, pupil, day)

    def _teacher_atoms(self, row: PlanRow, teacher: Teacher, day: Day, place: str) -> Iterator[Atom]:
        yield Atom("teacher.free", teacher.id, self._free(teacher, row.lesson_min, day))
        yield from self._teacher_fixed(row, teacher, day, place)
        if teacher.max_day_lessons == 0 or _below(teacher.max_week_min, row.lesson_min):
            yield Atom("teacher.load", teacher.id, 0)

    def _frame(self, length: int) -> int:
        if length not in self._frames:
            problem = self.facts.problem
            inside = starts_between(problem.day_start_min, problem.day_end_min - length)
            self._frames[length] = inside & self._grid
        return self._frames[length]

    @cached_property
    def _grid(self) -> int:
        return sum(1 << minute for minute in range(0, MINUTES_A_DAY, self.facts.problem.step_min))

    def _free(self, teacher: Teacher, length: int, day: Day) -> int:
        key = (teacher.id, length, day)
        if key not in self._free_of:
            spans = [(w.start_min, w.end_min) for w in teacher.free if w.holds_on(*day)]
            self._free_of[key] = starts_inside(spans, length)
        return self._free_of[key]

    def _teacher_fixed(self, row: PlanRow, teacher: Teacher, day: Day, place: str) -> Iterator[Atom]:
        for fixed in self.facts.fixed_of_teacher.get((teacher.id, day), ()):
            if fixed.row is not row:
                mask = self._clear_of(fixed, row.lesson_min, f"teacher {teacher.id}", place)
                yield Atom("teacher.clash", teacher.id, mask, fixed.row is not None)

    def _clear_of(self, fixed: Fixed, length: int, who: str, place: str) -> int:
        """Starts at a place that leave the way to and from the engagement; days with the same hours share them."""
        key = (fixed.start_min, fixed.end_min, fixed.place, length, who, place)
        if key not in self._clear:
            before, after = self._roads(who, place, fixed, 0)
            self._clear[key] = starts_clear(fixed, length, before, after)
        return self._clear[key]

    def _pupil_atoms(self, row: PlanRow, pupil: Pupil, day: Day) -> Iterator[Atom]:
        length = row.lesson_min
        place = self.facts.pupil_place(row, pupil, day)
        for fixed in self.facts.fixed_of_pupil.get((pupil.id, day), ()):
            if fixed.row is not row:
                pause = self._pause(row, pupil, fixed)
                before, after = self._roads(f"pupil {pupil.id}", place, fixed, pause)
                mask = starts_clear(fixed, length, before, after)
                yield Atom("pupil.clash", pupil.id, mask, fixed.row is not None)
        for window in pupil.avoid:
            if window.holds_on(*day):
                mask = starts_clear(Fixed(window.start_min, window.end_min, ""), length, 0, 0)
                yield Atom("pupil.avoid", pupil.id, mask)
        if row.form == LessonForm.HOME and pupil.adult_home is not None:
            spans = [(w.start_min, w.end_min) for w in pupil.adult_home if w.holds_on(*day)]
            yield Atom("adult.home", pupil.id, starts_inside(spans, length))
        if _never_fits(row, pupil):
            yield Atom("pupil.load", pupil.id, 0)

    def _pause(self, row: PlanRow, pupil: Pupil, fixed: Fixed) -> int:
        other = fixed.row is not None and fixed.row.block.outside_lessons
        mixed = row.block.outside_lessons != other and pupil.needs != "sipr"
        return max(pupil.break_min, self.facts.problem.norms.correction_break_min if mixed else 0)

    def _roads(self, who: str, place: str, fixed: Fixed, pause: int) -> tuple[int, int]:
        road = self.facts.safe_road
        return max(pause, road(who, place, fixed.place)), max(pause, road(who, fixed.place, place))


def _all_of(atoms: Iterable[Atom]) -> int:
    mask = ALL
    for atom in atoms:
        mask &= atom.mask
        if not mask:
            break
    return mask


def _never_fits(row: PlanRow, pupil: Pupil) -> bool:
    limits = [pupil.max_day_min]
    if row.form == LessonForm.REMOTE:
        limits.append(pupil.max_remote_day_min)
    too_long = any(_below(limit, row.lesson_min) for limit in limits)
    return too_long or pupil.max_day_lessons == 0 or pupil.max_teachers_day == 0


def _below(limit: int | None, minutes: int) -> bool:
    return limit is not None and limit < minutes


def starts_between(first: int, last: int) -> int:
    """Starts from first to last, both included; none when last comes before first."""
    first = max(first, 0)
    return 0 if last < first else ((1 << (last - first + 1)) - 1) << first


def starts_inside(spans: Sequence[tuple[int, int]], length: int) -> int:
    """Starts of lessons of that length that lie inside one of the spans, adjoining ones taken together."""
    mask = 0
    for start, end in merge_windows(spans):
        mask |= starts_between(start, end - length)
    return mask


def starts_clear(fixed: Fixed, length: int, before: int, after: int) -> int:
    """Starts of lessons that end `before` minutes ahead of the engagement or begin `after` past it."""
    blocked = starts_between(fixed.start_min - before - length + 1, fixed.end_min + after - 1)
    return ALL & ~blocked


def packed(mask: int, distance: int) -> int:
    """The largest number of starts of a mask that are at least `distance` minutes apart."""
    number = 0
    while mask:
        first = (mask & -mask).bit_length() - 1
        number += 1
        cut = first + max(distance, 1)
        mask = mask >> cut << cut
    return number
