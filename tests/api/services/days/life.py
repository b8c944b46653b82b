"""A school year as it is lived: what happens is done by the services and kept a second time in the plainest way.

One child enters in February, one child's papers lapse in March, one's are renewed after a gap in January.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from sqlalchemy import Engine
from sqlmodel import select

from api.installation import Installation
from api.services.days import absences, changes
from api.services.days.absences import AbsenceDraft
from api.services.days.changes import Target
from api.services.days.desk import LessonKey, days_of_case
from api.services.unit import Actor, Unit
from models.case import Case
from models.day import Cause
from models.document import Paper
from models.engines import writing
from models.person import Role
from scheduler.terms import LessonForm, Weekday
from scheduler.timetable import Lesson, Timetable
from tests.api import place as installation
from tests.api.services.days.town import Town, town
from tests.api.services.world import END, KEY, START, YEAR, day
from tests.conftest import TORTURE
from tests.instances import make_instance

DAY = timedelta(days=1)
ZONE = timedelta(hours=5)  # Yekaterinburg, without summer time
ENTRY, LAPSE = day("01.02.2027"), day("12.03.2027")
GAP = (day("18.01.2027"), day("24.01.2027"))  # a week without papers


@dataclass
class Told:
    """A lesson as the test keeps it. on, start, end, teacher: as it is now; minutes: as promised, None: a make-up."""

    code: str
    id: str
    row: str
    on: date
    start: int
    end: int
    teacher: str
    minutes: int | None
    fate: str = "planned"
    cause: str = ""
    makes_up: str = ""

    @property
    def given(self) -> int:
        return self.end - self.start


@dataclass
class Away:
    who: str  # code of a pupil or teacher
    id: str
    cause: Cause
    first: date
    last: date | None

    def holds(self, on: date) -> bool:
        return self.first <= on and (self.last is None or on <= self.last)


@dataclass
class Life:
    """One year of one school, told twice."""

    made: Town
    where: Installation
    clock: installation.Clock
    draw: Random
    grades: dict[str, int]
    gaps: dict[str, list[tuple[date, date]]]
    lessons: dict[tuple[str, str], Told] = field(default_factory=dict)
    away: list[Away] = field(default_factory=list)

    def unit(self, unit: Unit, account_id: str, role: Role) -> Unit:
        actor = Actor(account_id=account_id, role=role, school_id=self.made.world.school_id)
        return Unit(session=unit.session, actor=actor, audit_key=KEY, at=unit.at, today=unit.today)

    def absent(self, each: Told) -> Away | None:
        """Who takes a lesson: the child before the teacher, the first told first."""
        for who in (each.code, each.teacher):
            for one in self.away:
                if one.who == who and one.holds(each.on):
                    return one
        return None

    def fate(self, each: Told) -> tuple[str, str]:
        if each.fate == "planned" and (one := self.absent(each)) is not None:
            return "cancelled", one.cause
        return each.fate, each.cause

    def on(self, when: date) -> list[Told]:
        return sorted(
            (each for each in self.lessons.values() if each.on == when),
            key=lambda each: (each.start, each.code),
        )

    def key(self, unit: Unit, each: Told) -> LessonKey:
        """As a page would show it now; what it shows has to be what the test keeps."""
        case = unit.session.get_one(Case, self.made.cases[each.code])
        found = days_of_case(unit, case, each.on, each.on).find(case.id, each.id)
        assert found is not None
        assert (found.fate.value, found.cause or "") == self.fate(each)
        return LessonKey(case_id=case.id, lesson=each.id, tag=found.tag)


def school_day(on: date, grade: int) -> bool:
    """By the calendar's own words: a weekday in a term that nothing takes."""
    return (
        on.weekday() < 5
        and any(term.first <= on <= term.last for term in YEAR.terms)
        and not any(
            each.first <= on <= each.last and (each.grades is None or grade in each.grades)
            for each in YEAR.off
        )
    )


def promised(life: Life, timetable: Timetable) -> Iterator[Told]:
    """Every lesson that the year really promises: school day, version and papers hold."""
    weekly: dict[tuple[str, str], list[Lesson]] = defaultdict(list)
    rows = {row.id: row for row in life.made.problem.rows}
    for lesson in timetable.lessons:
        for code in rows[lesson.row].pupils:
            weekly[code, lesson.row].append(lesson)
    for (code, row), lessons in weekly.items():
        lessons.sort(key=lambda each: (Weekday(each.day).number, each.start_min))
        for week in range(40):
            for ordinal, lesson in enumerate(lessons, 1):
                on = date(2026, 8, 31) + timedelta(days=7 * week + Weekday(lesson.day).number)
                if START <= on <= END and school_day(on, life.grades[code]):
                    if any(first <= on <= last for first, last in life.gaps.get(code, ())):
                        continue
                    name = f"s100/{row}/{on.isocalendar()[0]}-W{on.isocalendar()[1]:02}/{ordinal}"
                    yield Told(
                        code, name, row, on, lesson.start_min, lesson.end_min, lesson.teacher,
                        lesson.end_min - lesson.start_min,
                    )  # fmt: skip


def new_life(engine: Engine, seed: int) -> Life:
    made_up = make_instance("school", 1, True)
    problem, timetable = made_up.problem, made_up.witness
    if not TORTURE:  # one subject of each child
        first = {row.pupils[0]: row.id for row in reversed(problem.rows) if len(row.pupils) == 1}
        kept = tuple(lesson for lesson in timetable.lessons if lesson.row in first.values())
        timetable = Timetable(lessons=kept, unplaced=())
    pupils = [pupil.id for pupil in problem.pupils]
    late, lapsing, renewed = pupils[:3]
    made = town(engine, problem, timetable, {late: (ENTRY, END)})
    with writing(engine) as session:
        for code, first_gone in ((lapsing, LAPSE + DAY), (renewed, GAP[0])):
            paper = session.exec(select(Paper).where(Paper.case_id == made.cases[code])).one()
            paper.valid_to = first_gone - DAY
        session.add(
            Paper(
                case_id=made.cases[renewed], kind="medical", valid_from=GAP[1] + DAY, valid_to=END
            )
        )  # fmt: skip
    clock = installation.Clock(datetime(2026, 9, 1, 2, tzinfo=UTC))
    life = Life(
        made, installation.place(engine, clock), clock, Random(seed),
        grades={pupil.id: pupil.grade for pupil in problem.pupils},
        gaps={late: [(START, ENTRY - DAY)], lapsing: [(LAPSE + DAY, END)], renewed: [GAP]},
    )  # fmt: skip
    life.lessons = {(each.code, each.id): each for each in promised(life, timetable)}
    return life


def morning(life: Life, unit: Unit) -> None:
    """Families and teachers report, say that lessons go on, take a report back."""
    today, draw = unit.today, life.draw
    for one in list(life.away):
        if one.last is None and one.first < today and draw.random() < 0.3:
            mother = life.unit(unit, life.made.mothers[one.who], Role.PARENT)
            absences.resume(mother, one.id, today)
            one.last = today - DAY
    for code, account in life.made.mothers.items():
        if draw.random() < 0.012 and not _is_away(life, code, today):
            last = None if draw.random() < 0.3 else today + timedelta(days=draw.randrange(10))
            mother = life.unit(unit, account, Role.PARENT)
            draft = AbsenceDraft(
                case_id=life.made.cases[code], cause=draw.choice([Cause.CHILD_ILL, Cause.CHILD_AWAY]),
                first_on=today, last_on=last,
            )  # fmt: skip
            told = absences.report(mother, draft).absence
            if draw.random() < 0.1:
                absences.withdraw(mother, told.id)
            else:
                life.away.append(Away(code, told.id, draft.cause, today, last))
    for code, account in life.made.staff.items():
        if draw.random() < 0.008 and not _is_away(life, code, today):
            last = today + timedelta(days=draw.randrange(4))
            draft = AbsenceDraft(
                teacher_id=life.made.teachers[code], cause=Cause.TEACHER_ILL, first_on=today, last_on=last
            )
            told = absences.report(life.unit(unit, account, Role.TEACHER), draft).absence
            life.away.append(Away(code, told.id, draft.cause, today, last))


def _is_away(life: Life, who: str, on: date) -> bool:
    return any(one.who == who and (one.last is None or one.last >= on) for one in life.away)


def noon(life: Life, unit: Unit) -> None:
    """The desk finds substitutes, moves, cancels, sets make-ups."""
    draw = life.draw
    for each in life.on(unit.today):
        fate, cause = life.fate(each)
        chance = draw.random()
        if fate == "cancelled" and cause == Cause.TEACHER_ILL and chance < 0.5:
            free = [code for code in life.made.teachers if not _is_away(life, code, unit.today)]
            _move(life, unit, each, draw.choice(free), each.start, each.end)
        elif fate == "planned" and chance < 0.03:
            _move(life, unit, each, each.teacher, each.start + 10, each.end + draw.choice([0, 10, 20]))
        elif fate == "planned" and chance < 0.05:
            changes.cancel(unit, life.key(unit, each), Cause.NO_ENTRY)
            each.fate, each.cause = "cancelled", Cause.NO_ENTRY
        elif fate == "cancelled" and not each.makes_up and chance < 0.8:
            _make_up(life, unit, each)


def _move(life: Life, unit: Unit, each: Told, teacher: str, start: int, end: int) -> None:
    key = life.key(unit, each)
    to = Target(
        on=each.on, start_min=start, end_min=end, teacher_id=life.made.teachers[teacher],
        form=LessonForm.REMOTE, place_id=None,
    )  # fmt: skip
    changes.move(unit, key, to)
    each.teacher, each.start, each.end = teacher, start, end


def _make_up(life: Life, unit: Unit, each: Told) -> None:
    on = min(unit.today + timedelta(days=life.draw.randrange(3, 20)), END)
    end = 1020 + life.draw.choice([each.given, each.given, 30])
    to = Target(
        on=on, start_min=1020, end_min=end, teacher_id=life.made.teachers[each.teacher],
        form=LessonForm.REMOTE, place_id=None,
    )  # fmt: skip
    row = changes.add(unit, life.key(unit, each), to)
    life.lessons[each.code, row.lesson] = Told(
        each.code, row.lesson, each.row, on, 1020, end, each.teacher, None, makes_up=each.id
    )


def evening(life: Life, unit: Unit) -> None:
    """Teachers mark what they gave; not always."""
    for each in life.on(unit.today):
        if life.fate(each)[0] == "planned" and life.draw.random() < (0.9 if TORTURE else 0.08):
            changes.hold(unit, life.key(unit, each))
            each.fate = "held"


def live(life: Life, first: date, last: date) -> None:
    today = first
    while today <= last:
        with writing(life.made.world.engine) as session:
            for hour, step in ((2, morning), (6, noon), (18, evening)):
                life.clock.at = datetime.combine(today, time(hour), UTC)
                actor = Actor(
                    account_id=life.made.world.deputy_id, role=Role.DEPUTY,
                    school_id=life.made.world.school_id,
                )  # fmt: skip
                step(
                    life,
                    Unit(session=session, actor=actor, audit_key=KEY, at=life.clock(), today=today),
                )
        today += DAY
