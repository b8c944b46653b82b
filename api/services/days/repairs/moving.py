"""One lesson at the desk: elsewhere or by screen, with every place judged for its day, and everybody told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlmodel import col, select

from api.errors import Conflict
from api.services.days import changes
from api.services.days.changes import IS_HELD, Target
from api.services.days.desk import LessonKey, case_seen, days_of_teacher, local, zone_of
from api.services.days.desk import standing as held_now
from api.services.days.lessons import OnDay
from api.services.days.lines import subject_of
from api.services.days.problems import NOWHERE
from api.services.days.repairs.grounds import ground_of, of_case
from api.services.days.repairs.otherwise import remotely
from api.services.days.repairs.proposing import lesson_at
from api.services.days.repairs.standing import Standing, days_around, row_of, standing
from api.services.days.repairs.together import day_of_teacher, held_together, key_of
from api.services.days.repairs.words import FORM, time_said
from api.services.days.telling import News, tell
from api.services.desk import at_desk, locked
from api.services.unit import Unit
from models.case import Case
from models.day import Fate
from models.staff import Teacher
from models.year import Year
from scheduler.problem import PlanRow
from scheduler.repair.seats import Ground as Seating
from scheduler.repair.values import Option
from scheduler.terms import LessonForm

AHEAD = timedelta(days=13)
A_DAY, MOST = 10, 12  # points of a day away from where it was; places that are told
NOT_GIVEN = "Этот урок отменён. Верните его, подберите замену или назначьте отработку."
NO_DATA = "Для этих дней нет сведений об учителе или ребёнке: проверьте адрес, документы и учебный план."
TAKEN = "Пока вы смотрели, это время заняли. Выберите другое."
MOVED, AFAR_NOW = "Урок перенесён", "Урок пройдёт дистанционно"


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Another place of a lesson. key: names it in a form. as_promised: it is the one of the timetable."""

    key: str
    said: str
    target: Target
    as_promised: bool


def places(unit: Unit, key: LessonKey) -> tuple[Elsewhere, ...]:
    """Places from today on, within two weeks after the lesson's day: those of its own day first."""
    return tuple(_Search(unit, _movable(unit, key)).places())


def move_to(unit: Unit, key: LessonKey, place: str) -> None:
    """To one of `places`, judged again; whoever has the lesson together with this child moves along."""
    some = _movable(unit, key)
    locked(unit, Teacher, some[0].lesson.teacher)
    found = next((each for each in _Search(unit, some, fresh=True).places() if each.key == place), None)
    if found is None:
        raise Conflict(TAKEN)
    for each in some:
        changes.move(unit, key_of(each), _at_own_door(each, some[0], found.target))
    _tell(unit, some[0], found.target, {each.case_id for each in some})


def _movable(unit: Unit, key: LessonKey) -> list[OnDay]:
    at_desk(unit)
    case_seen(unit, key.case_id)
    found = held_now(unit, key).now
    if found.fate == Fate.HELD:
        raise Conflict(IS_HELD)
    if found.fate == Fate.CANCELLED:
        raise Conflict(NOT_GIVEN)
    return held_together(unit, found)


def _at_own_door(each: OnDay, first: OnDay, to: Target) -> Target:
    """Of several children the others keep the place the lesson has for them."""
    if each is first or to.place_id is None or each.lesson.place == NOWHERE:
        return to
    return replace(to, place_id=each.lesson.place)


def _tell(unit: Unit, was: OnDay, to: Target, cases: set[str]) -> None:
    before = was.lesson
    told = []
    if (to.on, to.start_min) != (before.on, before.start_min):
        told.append(f"{MOVED}: было {time_said(before.on, before.start_min, before.end_min)}.")
    if to.form != before.form:
        told.append(f"{AFAR_NOW}." if to.form == LessonForm.REMOTE else f"Урок пройдёт {FORM[to.form]}.")
    teacher = unit.session.get_one(Teacher, to.teacher_id)
    days = days_of_teacher(unit, teacher, to.on, to.on)
    lessons = tuple(each for each in days.lessons if each.id == was.id and each.case_id in cases)
    tell(unit, News(head=" ".join(told), lessons=lessons, problem=days.problem))


class _Search:
    def __init__(self, unit: Unit, some: Sequence[OnDay], *, fresh: bool = False) -> None:
        self._unit, self._some = unit, some
        each, session = some[0], unit.session
        cases = {
            x.id: x for x in session.exec(select(Case).where(col(Case.id).in_([x.case_id for x in some])))
        }
        case = cases[each.case_id]
        last = min(max(unit.today, each.lesson.on) + AHEAD, session.get_one(Year, case.year_id).last_on)
        ground = ground_of(unit, of_case(unit, case, min(unit.today, last), last), fresh=fresh)
        teacher = ground.names.teachers.get(each.lesson.teacher)
        known = {pupil.id for pupil in ground.problem.pupils}
        pupils = tuple(ground.names.cases.get(x.case_id, "") for x in some)
        if teacher is None or not known.issuperset(pupils):
            raise Conflict(NO_DATA)
        form = LessonForm(each.lesson.form)
        row = PlanRow(
            id="moved", pupils=pupils, form=form, lessons=1, teachers=(teacher,),
            lesson_min=each.lesson.end_min - each.lesson.start_min,
            **row_of(ground, each.row_key, subject_of(each, day_of_teacher(unit, each).problem)),
        )  # fmt: skip
        afar = form == LessonForm.HOME and ground.by_screen(each.row_key)
        self._rows = [row, remotely(row)] if afar else [row]
        if form == LessonForm.REMOTE and each.base is not None and each.base.form == LessonForm.HOME:
            self._rows.append(row.model_copy(update={"id": "moved home", "form": LessonForm.HOME}))
        around = days_around(
            session, ground, set(cases), {each.lesson.teacher}, zone_of(unit, case.school_id)
        )
        gone = {(x.case_id, x.id) for x in some}
        self._scene: Standing = standing(session, ground, around, self._rows, without=gone)

    def places(self) -> list[Elsewhere]:
        found = sorted(self._found(), key=lambda each: each[:2])
        told = {(to.on, to.start_min, to.form): to for _, _, to in found[:MOST]}
        return [self._told(to) for to in told.values()]

    def _found(self) -> Iterator[tuple[int, int, Target]]:
        """Of every day the nearest start to the lesson's own and the cheapest one."""
        each, here = self._some[0], local(self._unit, self._case.school_id)
        now, seating = (
            (here.date(), here.hour * 60 + here.minute),
            Seating(self._scene.problem, self._scene.timetable),
        )
        for number, row in enumerate(self._rows):
            for slot in seating.slots():
                seats = seating.seats(Option(row=row), row.teachers[0], slot)
                starts = (seats.nearest(each.lesson.start_min), seats.best()) if seats else ()
                for points, start in {one for one in starts if one is not None}:
                    to = self._scene.target(lesson_at(self._scene, row, slot, row.teachers[0], start))
                    same = (to.on, to.start_min, to.form) == (
                        each.lesson.on, each.lesson.start_min, each.lesson.form,
                    )  # fmt: skip
                    if not same and (to.on, to.start_min) > now:
                        away = abs((to.on - each.lesson.on).days)
                        far = abs(start - each.lesson.start_min) // 5 + 5 * number
                        yield A_DAY * away + max(points, 0) // 10 + far, start, to

    @property
    def _case(self) -> Case:
        return self._unit.session.get_one(Case, self._some[0].case_id)

    def _told(self, to: Target) -> Elsewhere:
        base = self._some[0].base
        promised = base is not None and (base.on, base.start_min, base.form, base.teacher) == (
            to.on, to.start_min, to.form, to.teacher_id,
        )  # fmt: skip
        said = f"{time_said(to.on, to.start_min, to.end_min)}, {FORM[to.form]}"
        return Elsewhere(
            key=f"{to.on.isoformat()}_{to.start_min}_{to.form}", said=said, target=to, as_promised=promised
        )
