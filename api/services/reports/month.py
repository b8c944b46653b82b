"""Lessons of a school in a month, and what is drawn of them: load, plan against fact, lost and recovered, travel."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from sqlmodel import col, select

from api.services.days.desk import zone_of
from api.services.days.lessons import Days, OnDay, days_of
from api.services.days.problems import NOWHERE
from api.services.days.versions import Whose
from api.services.days.ways import minutes_between
from api.services.desk import at_desk
from api.services.unit import Unit
from exports.chart import Bars, Series
from models.day import Fate
from models.message import FeedHolder
from models.staff import Teacher
from models.year import Year
from scheduler.russian import DAY
from scheduler.terms import LessonForm, Weekday

MONTHS = ("январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь",
          "ноябрь", "декабрь")  # fmt: skip
MOST_TEACHERS = 12  # bars in a chart of people


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """Days inclusive. key: `2026-10`."""

    key: str
    title: str
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """A month of a school. teachers: of the lessons and of those they were promised to, by key."""

    school_id: str
    month: Month
    days: Days
    teachers: dict[str, Teacher]


def months_of(unit: Unit) -> tuple[Month, ...]:
    """Months of the school's years that have begun, the latest first."""
    asked = select(Year).where(Year.school_id == at_desk(unit)).order_by(col(Year.first_on))
    found: dict[str, Month] = {}
    for year in unit.session.exec(asked):
        on = year.first_on.replace(day=1)
        while on <= min(year.last_on, unit.today):
            month = _month(on)
            found[month.key] = month
            on = month.last + timedelta(days=1)
    return tuple(found[key] for key in sorted(found, reverse=True))


def _month(on: date) -> Month:
    last = on.replace(day=monthrange(on.year, on.month)[1])
    return Month(key=f"{on:%Y-%m}", title=f"{MONTHS[on.month - 1]} {on.year}", first=on, last=last)


def taught(unit: Unit, month: Month, *, everywhere: bool = False) -> Taught:
    """Lessons of the children of the actor's school, whoever gives them. everywhere: and those of every child that
    teachers of the school teach in other schools."""
    school_id = at_desk(unit)
    own = unit.session.exec(select(Teacher.id).where(Teacher.school_id == school_id)) if everywhere else ()
    whose = Whose(FeedHolder.SCHOOL, school_id, frozenset(own))
    days = days_of(unit.session, whose, (month.first, month.last), zone_of(unit, school_id))
    keys = {each.lesson.teacher for each in days.lessons}
    keys |= {each.base.teacher for each in days.lessons if each.base is not None}
    rows = unit.session.exec(select(Teacher).where(col(Teacher.id).in_(keys)))
    return Taught(school_id=school_id, month=month, days=days, teachers={row.id: row for row in rows})


def academic_hours(each: OnDay, academic_hour_min: int) -> Fraction:
    """Hours as the school counts them: a lesson is at least one, a longer one in proportion (domain 3.5: unchecked)."""
    return max(Fraction(1), Fraction(each.lesson.end_min - each.lesson.start_min, academic_hour_min))


def held_once(told: Taught) -> list[OnDay]:
    """Held lessons; one shared by several children once."""
    found: dict[tuple[object, ...], OnDay] = {}
    for each in told.days.lessons:
        if each.fate == Fate.HELD:
            now = each.lesson
            found.setdefault((now.teacher, now.on, now.start_min, now.end_min), each)
    return list(found.values())


def hours_of(each: OnDay) -> Fraction:
    """Hours of 60 minutes, exact."""
    return Fraction(each.lesson.end_min - each.lesson.start_min, 60)


def charts_of(unit: Unit, told: Taught) -> tuple[Bars, ...]:
    """What there is to look at; a chart without anything in it is left out."""
    charts = (_load(told), _against(told, unit.today), _lost(told), _travel(unit, told))
    return tuple(
        chart for chart in charts if any(value for series in chart.series for value in series.values)
    )


def _going(told: Taught) -> list[OnDay]:
    return [each for each in told.days.lessons if each.fate != Fate.CANCELLED]


def _load(told: Taught) -> Bars:
    """Hours of lessons by weekday, an average over the dates of the month that have that weekday."""
    total: dict[int, Fraction] = defaultdict(Fraction)
    for each in _going(told):
        total[each.lesson.on.weekday()] += hours_of(each)
    dates = [
        told.month.first + timedelta(days=n) for n in range((told.month.last - told.month.first).days + 1)
    ]
    used = [n for n in range(7) if n < 5 or total[n]]
    averages = tuple(total[n] / sum(day.weekday() == n for day in dates) for n in used)
    return Bars(
        key="load", title="Нагрузка по дням недели, в среднем", unit="ч",
        groups=tuple(DAY[list(Weekday)[n]] for n in used), series=(Series(title="часы уроков", values=averages),),
    )  # fmt: skip


def _against(told: Taught, today: date) -> Bars:
    """By week up to today: what the timetable promised, and what was marked as held."""
    weeks = _weeks(each for each in told.days.lessons if each.lesson.on <= today)
    return _by_week(
        "plan", "План и факт по неделям", "ч", weeks,
        (
            ("по расписанию", lambda each: hours_of(each) if each.makes_up is None else Fraction(0)),
            ("проведено", lambda each: hours_of(each) if each.fate == Fate.HELD else Fraction(0)),
        ),
    )  # fmt: skip


def _lost(told: Taught) -> Bars:
    weeks = _weeks(told.days.lessons)
    return _by_week(
        "lost", "Пропущенные и восполненные уроки по неделям", "", weeks,
        (
            ("пропущено", lambda each: Fraction(each.fate == Fate.CANCELLED)),
            ("восполнено", lambda each: Fraction(each.makes_up is not None and each.fate != Fate.CANCELLED)),
        ),
    )  # fmt: skip


def _weeks(lessons: Iterable[OnDay]) -> dict[date, list[OnDay]]:
    """By the Monday of the week, in order."""
    found: dict[date, list[OnDay]] = defaultdict(list)
    for each in lessons:
        found[each.lesson.on - timedelta(days=each.lesson.on.weekday())].append(each)
    return dict(sorted(found.items()))


Counted = tuple[str, Callable[[OnDay], Fraction]]


def _by_week(
    key: str, title: str, unit: str, weeks: dict[date, list[OnDay]], counted: Sequence[Counted]
) -> Bars:
    return Bars(
        key=key, title=title, unit=unit, groups=tuple(f"с {monday:%d.%m}" for monday in weeks),
        series=tuple(
            Series(title=name, values=tuple(sum(map(count, each), Fraction(0)) for each in weeks.values()))
            for name, count in counted
        ),
    )  # fmt: skip


def _travel(unit: Unit, told: Taught) -> Bars:
    """Hours on the way between lessons, by teacher; ways nobody knows count as none."""
    ways = _ways(told)
    known = minutes_between(unit.session, [pair for pairs in ways.values() for pair in pairs])
    minutes = {key: sum(known.get(pair, 0) for pair in pairs) for key, pairs in ways.items()}
    most = sorted((key for key in minutes if minutes[key]), key=lambda key: (-minutes[key], key))[
        :MOST_TEACHERS
    ]
    names = {key: told.teachers[key].name.split()[0] if key in told.teachers else "" for key in most}
    return Bars(
        key="travel", title="Дорога между уроками", unit="ч", groups=tuple(names[key] for key in most),
        series=(Series(title="часы в пути", values=tuple(Fraction(minutes[key], 60) for key in most)),),
    )  # fmt: skip


def _ways(told: Taught) -> dict[str, list[tuple[str, str]]]:
    """Pairs of places a teacher goes between on one day."""
    found: dict[tuple[str, date], list[tuple[int, str]]] = defaultdict(list)
    for each in _going(told):
        now = each.lesson
        if now.form != LessonForm.REMOTE and now.place != NOWHERE:
            found[now.teacher, now.on].append((now.start_min, now.place))
    ways: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for (teacher, _), stops in found.items():
        ways[teacher] += [
            (one, other) for (_, one), (_, other) in pairwise(sorted(set(stops))) if one != other
        ]
    return ways
