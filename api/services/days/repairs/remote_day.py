"""«Сегодня всё дистанционно»: one act for a day of snow. Lessons at home go by screen where the norms for remote
lessons, the child's limit of them and its papers allow; of the others it is said why, they are cancelled or stay.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from api.errors import Conflict, Invalid
from api.services.days import changes
from api.services.days.changes import Target
from api.services.days.desk import CHANGED, LessonKey, Standing, local, zone_of
from api.services.days.deskline import Desk, DeskLine
from api.services.days.lessons import Days, OnDay, days_of
from api.services.days.repairs.grounds import Asked, Ground, ground_of, year_at
from api.services.days.repairs.otherwise import remotely
from api.services.days.repairs.proposing import lesson_at
from api.services.days.repairs.standing import days_around, row_of, slot_of, standing
from api.services.days.repairs.together import key_of, shared
from api.services.days.telling import News, tell
from api.services.days.versions import Whose
from api.services.desk import at_desk, locked
from api.services.unit import Unit
from models.case import Case
from models.day import Cause, Fate, LessonChange
from models.message import FeedHolder
from models.staff import Teacher
from scheduler.checks import check
from scheduler.problem import PlanRow
from scheduler.terms import LessonForm

TURNED = "Уроки этого дня пройдут дистанционно, в своё время:"
OFF = "Уроков не будет:"
NOTHING = "Отметьте хотя бы один урок."
UNKNOWN = "нет сведений об учителе или ребёнке: проверьте адрес, документы и учебный план"
BY_PLAN = "учебный план не разрешает проводить этот предмет дистанционно"
UNJUDGED = "нормы не проверить, пока в данных школы есть противоречия («Данные», «Проверка данных»)"
SCREEN = "remote minutes"  # the part of pupil.load that a lesson by screen adds to
WHY = {
    "remote.end": "урок кончается позже, чем можно заниматься дистанционно",
    "pupil.load": "за день у экрана вышло бы больше, чем можно ребёнку",
    "teacher.clash": "учитель не успевает туда, откуда ведёт дистанционные уроки",
}  # rules that a lesson can break by its form; all others it keeps or breaks as it stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A lesson at home of the day. why: what stands against the screen, empty: nothing. also: codes of other children
    who have it, too."""

    line: DeskLine
    keys: tuple[LessonKey, ...]
    also: str
    why: str

    @property
    def name(self) -> str:
        """As a form names it."""
        return "|".join((self.line.case_id, self.line.id, self.keys[0].tag))


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteDay:
    """turns: lessons at home that are still to be given, in order of time. afar: remote already; in_school: at school,
    which this act leaves alone."""

    on: date
    turns: tuple[Turn, ...]
    afar: int
    in_school: int

    @property
    def able(self) -> int:
        return sum(not each.why for each in self.turns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How many lessons go by screen, were cancelled, had changed meanwhile and were left as they are."""

    turned: int
    cancelled: int
    left: int


def remote_day(unit: Unit, on: date, class_title: str = "") -> RemoteDay:
    """A day of the actor's school, of one class where it is named."""
    school_id = at_desk(unit)
    days = _day(unit, school_id, on)
    here = local(unit, school_id)
    now = (here.date(), here.hour * 60 + here.minute)
    desk = Desk(unit.session, days)
    ahead = [
        each
        for each in days.lessons
        if each.fate == Fate.PLANNED and (each.lesson.on, each.lesson.start_min) > now
        and class_title in ("", desk.line(each).class_title)
    ]  # fmt: skip
    home = [each for each in ahead if each.lesson.form == LessonForm.HOME]
    groups = shared(home)
    against: Mapping[str, str] = {}
    if groups:
        try:
            against = _against(unit, school_id, on, groups, days)
        except (
            Conflict
        ):  # the data contradict each other: nothing can be judged, lessons can still be cancelled
            against = {_row_id(some[0]): UNJUDGED for some in groups}
    return RemoteDay(
        on=on, turns=tuple(_turn(desk, some, against) for some in groups),
        afar=sum(each.lesson.form == LessonForm.REMOTE for each in ahead),
        in_school=sum(each.lesson.form == LessonForm.SCHOOL for each in ahead),
    )  # fmt: skip


def turn(unit: Unit, on: date, names: Collection[str], seen: Collection[str], *, cancel_rest: bool) -> Done:
    """Lessons of those names go by screen; cancel_rest: all others that were seen are cancelled.

    Judged again here: Conflict where one of them cannot, or all have changed, and nothing is done then. One that a
    family has cancelled meanwhile, or that has begun, is left as it is.
    """
    school_id = at_desk(unit)
    if not names and not cancel_rest:
        raise Invalid({"turn": [NOTHING]})
    _hold(unit, school_id, on)
    known = {each.name: each for each in remote_day(unit, on).turns}
    left = [name for name in {*names, *seen} if name not in known]
    if left and not known.keys() & {*names, *seen}:
        raise Conflict(CHANGED)
    chosen = [known[name] for name in sorted(names) if name in known]
    if refused := next((each for each in chosen if each.why), None):
        raise Conflict(
            f"Урок {refused.line.subject}, {refused.line.code}: дистанционно нельзя, {refused.why}."
        )
    others = sorted(known.keys() & set(seen) - set(names)) if cancel_rest else []
    rest = [known[name] for name in others]
    held = _standing(unit, school_id, on)
    for each in chosen:
        for key in each.keys:
            changes.moved_held(unit, held[key], _by_screen(each))
    for key in (key for each in rest for key in each.keys):
        changes.cancelled(unit, held[key], Cause.SCHOOL)
    _tell(unit, school_id, on, TURNED, chosen)
    _tell(unit, school_id, on, OFF, rest)
    unit.note("day.remote", "school", school_id, on=on.isoformat(), turned=len(chosen), cancelled=len(rest))
    return Done(turned=len(chosen), cancelled=len(rest), left=len(left))


def _by_screen(each: Turn) -> Target:
    line = each.line
    return Target(
        on=line.on, start_min=line.start_min, end_min=line.end_min, teacher_id=line.teacher_id,
        form=LessonForm.REMOTE, place_id=None,
    )  # fmt: skip


def _hold(unit: Unit, school_id: str, on: date) -> None:
    """Cases and then teachers of the day, each in one order: nothing of it changes until the act is done."""
    days = _day(unit, school_id, on)
    for case_id in sorted({each.case_id for each in days.lessons}):
        locked(unit, Case, case_id)
    for teacher_id in sorted({each.lesson.teacher for each in days.lessons}):
        locked(unit, Teacher, teacher_id)
    unit.session.expire_all()  # what was read before the last of them was held may have changed


def _standing(unit: Unit, school_id: str, on: date) -> dict[LessonKey, Standing]:
    """All lessons of the day, whose cases are held, looked at once: one by one a town's take ten seconds."""
    days = _day(unit, school_id, on)
    cases = {each.case.id: each.case for each in days.held}
    asked = select(LessonChange).where(
        col(LessonChange.case_id).in_(list(cases)), col(LessonChange.lesson).in_({x.id for x in days.lessons})
    )
    rows = {(row.case_id, row.lesson): row for row in unit.session.exec(asked)}
    return {
        key_of(x): Standing(case=cases[x.case_id], now=x, days=days, row=rows.get((x.case_id, x.id)))
        for x in days.lessons
    }


def _day(unit: Unit, school_id: str, on: date) -> Days:
    return days_of(unit.session, Whose(FeedHolder.SCHOOL, school_id), (on, on), zone_of(unit, school_id))


def _turn(desk: Desk, some: Sequence[OnDay], against: Mapping[str, str]) -> Turn:
    lines = [desk.line(each) for each in some]
    return Turn(
        line=lines[0], keys=tuple(map(key_of, some)), also=", ".join(line.code for line in lines[1:]),
        why=against.get(_row_id(some[0]), ""),
    )  # fmt: skip


def _tell(unit: Unit, school_id: str, on: date, head: str, turns: Sequence[Turn]) -> None:
    if turns:
        told = {(key.case_id, key.lesson) for each in turns for key in each.keys}
        days = _day(unit, school_id, on)
        lessons = tuple(each for each in days.lessons if (each.case_id, each.id) in told)
        tell(unit, News(head=head, lessons=lessons, problem=days.problem))


def _against(
    unit: Unit, school_id: str, on: date, groups: Sequence[Sequence[OnDay]], days: Days
) -> dict[str, str]:
    """Row → why its lesson cannot go by screen, while all others that can do so."""
    asked = Asked(
        school_id=school_id, year_id=year_at(unit.session, school_id, on), first=on, last=on, medical=True
    )
    ground = ground_of(unit, asked, fresh=True)
    titles = {row.id: row.title or row.subject for row in days.problem.rows}
    rows = dict(_rows(ground, groups, titles))
    firsts = {_row_id(some[0]): some for some in groups}
    found = dict.fromkeys(firsts.keys() - rows.keys(), UNKNOWN)
    barred = {key for key, some in firsts.items() if not ground.by_screen(some[0].row_key)}
    found |= dict.fromkeys(barred, BY_PLAN)
    rows = {key: row for key, row in rows.items() if key not in barred}
    teachers = {some[0].lesson.teacher for some in groups}
    cases = {each.case_id for some in groups for each in some}
    around = days_around(unit.session, ground, cases, teachers, zone_of(unit, school_id))
    kept = set(rows)
    while kept:
        gone = {(each.case_id, each.id) for key in kept for each in firsts[key]}
        scene = standing(unit.session, ground, around, [rows[key] for key in sorted(kept)], without=gone)
        lessons = tuple(
            lesson_at(scene, rows[key], slot_of(on), rows[key].teachers[0], firsts[key][0].lesson.start_min)
            for key in sorted(kept)
        )
        whole = scene.timetable.model_copy(update={"lessons": (*scene.timetable.lessons, *lessons)})
        wrong: dict[str, str] = {}
        for violation in check(scene.problem, whole).violations:
            mine = [ref.row for ref in violation.lessons if ref.row in kept]
            by_form = violation.rule != "pupil.load" or violation.scope[-1] == SCREEN
            if mine and violation.rule in WHY and by_form:
                wrong.setdefault(mine[-1], WHY[violation.rule])
        if not wrong:
            break
        found |= wrong
        kept -= wrong.keys()
    return found


def _rows(
    ground: Ground, groups: Sequence[Sequence[OnDay]], titles: Mapping[str, str]
) -> Iterator[tuple[str, PlanRow]]:
    """Of lessons whose people are known."""
    pupils = {pupil.id for pupil in ground.problem.pupils}
    for some in groups:
        each = some[0]
        who = tuple(ground.names.cases.get(one.case_id, "") for one in some)
        teacher = ground.names.teachers.get(each.lesson.teacher)
        if teacher is not None and pupils.issuperset(who):
            row = PlanRow(
                id=_row_id(each), pupils=who, form=LessonForm.HOME, lessons=1,
                lesson_min=each.lesson.end_min - each.lesson.start_min, teachers=(teacher,),
                **row_of(ground, each.row_key, titles[each.lesson.row]),
            )  # fmt: skip
            yield row.id, remotely(row).model_copy(update={"id": row.id})


def _row_id(each: OnDay) -> str:
    return f"turn {each.case_id} {each.id}"
