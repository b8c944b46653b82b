"""A folder with one calendar per teacher and per pupil, and beside them what was said last time.

`.stamps.json` keeps file names and stamps, so that a second writing without a change gives the same bytes, and a
person keeps a file's name. Files this module wrote and no longer needs are removed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from exports.ical.entries import Audience, Holder
from exports.ical.feed import Feed, Options, feed
from exports.ical.names import file_stems
from exports.ical.record import FeedRecord, read_records, write_if_new, write_records
from exports.ical.text import one_line
from scheduler.calendar.lessons import DatedLesson, Expansion, LapseKind
from scheduler.calendar.year import Term
from scheduler.problem import Problem
from scheduler.russian import counted

Span = tuple[date, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Calendars in the folder, teachers first; warnings are Russian sentences."""

    files: tuple[Path, ...]
    events: int
    warnings: tuple[str, ...]


def write_folder(
    problem: Problem,
    expansion: Expansion,
    folder: Path,
    *,
    first: date,
    last: date,
    at: datetime,
    terms: Sequence[Term] = (),
    options: Options | None = None,
) -> Written:
    """Write every calendar of first to last, the period of the expansion. `at`: the moment, aware.

    A calendar over 1000 events or 900 KB is split by `terms` into `….1.ics`, `….2.ics`; without terms it stays
    whole and a warning says so. People who have left get their future lessons cancelled. Raises BadFileError for
    a spoiled `.stamps.json`, OSError where nothing can be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    desk = _Desk(problem, expansion, folder, (first, last), at, options or Options())
    spans = _spans(terms, first, last)
    for audience in desk.audiences():
        desk.write(audience, spans)
    desk.tidy()
    return Written(files=tuple(desk.files), events=desk.events, warnings=tuple(desk.warnings))


class _Desk:
    """A folder while its calendars are written."""

    def __init__(
        self,
        problem: Problem,
        expansion: Expansion,
        folder: Path,
        period: Span,
        at: datetime,
        options: Options,
    ) -> None:
        self._problem, self._folder, self._period, self._at = problem, folder, period, at
        self._options = options
        self._former = read_records(folder)
        known = {audience: record.stem for audience, record in self._former.items()}
        self._stems = known | file_stems(problem, known)
        self._titles = _titles(problem)
        self._lessons: dict[Audience, list[DatedLesson]] = defaultdict(list)
        for lesson in expansion.lessons:
            self._lessons[Audience(Holder.TEACHER, lesson.teacher)].append(lesson)
            for pupil in lesson.pupils:
                self._lessons[Audience(Holder.PUPIL, pupil)].append(lesson)
        self._reasons = {each.id: each.text for each in expansion.lapsed if each.kind != LapseKind.PAPER}
        self._records: list[FeedRecord] = []
        self.files: list[Path] = []
        self.warnings: list[str] = []
        self.events = 0

    def audiences(self) -> list[Audience]:
        """Everybody of the problem, then whoever had a calendar and is there no more."""
        return [*self._titles, *(audience for audience in self._former if audience not in self._titles)]

    def write(self, audience: Audience, spans: Sequence[Span]) -> None:
        former = self._former.get(audience)
        title = self._titles.get(audience) or (former.title if former else "")
        whole = self._feed(audience, title, self._period, former)
        parts = [whole]
        if whole.too_big and len(spans) > 1:
            parts = [self._feed(audience, title, span, former) for span in spans]
        elif whole.too_big:
            self._warn(title, whole)
        stem = self._stems[audience]
        names = [f"{stem}.ics"] if len(parts) == 1 else [f"{stem}.{n}.ics" for n in range(1, len(parts) + 1)]
        for name, part in zip(names, parts, strict=True):
            write_if_new(self._folder / name, part.data)
            self.files.append(self._folder / name)
            self.events += part.events
        self._records.append(
            FeedRecord(
                kind=audience.kind,
                id=audience.id,
                stem=stem,
                title=title,
                files=tuple(names),
                events=whole.stamps | {uid: stamp for part in parts for uid, stamp in part.notices.items()},
            )
        )

    def _feed(self, audience: Audience, title: str, span: Span, former: FeedRecord | None) -> Feed:
        return feed(
            self._problem,
            self._lessons[audience],
            audience,
            title=title,
            first=span[0],
            last=span[1],
            at=self._at,
            previous=former.events if former else {},
            options=replace(self._options, reasons={**self._reasons, **self._options.reasons}),
        )

    def _warn(self, title: str, whole: Feed) -> None:
        events = counted(whole.events, "событие", "события", "событий")
        self.warnings.append(
            f"Календарь «{title}» велик ({events}, {len(whole.data) // 1000} КБ): "
            "некоторые программы прочтут его не целиком."
        )

    def tidy(self) -> None:
        """Remember this writing, and remove calendars of the last one that have no place in it."""
        write_records(self._folder, self._records)
        kept = {path.name for path in self.files}
        for record in self._former.values():
            for name in record.files:
                if name not in kept:
                    (self._folder / name).unlink(missing_ok=True)


def _titles(problem: Problem) -> dict[Audience, str]:
    """Names of the calendars: the teacher's own name, the pupil's case code."""
    teachers = {Audience(Holder.TEACHER, each.id): each.name for each in problem.teachers}
    pupils = {Audience(Holder.PUPIL, each.id): each.id for each in problem.pupils}
    return {audience: f"Занятия: {one_line(name)}" for audience, name in (teachers | pupils).items()}


def _spans(terms: Sequence[Term], first: date, last: date) -> list[Span]:
    """The period cut at the beginnings of its terms but the first, so that no day falls between two parts."""
    starts = sorted(term.first for term in terms if term.first <= last and term.last >= first)
    inner = [first, *(start for start in starts[1:] if start > first)]
    ends = [*(start - timedelta(days=1) for start in inner[1:]), last]
    return list(zip(inner, ends, strict=True))
