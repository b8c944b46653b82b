"""Where a problem comes from and how it is kept: as canonical JSON, whose SHA-256 is the problem's digest."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlmodel import select

from api.errors import Conflict, Invalid
from api.services.desk import at_desk
from api.services.registry.problems import Point, problem_of
from api.services.runs.lifting import NOTHING, Lifted, again
from api.services.runs.limits import RunLimits, refuse_giant, refuse_giant_file
from api.services.runs.rules import choices_of
from api.services.unit import Unit
from models.timetable import ProblemText
from scheduler.errors import BadFileError
from scheduler.jsonfile import read_object
from scheduler.problem import Problem
from scheduler.russian import counted
from scheduler.timetable import Timetable
from scheduler.wire import canonical_digest, parse_problem, parse_timetable, to_wire

NO_DATA = (
    "На эти дни нет ни одного занятия: нет дел с планами и действующими документами. Внесите их на страницах дел "
    "или книгой школы в разделе «Данные», либо загрузите файл задачи problem.json."
)
TOO_LONG = "Файл больше {most} МБ. Уберите лишние недели или разделите задачу по школам."
NOT_A_PROBLEM = (
    "Это не файл задачи: {faults}, первая — в месте «{where}». "
    "Полный список покажет команда homelessons preflight."
)


@dataclass(frozen=True, slots=True)
class Given:
    """A problem that may be solved here. text: its canonical JSON; digest: SHA-256 of that. lifted: what the school
    has let go of its rules of usage before."""

    problem: Problem
    text: str
    digest: str
    lifted: Lifted = NOTHING


class NoDataError(Conflict):
    """The school's own data hold no lesson on the days asked for. points: who was left out, and why."""

    def __init__(self, points: tuple[Point, ...]) -> None:
        self.points = points
        super().__init__(NO_DATA)


def problem_for(unit: Unit, year_id: str, first_on: date, last_on: date) -> Problem:
    """The problem that the school's own data make for some days, partners' teachers included."""
    return own_problem(unit, year_id, first_on, last_on)[0]


def own_problem(unit: Unit, year_id: str, first_on: date, last_on: date) -> tuple[Problem, Lifted]:
    """The same with what the school has let go of its rules: its weights and severities are in the problem.

    NoDataError where there is nothing to place, Unposed where the data contradict each other; both tell where.
    """
    at_desk(unit)
    if last_on < first_on:
        raise Invalid({"last_on": ["Последний день раньше первого."]})
    found = problem_of(unit, year_id, first_on, last_on)
    if not found.problem.rows:
        raise NoDataError(found.left_out)
    return choices_of(unit).applied(found.problem)


def given_problem(problem: Problem, limits: RunLimits, lifted: Lifted = NOTHING) -> Given:
    """A problem made by the program. Conflict for a giant."""
    refuse_giant(problem, limits)
    return as_it_is(problem, lifted)


def with_lifted(given: Given, lifted: Lifted) -> Given:
    """The problem with rules let go for whoever of the lifted is in it: an override by hand outlives its variant."""
    problem, more = again(given.problem, lifted)
    return as_it_is(problem, given.lifted | more) if more else given


def as_it_is(problem: Problem, lifted: Lifted) -> Given:
    """A problem that was let in before."""
    raw = to_wire(problem)
    return Given(problem, _canonical(raw), canonical_digest(raw), lifted)


def uploaded_problem(data: bytes, limits: RunLimits) -> Given:
    """A problem out of a file. Invalid (field `file`) for what is none, Conflict for a giant; nothing is guessed."""
    if len(data) > limits.file_bytes:
        raise Invalid({"file": [TOO_LONG.format(most=limits.file_bytes // 1024 // 1024)]})
    try:
        raw = read_object(data, "problem").raw
        refuse_giant_file(raw, limits)
        found = parse_problem(data)
    except BadFileError as error:
        faults = counted(len(error.faults), "ошибка", "ошибки", "ошибок")
        where = error.faults[0].path[:60]
        raise Invalid({"file": [NOT_A_PROBLEM.format(faults=faults, where=where)]}) from None
    refuse_giant(found.problem, limits)
    return Given(found.problem, _canonical(raw), found.digest)


def keep_problem(unit: Unit, given: Given, first_on: date, last_on: date) -> ProblemText:
    """The problem as a row of the actor's school; the same content for the same days is kept once."""
    school_id = at_desk(unit)
    asked = select(ProblemText).where(
        ProblemText.school_id == school_id, ProblemText.digest == given.digest,
        ProblemText.first_on == first_on, ProblemText.last_on == last_on,
    )  # fmt: skip
    found = unit.session.exec(asked).first()
    if found is None:
        found = ProblemText(
            school_id=school_id, digest=given.digest, first_on=first_on, last_on=last_on, text=given.text
        )
        unit.session.add(found)
        unit.session.flush()
    return found


def problem_in(kept: ProblemText) -> Problem:
    """The problem of a row; parsed once while it is being looked at."""
    return _parsed(kept.text)


@lru_cache(maxsize=12)
def timetable_in(text: str) -> Timetable:
    """A stored timetable as a value."""
    return parse_timetable(text.encode("utf-8"))


@lru_cache(maxsize=6)
def _parsed(text: str) -> Problem:
    return parse_problem(text.encode("utf-8")).problem


def _canonical(raw: object) -> str:
    return json.dumps(raw, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
