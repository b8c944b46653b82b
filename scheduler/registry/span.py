"""A range of dates: who and what holds in it, and on which dates inside it the rules change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.norms import Answer, norm_files
from scheduler.registry.desk import NormDesk
from scheduler.registry.remarks import short_title
from scheduler.registry.values import PlanLine, PupilEntry, Registry
from scheduler.russian import day_said
from scheduler.terms import Needs, Weekday

Dated = PupilEntry | PlanLine
ONE_DAY = timedelta(days=1)
MONTHLY = {  # norms that depend on the month
    "week_max": "уроков в неделю не больше {}",
    "day_max": "уроков в день не больше {}",
    "lesson_max": "урок не длиннее {} мин",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A date from which another rule holds. kind: norm, document, line, papers; text: what changes, in Russian."""

    on: date
    kind: str
    text: str
    pupil: str | None = None
    line: str | None = None


def cuts(registry: Registry, first: date, last: date) -> tuple[date, ...]:
    """The dates inside the range from which other rules hold: build up to the day before and from it on."""
    return tuple(sorted({cut.on for cut in cut_reasons(registry, first, last)}))


def cut_reasons(registry: Registry, first: date, last: date) -> tuple[Cut, ...]:
    """Every change inside the range, by date."""
    found = [*_document_cuts(), *_monthly_cuts(registry, first, last)]
    for pupil in registry.pupils:
        found += _validity_cuts(pupil, "papers", f"{pupil.id}: документы")
    for line in registry.lines:
        found += _validity_cuts(line, "line", f"{', '.join(line.pupils)}, «{line.subject}»: строка плана")
    inside = (cut for cut in found if first < cut.on <= last)
    return tuple(sorted(dict.fromkeys(inside), key=lambda cut: cut.on))


def holds_in(entry: Dated, first: date, last: date) -> bool:
    """True when the entry holds on some date of the range."""
    begins, ends = entry.valid_from or date.min, entry.valid_to or date.max
    return begins <= last and first <= ends


def week_days(registry: Registry) -> tuple[Weekday, ...]:
    """Days with lessons at any school, Monday to Friday where none has said so."""
    said = {day for year in registry.years for day in year.days}
    return tuple(day for day in Weekday if day in said) or tuple(Weekday)[:5]


def _document_cuts() -> Iterator[Cut]:
    seen = set()
    for file in norm_files():
        if file.valid_to is not None and file.document not in seen:
            seen.add(file.document)
            text = f"{short_title(file.document)} действует до {day_said(file.valid_to)}"
            yield Cut(on=file.valid_to, kind="document", text=text)


def _monthly_cuts(registry: Registry, first: date, last: date) -> Iterator[Cut]:
    groups = sorted({(pupil.grade, pupil.needs) for pupil in registry.pupils})
    days = 6 if Weekday.SAT in week_days(registry) else 5
    for on in _month_begins(first, last):
        before, after = NormDesk(on - ONE_DAY), NormDesk(on)
        for code in MONTHLY:
            for grade, needs in groups:
                pair = _asked(before, code, grade, needs, days), _asked(after, code, grade, needs, days)
                if pair[0] and pair[1] and pair[0].value != pair[1].value:
                    text = f"{MONTHLY[code].format(pair[1].value)}, до этого {pair[0].value}"
                    yield Cut(on=on, kind="norm", text=f"{grade} класс: {text}")


def _asked(desk: NormDesk, code: str, grade: int, needs: Needs, days: int) -> Answer | None:
    if code == "lesson_max":
        return desk.lesson_max(grade, needs)
    return desk.answer(code, grade, **({"days": days} if code == "week_max" else {}))


def _month_begins(first: date, last: date) -> Iterable[date]:
    months = range(first.year * 12 + first.month, last.year * 12 + last.month)
    return (date(month // 12, month % 12 + 1, 1) for month in months)


def _validity_cuts(entry: Dated, kind: str, what: str) -> Iterator[Cut]:
    who: dict[str, str] = {"pupil" if isinstance(entry, PupilEntry) else "line": entry.id}
    if entry.valid_from is not None:
        yield Cut(on=entry.valid_from, kind=kind, text=f"{what} с {day_said(entry.valid_from)}", **who)
    if entry.valid_to is not None and entry.valid_to < date.max:
        text = f"{what} по {day_said(entry.valid_to)}"
        yield Cut(on=entry.valid_to + ONE_DAY, kind=kind, text=text, **who)
