"""The six patterns of domain 3.5: hours a week as exact fractions become whole lessons of a cycle.

One hour of the plan is one lesson, however long; only the pattern SHORT cuts hours into shorter lessons. Where
hours and weeks give no whole number of lessons, the nearest one is taken (a half: upwards, none: one) and the
year's gap is told.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from scheduler.registry.values import HoursKind, Pattern, PlanLine
from scheduler.split.values import Frame, Part, Split
from scheduler.split.words import phrase_of
from scheduler.terms import LessonForm

SHORTEST_MIN = 20  # lessons of 20-25 minutes are held (domain 3.5, B); a shorter one is not worth the way
REMOTE_PART = "+remote"  # what the row of the fraction adds to the id of its line (pattern OTHER_FORM)

Parts = tuple[Part, ...]


def split(line: PlanLine, frame: Frame) -> Split:
    """Lessons of a line over one cycle. The line's hours are above those with the class."""
    found = _split(replace(line, id="", pupils=(), area="", teachers=(), difficulty=None), frame)
    parts = tuple(replace(part, row=line.id + part.row) for part in found.parts)
    return replace(found, line=line.id, parts=parts)


@lru_cache(maxsize=4096)
def _split(line: PlanLine, frame: Frame) -> Split:
    """Of a line without a name: hours, pattern and dates are alike in many plans."""
    pattern = applied_pattern(line, frame)
    weekly = planned_hours(line, frame, pattern)
    parts = _parts(line, frame, pattern, weekly)
    rate = Fraction(1) if line.paid_hours_lesson is None else line.paid_hours_lesson
    lessons = sum(part.lessons for part in parts)
    return Split(
        line=line.id,
        pattern=pattern,
        cycle_weeks=frame.cycle_weeks,
        plan_hours=weekly * frame.cycle_weeks,
        parts=parts,
        paid_hours=rate * lessons,
        year_gap=_year_gap(line, frame, pattern, parts),
        phrase=phrase_of(line, frame, pattern, weekly, parts),
    )


def applied_pattern(line: PlanLine, frame: Frame) -> Pattern:
    """The line's pattern, or parity where it lacks what it needs: a slot mate, a part of the year, a lesson."""
    if line.kind == HoursKind.SELF_STUDY and line.pattern != Pattern.OTHER_FORM:
        return Pattern.PARITY
    if line.pattern == Pattern.PAIRED and (line.slot is None or not frame.partners):
        return Pattern.PARITY
    if line.pattern == Pattern.BLOCK and (line.valid_from is None and line.valid_to is None):
        return Pattern.PARITY
    return line.pattern


def planned_hours(line: PlanLine, frame: Frame, pattern: Pattern) -> Fraction:
    """Hours a week to be given here; in a block the year's hours fall on the weeks of the block."""
    hours = line.hours_week - line.in_class_hours
    if pattern != Pattern.BLOCK or not frame.line_weeks:
        return hours
    raised = hours * frame.year_weeks / frame.line_weeks
    return Fraction(nearest_lessons(raised * frame.cycle_weeks), frame.cycle_weeks)


def nearest_lessons(lessons: Fraction) -> int:
    """The nearest whole number, a half upwards; at least one lesson where there are hours at all."""
    return max(math.floor(lessons + Fraction(1, 2)), 1 if lessons > 0 else 0)


def lesson_form(line: PlanLine) -> LessonForm:
    """Remote hours are held remotely, whatever the form says."""
    return LessonForm.REMOTE if line.kind == HoursKind.REMOTE else line.form


def _parts(line: PlanLine, frame: Frame, pattern: Pattern, weekly: Fraction) -> Parts:
    if pattern == Pattern.OTHER_FORM:
        return _two_forms(line, frame, weekly)
    if line.kind == HoursKind.SELF_STUDY:
        return (_alone(line, frame, weekly),)
    make = _MAKERS.get(pattern, _whole_lessons)
    part = make(line, frame, weekly)
    return (part,) if part.lessons else ()


def _whole_lessons(line: PlanLine, frame: Frame, weekly: Fraction) -> Part:
    return _part(line, frame, lesson_form(line), nearest_lessons(weekly * frame.cycle_weeks))


def _rounded_up(line: PlanLine, frame: Frame, weekly: Fraction) -> Part:
    return _part(line, frame, lesson_form(line), math.ceil(weekly) * frame.cycle_weeks)


def _short_lessons(line: PlanLine, frame: Frame, weekly: Fraction) -> Part:
    """The line says the length, or there are as many lessons as a steady rhythm of shorter ones gives."""
    form = lesson_form(line)
    minutes = weekly * frame.cycle_weeks * frame.hour_min
    if line.lesson_min is not None:
        lessons, length = nearest_lessons(minutes / line.lesson_min), line.lesson_min
    else:
        lessons = _steady_lessons(frame, weekly, minutes)
        length = max(round(minutes / lessons), SHORTEST_MIN) if lessons else SHORTEST_MIN
    hours = Fraction(lessons * length, frame.hour_min)
    return Part(row=line.id, form=form, hours=hours, lessons=lessons, lesson_min=length)


def _steady_lessons(frame: Frame, weekly: Fraction, minutes: Fraction) -> int:
    """As many a week as there are begun hours (whole hours: twice as many), none below the shortest."""
    a_week = weekly * 2 if weekly.denominator == 1 else Fraction(math.ceil(weekly))
    most = math.floor(minutes / SHORTEST_MIN)
    return min(int(a_week) * frame.cycle_weeks, max(most, 1)) if weekly else 0


def _two_forms(line: PlanLine, frame: Frame, weekly: Fraction) -> Parts:
    """Whole hours in person in the line's form; the fraction remotely where kind or form say so, else alone."""
    whole, rest = divmod(weekly, 1)
    in_person = LessonForm.SCHOOL if line.form == LessonForm.SCHOOL else LessonForm.HOME
    parts = [_part(line, frame, in_person, int(whole) * frame.cycle_weeks)] if whole else []
    if rest and LessonForm.REMOTE in (line.form, lesson_form(line)):
        lessons = nearest_lessons(rest * frame.cycle_weeks)
        parts.append(_part(line, frame, LessonForm.REMOTE, lessons, line.id + REMOTE_PART))
    elif rest:
        parts.append(_alone(line, frame, rest))
    return tuple(parts)


def _part(line: PlanLine, frame: Frame, form: LessonForm, lessons: int, row: str | None = None) -> Part:
    length = frame.remote_min if form == LessonForm.REMOTE else frame.lesson_min
    return Part(
        row=row or line.id,
        form=form,
        hours=Fraction(lessons),
        lessons=lessons,
        lesson_min=line.lesson_min or length,
    )


def _alone(line: PlanLine, frame: Frame, weekly: Fraction) -> Part:
    return Part(row=line.id, form=None, hours=weekly * frame.cycle_weeks, lessons=0, lesson_min=0)


def _year_gap(line: PlanLine, frame: Frame, pattern: Pattern, parts: Parts) -> Fraction:
    given = sum((part.hours for part in parts), Fraction(0)) / frame.cycle_weeks * frame.line_weeks
    due_weeks = frame.year_weeks if pattern == Pattern.BLOCK else frame.line_weeks
    return given - (line.hours_week - line.in_class_hours) * due_weeks


_MAKERS: dict[Pattern, Callable[[PlanLine, Frame, Fraction], Part]] = {
    Pattern.SHORT: _short_lessons,
    Pattern.ROUND_UP: _rounded_up,
}
