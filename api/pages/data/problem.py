"""The problem of the kept data: built for some days, judged at once, drawn as supply and demand, taken home."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.pages.data.chart import Chart, chart_of
from api.pages.data.stage import PROBLEM, Around, OnStage, Stage, year_at
from api.pages.runs.overview import soonest
from api.services.days.problem_on_dates import problem_on_dates
from api.services.registry.problems import Choice, Point, Posed, Unposed, choices, problem_of
from api.services.registry.supply import supply
from api.services.runs.rules import choices_of
from api.services.unit import Unit
from api.web.forms import Form, Reader, Sent, attempt, form_of
from scheduler.russian import counted
from scheduler.wire import dump_bytes

router = APIRouter(prefix=PROBLEM.href)
WHOSE = {
    "network": "вся сеть: школа и партнёры",
    "school": "только наша школа",
    "cases": "только выбранные дети",
}
WEEKS = {
    "cycle": "повторяющиеся: одно расписание на все эти дни",
    "dates": "по датам: праздники, отъезды и особые дни учителей",
}
CHOOSE = "Выберите из списка."
JSON = "application/json"
HEADERS = {"content-security-policy": "sandbox; default-src 'none'", "cache-control": "no-store"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a problem of the days looks like. verdict: one sentence over everything. repeats: a run may solve it."""

    verdict: str
    sound: bool
    repeats: bool
    figures: tuple[tuple[str, str], ...]
    findings: tuple[Point, ...]
    left_out: tuple[Point, ...]
    remarks: tuple[Point, ...]
    chart: Chart | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemPage:
    """points: why there is no problem."""

    around: Around
    form: Form
    whose: tuple[tuple[str, str], ...]
    weeks: tuple[tuple[str, str], ...]
    cases: tuple[Choice, ...]
    points: tuple[Point, ...]
    found: Found | None


@router.api_route("", methods=["GET", "HEAD"])
def ask(at: OnStage, unit: ReadUnit) -> Response:
    """The form alone: building reads limits of medical papers, which leaves a row in the log."""
    year = year_at(unit)
    form = form_of(
        first_on=soonest(unit.today, year), last_on=year.last_on, whose="network", weeks="cycle", drafts=True
    )
    return _show(at, unit, form)


@router.post("")
def judge(at: OnStage, unit: WriteUnit, sent: Sent) -> Response:
    made = attempt(unit, lambda: _posed(unit, sent))
    if isinstance(made, Invalid | Conflict):
        points = made.points if isinstance(made, Unposed) else ()
        return _show(at, unit, sent.refused(made), made.status, points)
    return _show(at, unit, sent, found=found_in(made))


@router.post("/problem.json")
def take_home(at: OnStage, unit: WriteUnit, sent: Sent) -> Response:
    """The file that a run would solve, byte for byte what the command line reads."""
    made = attempt(unit, lambda: _posed(unit, sent))
    if isinstance(made, Invalid | Conflict):
        points = made.points if isinstance(made, Unposed) else ()
        return _show(at, unit, sent.refused(made), made.status, points)
    headers = {**HEADERS, "content-disposition": 'attachment; filename="problem.json"'}
    problem, _ = choices_of(unit).applied(made.problem)  # the school's weights and severities, as in its runs
    return Response(dump_bytes(problem), media_type=JSON, headers=headers)


def _posed(unit: Unit, sent: Form) -> Posed:
    reader = Reader(sent)
    first, last = reader.day("first_on"), reader.day("last_on")
    whose = reader.among("whose", WHOSE, CHOOSE)
    weeks = reader.among("weeks", WEEKS, CHOOSE) if sent.said("weeks") else "cycle"
    if whose == "cases" and not sent.several("case"):
        reader.faults["whose"] = ("Отметьте хотя бы одного ребёнка.",)
    if not reader.faults and last < first:
        reader.faults["last_on"] = ("Последний день раньше первого.",)
    reader.check()
    chosen = sent.several("case") if whose == "cases" else None
    build = problem_on_dates if weeks == "dates" else problem_of
    return build(
        unit, year_at(unit).id, first, last, chosen, network=whose != "school", drafts=sent.ticked("drafts")
    )


def found_in(posed: Posed) -> Found:
    problem = posed.problem
    lessons = sum(row.lessons for row in problem.rows)
    blocks = sum(point.blocks for point in posed.findings)
    weeks = counted(len(problem.weeks), "неделю", "недели", "недель")
    return Found(
        verdict=_verdict(lessons, blocks, problem.dated), sound=bool(lessons) and not blocks,
        repeats=not problem.dated,
        figures=(
            ("Детей", str(len(problem.pupils))), ("Учителей", str(len(problem.teachers))),
            ("Строк планов", str(len(problem.rows))), (f"Занятий за {weeks}", str(lessons)),
        ),
        findings=posed.findings, left_out=posed.left_out, remarks=posed.remarks,
        chart=chart_of(supply(problem)) if lessons else None,
    )  # fmt: skip


def _verdict(lessons: int, blocks: int, dated: bool) -> str:
    if not lessons:
        return "На эти дни нет ни одного занятия."
    if blocks:
        said = counted(blocks, "место", "места", "мест")
        return f"Все занятия разместить нельзя: {said} не сойдётся, как ни составляй. Остальное разместится."
    if dated:
        return "Препятствий не видно: на этих неделях для всех занятий есть место."
    return "Препятствий не видно: можно составлять расписание."


def _show(
    at: Stage,
    unit: Unit,
    form: Form,
    status: int = 200,
    points: tuple[Point, ...] = (),
    found: Found | None = None,
) -> Response:
    content = ProblemPage(
        around=at.around(PROBLEM), form=form, whose=tuple(WHOSE.items()), weeks=tuple(WEEKS.items()),
        points=points, found=found,
        cases=choices(unit, year_at(unit).id, frozenset(form.several("case"))),
    )  # fmt: skip
    return at.show("problem.html", "Проверка данных", content, status)
