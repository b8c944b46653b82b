"""The lesson in hand: every start of the week as a cell that says what it would do, and what closes the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from api.pages.board.asking import Asked, spot_of
from api.services.board.held import Held
from api.services.board.overrides import may_be_let_go
from api.services.board.starts import answer, pins_on
from api.services.board.state import Key, Kinds, PinKind
from api.services.board.words import PIN, score_said
from api.services.runs.lifting import LIFTABLE
from exports.board.weeks import week_title, weeks_said
from exports.words import DAY_NAME, FORM_NAME, span_said
from scheduler.russian import DAY
from scheduler.suggest import Blocked, Day, Start
from scheduler.suggest.grid import Grid
from scheduler.terms import Weekday, clock

BETTER, SAME, WORSE, WISH, NO, NOW = "better", "same", "worse", "wish", "no", "now"
MARK = {BETTER: "+", SAME: "=", WORSE: "−", WISH: "!", NO: "×", NOW: "●"}
LOOK = {
    BETTER: "лучше", SAME: "так же", WORSE: "хуже", WISH: "против пожелания", NO: "нельзя", NOW: "стоит здесь",
}  # fmt: skip
IN_SPITE = ", но правило можно обойти с причиной"
MOST_BEST = 4
Link = tuple[str, str, bool]  # address, title, whether it is where one is


@dataclass(frozen=True, slots=True)
class Cell:
    """A start. why: key of what closes it; empty for an open one. shut: no exchange with a lesson could open it."""

    spot: str
    look: str
    label: str
    why: str = ""
    shut: bool = False

    @property
    def mark(self) -> str:
        return MARK[self.look]


@dataclass(frozen=True, slots=True)
class Line:
    """Starts of an hour or of half of it."""

    label: str
    cells: tuple[Cell, ...]

    @property
    def buttons(self) -> Markup:
        """All of them as they stand on the page: a lesson has thousands, a template draws them ten times slower."""
        return Markup("".join(map(_button, self.cells)))


def _button(cell: Cell) -> str:
    """Spot, look, key and mark are the program's own; what is said may hold anything."""
    why = f' aria-describedby="{cell.why}"' if cell.why else ""
    return (
        f'<button form="put" name="to" value="{cell.spot}" class="{cell.look}" aria-label="{escape(cell.label)}"{why}>'
        f"{cell.mark}</button>"
    )


@dataclass(frozen=True, slots=True)
class Why:
    """Neighbouring starts that are closed by the same."""

    id: str
    span: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    name: str
    lines: tuple[Line, ...]
    whys: tuple[Why, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """title: `Математика, К-17`. now: where it stands, empty for one without a time. whole: how it moves in words.

    shut: hours left out at both ends of the day, as no day opens them. by, on: teacher and week that answers are
    for, as in the address. people: places of its pupils in the problem.
    """

    title: str
    now: str
    standing: bool
    form: str
    whole: str
    columns: tuple[Column, ...]
    shut: str
    counts: tuple[tuple[str, str, str, int], ...]
    best: tuple[Cell, ...]
    teachers: tuple[Link, ...]
    weeks: tuple[Link, ...]
    alone: tuple[str, str]
    pins: tuple[tuple[str, str, bool], ...]
    by: str
    on: str
    teacher: str
    others: tuple[tuple[str, str], ...]
    people: tuple[int, ...]
    teacher_number: int


def hand_of(held: Held, asked: Asked, days: Iterable[Weekday]) -> Hand | None:
    """The lesson in hand with every start of these days; None where nothing is in hand."""
    key = asked.key(held.state.problem)
    if key is None:
        return None
    key = _placed_or_next(held, key)
    return None if key is None else _Drawing(held, asked, key).hand(tuple(days))


def _placed_or_next(held: Held, key: Key) -> Key | None:
    """The lesson itself, or the next one of its row that has no time."""
    if key in held.lessons:
        return key
    n = held.free_number(key[0])
    return None if n is None else (key[0], n)


class _Drawing:
    def __init__(self, held: Held, asked: Asked, key: Key) -> None:
        self.held, self.asked, self.key = held, asked, key
        self.problem = held.state.problem
        self.row = held.rows[key[0]]
        self.series = not asked.alone and key in held.lessons
        self.moved = held.together(key, self.series)
        self.days = answer(held, key, self.series)
        self.teacher = self._teacher()
        self.week = self._week()

    def hand(self, days: tuple[Weekday, ...]) -> Hand:
        columns: list[Column] = []
        cells: list[Cell] = []
        for day in days:
            column, found = self._column(day)
            columns.append(column)
            cells += found
        problem, names = self.problem, self.held.names
        trimmed, shut = _trimmed(columns)
        pupils = {pupil.id: number for number, pupil in enumerate(problem.pupils)}
        kinds = pins_on(self.held, self.key, self.series).kinds
        return Hand(
            title=f"{self.row.name}, {' + '.join(map(names.pupil, self.row.pupils))}", now=self._now(),
            standing=bool(self.moved), form=FORM_NAME[self.row.form], whole=self._whole(), columns=trimmed, shut=shut,
            counts=_counts(cells), best=self._best(days), teachers=self._teachers(), weeks=self._weeks(),
            alone=self._alone(), pins=_ticks(kinds), by=self._number(self.teacher), on=self._on(),
            teacher=names.teacher(self.teacher), others=self._others(),
            people=tuple(pupils[pupil] for pupil in self.row.pupils),
            teacher_number=int(self._number(self.teacher) or 0),
        )  # fmt: skip

    def _teacher(self) -> str:
        told = self.asked.teacher_id(self.problem)
        if told in self.row.teachers:
            return str(told)
        if self.moved:
            return self.moved[0].teacher
        room = Counter({day.teacher: 0 for day in self.days})
        for day in self.days:
            room[day.teacher] += len(day.possible)
        return max(room, key=lambda teacher: room[teacher]) if room else ""

    def _week(self) -> str:
        """In which week a lesson that moves alone would stand."""
        weeks = self.problem.weeks_of(self.row)
        told = self.asked.on_week(self.problem)
        if told in weeks:
            return str(told)
        if self.moved and self.moved[0].week in weeks:
            return self.moved[0].week
        open_in = (day.weeks[0] for day in self.days if day.possible)
        return next(open_in, weeks[0] if weeks else "")

    def _day(self, day: Weekday) -> Day | None:
        weeks = tuple(lesson.week for lesson in self.moved) if self.series else (self.week,)
        return next((x for x in self.days if (x.day, x.teacher, x.weeks) == (day, self.teacher, weeks)), None)

    def _column(self, day: Weekday) -> tuple[Column, list[Cell]]:
        found = self._day(day)
        if found is None:
            return Column(name=DAY_NAME[day], lines=(), whys=()), []
        whys = tuple(_whys(found))
        cells = {start.start_min: self._open(start) for start in found.possible}
        for run, why in zip(found.blocked, whys, strict=True):
            cells.update(self._closed(day, run, why.id))
        grid = Grid.of(self.problem, self.row.lesson_min)
        cells = {at: cells[at] for at in grid.minutes(grid.full)}
        return Column(name=DAY_NAME[day], lines=_lines(cells, self.problem.step_min), whys=whys), list(
            cells.values()
        )

    def _open(self, start: Start) -> Cell:
        look = look_of(start)
        if self._stands(start.day, start.start_min):
            look = NOW
        said = score_said(start.score)
        time = f"{DAY[start.day]} {clock(start.start_min)}"
        label = f"{time}: {LOOK[look]}" + (f" ({said})" if said else "")
        return Cell(spot_of(start.day, start.start_min), look, label)

    def _closed(self, day: Weekday, run: Blocked, why: str) -> Iterator[tuple[int, Cell]]:
        """Cells of neighbouring starts that the same blockers close, by start."""
        shut = any(not blocker.lessons and blocker.rule not in LIFTABLE for blocker in run.blockers)
        said = LOOK[NO] + (IN_SPITE if may_be_let_go(run.blockers) else "")
        for at in range(run.start_min, run.until_min + 1, self.problem.step_min):
            when, spot = f"{DAY[day]} {clock(at)}", spot_of(day, at)
            if self._stands(day, at):
                yield at, Cell(spot, NOW, f"{when}: {LOOK[NOW]}", why)
            else:
                yield at, Cell(spot, NO, f"{when}: {said}", why, shut)

    def _stands(self, day: Weekday, at: int) -> bool:
        return any(
            (x.day, x.start_min, x.teacher) == (day, at, self.teacher)
            and (self.series or x.week == self.week)
            for x in self.moved
        )

    def _best(self, days: tuple[Weekday, ...]) -> tuple[Cell, ...]:
        """The best starts of the days, different from where it stands, each of another hour."""
        shown = [day for day in map(self._day, days) if day is not None]
        starts = sorted((start for day in shown for start in day.possible), key=lambda start: start.key)
        found: dict[tuple[Weekday, int], Cell] = {}
        for start in starts:
            if not self._stands(start.day, start.start_min):
                found.setdefault((start.day, start.start_min // 60), self._open(start))
            if len(found) == MOST_BEST:
                break
        return tuple(found.values())

    def _now(self) -> str:
        if not self.moved:
            return ""
        first = self.moved[0]
        span = f"{DAY[Weekday(first.day)]} {span_said(first.start_min, first.end_min)}"
        return f"{span}, {self.held.names.teacher(first.teacher)}"

    def _whole(self) -> str:
        """In which weeks it moves."""
        if len(self.problem.weeks) == 1:
            return ""
        if self.moved:
            return weeks_said(self.problem, [lesson.week for lesson in self.moved]) or "сразу во всех неделях"
        return "в этой неделе и в других, где то же время свободно" if not self.asked.alone else ""

    def _alone(self) -> tuple[str, str]:
        """The other way of moving, as address and title; empty where there is but one."""
        several = len(self.held.together(self.key, True)) > 1 or (
            not self.moved and len(self.problem.weeks_of(self.row)) > 1
        )
        if not several:
            return "", ""
        if self.asked.alone:
            return self.asked.link(alone="", on=""), "Во всех неделях сразу"
        return self.asked.link(alone="1"), "Только в одной неделе"

    def _teachers(self) -> tuple[Link, ...]:
        if len(self.row.teachers) < 2:
            return ()
        return tuple(
            (self.asked.link(by=self._number(name)), self.held.names.teacher(name), name == self.teacher)
            for name in self.row.teachers
        )

    def _weeks(self) -> tuple[Link, ...]:
        weeks = self.problem.weeks_of(self.row)
        if self.series or len(weeks) < 2:
            return ()
        numbers = {week.id: number for number, week in enumerate(self.problem.weeks)}
        titles = {week.id: week_title(week, numbers[week.id] + 1) for week in self.problem.weeks}
        return tuple(
            (self.asked.link(on=str(numbers[week])), titles[week], week == self.week) for week in weeks
        )

    def _others(self) -> tuple[tuple[str, str], ...]:
        """Teachers that could take over the whole row at its times."""
        if not self.moved:
            return ()
        return tuple(
            (self._number(name), self.held.names.teacher(name))
            for name in self.row.teachers
            if name != self.moved[0].teacher
        )

    def _number(self, teacher: str) -> str:
        found = (str(n) for n, each in enumerate(self.problem.teachers) if each.id == teacher)
        return next(found, "")

    def _on(self) -> str:
        found = (str(n) for n, each in enumerate(self.problem.weeks) if each.id == self.week)
        return next(found, "")


def look_of(start: Start) -> str:
    """Against a wish comes first; else by the problem's own ranks, a lesson more placed before all."""
    if start.score.get("wish", 0) > 0:
        return WISH
    same = tuple(0 for _ in start.key)
    return SAME if start.key == same else BETTER if start.key < same else WORSE


def _whys(day: Day) -> Iterator[Why]:
    for number, run in enumerate(day.blocked):
        yield Why(
            f"w{day.day.number}-{number}", _span(run), tuple(dict.fromkeys(x.text for x in run.blockers))
        )


def _span(run: Blocked) -> str:
    if run.start_min == run.until_min:
        return clock(run.start_min)
    return f"{clock(run.start_min)}–{clock(run.until_min)}"


def _lines(cells: Mapping[int, Cell], step_min: int) -> tuple[Line, ...]:
    span = 60 if step_min >= 10 else 30
    lines: dict[int, list[Cell]] = {}
    for at, cell in cells.items():
        lines.setdefault(at // span * span, []).append(cell)
    return tuple(Line(clock(at), tuple(found)) for at, found in lines.items())


def _trimmed(columns: list[Column]) -> tuple[tuple[Column, ...], str]:
    """The columns without the first and last lines that are shut on every day, and what is said of those."""
    told = [column for column in columns if column.lines]
    if not told:
        return tuple(columns), ""
    labels = [line.label for line in told[0].lines]
    used = [n for n in range(len(labels)) if not all(_is_shut(column.lines[n]) for column in told)]
    if not used:
        return tuple(columns), ""
    low, high = used[0], used[-1] + 1
    said = ([f"раньше {labels[low]}"] if low else []) + ([f"с {labels[high]}"] if high < len(labels) else [])
    shut = f"{' и '.join(said)} нельзя ни в один день, причины под каждым днём" if said else ""
    return tuple(replace(column, lines=column.lines[low:high]) for column in columns), shut


def _is_shut(line: Line) -> bool:
    return all(cell.shut for cell in line.cells)


def _counts(cells: Iterable[Cell]) -> tuple[tuple[str, str, str, int], ...]:
    """Look, mark, word and number of starts, for those there are: what the marks mean, beside them."""
    found = Counter(cell.look for cell in cells)
    return tuple((look, MARK[look], LOOK[look], found[look]) for look in LOOK if found[look])


def _ticks(kinds: Kinds) -> tuple[tuple[str, str, bool], ...]:
    return tuple((str(kind), PIN[kind], kind in kinds) for kind in PinKind)
