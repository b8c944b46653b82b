"""«Оценки»: results of rows entered quickly, a table for a period; what was typed stays where it is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.deps import ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.pages.frame import CASES, MARKS, RECORDS
from api.pages.records.showing import OnStage, Stage
from api.services.cases.seen import seen_lines
from api.services.desk import DESK
from api.services.records.looking import TEACHING, Look, look, taught_cases
from api.services.records.marks import MarkDraft, periods_of_case, write_marks
from api.services.records.periods import Period, by_key, usual
from api.services.records.sheet import EntryLine, called, entry_lines
from api.services.records.words import MARK, SIGNS
from api.services.unit import Unit
from api.web.forms import Form, Reader, Sent, attempt, done, form_of
from api.web.rows import MOST_ROWS, rows
from models.record import Scale

router = APIRouter()

CHOICES: dict[str, tuple[tuple[str, str], ...]] = {
    scale.value: tuple((sign.value, MARK[sign]) for sign in SIGNS[scale]) for scale in Scale
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MarksPage:
    """lines: rows to enter; form: what stands in their fields. case_id: of one case only, else empty.

    more: rows that do not fit on one page; they are entered case by case.
    """

    periods: tuple[Period, ...]
    period: Period | None
    cases: tuple[tuple[str, str], ...]
    case_id: str
    lines: tuple[EntryLine, ...]
    signs: dict[str, tuple[tuple[str, str], ...]]
    form: Form
    more: int


@router.api_route("/marks", methods=["GET", "HEAD"])
def marks(stage: OnStage, unit: ReadUnit, period: str = "", case: str = "", said: str = "") -> Response:
    looks = _looks(unit, case)
    if not looks and unit.actor.role in DESK:
        return RedirectResponse(RECORDS.href, 303)
    return _show(stage, unit, looks, period, case, None, said=said)


@router.post("/marks")
def enter(stage: OnStage, unit: WriteUnit, sent: Sent) -> Response:
    period, case = sent.said("period"), sent.said("case")
    refused = attempt(unit, lambda: write_marks(unit, period, _drafts(sent)))
    if isinstance(refused, Invalid | Conflict):
        looks = _looks(unit, case)
        return _show(stage, unit, looks, period, case, sent.refused(refused), refused.status)
    return done(f"/marks?period={_plain(period)}&case={_plain(case)}", "saved")


def _plain(told: str) -> str:
    """What may go into an address: keys and names of periods."""
    return "".join(sign for sign in told if sign.isascii() and (sign.isalnum() or sign == "-"))[:32]


def _drafts(sent: Form) -> list[MarkDraft]:
    """In the order of the fields; a fault under `mark-3` stands beside the field `mark-3`."""
    reader = Reader(sent)
    numbers = rows(sent, "row")
    if not numbers or numbers != tuple(range(len(numbers))):
        raise Conflict("Строки потерялись по дороге. Откройте страницу снова.")
    drafts = []
    for n in numbers:
        case_id, _, key = reader.text(f"row-{n}").partition(":")
        told = MarkDraft(
            case_id=case_id, row_key=key, rev=reader.number(f"rev-{n}"), said=reader.text(f"mark-{n}")
        )
        drafts.append(told)
    reader.check()
    return drafts


def _looks(unit: Unit, case_id: str) -> tuple[Look, ...]:
    """Cases one may enter results of; with case_id that one alone."""
    if unit.actor.role in DESK:
        return (look(unit, case_id),) if case_id else ()
    if unit.actor.role in TEACHING:
        keys = [case.id for case in taught_cases(unit)]
    else:
        keys = [line.id for line in seen_lines(unit) if not line.over]
    return tuple(look(unit, key) for key in keys if case_id in ("", key))


def _show(
    stage: Stage, unit: Unit, looks: Sequence[Look], period: str, case_id: str, form: Form | None,
    status: int = 200, said: str = "",
) -> Response:  # fmt: skip
    begun = _periods(unit, looks)
    chosen = by_key(begun, period) or (usual(begun, unit.today) if begun else None)
    lines = entry_lines(unit, tuple(looks), chosen.key) if chosen else ()
    content = MarksPage(
        periods=begun, period=chosen, cases=_cases(unit, looks), case_id=case_id, lines=lines[:MOST_ROWS],
        signs=CHOICES, form=form or _filled(lines), more=max(0, len(lines) - MOST_ROWS),
    )  # fmt: skip
    path = CASES.href if unit.actor.role in DESK else MARKS.href
    return stage.show("marks.html", "Оценки", content, path, status, said)


def _periods(unit: Unit, looks: Sequence[Look]) -> tuple[Period, ...]:
    """Periods that have begun, of the year of the first case, in which some row has a result."""
    if not looks:
        return ()
    every = periods_of_case(unit.session, looks[0].case)
    used = {period.key for seen in looks for row in seen.rows for period in row.asked(every)}
    return tuple(period for period in every if period.key in used and period.first <= unit.today)


def _cases(unit: Unit, looks: Sequence[Look]) -> tuple[tuple[str, str], ...]:
    """Every case of one's own to choose from; at the desk the one that was asked for."""
    every = looks if unit.actor.role in DESK else _looks(unit, "")
    return tuple((seen.case.id, f"{called(unit, seen)}, {seen.case.class_title}") for seen in every)


def _filled(lines: Sequence[EntryLine]) -> Form:
    return form_of(
        **{
            name: value
            for n, line in enumerate(lines[:MOST_ROWS])
            for name, value in (
                (f"row-{n}", f"{line.case.id}:{line.row.key}"), (f"rev-{n}", line.rev), (f"mark-{n}", line.value),
            )
        }
    )  # fmt: skip
