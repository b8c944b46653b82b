"""Handing in: the whole of what was told as one text, locked until it is opened again; what has changed since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import col, select

from api.errors import Conflict, Forbidden
from api.services.agreement.canonical import canonical, parsed
from api.services.registry.lists import days_of, weeks_of
from api.services.teachers.seen import LEADING, TeacherSeen, held_teacher, teacher_seen
from api.services.teachers.windows import WindowDraft, noted, row_of, windows_of
from api.services.unit import Unit
from api.services.weekly import Days, Hours, hours_said, span_said
from models.staff import Submission, TeacherWindow, Transport, WindowKind
from models.year import YearTerm

KIND = {
    WindowKind.FREE: "могу",
    WindowKind.BUSY: "занят(а)",
    WindowKind.CANNOT: "не могу",
    WindowKind.UNWANTED: "нежелательно",
}
TRANSPORT = {
    Transport.WALK: "пешком",
    Transport.BUS: "на автобусе",
    Transport.CAR: "на машине",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """In words: what stands now and did not before, and the other way round."""

    added: tuple[str, ...]
    gone: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.gone)


def submit(unit: Unit, teacher_id: str) -> Submission:
    """Hands in what stands now, for the year of the teacher's school."""
    seen = held_teacher(unit, teacher_id)
    if seen.year is None:
        raise Conflict("В школе ещё не заведён учебный год. Скажите заместителю директора.")
    rows = windows_of(unit, teacher_id)
    if not any(row.on_date is None for row in rows):
        raise Conflict("Сдавать пока нечего: добавьте хотя бы одно время.")
    made = Submission(
        teacher_id=teacher_id, year_id=seen.year.id, number=seen.last.number + 1 if seen.last else 1,
        at=unit.at, account_id=unit.actor.account_id, text=text_of(rows, seen.teacher.goes),
    )  # fmt: skip
    unit.session.add(made)
    noted(unit, seen, "submit", number=made.number)
    return made


def reopen(unit: Unit, teacher_id: str) -> None:
    """Opens what was handed in, so that the teacher may change it."""
    seen = teacher_seen(unit, teacher_id)
    if seen.foreign or unit.actor.role not in LEADING:
        raise Forbidden("Открыть время может заместитель директора или координатор. Попросите их.")
    if seen.last is None:
        raise Conflict("Время ещё не сдано, открывать нечего.")
    if seen.last.reopened_at is None:
        seen.last.reopened_at = unit.at
        unit.session.add(seen.last)
        noted(unit, seen, "reopen", number=seen.last.number)


def copy_last(unit: Unit, teacher_id: str) -> None:
    """The weekly hours of the last quarter in place of those that stand now; days that differ are left alone."""
    seen = held_teacher(unit, teacher_id)
    found = before_term(unit, seen)
    if found is None:
        raise Conflict("Прежнего времени нет: вы ещё ни разу его не сдавали.")
    for row in windows_of(unit, teacher_id):
        if row.on_date is None:
            unit.session.delete(row)
    told = _told(found.text)
    unit.session.add_all(row_of(teacher_id, draft) for draft in drafts_of(told) if draft.on is None)
    seen.teacher.goes = Transport(told["transport"]) if told["transport"] else None
    seen.teacher.rev += 1
    unit.session.add(seen.teacher)
    noted(unit, seen, "copy", number=found.number)


def before_term(unit: Unit, seen: TeacherSeen) -> Submission | None:
    """The last one handed in before the quarter of today began, of whatever year; else the last one of all."""
    asked = select(Submission).where(Submission.teacher_id == seen.teacher.id)
    found = unit.session.exec(asked.order_by(col(Submission.at).desc(), col(Submission.number).desc())).all()
    begun = _term_began(unit, seen)
    earlier = (row for row in found if begun is not None and row.at.date() < begun)
    return next(earlier, found[0] if found else None)


def _term_began(unit: Unit, seen: TeacherSeen) -> date | None:
    if seen.year is None:
        return None
    asked = select(YearTerm).where(YearTerm.year_id == seen.year.id, col(YearTerm.first_on) <= unit.today)
    return max((term.first_on for term in unit.session.exec(asked)), default=None)


def text_of(rows: Iterable[TeacherWindow], goes: Transport | None) -> str:
    """The canonical text: the same hours give the same text, in whatever order they were told."""
    told = [
        {
            "days": row.days or "", "end": row.end_min, "kind": row.sort.value, "reason": row.reason or "",
            "on": row.on_date.isoformat() if row.on_date else "", "start": row.start_min, "weeks": row.weeks or "",
        }
        for row in rows
    ]  # fmt: skip
    return canonical({"transport": goes or "", "windows": sorted(told, key=canonical)})


def _told(text: str) -> Any:
    return parsed(text)


def drafts_of(told: Any) -> Iterator[WindowDraft]:
    for each in told["windows"]:
        hours = Hours(
            days=days_of(each["days"] or None), weeks=weeks_of(each["weeks"] or None), start_min=each["start"],
            end_min=each["end"],
        )  # fmt: skip
        on = date.fromisoformat(each["on"]) if each["on"] else None
        yield WindowDraft(kind=WindowKind(each["kind"]), hours=hours, on=on, reason=each["reason"])


def difference(before: str | None, after: str, days: Days) -> Difference:
    """What two texts differ in; before None: nothing was ever handed in."""
    old, new = (Counter(_said(text, days)) if text else Counter() for text in (before, after))
    return Difference(added=tuple((new - old).elements()), gone=tuple((old - new).elements()))


def _said(text: str, days: Days) -> Iterator[str]:
    told = _told(text)
    for draft in drafts_of(told):
        yield draft_said(draft, days)
    if told["transport"]:
        yield f"добираюсь {TRANSPORT[Transport(told['transport'])]}"


def draft_said(draft: WindowDraft, days: Days) -> str:
    """`не могу: ср весь день (методический день)`."""
    when = hours_said(draft.hours, days)
    if draft.on is not None:
        when = f"{draft.on:%d.%m.%Y} {span_said(draft.hours.start_min, draft.hours.end_min)}"
    return f"{KIND[draft.kind]}: {when}" + (f" ({draft.reason})" if draft.reason else "")


def changed_since(unit: Unit, seen: TeacherSeen) -> Difference:
    """What stands now against what was handed in last."""
    if seen.last is None:
        return Difference(added=(), gone=())
    return difference(seen.last.text, _now(unit, seen), seen.days)


def changed_by_last(unit: Unit, seen: TeacherSeen) -> Difference:
    """What was handed in last against what was handed in before it, of whatever year."""
    if seen.last is None:
        return Difference(added=(), gone=())
    asked = select(Submission).where(
        Submission.teacher_id == seen.teacher.id, Submission.id != seen.last.id, col(Submission.at) <= seen.last.at
    )  # fmt: skip
    before = unit.session.exec(
        asked.order_by(col(Submission.at).desc(), col(Submission.number).desc())
    ).first()
    return difference(before.text if before else seen.last.text, seen.last.text, seen.days)


def _now(unit: Unit, seen: TeacherSeen) -> str:
    return text_of(windows_of(unit, seen.teacher.id), seen.teacher.goes)
