"""What a registry is asked for: which year, which dates, which cases; and who may ask."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from api.errors import Forbidden, Invalid, NotFound
from api.services.desk import DESK
from api.services.unit import Unit
from models.case import Case
from models.person import Role
from models.year import Year

ASKING = DESK | {Role.COORDINATOR}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Dates inclusive. cases: ids, None for all. network: partner schools with an agreement in force, too.

    drafts: the newest version of a plan counts before the director has approved it. medical: limits of medical
    papers are part of it (never of a workbook); judged: those of these cases are, whoever asks, for a program that
    judges and tells nobody. paused: cases that are suspended, too. pupils: False for a partner's coordinator, who
    has none. sparing: hours teachers would rather not give are no free time where the school has chosen so.
    """

    school_id: str
    year_id: str
    first: date
    last: date
    cases: frozenset[str] | None = None
    network: bool = True
    drafts: bool = True
    medical: bool = False
    judged: frozenset[str] = frozenset()
    paused: bool = True
    pupils: bool = True
    sparing: bool = False


def scope_of(
    unit: Unit,
    year_id: str,
    cases: Iterable[str] | None = None,
    *,
    first: date | None = None,
    last: date | None = None,
    network: bool = True,
    drafts: bool = True,
    medical: bool = False,
    paused: bool = True,
) -> Scope:
    """The scope of a deputy, a director or a coordinator, in a year of their school; first: by default today."""
    year = year_of(unit, year_id)
    first = first or min(max(unit.today, year.first_on), year.last_on)
    last = last or year.last_on
    if last < first:
        raise Invalid({"last": ["Последний день раньше первого."]})
    at_desk = unit.actor.role in DESK
    chosen = None if cases is None else _own(unit, year, frozenset(cases))
    return Scope(
        school_id=year.school_id, year_id=year.id, first=first, last=last, cases=chosen, network=network,
        drafts=drafts, medical=medical and at_desk, paused=paused, pupils=at_desk,
    )  # fmt: skip


def year_of(unit: Unit, year_id: str) -> Year:
    """A year of the actor's school; foreign and missing ones are not found alike."""
    if unit.actor.role not in ASKING or unit.actor.school_id is None:
        raise Forbidden("Это делает заместитель директора, директор или координатор школы-партнёра.")
    year = unit.session.get(Year, year_id)
    if year is None or year.school_id != unit.actor.school_id:
        raise NotFound
    return year


def years_of(unit: Unit) -> tuple[Year, ...]:
    """Years of the actor's school, the newest first."""
    asked = (
        select(Year).where(Year.school_id == (unit.actor.school_id or "")).order_by(col(Year.first_on).desc())
    )
    return tuple(unit.session.exec(asked).all())


def current_year(unit: Unit) -> Year:
    """The year of today, else the nearest one to come, else the last; NotFound where a school has none."""
    years = years_of(unit)
    ahead = [year for year in years if year.last_on >= unit.today]
    if not years:
        raise NotFound
    return ahead[-1] if ahead else years[0]


def _own(unit: Unit, year: Year, asked: frozenset[str]) -> frozenset[str]:
    """The ids; NotFound when one is not a case of this year of the school."""
    known = unit.session.exec(
        select(Case.id).where(Case.school_id == year.school_id, Case.year_id == year.id)
    )
    if not asked <= set(known):
        raise NotFound
    return asked
