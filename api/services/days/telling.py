"""Who has to know that lessons changed, and the letters they get: families, teachers, nobody who acted themselves.

A letter names days, hours and subjects, and a case by its code: no child's name, no cause of health.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import col, select

from api.services.days.lessons import OnDay
from api.services.outbox.putting import Letter, Topic, put
from api.services.unit import Unit
from models.case import Case, Guardian
from models.message import Message
from models.staff import Teacher
from scheduler.problem import Problem
from scheduler.russian import DAY
from scheduler.terms import Weekday, clock

HELLO = "Здравствуйте!"


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """head: what happened, the first sentence of a letter; lessons it is about, as they are now; also: teachers to
    be told of lessons that are not theirs now. about: key of what is told, by which its letters are found."""

    head: str
    lessons: tuple[OnDay, ...]
    problem: Problem
    also: Mapping[str, Sequence[OnDay]] = field(default_factory=dict)
    about: str | None = None


def tell(unit: Unit, news: News) -> tuple[Message, ...]:
    """Letters into the outbox of each case's school, one per person and school."""
    cases = _cases(unit, (each for _, each in _by_teacher(news)))
    lines: dict[tuple[str, str], list[str]] = defaultdict(list)
    people = _families(unit, cases.values())
    accounts = _teachers(unit, news)
    for each in news.lessons:
        case = cases[each.case_id]
        for account_id in people[case.pupil_id]:
            lines[case.school_id, account_id].append(line_of(each, news.problem))
    for teacher_id, each in _by_teacher(news):
        if (account := accounts.get(teacher_id)) is not None:
            case = cases[each.case_id]
            lines[case.school_id, account].append(f"{line_of(each, news.problem)}, дело {case.code}")
    return tuple(
        put(unit, school_id, _letter(account_id, news, told))
        for (school_id, account_id), told in lines.items()
        if account_id != unit.actor.account_id
    )


def _letter(account_id: str, news: News, told: Iterable[str]) -> Letter:
    return Letter(
        account_id=account_id, topic=Topic.CHANGED, body=_body(news.head, told), about_id=news.about
    )


def _by_teacher(news: News) -> Iterator[tuple[str, OnDay]]:
    yield from ((each.lesson.teacher, each) for each in news.lessons)
    yield from ((teacher, each) for teacher, lessons in news.also.items() for each in lessons)


def line_of(each: OnDay, problem: Problem) -> str:
    """`вт 08.09, 10:00–10:40, математика`."""
    lesson = each.lesson
    row = next(row for row in problem.rows if row.id == lesson.row)
    return f"{day_of(each)}, {clock(lesson.start_min)}–{clock(lesson.end_min)}, {row.title or row.subject}"


def day_of(each: OnDay) -> str:
    on = each.lesson.on
    return f"{DAY[list(Weekday)[on.weekday()]]} {on:%d.%m}"


def _body(head: str, lines: Iterable[str]) -> str:
    return "\n".join((HELLO, head, *(f"• {line}" for line in dict.fromkeys(lines))))


def _cases(unit: Unit, lessons: Iterable[OnDay]) -> dict[str, Case]:
    asked = select(Case).where(col(Case.id).in_({each.case_id for each in lessons}))
    return {case.id: case for case in unit.session.exec(asked)}


def _families(unit: Unit, cases: Iterable[Case]) -> dict[str, list[str]]:
    """Accounts that speak for pupils today."""
    told: dict[str, list[str]] = defaultdict(list)
    asked = select(Guardian).where(
        col(Guardian.pupil_id).in_([case.pupil_id for case in cases]), Guardian.first_on <= unit.today
    )
    for row in unit.session.exec(asked.order_by(col(Guardian.id))):
        if row.last_on is None or row.last_on >= unit.today:
            told[row.pupil_id].append(row.account_id)
    return told


def _teachers(unit: Unit, news: News) -> dict[str, str]:
    """Teacher → account, where there is one."""
    wanted = {teacher for teacher, _ in _by_teacher(news)}
    asked = select(Teacher).where(col(Teacher.id).in_(wanted))
    return {row.id: row.account_id for row in unit.session.exec(asked) if row.account_id is not None}
