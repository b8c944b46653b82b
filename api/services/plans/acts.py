"""Moves of an offered version: offer, answer, withdraw, recall, approve. Each is one transaction.

The case is held first, then the plan; revision, state and digest are compared, the actor's relation is asked for
now, the act and its row in the log are written together. The same form sent twice makes one act.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from api.errors import Conflict, Forbidden, Invalid
from api.services.agreement.canonical import digest as digest_of
from api.services.agreement.canonical import same_code
from api.services.cases.guards import why_not
from api.services.cases.life import make_move
from api.services.cases.loading import load_one
from api.services.desk import touch
from api.services.plans.figures import figures_of
from api.services.plans.seen import Seen, deciding, held, plan_at_desk, plan_seen
from api.services.plans.setting import Setting, setting_of, teacher_choices
from api.services.plans.store import WAITING, rows_of, versions
from api.services.plans.text import Sheet, sheet_of, text_of
from api.services.unit import Unit
from models.case import Guardian
from models.person import Role
from models.plan import Act, AnswerChannel, Plan, PlanAct, PlanState
from models.states import Move, State

OVER = "Эта версия больше не ждёт решения. Откройте план снова: там новая версия."
CHANGED = "План изменился, пока вы его смотрели. Ваш ответ не отправлен. Посмотрите новую версию."
NO_REASON = "Напишите, с чем вы не согласны: одного предложения достаточно."
FRESH = timedelta(minutes=10)  # how long a password given again counts
REASONED = 10  # letters of a director's reason at least


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """What a form carries: the revision and digest its page showed, and a key of its own."""

    rev: int
    digest: str
    request: str | None = None


def acts_of(session: Session, plan_id: str) -> tuple[PlanAct, ...]:
    """Every act, the first one first."""
    asked = select(PlanAct).where(PlanAct.plan_id == plan_id).order_by(col(PlanAct.number))
    return tuple(session.exec(asked))


def would_offer(unit: Unit, seen: Seen) -> Sheet:
    """The sheet a draft would be offered as."""
    setting = setting_of(unit.session, seen.case)
    return _sheet(unit, seen, setting)


def _sheet(unit: Unit, seen: Seen, setting: Setting) -> Sheet:
    plan = seen.plan
    choices = teacher_choices(unit.session, seen.case.school_id, plan.first_on, plan.last_on)
    rows = rows_of(unit.session, plan.id)
    figures = figures_of(setting, plan.first_on, plan.last_on, rows)
    return sheet_of(plan, setting, figures, {choice.id: choice.name for choice in choices})


def offer(unit: Unit, plan_id: str, rev: int) -> Plan:
    """A draft becomes a version with a digest; whatever waited before is superseded."""
    seen = held(unit, plan_at_desk(unit, plan_id))
    plan = seen.plan
    if plan.state != PlanState.DRAFT:
        if _latest(unit.session, plan.id, Act.OFFER, unit.actor.account_id):
            return plan
        raise Conflict(f"Версия {plan.number} уже отправлена. Откройте её снова.")
    sheet = would_offer(unit, seen)
    if not sheet.blocks:
        raise Conflict("В плане нет ни одной строки. Добавьте предметы, потом отправляйте.")
    touch(plan, rev)
    _supersede(unit, seen, WAITING)
    plan.text = text_of(sheet)
    plan.digest = digest_of(plan.text)
    plan.state, plan.offered_at = PlanState.OFFERED, unit.at
    unit.session.flush()
    _write(unit, plan, Act.OFFER)
    return plan


def _supersede(unit: Unit, seen: Seen, states: Iterable[PlanState]) -> None:
    for other in versions(unit.session, seen.case.id):
        if other.id != seen.plan.id and other.state in tuple(states):
            unit.session.refresh(other)
            other.state = PlanState.SUPERSEDED
            other.rev += 1
            unit.note("plan.supersede", "plan", other.id, by=seen.plan.id)
    unit.session.flush()


def answer(unit: Unit, plan_id: str, bound: Bound, agrees: bool, reason: str = "") -> PlanAct:
    """A representative's own answer, from their page."""
    seen = plan_seen(unit, plan_id)
    if seen.guardian is None:
        raise Forbidden("На этой странице отвечает родитель. Ответ по телефону внесите на странице плана.")
    return _answer(unit, held(unit, seen), bound, seen.guardian, agrees, reason, AnswerChannel.PAGE)


def enter_answer(
    unit: Unit, plan_id: str, bound: Bound, guardian_id: str, agrees: bool, channel: AnswerChannel,
    reason: str = "", code: str = "",
) -> PlanAct:  # fmt: skip
    """An answer that came by telephone, on paper or at a meeting. On paper stands the code of the version."""
    seen = held(unit, plan_at_desk(unit, plan_id))
    faults = {}
    guardian = next((row for row in deciding(unit, seen.case) if row.id == guardian_id), None)
    if guardian is None:
        faults["guardian_id"] = ["Выберите представителя, который сейчас вправе решать."]
    if channel == AnswerChannel.PAGE:
        faults["channel"] = ["Укажите, как получен ответ."]
    if channel == AnswerChannel.PAPER and not same_code(code, seen.plan.digest or "0" * 64):
        faults["code"] = ["Код не совпадает: на бумаге другая версия плана, или в коде опечатка."]
    if faults or guardian is None:
        raise Invalid(faults)
    return _answer(unit, seen, bound, guardian, agrees, reason, channel)


def _answer(
    unit: Unit, seen: Seen, bound: Bound, guardian: Guardian, agrees: bool, reason: str,
    channel: AnswerChannel,
) -> PlanAct:  # fmt: skip
    act = Act.AGREE if agrees else Act.DECLINE
    made = _made(unit, seen.plan, bound, act) or _same_answer(unit, seen.plan, bound, act, guardian)
    if made is not None:
        return made
    if not guardian.may_decide:
        raise Forbidden("Вы можете читать план. Отвечает другой представитель ребёнка.")
    if not agrees and not reason.strip():
        raise Invalid({"reason": [NO_REASON]})
    _check(seen.plan, bound, WAITING)
    written = _write(
        unit, seen.plan, act, bound.request, guardian_id=guardian.id, channel=channel,
        reason=reason.strip()[:1000] or None,
    )  # fmt: skip
    _settle(unit, seen)
    return written


def withdraw(unit: Unit, plan_id: str, bound: Bound) -> PlanAct:
    """A representative takes their answer back while the director has not approved."""
    seen = plan_seen(unit, plan_id)
    if seen.guardian is None:
        raise Forbidden("Свой ответ отзывает сам родитель.")
    seen = held(unit, seen)
    made = _made(unit, seen.plan, bound, Act.WITHDRAW)
    if made is not None:
        return made
    if seen.plan.state == PlanState.APPROVED:
        raise Conflict("План уже утверждён, отозвать ответ нельзя. Попросите школу изменить план.")
    _check(seen.plan, bound, WAITING)
    mine = {row.id for row in deciding(unit, seen.case) if row.account_id == unit.actor.account_id}
    standing = answers(acts_of(unit.session, seen.plan.id))
    guardian_id = next((key for key in standing if key in mine), None)
    if guardian_id is None:
        raise Conflict("Вашего ответа на эту версию нет: отзывать нечего.")
    written = _write(unit, seen.plan, Act.WITHDRAW, bound.request, guardian_id=guardian_id)
    _settle(unit, seen)
    return written


def recall(unit: Unit, plan_id: str, bound: Bound) -> PlanAct:
    """The school takes a version back that waits for an answer or for approval."""
    seen = held(unit, plan_at_desk(unit, plan_id))
    made = _made(unit, seen.plan, bound, Act.RECALL)
    if made is not None:
        return made
    _check(seen.plan, bound, WAITING)
    written = _write(unit, seen.plan, Act.RECALL, bound.request)
    seen.plan.state = PlanState.SUPERSEDED
    unit.session.flush()
    return written


def approve(unit: Unit, plan_id: str, bound: Bound, reason: str = "") -> PlanAct:
    """The director approves what was agreed, or what was declined for a reason that is written down.

    The version before ends the day before. A case under contract becomes «утверждён учебный план» where nothing
    stands in the way. The password was proved before (the page's matter).
    """
    seen = held(unit, plan_at_desk(unit, plan_id))
    if unit.actor.role != Role.DIRECTOR:
        raise Forbidden("План утверждает директор.")
    made = _made(unit, seen.plan, bound, Act.APPROVE)
    if made is not None:
        return made
    _check(seen.plan, bound, WAITING)
    if _latest(unit.session, seen.plan.id, Act.OFFER, unit.actor.account_id):
        raise Conflict("План отправили родителю вы сами. Утвердить его должен другой человек.")
    _refuse_unsettled(seen.plan, reason)
    written = _write(unit, seen.plan, Act.APPROVE, bound.request, reason=reason.strip()[:1000] or None)
    _end_before(unit, seen)
    seen.plan.state, seen.plan.approved_at = PlanState.APPROVED, unit.at
    unit.session.flush()
    _move_case(unit, seen)
    return written


def approve_proved(
    unit: Unit, plan_id: str, bound: Bound, password_at: datetime | None, reason: str = ""
) -> PlanAct:
    """The same by a program. password_at: when this session's password was given last."""
    if unit.actor.role == Role.DIRECTOR and (password_at is None or unit.at - password_at > FRESH):
        raise Forbidden("Введите пароль ещё раз: утверждение подтверждают паролем.")
    return approve(unit, plan_id, bound, reason)


def _refuse_unsettled(plan: Plan, reason: str) -> None:
    if plan.state == PlanState.OFFERED:
        raise Conflict("Родитель ещё не ответил. Молчание — не согласие: дождитесь ответа или внесите его.")
    if plan.state == PlanState.DECLINED and len(reason.strip()) < REASONED:
        raise Invalid({"reason": ["Родитель не согласен. Напишите, почему план всё же утверждается."]})
    if plan.text is None or digest_of(plan.text) != plan.digest:
        raise Conflict("Текст плана не совпадает с его кодом. Сообщите администратору, план не утверждён.")


def _end_before(unit: Unit, seen: Seen) -> None:
    """The version in force until now: its last day is the one before the new version's first."""
    for other in versions(unit.session, seen.case.id):
        if other.state == PlanState.APPROVED:
            eve: date = seen.plan.first_on - date.resolution
            other.last_on = max(other.first_on, min(other.last_on, eve))
    _supersede(unit, seen, (PlanState.APPROVED,))


def _move_case(unit: Unit, seen: Seen) -> None:
    """Marks the approved plan in the life of the case, where the case waits for it and may be moved."""
    basis = load_one(unit.session, seen.case)
    if basis.state == State.CONTRACTED and not why_not(basis, Move.PLAN, unit.today):
        make_move(unit, seen.case.id, seen.case.rev, Move.PLAN)


def answers(acts: Iterable[PlanAct]) -> dict[str, PlanAct]:
    """The answer of each representative that stands, by their id."""
    told: dict[str, PlanAct] = {}
    for act in acts:
        if act.act in (Act.AGREE, Act.DECLINE) and act.guardian_id:
            told[act.guardian_id] = act
        elif act.act == Act.WITHDRAW and act.guardian_id:
            told.pop(act.guardian_id, None)
    return told


def _settle(unit: Unit, seen: Seen) -> None:
    """The state by the answers that stand: one «no» outweighs, one «yes» is enough."""
    told = {row.act for row in answers(acts_of(unit.session, seen.plan.id)).values()}
    if Act.DECLINE in told:
        seen.plan.state = PlanState.DECLINED
    else:
        seen.plan.state = PlanState.AGREED if told else PlanState.OFFERED
    seen.plan.decided_at = unit.at if told else None
    unit.session.flush()


def _check(plan: Plan, bound: Bound, states: Iterable[PlanState]) -> None:
    """Raises Conflict where the version moved on since the page was shown; counts a change."""
    if plan.state not in tuple(states):
        raise Conflict(OVER)
    if plan.digest != bound.digest:
        raise Conflict(CHANGED)
    touch(plan, bound.rev)


def _made(unit: Unit, plan: Plan, bound: Bound, act: Act) -> PlanAct | None:
    """The act this very form made before. Conflict where the key was used for something else."""
    if not bound.request:
        return None
    found = unit.session.exec(select(PlanAct).where(PlanAct.request == bound.request)).first()
    if found is None:
        return None
    same = (found.plan_id, found.act, found.account_id, found.digest)
    if same != (plan.id, act, unit.actor.account_id, bound.digest):
        raise Conflict("Эта форма уже отправлена с другим ответом. Откройте план снова.")
    return found


def _same_answer(unit: Unit, plan: Plan, bound: Bound, act: Act, guardian: Guardian) -> PlanAct | None:
    """The same person's same answer to the same text, given before and still standing."""
    standing = answers(acts_of(unit.session, plan.id)).get(guardian.id)
    if standing is None or plan.state not in WAITING or plan.digest != bound.digest:
        return None
    same = standing.act == act and standing.account_id == unit.actor.account_id
    return standing if same and act == Act.AGREE else None


def _latest(session: Session, plan_id: str, act: Act, account_id: str) -> PlanAct | None:
    acts = [row for row in acts_of(session, plan_id) if row.act == act]
    return acts[-1] if acts and acts[-1].account_id == account_id else None


def _write(
    unit: Unit, plan: Plan, act: Act, request: str | None = None, *, guardian_id: str | None = None,
    channel: AnswerChannel | None = None, reason: str | None = None,
) -> PlanAct:  # fmt: skip
    digest = plan.digest or ""
    row = PlanAct(
        plan_id=plan.id, number=len(acts_of(unit.session, plan.id)) + 1, act=act, at=unit.at,
        account_id=unit.actor.account_id, guardian_id=guardian_id, channel=channel, reason=reason,
        digest=digest, request=request or None,
    )  # fmt: skip
    unit.session.add(row)
    unit.session.flush()
    unit.note(f"plan.{act}", "plan", plan.id, digest=digest, number=plan.number, channel=channel)
    return row
