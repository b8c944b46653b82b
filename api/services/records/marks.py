"""Results of rows by period: reading them, writing many at once with every fault beside its field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from api.errors import Conflict, Invalid, NotFound
from api.services.records.looking import WRITING, Look, held_look, look
from api.services.records.periods import Period, by_key, periods_of
from api.services.records.plain import text_faults
from api.services.records.rows import RecordRow
from api.services.records.words import MARK, SIGNS
from api.services.schools.years import draft_of
from api.services.unit import Unit
from api.services.words import shown
from models.case import Case
from models.record import MarkSign, RowResult, Scale
from models.states import State
from models.year import Year

MOST_WORDS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkDraft:
    """What was typed for a row. rev: of the result that was shown, 0 for none. said: a sign, words, or nothing."""

    case_id: str
    row_key: str
    rev: int
    said: str


def periods_of_case(session: Session, case: Case) -> tuple[Period, ...]:
    return periods_of(draft_of(session, session.get_one(Year, case.year_id)).terms)


def results_of(session: Session, case_ids: Iterable[str]) -> tuple[RowResult, ...]:
    """Every result of cases, in a lasting order."""
    asked = select(RowResult).where(col(RowResult.case_id).in_(list(case_ids)))
    return tuple(session.exec(asked.order_by(col(RowResult.created_at), col(RowResult.id))))


def result_of(unit: Unit, result_id: str) -> RowResult:
    """A result the actor may see; NotFound else."""
    row = unit.session.get(RowResult, result_id)
    if row is None or row.row_key not in look(unit, row.case_id).keys:
        raise NotFound
    return row


def write_marks(unit: Unit, period_key: str, drafts: Sequence[MarkDraft]) -> int:
    """Writes results of one period, all or none; how many changed. Faults stand under `mark-0`, `mark-1`, …

    An empty text takes a result back. Conflict where somebody changed one since it was shown, unless to the same.
    """
    looks = {key: held_look(unit, key, *WRITING) for key in sorted({draft.case_id for draft in drafts})}
    periods = {key: periods_of_case(unit.session, seen.case) for key, seen in looks.items()}
    chosen = {key: _period(unit, seen, periods[key], period_key) for key, seen in looks.items()}
    faults: dict[str, tuple[str, ...]] = {}
    read = []
    for number, draft in enumerate(drafts):
        row = _row(looks[draft.case_id], draft.row_key)
        if chosen[draft.case_id] not in row.asked(periods[draft.case_id]):
            raise Conflict(f"«{row.subject}»: за этот период результат не ставят. Откройте страницу снова.")
        mark, words, wrong = parse(row, draft.said)
        if wrong:
            faults[f"mark-{number}"] = wrong
        read.append((draft, row, mark, words))
    if faults:
        raise Invalid(faults)
    return sum(
        _write(unit, chosen[draft.case_id], draft, row, mark, words) for draft, row, mark, words in read
    )


def _period(unit: Unit, seen: Look, periods: Sequence[Period], key: str) -> Period:
    period = by_key(periods, key)
    if period is None:
        raise Invalid({"period": ("Выберите период из списка.",)})
    if period.first > unit.today:
        raise Invalid({"period": (f"Период ещё не начался: он с {shown(period.first)}.",)})
    if seen.case.state == State.ENDED_EARLY:
        raise Conflict(f"Дело {seen.case.code} закрыто: результаты больше не вносят.")
    return period


def _row(seen: Look, key: str) -> RecordRow:
    row = next((row for row in seen.rows if row.key == key), None)
    if row is None:
        raise NotFound
    return row


def parse(row: RecordRow, said: str) -> tuple[str | None, str | None, tuple[str, ...]]:
    """(sign, words, faults) of what was typed; signs as codes or as people write them."""
    told = said.strip()
    sign = _sign(told)
    if not told or sign in SIGNS[row.scale]:
        return sign, None, ()
    if row.scale == Scale.WORDS:
        return None, told, text_faults(told, MOST_WORDS)
    allowed = ", ".join(MARK[each] for each in SIGNS[row.scale])
    return None, None, (f"{row.subject}: такой отметки нет. Можно: {allowed}.",)


def _sign(told: str) -> MarkSign | None:
    plain = told.casefold()
    return next((sign for sign, word in MARK.items() if plain in (sign.value, word)), None)


def _write(
    unit: Unit, period: Period, draft: MarkDraft, row: RecordRow, mark: str | None, words: str | None
) -> bool:
    known = unit.session.exec(
        select(RowResult).where(
            RowResult.case_id == draft.case_id, RowResult.row_key == draft.row_key,
            RowResult.period == period.kind, RowResult.number == period.number,
        )
    ).first()  # fmt: skip
    if (known.mark, known.words) == (mark, words) if known else mark is None and words is None:
        return False
    if (known.rev if known else 0) != draft.rev:
        raise Conflict(f"«{row.subject}»: результат уже изменили. Откройте страницу снова и повторите.")
    if known is None:
        known = RowResult(
            case_id=draft.case_id, row_key=row.key, subject=row.subject, period=period.kind,
            number=period.number, mark=mark, words=words, given_on=unit.today, account_id=unit.actor.account_id,
        )  # fmt: skip
        unit.session.add(known)
    elif mark is None and words is None:
        unit.session.delete(known)
    else:
        known.mark, known.words, known.subject = mark, words, row.subject
        known.given_on, known.account_id, known.rev = unit.today, unit.actor.account_id, known.rev + 1
    unit.session.flush()
    gone = mark is None and words is None
    unit.note(
        "result.remove" if gone else "result.write", "result", known.id,
        case=draft.case_id, row=row.key, period=period.key,
    )  # fmt: skip
    return True
