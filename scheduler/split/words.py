"""What is done with a line's hours, in one Russian phrase."""

from __future__ import annotations

from fractions import Fraction

from scheduler.registry.values import Pattern, PlanLine
from scheduler.russian import day_said, exact, lessons, weeks
from scheduler.split.values import Frame, Part
from scheduler.terms import LessonForm


def phrase_of(
    line: PlanLine, frame: Frame, pattern: Pattern, weekly: Fraction, parts: tuple[Part, ...]
) -> str:
    """`0,75 ч в неделю: 3 занятия за 4 недели`."""
    if not parts:
        return f"{_head(line)}: все часы с классом" if line.in_class_hours else f"{_head(line)}: занятий нет"
    done = ", ещё ".join(_part_said(part, frame, pattern) for part in parts)
    if pattern == Pattern.BLOCK:
        done = f"{exact(weekly)} ч в неделю {_span(line)}, {done}"
    if pattern == Pattern.PAIRED:
        done += f", в общее время по очереди ({', '.join((line.subject, *frame.partners))})"
    wanted = weekly * frame.cycle_weeks
    if pattern in (Pattern.PARITY, Pattern.PAIRED) and parts[0].form and wanted != parts[0].lessons:
        done += f" (точно было бы {exact(wanted)})"
    return f"{_head(line)}{_manner(pattern)}: {done}"


def _head(line: PlanLine) -> str:
    head = f"{exact(line.hours_week)} ч в неделю"
    return f"{head}, из них {exact(line.in_class_hours)} ч с классом" if line.in_class_hours else head


def _manner(pattern: Pattern) -> str:
    said = {
        Pattern.SHORT: " короткими занятиями",
        Pattern.BLOCK: " в среднем за год",
        Pattern.ROUND_UP: " с округлением вверх",
    }
    return said.get(pattern, "")


def _span(line: PlanLine) -> str:
    ends = [f"с {day_said(line.valid_from)}"] if line.valid_from else []
    ends += [f"по {day_said(line.valid_to)}"] if line.valid_to else []
    return " ".join(ends)


def _part_said(part: Part, frame: Frame, pattern: Pattern) -> str:
    if part.form is None:
        return f"{exact(part.hours / frame.cycle_weeks)} ч в неделю самостоятельно"
    text = lessons(part.lessons)
    if pattern == Pattern.SHORT or part.lesson_min != frame.hour_min:
        text += f" по {part.lesson_min} мин"
    text += f" за {weeks(frame.cycle_weeks)}"
    apart = pattern == Pattern.OTHER_FORM and part.form == LessonForm.REMOTE
    return f"{text} дистанционно" if apart else text
