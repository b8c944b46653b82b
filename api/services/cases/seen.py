"""Cases for those who may only look: parents their own child's, class teachers those of their class.

One accessor for every reader; what is not theirs is not found, like what does not exist. Nothing that a medical
paper says is in what these functions hand out, and nothing of medical papers at all in what a class teacher gets.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, or_, select

from api.errors import NotFound
from api.services.cases.basis import Basis
from api.services.cases.life import case_of
from api.services.cases.loading import load_one
from api.services.cases.outlook import Holding, outlook
from api.services.desk import DESK
from api.services.people.staff import Person, in_roles, person
from api.services.unit import Unit
from api.services.words import PAPER
from models.case import Case, Guardian, Pupil
from models.person import Grant, Role
from models.states import LAST, OVER, PREPARING, SAID, State
from models.year import Year

ADULT = 18  # years; from this birthday on nobody else speaks for the pupil


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to call."""

    who: str
    name: str
    phone: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortCase:
    """A case to look at. pupil: given names for a parent, surname first for a teacher. lacking: papers to bring."""

    id: str
    code: str
    pupil: str
    class_title: str
    year: str
    state: State
    said: str
    since: date
    holdings: tuple[Holding, ...]
    lacking: tuple[str, ...]
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortLine:
    """A case in a list of those one may look at."""

    id: str
    code: str
    pupil: str
    class_title: str
    state: str
    since: date
    over: bool


def seen_case(unit: Unit, case_id: str) -> Case:
    """A case the actor may look at."""
    if unit.actor.role in DESK:
        return case_of(unit, case_id)
    case = unit.session.get(Case, case_id)
    if case is None or case.school_id != unit.actor.school_id or not _theirs(unit, case):
        raise NotFound
    return case


def _theirs(unit: Unit, case: Case) -> bool:
    if unit.actor.role == Role.PARENT:
        return case.pupil_id in _pupils(unit)
    return unit.actor.role == Role.CLASS_TEACHER and _of_class(case, unit.actor.account_id, _titles(unit))


def _pupils(unit: Unit) -> frozenset[str]:
    """Children the actor speaks for today."""
    asked = (
        select(Pupil)
        .join(Guardian, col(Guardian.pupil_id) == col(Pupil.id))
        .where(Guardian.account_id == unit.actor.account_id, Guardian.first_on <= unit.today)
        .where(or_(col(Guardian.last_on).is_(None), col(Guardian.last_on) >= unit.today))
    )
    return frozenset(pupil.id for pupil in unit.session.exec(asked) if age_on(pupil, unit.today) < ADULT)


def age_on(pupil: Pupil, today: date) -> int:
    """Whole years."""
    born = pupil.birth_on
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _titles(unit: Unit) -> frozenset[str]:
    """Classes the actor leads today, by their titles."""
    asked = (
        select(Grant.class_title)
        .where(Grant.account_id == unit.actor.account_id, Grant.role == Role.CLASS_TEACHER)
        .where(Grant.school_id == unit.actor.school_id, Grant.first_on <= unit.today)
        .where(or_(col(Grant.last_on).is_(None), col(Grant.last_on) >= unit.today))
    )
    return frozenset(_plain(title) for title in unit.session.exec(asked) if title)


def _of_class(case: Case, account_id: str, titles: frozenset[str]) -> bool:
    """By the name in the case; where it names nobody, by the class. Titles come back each year: old cases do not."""
    if case.class_teacher_id is not None:
        return case.class_teacher_id == account_id
    return State(case.state) not in LAST and _plain(case.class_title) in titles


def _plain(title: str) -> str:
    """`5 А`, `5«а»` and `5а` are one class."""
    return "".join(sign for sign in title.casefold() if sign.isalnum())


def seen_lines(unit: Unit) -> tuple[ShortLine, ...]:
    """Every case a parent or a class teacher may look at, running ones first."""
    asked = (
        select(Case, Pupil)
        .where(Case.pupil_id == Pupil.id, Case.school_id == unit.actor.school_id)
        .order_by(col(Case.state_since).desc(), col(Case.code))
    )
    pupils, titles = _pupils(unit), _titles(unit)
    parent = unit.actor.role == Role.PARENT
    found = [
        _short_line(case, pupil, parent)
        for case, pupil in unit.session.exec(asked)
        if (case.pupil_id in pupils if parent else _of_class(case, unit.actor.account_id, titles))
    ]
    return tuple(sorted(found, key=lambda line: (line.over, line.class_title, line.pupil)))


def _short_line(case: Case, pupil: Pupil, parent: bool) -> ShortLine:
    state = State(case.state)
    return ShortLine(
        id=case.id, code=case.code, pupil=pupil.first_name if parent else pupil.full_name, class_title=case.class_title,
        state=SAID[state], since=case.state_since, over=state in OVER,
    )  # fmt: skip


def short_case(unit: Unit, case_id: str) -> ShortCase:
    """The short form of a case for a parent or a class teacher."""
    case = seen_case(unit, case_id)
    basis, parent = load_one(unit.session, case), unit.actor.role == Role.PARENT
    state, pupil = State(case.state), unit.session.get_one(Pupil, case.pupil_id)
    return ShortCase(
        id=case.id, code=case.code, pupil=pupil.first_name if parent else pupil.full_name,
        class_title=case.class_title, year=unit.session.get_one(Year, case.year_id).title,
        state=state, said=SAID[state], since=case.state_since,
        holdings=tuple(_holdings(basis, unit.today, parent)),
        lacking=_lacking(basis, unit.today) if parent else (),
        contacts=contacts_of(unit, case),
    )  # fmt: skip


def _holdings(basis: Basis, today: date, parent: bool) -> Iterator[Holding]:
    """For a parent all papers by their days; for a teacher orders and contracts only."""
    papers = set(PAPER.values())
    for holding in outlook(basis, today, today).holdings:
        if parent or holding.title not in papers:
            yield holding


def _lacking(basis: Basis, today: date) -> tuple[str, ...]:
    if basis.state not in (State.APPLIED, State.EXPIRED, *PREPARING):
        return ()
    return tuple(PAPER[kind] for kind in basis.lacking(today))


def contacts_of(unit: Unit, case: Case) -> tuple[Contact, ...]:
    """Whom a family may call about a case it may look at."""
    return tuple(_contacts(unit, case))


def _contacts(unit: Unit, case: Case) -> Iterator[Contact]:
    """The deputy of the case, else every deputy of the school; the class teacher."""
    named = person(unit, case.deputy_id)
    for deputy in (named,) if named else in_roles(unit, [Role.DEPUTY]):
        yield _contact("Заместитель директора", deputy)
    teacher = person(unit, case.class_teacher_id)
    if teacher is not None:
        yield _contact("Классный руководитель", teacher)


def _contact(who: str, found: Person) -> Contact:
    return Contact(who=who, name=found.name, phone=found.phone)
