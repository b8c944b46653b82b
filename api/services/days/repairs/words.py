"""Sentences that several parts of the repairs say."""

from __future__ import annotations

from datetime import date

from scheduler.russian import DAY
from scheduler.terms import LessonForm, Weekday, clock

FORM = {
    LessonForm.HOME: "дома",
    LessonForm.REMOTE: "дистанционно",
    LessonForm.SCHOOL: "в школе",
}


def time_said(on: date, start_min: int, end_min: int) -> str:
    """`вт 08.09, 10:00–10:40`."""
    return f"{DAY[list(Weekday)[on.weekday()]]} {on:%d.%m}, {clock(start_min)}–{clock(end_min)}"
