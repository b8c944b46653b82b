"""What pages show of plans: lists, one version with its sheet and its story, what its days do not fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from api.services.agreement.canonical import short_code
from api.services.cases.loading import load_one
from api.services.desk import DESK, at_desk
from api.services.plans.acts import acts_of, answers, would_offer
from api.services.plans.seen import Seen, deciding
from api.services.plans.sharing import differences, mates
from api.services.plans.store import WAITING, current, rows_of, versions
from api.services.plans.text import Sheet, sheet_in
from api.services.plans.words import ACT, CHANNEL, STATE
from api.services.unit import Unit
from api.services.words import shown
from models.case import Case, Guardian, GuardianKind, Pupil
from models.person import Account
from models.plan import Act, AnswerChannel, Plan, PlanAct, PlanState
from models.school import School
from models.states import OVER
from models.year import Year

GUARDIAN = {
    GuardianKind.MOTHER: "мать",
    GuardianKind.FATHER: "отец",
    GuardianKind.GUARDIAN: "опекун",
    GuardianKind.TRUSTEE: "попечитель",
    GuardianKind.OTHER: "представитель",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version as a line of a list. code: of its text, where it was offered."""

    id: str
    number: int
    state: PlanState
    state_said: str
    days: str
    code: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePlans:
    """A case and its version that counts first; None: no plan yet. case_over: no new plan is made in it."""

    case_id: str
    code: str
    pupil: str
    class_title: str
    case_over: bool
    version: Version | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An act as it is told: when (at the school), what, by whom, how, why."""

    at: datetime
    act: Act
    said: str
    who: str
    channel: str | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A representative whose answer counts. answer: of this version, what stands."""

    id: str
    account_id: str
    name: str
    kind: str
    answer: Event | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """A version, whole. offered_by: the account that offered it. mine: the actor's own answer that stands."""

    seen: Seen
    pupil: str
    child: str
    version: Version
    sheet: Sheet
    events: tuple[Event, ...]
    speakers: tuple[Speaker, ...]
    warnings: tuple[str, ...]
    offered_by: str | None
    newer: Version | None

    @property
    def mine(self) -> Speaker | None:
        """As whom the actor reads, with the answer that stands."""
        guardian = self.seen.guardian
        return next((one for one in self.speakers if guardian and one.id == guardian.id), None)


def version_of(plan: Plan) -> Version:
    state = PlanState(plan.state)
    return Version(
        id=plan.id, number=plan.number, state=state, state_said=STATE[state],
        days=f"{shown(plan.first_on)}–{shown(plan.last_on)}",
        code=short_code(plan.digest) if plan.digest else None,
    )  # fmt: skip


def case_plans(unit: Unit) -> tuple[CasePlans, ...]:
    """Cases of the school at the desk, those still going first; for a representative those of their children."""
    asked = select(Case, Pupil).where(Case.pupil_id == Pupil.id).order_by(col(Case.code))
    if unit.actor.role in DESK:
        asked = asked.where(Case.school_id == at_desk(unit))
    else:
        asked = asked.where(col(Case.pupil_id).in_(_children(unit)))
    pairs = unit.session.exec(asked).all()
    found = unit.session.exec(select(Plan).where(col(Plan.case_id).in_([case.id for case, _ in pairs]))).all()
    by_case: dict[str, list[Plan]] = {}
    for plan in sorted(found, key=lambda plan: -plan.number):
        if unit.actor.role in DESK or plan.state != PlanState.DRAFT:
            by_case.setdefault(plan.case_id, []).append(plan)
    told = [_case_plans(case, pupil, by_case.get(case.id, [])) for case, pupil in pairs]
    return tuple(sorted(told, key=lambda line: line.case_over))


def _case_plans(case: Case, pupil: Pupil, plans: list[Plan]) -> CasePlans:
    counts = current(plans)
    return CasePlans(
        case_id=case.id, code=case.code, pupil=f"{pupil.surname} {pupil.given_names}",
        class_title=case.class_title, case_over=case.state in OVER,
        version=version_of(counts) if counts else None,
    )  # fmt: skip


def _children(unit: Unit) -> list[str]:
    asked = select(Guardian).where(Guardian.account_id == unit.actor.account_id)
    return [
        row.pupil_id
        for row in unit.session.exec(asked)
        if row.first_on <= unit.today <= (row.last_on or unit.today)
    ]


def versions_seen(unit: Unit, case: Case) -> tuple[Version, ...]:
    """Versions of a case as the actor may see them, the newest first."""
    plans = versions(unit.session, case.id)
    return tuple(
        version_of(plan) for plan in plans if unit.actor.role in DESK or plan.state != PlanState.DRAFT
    )


def view_of(unit: Unit, seen: Seen) -> PlanView:
    """Everything about one version. The sheet of an offered one is read from its text."""
    plan, case = seen.plan, seen.case
    pupil = unit.session.get_one(Pupil, case.pupil_id)
    acts = acts_of(unit.session, plan.id)
    events = _events(unit, case, acts)
    standing = dict(_standing(acts, events))
    newest = current(versions(unit.session, case.id))
    return PlanView(
        seen=seen, pupil=f"{pupil.surname} {pupil.given_names}", child=pupil.given_names.split()[0],
        version=version_of(plan), sheet=sheet_in(plan.text) if plan.text else would_offer(unit, seen),
        events=events, speakers=tuple(_speakers(unit, case, standing)),
        warnings=tuple(warnings_of(unit, seen)) if seen.guardian is None else (),
        offered_by=next((act.account_id for act in acts if act.act == Act.OFFER), None),
        newer=version_of(newest) if newest and newest.number > plan.number and _sees(seen, newest) else None,
    )  # fmt: skip


def _sees(seen: Seen, plan: Plan) -> bool:
    return seen.guardian is None or plan.state != PlanState.DRAFT


def _events(unit: Unit, case: Case, acts: Iterable[PlanAct]) -> tuple[Event, ...]:
    acts = tuple(acts)
    zone = ZoneInfo(unit.session.get_one(School, case.school_id).timezone)
    guardians = {
        row.id: row
        for row in unit.session.exec(
            select(Guardian).where(col(Guardian.id).in_([act.guardian_id for act in acts if act.guardian_id]))
        )
    }
    whose = {act.guardian_id: guardians[act.guardian_id].account_id for act in acts if act.guardian_id}
    ids = {act.account_id for act in acts} | set(whose.values())
    names = {row.id: row.name for row in unit.session.exec(select(Account).where(col(Account.id).in_(ids)))}
    return tuple(
        Event(
            at=act.at.astimezone(zone), act=Act(act.act), said=ACT[Act(act.act)],
            who=names[whose[act.guardian_id]] if act.guardian_id else names[act.account_id],
            channel=CHANNEL[AnswerChannel(act.channel)] if act.channel else None, reason=act.reason,
        )
        for act in acts
    )  # fmt: skip


def _standing(acts: Iterable[PlanAct], events: Iterable[Event]) -> Iterator[tuple[str, Event]]:
    acts = tuple(acts)
    told = {act.id: event for act, event in zip(acts, events, strict=True)}
    for key, act in answers(acts).items():
        yield key, told[act.id]


def _speakers(unit: Unit, case: Case, standing: dict[str, Event]) -> Iterator[Speaker]:
    rows = deciding(unit, case)
    ids = [row.account_id for row in rows]
    names = {row.id: row.name for row in unit.session.exec(select(Account).where(col(Account.id).in_(ids)))}
    for row in rows:
        yield Speaker(
            id=row.id, account_id=row.account_id, name=names[row.account_id],
            kind=GUARDIAN[GuardianKind(row.kind)], answer=standing.get(row.id),
        )  # fmt: skip


def warnings_of(unit: Unit, seen: Seen) -> Iterator[str]:
    """What the plan's days and shared lessons do not fit; nothing is refused for it."""
    plan = seen.plan
    if plan.state not in (PlanState.DRAFT, *WAITING):
        return
    basis = load_one(unit.session, seen.case)
    until = basis.medical_until(plan.first_on)
    if until is None:
        yield f"На {shown(plan.first_on)} нет действующего медицинского заключения (п. 2.4)."
    elif until < plan.last_on:
        yield f"Медицинское заключение действует до {shown(until)}, а план — до {shown(plan.last_on)} (п. 2.4)."
    year = unit.session.get_one(Year, seen.case.year_id)
    if year.to_check:
        yield f"Учебный год {year.title} ещё не проверен: часы за год сосчитаны по датам прошлого года."
    together = mates(unit, seen)
    for row in rows_of(unit.session, plan.id):
        for mate in together.get(row.key or "", ()):
            told = differences(row, mate)
            if told:
                yield f"{told}. Общее занятие должно быть одинаковым."
