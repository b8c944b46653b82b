"""What pages show of one version: lessons by day with what was said of them, answers, what is different from before.

Everything about the week is read from the stored text, nothing from live tables (trust 4.2).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from api.services.agreement.canonical import short_code
from api.services.agreement.timetable.answering import marks_of
from api.services.agreement.timetable.content import Content, Line
from api.services.agreement.timetable.difference import Change, changes_of
from api.services.agreement.timetable.shelf import Shelf, read
from api.services.agreement.timetable.states import SAID, STEPS, VersionMove
from api.services.agreement.timetable.week import days_of, how_many, span, weeks_said, when_adult, where_said
from api.services.unit import Unit
from api.services.words import GUARDIAN
from models.agreement import Answer, AnswerChannel, Decision, Mark, Strength, TimetableVersion, VersionState
from models.case import GuardianKind

CHANNEL = {
    AnswerChannel.PAGE: "на своей странице",
    AnswerChannel.CALL: "по телефону",
    AnswerChannel.PAPER: "на бумаге",
    AnswerChannel.VISIT: "лично",
    AnswerChannel.FILE: "файлом с подписью",
}
STRENGTH = {
    Strength.NOTE: "",
    Strength.PAPER: "подписано на бумаге",
    Strength.SIGNED: "простая электронная подпись",
    Strength.DETACHED: "усиленная электронная подпись",
}
ANSWER = {Answer.AGREED: "согласие", Answer.DECLINED: "подходит не всё", Answer.WITHDRAWN: "ответ отозван"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonSeen:
    """A lesson as it is read. newcomer: the teacher has not been with the family before. same: it stood so in what was
    agreed before. fits None: nothing is said of it yet."""

    digest: str
    time: str
    start: str
    end: str
    weeks: str
    subject: str
    teacher: str
    where: str
    newcomer: bool
    same: bool
    fits: bool | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySeen:
    title: str
    adult: str
    lessons: tuple[LessonSeen, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekSeen:
    """A version's week. first: nothing was agreed before, so there is nothing it could differ from."""

    how_many: str
    adult: str
    days: tuple[DaySeen, ...]
    changes: tuple[Change, ...]
    first: bool
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSeen:
    """A decision in words. at: at the school. by: who of the staff wrote it down, empty: the family itself. strength:
    in words, empty: an opinion; signed: by a code that was sent; on_paper, filed: by hand, and its scan is kept;
    detached: by a file of its own."""

    id: str
    guardian_id: str
    account_id: str
    who: str
    kind: str
    answer: Answer
    said: str
    at: datetime
    channel: str
    by: str
    comment: str
    new_device: bool
    strength: str
    signed: bool
    on_paper: bool
    filed: bool
    detached: bool
    rev: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A representative whose answer counts. answer None: silent so far."""

    guardian_id: str
    account_id: str
    name: str
    kind: str
    answer: AnswerSeen | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionSeen:
    """A version as a line. look: of its state, as a class of style. until: the end of the time to answer."""

    id: str
    case_id: str
    case_code: str
    pupil: str
    class_title: str
    number: int
    state: VersionState
    state_said: str
    look: str
    code: str
    digest: str
    rev: int
    days: str
    until: datetime | None
    late: bool
    offered_by: str | None
    speakers: tuple[Speaker, ...]

    @property
    def open(self) -> bool:
        """Whether answers are taken."""
        return self.state in STEPS[VersionMove.ANSWER].origins

    @property
    def silent(self) -> tuple[Speaker, ...]:
        return tuple(one for one in self.speakers if one.answer is None)

    @property
    def seen(self) -> str:
        """What a form carries of it: revision and digest."""
        return f"{self.rev}:{self.digest}"


LOOK = {
    VersionState.OFFERED: "soon",
    VersionState.AGREED: "fine",
    VersionState.DECLINED: "late",
    VersionState.DISPUTED: "late",
    VersionState.UNANSWERED: "late",
    VersionState.APPROVED: "fine",
    VersionState.PUBLISHED: "fine",
}


def version_seen(shelf: Shelf, version: TimetableVersion) -> VersionSeen:
    case, state = shelf.cases[version.case_id], shelf.state(version)
    pupil = shelf.pupils[case.pupil_id]
    return VersionSeen(
        id=version.id, case_id=case.id, case_code=case.code, pupil=f"{pupil.surname} {pupil.given_names}",
        class_title=case.class_title, number=version.number, state=state, state_said=SAID[state],
        look=LOOK.get(state, ""), code=short_code(version.digest or "0" * 64), digest=version.digest or "",
        rev=version.rev, days=f"{version.first_on:%d.%m.%Y}–{version.last_on:%d.%m.%Y}",
        until=shelf.local(version.answer_until) if version.answer_until else None,
        late=version.answer_until is not None and version.answer_until <= shelf.at,
        offered_by=version.offered_by, speakers=tuple(_speakers(shelf, version)),
    )  # fmt: skip


def _speakers(shelf: Shelf, version: TimetableVersion) -> Iterator[Speaker]:
    latest = shelf.latest(version)
    for row in shelf.deciding(shelf.cases[version.case_id].pupil_id):
        told = latest.get(row.id)
        standing = told is not None and told.answer != Answer.WITHDRAWN
        yield Speaker(
            guardian_id=row.id, account_id=row.account_id, name=shelf.names[row.account_id],
            kind=GUARDIAN[GuardianKind(row.kind)], answer=answer_seen(shelf, told) if told and standing else None,
        )  # fmt: skip


def answer_seen(shelf: Shelf, row: Decision) -> AnswerSeen:
    guardian, answer = shelf.guardian(row.guardian_id), Answer(row.answer)
    return AnswerSeen(
        id=row.id, guardian_id=guardian.id, account_id=guardian.account_id, who=shelf.names[guardian.account_id],
        kind=GUARDIAN[GuardianKind(guardian.kind)], answer=answer, said=ANSWER[answer], at=shelf.local(row.at),
        channel=CHANNEL[AnswerChannel(row.channel)], by=shelf.names[row.entered_by] if row.entered_by else "",
        comment=row.comment or "", new_device=row.new_device, strength=STRENGTH[Strength(row.strength)],
        signed=row.strength == Strength.SIGNED, on_paper=row.strength == Strength.PAPER,
        filed=row.file_id is not None, detached=row.strength == Strength.DETACHED, rev=row.rev,
    )  # fmt: skip


def changes_before(shelf: Shelf, version: TimetableVersion) -> tuple[Change, ...] | None:
    """Against what was agreed before; None where nothing was."""
    before = shelf.agreed_before(version)
    return None if before is None else changes_of(read(before).lines, read(version).lines)


def week_seen(unit: Unit, shelf: Shelf, version: TimetableVersion, account_id: str | None = None) -> WeekSeen:
    """The week of a version. account_id: with the marks of this representative; None: with what does not suit
    anybody."""
    content, before = read(version), shelf.agreed_before(version)
    eyes = _Eyes(content, read(before) if before else None, _marks(unit, version, account_id))
    return WeekSeen(
        how_many=how_many(content), adult=when_adult(content.lines), sentence=content.sentence,
        days=tuple(
            DaySeen(title=day.title, adult=day.adult, lessons=tuple(eyes.lesson(line) for line in day.lines))
            for day in days_of(content.lines)
        ),
        changes=changes_before(shelf, version) or (), first=before is None,
    )  # fmt: skip


def _marks(unit: Unit, version: TimetableVersion, account_id: str | None) -> dict[str, Mark]:
    """By lesson; for the school one that does not suit stands before those that do."""
    marks = marks_of(unit, version.id, account_id)
    return {mark.digest: mark for mark in sorted(marks, key=lambda mark: not mark.fits, reverse=True)}


class _Eyes:
    """Lessons of a week beside those of the week agreed before and what is said of them."""

    def __init__(self, content: Content, before: Content | None, marks: Mapping[str, Mark]) -> None:
        self.marks = marks
        self.agreed = {line.digest for line in before.lines} if before else set()
        self.teachers = (
            {line.teacher for line in before.lines} if before else {line.teacher for line in content.lines}
        )

    def lesson(self, line: Line) -> LessonSeen:
        mark, same = self.marks.get(line.digest), line.digest in self.agreed
        time = span(line.start_min, line.end_min)
        return LessonSeen(
            digest=line.digest, time=time, start=time[:5], end=time[6:], weeks=weeks_said(line.weeks),
            subject=line.subject, teacher=line.teacher, where=where_said(line),
            newcomer=line.teacher not in self.teachers, same=same,
            fits=mark.fits if mark else (True if same else None), reason=(mark.reason or "") if mark else "",
        )  # fmt: skip
