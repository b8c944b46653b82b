"""Plans against the norms of the dates of the range. Nothing is refused: the deputy is told number, limit, source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from scheduler.norms import Answer, Mark
from scheduler.registry.desk import NormDesk
from scheduler.registry.people import remote_minutes
from scheduler.registry.remarks import Remark, Severity, norm_bound, norm_head, source_said
from scheduler.registry.rows import ActiveLine
from scheduler.registry.span import holds_in
from scheduler.registry.values import PupilEntry
from scheduler.russian import day_said, exact
from scheduler.split import Part
from scheduler.terms import Block, LessonForm, Needs, Weekday

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Case:
    """A pupil, its lines on one date, and what is asked of them."""

    pupil: PupilEntry
    lines: tuple[ActiveLine, ...]
    desk: NormDesk
    days: tuple[Weekday, ...]

    def hours(self, blocks: Iterable[Block], *, with_teacher: bool = False) -> Fraction:
        """Hours a week of some blocks, those with the class included."""
        return sum(
            (weekly_hours(entry, with_teacher) for entry in self.lines if entry.line.block in blocks), ZERO
        )

    @property
    def remote(self) -> list[tuple[ActiveLine, Part]]:
        """What is held at a distance."""
        parts = ((entry, part) for entry in self.lines for part in entry.split.parts)
        return [(entry, part) for entry, part in parts if part.form == LessonForm.REMOTE]


LESSONS = (Block.MANDATORY, Block.FORMED)
BESIDE = (Block.CORRECTION, Block.EXTRACURRICULAR)


def weekly_hours(entry: ActiveLine, with_teacher: bool = False) -> Fraction:
    """Hours a week that a line gives, with the class included; with_teacher leaves self-study out."""
    parts = (part for part in entry.split.parts if not with_teacher or part.form is not None)
    given = sum((part.hours for part in parts), ZERO) / entry.split.cycle_weeks
    return entry.line.in_class_hours + given


class Reviewer:
    """Judges the plans of pupils on the dates of one range. dates: those on which norms change inside it."""

    def __init__(self, first: date, last: date, dates: Iterable[date], days: tuple[Weekday, ...]) -> None:
        self._first, self._last = first, last
        self._dates = set(dates)
        self._days = days
        self._desks: dict[date, NormDesk] = {}

    def review(self, pupils: Iterable[PupilEntry], active: Iterable[ActiveLine]) -> tuple[Remark, ...]:
        """Every remark once, with the date where it holds only from a later one."""
        by_pupil: defaultdict[str, list[ActiveLine]] = defaultdict(list)
        for entry in active:
            for pupil in entry.pupils:
                by_pupil[pupil.id].append(entry)
        return tuple(remark for pupil in pupils for remark in self._of_pupil(pupil, by_pupil[pupil.id]))

    def _of_pupil(self, pupil: PupilEntry, active: Sequence[ActiveLine]) -> Iterator[Remark]:
        begins = max(self._first, pupil.valid_from or self._first)
        starts = {entry.line.valid_from or begins for entry in active}
        seen: set[str] = set()
        for on in sorted(at for at in {begins} | starts | self._dates if begins <= at <= self._last):
            if not holds_in(pupil, on, on):
                return
            lines = tuple(entry for entry in active if holds_in(entry.line, on, on))
            for remark in judged(Case(pupil, lines, self._desk(on), self._days)):
                if remark.text not in seen:
                    seen.add(remark.text)
                    said = remark.text if on == self._first else f"С {day_said(on)}: {remark.text}"
                    yield replace(remark, text=said)

    def _desk(self, on: date) -> NormDesk:
        return self._desks.setdefault(on, NormDesk(on))


def judged(case: Case) -> Iterator[Remark]:
    """Everything the norms of one date say of one pupil's plan."""
    yield from _week_load(case)
    yield from _tradition(case)
    yield from _beside_lessons(case)
    yield from _day_limit(case)
    for entry in case.lines:
        for part in entry.split.parts:
            yield from _lesson_length(case, entry, part)
    yield from _screen_lesson(case)
    yield from _screen_day(case)


def _week_load(case: Case) -> Iterator[Remark]:
    """In person, at a distance, alone and with the class together (domain 2.6, 10.5.19)."""
    days = 6 if Weekday.SAT in case.days else 5
    answer = case.desk.answer("week_max", case.pupil.grade, days=days)
    hours = case.hours(LESSONS)
    if answer and hours > answer.value:
        yield _broken(case, answer, exact(hours))


def _tradition(case: Case) -> Iterator[Remark]:
    """Hours with a teacher; correction may come on top of them or be among them, as schools differ."""
    answer = case.desk.answer("home_week_hours", case.pupil.grade)
    lessons = case.hours(LESSONS, with_teacher=True)
    everything = lessons + case.hours(BESIDE, with_teacher=True)
    if answer and lessons and not lessons <= answer.value <= everything:
        head = f"{case.pupil.id}: {norm_head(answer)}"
        text = f"{head} {exact(lessons)}, по обычаю {answer.value} ({source_said(answer)})"
        yield _remark(case, answer, text, Severity.WARNS)


def _beside_lessons(case: Case) -> Iterator[Remark]:
    """ОВЗ: courses beside the lessons. Fewer correction hours only warn: at home the plan follows the ПМПК."""
    if case.pupil.needs != Needs.OVZ:
        return
    beside = case.hours(BESIDE)
    most = case.desk.answer("extracurricular_week_max", needs="ovz")
    if most and beside > most.value:
        yield _broken(case, most, exact(beside))
    least = case.desk.answer("correction_week_min", needs="ovz")
    correction = case.hours((Block.CORRECTION,))
    if least and correction < least.value:
        text = f"{case.pupil.id}: коррекционных занятий в неделю {exact(correction)} при норме не меньше"
        text += f" {least.value} ({source_said(least)}); дома часы назначают по заключению ПМПК"
        yield _remark(case, least, text, Severity.WARNS)


def _day_limit(case: Case) -> Iterator[Remark]:
    answer = case.desk.answer("day_max", case.pupil.grade)
    own = case.pupil.max_day_lessons
    if answer and own is not None and own > answer.value:
        yield _broken(case, answer, f"разрешено {own}")


def _lesson_length(case: Case, entry: ActiveLine, part: Part) -> Iterator[Remark]:
    if not part.lessons:
        return
    answers = [case.desk.lesson_max(case.pupil.grade, case.pupil.needs)]
    if part.form == LessonForm.REMOTE:
        answers.append(case.desk.answer("remote_lesson_max"))
    for answer in answers:
        if answer and part.lesson_min > answer.value:
            yield _broken(case, answer, f"{part.lesson_min} мин", entry)


def _screen_lesson(case: Case) -> Iterator[Remark]:
    """A lesson at a distance need not be all screen: it is told once how much of it may be."""
    answer = case.desk.answer("screen_lesson_max", case.pupil.grade, device="computer")
    long = [entry for entry, part in case.remote if answer and part.lesson_min > answer.value]
    if answer and long:
        subjects = ", ".join(dict.fromkeys(entry.line.subject for entry in long))
        text = f"{case.pupil.id}: за компьютером {norm_bound(answer)} {answer.value} мин за урок, а дистанционные"
        text += f" занятия длиннее ({subjects}); остальное время без экрана ({source_said(answer)})"
        yield _remark(case, answer, text, Severity.WARNS)


def _screen_day(case: Case) -> Iterator[Remark]:
    """The pupil's own limit above the norm, or more minutes a week than the days with the limit can hold."""
    answer = case.desk.answer("screen_home_day_max", case.pupil.grade, device="computer")
    if answer is None or not case.remote:
        return
    own = case.pupil.max_remote_day_min
    if own is not None and own > answer.value:
        yield _broken(case, answer, f"разрешено {own} мин")
    minutes = sum((Fraction(part.minutes, entry.split.cycle_weeks) for entry, part in case.remote), ZERO)
    limit = remote_minutes(case.pupil, case.desk) or 0
    if minutes > limit * len(case.days):
        text = f"{case.pupil.id}: дистанционно {exact(minutes)} мин в неделю, а за {len(case.days)} дн. по"
        text += f" {limit} мин помещается {limit * len(case.days)} ({source_said(answer)})"
        yield _remark(case, answer, text, Severity.WARNS)


def _broken(case: Case, answer: Answer, found: str, entry: ActiveLine | None = None) -> Remark:
    """`К-04: уроков в неделю при пятидневке 34 при норме не больше 33 (СанПиН 1.2.3685-21, таблица 6.6)`."""
    unit = " мин" if answer.norm.unit == "min" else ""
    text = f"{_who(case, entry)}: {norm_head(answer)} {found} при норме {norm_bound(answer)}"
    text += f" {answer.value}{unit} ({source_said(answer)})"
    severity = Severity.BREAKS if answer.norm.mark == Mark.SEEN else Severity.WARNS
    return _remark(case, answer, text, severity, entry)


def _who(case: Case, entry: ActiveLine | None) -> str:
    return case.pupil.id if entry is None else f"{case.pupil.id}, «{entry.line.subject}»"


def _remark(
    case: Case, answer: Answer, text: str, severity: Severity, entry: ActiveLine | None = None
) -> Remark:
    return Remark(
        code=f"norm.{answer.norm.code}",
        text=text,
        severity=severity,
        pupil=case.pupil.id,
        line=entry.line.id if entry else None,
        document=answer.file.document,
        section=answer.norm.section,
        mark=answer.norm.mark,
    )
