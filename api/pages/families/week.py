"""The page of a family's week: what is told already, and a small form for each thing to tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import Here, Place, Presence, ReadUnit, WriteUnit
from api.installation import Installation
from api.pages.families.forms import CHANNELS, WEIGHTS, Forms, empty_forms
from api.pages.frame import CASES, MY_CHILD, frame
from api.services.cases.life import case_of
from api.services.families.choices import BREAKS
from api.services.families.sheet import FamilySheet, family_sheet
from api.services.papers.medical import DayLimits, day_limits
from api.services.unit import Unit
from api.services.weekly import week_choices
from api.web.forms import Form
from api.web.rendering import page
from models.year import Year
from scheduler.russian import DAY, counted

router = APIRouter()

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekPage:
    """forms: by section. saved: the section that was just written. limits: of medical papers, once asked for.

    day_names: values and titles of the school's days. known: other addresses told before.
    """

    sheet: FamilySheet
    forms: Forms
    saved: str
    day_names: Choices
    weeks: Choices
    weights: Choices
    channels: Choices
    lessons: Choices
    teachers: Choices
    breaks: Choices
    known: Choices
    limits: tuple[str, ...] | None


@router.api_route("/cases/{case_id}/family", methods=["GET", "HEAD"])
def week(place: Place, here: Here, unit: ReadUnit, case_id: str, saved: str = "") -> Response:
    return show_week(place, here, unit, case_id, {}, saved=saved)


@router.post("/cases/{case_id}/family/limits")
def limits(place: Place, here: Here, unit: WriteUnit, case_id: str) -> Response:
    """What medical papers limit, for who makes the timetable; looking leaves a row in the log."""
    case = case_of(unit, case_id)
    year = unit.session.get_one(Year, case.year_id)
    first = min(max(unit.today, year.first_on), year.last_on)
    found = day_limits(unit, [case], first, year.last_on).get(case.id)
    return show_week(place, here, unit, case_id, {}, limits=limits_said(found))


def limits_said(found: DayLimits | None) -> tuple[str, ...]:
    told = []
    if found and found.max_day_min is not None:
        told.append(f"Занятий в день не больше {counted(found.max_day_min, 'минуты', 'минут', 'минут')}.")
    if found and found.ends_by_min is not None:
        told.append(f"Занятия кончаются не позже {found.ends_by_min // 60}:{found.ends_by_min % 60:02d}.")
    return tuple(told)


def show_week(
    place: Installation,
    here: Presence,
    unit: Unit,
    case_id: str,
    forms: Mapping[str, Form],
    *,
    saved: str = "",
    status: int = 200,
    limits: tuple[str, ...] | None = None,
) -> Response:
    """forms: those that were refused, by section."""
    sheet = family_sheet(unit, case_id)
    content = WeekPage(
        sheet=sheet, forms={**empty_forms(sheet), **forms}, saved=saved,
        day_names=tuple((day.value, DAY[day]) for day in sheet.days), weeks=week_choices(sheet.cycle),
        weights=WEIGHTS, channels=CHANNELS,
        lessons=_up_to(("занятия", "занятий"), sheet.choice.max_day_lessons),
        teachers=_up_to(("учителя", "учителей"), sheet.choice.max_teachers_day),
        breaks=tuple((str(n), f"{n} минут") for n in sorted({*BREAKS, sheet.choice.break_min})),
        known=tuple((place.id, place.address) for place in sheet.places), limits=limits,
    )  # fmt: skip
    link, title = (
        (CASES, f"Время семьи: дело {sheet.code}") if sheet.at_desk else (MY_CHILD, "Когда удобно заниматься")
    )
    return page("families/week.html", frame(place, here, title, link.href), content, status)


def _up_to(words: tuple[str, str], now: int | None) -> Choices:
    """`не больше 1 занятия` to six, and whatever stands there now."""
    told = sorted({*range(1, 7), *([now] if now else [])})
    return tuple((str(n), f"не больше {counted(n, words[0], words[1], words[1])}") for n in told)
