"""From a variant to families: who would get what, and then the offers themselves, all of them or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select

from api.errors import Invalid
from api.services.agreement.timetable.content import Line
from api.services.agreement.timetable.desk import Seen, open_version
from api.services.agreement.timetable.difference import Change, changes_of
from api.services.agreement.timetable.drafting import Source, draft_versions, source_of, unknown_teachers
from api.services.agreement.timetable.letters import (
    OFFERED,
    drop_waiting,
    host_of,
    link_of,
    offer_letter,
    put_out,
    said,
)
from api.services.agreement.timetable.lines import placed_lines, unplaced_of
from api.services.agreement.timetable.offering import offer
from api.services.agreement.timetable.shelf import CURRENT, Shelf, read, shelf_of
from api.services.agreement.timetable.states import SAID
from api.services.cases.basis import Basis
from api.services.cases.loading import load
from api.services.desk import at_desk
from api.services.unit import Unit
from api.services.words import shown
from models.agreement import TimetableVersion, VersionState
from models.case import Case
from models.states import AFTER_ORDER

NONE_CHOSEN = "Отметьте хотя бы одну семью."


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A case in a variant. changes: against what was agreed before; first: nothing was. last_on: the last day the
    contract allows. now: the state of what was sent before, empty: nothing waits. unplaced: lessons without a time.
    hindrance: why it cannot be offered, empty: it can."""

    case_id: str
    code: str
    pupil: str
    class_title: str
    lessons: int
    unplaced: int
    changes: tuple[Change, ...]
    first: bool
    last_on: date
    now: str
    speakers: int
    hindrance: str

    @property
    def concerned(self) -> bool:
        """Whether there is anything to answer: a first timetable, or one that differs."""
        return not self.hindrance and (self.first or bool(self.changes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What the deputy has chosen. answer_until: the instant after which silence is «без ответа»."""

    case_ids: tuple[str, ...]
    first_on: date
    last_on: date
    answer_until: datetime


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything `families` is judged by."""

    source: Source
    shelf: Shelf
    bases: dict[str, Basis]


def families(unit: Unit, variant_id: str, first_on: date, last_on: date) -> tuple[Family, ...]:
    """Every case of the school's year that the variant has lessons for, those with something to answer first."""
    source = source_of(unit, variant_id)
    cases = _cases(unit, source)
    desk = Desk(source, shelf_of(unit, cases, CURRENT), load(unit.session, cases))
    told = [_family(desk, case, first_on, last_on) for case in cases]
    return tuple(sorted(told, key=lambda family: (not family.concerned, family.code)))


def _cases(unit: Unit, source: Source) -> list[Case]:
    held = {row.id: row.pupils for row in source.problem.rows}
    codes = {pupil for lesson in source.timetable.lessons for pupil in held.get(lesson.row, ())}
    asked = select(Case).where(
        Case.school_id == at_desk(unit), Case.year_id == source.variant.year_id, col(Case.code).in_(codes)
    )
    return list(unit.session.exec(asked.order_by(col(Case.code))))


def _family(desk: Desk, case: Case, first_on: date, last_on: date) -> Family:
    shelf, pupil = desk.shelf, desk.shelf.pupils[case.pupil_id]
    lines = [placed.line for placed in placed_lines(desk.source.problem, desk.source.timetable, case.code)]
    before, waiting = _before(shelf, case), _waiting(shelf, case)
    last = _last_on(desk.bases[case.id], first_on, last_on)
    speakers = len(shelf.deciding(case.pupil_id))
    return Family(
        case_id=case.id, code=case.code, pupil=f"{pupil.surname} {pupil.given_names}",
        class_title=case.class_title, lessons=_a_cycle(lines, len(desk.source.problem.weeks)),
        unplaced=unplaced_of(desk.source.problem, desk.source.timetable, [case.code])[case.code],
        changes=changes_of(read(before).lines, lines) if before else (), first=before is None, last_on=last,
        now=SAID[shelf.state(waiting)] if waiting else "", speakers=speakers,
        hindrance=_hindrance(case, last, first_on, speakers),
    )  # fmt: skip


def _before(shelf: Shelf, case: Case) -> TimetableVersion | None:
    """What the family lives by, else what it has agreed to."""
    rows = shelf.versions.get(case.id, ())
    published = (row for row in rows if row.state == VersionState.PUBLISHED)
    return next(published, None) or next((row for row in rows if row.state != VersionState.OFFERED), None)


def _waiting(shelf: Shelf, case: Case) -> TimetableVersion | None:
    rows = shelf.versions.get(case.id, ())
    return next((row for row in rows if row.state != VersionState.PUBLISHED), None)


def _a_cycle(lines: Sequence[Line], weeks: int) -> int:
    return sum(weeks if line.weeks is None else len(line.weeks) for line in lines)


def _last_on(basis: Basis, first_on: date, last_on: date) -> date:
    """No day beyond the contract is promised."""
    contract = basis.contract_on(first_on)
    return min(last_on, contract.last) if contract else last_on


def _hindrance(case: Case, last: date, first_on: date, speakers: int) -> str:
    if case.state not in AFTER_ORDER:
        return "дело ещё не дошло до расписания или закончено"
    if last < first_on:
        return f"договор действует до {shown(last)}"
    if not speakers:
        return "в деле нет представителя, который вправе ответить"
    return ""


def send(unit: Unit, variant_id: str, chosen: Sending, address: str) -> tuple[TimetableVersion, ...]:
    """Drafts and offers them, each until its contract's last day at most, with a message to each representative.

    Invalid names every family that cannot be asked. address: of the service, for links.
    """
    known = {family.case_id: family for family in families(unit, variant_id, chosen.first_on, chosen.last_on)}
    faults = list(_faults(known, chosen))
    if chosen.last_on < chosen.first_on:
        raise Invalid({"last_on": [f"Последний день раньше первого: {shown(chosen.first_on)}."]})
    if faults:
        raise Invalid({"cases": faults})
    unknown = unknown_teachers(unit, variant_id)
    if unknown:
        raise Invalid({"cases": [f"В школе нет учителей с такими кодами: {', '.join(unknown)}. Внесите их."]})
    return tuple(
        _sent(unit, variant_id, known[case_id], chosen, address) for case_id in sorted(set(chosen.case_ids))
    )


def _faults(known: dict[str, Family], chosen: Sending) -> Iterator[str]:
    if not chosen.case_ids:
        yield NONE_CHOSEN
    for case_id in chosen.case_ids:
        family = known.get(case_id)
        if family is None:
            yield "Отмеченной семьи нет в этом варианте. Откройте страницу снова."
        elif family.hindrance:
            yield f"Дело {family.code}: {family.hindrance}."


def _sent(unit: Unit, variant_id: str, family: Family, chosen: Sending, address: str) -> TimetableVersion:
    replaced = open_version(unit, family.case_id)
    draft = draft_versions(unit, variant_id, [family.case_id], chosen.first_on, family.last_on)[0]
    version = offer(unit, draft.id, Seen(digest=draft.digest or "", rev=draft.rev), chosen.answer_until)
    if replaced is not None:
        drop_waiting(unit, replaced.id)
    shelf = shelf_of(unit, [unit.session.get_one(Case, family.case_id)], CURRENT)
    letters = [
        offer_letter(
            row.account_id, link_of(unit, address, version, row.account_id), version.first_on,
            shelf.local(chosen.answer_until), said(family.changes),
        )
        for row in shelf.deciding(shelf.cases[family.case_id].pupil_id)
    ]  # fmt: skip
    put_out(unit, letters, OFFERED, version.id, host_of(address))
    return version
