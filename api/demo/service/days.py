"""What a week of the demo looks like: timetables in force, lessons marked, a child who is ill, a teacher away."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlmodel import col, select

from api.demo.service.cases import Desk
from api.demo.service.hands import Hand
from api.demo.service.school import YEAR
from api.demo.service.timetables import one_childs
from api.services.agreement.timetable.answering import By, Reply, enter_reply
from api.services.agreement.timetable.approving import ToApprove, approve
from api.services.agreement.timetable.desk import Seen
from api.services.agreement.timetable.drafting import draft_versions
from api.services.agreement.timetable.offering import offer
from api.services.agreement.timetable.publishing import ToPublish, publish
from api.services.days import changes, notes
from api.services.days.absences import AbsenceDraft
from api.services.days.desk import LessonKey, days_of_case
from api.services.days.lessons import OnDay
from api.services.days.notes import NoteDraft
from api.services.days.reports import not_given, report
from api.services.runs.limits import RunLimits
from api.services.runs.problems import given_problem, keep_problem, problem_for
from api.services.runs.variants import add_variant
from api.services.unit import Unit
from models.agreement import Answer, AnswerChannel, TimetableVersion
from models.case import Case, Guardian
from models.day import Cause, Channel, Fate
from models.staff import Teacher
from scheduler.timetable import Lesson, Timetable

ILL, BUSY = CODES = ("К-09", "К-01")
SINCE = timedelta(weeks=3)
MARKED = timedelta(days=7)
DAY = timedelta(days=1)
NAME = "С начала занятий"


def in_force(desk: Desk, director: Hand, cases: dict[str, str]) -> tuple[Lesson, ...]:
    """Timetables of two children, published three weeks ago; their lessons, so that others keep clear of them."""
    monday = desk.today - desk.today.weekday() * DAY
    first = max(YEAR[0], monday - SINCE)
    on = first - 4 * DAY
    with desk.deputy.on(on) as unit:
        whole = problem_for(unit, desk.year_id, first, YEAR[1])
    problem = whole.model_copy(update={"pins": ()})
    timetable = Timetable(lessons=(), unplaced=())
    for code in CODES:  # takes seconds: no transaction waits for it
        timetable = one_childs(problem, code, timetable.lessons)
    with desk.deputy.on(on) as unit:
        kept = keep_problem(unit, given_problem(problem, RunLimits()), first, YEAR[1])
        variant = add_variant(unit, desk.year_id, kept.id, timetable, NAME)
        drafts = draft_versions(unit, variant.id, [cases[code] for code in CODES], first, YEAR[1])
        until = datetime.combine(first, time(20), desk.deputy.place.settings.zone)
        for draft in drafts:
            offer(unit, draft.id, _seen(draft), until)
            enter_reply(
                unit, draft.id, _speaker(unit, draft.case_id), _seen(draft), Reply(answer=Answer.AGREED),
                By(channel=AnswerChannel.CALL),
            )  # fmt: skip
        keys = [draft.id for draft in drafts]
    with director.on(on) as unit:
        found = [unit.session.get_one(TimetableVersion, key) for key in keys]
        approve(
            unit, tuple(ToApprove(version_id=row.id, seen=_seen(row), reason=None) for row in found), unit.at
        )
    with desk.deputy.on(on) as unit:
        found = [unit.session.get_one(TimetableVersion, key) for key in keys]
        publish(unit, [ToPublish(version_id=row.id, seen=_seen(row)) for row in found])
    return timetable.lessons


def _seen(version: TimetableVersion) -> Seen:
    return Seen(digest=version.digest or "", rev=version.rev)


def _speaker(unit: Unit, case_id: str) -> str:
    pupil_id = unit.session.get_one(Case, case_id).pupil_id
    return unit.session.exec(select(Guardian.id).where(Guardian.pupil_id == pupil_id)).all()[0]


def lived(desk: Desk, cases: dict[str, str]) -> None:
    """The last week: lessons held but one, a word on the last of them; since today a child and a teacher are away."""
    with desk.deputy.on(desk.today) as unit:
        for code in (ILL, BUSY):
            passed = _lessons(unit, cases[code], desk.today - MARKED, desk.today - DAY)
            for each in passed[1:]:
                changes.hold(unit, _key(each))
            for each in passed[:1]:
                not_given(unit, _key(each), Cause.NO_ADULT)
        _noted(unit, cases[BUSY], desk.today)
        report(
            unit,
            AbsenceDraft(
                case_id=cases[ILL], cause=Cause.CHILD_ILL, first_on=desk.today, last_on=desk.today + 2 * DAY,
                channel=Channel.CALL,
            ),
        )  # fmt: skip
        _teacher_away(unit, cases[BUSY], desk.today)


def _noted(unit: Unit, case_id: str, today: date) -> None:
    for each in _lessons(unit, case_id, today - MARKED, today - DAY)[-1:]:
        told = NoteDraft(topic="Повторение", homework="Упражнение 12, устно")
        notes.write(unit, _key(each), told)


def _teacher_away(unit: Unit, case_id: str, today: date) -> None:
    """The school's teacher of the next lesson who does not sign in to the demo, until it is said that lessons go on."""
    asked = select(Teacher.id).where(
        Teacher.school_id == unit.actor.school_id, col(Teacher.account_id).is_(None)
    )
    silent = set(unit.session.exec(asked))
    found = _lessons(unit, case_id, today, today + MARKED)
    for each in [one for one in found if one.lesson.teacher in silent][:1]:
        draft = AbsenceDraft(
            teacher_id=each.lesson.teacher, cause=Cause.TEACHER_ILL, first_on=today, last_on=None,
            channel=Channel.CALL,
        )  # fmt: skip
        report(unit, draft)


def _lessons(unit: Unit, case_id: str, first: date, last: date) -> list[OnDay]:
    found = days_of_case(unit, unit.session.get_one(Case, case_id), first, last).lessons
    return [each for each in found if each.fate != Fate.CANCELLED]


def _key(each: OnDay) -> LessonKey:
    return LessonKey(case_id=each.case_id, lesson=each.id, tag=each.tag)
