"""Lost lessons of one pupil made up on days of the horizon: the most of them, soon, with the fewest points."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement, product

from scheduler.problem import Problem
from scheduler.repair.packing import Day, Packed, Pattern, pack
from scheduler.repair.pairs import best_pair
from scheduler.repair.seats import Ground, Seats
from scheduler.repair.values import Answer, Lost, Option, Rules, Slot, Unmet
from scheduler.suggest.answer import Blocker
from scheduler.terms import Weekday
from scheduler.timetable import Lesson, Timetable

MOST_REASONS = 4
NO_TEACHER = "Нет учителя, который может дать этот урок."
NO_DAY = "Нет дня, на который можно поставить этот урок."
CROWDED = "Свободные места заняты другими отработками: больше в день нельзя."
PLAIN = Rules()


def make_up(problem: Problem, standing: Timetable, lost: Sequence[Lost], rules: Rules = PLAIN) -> Answer:
    """The best plan for lost lessons of one pupil, everything in `standing` staying as it is.

    Every option's row is a row of the problem with one lesson and that one pupil, and has no lesson in `standing`.
    Raises ValueError for lessons of several pupils.
    """
    pupils = {name for each in lost for option in each.options for name in option.row.pupils}
    if len(pupils) > 1:
        raise ValueError(f"one pupil at a time, not {', '.join(sorted(pupils))}")
    groups = _groups(lost)
    book = _Book(Ground(problem, standing), groups, rules)
    packed = pack(
        book.days,
        [len(group.keys) for group in groups],
        rules.most_states,
        [group.must for group in groups],
    )
    placed = tuple(_placed(problem, groups, packed))
    return Answer(
        placed=placed, unmet=tuple(_unmet(problem, standing, groups, packed, [x for _, x in placed])),
        points=packed.points, proved=packed.proved,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Group:
    """Lost lessons that are alike but for their names. rows: of each, its options' rows."""

    keys: tuple[str, ...]
    options: tuple[Option, ...]
    rows: tuple[tuple[str, ...], ...]
    must: bool


@dataclass(frozen=True, slots=True)
class _Seat:
    """A start chosen for a lesson of a group in its option of that number."""

    group: int
    option: int
    slot: Slot
    teacher: str
    start_min: int


def _groups(lost: Sequence[Lost]) -> list[_Group]:
    alike: dict[object, list[Lost]] = defaultdict(list)
    for each in lost:
        kinds = tuple(
            (option.row.model_copy(update={"id": "-", "title": None}), option.price, option.on)
            for option in each.options
        )
        alike[repr((kinds, each.must))].append(each)
    return [
        _Group(
            tuple(each.key for each in some), some[0].options,
            tuple(tuple(option.row.id for option in each.options) for each in some), some[0].must,
        )
        for some in alike.values()
    ]  # fmt: skip


class _Book:
    """What every day could take."""

    def __init__(self, ground: Ground, groups: Sequence[_Group], rules: Rules) -> None:
        self._ground, self._groups, self._rules = ground, groups, rules
        slots = list(ground.slots())
        seats = {slot: list(self._seats(slot)) for slot in slots}
        self._short = self._short_of_time(seats)
        self.days = [
            Day(self._week(slot), tuple(self._patterns(slot, seats[slot], slots)), self._limits(slot))
            for slot in slots
        ]

    def _week(self, slot: Slot) -> int:
        return next(number for number, week in enumerate(self._ground.problem.weeks) if week.id == slot[0])

    def _seats(self, slot: Slot) -> Iterator[tuple[int, int, Seats]]:
        for number, group in enumerate(self._groups):
            for kind, option in enumerate(group.options):
                if option.on is None or slot in option.on:
                    for teacher in option.row.teachers:
                        found = self._ground.seats(option, teacher, slot)
                        if found is not None:
                            yield number, kind, found

    def _short_of_time(self, seats: dict[Slot, list[tuple[int, int, Seats]]]) -> dict[str, int]:
        """Teachers whose limit of a week may be reached, numbered."""
        wanted: dict[str, int] = {}
        most: dict[str, int] = Counter()
        for group in self._groups:
            for option in group.options:
                for teacher in option.row.teachers:
                    most[teacher] += option.row.lesson_min * len(group.keys)
        used = {(seat.teacher.id, slot[0]) for slot, some in seats.items() for _, _, seat in some}
        for teacher_id, week in sorted(used):
            limit = self._ground.desk.teachers[teacher_id].max_week_min
            if limit is not None and self._ground.index.week_min[teacher_id, week] + most[teacher_id] > limit:
                wanted.setdefault(teacher_id, len(wanted))
        return wanted

    def _limits(self, slot: Slot) -> tuple[int, ...]:
        """Minutes that are left of the week to those who are short of time."""
        ground = self._ground
        return tuple(
            (ground.desk.teachers[name].max_week_min or 0) - ground.index.week_min[name, slot[0]]
            for name in self._short
        )

    def _patterns(
        self, slot: Slot, seats: Sequence[tuple[int, int, Seats]], slots: Sequence[Slot]
    ) -> Iterator[Pattern]:
        late = self._rules.soon * self._waiting(slot, slots)
        yield from _cheapest(self._alone(seats, late))
        if self._rules.most_a_day > 1:
            yield from _cheapest(self._together(seats, late))

    def _waiting(self, slot: Slot, slots: Sequence[Slot]) -> int:
        """Days after the first one."""
        return self._at(slot) - self._at(slots[0])

    def _at(self, slot: Slot) -> int:
        return 7 * self._week(slot) + Weekday(slot[1]).number

    def _alone(self, seats: Sequence[tuple[int, int, Seats]], late: int) -> Iterator[Pattern]:
        for number, kind, seat in seats:
            best = seat.best()
            if best is not None:
                what = (_Seat(number, kind, seat.slot, seat.teacher.id, best[1]),)
                yield Pattern(best[0] + late, ((number, 1),), self._minutes(seat), what)

    def _together(self, seats: Sequence[tuple[int, int, Seats]], late: int) -> Iterator[Pattern]:
        for (a, one_kind, one), (b, other_kind, other) in combinations_with_replacement(seats, 2):
            if a == b and len(self._groups[a].keys) < 2:
                continue
            pair = best_pair(self._ground.desk, one, other)
            if pair is not None:
                takes = ((a, 2),) if a == b else ((a, 1), (b, 1))
                what = (
                    _Seat(a, one_kind, one.slot, one.teacher.id, pair.one_min),
                    _Seat(b, other_kind, other.slot, other.teacher.id, pair.other_min),
                )
                yield Pattern(pair.points + 2 * late, takes, self._minutes(one, other), what)

    def _minutes(self, *seats: Seats) -> tuple[tuple[int, int], ...]:
        used: Counter[int] = Counter()
        for seat in seats:
            if seat.teacher.id in self._short:
                used[self._short[seat.teacher.id]] += seat.minutes
        return tuple(sorted(used.items()))


def _cheapest(patterns: Iterable[Pattern]) -> Iterator[Pattern]:
    """Of patterns that take the same, the one with the fewest points."""
    best: dict[tuple[object, object], Pattern] = {}
    for pattern in patterns:
        key = (pattern.takes, pattern.minutes)
        if key not in best or pattern.points < best[key].points:
            best[key] = pattern
    return iter(best.values())


def _placed(problem: Problem, groups: Sequence[_Group], packed: Packed) -> Iterator[tuple[str, Lesson]]:
    given: Counter[int] = Counter()
    teachers = {teacher.id: teacher for teacher in problem.teachers}
    pupils = {pupil.id: pupil for pupil in problem.pupils}
    for pattern in packed.chosen:
        for seat in sorted(pattern.what, key=lambda seat: seat.start_min) if pattern else ():
            group, number = groups[seat.group], given[seat.group]
            given[seat.group] += 1
            row = group.options[seat.option].row
            week, day = seat.slot
            teacher, pupil = teachers[seat.teacher], pupils[row.pupils[0]]
            place = {
                "remote": teacher.remote_place or teacher.school, "school": row.place or pupil.school,
            }.get(row.form, pupil.home_on(week, day))  # fmt: skip
            yield group.keys[number], Lesson(
                row=group.rows[number][seat.option], n=1, week=week, day=day, start_min=seat.start_min,
                end_min=seat.start_min + row.lesson_min, teacher=seat.teacher, form=row.form, place=place,
            )  # fmt: skip


def _unmet(
    problem: Problem, standing: Timetable, groups: Sequence[_Group], packed: Packed, placed: Sequence[Lesson]
) -> Iterator[Unmet]:
    if not any(packed.left):
        return
    whole = standing.model_copy(update={"lessons": (*standing.lessons, *placed)})
    ground = Ground(problem, whole)
    for group, left in zip(groups, packed.left, strict=True):
        if left:
            reasons = tuple(_reasons(ground, group))
            yield from (Unmet(key=key, reasons=reasons) for key in group.keys[len(group.keys) - left :])


def _reasons(ground: Ground, group: _Group) -> Iterator[str]:
    """What closes the most days, beside all that stands now."""
    told: Counter[str] = Counter()
    days = is_open = 0
    for option, slot in product(group.options, ground.slots()):
        if option.on is not None and slot not in option.on:
            continue
        days += 1
        is_open += any(ground.seats(option, name, slot) is not None for name in option.row.teachers)
        said = {_said(blocker) for blocker in ground.against(option, slot)}
        told.update(dict.fromkeys(said, 1))
    if not any(option.row.teachers for option in group.options):
        yield NO_TEACHER
    elif not days:
        yield NO_DAY
    elif is_open:
        yield CROWDED
    else:
        yield from (
            text for text, _ in sorted(told.items(), key=lambda each: (-each[1], each[0]))[:MOST_REASONS]
        )


def _said(blocker: Blocker) -> str:
    """Without the name of the week: what closes many weeks is told once."""
    return blocker.text.replace(f" на неделе {blocker.week}", " за неделю") if blocker.week else blocker.text
