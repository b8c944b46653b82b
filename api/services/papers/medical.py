"""The only door to `case_medical`: filing what a medical paper says, and reading it with a row in the log.

Facts of the log and sentences of refusals carry ids and codes; nothing a medical paper says leaves this module
except in the value handed to the reader.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlmodel import col, select

from api.errors import Conflict, Invalid, NotFound
from api.services.cases.life import case_of
from api.services.cases.loading import LASTING, load_one
from api.services.desk import at_desk, expect, touch
from api.services.papers.alarm import watch_reader
from api.services.papers.filing import open_for_papers, paper_of, refuse_dates
from api.services.unit import Unit
from api.services.words import CONSENT
from models.case import Case, Level
from models.document import SENSITIVE, CaseMedical, Paper, PaperKind


class Why(StrEnum):
    """What a medical paper is read for; asked of the reader and written into the log."""

    CHECK = "check"  # checking what was filed
    ORDER = "order"  # writing an order or a contract
    TIMETABLE = "timetable"  # limits for making a timetable
    EXPORT = "export"  # the family asked for its data


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class MedicalDraft:
    """A paper of doctors, of the ПМПК, or an ИПРА. Limits on the timetable only, never a diagnosis.

    max_day_min: minutes of lessons a day; ends_by_min: no lesson after this minute of the day. level: of a ПМПК
    conclusion, default the level of the case.
    """

    kind: PaperKind
    number: str
    issuer: str
    issued_on: date
    valid_from: date
    valid_to: date | None = None
    level: Level | None = None
    max_day_min: int | None = None
    ends_by_min: int | None = None
    limits: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Medical:
    """What a medical paper says, for a reader whose reading is in the log."""

    paper_id: str
    kind: PaperKind
    number: str
    issuer: str
    issued_on: date
    valid_from: date
    valid_to: date | None
    max_day_min: int | None
    ends_by_min: int | None
    limits: str | None
    rev: int


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Limits:
    """Limits on a timetable on a day, the strictest of all papers that hold."""

    max_day_min: int | None
    ends_by_min: int | None
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class DayLimits:
    """What a timetable has to keep to: minutes of lessons a day, and the minute of the day they end by."""

    max_day_min: int | None
    ends_by_min: int | None


def file_medical(unit: Unit, case_id: str, draft: MedicalDraft) -> Paper:
    """A medical paper: its days into `paper`, all it says into `case_medical`."""
    case = open_for_papers(unit, case_id)
    _refuse_faults(unit, draft)
    _demand_consent(unit, case)
    level = (draft.level or case.level) if draft.kind == PaperKind.PMPK else None
    paper = Paper(
        case_id=case.id, kind=draft.kind, valid_from=draft.valid_from, valid_to=draft.valid_to, level=level
    )
    unit.session.add(paper)
    unit.session.flush()
    unit.session.add(
        CaseMedical(
            case_id=case.id, paper_id=paper.id, number=draft.number.strip(), issuer=draft.issuer.strip(),
            issued_on=draft.issued_on, max_day_min=draft.max_day_min, ends_by_min=draft.ends_by_min,
            limits=draft.limits,
        )
    )  # fmt: skip
    unit.session.flush()
    unit.note("medical.file", "paper", paper.id, case=case.id, what=draft.kind)
    return paper


def change_medical(unit: Unit, paper_id: str, rev: int, draft: MedicalDraft) -> None:
    """What a medical paper says, corrected; kind and days stay (annul the paper and file it anew)."""
    paper = paper_of(unit, paper_id)
    row = _row(unit, paper, lock=True)
    _refuse_faults(unit, draft)
    same = (paper.kind, paper.valid_from, paper.valid_to) == (draft.kind, draft.valid_from, draft.valid_to)
    if not same:
        raise Conflict("Вид и срок документа не меняют: аннулируйте его и внесите заново.")
    touch(row, rev)
    row.number, row.issuer, row.issued_on = draft.number.strip(), draft.issuer.strip(), draft.issued_on
    row.max_day_min, row.ends_by_min, row.limits = draft.max_day_min, draft.ends_by_min, draft.limits
    unit.session.flush()
    unit.note("medical.change", "paper", paper.id, case=paper.case_id, rev=row.rev)


def read_medical(unit: Unit, paper_id: str, why: Why) -> Medical:
    """What a medical paper says. The reading is written down first: without its row nothing is told."""
    paper = paper_of(unit, paper_id)
    unit.note("medical.read", "paper", paper.id, case=paper.case_id, why=why)
    watch_reader(unit)
    row = _row(unit, paper)
    return Medical(
        paper_id=paper.id, kind=PaperKind(paper.kind), number=row.number, issuer=row.issuer,
        issued_on=row.issued_on, valid_from=paper.valid_from, valid_to=paper.valid_to,
        max_day_min=row.max_day_min, ends_by_min=row.ends_by_min, limits=row.limits, rev=row.rev,
    )  # fmt: skip


def expect_medical(unit: Unit, paper_id: str, tags: Collection[str]) -> int:
    """The revision of what a medical paper says, held, when the caller has seen it; Stale otherwise."""
    row = _row(unit, paper_of(unit, paper_id))
    return expect(unit, CaseMedical, row.id, tags).rev


def limits_on(unit: Unit, case_id: str, on: date) -> Limits:
    """The limits that hold for a case on a day; a reading of medical papers, written down as one."""
    case = case_of(unit, case_id)
    unit.note("medical.limits", "case", case.id, why=Why.TIMETABLE)
    holding = [paper.id for paper in load_one(unit.session, case).papers if paper.holds(on)]
    asked = select(CaseMedical).where(CaseMedical.paper_id.in_(holding))  # type: ignore[attr-defined]
    rows = unit.session.exec(asked.order_by(CaseMedical.issued_on)).all()  # type: ignore[arg-type]
    return Limits(
        max_day_min=min((row.max_day_min for row in rows if row.max_day_min is not None), default=None),
        ends_by_min=min((row.ends_by_min for row in rows if row.ends_by_min is not None), default=None),
        texts=tuple(row.limits for row in rows if row.limits),
    )


def day_limits(unit: Unit, cases: Sequence[Case], first: date, last: date) -> dict[str, DayLimits]:
    """Limits for making a timetable of a range, by case id, the strictest of all papers that hold on some day of it.

    No words of any paper. One row in the log for all cases; nothing is read before it. Cases of another school than
    the actor's get no answer.
    """
    school_id = at_desk(unit)
    own = [case for case in cases if case.school_id == school_id]
    if not own:
        return {}
    unit.note("medical.limits", "school", school_id, why=Why.TIMETABLE, cases=len(own))
    return _limits_by_case(unit, own, first, last)


def limits_judged(unit: Unit, cases: Sequence[Case], first: date, last: date) -> dict[str, DayLimits]:
    """The same for a program that judges a time which somebody else takes: a family its make-ups, a teacher a lesson.

    Nobody is told a limit; a row in the log for every case, nothing is read before it.
    """
    for case in cases:
        unit.note("medical.limits", "case", case.id, why=Why.TIMETABLE)
    return _limits_by_case(unit, cases, first, last) if cases else {}


def _limits_by_case(unit: Unit, cases: Sequence[Case], first: date, last: date) -> dict[str, DayLimits]:
    found: dict[str, list[tuple[int | None, int | None]]] = defaultdict(list)
    of_pupil = {case.pupil_id: case for case in cases}
    for paper, limits in _limits_of(unit, list(of_pupil), first, last):
        pupil_id, case_id, kind, level = paper
        case = of_pupil[pupil_id]
        if case_id == case.id or (kind in LASTING and level in (None, case.level)):
            found[case.id].append(limits)
    return {
        key: DayLimits(_least(each[0] for each in told), _least(each[1] for each in told))
        for key, told in found.items()
    }


def _limits_of(unit: Unit, pupils: Sequence[str], first: date, last: date) -> Iterator[tuple[Any, Any]]:
    asked = (
        select(
            Case.pupil_id,
            Paper.case_id,
            Paper.kind,
            Paper.level,
            CaseMedical.max_day_min,
            CaseMedical.ends_by_min,
        )  # type: ignore[call-overload]
        .where(Paper.case_id == Case.id, CaseMedical.paper_id == Paper.id, col(Case.pupil_id).in_(pupils))
        .where(col(Paper.annulled_on).is_(None), col(Paper.valid_from) <= last)
        .where(col(Paper.valid_to).is_(None) | (col(Paper.valid_to) >= first))
    )
    for pupil_id, case_id, kind, level, max_day_min, ends_by_min in unit.session.exec(asked):
        yield (pupil_id, case_id, kind, level), (max_day_min, ends_by_min)


def _least(told: Iterable[int | None]) -> int | None:
    return min((each for each in told if each is not None), default=None)


def _row(unit: Unit, paper: Paper, *, lock: bool = False) -> CaseMedical:
    asked = select(CaseMedical).where(CaseMedical.paper_id == paper.id)
    row = unit.session.exec(asked.with_for_update() if lock else asked).first()
    if row is None:
        raise NotFound
    return row


def _refuse_faults(unit: Unit, draft: MedicalDraft) -> None:
    faults: dict[str, list[str]] = {}
    if draft.kind not in SENSITIVE:
        faults["kind"] = ["Выберите медицинское заключение, заключение ПМПК или ИПРА."]
    if not 1 <= len(draft.number.strip()) <= 60:
        faults["number"] = ["Укажите номер документа, не длиннее 60 знаков."]
    if not 1 <= len(draft.issuer.strip()) <= 300:
        faults["issuer"] = ["Укажите, кто выдал документ, не длиннее 300 знаков."]
    if draft.kind == PaperKind.MEDICAL and draft.valid_to is None:
        faults["valid_to"] = ["Укажите, до какого дня действует медицинское заключение."]
    for field, minutes in (("max_day_min", draft.max_day_min), ("ends_by_min", draft.ends_by_min)):
        if minutes is not None and not 1 <= minutes <= 24 * 60:
            faults[field] = ["Укажите минуты от 1 до 1440 или оставьте поле пустым."]
    if draft.limits is not None and len(draft.limits) > 500:
        faults["limits"] = ["Опишите ограничения короче: не больше 500 знаков."]
    if faults:
        raise Invalid(faults)
    refuse_dates(unit, draft.valid_from, draft.valid_to, draft.issued_on)


def _demand_consent(unit: Unit, case: Case) -> None:
    basis = load_one(unit.session, case)
    missing = basis.without_consent(unit.today) if basis.options.consent_blocks else ()
    if missing:
        told = ", ".join(CONSENT[purpose] for purpose in missing)
        raise Conflict(f"Сначала внесите согласие родителя {told}.")
