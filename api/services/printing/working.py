"""The states of a set on its way: taken by one worker for a time, papers in portions, finished or left to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from api.errors import Conflict
from api.services.desk import DESK
from api.services.papers.files import FileStore
from api.services.printing.issuing import asked_of, issue, template_for
from api.services.printing.preparing import Prepared, prepare
from api.services.printing.sets import GOING, cases_of, forms_of
from api.services.printing.templates import Used
from api.services.unit import Actor, Unit
from exports.document.apart import Ask, Layout, Made
from exports.document.forms import Form
from models.person import Account, Grant, Role
from models.printing import IssuedPaper, PrintLayout, PrintSet, SetState

LEASE = timedelta(minutes=3)  # how long a worker has a set for itself
PORTION = 40  # papers made between two looks at what people want: as many as keep every child busy
MOST_TRIES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A set for one worker, the tries-th; actor None: who asked for it may not print any more."""

    id: str
    tries: int
    actor: Actor | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One paper to be made: its values, its template, what the printer is asked."""

    prepared: Prepared
    template: Used
    ask: Ask


def is_due(session: Session, at: datetime) -> bool:
    """Looks without holding anybody up: most of the time nothing is."""
    return session.exec(_due(at)).first() is not None


def _due(at: datetime) -> SelectOfScalar[PrintSet]:
    return (
        select(PrintSet)
        .where(col(PrintSet.state).in_(GOING), PrintSet.due_at <= at)
        .order_by(col(PrintSet.due_at), col(PrintSet.id))
        .limit(1)
    )


def take(session: Session, at: datetime, today: date) -> Taken | None:
    """The set that has waited longest, for this worker alone."""
    row = session.exec(_due(at).with_for_update(skip_locked=True)).first()
    if row is None:
        return None
    row.tries, row.due_at, row.state, row.rev = row.tries + 1, at + LEASE, SetState.RUNNING, row.rev + 1
    session.add(row)
    session.flush()
    actor = _actor(session, row, today) if row.tries <= MOST_TRIES else None
    return Taken(id=row.id, tries=row.tries, actor=actor)


def _actor(session: Session, row: PrintSet, today: date) -> Actor | None:
    """Who asked, in a role that still lets them print."""
    asked = (
        select(Grant.role)
        .where(
            Grant.account_id == row.account_id,
            Grant.school_id == row.school_id,
            Account.id == Grant.account_id,
        )
        .where(col(Grant.role).in_([role.value for role in DESK]), col(Account.disabled_at).is_(None))
        .where(Grant.first_on <= today, or_(col(Grant.last_on).is_(None), col(Grant.last_on) >= today))
    )
    role = session.exec(asked.order_by(col(Grant.id))).first()
    return Actor(account_id=row.account_id, role=Role(role), school_id=row.school_id) if role else None


def left_of(unit: Unit, set_id: str) -> list[tuple[str, Form]]:
    """(case, form) of every paper that is not there yet."""
    row = unit.session.get_one(PrintSet, set_id)
    asked = select(IssuedPaper.case_id, IssuedPaper.form).where(IssuedPaper.set_id == set_id)
    there = {(case_id, form) for case_id, form in unit.session.exec(asked)}
    wanted = ((case.id, form) for case in cases_of(unit, row) for form in forms_of(row))
    return [(case_id, form) for case_id, form in wanted if (case_id, form.value) not in there]


def pieces_of(
    unit: Unit, store: FileStore, set_id: str, left: Sequence[tuple[str, Form]]
) -> Iterator[Piece | None]:
    """What each paper would say; None: the case has nothing for this form yet."""
    row = unit.session.get_one(PrintSet, set_id)
    layout, templates = PrintLayout(row.layout), {}
    for case_id, form in left:
        if form not in templates:
            templates[form] = template_for(unit, store, form)
        try:
            prepared = prepare(unit, case_id, form, row.origin)
        except Conflict:
            yield None
            continue
        yield Piece(
            prepared=prepared, template=templates[form], ask=asked_of(prepared, templates[form], layout)
        )


def keep_pieces(
    unit: Unit, store: FileStore, taken: Taken, made: Sequence[tuple[Piece, Made | None]], skipped: int
) -> bool:
    """Writes a portion down; False: the set was cancelled, or somebody else has it."""
    row = unit.session.exec(select(PrintSet).where(PrintSet.id == taken.id).with_for_update()).first()
    if row is None or row.state != SetState.RUNNING or row.tries != taken.tries:
        return False
    layout = PrintLayout(row.layout)
    for piece, files in made:
        if files is None:
            skipped += 1  # the template cannot be filled in with what this case says
            continue
        issue(unit, store, piece.prepared, piece.template, layout, files.files[Layout(layout.value)], row.id)
    counted = select(func.count()).where(IssuedPaper.set_id == row.id)
    row.made, row.skipped = unit.session.exec(counted).one(), row.skipped + skipped
    row.due_at, row.rev = unit.at + LEASE, row.rev + 1
    unit.session.flush()
    return True


def begin_count(session: Session, taken: Taken) -> None:
    """A set that is taken up anew finds out again what is impossible yet."""
    session.execute(_mine(taken).values(skipped=0, rev=PrintSet.rev + 1))


def finish(session: Session, taken: Taken, state: SetState, at: datetime) -> None:
    """The end, where the set is still this worker's."""
    session.execute(_mine(taken).values(state=state, ended_at=at, rev=PrintSet.rev + 1))


def release(session: Session, taken: Taken, at: datetime) -> None:
    """Leaves a set to whoever looks next."""
    session.execute(_mine(taken).values(due_at=at, rev=PrintSet.rev + 1))


def _mine(taken: Taken) -> Any:
    return (
        update(PrintSet)
        .where(col(PrintSet.id) == taken.id, col(PrintSet.tries) == taken.tries)
        .where(col(PrintSet.state) == SetState.RUNNING)
    )
