"""A plan of make-ups on its way: adjusted at the desk, sent, answered once by the family, become lessons."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from api.errors import Conflict, Forbidden, Invalid, NotFound
from api.services.agreement.timetable.desk import guardian_of
from api.services.cases.seen import seen_lines
from api.services.days.changes import Target, add, moved
from api.services.days.desk import LessonKey, days_of_case, zone_of
from api.services.days.repairs.judging import Judged
from api.services.days.repairs.proposing import Seeking, Time, set_time
from api.services.days.repairs.words import FORM, time_said
from api.services.days.telling import HELLO, News, tell
from api.services.desk import DESK, at_desk, locked
from api.services.outbox.putting import Letter, Topic, put
from api.services.unit import Unit
from models.case import Case, Guardian
from models.person import Role
from models.plan import Plan, PlanRow
from models.repair import MakeUpLesson, MakeUpPlan, MakeUpState
from models.staff import Teacher
from scheduler.terms import LessonForm

OPEN_FOR = timedelta(hours=48)
MOST_REASON = 500
GONE = "Это время уже заняли или оно больше не подходит. Школа предложит другое."
NOT_SENT = "Этот план школа ещё не отправила или уже отозвала."
ANSWERED = "На этот план уже ответили."
LATE = "Срок ответа прошёл. Позвоните в школу: она предложит новое время."
STAYS = "Переносить не нужно: урок остаётся на своём месте."
HEAD = "Назначены отработки."
MOVED = "Ради отработок урок перенесён на другое время."


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A lost lesson, or one that moves, in words: when it was, when it would be (empty: `why`), who, in which form.
    shared: other children had it, too; the plan is for this one alone."""

    item: MakeUpLesson
    lost: str
    time: str
    teacher: str
    form: str
    becomes: bool
    shared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """until: at the school. asks: the family may answer now. lost: lost lessons; placed: those that have a time."""

    plan: MakeUpPlan
    case: Case
    lines: tuple[Line, ...]
    until: datetime | None
    asks: bool
    lost: int
    placed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What a family says of one lesson."""

    fits: bool
    reason: str = ""


def plan_of(unit: Unit, plan_id: str) -> tuple[MakeUpPlan, Case]:
    """A plan of the desk's school, or of a child the actor speaks for once it was sent."""
    plan = unit.session.get(MakeUpPlan, plan_id)
    case = unit.session.get(Case, plan.case_id) if plan else None
    if plan is None or case is None:
        raise NotFound
    if unit.actor.role == Role.PARENT:
        guardian_of(unit, case.pupil_id)
        if plan.state not in (MakeUpState.SENT, MakeUpState.ANSWERED):
            raise NotFound
    elif unit.actor.role not in DESK or case.school_id != unit.actor.school_id:
        raise NotFound
    return plan, case


def plan_view(unit: Unit, plan_id: str) -> PlanView:
    plan, case = plan_of(unit, plan_id)
    items = items_of(unit, plan)
    asked = select(Teacher).where(col(Teacher.id).in_({item.teacher_id for item in items}))
    names = {row.id: row.name for row in unit.session.exec(asked)}
    zone, together = ZoneInfo(zone_of(unit, case.school_id)), _shared_rows(unit, case)
    return PlanView(
        plan=plan, case=case, lines=tuple(_line(item, names, together) for item in items),
        until=plan.until.astimezone(zone) if plan.until else None,
        asks=plan.state == MakeUpState.SENT and plan.until is not None and plan.until > unit.at,
        lost=sum(not item.is_move for item in items),
        placed=sum(item.on_date is not None and not item.is_move for item in items),
    )  # fmt: skip


def _shared_rows(unit: Unit, case: Case) -> frozenset[str]:
    """Lines of a case's plans that it has together with other children."""
    asked = select(PlanRow.shared).where(
        PlanRow.plan_id == Plan.id, Plan.case_id == case.id, col(PlanRow.shared).is_not(None)
    )
    return frozenset(key for key in unit.session.exec(asked) if key)


def waiting(unit: Unit) -> tuple[PlanView, ...]:
    """Plans that wait for an answer of a representative's own children."""
    ids = [line.id for line in seen_lines(unit) if not line.over]
    asked = select(MakeUpPlan.id).where(
        col(MakeUpPlan.case_id).in_(ids),
        MakeUpPlan.state == MakeUpState.SENT,
        col(MakeUpPlan.until) > unit.at,
    )
    return tuple(plan_view(unit, key) for key in unit.session.exec(asked.order_by(col(MakeUpPlan.until))))


def items_of(unit: Unit, plan: MakeUpPlan) -> tuple[MakeUpLesson, ...]:
    """By the day of the lost lesson; lessons that move for them come last."""
    asked = select(MakeUpLesson).where(MakeUpLesson.plan_id == plan.id)
    rows = unit.session.exec(asked.order_by(col(MakeUpLesson.lost_on), col(MakeUpLesson.lesson)))
    return tuple(sorted(rows, key=lambda item: item.is_move))


def plans(unit: Unit) -> tuple[tuple[MakeUpPlan, Case], ...]:
    """Plans of the school, the latest first."""
    asked = (
        select(MakeUpPlan, Case)
        .where(MakeUpPlan.case_id == Case.id, MakeUpPlan.school_id == at_desk(unit))
        .where(MakeUpPlan.state != MakeUpState.DROPPED)
        .order_by(col(MakeUpPlan.at).desc(), col(MakeUpPlan.id))
    )
    return tuple(unit.session.exec(asked.limit(200)).all())


def plans_of_case(unit: Unit, case: Case) -> tuple[MakeUpPlan, ...]:
    """Of a case the actor may look at, the latest first."""
    asked = select(MakeUpPlan).where(MakeUpPlan.case_id == case.id)
    return tuple(unit.session.exec(asked.order_by(col(MakeUpPlan.at).desc(), col(MakeUpPlan.id))))


def other_times(unit: Unit, plan_id: str, item_id: str) -> tuple[MakeUpLesson, tuple[Time, ...]]:
    """Times a lesson of a draft could have instead, the best first."""
    plan, case, item, others = _draft(unit, plan_id, item_id)
    return item, tuple(Seeking(unit, case, plan, fresh=False).times(item, others))


def set_other_time(unit: Unit, plan_id: str, item_id: str, key: str) -> None:
    """Another time, or none (empty key): the lesson is left out of the plan."""
    plan, case, item, others = _draft(unit, plan_id, item_id)
    if not key:
        item.on_date = item.start_min = item.end_min = None
        item.why = "Убрано из плана: урок остаётся на своём месте." if item.is_move else "Убрано из плана."
    else:
        times = Seeking(unit, case, plan).times(item, others)
        found = next((time for time in times if time.key == key), None)
        if found is None:
            raise Conflict(GONE)
        set_time(item, found.target)
    item.rev += 1
    plan.proved = None  # of what the program found, not of what the desk chose
    unit.session.flush()
    unit.note("makeup.adjust", "make_up_plan", plan.id, item=item.id)


def send(unit: Unit, plan_id: str, address: str) -> MakeUpPlan:
    """To the family, which has 48 hours. Everything is judged again. address: of the service, for the letter."""
    plan, case = _held(unit, plan_id, MakeUpState.DRAFT)
    chosen = [item for item in items_of(unit, plan) if item.on_date is not None]
    if not chosen:
        raise Conflict("В плане нет ни одного времени: отправлять нечего.")
    if Judged(unit, case, chosen).good() != {item.id for item in chosen}:
        raise Conflict("Пока вы смотрели, часть времени заняли. Составьте план снова.")
    plan.state, plan.sent_at, plan.until = MakeUpState.SENT, unit.at, unit.at + OPEN_FOR
    plan.rev += 1
    unit.session.flush()
    unit.note("makeup.send", "make_up_plan", plan.id, lessons=len(chosen))
    for account_id in _family(unit, case):
        until = plan.until.astimezone(ZoneInfo(zone_of(unit, case.school_id)))
        lines = [
            f"• {_time(item)}, {item.subject}{f' (перенос, было {was_said(item)})' if item.is_move else ''}"
            for item in chosen
        ]
        body = "\n".join(
            (
                HELLO,
                f"Школа предлагает время отработок. Ответьте до {until:%d.%m, %H:%M}:",
                f"{address}/my/makeups/{plan.id}",
                *lines,
            )
        )
        put(
            unit, case.school_id,
            Letter(account_id=account_id, topic=Topic.NEWS, body=body, about_id=plan.id),
        )  # fmt: skip
    return plan


def drop(unit: Unit, plan_id: str) -> None:
    """Taken back by the school."""
    plan, _ = _held(unit, plan_id, MakeUpState.DRAFT, MakeUpState.SENT)
    plan.state = MakeUpState.DROPPED
    plan.rev += 1
    unit.session.flush()
    unit.note("makeup.drop", "make_up_plan", plan.id)


def answer(unit: Unit, plan_id: str, words: Mapping[str, Word]) -> PlanView:
    """The family's one answer, or what the desk heard of it: lessons nothing is said of suit. They become lessons at
    once; one whose time was taken meanwhile is told and stays without."""
    plan, case = _held(unit, plan_id, MakeUpState.SENT, MakeUpState.ANSWERED)
    if plan.state == MakeUpState.ANSWERED:
        raise Conflict(ANSWERED)
    if unit.actor.role == Role.PARENT and not guardian_of(unit, case.pupil_id).may_decide:
        raise Forbidden("Ответить может представитель с правом решать.")
    if plan.until is None or plan.until <= unit.at:
        raise Conflict(LATE)
    items = [item for item in items_of(unit, plan) if item.on_date is not None]
    _refuse_words(items, words)
    for item in items:
        said = words.get(item.id, Word(fits=True))
        item.fits, item.reason = said.fits, "" if said.fits else said.reason.strip()
    wanted = [item for item in items if item.fits]
    for teacher_id in sorted({item.teacher_id for item in wanted}):
        locked(unit, Teacher, teacher_id)
    judged = Judged(unit, case, wanted)
    good = judged.good()
    needless = judged.needless(good)
    for item in sorted(wanted, key=lambda each: not each.is_move):
        _become(unit, case, item, STAYS if item.id in needless else "" if item.id in good else GONE)
    plan.state, plan.answered_at, plan.answered_by = MakeUpState.ANSWERED, unit.at, unit.actor.account_id
    plan.rev += 1
    unit.session.flush()
    unit.note("makeup.answer", "make_up_plan", plan.id, fits=len(wanted), made=len(good - needless))
    _tell(unit, case, [item for item in wanted if item.change_id])
    return plan_view(unit, plan.id)


def _become(unit: Unit, case: Case, item: MakeUpLesson, why_not: str) -> None:
    if why_not:
        item.why = why_not
        return
    assert item.on_date is not None
    assert item.start_min is not None
    assert item.end_min is not None
    target = Target(
        on=item.on_date, start_min=item.start_min, end_min=item.end_min, teacher_id=item.teacher_id,
        form=LessonForm(item.form), place_id=item.place_id,
    )  # fmt: skip
    key = LessonKey(case_id=case.id, lesson=item.lesson, tag=item.tag)
    try:
        item.change_id = (moved if item.is_move else add)(unit, key, target).id
    except (
        Conflict,
        NotFound,
    ):  # the lost lesson is given after all, or made up otherwise: nothing was written
        item.why = GONE


def _refuse_words(items: Sequence[MakeUpLesson], words: Mapping[str, Word]) -> None:
    if not set(words) <= {item.id for item in items}:
        raise Conflict("План изменился, пока вы смотрели. Откройте его снова.")
    if any(len(word.reason.strip()) > MOST_REASON for word in words.values()):
        raise Invalid({"reason": [f"Не длиннее {MOST_REASON} знаков."]})


def _held(unit: Unit, plan_id: str, *states: MakeUpState) -> tuple[MakeUpPlan, Case]:
    """The case first, then the plan: both held."""
    plan, case = plan_of(unit, plan_id)
    locked(unit, Case, case.id)
    held = locked(unit, MakeUpPlan, plan.id)
    assert held is not None
    if held.state not in states:
        raise Conflict(ANSWERED if held.state == MakeUpState.ANSWERED else NOT_SENT)
    return held, case


def _draft(
    unit: Unit, plan_id: str, item_id: str
) -> tuple[MakeUpPlan, Case, MakeUpLesson, list[MakeUpLesson]]:
    at_desk(unit)
    plan, case = _held(unit, plan_id, MakeUpState.DRAFT)
    items = items_of(unit, plan)
    item = next((each for each in items if each.id == item_id), None)
    if item is None:
        raise NotFound
    return plan, case, item, [each for each in items if each is not item]


def _tell(unit: Unit, case: Case, items: Sequence[MakeUpLesson]) -> None:
    days = [item.on_date for item in items if item.on_date is not None]
    if not days:
        return
    found = days_of_case(unit, case, min(days), max(days))
    moves = {item.lesson for item in items if item.is_move}
    made = {item.lesson for item in items if not item.is_move}
    for head, lessons in (
        (HEAD, tuple(each for each in found.lessons if each.makes_up in made)),
        (MOVED, tuple(each for each in found.lessons if each.id in moves)),
    ):
        if lessons:
            tell(unit, News(head=head, lessons=lessons, problem=found.problem))


def _family(unit: Unit, case: Case) -> list[str]:
    asked = select(Guardian).where(Guardian.pupil_id == case.pupil_id, Guardian.first_on <= unit.today)
    rows = unit.session.exec(asked.order_by(col(Guardian.id)))
    return list(
        dict.fromkeys(row.account_id for row in rows if row.last_on is None or row.last_on >= unit.today)
    )


def _time(item: MakeUpLesson) -> str:
    if item.on_date is None or item.start_min is None or item.end_min is None:
        return ""
    return time_said(item.on_date, item.start_min, item.end_min)


def was_said(item: MakeUpLesson) -> str:
    """`14.09` of a lost lesson, `пн 14.09, 10:00–10:40` of one that moves."""
    if item.was_start_min is None:
        return f"{item.lost_on:%d.%m}"
    return time_said(item.lost_on, item.was_start_min, item.was_start_min + item.minutes)


def _line(item: MakeUpLesson, names: Mapping[str, str], together: Collection[str]) -> Line:
    return Line(
        item=item, lost=was_said(item), time=_time(item), teacher=names.get(item.teacher_id, ""),
        form=FORM[LessonForm(item.form)], becomes=item.change_id is not None,
        shared=item.row_key in together,
    )  # fmt: skip
