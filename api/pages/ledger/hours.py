"""«Часы» of one case: what each row of the plan was given, by the year or one of its quarters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import ReadUnit
from api.pages.frame import CASES
from api.pages.ledger.showing import MEASURES, Cells, OnStage, Tab, cells_of, measure_of
from api.services.days.hours import case_ledger
from api.services.days.ledger import Ledger
from api.services.desk import DESK
from scheduler.russian import counted

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    subject: str
    cells: Cells


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursPage:
    """first, last: the days shown. lapsed: what papers and suspensions took, in words. at_desk: may change rules."""

    case_id: str
    code: str
    pupil: str
    class_title: str
    first: date
    last: date
    parts: tuple[Tab, ...]
    measures: tuple[Tab, ...]
    lines: tuple[Line, ...]
    total: Cells
    lapsed: str
    has_plan: bool
    at_desk: bool


@router.api_route("/cases/{case_id}/hours", methods=["GET", "HEAD"])
def hours(stage: OnStage, unit: ReadUnit, case_id: str, part: str = "", measure: str = "") -> Response:
    """part: number of a quarter, from 1 on; anything else is the year."""
    ledger, found, pupil = case_ledger(unit, case_id)
    number, kind = _number(part, ledger), measure_of(measure)
    shown = ledger.periods[number - 1] if number else None
    rows = [(row.subject, row.parts[number - 1] if number else row.year) for row in found.rows]
    total = found.part(number - 1) if number else found.total
    content = HoursPage(
        case_id=case_id, code=found.case.code, pupil=pupil, class_title=found.case.class_title,
        first=shown.first if shown else ledger.year.first_on,
        last=shown.last if shown else ledger.year.last_on,
        parts=tuple(_parts(ledger, case_id, number, kind)),
        measures=tuple(
            Tab(title=title, href=_link(case_id, number, key), now=key == kind)
            for key, title in MEASURES.items()
        ),
        lines=tuple(Line(subject=subject, cells=cells_of(one, kind, ledger.debtors)) for subject, one in rows),
        total=cells_of(total, kind, ledger.debtors),
        lapsed=counted(found.lapsed, "занятие", "занятия", "занятий") if found.lapsed else "",
        has_plan=total.due is not None, at_desk=unit.actor.role in DESK,
    )  # fmt: skip
    return stage.show("hours.html", f"Часы, дело {found.case.code}", content, CASES.href)


def _number(told: str, ledger: Ledger) -> int:
    number = int(told) if told.isascii() and told.isdigit() and len(told) < 3 else 0
    return number if number <= len(ledger.periods) else 0


def _parts(ledger: Ledger, case_id: str, number: int, kind: str) -> list[Tab]:
    titles = ["Весь год", *(each.title for each in ledger.periods)]
    return [
        Tab(title=title, href=_link(case_id, at, kind), now=at == number) for at, title in enumerate(titles)
    ]


def _link(case_id: str, number: int, measure: str) -> str:
    return f"/cases/{case_id}/hours?{urlencode({'part': number or '', 'measure': measure})}"
