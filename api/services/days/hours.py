"""«Часы» and «План и факт»: the ledger for who asks, of one case or of a school, sorted by what is owed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from sqlmodel import col, select

from api.services.cases.orderlist import years_of
from api.services.cases.seen import seen_case
from api.services.days.deskline import pupils_of
from api.services.days.ledger import CaseLedger, Ledger, ledger_of
from api.services.desk import at_desk
from api.services.unit import Unit
from models.case import Case
from models.year import Year
from scheduler.ledger import owed_by
from scheduler.terms import Debtor

ZERO = Fraction(0)


class Show(StrEnum):
    """Which cases. SHORT: less than the plan asks is to be expected of the year."""

    ALL = "all"
    OWED = "owed"
    UNMARKED = "unmarked"
    SHORT = "short"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """A case of the school's overview. by: lessons owed, by who owes them."""

    found: CaseLedger
    pupil: str
    by: dict[Debtor, int]


def case_ledger(unit: Unit, case_id: str) -> tuple[Ledger, CaseLedger, str]:
    """Of a case the actor may look at, with the child as staff calls it."""
    case = seen_case(unit, case_id)
    found = ledger_of(unit, unit.session.get_one(Year, case.year_id), [case])
    return found, found.cases[0], pupils_of(unit.session, [case])[case.id]


def school_ledger(
    unit: Unit, show: Show = Show.ALL, class_title: str = ""
) -> tuple[Ledger, tuple[CaseLine, ...]] | None:
    """Of the school's latest year, who owes most first; None where there is no year."""
    school_id = at_desk(unit)
    year = next(iter(years_of(unit)), None)
    if year is None:
        return None
    asked = select(Case).where(Case.school_id == school_id, Case.year_id == year.id).order_by(col(Case.code))
    cases = unit.session.exec(asked).all()
    if not cases:
        return None
    found = ledger_of(unit, year, cases)
    pupils = pupils_of(unit.session, cases)
    lines = [
        CaseLine(
            found=each, pupil=pupils[each.case.id],
            by={who: one.lessons for who, one in owed_by(each.total.found, found.debtors).items()},
        )
        for each in found.cases
        if each.rows and KEPT[show](each) and class_title in ("", each.case.class_title)
    ]  # fmt: skip
    return found, tuple(sorted(lines, key=_most))


def _most(line: CaseLine) -> tuple[Any, ...]:
    total = line.found.total
    return (
        -total.found.debt.lessons,
        -total.found.debt.minutes,
        -(total.lacking or ZERO),
        line.found.case.code,
    )


KEPT: dict[Show, Callable[[CaseLedger], bool]] = {
    Show.ALL: lambda _: True,
    Show.OWED: lambda each: bool(each.total.found.debt),
    Show.UNMARKED: lambda each: bool(each.total.found.unmarked),
    Show.SHORT: lambda each: (each.total.lacking or ZERO) > 0,
}
