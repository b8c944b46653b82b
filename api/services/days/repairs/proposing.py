"""A plan of make-ups sought by the kernel: which lost lessons, in which days, in which ways; other times for one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from api.errors import Conflict, Invalid, NotFound
from api.services.days.changes import Target
from api.services.days.debts import debtors_of
from api.services.days.desk import case_seen, days_of_case, zone_of
from api.services.days.lessons import OnDay
from api.services.days.repairs.grounds import Ground, ground_of, of_case
from api.services.days.repairs.standing import Held, Standing, days_around, row_of, slot_of, standing
from api.services.days.repairs.vacancies import NEW_FACE
from api.services.days.repairs.words import FORM, time_said
from api.services.desk import at_desk, locked
from api.services.unit import Unit
from models.case import Case
from models.day import OF_CHILD, Absence, Fate, LessonChange
from models.repair import MakeUpLesson, MakeUpPlan, MakeUpState
from models.year import Year
from scheduler.problem import PlanRow
from scheduler.repair import Lost, Movable, Option, Rules, make_up_moving
from scheduler.repair.seats import Ground as Seating
from scheduler.repair.values import Slot
from scheduler.terms import Debtor, LessonForm, Weekday
from scheduler.timetable import Lesson

BACK = timedelta(days=60)  # lessons that are made up where no absence is named
MOST_WEEKS, MOST_CHOICES, A_DAY, MOST_MOVES = 6, 12, 2, 5
A_MOVE = 60  # points of a published lesson that moves: twelve days of waiting
DAY = timedelta(days=1)
NOTHING = "Отрабатывать нечего: все уроки проведены или для них уже назначено время."
SENT = "План для этой семьи уже отправлен. Дождитесь ответа или отзовите его."
NO_DAYS = "В эти дни учебного года уже нет."


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """In which days and how. remote_until: before that day lessons are remote only, None: as they were. others: other
    teachers of the subject, too. most_moves: how many published lessons of the child may go elsewhere for it."""

    first_on: date
    weeks: int = 3
    most_a_day: int = 2
    most_moves: int = 0
    remote_until: date | None = None
    others: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """Another time for a lesson. key: names it in a form."""

    key: str
    said: str
    teacher_id: str
    target: Target


def propose(unit: Unit, case_id: str, absence_id: str | None, wishes: Wishes) -> MakeUpPlan:
    """A new draft instead of an older one. Invalid, Conflict where there is nothing to make up or a plan is out."""
    at_desk(unit)
    case = case_seen(unit, case_id)
    locked(unit, Case, case.id)
    _refuse(unit, wishes)
    _drop_drafts(unit, case.id)
    lost = lost_of(unit, case, absence_id)
    if not lost:
        raise Conflict(NOTHING)
    plan = MakeUpPlan(
        school_id=case.school_id, case_id=case.id, absence_id=absence_id, first_on=wishes.first_on,
        week_count=wishes.weeks, most_a_day=wishes.most_a_day, most_moves=wishes.most_moves,
        remote_until=wishes.remote_until, others=wishes.others, account_id=unit.actor.account_id, at=unit.at,
    )  # fmt: skip
    seeking = Seeking(unit, case, plan)
    unit.session.add(plan)
    unit.session.flush()
    unit.session.add_all(seeking.found(lost))
    unit.session.flush()
    unit.note("makeup.propose", "make_up_plan", plan.id, lessons=len(lost))
    return plan


def lost_of(unit: Unit, case: Case, absence_id: str | None) -> list[tuple[OnDay, str]]:
    """Lessons that were not given and for which no time is set, with their subjects, in order of time: of an absence
    of the child, or all others that somebody owes by the school's rules."""
    first, last = unit.today - BACK, unit.today
    if absence_id is not None:
        absence = unit.session.get(Absence, absence_id)
        if absence is None or absence.case_id != case.id or absence.withdrawn_at is not None:
            raise NotFound
        first, last = absence.first_on, absence.last_on or max(absence.first_on, unit.today)
    days = days_of_case(unit, case, first, last)
    done = made_up_of(unit.session, [case.id])
    debtors = debtors_of(unit.session, case.school_id)
    titles = {row.id: row.title or row.subject for row in days.problem.rows}
    return [
        (each, titles[each.lesson.row])
        for each in days.lessons
        if is_lost(each, done) and of_absence(each) == (absence_id or "")
        and (absence_id is not None or debtors.get(each.cause or "", Debtor.SCHOOL) != Debtor.NOBODY)
    ]  # fmt: skip


def of_absence(each: OnDay) -> str:
    """Id of the child's absence that took a lesson; empty: something else did."""
    return (each.absence_id or "") if each.cause in OF_CHILD else ""


def is_lost(each: OnDay, done: Collection[tuple[str, str]]) -> bool:
    """Cancelled, no make-up itself, and none is set for it."""
    return each.fate == Fate.CANCELLED and each.makes_up is None and (each.case_id, each.id) not in done


def made_up_of(session: Session, case_ids: Collection[str]) -> set[tuple[str, str]]:
    """(case, lesson) of what has a make-up, whenever it is."""
    asked = select(LessonChange.case_id, LessonChange.makes_up).where(
        col(LessonChange.case_id).in_(list(case_ids)), col(LessonChange.makes_up).is_not(None),
        LessonChange.state != Fate.CANCELLED,
    )  # fmt: skip
    return {(case_id, lesson or "") for case_id, lesson in session.exec(asked)}


Own = tuple[OnDay, str, Option]  # a published lesson, its subject, and how it would be given elsewhere


def _told(each: OnDay, subject: str) -> tuple[str, str, str, str, LessonForm, int]:
    """What an option for a lesson is made of: id, row, subject, teacher, form, minutes."""
    now = each.lesson
    return (
        each.id, each.row_key, subject, now.teacher, LessonForm(now.form), now.end_min - now.start_min,
    )  # fmt: skip


class Seeking:
    """Seats for one plan: its days, its ways, what stands and what is kept for others."""

    def __init__(self, unit: Unit, case: Case, plan: MakeUpPlan, *, fresh: bool = True) -> None:
        self._unit, self._case, self._plan = unit, case, plan
        year = unit.session.get_one(Year, case.year_id)
        last = min(plan.first_on + 7 * plan.week_count * DAY - DAY, year.last_on)
        if last < plan.first_on:
            raise Invalid({"first_on": [NO_DAYS]})
        asked = of_case(unit, case, plan.first_on, last)
        self.ground: Ground = ground_of(unit, asked, fresh=fresh)
        self._ids = {code: key for key, code in self.ground.names.teachers.items()}
        self._last = last

    def found(self, lost: Sequence[tuple[OnDay, str]]) -> list[MakeUpLesson]:
        """A row for each, with its time or why there is none, and a row for every published lesson that moves."""
        asked = [Lost(key=x.id, options=tuple(self._options(*_told(x, subject)))) for x, subject in lost]
        own = {x.id: (x, subject, self._move(*_told(x, subject))) for x, subject in self._own_lessons()}
        rows = [option.row for each in asked for option in each.options]
        scene = self.scene([*rows, *(option.row for *_, option in own.values())])
        found = make_up_moving(
            scene.problem, scene.timetable, asked, self._movable(scene, own), self._plan.most_moves,
            Rules(most_a_day=self._plan.most_a_day),
        )  # fmt: skip
        self._plan.proved = found.proved
        placed, unmet = dict(found.answer.placed), {x.key: x.reasons for x in found.answer.unmet}
        made = [
            self._row(each, subject, scene, placed.get(each.id), unmet.get(each.id, ()))
            for each, subject in lost
        ]
        return [*made, *(self._moved(scene, own[key], place) for key, place in found.moved)]

    def _movable(self, scene: Standing, own: Mapping[str, Own]) -> list[Movable]:
        """Where they stand. What others have together with this child is not moved for one of them."""
        alone = {row.id for row in scene.problem.rows if row.pupils == (self._pupil,)}
        at = {(x.week, Weekday(x.day), x.start_min): x for x in scene.timetable.lessons if x.row in alone}
        stands = {key: at.get((*slot_of(x.lesson.on), x.lesson.start_min)) for key, (x, *_) in own.items()}
        return [
            Movable(key=key, lesson=lesson, option=own[key][2])
            for key, lesson in stands.items()
            if lesson is not None
        ]

    def _moved(self, scene: Standing, own: Own, place: Lesson) -> MakeUpLesson:
        each, subject, _ = own
        made = self._row(each, subject, scene, place, ())
        made.was_start_min = each.lesson.start_min
        return made

    def _own_lessons(self) -> Iterator[tuple[OnDay, str]]:
        """Published lessons of the child on the days of the plan that may move: neither over nor made up."""
        if not self._plan.most_moves:
            return
        first = max(self._plan.first_on, self._unit.today + DAY)
        days = days_of_case(self._unit, self._case, first, self._last)
        titles = {row.id: row.title or row.subject for row in days.problem.rows}
        for each in days.lessons:
            is_plain = each.fate == Fate.PLANNED and each.makes_up is None
            if is_plain and each.lesson.teacher in self.ground.names.teachers:
                yield each, titles[each.lesson.row]

    def _move(
        self, lesson: str, row_key: str, subject: str, teacher_id: str, form: LessonForm, minutes: int
    ) -> Option:
        """A published lesson as it is, elsewhere."""
        row = PlanRow(
            id=f"{lesson}#move", pupils=(self._pupil,), form=form, lessons=1, lesson_min=minutes,
            teachers=(self.ground.names.teachers[teacher_id],), **row_of(self.ground, row_key, subject),
        )  # fmt: skip
        return Option(row=row, price=A_MOVE)

    def scene(
        self,
        rows: Sequence[PlanRow],
        mine: Sequence[MakeUpLesson] = (),
        asked: MakeUpLesson | None = None,
    ) -> Standing:
        """What stands, with the plan's own other times; lessons that move, and the one asked about, not where they
        stood."""
        session, case = self._unit.session, self._case
        teachers = {self._ids[name] for row in rows for name in row.teachers}
        days = days_around(session, self.ground, {case.id}, teachers, zone_of(self._unit, case.school_id))
        kept = [*_kept_for_others(self._unit, self._plan), *_as_held(case.id, mine)]
        gone = {(case.id, item.lesson) for item in mine if item.is_move and item.on_date is not None}
        gone |= {(case.id, asked.lesson)} if asked is not None and asked.is_move else set()
        return standing(session, self.ground, days, rows, held=kept, without=gone)

    def times(self, item: MakeUpLesson, others: Sequence[MakeUpLesson]) -> Iterator[Time]:
        """The best other times for one lesson, the plan's others staying."""
        told = (
            item.lesson, item.row_key, item.subject, item.teacher_id, LessonForm(item.form), item.minutes,
        )  # fmt: skip
        options = [self._move(*told)] if item.is_move else list(self._options(*told))
        scene = self.scene([option.row for option in options], others, item)
        seating = Seating(scene.problem, scene.timetable)
        found = []
        for option in options:
            for number, slot in enumerate(seating.slots()):
                if option.on is not None and slot not in option.on:
                    continue
                for name in option.row.teachers:
                    seats = seating.seats(option, name, slot)
                    best = seats.best() if seats else None
                    if best is not None:
                        found.append((best[0] + 5 * number, number, best[1], name, option, slot))
        for _, _, start, name, option, slot in sorted(found, key=lambda each: each[:4])[:MOST_CHOICES]:
            yield self._time(scene, option, slot, name, start)

    def _time(self, scene: Standing, option: Option, slot: Slot, name: str, start: int) -> Time:
        row = option.row
        target = scene.target(lesson_at(scene, row, slot, name, start))
        told = next(teacher.name for teacher in scene.problem.teachers if teacher.id == name)
        said = f"{time_said(target.on, target.start_min, target.end_min)}, {FORM[target.form]}, {told}"
        key = f"{target.on.isoformat()}_{start}_{target.teacher_id}_{target.form}"
        return Time(key=key, said=said, teacher_id=target.teacher_id, target=target)

    def _options(
        self, lesson: str, row_key: str, subject: str, teacher_id: str, form: LessonForm, minutes: int
    ) -> Iterator[Option]:
        """As it was; remote on the first days, where so set; with other teachers of the subject, where allowed."""
        own = self.ground.names.teachers.get(teacher_id)
        others = [name for name in self.ground.qualified(subject, self._case.grade) if name != own]
        ways = [((own,) if own else (), 0), (tuple(others) if self._plan.others else (), NEW_FACE)]
        until = self._plan.remote_until
        afar = until and form != LessonForm.REMOTE and self.ground.by_screen(row_key)
        for number, (names, price) in enumerate(way for way in ways if way[0]):
            for kind in (form, LessonForm.REMOTE) if afar else (form,):
                row = PlanRow(
                    id=f"{lesson}#{number}{kind}", pupils=(self._pupil,), form=kind, lessons=1,
                    lesson_min=minutes, teachers=names,
                    **{**row_of(self.ground, row_key, subject), **({} if kind == form else {"place": None})},
                )  # fmt: skip
                yield Option(row=row, price=price, on=self._on(kind, form, until))

    @property
    def _pupil(self) -> str:
        name = self.ground.names.cases.get(self._case.id, "")
        if name not in {pupil.id for pupil in self.ground.problem.pupils}:
            raise Conflict("Для этих дней о ребёнке нет сведений: проверьте адрес, документы и учебный план.")
        return name

    def _on(self, kind: LessonForm, form: LessonForm, until: date | None) -> frozenset[Slot] | None:
        if until is None or form == LessonForm.REMOTE:
            return None
        days = [self._plan.first_on + DAY * n for n in range((self._last - self._plan.first_on).days + 1)]
        return frozenset(slot_of(on) for on in days if (on < until) == (kind == LessonForm.REMOTE))

    def _row(
        self, each: OnDay, subject: str, scene: Standing, placed: Lesson | None, why: Sequence[str]
    ) -> MakeUpLesson:
        made = MakeUpLesson(
            plan_id=self._plan.id, lesson=each.id, tag=each.tag, row_key=each.row_key, subject=subject,
            lost_on=each.lesson.on, minutes=each.lesson.end_min - each.lesson.start_min,
            teacher_id=each.lesson.teacher, form=each.lesson.form,
            why=" ".join(f"{x.rstrip('.')}." for x in why)[:1000],
        )  # fmt: skip
        if placed is not None:
            set_time(made, scene.target(placed))
        return made


def set_time(item: MakeUpLesson, target: Target) -> None:
    item.on_date, item.start_min, item.end_min = target.on, target.start_min, target.end_min
    item.teacher_id, item.form, item.place_id, item.why = target.teacher_id, target.form, target.place_id, ""


def lesson_at(scene: Standing, row: PlanRow, slot: Slot, name: str, start: int) -> Lesson:
    """A lesson of a row at a start, at the place where it is given."""
    pupil = next(each for each in scene.problem.pupils if each.id == row.pupils[0])
    teacher = next(each for each in scene.problem.teachers if each.id == name)
    place = {
        LessonForm.REMOTE: teacher.remote_place or teacher.school,
        LessonForm.SCHOOL: row.place or pupil.school,
    }.get(row.form, pupil.home_on(*slot))
    return Lesson(
        row=row.id, n=1, week=slot[0], day=slot[1], start_min=start, end_min=start + row.lesson_min, teacher=name,
        form=row.form, place=place,
    )  # fmt: skip


def _as_held(case_id: str, items: Sequence[MakeUpLesson]) -> Iterator[Held]:
    for item in items:
        if item.on_date is not None and item.start_min is not None and item.end_min is not None:
            yield Held(
                case_id=case_id, row_key=item.row_key, subject=item.subject, on=item.on_date,
                start_min=item.start_min, end_min=item.end_min, teacher_id=item.teacher_id,
                form=LessonForm(item.form),
            )  # fmt: skip


def _kept_for_others(unit: Unit, plan: MakeUpPlan) -> Iterator[Held]:
    """Times that other families may still answer to."""
    for each in open_items(unit.session, plan.school_id):
        other, item = each
        if other.case_id != plan.case_id and other.until is not None and other.until > unit.at:
            yield from _as_held(other.case_id, (item,))


def open_items(session: Session, school_id: str) -> Sequence[tuple[MakeUpPlan, MakeUpLesson]]:
    asked = select(MakeUpPlan, MakeUpLesson).where(
        MakeUpLesson.plan_id == MakeUpPlan.id, MakeUpPlan.school_id == school_id,
        MakeUpPlan.state == MakeUpState.SENT,
    )  # fmt: skip
    return session.exec(asked.order_by(col(MakeUpLesson.id))).all()


def _refuse(unit: Unit, wishes: Wishes) -> None:
    faults: dict[str, list[str]] = {}
    if wishes.first_on <= unit.today:
        faults["first_on"] = ["Первый день отработок должен быть позже сегодняшнего."]
    if not 1 <= wishes.weeks <= MOST_WEEKS:
        faults["weeks"] = ["От 1 до 6 недель."]
    if not 1 <= wishes.most_a_day <= A_DAY:
        faults["most_a_day"] = ["Один или два урока в день."]
    if not 0 <= wishes.most_moves <= MOST_MOVES:
        faults["most_moves"] = ["От 0 до 5 уроков."]
    if faults:
        raise Invalid(faults)


def _drop_drafts(unit: Unit, case_id: str) -> None:
    asked = select(MakeUpPlan).where(
        MakeUpPlan.case_id == case_id, col(MakeUpPlan.state).in_([MakeUpState.DRAFT, MakeUpState.SENT])
    )
    for plan in unit.session.exec(asked.with_for_update()):
        if plan.state == MakeUpState.SENT and (plan.until is None or plan.until > unit.at):
            raise Conflict(SENT)
        plan.state = MakeUpState.DROPPED
        plan.rev += 1
    unit.session.flush()
