"""One family of the demo has a timetable to answer: placed lesson by lesson, kept as a variant, offered today."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from api.demo.service.cases import Desk
from api.demo.service.school import YEAR
from api.services.agreement.timetable.sending import Sending, send
from api.services.agreement.timetable.verdict import usual_place
from api.services.runs.limits import RunLimits
from api.services.runs.problems import given_problem, keep_problem, problem_for
from api.services.runs.variants import add_variant
from scheduler.problem import PlanRow, Problem
from scheduler.suggest.answer import Start
from scheduler.suggest.board import Board
from scheduler.timetable import Lesson, Timetable, Unplaced

DAYS_TO_ANSWER = timedelta(days=3)
EVENING = time(20)
NAME = "Для одной семьи"


def offered(desk: Desk, code: str, case_id: str, address: str, others: tuple[Lesson, ...] = ()) -> None:
    """Offers the case a timetable from the next Monday on, clear of the lessons of others."""
    zone = desk.deputy.place.settings.zone
    monday = desk.today + timedelta(days=7 - desk.today.weekday())
    with desk.deputy.on(desk.today) as unit:
        whole = problem_for(unit, desk.year_id, monday, YEAR[1])
    problem = whole.model_copy(update={"pins": ()})  # they are of other children's lessons
    timetable = one_childs(problem, code, others)  # takes seconds: no transaction waits for it
    with desk.deputy.on(desk.today) as unit:
        kept = keep_problem(unit, given_problem(problem, RunLimits()), monday, YEAR[1])
        variant = add_variant(unit, desk.year_id, kept.id, timetable, NAME)
        until = datetime.combine(desk.today + DAYS_TO_ANSWER, EVENING, zone)
        chosen = Sending(case_ids=(case_id,), first_on=monday, last_on=YEAR[1], answer_until=until)
        send(unit, variant.id, chosen, address)


def one_childs(problem: Problem, code: str, others: tuple[Lesson, ...] = ()) -> Timetable:
    """Others' lessons as they are and those of one child, each at the best start that is left; the rest unplaced."""
    lasts = {row.id: row.lesson_min for row in problem.rows}
    kept = (one for one in others if lasts.get(one.row) == one.end_min - one.start_min)
    timetable = _with(problem, tuple(kept))  # a first-grader's lessons grow longer in January
    for row in (row for row in problem.rows if row.pupils == (code,)):
        for n in range(1, row.lessons + 1):
            starts = Board(problem, timetable).suggest(row.id, n).starts
            if starts:
                best = starts[0]
                timetable = _with(problem, (*timetable.lessons, _lesson(problem, row, n, best)))
    return timetable


def _lesson(problem: Problem, row: PlanRow, n: int, start: Start) -> Lesson:
    return Lesson(
        row=row.id, n=n, week=start.weeks[0], day=start.day, start_min=start.start_min,
        end_min=start.start_min + row.lesson_min, teacher=start.teacher, form=row.form,
        place=usual_place(problem, row, start.teacher, start.weeks[0], start.day),
    )  # fmt: skip


def _with(problem: Problem, lessons: tuple[Lesson, ...]) -> Timetable:
    placed = [lesson.row for lesson in lessons]
    rest = {row.id: row.lessons - placed.count(row.id) for row in problem.rows}
    unplaced = tuple(Unplaced(row=key, count=count) for key, count in rest.items() if count)
    return Timetable(lessons=lessons, unplaced=unplaced)
