"""Lessons of a teacher who is away: who could give each of them, ranked, with reasons; judged for today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from sqlmodel import Session, col, or_, select

from api.errors import NotFound
from api.services.days.desk import LessonKey, days_of_teacher, local, teacher_seen, zone_of
from api.services.days.lessons import Days, OnDay
from api.services.days.notes import notes_of
from api.services.days.repairs.grounds import Asked, Ground, ground_of, sight, year_at
from api.services.days.repairs.otherwise import OtherWay, Ways, remotely
from api.services.days.repairs.standing import days_around, row_of, slot_of, standing
from api.services.days.repairs.together import key_of, shared
from api.services.days.repairs.words import FORM, time_said
from api.services.days.telling import line_of
from api.services.desk import at_desk
from api.services.unit import Unit
from api.services.words import shown
from models.case import Case
from models.day import Absence, Fate, LessonChange, LessonNote
from models.repair import CallState, SubstituteAsked, SubstituteCall
from models.staff import Teacher
from models.year import Year
from scheduler.problem import PlanRow
from scheduler.repair import Vacancy, cover
from scheduler.repair.substitutes import Cover
from scheduler.rulebook import RULES
from scheduler.terms import LessonForm

FOREIGN = (
    1000  # points of a teacher of another school: the own school first, whatever way or new face that costs
)
AHEAD = timedelta(days=13)
NEW_FACE = RULES["faces"].weight


class Asking(StrEnum):
    """What a teacher said who was asked to take a lesson."""

    NOT = "not asked"
    WAITS = "waits"
    CANNOT = "cannot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A teacher for one lesson. points: None where it is not possible, `why` says why. given: substitutions so far in
    this year. chosen: part of the best way to share all lessons out. asked: the teacher's word on being asked."""

    teacher_id: str
    name: str
    school: str
    own: bool
    knows: bool
    given: int
    points: int | None
    road_min: int | None
    why: tuple[str, ...]
    chosen: bool
    asked: Asking = Asking.NOT

    @property
    def said(self) -> tuple[str, ...]:
        """Reasons for this teacher, the most telling first."""
        told = ["знает ребёнка"] if self.knows else []
        told += [] if self.own else [f"из другой школы: {self.school}" if self.school else "из другой школы"]
        told += [] if self.road_min is None else [f"дорога {self.road_min} мин"]
        return (*told, f"замен в этом году: {self.given}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A lesson without its teacher. subject, case_code: as shown; a lesson of several children is one, `also` has it
    for the others. ways: at another start of the day or remotely, where plan, norms and papers allow it. handover:
    what stands for the substitute so far."""

    key: LessonKey
    lesson: OnDay
    also: tuple[OnDay, ...]
    subject: str
    case_code: str
    choices: tuple[Choice, ...]
    ways: tuple[OtherWay, ...]
    handover: str = ""

    @property
    def time(self) -> str:
        now = self.lesson.lesson
        return time_said(now.on, now.start_min, now.end_min)

    @property
    def form(self) -> str:
        return FORM[LessonForm(self.lesson.lesson.form)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacancies:
    """gaps: lessons that wait, in order of time; done: those another gives already. proved: nothing is better than
    the choices that are marked."""

    absence: Absence
    teacher: Teacher
    gaps: tuple[Gap, ...]
    done: tuple[OnDay, ...]
    days: Days
    proved: bool

    @property
    def replaced(self) -> tuple[str, ...]:
        """Lessons that another gives already, in words."""
        names = {teacher.id: teacher.name for teacher in self.days.problem.teachers}
        return tuple(f"{line_of(x, self.days.problem)}: {names.get(x.lesson.teacher, '')}" for x in self.done)


def vacancies(unit: Unit, absence_id: str) -> Vacancies:
    """Everything about an absence from today on. For the desk of the teacher's school."""
    at_desk(unit)
    absence = unit.session.get(Absence, absence_id)
    if absence is None or absence.teacher_id is None or absence.withdrawn_at is not None:
        raise NotFound
    teacher = teacher_seen(unit, absence.teacher_id)
    first = max(absence.first_on, unit.today)
    last = max(first, absence.last_on or first + AHEAD)
    days = days_of_teacher(unit, teacher, first, last)
    here = local(unit, teacher.school_id)
    now = (here.date(), here.hour * 60 + here.minute)
    lost = [
        x
        for x in days.lessons
        if x.absence_id == absence.id and x.fate == Fate.CANCELLED and (x.lesson.on, x.lesson.start_min) > now
    ]
    gaps, proved = judged(unit, days, lost, teacher) if lost else ((), True)
    notes, asked = notes_of(unit.session, lost), _asked(unit.session, lost)
    gaps = tuple(
        replace(gap, handover=_handover(notes, gap), choices=tuple(_answered(gap, asked))) for gap in gaps
    )
    return Vacancies(
        absence=absence, teacher=teacher, gaps=gaps, days=days, proved=proved,
        done=tuple(x for x in days.passed if x.fate != Fate.CANCELLED),
    )  # fmt: skip


def _handover(notes: Mapping[tuple[str, str], LessonNote], gap: Gap) -> str:
    note = notes.get((gap.key.case_id, gap.key.lesson))
    return (note.handover if note else None) or ""


def _asked(session: Session, lost: Sequence[OnDay]) -> Mapping[tuple[str, str, str], Asking]:
    """Case, lesson and teacher → the word, of calls that are open."""
    held = select(SubstituteCall, SubstituteAsked).where(
        SubstituteAsked.call_id == SubstituteCall.id, SubstituteCall.state == CallState.OPEN,
        col(SubstituteCall.case_id).in_({x.case_id for x in lost}),
    )  # fmt: skip
    return {
        (call.case_id, call.lesson, one.teacher_id): Asking.CANNOT if one.answer is False else Asking.WAITS
        for call, one in session.exec(held)
    }


def _answered(gap: Gap, asked: Mapping[tuple[str, str, str], Asking]) -> Iterator[Choice]:
    for one in gap.choices:
        word = asked.get((gap.key.case_id, gap.key.lesson, one.teacher_id), Asking.NOT)
        yield replace(one, asked=word)


def judged(
    unit: Unit, days: Days, lost: Sequence[OnDay], away: Teacher, only: str | None = None, *,
    fresh: bool = False,
) -> tuple[tuple[Gap, ...], bool]:  # fmt: skip
    """Every candidate for every lesson. only: nobody but that teacher is asked, whoever else could."""
    session, groups = unit.session, shared(lost)
    cases = {x.id: x for x in session.exec(select(Case).where(col(Case.id).in_({x.case_id for x in lost})))}
    ground = ground_of(unit, _span_of(unit, lost, cases), fresh=fresh)
    ids = {code: key for key, code in ground.names.teachers.items()}
    people = _people(session, ids.values())
    titles = {row.id: row.title or row.subject for row in days.problem.rows}
    away_code = ground.names.teachers.get(away.id)
    rows = [_row(ground, some, cases, titles, away_code, number) for number, some in enumerate(groups)]
    if only is not None:
        code = ground.names.teachers.get(only, "")
        rows = [row.model_copy(update={"teachers": (code,) if code else ()}) for row in rows]
    afar = list(_by_screen(ground, rows, groups))
    teachers = {ids[name] for row in rows for name in row.teachers}
    school_id = ground.asked.school_id
    around = days_around(session, ground, cases, teachers | {away.id}, zone_of(unit, school_id))
    scene = standing(session, ground, around, [*rows, *afar])
    known = _known(around, cases)
    firsts = [some[0] for some in groups]
    prices = _prices(rows, firsts, known, {code: people[key] for code, key in ids.items()}, school_id)
    open_lessons = [_vacancy(row, x, prices) for row, x in zip(rows, firsts, strict=True)]
    found = cover(scene.problem, scene.timetable, open_lessons)
    tell = _Teller(
        ground, people, known, _substitutions(session, people, ground.asked.year_id), ids, school_id
    )
    ways = Ways(scene, {code: (key, people[key].name) for code, key in ids.items()}, prices)
    gaps = tuple(
        Gap(
            key=key_of(x), lesson=x, also=tuple(some[1:]),
            subject=titles[x.lesson.row], case_code=", ".join(sorted(cases[each.case_id].code for each in some)),
            choices=tuple(tell.choices(found, row, x)), ways=ways.of(row, x.lesson),
        )
        for row, (x, *_), some in zip(rows, groups, groups, strict=True)
    )  # fmt: skip
    return gaps, found.proved


def _by_screen(
    ground: Ground, rows: Sequence[PlanRow], groups: Sequence[Sequence[OnDay]]
) -> Iterator[PlanRow]:
    """Rows of lessons at home by screen, where their plans let them."""
    for row, some in zip(rows, groups, strict=True):
        if row.form == LessonForm.HOME and ground.by_screen(some[0].row_key):
            yield remotely(row)


def _span_of(unit: Unit, lost: Sequence[OnDay], cases: Mapping[str, Case]) -> Asked:
    first, last = min(x.lesson.on for x in lost), max(x.lesson.on for x in lost)
    school_id = next(iter(cases.values())).school_id
    medical, seen = sight(unit, cases)
    return Asked(
        school_id=school_id, year_id=year_at(unit.session, school_id, first), first=first, last=last,
        medical=medical, judged=seen,
    )  # fmt: skip


def _prices(
    rows: Sequence[PlanRow], lost: Sequence[OnDay], known: Collection[tuple[str, str]],
    people: Mapping[str, Teacher], school_id: str,
) -> dict[str, dict[str, int]]:  # fmt: skip
    """Points of a new face and of another school, by row and teacher."""
    return {
        row.id: {
            name: NEW_FACE * ((each.case_id, people[name].id) not in known)
            + FOREIGN * (people[name].school_id != school_id)
            for name in row.teachers
        }
        for row, each in zip(rows, lost, strict=True)
    }


def _row(
    ground: Ground, some: Sequence[OnDay], cases: Mapping[str, Case], titles: Mapping[str, str],
    away: str | None, number: int,
) -> PlanRow:  # fmt: skip
    each = some[0]
    subject, grade = titles[each.lesson.row], cases[each.case_id].grade
    pupils = tuple(ground.names.cases.get(x.case_id, cases[x.case_id].code) for x in some)
    planned = next((row.teachers for row in ground.cycle.rows if row.id == each.row_key), ())
    names = dict.fromkeys((*planned, *ground.qualified(subject, grade)))
    return PlanRow(
        id=f"lost {number}", pupils=pupils, form=LessonForm(each.lesson.form), lessons=1,
        lesson_min=each.lesson.end_min - each.lesson.start_min,
        teachers=tuple(name for name in names if name != away), **row_of(ground, each.row_key, subject),
    )  # fmt: skip


def _vacancy(row: PlanRow, each: OnDay, prices: Mapping[str, Mapping[str, int]]) -> Vacancy:
    now = each.lesson
    return Vacancy(key=row.id, row=row, slot=slot_of(now.on), start_min=now.start_min, prices=prices[row.id])


def _people(session: Session, ids: Iterable[str]) -> dict[str, Teacher]:
    return {row.id: row for row in session.exec(select(Teacher).where(col(Teacher.id).in_(list(ids))))}


def _known(days: Days, cases: Mapping[str, Case]) -> set[tuple[str, str]]:
    """Cases with the teachers who give them lessons by any version or change."""
    told = {(x.case.id, entry.teacher_id) for x in days.held for entry in x.entries if x.case.id in cases}
    return told | {(x.case_id, x.lesson.teacher) for x in days.lessons if x.case_id in cases}


def _substitutions(session: Session, people: Mapping[str, Teacher], year_id: str) -> Counter[str]:
    """Lessons that teachers gave or give instead of another in a year."""
    year = session.get_one(Year, year_id)
    asked = select(LessonChange.teacher_id).where(
        col(LessonChange.teacher_id).in_(list(people)), LessonChange.teacher_id != LessonChange.base_teacher_id,
        LessonChange.state != Fate.CANCELLED, col(LessonChange.on_date).between(year.first_on, year.last_on),
    )  # fmt: skip
    return Counter(session.exec(asked))


@dataclass(frozen=True, slots=True)
class _Teller:
    ground: Ground
    people: Mapping[str, Teacher]
    known: Collection[tuple[str, str]]
    given: Counter[str]
    ids: Mapping[str, str]
    school_id: str

    def choices(self, found: Cover, row: PlanRow, each: OnDay) -> Iterator[Choice]:
        schools = self.ground.names.schools
        titles = {place.id: place.title or place.id for place in self.ground.problem.places}
        for one in found.candidates[row.id]:
            teacher = self.people[self.ids[one.teacher]]
            price = one.points
            yield Choice(
                teacher_id=teacher.id, name=teacher.name, own=teacher.school_id == self.school_id,
                school=titles.get(schools.get(teacher.school_id, ""), ""), given=self.given[teacher.id],
                knows=(each.case_id, teacher.id) in self.known, points=price, road_min=one.road_min,
                why=one.reasons, chosen=found.plan.get(row.id) == one.teacher,
            )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """A teacher who is away. days: in words."""

    absence_id: str
    teacher: str
    days: str


def away(unit: Unit) -> tuple[Away, ...]:
    """Absences of the school's teachers that are not over, the first first."""
    asked = (
        select(Absence, Teacher)
        .where(Absence.teacher_id == Teacher.id, Absence.school_id == at_desk(unit))
        .where(col(Absence.withdrawn_at).is_(None))
        .where(or_(col(Absence.last_on).is_(None), col(Absence.last_on) >= unit.today))
        .order_by(col(Absence.first_on), col(Absence.id))
    )
    return tuple(
        Away(
            absence_id=absence.id, teacher=teacher.name,
            days=f"с {shown(absence.first_on)}{f' по {shown(absence.last_on)}' if absence.last_on else ''}",
        )
        for absence, teacher in unit.session.exec(asked)
    )  # fmt: skip
