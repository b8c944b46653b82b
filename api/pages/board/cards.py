"""The days of people as cards that can be taken in hand; the same in several weeks as one card."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from api.pages.board.asking import Asked, Places
from api.services.board.held import Held
from api.services.board.state import Kinds, key_of
from api.services.board.words import PIN
from exports.board.entries import classes_as_one
from exports.board.weeks import week_names, weeks_column
from exports.words import DAY_NAME, FORM_NAME, OWN_CLASSES, WITH_CLASS, span_said
from scheduler.checks.desk import Engagement
from scheduler.problem import Pupil, Teacher
from scheduler.russian import lessons as lessons_counted
from scheduler.terms import LessonForm, Weekday
from scheduler.timetable import Lesson


@dataclass(slots=True, kw_only=True)
class Card:
    """A lesson, or an engagement (pick empty). look: `home`, `remote`, `school` or `busy`. weeks: empty for all.
    pinned: what of it is pinned, in words."""

    time: str
    title: str
    who: str
    form: str
    look: str
    pick: str
    pinned: str
    in_weeks: list[str]
    weeks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A person's days, one list of cards each. number: the person's place in the problem."""

    number: int
    name: str
    note: str
    days: tuple[tuple[Card, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """of: `Ученик` or `Учитель`."""

    of: str
    days: tuple[str, ...]
    rows: tuple[Row, ...]


class Cards:
    """Draws the cards of one state."""

    def __init__(self, held: Held, asked: Asked) -> None:
        self._held, self._desk, self._places = held, held.desk, Places(held)
        problem = held.state.problem
        self._week = asked.week_id(problem)
        self._names = week_names(problem)
        self.days = tuple(day for day in problem.days if asked.weekday in (None, day))

    def table(self, teachers: bool, numbers: Iterable[int]) -> Table:
        """The people of these places in the problem."""
        problem = self._held.state.problem
        people: Sequence[Pupil | Teacher] = problem.teachers if teachers else problem.pupils
        rows = tuple(self._row(number, people[number]) for number in numbers)
        return Table(
            of="Учитель" if teachers else "Ученик", days=tuple(DAY_NAME[day] for day in self.days), rows=rows
        )

    def _row(self, number: int, person: Pupil | Teacher) -> Row:
        teacher = isinstance(person, Teacher)
        days = (self._desk.teacher_days if teacher else self._desk.pupil_days)[person.id]
        cards = tuple(tuple(self._cards(days, day, teacher)) for day in self.days)
        held = sum(len(card.in_weeks) for day in cards for card in day if card.pick)
        missing = 0 if teacher else self._missing(person.id)
        note = lessons_counted(held) + (f", без времени {missing}" if missing else "")
        return Row(number=number, name=person.name, note=note, days=cards)

    def _missing(self, pupil_id: str) -> int:
        rows = self._held.rows
        return sum(
            entry.count for entry in self._desk.timetable.unplaced if pupil_id in rows[entry.row].pupils
        )

    def _cards(
        self, days: dict[tuple[str, str], list[Engagement]], day: Weekday, teacher: bool
    ) -> Iterator[Card]:
        found: dict[tuple[object, ...], Card] = {}
        for week in self._desk.weeks:
            if self._week not in (None, week):
                continue
            for item in classes_as_one(days.get((week, day), [])):
                row = item.lesson.row if item.lesson else ""
                key = (item.start_min, item.end_min, row, item.lesson.teacher if item.lesson else item.place)
                card = found.get(key)
                if card is None:
                    card = found[key] = self._card(item, teacher)
                card.in_weeks.append(week)
        for _, card in sorted(found.items(), key=lambda pair: pair[0][:3]):
            if self._week is None:
                weeks = weeks_column(self._names, card.in_weeks)
                card.weeks = "" if weeks in ("", "все") else f"нед. {weeks}"
            yield card

    def _card(self, item: Engagement, teacher: bool) -> Card:
        time = span_said(item.start_min, item.end_min)
        if item.lesson is None:
            title = OWN_CLASSES if teacher else WITH_CLASS
            return Card(time=time, title=title, who="", form="", look="busy", pick="", pinned="", in_weeks=[])
        lesson, row = item.lesson, self._held.rows[item.lesson.row]
        pupils = " + ".join(map(self._held.names.pupil, row.pupils))
        who = row.name if teacher else self._held.names.teacher(lesson.teacher)
        return Card(
            time=time, title=pupils if teacher else row.name, who=who, form=FORM_NAME[LessonForm(lesson.form)],
            look=lesson.form, pick=self._places.pick(key_of(lesson)), pinned=self._pinned(lesson), in_weeks=[],
        )  # fmt: skip

    def _pinned(self, lesson: Lesson) -> str:
        if self._desk.is_fact(lesson):
            return "в задаче"
        return pins_said(self._held.state.pins_of(key_of(lesson)))


def pins_said(kinds: Kinds) -> str:
    """`день, время`."""
    return ", ".join(said for kind, said in PIN.items() if kind in kinds)
