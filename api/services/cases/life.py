"""Cases (дела): opening one, finding one's own, and moving it by the table of states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count

from sqlmodel import col, select

from api.errors import Conflict, Invalid, NotFound
from api.services.cases.basis import DAY, Basis
from api.services.cases.guards import why_not
from api.services.cases.loading import load_one
from api.services.cases.parting import part
from api.services.cases.pupils import PupilDraft, add_pupil, faults_of_pupil, pupil_of
from api.services.desk import at_desk, locked, touch
from api.services.unit import Unit
from api.services.words import shown
from models.case import Case, CaseMove, Programme
from models.document import Contract, OrderPupil, Paper, PaperKind
from models.person import Account
from models.states import LAST, STEPS, Move, State, moves_from
from models.year import Year

ENDS_PAPERS = (Move.END_EARLY, Move.EXPIRE)  # the lines of orders and contracts of this case end with it


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDraft:
    """applied_on: the day the parent's application came."""

    pupil_id: str
    year_id: str
    class_title: str
    grade: int
    programme: Programme
    applied_on: date
    deputy_id: str | None = None
    class_teacher_id: str | None = None


def case_of(unit: Unit, case_id: str) -> Case:
    """A case of the actor's school; foreign and missing ones are not found alike."""
    school_id = at_desk(unit)
    case = unit.session.get(Case, case_id)
    if case is None or case.school_id != school_id:
        raise NotFound
    return case


def held_case(unit: Unit, case_id: str) -> Case:
    """The same, held against other writers until the transaction ends."""
    case = case_of(unit, case_id)
    return locked(unit, Case, case_id) or case


def open_case(unit: Unit, draft: CaseDraft) -> Case:
    """A new case in the state «заявление принято», with the next code of the school's year."""
    pupil = pupil_of(unit, draft.pupil_id)
    year = locked(unit, Year, draft.year_id)  # one at a time: codes are counted within the year
    if year is None or year.school_id != pupil.school_id:
        raise NotFound
    faults = _faults(unit, draft, year)
    if faults:
        raise Invalid(faults)
    _refuse_second(unit, draft)
    case = Case(
        school_id=pupil.school_id, year_id=year.id, pupil_id=pupil.id, code=_next_code(unit, year),
        class_title=draft.class_title.strip(), grade=draft.grade, programme=draft.programme,
        state_since=draft.applied_on, deputy_id=draft.deputy_id, class_teacher_id=draft.class_teacher_id,
    )  # fmt: skip
    unit.session.add(case)
    unit.session.flush()
    unit.note("case.open", "case", case.id, code=case.code, year=year.id)
    return case


def open_for_new_pupil(unit: Unit, pupil: PupilDraft, draft: CaseDraft) -> Case:
    """A pupil the school does not know yet and their case, both or neither; faults of both at once."""
    year = unit.session.get(Year, draft.year_id)
    if year is None or year.school_id != at_desk(unit):
        raise NotFound
    faults = faults_of_pupil(unit, pupil) | _faults(unit, draft, year)
    if faults:
        raise Invalid(faults)
    return open_case(unit, replace(draft, pupil_id=add_pupil(unit, pupil).id))


def _faults(unit: Unit, draft: CaseDraft, year: Year) -> dict[str, list[str]]:
    faults = {}
    if not 1 <= draft.grade <= 11:
        faults["grade"] = ["Класс — число от 1 до 11."]
    faults |= _faults_of_class(draft.class_title)
    if draft.applied_on > unit.today:
        faults["applied_on"] = [f"Дата ещё не наступила. Сегодня {shown(unit.today)}."]
    elif draft.applied_on > year.last_on:
        faults["applied_on"] = [f"Учебный год {year.title} закончился {shown(year.last_on)}."]
    for field in ("deputy_id", "class_teacher_id"):
        account_id = getattr(draft, field)
        if account_id is not None and unit.session.get(Account, account_id) is None:
            faults[field] = ["Выберите сотрудника из списка."]
    return faults


def _faults_of_class(title: str) -> dict[str, list[str]]:
    if not title.strip():
        return {"class_title": ["Укажите класс, например «5 А»."]}
    if len(title.strip()) > 20:
        return {"class_title": ["Название класса длиннее 20 знаков. Сократите его."]}
    return {}


def _refuse_second(unit: Unit, draft: CaseDraft) -> None:
    other = unit.session.exec(
        select(Case).where(
            Case.pupil_id == draft.pupil_id,
            Case.year_id == draft.year_id,
            col(Case.state).not_in([state.value for state in LAST]),
        )
    ).first()
    if other is not None:
        raise Conflict(f"У ребёнка уже есть дело {other.code} в этом учебном году. Откройте его.")


def _next_code(unit: Unit, year: Year) -> str:
    """The first free number from the count of cases on: codes that came with a workbook may run ahead of it."""
    taken = set(unit.session.exec(select(Case.code).where(Case.year_id == year.id)))
    return next(code for n in count(len(taken) + 1) if (code := f"К-{n:02d}") not in taken)


def choices(unit: Unit, case_id: str) -> dict[Move, tuple[str, ...]]:
    """Every move the table allows now, with what stands in its way today."""
    basis = load_one(unit.session, case_of(unit, case_id))
    return {move: why_not(basis, move, unit.today) for move in moves_from(basis.state)}


def make_move(unit: Unit, case_id: str, rev: int, move: Move, on: date | None = None) -> CaseMove:
    """Moves a case on a day (default today). Conflict with every reason where it may not be moved."""
    on = on or unit.today
    case = held_case(unit, case_id)
    if on > unit.today:
        raise Invalid({"on": [f"Дата ещё не наступила. Сегодня {shown(unit.today)}."]})
    basis = load_one(unit.session, case)
    reasons = why_not(basis, move, on)
    if reasons:
        raise Conflict(" ".join(reasons))
    touch(case, rev)
    made = _write(unit, case, basis, move, on)
    if move in ENDS_PAPERS:
        _end_papers(unit, case.id, on - DAY)
    if State(case.state) in LAST:
        part(unit, case)
    unit.note("case.move", "case", case.id, move=move, to=case.state, point=STEPS[move].point, n=made.number)
    return made


def _write(unit: Unit, case: Case, basis: Basis, move: Move, on: date) -> CaseMove:
    ground = max(basis.of(PaperKind.END_APPLICATION), key=lambda paper: paper.first, default=None)
    made = CaseMove(
        case_id=case.id, number=len(basis.states) + 1, move=move, from_state=case.state,
        to_state=STEPS[move].to, on_date=on, at=unit.at, account_id=unit.actor.account_id,
        paper_id=ground.id if ground and move == Move.END_EARLY else None,
    )  # fmt: skip
    case.state, case.state_since = STEPS[move].to, on
    if case.state == State.COMPLETE:
        case.clock_on = on
    unit.session.add(made)
    unit.session.flush()
    return made


def _end_papers(unit: Unit, case_id: str, last: date) -> None:
    """Lines of this case alone; other pupils of the same order keep theirs."""
    lines: Sequence[OrderPupil | Contract] = [
        *unit.session.exec(select(OrderPupil).where(OrderPupil.case_id == case_id)),
        *unit.session.exec(select(Contract).where(Contract.case_id == case_id)),
    ]
    for line in lines:
        if last < (line.ended_on or line.last_on):
            line.ended_on = last
            line.rev += 1
    unit.session.flush()


def history(unit: Unit, case_id: str) -> tuple[CaseMove, ...]:
    """Every move made, the first one first."""
    case = case_of(unit, case_id)
    asked = select(CaseMove).where(CaseMove.case_id == case.id).order_by(col(CaseMove.number))
    return tuple(unit.session.exec(asked).all())


def change_class(unit: Unit, case_id: str, rev: int, class_title: str, class_teacher_id: str | None) -> Case:
    """Another class of the same grade, another class teacher."""
    case = held_case(unit, case_id)
    faults = _faults_of_class(class_title)
    if class_teacher_id is not None and unit.session.get(Account, class_teacher_id) is None:
        faults["class_teacher_id"] = ["Выберите сотрудника из списка."]
    if faults:
        raise Invalid(faults)
    touch(case, rev)
    case.class_title, case.class_teacher_id = class_title.strip(), class_teacher_id
    unit.session.flush()
    unit.note("case.class", "case", case.id, rev=case.rev)
    return case


def papers_of(unit: Unit, case_id: str) -> tuple[Paper, ...]:
    """Every paper of a case, without what medical ones say; annulled ones, too."""
    case = case_of(unit, case_id)
    asked = select(Paper).where(Paper.case_id == case.id).order_by(col(Paper.valid_from), col(Paper.id))
    return tuple(unit.session.exec(asked).all())
