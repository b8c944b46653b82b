"""A timetable as people read it: a board per pupil and per teacher, what was not placed and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rich.box import ROUNDED
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from api.demo.weeks import DAY, weeks_said
from api.printing import score_lines
from api.texts import PROOF, counted, lessons_counted
from scheduler.problem import BusyWindow, PlanRow, Problem, Pupil, Teacher
from scheduler.terms import LessonForm, Weekday, clock
from scheduler.timetable import Lesson, Timetable, Unplaced

if TYPE_CHECKING:
    from scheduler.checks import Verdict

FORM = {LessonForm.HOME: "", LessonForm.REMOTE: "дистанционно", LessonForm.SCHOOL: "в школе"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A lesson of a board, the same in some weeks. `who` is the other side; faint entries are no lessons."""

    start_min: int
    end_min: int
    title: str
    who: str
    form: str
    weeks: str
    faint: bool = False


Days = defaultdict[Weekday, list[Entry]]
Say = Callable[[PlanRow, Lesson], tuple[str, str]]


class Board:
    """Boards of one problem and its timetable."""

    def __init__(self, problem: Problem, timetable: Timetable) -> None:
        self._problem = problem
        self._timetable = timetable
        self._rows = {row.id: row for row in problem.rows}
        self._pupils = {pupil.id: pupil for pupil in problem.pupils}
        self._teachers = {teacher.id: teacher for teacher in problem.teachers}

    def summary(self) -> Text:
        """The name, then `12 учеников, 18 учителей, 410 занятий за 4 недели`."""
        problem = self._problem
        lessons = lessons_counted(sum(row.lessons for row in problem.rows))
        pupils = counted(len(problem.pupils), "ученик", "ученика", "учеников")
        teachers = counted(len(problem.teachers), "учитель", "учителя", "учителей")
        weeks = counted(len(problem.weeks), "неделю", "недели", "недель")
        return Text(f"{problem.name}\n{pupils}, {teachers}, {lessons} за {weeks}", style="bold")

    def of_pupil(self, pupil: Pupil) -> RenderableType:
        """The board a family reads: subject, teacher, place."""
        rows = {row.id: row for row in self._problem.rows if pupil.id in row.pupils}
        missing = sum(entry.count for entry in self._timetable.unplaced if entry.row in rows)
        placed = [lesson for lesson in self._timetable.lessons if lesson.row in rows]
        head = f"{pupil.name}, {pupil.grade} класс: {lessons_counted(len(placed))}"
        head += f", не размещено {missing}" if missing else ""
        days = self._lessons(placed, lambda row, lesson: (row.name, self._teachers[lesson.teacher].name))
        self._add_busy(days, pupil.busy, "с классом")
        return self._grid(head, days)

    def of_teacher(self, teacher: Teacher) -> RenderableType:
        """The board a teacher reads: pupil, subject, place; own classes in between."""
        placed = [lesson for lesson in self._timetable.lessons if lesson.teacher == teacher.id]
        head = f"{teacher.name}: {lessons_counted(len(placed))}"
        days = self._lessons(placed, lambda row, _lesson: (self._names(row), row.name))
        self._add_busy(days, teacher.busy, "уроки")
        return self._grid(head, days)

    def unplaced(self) -> RenderableType:
        """What could not be placed, how certain that is, and why."""
        left = self._timetable.unplaced
        if not left:
            return Text("Все занятия размещены.", style="green")
        total = lessons_counted(sum(entry.count for entry in left))
        lines: list[RenderableType] = [Text(f"Не размещено: {total}", style="bold yellow")]
        for entry in left:
            lines += self._why(entry)
        return Group(*lines)

    def verdict(self, verdict: Verdict) -> RenderableType:
        """The independent check and the score in native units."""
        broken = len(verdict.violations)
        head = Text(f"Проверка: нарушений {broken}", style="bold red") if broken else None
        head = head or Text("Проверка: нарушений нет", style="green")
        texts = [Text(f"  {violation.rule}: {violation.text}") for violation in verdict.violations]
        return Group(head, *texts, Text("\n".join(score_lines(verdict.score, verdict.points)), style="dim"))

    def _why(self, entry: Unplaced) -> list[RenderableType]:
        row = self._rows[entry.row]
        head = f"  {self._names(row)}, {row.name}: {lessons_counted(entry.count)}"
        head += f" — {PROOF[entry.proof]}" if entry.proof else ""
        why = (Padding(Text(reason.text, style="dim"), (0, 0, 0, 4)) for reason in entry.reasons)
        return [Text(head), *why]

    def _names(self, row: PlanRow) -> str:
        return " + ".join(self._pupils[pupil].name for pupil in row.pupils)

    def _lessons(self, lessons: Iterable[Lesson], say: Say) -> Days:
        """Lessons as entries by day; the same lesson in several weeks is one entry."""
        weeks: defaultdict[tuple[Weekday, Entry], list[str]] = defaultdict(list)
        for lesson in lessons:
            title, who = say(self._rows[lesson.row], lesson)
            form = FORM[LessonForm(lesson.form)]
            entry = Entry(lesson.start_min, lesson.end_min, title, who, form, "")
            weeks[Weekday(lesson.day), entry].append(lesson.week)
        days: Days = defaultdict(list)
        for (day, entry), found in weeks.items():
            days[day].append(replace(entry, weeks=weeks_said(self._problem, found)))
        return days

    def _add_busy(self, days: Days, busy: Sequence[BusyWindow], title: str) -> None:
        every = [week.id for week in self._problem.weeks]
        for window in busy:
            weeks = weeks_said(self._problem, every if window.weeks is None else window.weeks)
            for day in self._problem.days if window.days is None else window.days:
                entry = Entry(window.start_min, window.end_min, title, "", "", weeks, faint=True)
                days[day].append(entry)

    def _grid(self, head: str, days: Days) -> RenderableType:
        table = Table(
            title=head, title_justify="left", title_style="bold", box=ROUNDED, expand=True, show_lines=True
        )
        for day in self._problem.days:
            table.add_column(DAY[day], ratio=1, overflow="fold")
        columns = [_blocks(days.get(day, [])) for day in self._problem.days]
        for number in range(max(map(len, columns), default=0)):
            table.add_row(*(column[number] if number < len(column) else Text() for column in columns))
        return table


def _blocks(entries: Iterable[Entry]) -> list[Text]:
    """A day from morning to evening: one block per time, with all that happens then in some week."""
    times: defaultdict[tuple[int, int], list[Entry]] = defaultdict(list)
    for entry in _classes_as_one(entries):
        times[entry.start_min, entry.end_min].append(entry)
    return [_block(span, sorted(times[span], key=lambda entry: entry.weeks)) for span in sorted(times)]


def _classes_as_one(entries: Iterable[Entry]) -> list[Entry]:
    """In order of time; faint entries of the same weeks with nothing between them as one."""
    joined: list[Entry] = []
    for entry in sorted(entries, key=lambda entry: (entry.start_min, entry.end_min)):
        last = joined[-1] if joined else None
        if last and last.faint and entry.faint and (last.title, last.weeks) == (entry.title, entry.weeks):
            joined[-1] = replace(last, end_min=max(last.end_min, entry.end_min))
        else:
            joined.append(entry)
    return joined


def _block(span: tuple[int, int], entries: Sequence[Entry]) -> Text:
    faint = all(entry.faint for entry in entries)
    text = Text(f"{clock(span[0])}–{clock(span[1])}", style="dim" if faint else "")
    text.stylize("bold" if not faint else "")
    for entry in entries:
        text.append(f"\n{entry.title}", style="dim" if entry.faint else "cyan")
        if entry.who:
            text.append(f"\n{entry.who}")
        remark = ", ".join(part for part in (entry.weeks, entry.form) if part)
        if remark:
            text.append(f"\n{remark}", style="dim" if entry.faint else "magenta")
    return text
