"""What a lesson says in a calendar: by whose calendar it is and how much the link may tell.

A child's surname, a diagnosis or the variant of a programme is in none. A parent's calendar holds no address.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from exports.ical.text import initials, one_line
from scheduler.calendar.lessons import DatedLesson, instant
from scheduler.problem import Problem
from scheduler.registry.values import Registry
from scheduler.terms import LessonForm

NAMESPACE = UUID("6f1d2c5e-9b0a-5f0e-8d6b-3a5c7e914b20")
HOST = "homelessons.invalid"
FORM: dict[str, str] = {
    LessonForm.HOME: "На дому",
    LessonForm.REMOTE: "Дистанционно",
    LessonForm.SCHOOL: "В школе",
}


class Level(StrEnum):
    """How much a calendar tells: subject only; initials and class, too; the address, too."""

    BARE = "bare"
    INITIALS = "initials"
    ADDRESS = "address"


class Holder(StrEnum):
    """SCHOOL: every lesson there is."""

    TEACHER = "teacher"
    PUPIL = "pupil"
    SCHOOL = "school"


@dataclass(frozen=True, slots=True)
class Audience:
    """Whose calendar it is; `id` as in the problem."""

    kind: Holder
    id: str

    def has(self, lesson: DatedLesson) -> bool:
        if self.kind == Holder.SCHOOL:
            return True
        if self.kind == Holder.TEACHER:
            return lesson.teacher == self.id
        return self.id in lesson.pupils

    def uid(self, lesson: str, host: str = HOST) -> str:
        """Lasting and opaque; another audience has another UID for the same lesson."""
        return f"{uuid5(NAMESPACE, json.dumps([self.kind, self.id, lesson]))}@{host}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An event as it is to be read; instants in UTC, texts clean."""

    uid: str
    start: datetime
    end: datetime
    summary: str
    description: str = ""
    location: str = ""
    cancelled: bool = False
    transparent: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """How a lesson differs from what was promised. word: stands before its name in capitals; was: when it was to
    be, as people read it, empty where its time is the same."""

    word: str
    was: str = ""


PLAIN = Mark("")


def labels_of(registry: Registry) -> dict[str, str]:
    """Initials (else the case code) and class of every pupil: `В. П. И., 5 «А»`."""
    return {
        pupil.id: f"{initials(pupil.name or '') or pupil.id}, {pupil.class_title}"
        for pupil in registry.pupils
    }


class Teller:
    """Puts lessons into the words of one calendar. labels: pupils as a teacher may see them, default titles."""

    def __init__(
        self, problem: Problem, audience: Audience, level: Level, labels: Mapping[str, str], host: str
    ) -> None:
        self._audience, self._level, self._host = audience, level, host
        self._zone = ZoneInfo(problem.timezone)
        self._subjects = {row.id: one_line(row.title or row.subject) for row in problem.rows}
        self._teachers = {teacher.id: one_line(teacher.name) for teacher in problem.teachers}
        self._labels = {pupil.id: one_line(labels.get(pupil.id, pupil.name)) for pupil in problem.pupils}
        self._places = {place.id: one_line(place.title or "") for place in problem.places}

    def entry(self, lesson: DatedLesson) -> Entry:
        return Entry(
            uid=self._audience.uid(lesson.id, self._host),
            start=instant(lesson.on, lesson.start_min, self._zone),
            end=instant(lesson.on, lesson.end_min, self._zone),
            summary=self._summary(lesson),
            description=self._description(lesson),
            location=self._location(lesson),
        )

    def _summary(self, lesson: DatedLesson) -> str:
        subject = self._subjects[lesson.row]
        if not subject:
            return "Занятие"
        if self._level == Level.BARE:
            return f"{subject} — занятие"
        if self._audience.kind == Holder.PUPIL:
            return subject
        return f"{subject} — {' + '.join(self._labels[name] for name in lesson.pupils)}"

    def _description(self, lesson: DatedLesson) -> str:
        if self._level == Level.BARE:
            return ""
        form = FORM.get(lesson.form, "")
        if self._audience.kind == Holder.TEACHER:
            return form
        return "\n".join(line for line in (f"Учитель: {self._teachers[lesson.teacher]}", form) if line)

    def _location(self, lesson: DatedLesson) -> str:
        """Where to go. A parent's calendar never holds a home; a remote lesson has no way to it."""
        told = self._level == Level.ADDRESS and lesson.form != LessonForm.REMOTE
        if told and (self._audience.kind == Holder.TEACHER or lesson.form == LessonForm.SCHOOL):
            return self._places.get(lesson.place, "")
        return ""
