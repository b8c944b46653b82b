"""What a move of a case needs besides its state. Each guard answers with the sentences that stand in the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from api.services.cases.basis import DAY, Basis, Span
from api.services.words import CONSENT, PAPER, shown
from models.document import PaperKind
from models.states import SAID, STEPS, Move

Guard = Callable[[Basis, date], Iterator[str]]


def why_not(basis: Basis, move: Move, on: date) -> tuple[str, ...]:
    """Every reason against a move on a day; none: it may be made."""
    step = STEPS[move]
    if basis.state not in step.origins:
        return (f"Дело {basis.code}: «{SAID[basis.state]}». Из этого состояния нельзя {step.said}.",)
    if on < basis.state_since:
        return (f"Дата раньше, чем началось состояние дела ({shown(basis.state_since)}).",)
    return tuple(reason for guard in GUARDS[move] for reason in guard(basis, on))


def package_complete(basis: Basis, on: date) -> Iterator[str]:
    for kind in basis.lacking(on):
        yield f"Не хватает документа: {PAPER[kind]} (п. 2.2)."


def package_incomplete(basis: Basis, on: date) -> Iterator[str]:
    if not basis.lacking(on):
        yield "Пакет документов полный: возвращать его не нужно."


def consent_given(basis: Basis, on: date) -> Iterator[str]:
    if basis.options.consent_blocks:
        for purpose in basis.without_consent(on):
            yield f"Нет согласия {CONSENT[purpose]}. Получите его у родителя."


def within_year(basis: Basis, on: date) -> Iterator[str]:
    if on > basis.year.last:
        yield f"Учебный год {basis.year.title} закончился {shown(basis.year.last)}. Заведите дело на новый год."


def order_line(basis: Basis, on: date) -> Iterator[str]:
    if not any(span.last >= on for span in basis.orders):
        yield "Внесите приказ, в котором есть этот ребёнок (п. 2.3)."


def contract_made(basis: Basis, on: date) -> Iterator[str]:
    to_come = [span for span in basis.contracts if span.last >= on]
    if not to_come:
        yield "Внесите договор с родителем (п. 2.4)."
    for span in to_come:
        yield from contract_faults(basis, span)


def contract_faults(basis: Basis, span: Span) -> Iterator[str]:
    """A contract stays within the medical papers and the school year (2.4, 2.6); an order's period, too."""
    if span.first < basis.year.first or span.last > basis.year.last:
        yield (
            f"№ {span.number}: срок {shown(span.first)}–{shown(span.last)} выходит за учебный год "
            f"{shown(basis.year.first)}–{shown(basis.year.last)} (п. 2.6)."
        )
    until = basis.medical_until(span.first)
    if until is None:
        yield f"№ {span.number}: на {shown(span.first)} нет действующего медицинского заключения (п. 2.4)."
    elif until < span.last:
        yield (
            f"№ {span.number}: срок до {shown(span.last)}, "
            f"а медицинское заключение действует до {shown(until)} (п. 2.4)."
        )


def papers_hold(basis: Basis, on: date) -> Iterator[str]:
    """The medical paper holds on the day and, where it is required, the ПМПК conclusion."""
    if basis.medical_until(on) is None:
        yield f"На {shown(on)} нет действующего медицинского заключения (п. 2.8)."
    if basis.needs_pmpk() and basis.pmpk_until(on) is None:
        yield f"На {shown(on)} нет действующего заключения ПМПК (п. 2.7)."


def order_holds(basis: Basis, on: date) -> Iterator[str]:
    if basis.order_on(on) is None:
        yield f"На {shown(on)} ребёнка нет ни в одном действующем приказе (п. 2.3)."


def contract_holds(basis: Basis, on: date) -> Iterator[str]:
    if basis.contract_on(on) is None:
        yield f"На {shown(on)} нет действующего договора с родителем (п. 2.4)."


def longer_paper(basis: Basis, on: date) -> Iterator[str]:
    """A new medical paper goes on where the order's period ends, without a day between (2.7)."""
    last = max((span.last for span in basis.orders), default=None)
    if last is None:
        yield "Внесите приказ, в котором есть этот ребёнок (п. 2.3)."
        return
    if last >= basis.year.last:
        yield f"Дольше учебного года ({shown(basis.year.last)}) продлить нельзя (п. 2.6)."
        return
    until = basis.medical_until(min(on, last))
    if until is None or until <= last or until < on:
        yield (
            f"Нет нового медицинского заключения, которое действует с {shown(last + DAY)} без перерыва. "
            "Внесите его (п. 2.7)."
        )


def plan_approved(basis: Basis, on: date) -> Iterator[str]:  # noqa: ARG001 - a guard like the others
    """Where the service keeps plans of the case, a mark by hand does not stand for the director's approval."""
    if basis.plans and not any(plan.approved for plan in basis.plans):
        yield "Учебный план ещё не утверждён. Утвердите его версию, тогда дело перейдёт дальше (п. 2.15)."


def basis_lapsed(basis: Basis, on: date) -> Iterator[str]:
    if on <= basis.year.last and not list(papers_hold(basis, on)):
        yield f"Документы на {shown(on)} действуют: возвращать ребёнка в класс нет основания (п. 2.8)."


def end_applied_for(basis: Basis, on: date) -> Iterator[str]:
    if not any(paper.holds(on) for paper in basis.of(PaperKind.END_APPLICATION)):
        yield "Досрочно обучение прекращают только по заявлению родителя. Внесите заявление (п. 2.9)."


def year_over(basis: Basis, on: date) -> Iterator[str]:
    if on <= basis.year.last:
        yield f"Учебный год идёт до {shown(basis.year.last)}. Завершить дело можно на следующий день (п. 2.6)."


GUARDS: dict[Move, tuple[Guard, ...]] = {
    Move.COMPLETE: (within_year, package_complete, consent_given),
    Move.REOPEN: (package_incomplete,),
    Move.ORDER: (within_year, package_complete, order_line),
    Move.CONTRACT: (within_year, contract_made),
    Move.PLAN: (within_year, package_complete, plan_approved),
    Move.SCHEDULE: (within_year, package_complete),
    Move.START: (papers_hold, order_holds, contract_holds, consent_given),
    Move.SUSPEND: (within_year,),
    Move.RESUME: (papers_hold, order_holds, contract_holds, consent_given),
    Move.PROLONG: (within_year, longer_paper),
    Move.AMEND: (within_year, papers_hold),
    Move.EXPIRE: (basis_lapsed,),
    Move.RENEW: (within_year, package_complete, consent_given),
    Move.END_EARLY: (end_applied_for,),
    Move.FINISH: (year_over,),
}
