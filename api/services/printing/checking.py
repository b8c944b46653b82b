"""Is what stands under a code in force? For anybody who holds a paper: no school, no child, nothing personal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from api.services.agreement.canonical import prefix_of, same_code, short_code
from api.services.agreement.timetable.states import SAID
from api.services.plans.words import STATE
from models.agreement import TimetableVersion, VersionState
from models.plan import Plan, PlanState


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """what: `Расписание` or `Учебный план`. said: its state in words. Days inclusive."""

    what: str
    code: str
    in_force: bool
    said: str
    first: date
    last: date


def verdict_of(session: Session, typed: str, today: date) -> Verdict | None:
    """What a code stands for; None for one nobody has."""
    return next(_found(session, typed, today), None)


def _found(session: Session, typed: str, today: date) -> Iterator[Verdict]:
    prefix = prefix_of(typed)
    if prefix is None:
        return
    after = f"{prefix}g"  # beyond every digest that begins so
    versions = select(TimetableVersion).where(
        col(TimetableVersion.digest) >= prefix, col(TimetableVersion.digest) < after
    )
    for version in session.exec(versions.order_by(col(TimetableVersion.number).desc())):
        if same_code(typed, version.digest or ""):
            yield _of_version(version, today)
    plans = select(Plan).where(col(Plan.digest) >= prefix, col(Plan.digest) < after)
    for plan in session.exec(plans.order_by(col(Plan.number).desc())):
        if same_code(typed, plan.digest or ""):
            yield _of_plan(plan, today)


def _of_version(version: TimetableVersion, today: date) -> Verdict:
    last = version.ended_on or version.last_on
    state = VersionState(version.state)
    return Verdict(
        what="Расписание", code=short_code(version.digest or ""), said=SAID[state], first=version.first_on,
        last=last, in_force=state == VersionState.PUBLISHED and version.first_on <= today <= last,
    )  # fmt: skip


def _of_plan(plan: Plan, today: date) -> Verdict:
    state = PlanState(plan.state)
    return Verdict(
        what="Учебный план", code=short_code(plan.digest or ""), said=STATE[state], first=plan.first_on,
        last=plan.last_on, in_force=state == PlanState.APPROVED and plan.first_on <= today <= plan.last_on,
    )  # fmt: skip
