"""«План и факт»: every case of the year, who is owed most first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.deps import ReadUnit
from api.pages.frame import LEDGER
from api.pages.ledger.showing import MEASURES, Cells, OnStage, cells_of, measure_of, outcome
from api.services.days.hours import CaseLine, Show, school_ledger
from api.services.days.ledger import Ledger
from api.services.days.words import DEBTOR
from api.web.forms import Form
from scheduler.ledger import whole

router = APIRouter()
TITLE = {
    Show.ALL: "все дела",
    Show.OWED: "с долгом",
    Show.UNMARKED: "с неотмеченными занятиями",
    Show.SHORT: "где не хватит до плана года",
}
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """quarter, year: forecasts in words; short: the year's lacks something. owed: by whom, `учитель 2, школа 1`."""

    case_id: str
    code: str
    pupil: str
    class_title: str
    cells: Cells
    owed: str
    quarter: str
    year: str
    short: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolPage:
    """quarter: title of the one that is on, empty between quarters. total: of the lines shown."""

    year: str
    quarter: str
    form: Form
    shows: Choices
    measures: Choices
    lines: tuple[Line, ...]
    total: Cells | None
    narrowed: bool


@router.api_route(LEDGER.href, methods=["GET", "HEAD"])
def ledger(
    stage: OnStage, unit: ReadUnit, show: str = "", measure: str = "",
    of_class: Annotated[str, Query(alias="class")] = "",
) -> Response:  # fmt: skip
    kind, chosen = measure_of(measure), Show(show) if show in set(Show) else Show.ALL
    found = school_ledger(unit, chosen, of_class[:40])
    form = Form(values={"show": chosen, "measure": kind, "class": of_class[:40]})
    book, lines = found or (None, ())
    content = SchoolPage(
        year=book.year.title if book else "",
        quarter=book.periods[book.current].title if book and book.current is not None else "",
        form=form, shows=tuple((each.value, title) for each, title in TITLE.items()),
        measures=tuple(MEASURES.items()),
        lines=tuple(_line(line, book, kind) for line in lines) if book else (),
        total=_total(lines, book, kind) if book and lines else None,
        narrowed=chosen != Show.ALL or bool(of_class),
    )  # fmt: skip
    return stage.show("school.html", "План и факт", content, LEDGER.href)


def _line(line: CaseLine, book: Ledger, kind: str) -> Line:
    case, total = line.found.case, line.found.total
    cells = cells_of(total, kind, book.debtors)
    quarter = line.found.part(book.current).lacking if book.current is not None else None
    return Line(
        case_id=case.id, code=case.code, pupil=line.pupil, class_title=case.class_title, cells=cells,
        owed=", ".join(f"{DEBTOR[who]} {number}" for who, number in line.by.items() if number),
        quarter=outcome(quarter), year=cells.outcome, short=cells.short,
    )  # fmt: skip


def _total(lines: tuple[CaseLine, ...], book: Ledger, kind: str) -> Cells:
    totals = [line.found.total for line in lines]
    found = whole(each.found for each in totals)
    return cells_of(type(totals[0])(found=found, due=None, lacking=None), kind, book.debtors)
