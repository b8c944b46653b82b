"""A timetable as people read it: a board per pupil and per teacher, what was not placed and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from rich.box import ROUNDED
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from api.commands.printing import score_lines
from api.texts import PROOF, counted, lessons_counted
from exports.board.entries import Entries, Entry
from exports.board.weeks import weeks_said
from exports.words import DAY_NAME, FORM_NAME
from scheduler.problem import Problem, Pupil, Teacher
from scheduler.terms import LessonForm, Weekday, clock
from scheduler.timetable import Timetable, Unplaced

if TYPE_CHECKING:
    from scheduler.checks import Verdict

Say = Callable[[Entry], tuple[str, str]]  # what stands first in a block, what second


class Board:
    """Boards of one problem and its timetable."""

    def __init__(self, problem: Problem, timetable: Timetable) -> None:
        self._problem = problem
        self._timetable = timetable
        self._entries = Entries(problem, timetable)

    def summary(self) -> Text:
        """The name, then `12 учеников, 18 учителей, 410 занятий за 4 недели`."""
        problem = self._problem
        lessons = lessons_counted(sum(row.lessons for row in problem.rows))
        pupils = counted(len(problem.pupils), "ученик", "ученика", "учеников")
        teachers = counted(len(problem.teachers), "учитель", "учителя", "учителей")
        weeks = counted(len(problem.weeks), "неделю", "недели", "недель")
        return Text(f"{problem.name}\n{pupils}, {teachers}, {lessons} за {weeks}", style="bold")

    def of_pupil(self, pupil: Pupil) -> RenderableType:
        """The board a family reads: subject, teacher, form."""
        rows = {row.id for row in self._problem.rows if pupil.id in row.pupils}
        missing = sum(entry.count for entry in self._timetable.unplaced if entry.row in rows)
        placed = sum(lesson.row in rows for lesson in self._timetable.lessons)
        head = f"{pupil.name}, {pupil.grade} класс: {lessons_counted(placed)}"
        head += f", не размещено {missing}" if missing else ""
        return self._grid(head, self._entries.of_pupil(pupil), lambda entry: (entry.title, entry.who))

    def of_teacher(self, teacher: Teacher) -> RenderableType:
        """The board a teacher reads: pupil, subject, form; own classes in between."""
        placed = sum(lesson.teacher == teacher.id for lesson in self._timetable.lessons)
        head = f"{teacher.name}: {lessons_counted(placed)}"
        return self._grid(head, self._entries.of_teacher(teacher), lambda entry: (entry.who, entry.title))

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
        row = self._entries.desk.rows[entry.row]
        head = f"  {self._entries.group(row)}, {row.name}: {lessons_counted(entry.count)}"
        head += f" — {PROOF[entry.proof]}" if entry.proof else ""
        why = (Padding(Text(reason.text, style="dim"), (0, 0, 0, 4)) for reason in entry.reasons)
        return [Text(head), *why]

    def _grid(self, head: str, entries: Iterable[Entry], say: Say) -> RenderableType:
        table = Table(
            title=head, title_justify="left", title_style="bold", box=ROUNDED, expand=True, show_lines=True
        )
        days: defaultdict[Weekday, list[Entry]] = defaultdict(list)
        for entry in entries:
            days[entry.day].append(entry)
        for day in self._problem.days:
            table.add_column(DAY_NAME[day], ratio=1, overflow="fold")
        columns = [self._blocks(days[day], say) for day in self._problem.days]
        for number in range(max(map(len, columns), default=0)):
            table.add_row(*(column[number] if number < len(column) else Text() for column in columns))
        return table

    def _blocks(self, entries: Iterable[Entry], say: Say) -> list[Text]:
        """A day from morning to evening: one block per time, with all that happens then in some week."""
        times: defaultdict[tuple[int, int], list[Entry]] = defaultdict(list)
        for entry in entries:
            times[entry.start_min, entry.end_min].append(entry)
        return [self._block(span, times[span], say) for span in sorted(times)]

    def _block(self, span: tuple[int, int], entries: Sequence[Entry], say: Say) -> Text:
        faint = not any(entry.is_lesson for entry in entries)
        text = Text(f"{clock(span[0])}–{clock(span[1])}", style="dim" if faint else "")
        text.stylize("bold" if not faint else "")
        for entry in entries:
            title, who = say(entry) if entry.is_lesson else (entry.title, "")
            text.append(f"\n{title}", style="cyan" if entry.is_lesson else "dim")
            if who:
                text.append(f"\n{who}")
            remark = ", ".join(
                part for part in (weeks_said(self._problem, entry.weeks), _form(entry)) if part
            )
            if remark:
                text.append(f"\n{remark}", style="magenta" if entry.is_lesson else "dim")
        return text


def _form(entry: Entry) -> str:
    """The form where it is not the usual one."""
    return FORM_NAME[entry.form] if entry.form in (LessonForm.REMOTE, LessonForm.SCHOOL) else ""
