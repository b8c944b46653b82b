"""Rules and weights of the school: sliders that show at once what they would make of the latest variants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.deps import ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.pages.runs.showing import Choices, OnStage, Stage
from api.services.cases.orderlist import years_of
from api.services.runs.lifting import GAP, LIFTABLE, RHYTHM, SAME_DAY
from api.services.runs.rules import MOST_WEIGHT, REASON, USUAL, WEIGHED, Wanted, choices_of, write_choices
from api.services.runs.weighing import Weighed, weighed
from api.services.unit import Unit
from api.web.forms import Form, Reader, Sent, attempt, done, form_of
from api.web.rendering import environment
from models.timetable import LiftReason, Severity

router = APIRouter(prefix="/timetables/rules")
GOAL = {
    "wish": ("Пожелания семей", "за одно неучтённое пожелание"),
    "travel": ("Дорога учителей", "за минуту в дороге"),
    "idle": ("Ожидание учителей", "за минуту ожидания между занятиями"),
    "visits": ("Поездки на дом", "за каждый приход на дом"),
    "adult_days": ("Дни, когда взрослому надо быть дома", "за каждый такой день"),
    "pupil_gap": ("Окна у детей", "за минуту окна"),
    "balance": ("Ровная неделя ребёнка", "за занятие сверх ровного дня"),
    "spread": ("Предмет не подряд по дням", "за пару соседних дней с одним предметом"),
    "curve": ("Трудное в середине недели", "за балл трудности в первый или последний день"),
    "faces": ("Меньше разных учителей у ребёнка", "за каждого учителя"),
    "fairness": ("Дорога поровну между учителями", "за минуту у самого загруженного дорогой"),
}
RULE = {
    GAP: ("Окно учителя", "не больше, чем учитель согласен ждать между занятиями"),
    SAME_DAY: ("Предмет раз в день", "не чаще в день, чем задано в плане"),
    RHYTHM: ("Одно время каждую неделю", "занятие во всех неделях цикла стоит одинаково"),
}
SEVERITY = {
    Severity.BLOCKS: "нельзя нарушать",
    Severity.WARNS: "можно, но предупреждать",
    Severity.OFF: "не следить",
}
CHOOSE = "Выберите из списка."
ROOM = 5  # a slider goes to so many times the usual weight
LEAST_ROOM = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Slider:
    """name: of the field. per: what a unit of the goal is. usual: the weight nobody has changed."""

    name: str
    title: str
    per: str
    usual: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Strictness:
    name: str
    title: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesPage:
    rev: int
    sliders: tuple[Slider, ...]
    rules: tuple[Strictness, ...]
    severities: Choices
    reasons: Choices
    last_reason: str
    weighed: tuple[Weighed, ...]
    form: Form


@router.api_route("", methods=["GET", "HEAD"])
def overview(stage: OnStage, unit: ReadUnit, request: Request, said: str = "") -> Response:
    """The query may carry weights to look at, which are not kept."""
    return _show(stage, unit, _filled(unit, request.query_params), said=said)


@router.api_route("/weighed", methods=["GET", "HEAD"])
def told(unit: ReadUnit, request: Request) -> Response:
    """What the weights of the query would make of the latest variants, for a page that is open already."""
    found = _weighed(unit, _looked_at(unit, request.query_params))
    text = environment().get_template("runs/weighed.html").render(weighed=found)
    return HTMLResponse(text)


@router.post("")
def write(stage: OnStage, unit: WriteUnit, sent: Sent) -> Response:
    made = attempt(unit, lambda: _write(unit, sent))
    if isinstance(made, Invalid | Conflict):
        return _show(stage, unit, sent.refused(made), made.status)
    return done("/timetables/rules", "saved")


def _write(unit: Unit, sent: Form) -> None:
    reader = Reader(sent)
    weights = {code: reader.number(f"weight_{code}") for code in USUAL}
    words = frozenset(Severity)
    severities = {code: reader.among(_field(code), words, CHOOSE) for code in LIFTABLE}
    rev = reader.number("rev")
    reader.check()
    wanted = Wanted(
        weights=weights, severities={code: Severity(word) for code, word in severities.items()},
        reason=sent.said("reason"), words=sent.said("words"),
    )  # fmt: skip
    write_choices(unit, rev, wanted)


def _looked_at(unit: Unit, query: Mapping[str, str]) -> Mapping[str, int]:
    """The school's weights with those of the query in their places; what is no weight counts for nothing."""
    weights = dict(choices_of(unit).weights)
    for code in weights:
        told = query.get(f"weight_{code}", "")
        if told.isascii() and told.isdigit() and len(told) <= 4 and int(told) <= MOST_WEIGHT:
            weights[code] = int(told)
    return weights


def _weighed(unit: Unit, weights: Mapping[str, int]) -> tuple[Weighed, ...]:
    year = next(iter(years_of(unit)), None)
    return weighed(unit, year.id, choices_of(unit).weights, weights) if year else ()


def _filled(unit: Unit, query: Mapping[str, str]) -> Form:
    now, weights = choices_of(unit), _looked_at(unit, query)
    told = {f"weight_{code}": weight for code, weight in weights.items()}
    told_rules = {_field(code): severity.value for code, severity in now.severities.items()}
    return form_of(**told, **told_rules, rev=now.rev)


def _field(code: str) -> str:
    return f"rule_{code.replace('.', '_')}"


def _show(stage: Stage, unit: Unit, form: Form, status: int = 200, said: str = "") -> Response:
    now = choices_of(unit)
    values = {name: form.said(name) for name in form.values}
    content = RulesPage(
        rev=now.rev, sliders=tuple(_slider(code, now.weights[code], weight) for code, weight in USUAL.items()),
        rules=tuple(Strictness(name=_field(code), title=RULE[code][0], said=RULE[code][1]) for code in LIFTABLE),
        severities=tuple((str(key), title) for key, title in SEVERITY.items()),
        reasons=tuple((str(key), title) for key, title in REASON.items()),
        last_reason=": ".join(filter(None, (REASON[LiftReason(now.reason)], now.words))) if now.reason else "",
        weighed=_weighed(unit, _looked_at(unit, values)), form=form,
    )  # fmt: skip
    return stage.show("rules.html", "Правила и веса", content, status, said)


def _slider(code: str, weight: int, usual: int) -> Slider:
    title, per = GOAL[code]
    most = max(ROOM * usual, LEAST_ROOM, weight)
    return Slider(name=f"weight_{code}", title=title, per=per, usual=usual, most=most)


assert {rule.code for rule in WEIGHED} == set(GOAL)
