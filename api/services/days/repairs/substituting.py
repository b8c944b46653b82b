"""Lessons of a teacher who is away get another: given at the desk, or taken by the first who was asked and agrees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from api.errors import Conflict, Invalid, NotFound
from api.services.days.changes import Target, moved
from api.services.days.desk import CHANGED, LessonKey, case_seen, days_of_teacher, local, standing
from api.services.days.lessons import OnDay
from api.services.days.problems import NOWHERE
from api.services.days.repairs.together import day_of_teacher, held_together, key_of
from api.services.days.repairs.vacancies import Gap, judged
from api.services.days.repairs.words import FORM, time_said
from api.services.days.telling import HELLO, News, tell
from api.services.desk import at_desk, locked
from api.services.outbox.putting import Letter, Topic, put
from api.services.unit import Unit
from models.case import Case
from models.day import OF_TEACHER, Absence, Fate, LessonNote
from models.repair import CallState, SubstituteAsked, SubstituteCall
from models.staff import Teacher
from scheduler.terms import LessonForm, clock

TAKEN = "Этот урок уже взял другой учитель. Спасибо, что откликнулись."
CLOSED = "Школа больше не ищет замену на этот урок. Спасибо, что откликнулись."
OVER = "Этот урок уже начался."
HEAD = "Урок проведёт другой учитель."
MOST_HANDOVER = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Calling:
    """A lesson as a teacher who is asked sees it: no name of a child before it is taken. answer: own word so far."""

    call: SubstituteCall
    time: str
    subject: str
    form: str
    grade: int
    answer: bool | None
    is_mine: bool
    handover: str


def give(unit: Unit, key: LessonKey, teacher_id: str, handover: str = "") -> None:
    """The desk gives a lesson to a teacher who can; judged again in this transaction. Conflict with the reasons."""
    at_desk(unit)
    case_seen(unit, key.case_id)
    _give(unit, _lost(unit, key), teacher_id)
    _close(unit, key, CallState.CLOSED)
    if handover.strip():
        hand_over(unit, key, handover)


def give_otherwise(unit: Unit, key: LessonKey, way: str, handover: str = "") -> None:
    """At another start of the day or remotely. way: of `Gap.ways`; Conflict where it is not open any more."""
    at_desk(unit)
    case_seen(unit, key.case_id)
    found = _lost(unit, key)
    _give(unit, found, way.partition("_")[0], way)
    _close(unit, key, CallState.CLOSED)
    if handover.strip():
        hand_over(unit, key, handover)


def ask(unit: Unit, key: LessonKey, teachers: Sequence[str], handover: str = "") -> SubstituteCall:
    """Teachers are asked, whoever agrees first has it. Asked again, those who are new are added. handover: for the
    one who takes it; empty: what was written before stands."""
    at_desk(unit)
    case_seen(unit, key.case_id)
    if not teachers:
        raise Invalid({"teacher": ["Отметьте хотя бы одного учителя."]})
    found, *others = _lost(unit, key)
    absence = unit.session.get_one(Absence, found.absence_id)
    gap = _judged(unit, [found, *others])
    able = {choice.teacher_id for choice in gap.choices if choice.points is not None}
    if not set(teachers) <= able:
        raise Conflict(CHANGED)
    call = _open_call(unit, key)
    if call is None:
        now = found.lesson
        call = SubstituteCall(
            school_id=unit.session.get_one(Case, key.case_id).school_id, absence_id=absence.id, case_id=key.case_id,
            lesson=key.lesson, tag=key.tag, subject=gap.subject, on_date=now.on, start_min=now.start_min,
            end_min=now.end_min, form=now.form, account_id=unit.actor.account_id, at=unit.at,
        )  # fmt: skip
        unit.session.add(call)
        unit.session.flush()
    known = set(
        unit.session.exec(select(SubstituteAsked.teacher_id).where(SubstituteAsked.call_id == call.id))
    )
    for teacher_id in sorted(set(teachers) - known):
        unit.session.add(SubstituteAsked(call_id=call.id, teacher_id=teacher_id))
        _ask_by_letter(unit, call, unit.session.get_one(Teacher, teacher_id))
    unit.session.flush()
    unit.note("substitute.ask", "substitute_call", call.id, teachers=len(set(teachers) - known))
    if handover.strip():
        hand_over(unit, key, handover)
    return call


def accept(unit: Unit, call_id: str) -> None:
    """The teacher takes the lesson. Conflict with a clear sentence for everybody but the first."""
    asked, call = _asked(unit, call_id)
    if call.state == CallState.TAKEN:
        if call.teacher_id == asked.teacher_id:
            return
        raise Conflict(TAKEN)
    if call.state == CallState.CLOSED:
        raise Conflict(CLOSED)
    key = LessonKey(case_id=call.case_id, lesson=call.lesson, tag=call.tag)
    try:
        found = _lost(unit, key)
    except NotFound:  # the timetable has changed, and the lesson is not in it any more
        raise Conflict(CLOSED) from None
    _give(unit, found, asked.teacher_id)
    call.state, call.teacher_id, call.taken_at = CallState.TAKEN, asked.teacher_id, unit.at
    asked.answer, asked.at = True, unit.at
    call.rev += 1
    unit.session.flush()
    unit.note("substitute.accept", "substitute_call", call.id)


def decline(unit: Unit, call_id: str) -> None:
    asked, call = _asked(unit, call_id)
    if call.state == CallState.TAKEN and call.teacher_id == asked.teacher_id:
        raise Conflict("Вы уже взяли этот урок. Если не сможете прийти, позвоните завучу.")
    asked.answer, asked.at = False, unit.at
    asked.rev += 1
    unit.session.flush()
    unit.note("substitute.decline", "substitute_call", call.id)


def calls_of(unit: Unit) -> tuple[Calling, ...]:
    """What the teacher was asked and could still answer or has taken, the next first."""
    mine = select(SubstituteAsked, SubstituteCall).where(
        SubstituteAsked.call_id == SubstituteCall.id, SubstituteAsked.teacher_id == Teacher.id,
        Teacher.account_id == unit.actor.account_id, SubstituteCall.on_date >= unit.today,
        col(SubstituteCall.state) != CallState.CLOSED,
    )  # fmt: skip
    found = unit.session.exec(
        mine.order_by(col(SubstituteCall.on_date), col(SubstituteCall.start_min), col(SubstituteCall.id))
    )
    return tuple(_calling(unit, asked, call) for asked, call in found)


def calling(unit: Unit, call_id: str) -> Calling:
    """One of them. NotFound for who was not asked."""
    found = next((each for each in calls_of(unit) if each.call.id == call_id), None)
    if found is None:
        raise NotFound
    return found


def hand_over(unit: Unit, key: LessonKey, text: str) -> LessonNote:
    """What the substitute should know: where the class stands, what is at hand."""
    told = text.strip()
    if len(told) > MOST_HANDOVER:
        raise Invalid({"handover": [f"Не длиннее {MOST_HANDOVER} знаков."]})
    asked = select(LessonNote).where(LessonNote.case_id == key.case_id, LessonNote.lesson == key.lesson)
    note = unit.session.exec(asked).first()
    if note is None:
        note = LessonNote(
            case_id=key.case_id, lesson=key.lesson, account_id=unit.actor.account_id, at=unit.at
        )
        unit.session.add(note)
    else:
        note.rev += 1
    note.handover, note.account_id, note.at = told or None, unit.actor.account_id, unit.at
    unit.session.flush()
    unit.note("lesson.handover", "lesson_note", note.id)
    return note


def _lost(unit: Unit, key: LessonKey) -> list[OnDay]:
    """The lesson as it is, its case locked: it waits for a substitute and is not over. Behind it the same lesson of
    other children who have it together, their cases locked, too."""
    held = standing(unit, key)
    found = held.now
    if found.fate != Fate.CANCELLED or found.cause not in OF_TEACHER or found.absence_id is None:
        raise Conflict(CHANGED)
    here = local(unit, held.case.school_id)
    if (found.lesson.on, found.lesson.start_min) <= (here.date(), here.hour * 60 + here.minute):
        raise Conflict(OVER)
    return held_together(unit, found)


def _judged(unit: Unit, lost: Sequence[OnDay], only: str | None = None) -> Gap:
    away = unit.session.get_one(Teacher, lost[0].lesson.teacher)
    (gap,), _ = judged(unit, day_of_teacher(unit, lost[0]), lost, away, only=only, fresh=True)
    return gap


def _give(unit: Unit, lost: Sequence[OnDay], teacher_id: str, way: str = "") -> None:
    """Nobody is booked twice: both teachers' rows are held in order before the last look."""
    now = lost[0].lesson
    for one in sorted({teacher_id, now.teacher}):
        locked(unit, Teacher, one)
    gap = _judged(unit, lost, teacher_id)
    start, form = _taken_way(gap, way) if way else _taken_choice(gap)
    for each in lost:
        place = None if each.lesson.place == NOWHERE or form == LessonForm.REMOTE else each.lesson.place
        target = Target(
            on=now.on, start_min=start, end_min=start + now.end_min - now.start_min, teacher_id=teacher_id,
            form=form, place_id=place,
        )  # fmt: skip
        moved(unit, key_of(each), target)
    taker = unit.session.get_one(Teacher, teacher_id)
    after = days_of_teacher(unit, taker, now.on, now.on)
    given = tuple(x for each in lost if (x := after.find(each.case_id, each.id)) is not None)
    assert len(given) == len(lost)
    tell(unit, News(head=_head(gap, start, form), lessons=given, problem=after.problem))


def _taken_choice(gap: Gap) -> tuple[int, LessonForm]:
    choice = next(iter(gap.choices), None)
    if choice is None or choice.points is None:
        raise Conflict(" ".join(("Этот урок учителю взять нельзя.", *(choice.why if choice else ()))))
    return gap.lesson.lesson.start_min, LessonForm(gap.lesson.lesson.form)


def _taken_way(gap: Gap, way: str) -> tuple[int, LessonForm]:
    found = next((each for each in gap.ways if each.key == way), None)
    if found is None:
        raise Conflict("Пока вы смотрели, это время заняли. Выберите другое.")
    return found.start_min, found.form


def _head(gap: Gap, start: int, form: LessonForm) -> str:
    """What changes beside the teacher is told in the first sentence."""
    was = gap.lesson.lesson
    told = [HEAD]
    if form != was.form:
        told.append("Он пройдёт дистанционно.")
    if start != was.start_min:
        told.append(f"Начало другое: было {clock(was.start_min)}.")
    return " ".join(told)


def _asked(unit: Unit, call_id: str) -> tuple[SubstituteAsked, SubstituteCall]:
    """The teacher's own row and the call, held; the case before it, as whoever gives the lesson at the desk does."""
    if (found_call := unit.session.get(SubstituteCall, call_id)) is None:
        raise NotFound
    locked(unit, Case, found_call.case_id)
    call = locked(unit, SubstituteCall, call_id)
    asked = select(SubstituteAsked).where(
        SubstituteAsked.call_id == call_id, SubstituteAsked.teacher_id == Teacher.id,
        Teacher.account_id == unit.actor.account_id,
    )  # fmt: skip
    found = unit.session.exec(asked).first()
    if call is None or found is None:
        raise NotFound
    return found, call


def _open_call(unit: Unit, key: LessonKey) -> SubstituteCall | None:
    asked = select(SubstituteCall).where(
        SubstituteCall.case_id == key.case_id, SubstituteCall.lesson == key.lesson,
        SubstituteCall.state == CallState.OPEN,
    )  # fmt: skip
    return unit.session.exec(asked.with_for_update()).first()


def _close(unit: Unit, key: LessonKey, state: CallState) -> None:
    call = _open_call(unit, key)
    if call is not None:
        call.state = state
        call.rev += 1
        unit.session.flush()


def _ask_by_letter(unit: Unit, call: SubstituteCall, teacher: Teacher) -> None:
    if teacher.account_id is None:
        return
    time = time_said(call.on_date, call.start_min, call.end_min)
    body = "\n".join(
        (
            HELLO, "Нужна замена. Кто первым согласится, тот и проведёт урок.", f"• {time}, {call.subject}",
            "Ответить можно в сервисе, раздел «Замены».",
        )
    )  # fmt: skip
    put(
        unit,
        call.school_id,
        Letter(account_id=teacher.account_id, topic=Topic.NEWS, body=body, about_id=call.id),
    )


def _calling(unit: Unit, asked: SubstituteAsked, call: SubstituteCall) -> Calling:
    case = unit.session.get_one(Case, call.case_id)
    note = select(LessonNote).where(LessonNote.case_id == call.case_id, LessonNote.lesson == call.lesson)
    found = unit.session.exec(note).first()
    mine = call.state == CallState.TAKEN and call.teacher_id == asked.teacher_id
    return Calling(
        call=call, time=time_said(call.on_date, call.start_min, call.end_min), subject=call.subject,
        form=FORM[LessonForm(call.form)], grade=case.grade, answer=asked.answer, is_mine=mine,
        handover=(found.handover or "") if mine and found else "",
    )  # fmt: skip
