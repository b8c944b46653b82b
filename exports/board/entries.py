"""What stands in somebody's week: lessons and fixed engagements, the same in several weeks as one entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from exports.words import OWN_CLASSES, WITH_CLASS
from scheduler.checks.desk import Desk, Engagement
from scheduler.problem import PlanRow, Problem, Pupil, Teacher
from scheduler.terms import LessonForm, Weekday
from scheduler.timetable import Lesson, Timetable


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One time of one weekday in some weeks; half-open, in minutes since midnight.

    who: the other side, a teacher or pupils; people: their ids. form None: no lesson but an engagement with the
    class. weeks: ids in the problem's order. place: empty where it says nothing (a pupil's remote lesson).
    """

    day: Weekday
    start_min: int
    end_min: int
    title: str
    who: str
    place: str
    form: LessonForm | None
    people: tuple[str, ...] = ()
    weeks: tuple[str, ...] = ()

    @property
    def is_lesson(self) -> bool:
        return self.form is not None


People = tuple[str, ...]
Say = Callable[[Engagement, Lesson], tuple[str, str, People]]  # who, place, ids of the people
Days = Mapping[tuple[str, str], Sequence[Engagement]]


class Entries:
    """Entries of one problem and its timetable. names: for print, by id of the pupil.

    Lessons of unknown rows, weeks and days are left out; see `exports.board.faults`.
    """

    def __init__(
        self, problem: Problem, timetable: Timetable, names: Mapping[str, str] | None = None
    ) -> None:
        self.desk = Desk(problem, timetable)
        self._week_ids = [week.id for week in problem.weeks]
        self._names = names or {}
        self._places = {place.id: place.title or place.id for place in problem.places}

    def pupil(self, pupil_id: str) -> str:
        """The name for print, else the title."""
        return self._names.get(pupil_id) or self.desk.pupils[pupil_id].name

    def group(self, row: PlanRow) -> str:
        """`К-01 + К-02`."""
        return " + ".join(self.pupil(pupil) for pupil in row.pupils)

    def teacher(self, teacher_id: str) -> str:
        return self.desk.teachers[teacher_id].name

    def place(self, place_id: str) -> str:
        return self._places.get(place_id, place_id)

    def of_pupil(self, pupil: Pupil) -> tuple[Entry, ...]:
        """What a family reads: subject, teacher, place; lessons with the class in between."""

        def say(_at: Engagement, lesson: Lesson) -> tuple[str, str, People]:
            remote = self.desk.row(lesson).form is LessonForm.REMOTE
            place = "" if remote else self.place(lesson.place)
            return self.teacher(lesson.teacher), place, (lesson.teacher,)

        return self._merged(self.desk.pupil_days[pupil.id], say, WITH_CLASS)

    def of_teacher(self, teacher: Teacher) -> tuple[Entry, ...]:
        """What a teacher reads: subject, pupils, where to be; own classes in between."""

        def say(at: Engagement, lesson: Lesson) -> tuple[str, str, People]:
            row = self.desk.row(lesson)
            place = at.place if row.form is LessonForm.REMOTE else lesson.place
            return self.group(row), self.place(place), row.pupils

        return self._merged(self.desk.teacher_days[teacher.id], say, OWN_CLASSES)

    def _merged(self, days: Days, say: Say, busy_title: str) -> tuple[Entry, ...]:
        weeks: defaultdict[Entry, list[str]] = defaultdict(list)
        for (week, day), items in days.items():
            for item in classes_as_one(items):
                weeks[self._entry(Weekday(day), item, say, busy_title)].append(week)
        whole = (replace(entry, weeks=self._in_order(found)) for entry, found in weeks.items())
        return tuple(sorted(whole, key=self._order))

    def _entry(self, day: Weekday, item: Engagement, say: Say, busy_title: str) -> Entry:
        lesson = item.lesson
        title, form = busy_title, None
        who, place, people = "", self.place(item.place), ()  # type: tuple[str, str, People]
        if lesson is not None:
            title, form = self.desk.row(lesson).name, LessonForm(lesson.form)
            who, place, people = say(item, lesson)
        return Entry(
            day=day,
            start_min=item.start_min,
            end_min=item.end_min,
            title=title,
            who=who,
            place=place,
            form=form,
            people=people,
        )

    def _in_order(self, weeks: Collection[str]) -> tuple[str, ...]:
        return tuple(week for week in self._week_ids if week in weeks)

    def _order(self, entry: Entry) -> tuple[object, ...]:
        numbers = [self._week_ids.index(week) for week in entry.weeks]
        return entry.day.number, entry.start_min, entry.end_min, numbers, entry.title, entry.who


def classes_as_one(items: Sequence[Engagement]) -> Iterator[Engagement]:
    """In order of time; fixed engagements at one place with nothing between them as one."""
    last: Engagement | None = None
    for item in items:
        if last is None:
            last = item
        elif last.lesson is None and item.lesson is None and last.place == item.place:
            last = replace(last, end_min=max(last.end_min, item.end_min))
        else:
            yield last
            last = item
    if last is not None:
        yield last
