"""Pins that contradict a rule by themselves or each other: the checker judges a timetable of pins alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scheduler.checks import Violation, check
from scheduler.preflight.facts import Facts
from scheduler.preflight.finding import Finding
from scheduler.preflight.spoken import Names
from scheduler.problem import Pin, PlanRow, Problem
from scheduler.rulebook import RULES
from scheduler.russian import DAY
from scheduler.terms import LessonForm, clock
from scheduler.timetable import Lesson, Timetable, Unplaced

MOST_CHECKS = 2_000


@dataclass(frozen=True, slots=True)
class PinVerdict:
    """Whether the pins can stand together.

    stands: True or False is proved, None means that the search for teachers was given up. teachers: by row
    id, a choice for the pinned rows that breaks nothing (when they stand). findings: what contradicts what.
    """

    stands: bool | None
    teachers: dict[str, str]
    findings: tuple[Finding, ...]


def judge_pins(problem: Problem, facts: Facts | None = None) -> PinVerdict:
    """Try the teachers of pinned rows, one group of rows that share people after the other. facts: of the problem."""
    facts = facts or Facts(problem)
    chosen: dict[str, str] = {}
    findings: list[Finding] = []
    sure = True
    for group in _groups(facts):
        trial = _Trial(facts, group)
        if trial.find():
            chosen |= trial.chosen
        elif trial.given_up:
            sure = False
        else:
            findings += trial.findings()
    stands = False if findings else True if sure else None
    return PinVerdict(stands, chosen if stands else {}, tuple(findings))


def pin_findings(problem: Problem, facts: Facts | None = None) -> tuple[Finding, ...]:
    return judge_pins(problem, facts).findings if problem.pins else ()


def _groups(facts: Facts) -> Iterator[list[PlanRow]]:
    """Pinned rows, those that may share a teacher, a pupil or a slot together."""
    of_person: dict[str, list[str]] = defaultdict(list)
    pinned = list(dict.fromkeys(pin.row for pin in facts.problem.pins))
    people = {name: _people(facts, facts.rows[name]) for name in pinned}
    for name, group in people.items():
        for person in group:
            of_person[person].append(name)
    seen: set[str] = set()
    for name in pinned:
        todo, members = [name], []
        while todo:
            row_id = todo.pop()
            if row_id not in seen:
                seen.add(row_id)
                members.append(row_id)
                todo += [other for person in people[row_id] for other in of_person[person]]
        if members:
            yield [facts.rows[member] for member in pinned if member in set(members)]


def _people(facts: Facts, row: PlanRow) -> list[str]:
    named = [pin.teacher for pin in facts.pins_of_row.get(row.id, ()) if pin.teacher is not None]
    teachers = [f"teacher {name}" for name in (*row.teachers, *named)]
    return teachers + [f"pupil {name}" for name in row.pupils]


def _each_once(pins: Sequence[Pin]) -> Iterator[tuple[int, Pin]]:
    """Pins that ask for one lesson count once; the one that names the teacher speaks for the others."""
    named: dict[tuple[str, str, str, int], set[str | None]] = defaultdict(set)
    for pin in pins:
        named[pin.row, pin.week, pin.day, pin.start_min].add(pin.teacher)
    seen: set[tuple[str, str, str, int, str | None]] = set()
    for number, pin in enumerate(pins):
        at = (pin.row, pin.week, pin.day, pin.start_min)
        if (*at, pin.teacher) in seen or (pin.teacher is None and len(named[at]) > 1):
            continue
        seen.add((*at, pin.teacher))
        yield number, pin


def _whoever_teaches(violation: Violation) -> bool:
    """True for a broken rule that no other choice of teachers mends."""
    if violation.rule == "pupil.load":
        return violation.unit != "teacher"
    return not violation.rule.startswith("teacher.")


class _Trial:
    """Teachers for one group of pinned rows, tried in depth, each step judged by the checker."""

    def __init__(self, facts: Facts, rows: Sequence[PlanRow]) -> None:
        self.facts = facts
        self.rows = sorted(rows, key=lambda row: len(self._options(facts, row)))
        ids = {row.id for row in rows}
        pupils = {name for row in rows for name in row.pupils}
        self.pins = [(number, pin) for number, pin in _each_once(facts.problem.pins) if pin.row in ids]
        teachers = {name for row in rows for name in (*row.teachers, *self._options(facts, row))}
        self.problem = facts.problem.model_copy(
            update={
                "rows": tuple(rows),
                "pins": tuple(pin for _, pin in self.pins),
                "previous": (),
                "pupils": tuple(pupil for pupil in facts.problem.pupils if pupil.id in pupils),
                "teachers": tuple(each for each in facts.problem.teachers if each.id in teachers),
            }
        )
        self.chosen: dict[str, str] = {}
        self.checks = 0
        self.fewest: tuple[Violation, ...] | None = None

    @staticmethod
    def _options(facts: Facts, row: PlanRow) -> tuple[str, ...]:
        """Teachers to try; where pins contradict the row's own list, a pin's, so that the checker speaks."""
        named = dict.fromkeys(
            pin.teacher for pin in facts.pins_of_row.get(row.id, ()) if pin.teacher is not None
        )
        return facts.candidates(row) or tuple(named)[:1] or ("",)

    @property
    def given_up(self) -> bool:
        return self.checks >= MOST_CHECKS

    def find(self) -> bool:
        """True when some choice breaks nothing; `chosen` then holds it.

        Branches are cut at a broken rule first. Where explicit travel times need not obey the triangle
        inequality a further pin in between may mend a road, so a cut search that fails is repeated uncut.
        """
        first = self._violations({row.id: self._options(self.facts, row)[0] for row in self.rows})
        if not first:
            return True
        if any(_whoever_teaches(violation) for violation in first):
            return False
        return self._deeper(0, True) or (bool(self.problem.travel.pairs) and self._deeper(0, False))

    def _deeper(self, depth: int, cut: bool) -> bool:
        if depth == len(self.rows):
            return not self._violations(dict(self.chosen))
        row = self.rows[depth]
        for name in self._options(self.facts, row):
            if self.given_up:
                return False
            self.chosen[row.id] = name
            if cut and self._violations(dict(self.chosen)):
                continue
            if self._deeper(depth + 1, cut):
                return True
        self.chosen.pop(row.id, None)
        return False

    def _violations(self, teachers: dict[str, str]) -> tuple[Violation, ...]:
        """What the checker says of the pinned lessons of these rows alone."""
        self.checks += 1
        problem = self._narrowed(teachers)
        found = check(problem, self._timetable(problem, teachers)).violations
        if not found:
            self.chosen = teachers
        elif len(teachers) == len(self.rows) and (self.fewest is None or len(found) < len(self.fewest)):
            self.fewest = found
        return found

    def _narrowed(self, teachers: dict[str, str]) -> Problem:
        if len(teachers) == len(self.rows):
            return self.problem
        pins = tuple(pin for pin in self.problem.pins if pin.row in teachers)
        return self.problem.model_copy(update={"pins": pins})

    def _timetable(self, problem: Problem, teachers: dict[str, str]) -> Timetable:
        placed: dict[str, int] = defaultdict(int)
        lessons = []
        for pin in problem.pins:
            placed[pin.row] += 1
            lessons.append(self._lesson(pin, placed[pin.row], teachers[pin.row]))
        unplaced = tuple(
            Unplaced(row=row.id, count=row.lessons - placed[row.id])
            for row in problem.rows
            if row.lessons > placed[row.id]
        )
        return Timetable(lessons=tuple(lessons), unplaced=unplaced)

    def _lesson(self, pin: Pin, n: int, teacher_id: str) -> Lesson:
        row = self.facts.rows[pin.row]
        name = pin.teacher or teacher_id
        teacher = self.facts.teachers.get(name)
        day = (pin.week, pin.day)
        remote = row.form == LessonForm.REMOTE
        pupil_place = self.facts.pupil_place(row, self.facts.pupils[row.pupils[0]], day)
        place = self.facts.teacher_place(row, teacher, day) if remote and teacher else pupil_place
        return Lesson(
            row=row.id,
            n=n,
            week=pin.week,
            day=pin.day,
            start_min=pin.start_min,
            end_min=pin.start_min + row.lesson_min,
            teacher=name,
            form=row.form,
            place=place,
        )

    def findings(self) -> Iterator[Finding]:
        """One finding per violation of the choice of teachers that breaks least."""
        if self.fewest is None:
            everyone = {row.id: self._options(self.facts, row)[0] for row in self.rows}
            self.fewest = self._violations(everyone)
        yield from (self._finding(violation) for violation in self.fewest)

    def _finding(self, violation: Violation) -> Finding:
        names = Names(self.facts.problem)
        meant = [entry for ref in violation.lessons for entry in self._pin_of(ref.row, ref.n)]
        meant = meant or self.pins
        said = "; ".join(self._pin_said(names, pin) for _, pin in meant[:4])
        rule = RULES[violation.rule].said
        text = f"Закреплённые занятия противоречат правилу «{rule}»: {said}"
        fields = tuple(f"pins.{number}" for number, _ in meant)
        rows = tuple(dict.fromkeys(pin.row for _, pin in meant))
        return Finding(
            f"pin.{violation.rule}", "blocks", said, text, len(meant), len(meant) - 1, rows, fields
        )

    def _pin_of(self, row_id: str, n: int) -> list[tuple[int, Pin]]:
        return [entry for entry in self.pins if entry[1].row == row_id][n - 1 : n]

    def _pin_said(self, names: Names, pin: Pin) -> str:
        row = self.facts.rows[pin.row]
        return f"{names.row(row)}, неделя {pin.week}, {DAY[pin.day]} {clock(pin.start_min)}"
