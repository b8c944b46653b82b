"""Days of teachers and pupils while the greedy reference fills them: possible starts and added cost."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from scheduler.problem import BusyWindow, PlanRow, Problem, Pupil, Window, merge_windows
from scheduler.rulebook import GOALS
from scheduler.terms import LessonForm, Needs, Weekday, WishKind
from scheduler.travel import TravelTimes

WEIGHT = {rule.code: rule.weight for rule in GOALS if rule.rank == 2}
Day = tuple[str, str, Weekday]  # person, week, day


@dataclass(frozen=True, slots=True)
class Stay:
    """An engagement of a day. `home`: where a home lesson is held, else empty; `row` None: a busy window."""

    start_min: int
    end_min: int
    place: str
    home: str = ""
    row: PlanRow | None = None
    teacher: str = ""
    fact: bool = False


class Desk:
    """What stands so far, and what one more lesson would meet."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.travel = TravelTimes(problem)
        self.teachers = {teacher.id: teacher for teacher in problem.teachers}
        self.pupils = {pupil.id: pupil for pupil in problem.pupils}
        self.days: dict[Day, list[Stay]] = defaultdict(list)
        self.pupil_days: dict[Day, list[Stay]] = defaultdict(list)
        self.week_min: Counter[tuple[str, str]] = Counter()
        self.row_days: dict[tuple[str, str], Counter[Weekday]] = defaultdict(Counter)
        self.faces: dict[str, set[str]] = defaultdict(set)
        self.road_min: Counter[str] = Counter()
        self._unary: dict[tuple[str, str, str, Weekday], int] = {}
        self._subject_limit: dict[tuple[str, str], int] = {}
        for row in problem.rows:
            for name in row.pupils:
                key = (name, row.subject)
                self._subject_limit[key] = min(row.max_per_day, self._subject_limit.get(key, row.max_per_day))
        self._fill_busy()

    def _fill_busy(self) -> None:
        for week in self.problem.weeks:
            for day in self.problem.days:
                if self.problem.is_closed(week.id, day):
                    continue
                for teacher in self.problem.teachers:
                    self.days[teacher.id, week.id, day] = _busy(teacher.busy, teacher.school, week.id, day)
                    self.road_min[teacher.id] += self._roads(self.days[teacher.id, week.id, day])[0]
                for pupil in self.problem.pupils:
                    self.pupil_days[pupil.id, week.id, day] = _busy(pupil.busy, pupil.school, week.id, day)

    # ------------------------------------------------------------ places and possible starts

    def pupil_place(self, row: PlanRow, pupil: str, week: str, day: Weekday) -> str:
        if row.form == LessonForm.SCHOOL:
            return row.place or self.pupils[pupil].school
        return self.pupils[pupil].home_on(week, day)

    def teacher_place(self, row: PlanRow, teacher: str, week: str, day: Weekday) -> str:
        if row.form == LessonForm.REMOTE:
            return self.teachers[teacher].remote_place or self.teachers[teacher].school
        return self.pupil_place(row, row.pupils[0], week, day)

    def starts(self, row: PlanRow, teacher: str, week: str, day: Weekday) -> int:
        """Bits of the starts at which the lesson may stand beside what stands; bit i is minute i x step."""
        mask = self._own_starts(row, teacher, week, day)
        if not mask or not self._load_left(row, teacher, week, day):
            return 0
        spot = self.teacher_place(row, teacher, week, day)
        for stay in self.days[teacher, week, day]:
            before, after = self.travel(spot, stay.place), self.travel(stay.place, spot)
            mask &= ~self._between(stay.start_min - row.lesson_min - before, stay.end_min + after)
        for name in row.pupils:
            spot = self.pupil_place(row, name, week, day)
            for stay in self.pupil_days[name, week, day]:
                pause = self._pause(self.pupils[name], row, stay)
                before = max(pause, self.travel(spot, stay.place))
                after = max(pause, self.travel(stay.place, spot))
                mask &= ~self._between(stay.start_min - row.lesson_min - before, stay.end_min + after)
        return mask

    def _own_starts(self, row: PlanRow, teacher: str, week: str, day: Weekday) -> int:
        """Starts that windows, the day and norms leave, whatever else stands."""
        key = (row.id, teacher, week, day)
        if key not in self._unary:
            self._unary[key] = self._count_own_starts(row, teacher, week, day)
        return self._unary[key]

    def _count_own_starts(self, row: PlanRow, teacher: str, week: str, day: Weekday) -> int:
        if self.problem.is_closed(week, day):
            return 0
        mask = self._inside([(self.problem.day_start_min, self.problem.day_end_min)], row)
        mask &= self._inside(_spans(self.teachers[teacher].free, week, day), row)
        if row.form == LessonForm.REMOTE and self.problem.norms.remote_end_min is not None:
            mask &= self._inside([(0, self.problem.norms.remote_end_min)], row)
        for name in row.pupils:
            pupil = self.pupils[name]
            if row.form == LessonForm.HOME and pupil.adult_home is not None:
                mask &= self._inside(_spans(pupil.adult_home, week, day), row)
            for start, end in _spans(pupil.avoid, week, day):
                mask &= ~self._between(start - row.lesson_min, end)
        return mask

    def _inside(self, spans: Iterable[tuple[int, int]], row: PlanRow) -> int:
        mask = 0
        for start, end in spans:
            mask |= self._between(start - 1, end - row.lesson_min + 1)
        return mask

    def _between(self, low: int, high: int) -> int:
        """Bits of the grid starts strictly between two minutes."""
        first = max(0, low // self.problem.step_min + 1)
        last = -(-high // self.problem.step_min)
        return (1 << last) - (1 << first) if last > first else 0

    def _pause(self, pupil: Pupil, row: PlanRow, stay: Stay) -> int:
        outside = stay.row is not None and stay.row.block.outside_lessons
        longer = row.block.outside_lessons != outside and pupil.needs != Needs.SIPR
        return max(pupil.break_min, self.problem.norms.correction_break_min if longer else 0)

    def _load_left(self, row: PlanRow, teacher: str, week: str, day: Weekday) -> bool:
        who = self.teachers[teacher]
        lessons = sum(1 for stay in self.days[teacher, week, day] if stay.row is not None)
        if _over(who.max_day_lessons, lessons + 1):
            return False
        if _over(who.max_week_min, self.week_min[teacher, week] + row.lesson_min):
            return False
        return all(self._pupil_load_left(row, teacher, name, week, day) for name in row.pupils)

    def _pupil_load_left(self, row: PlanRow, teacher: str, name: str, week: str, day: Weekday) -> bool:
        pupil = self.pupils[name]
        rows = [stay.row for stay in self.pupil_days[name, week, day] if stay.row is not None]
        faces = {stay.teacher for stay in self.pupil_days[name, week, day] if stay.row is not None}
        minutes = sum(other.lesson_min for other in (*rows, row))
        remote = sum(other.lesson_min for other in (*rows, row) if other.form == LessonForm.REMOTE)
        same = sum(1 for other in rows if other.subject == row.subject)
        return not (
            _over(pupil.max_day_lessons, len(rows) + 1)
            or _over(pupil.max_day_min, minutes)
            or (row.form == LessonForm.REMOTE and _over(pupil.max_remote_day_min, remote))
            or _over(pupil.max_teachers_day, len(faces | {teacher}))
            or same >= self._subject_limit[name, row.subject]
        )

    # ------------------------------------------------------------ what a lesson adds to the goals

    def added(
        self, row: PlanRow, teacher: str, week: str, day: Weekday, start: int, fact: bool = False
    ) -> int | None:
        """Weighted units that the lesson adds in its week; None when the teacher would wait too long."""
        stay = self._stay(row, teacher, self.teacher_place(row, teacher, week, day), start, fact)
        today = self.days[teacher, week, day]
        after = sorted([*today, stay], key=_time)
        if not self._gaps_fit(teacher, after):
            return None
        total = self._teacher_cost(after) - self._teacher_cost(today)
        for name in row.pupils:
            own = self._stay(row, teacher, self.pupil_place(row, name, week, day), start)
            total += self._pupil_cost(name, week, day, own)
        held = self.row_days[row.id, week]
        return total + WEIGHT["spread"] * (self._spread(held, day) - self._spread(held, None))

    def added_once(self, row: PlanRow, teacher: str, day: Weekday, start: int, weeks: tuple[str, ...]) -> int:
        """Units that count once over all weeks: a new face, a longer day of the teacher who waits most."""
        faces = sum(1 for name in row.pupils if teacher not in self.faces[name])
        more = 0
        for week in weeks:
            stay = self._stay(row, teacher, self.teacher_place(row, teacher, week, day), start)
            today = self.days[teacher, week, day]
            more += sum(self._roads(sorted([*today, stay], key=_time))) - sum(self._roads(today))
        most = max(self.road_min.values(), default=0)
        fairness = max(0, self.road_min[teacher] + more - most)
        return WEIGHT["faces"] * faces + WEIGHT["fairness"] * fairness

    def stand(
        self, row: PlanRow, teacher: str, week: str, day: Weekday, start: int, fact: bool = False
    ) -> None:
        """Put the lesson there."""
        key = (teacher, week, day)
        stay = self._stay(row, teacher, self.teacher_place(row, teacher, week, day), start, fact)
        before = sum(self._roads(self.days[key]))
        self.days[key] = sorted([*self.days[key], stay], key=_time)
        self.road_min[teacher] += sum(self._roads(self.days[key])) - before
        self.week_min[teacher, week] += row.lesson_min
        self.row_days[row.id, week][day] += 1
        for name in row.pupils:
            own = self._stay(row, teacher, self.pupil_place(row, name, week, day), start, fact)
            today = self.pupil_days[name, week, day]
            self.pupil_days[name, week, day] = sorted([*today, own], key=_time)
            self.faces[name].add(teacher)

    def _stay(self, row: PlanRow, teacher: str, place: str, start: int, fact: bool = False) -> Stay:
        home = place if row.form == LessonForm.HOME else ""
        return Stay(start, start + row.lesson_min, place, home, row, teacher, fact)

    def _gaps_fit(self, teacher: str, today: list[Stay]) -> bool:
        limit = self.teachers[teacher].max_gap_min
        return limit is None or all(
            two.start_min - one.end_min - self.travel(one.place, two.place) <= limit
            for one, two in pairwise(today)
            if (one.row or two.row) and not (_is_fact(one) and _is_fact(two))
        )

    def _roads(self, today: list[Stay]) -> tuple[int, int]:
        """Travel and idle minutes of a teacher's day."""
        road = wait = 0
        for one, two in pairwise(today):
            between = self.travel(one.place, two.place)
            road += between
            if one.row or two.row:
                wait += max(0, two.start_min - one.end_min - between)
        return road, wait

    def _teacher_cost(self, today: list[Stay]) -> int:
        road, wait = self._roads(today)
        homes = ["", *(stay.home for stay in today)]
        visits = sum(1 for one, two in pairwise(homes) if two and two != one)
        return WEIGHT["travel"] * road + WEIGHT["idle"] * wait + WEIGHT["visits"] * visits

    def _pupil_cost(self, name: str, week: str, day: Weekday, stay: Stay) -> int:
        today = self.pupil_days[name, week, day]
        after = sorted([*today, stay], key=_time)
        gap = self._pupil_gap(name, after) - self._pupil_gap(name, today)
        first_visit = bool(stay.home) and not any(other.home for other in today)
        return (
            WEIGHT["pupil_gap"] * gap
            + WEIGHT["adult_days"] * first_visit
            + WEIGHT["wish"] * self._wish(self.pupils[name], week, day, stay.start_min)
            + self._week_cost(name, week, day, stay)
            - self._week_cost(name, week, day, None)
        )

    def _pupil_gap(self, name: str, today: list[Stay]) -> int:
        total = 0
        for one, two in pairwise(today):
            outside = one.row is not None and one.row.block.outside_lessons
            other = two.row is not None and two.row.block.outside_lessons
            longer = outside != other and self.pupils[name].needs != Needs.SIPR
            pause = self.problem.norms.correction_break_min if longer else 0
            needed = max(self.pupils[name].break_min, pause, self.travel(one.place, two.place))
            total += max(0, two.start_min - one.end_min - needed)
        return total

    def _wish(self, pupil: Pupil, week: str, day: Weekday, start: int) -> int:
        """Units of wish for a lesson of the pupil that starts then."""
        prefer = [wish for wish in pupil.wishes if wish.kind == WishKind.PREFER]
        holds = [
            wish
            for wish in pupil.wishes
            if wish.holds_on(week, day) and wish.start_min <= start < wish.end_min
        ]
        outside = bool(prefer) and not any(wish.kind == WishKind.PREFER for wish in holds)
        disliked = sum(wish.weight for wish in holds if wish.kind == WishKind.DISLIKE)
        return disliked + (max(wish.weight for wish in prefer) if outside else 0)

    def _week_cost(self, name: str, week: str, day: Weekday, extra: Stay | None) -> int:
        """Weighted balance and curve of a pupil's week, with one more lesson on the day."""
        days = self.problem.days
        counts, marks = [], []
        for other in days:
            rows = [stay.row for stay in self.pupil_days[name, week, other] if stay.row is not None]
            if extra is not None and extra.row is not None and other == day:
                rows = [*rows, extra.row]
            counts.append(len(rows))
            marks.append(sum(row.difficulty for row in rows))
        share, mean = -(-sum(counts) // len(days)), -(-sum(marks) // len(days))
        ends = {0, len(days) - 1}
        balance = sum(max(0, count - share) for count in counts)
        curve = sum(max(0, marks[end] - mean) for end in ends)
        return WEIGHT["balance"] * balance + WEIGHT["curve"] * curve

    def _spread(self, held: Counter[Weekday], extra: Weekday | None) -> int:
        """Neighbouring weekdays that both have a lesson of the row."""
        lessons = sum(held.values()) + (extra is not None)
        if lessons >= len(self.problem.days) - 1:
            return 0
        numbers = {day.number for day in self.problem.days if held[day] or day == extra}
        return sum(1 for number in numbers if number + 1 in numbers)


def _busy(windows: Iterable[BusyWindow], school: str, week: str, day: Weekday) -> list[Stay]:
    """Busy windows of a day, merged where they overlap or adjoin at one place."""
    spots: dict[str, list[tuple[int, int]]] = {}
    for window in windows:
        if window.holds_on(week, day):
            spots.setdefault(window.place or school, []).append((window.start_min, window.end_min))
    stays = [
        Stay(start, end, place, fact=True)
        for place, spans in spots.items()
        for start, end in merge_windows(spans)
    ]
    return sorted(stays, key=_time)


def _spans(windows: Iterable[Window], week: str, day: Weekday) -> list[tuple[int, int]]:
    return merge_windows([(w.start_min, w.end_min) for w in windows if w.holds_on(week, day)])


def _time(stay: Stay) -> tuple[int, int]:
    return (stay.start_min, stay.end_min)


def _is_fact(stay: Stay) -> bool:
    return stay.fact


def _over(limit: int | None, amount: int) -> bool:
    return limit is not None and amount > limit
