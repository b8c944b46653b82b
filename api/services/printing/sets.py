"""Papers of a case, a class or a school in one go: asked for, looked at, handed out as one parcel.

What is in the table counts: `api.jobs.papers` works it off, and whoever dies leaves it to the next one; papers that
were made stay made.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select

from api.errors import Conflict, Invalid, NotFound
from api.services.cases.life import case_of
from api.services.desk import at_desk, locked
from api.services.papers.files import FileStore
from api.services.printing.preparing import OF_CASE
from api.services.unit import Unit
from exports.document.forms import FILE, Form
from exports.document.parcel import MOMENT
from models.case import Case
from models.document import StoredFile
from models.printing import IssuedPaper, PrintLayout, PrintSet, SetState
from models.states import LAST
from models.year import Year

GOING = (SetState.WAITING, SetState.RUNNING)
MOST_GOING = 5
MOST_PAPERS = 2000
SAFE = frozenset("-_. ")


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDraft:
    """case_id: of one case; class_title: of one class; neither: of every case of the year that is not over."""

    year_id: str
    forms: tuple[Form, ...]
    layout: PrintLayout
    case_id: str | None = None
    class_title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSeen:
    """A set with how far it is. done: papers made or found to be impossible yet, of total."""

    id: str
    what: str
    forms: tuple[Form, ...]
    layout: str
    state: SetState
    total: int
    made: int
    skipped: int
    at: datetime

    @property
    def going(self) -> bool:
        return self.state in GOING

    @property
    def done(self) -> int:
        return self.made + self.skipped


def ask_set(unit: Unit, draft: SetDraft, origin: str) -> PrintSet:
    """A set in the queue. Invalid says what cannot be asked for."""
    school_id = at_desk(unit)
    _refuse_faults(unit, school_id, draft)
    row = PrintSet(
        school_id=school_id, year_id=draft.year_id, account_id=unit.actor.account_id, case_id=draft.case_id,
        class_title=draft.class_title, forms=",".join(form.value for form in draft.forms), layout=draft.layout,
        origin=origin, due_at=unit.at,
    )  # fmt: skip
    row.total = len(cases_of(unit, row)) * len(draft.forms)
    if not 0 < row.total <= MOST_PAPERS:
        raise Invalid({"scope": ["Печатать нечего: дел нет." if not row.total else "Слишком много за раз."]})
    unit.session.add(row)
    unit.session.flush()
    unit.note("print.set", "print_set", row.id, papers=row.total, forms=row.forms, layout=row.layout)
    return row


def _refuse_faults(unit: Unit, school_id: str, draft: SetDraft) -> None:
    year = unit.session.get(Year, draft.year_id)
    if year is None or year.school_id != school_id:
        raise NotFound
    if draft.case_id is not None:
        case_of(unit, draft.case_id)
    if not draft.forms or not set(draft.forms) <= set(OF_CASE):
        raise Invalid({"forms": ["Отметьте хотя бы одну форму."]})
    going = select(func.count()).where(PrintSet.school_id == school_id, col(PrintSet.state).in_(GOING))
    if unit.session.exec(going).one() >= MOST_GOING:
        raise Conflict(f"Уже печатается {MOST_GOING} комплектов. Дождитесь их или отмените лишние.")


def cases_of(unit: Unit, row: PrintSet) -> Sequence[Case]:
    """Cases a set is about, by code; those that are over for good only where one is named."""
    if row.case_id is not None:
        return [unit.session.get_one(Case, row.case_id)]
    asked = (
        select(Case)
        .where(Case.school_id == row.school_id, Case.year_id == row.year_id)
        .where(col(Case.state).not_in([state.value for state in LAST]))
    )
    if row.class_title is not None:
        asked = asked.where(Case.class_title == row.class_title)
    return unit.session.exec(asked.order_by(col(Case.code), col(Case.id))).all()


def forms_of(row: PrintSet) -> tuple[Form, ...]:
    return tuple(Form(word) for word in row.forms.split(",") if word in set(Form))


def classes_of(unit: Unit, year_id: str) -> tuple[str, ...]:
    """Classes of a year with a case that is not over."""
    asked = (
        select(Case.class_title)
        .where(Case.school_id == at_desk(unit), Case.year_id == year_id)
        .where(col(Case.state).not_in([state.value for state in LAST]))
    )
    return tuple(sorted(set(unit.session.exec(asked))))


def set_of(unit: Unit, set_id: str) -> PrintSet:
    """A set of the actor's school."""
    row = unit.session.get(PrintSet, set_id)
    if row is None or row.school_id != at_desk(unit):
        raise NotFound
    return row


def sets_seen(unit: Unit, most: int = 20) -> tuple[SetSeen, ...]:
    asked = select(PrintSet).where(PrintSet.school_id == at_desk(unit))
    rows = unit.session.exec(asked.order_by(col(PrintSet.created_at).desc(), col(PrintSet.id)).limit(most))
    return tuple(seen(unit, row) for row in rows)


def seen(unit: Unit, row: PrintSet) -> SetSeen:
    if row.case_id is not None:
        what = f"дело {unit.session.get_one(Case, row.case_id).code}"
    else:
        what = f"класс {row.class_title}" if row.class_title else "вся школа"
    return SetSeen(
        id=row.id, what=what, forms=forms_of(row), layout=row.layout.upper(), state=SetState(row.state),
        total=row.total, made=row.made, skipped=row.skipped, at=row.created_at,
    )  # fmt: skip


def cancel_set(unit: Unit, set_id: str) -> None:
    """Nothing more is made; what was made stays in its cases."""
    row = locked(unit, PrintSet, set_of(unit, set_id).id)
    if row is None or row.state not in GOING:
        raise Conflict("Этот комплект уже закончен.")
    row.state, row.ended_at = SetState.CANCELLED, unit.at
    row.rev += 1
    unit.session.flush()
    unit.note("print.cancel", "print_set", row.id)


def parcel_of(unit: Unit, store: FileStore, set_id: str) -> bytes:
    """Every paper of a set: `К-01/08 расписание.pdf`. Names tell nothing of a child or its health."""
    row = set_of(unit, set_id)
    asked = (
        select(IssuedPaper, Case.code, StoredFile)
        .where(IssuedPaper.case_id == Case.id, IssuedPaper.file_id == StoredFile.id)
        .where(IssuedPaper.set_id == row.id)
        .order_by(col(Case.code), col(IssuedPaper.form))
    )
    found = unit.session.exec(asked).all()
    if not found:
        raise Conflict("В этом комплекте ещё нет ни одного документа.")
    unit.note("print.parcel", "print_set", row.id, papers=len(found))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as parcel:
        for paper, code, kept in found:
            entry = zipfile.ZipInfo(f"{_plain(code)}/{FILE[Form(paper.form)]}.{paper.layout}", MOMENT)
            parcel.writestr(entry, store.get(kept.school_id, kept.digest))
    return made.getvalue()


def _plain(code: str) -> str:
    """A code as the name of a folder: it may have come with a workbook."""
    told = "".join(sign if sign.isalnum() or sign in SAFE else "_" for sign in code).strip(". ")
    return told or "дело"


def current_year(unit: Unit) -> Year | None:
    """The year that is on or comes next."""
    asked = select(Year).where(Year.school_id == at_desk(unit), Year.last_on >= unit.today)
    return unit.session.exec(asked.order_by(col(Year.first_on))).first()
