"""«Сегодня» of the deputy, and lessons that nobody has marked, for deputy and class teacher."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import ReadUnit
from api.pages.frame import TODAY, UNMARKED
from api.pages.ledger.showing import OnStage
from api.services.days.deskline import DeskLine
from api.services.days.overdue import Lost, overdue_of
from api.services.days.today import Today, today_of
from api.services.desk import DESK
from api.web.forms import Form, form_of
from scheduler.russian import MONTHS

router = APIRouter()
DAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
DAY = timedelta(days=1)
FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayPage:
    """said: `понедельник, 7 сентября`. substitutions, makeups: whether there are pages to act on. remote: the day may
    still become remote."""

    day: Today
    said: str
    is_today: bool
    before: date
    after: date
    form: Form
    substitutions: bool
    makeups: bool
    remote: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Lessons of one teacher."""

    teacher: str
    lines: tuple[DeskLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmarkedPage:
    """lost: lessons that fell out and have no make-up; made_up: how many fell out and have one."""

    since: date
    until: date
    groups: tuple[Group, ...]
    total: int
    lost: tuple[Lost, ...]
    made_up: int
    at_desk: bool


@router.api_route(TODAY.href, methods=["GET", "HEAD"])
def today(stage: OnStage, unit: ReadUnit, on: str = "", said: str = "") -> Response:
    day = day_in(on) or unit.today
    content = TodayPage(
        day=today_of(unit, day), said=day_said(day), is_today=day == unit.today, before=day - DAY,
        after=day + DAY, form=form_of(on=day), substitutions=stage.has("GET /substitutions"),
        makeups=stage.has("GET /makeups"), remote=day >= unit.today,
    )  # fmt: skip
    return stage.show("today.html", "Сегодня", content, TODAY.href, said)


def day_in(told: str) -> date | None:
    """A day of this century, as an address or a field tells it."""
    try:
        found = date.fromisoformat(told)
    except ValueError:
        return None
    return found if FIRST < found < LAST else None


def day_said(on: date) -> str:
    return f"{DAYS[on.weekday()]}, {on.day} {MONTHS[on.month - 1]}"


@router.api_route(UNMARKED.href, methods=["GET", "HEAD"])
def unmarked(stage: OnStage, unit: ReadUnit) -> Response:
    found = overdue_of(unit)
    lines = sorted(found.unmarked, key=lambda line: (line.teacher, line.teacher_id))
    lost = tuple(each for each in found.lost if not each.has_make_up)
    content = UnmarkedPage(
        since=found.since, until=found.until, total=len(lines),
        groups=tuple(
            Group(teacher, tuple(some))
            for (teacher, _), some in groupby(lines, lambda line: (line.teacher, line.teacher_id))
        ),
        lost=lost, made_up=len(found.lost) - len(lost), at_desk=unit.actor.role in DESK,
    )  # fmt: skip
    return stage.show("unmarked.html", "Неотмеченные занятия", content, UNMARKED.href)
