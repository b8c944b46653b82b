"""The week's board as one HTML file: opens from disk, asks no network for anything, prints on A4."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from exports.board.owed import Owed
from exports.board.score import score_said
from exports.board.values import BoardValues, Missing
from exports.page.people import People
from exports.page.routes import Routes
from exports.page.view import Choice, Figure, LeftView, OwedView, PageView
from exports.words import number_said, printable
from scheduler.rulebook import RULES
from scheduler.russian import counted
from scheduler.russian import lessons as lessons_counted

__all__ = ["board_html"]

_PARTS = Path(__file__).parent / "parts"
_MAIN_GOALS = 3  # of the score stand among the figures; the rest is folded


def board_html(values: BoardValues) -> str:
    """The page: pupils, teachers and days with routes, by week of the cycle; readable without JavaScript."""
    return _template().render(page=page_view(values))


def page_view(values: BoardValues) -> PageView:
    """Everything the template asks for."""
    pupil_keys = {person.id: f"p{number}" for number, person in enumerate(values.pupils, 1)}
    teacher_keys = {person.id: f"t{number}" for number, person in enumerate(values.teachers, 1)}
    people = People(values, pupil_keys, teacher_keys)
    routes = Routes(values, pupil_keys, teacher_keys, people.look_of_weeks)
    script = (_PARTS / "board.js").read_text(encoding="utf-8")
    score = [Figure(title=title, value=value) for title, value in score_said(values.verdict.score)]
    return PageView(
        title=values.name,
        about=_about(values),
        css=Markup((_PARTS / "board.css").read_text(encoding="utf-8")),
        script=Markup(script),
        policy=_policy(script),
        weeks=_weeks(values),
        pupil_choices=_choices(values, pupil_keys),
        teacher_choices=_choices(values, teacher_keys, teachers=True),
        figures=(*_figures(values), *score[:_MAIN_GOALS]),
        score=tuple(score[_MAIN_GOALS:]),
        left=tuple(_left(entry, pupil_keys) for entry in values.missing),
        pupils=people.pupils(),
        teachers=people.teachers(),
        days=routes.days(),
        owed=tuple(_owed(entry, pupil_keys, teacher_keys) for entry in values.owed),
    )


@cache
def _template() -> Template:
    loader = FileSystemLoader(_PARTS)
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.finalize = _shown
    environment.filters["number"] = number_said
    return environment.get_template("board.html")


def _shown(value: object) -> object:
    """Texts without characters that no reader can show."""
    return value if isinstance(value, Markup) or not isinstance(value, str) else printable(value)


def _policy(script: str) -> str:
    """The page may run its own script and nothing else, and may ask for nothing."""
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        "base-uri 'none'; form-action 'none'"
    )


def _about(values: BoardValues) -> str:
    pupils = counted(len(values.pupils), "ученик", "ученика", "учеников")
    teachers = counted(len(values.teachers), "учитель", "учителя", "учителей")
    weeks = counted(len(values.weeks), "неделю", "недели", "недель")
    return f"{pupils}, {teachers}, {lessons_counted(values.planned)} за {weeks}"


def _weeks(values: BoardValues) -> tuple[Choice, ...]:
    return tuple(Choice(value=str(week.number), text=week.label, title=week.title) for week in values.weeks)


def _choices(values: BoardValues, keys: Mapping[str, str], *, teachers: bool = False) -> tuple[Choice, ...]:
    people = values.teachers if teachers else values.pupils
    return tuple(Choice(value=keys[person.id], text=person.name) for person in people)


def _figures(values: BoardValues) -> tuple[Figure, ...]:
    whole = values.placed == values.planned
    broken = dict.fromkeys(RULES[violation.rule].said for violation in values.verdict.violations)
    number = len(values.verdict.violations)
    return (
        Figure(
            title="Размещено занятий",
            value=f"{values.placed} из {values.planned}",
            look="good" if whole else "bad",
        ),
        Figure(
            title=f"Нарушений правил{': ' * bool(broken)}{', '.join(broken)}",
            value=str(number) if number else "нет",
            look="bad" if number else "good",
        ),
    )


def _owed(entry: Owed, pupil_keys: Mapping[str, str], teacher_keys: Mapping[str, str]) -> OwedView:
    keys = (pupil_keys.get(entry.pupil_id), teacher_keys.get(entry.teacher_id))
    return OwedView(keys=" ".join(key for key in keys if key), line=entry)


def _left(entry: Missing, pupil_keys: Mapping[str, str]) -> LeftView:
    return LeftView(
        keys=" ".join(pupil_keys[pupil] for pupil in entry.pupil_ids),
        who=entry.pupils,
        what=entry.subject,
        count=lessons_counted(entry.count),
        proof=entry.proof,
        reasons=entry.reasons,
    )
