"""What has passed the term a school has set for it. Where no term is set, nothing ever has.

Counted as «Сроки хранения» says: cases from the day the pupil left, medical papers from the end of the case, lessons
from the end of the school year, accounts from the end of the last role. What was taken away already is known by its
line in the log.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from api.services.schools.retention import terms_of
from models.audit import AuditRow
from models.base import Keep
from models.case import Case, Guardian, Pupil
from models.person import Account, Grant
from models.staff import Teacher
from models.states import OVER, State
from models.year import Year

ACT = "terms.{keep}"


@dataclass(frozen=True, slots=True)
class Due:
    """What is over by its term: a case (MEDICAL), a pupil (CASE), a school year or a teacher (JOURNAL), an account."""

    keep: Keep
    kind: str
    id: str

    @property
    def act(self) -> str:
        return ACT.format(keep=self.keep)


def due(session: Session, school_id: str, today: date) -> tuple[Due, ...]:
    """Of one school, in the order in which it may go: journals before cases, people last."""
    years = {keep: draft.years for keep, draft in terms_of(session, school_id).items()}
    found = (
        *_years(session, school_id, years.get(Keep.JOURNAL), today),
        *_cases(session, school_id, years.get(Keep.MEDICAL), today),
        *_pupils(session, school_id, years.get(Keep.CASE), today),
        *_accounts(session, school_id, years.get(Keep.ACCOUNT), today),
    )
    done = _done(session, {each.act for each in found})
    return tuple(each for each in found if (each.act, each.kind, each.id) not in done)


def is_over(counted_from: date, years: int, today: date) -> bool:
    """After so many whole years, from the next day on; 29 February counts as the 28th."""
    year = counted_from.year + years
    try:
        last = counted_from.replace(year=year)
    except ValueError:
        last = counted_from.replace(year=year, day=28)
    return today > last


def is_done(session: Session, one: Due) -> bool:
    """Whether the log tells that it was taken away."""
    return (one.act, one.kind, one.id) in _done(session, {one.act})


def _done(session: Session, acts: Iterable[str]) -> set[tuple[str, str, str]]:
    asked = select(AuditRow.action, AuditRow.object_kind, AuditRow.object_id).where(
        col(AuditRow.action).in_(list(acts))
    )
    return set(session.exec(asked).all())


def _years(session: Session, school_id: str, years: int | None, today: date) -> Iterator[Due]:
    if years is not None:
        for row in session.exec(select(Year).where(Year.school_id == school_id)):
            if is_over(row.last_on, years, today):
                yield Due(Keep.JOURNAL, "school_year", row.id)
        for who in session.exec(select(Teacher).where(Teacher.school_id == school_id)):
            if who.last_on is not None and is_over(who.last_on, years, today):
                yield Due(Keep.JOURNAL, "teacher", who.id)


def _cases(session: Session, school_id: str, years: int | None, today: date) -> Iterator[Due]:
    if years is not None:
        for row in session.exec(select(Case).where(Case.school_id == school_id)):
            if State(row.state) in OVER and is_over(row.state_since, years, today):
                yield Due(Keep.MEDICAL, "case", row.id)


def _pupils(session: Session, school_id: str, years: int | None, today: date) -> Iterator[Due]:
    """Who has no case that goes on: from the end of the last one, or from the day the child was entered."""
    if years is None:
        return
    cases = defaultdict(list)
    for row in session.exec(select(Case)):
        cases[row.pupil_id].append(row)
    for pupil in session.exec(select(Pupil).where(Pupil.school_id == school_id)):
        rows = cases[pupil.id]
        left = max((row.state_since for row in rows), default=pupil.created_at.date())
        if all(State(row.state) in OVER for row in rows) and is_over(left, years, today):
            yield Due(Keep.CASE, "pupil", pupil.id)


def _accounts(session: Session, school_id: str, years: int | None, today: date) -> Iterator[Due]:
    """Whose every role has ended, here and elsewhere; a representative's, where no child is here any more."""
    if years is None:
        return
    grants = defaultdict(list)
    for grant in session.exec(select(Grant)):
        grants[grant.account_id].append(grant)
    speaking = _speaking(session)
    for account in session.exec(select(Account)):
        rows = grants[account.id]
        lasts = [row.last_on or account.ends_on for row in rows] or [account.created_at.date()]
        known = [last for last in lasts if last is not None]
        schools = {row.school_id for row in rows} - {None}  # an administrator has none
        ended = len(known) == len(lasts) and is_over(max(known), years, today)
        if ended and account.id not in speaking and (not schools or school_id in schools):
            yield Due(Keep.ACCOUNT, "account", account.id)


def _speaking(session: Session) -> set[str]:
    """Accounts that speak for a child who has a case that goes on."""
    alive = select(Case.pupil_id).where(col(Case.state).not_in([state.value for state in OVER]))
    asked = select(Guardian.account_id).where(Guardian.pupil_id == Pupil.id, col(Pupil.id).in_(alive))
    return set(session.exec(asked).all())
