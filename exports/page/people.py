"""Weeks of pupils and teachers as columns of cards along an axis of time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from exports.board.entries import Entry
from exports.board.values import BoardValues, PersonBoard
from exports.board.weeks import weeks_column
from exports.page.view import Card, DayColumn, PersonView
from exports.words import DAY_NAME, FORM_NAME, span_said
from scheduler.russian import lessons as lessons_counted
from scheduler.terms import Weekday

CARD_PIXELS = 60  # three lines of text
TWO_LINES_PIXELS = 36
LEAST_SCALE = 1.5
ROOMY_PIXELS = 58  # from it on a card on paper has room for a title of two lines
PAPER_PIXELS = 640  # of a column on a page
MOST_PAPER_SCALE = 3.0
TWO_PAPER_LINES_PIXELS = 27
MOST_PIXELS = 900  # of a column, where the scale may still choose
SHORT_PIXELS = 59  # below it a card makes do with two lines
EMPTY_AXIS = (9 * 60, 14 * 60)

Texts = Callable[[Entry], tuple[str, str]]


class People:
    """Boards of people. keys: of pupils and teachers by id, as the page's filter names them."""

    def __init__(
        self, values: BoardValues, pupil_keys: Mapping[str, str], teacher_keys: Mapping[str, str]
    ) -> None:
        self._values = values
        self._numbers = {week.id: week.number for week in values.weeks}
        self._pupil_keys, self._teacher_keys = pupil_keys, teacher_keys

    def pupils(self) -> tuple[PersonView, ...]:
        own, met = self._pupil_keys, self._teacher_keys
        return tuple(
            self._person(person, own[person.id], met, _pupil_texts) for person in self._values.pupils
        )

    def teachers(self) -> tuple[PersonView, ...]:
        own, met = self._teacher_keys, self._pupil_keys
        return tuple(
            self._person(person, own[person.id], met, _teacher_texts) for person in self._values.teachers
        )

    def look_of_weeks(self, weeks: Sequence[str]) -> str:
        """`wa` in all weeks, else `w1 w3`."""
        if len(weeks) == len(self._numbers):
            return "wa"
        return " ".join(f"w{self._numbers[week]}" for week in weeks)

    def _person(self, person: PersonBoard, key: str, met: Mapping[str, str], texts: Texts) -> PersonView:
        first, last = axis(person.entries)
        scale, paper = scale_of(person.entries, last - first), paper_scale_of(person.entries, last - first)
        people = dict.fromkeys(met[one] for entry in person.entries for one in entry.people)
        return PersonView(
            key=key,
            keys=" ".join([key, *people]),
            name=person.name,
            note=_note(person),
            days=tuple(self._day(day, person.entries, (scale, paper), texts) for day in self._values.days),
            hours=tuple(range(-(-first // 60) * 60, last + 1, 60)),
            from_min=first,
            range_min=last - first,
            scale=scale,
            paper_scale=paper,
            least_min=_shortest(person.entries),
        )

    def _day(
        self, day: Weekday, entries: Sequence[Entry], scales: tuple[float, float], texts: Texts
    ) -> DayColumn:
        own = [entry for entry in entries if entry.day == day]
        weeks = [week for week in self._numbers if any(week in entry.weeks for entry in own)]
        cards = [self._card(entry, scales, texts) for entry in own]
        look = self.look_of_weeks(weeks) or "void"
        return DayColumn(name=DAY_NAME[day], look=look, cards=in_lanes(cards, own))

    def _card(self, entry: Entry, scales: tuple[float, float], texts: Texts) -> Card:
        long_min = entry.end_min - entry.start_min
        first, second = texts(entry)
        look = [entry.form[0] if entry.form else "c", self.look_of_weeks(entry.weeks)]
        if entry.is_lesson and long_min * scales[0] < SHORT_PIXELS:
            look.append("short")
        if long_min * scales[1] >= ROOMY_PIXELS:
            look.append("roomy")
        weeks = weeks_column(self._values.week_labels, entry.weeks)
        return Card(
            look=" ".join(look),
            start_min=entry.start_min,
            long_min=long_min,
            time=span_said(entry.start_min, entry.end_min),
            first=first,
            second=second,
            place=entry.place,
            form=FORM_NAME[entry.form] if entry.form else "",
            weeks="" if weeks in ("", "все") else f"нед. {weeks}",
        )


def _note(person: PersonBoard) -> str:
    said = [person.note] if person.note else []
    said.append(lessons_counted(person.lessons))
    if person.missing:
        said.append(f"не размещено {person.missing}")
    return ", ".join(said)


def _pupil_texts(entry: Entry) -> tuple[str, str]:
    return entry.title, entry.who


def _teacher_texts(entry: Entry) -> tuple[str, str]:
    return (entry.who, entry.title) if entry.is_lesson else (entry.title, "")


def axis(entries: Sequence[Entry]) -> tuple[int, int]:
    """Half hours around everything that stands, in minutes since midnight."""
    if not entries:
        return EMPTY_AXIS
    first = min(entry.start_min for entry in entries)
    last = max(entry.end_min for entry in entries)
    return first // 30 * 30, -(-last // 30) * 30


def scale_of(entries: Sequence[Entry], range_min: int) -> float:
    """Pixels a minute: the shortest lesson holds two lines, and three where the column does not grow too long."""
    shortest = max(
        1, min((entry.end_min - entry.start_min for entry in entries if entry.is_lesson), default=40)
    )
    whole = min(CARD_PIXELS / shortest, MOST_PIXELS / range_min)
    return round(max(LEAST_SCALE, TWO_LINES_PIXELS / shortest, whole), 2)


def paper_scale_of(entries: Sequence[Entry], range_min: int) -> float:
    """Pixels a minute on A4: as many as fit, and enough for two lines of the shortest lesson."""
    fitting = min(MOST_PAPER_SCALE, PAPER_PIXELS / range_min)
    return round(max(fitting, TWO_PAPER_LINES_PIXELS / _shortest(entries)), 2)


def _shortest(entries: Sequence[Entry]) -> int:
    return max(1, min((entry.end_min - entry.start_min for entry in entries if entry.is_lesson), default=40))


def in_lanes(cards: Sequence[Card], entries: Sequence[Entry]) -> tuple[Card, ...]:
    """Cards beside each other where they overlap in a week: a clash hides nothing."""
    lanes: list[int] = []
    for number, entry in enumerate(entries):
        taken = {lanes[other] for other in range(number) if _overlap(entries[other], entry)}
        lanes.append(next(lane for lane in range(number + 1) if lane not in taken))
    counts = [
        1
        + max(
            lanes[other] for other in range(len(cards)) if other == number or _overlap(entries[other], entry)
        )
        for number, entry in enumerate(entries)
    ]
    return tuple(
        replace(card, lane=lane, lanes=count) for card, lane, count in zip(cards, lanes, counts, strict=True)
    )


def _overlap(one: Entry, other: Entry) -> bool:
    in_time = one.start_min < other.end_min and other.start_min < one.end_min
    return in_time and not set(one.weeks).isdisjoint(other.weeks)
