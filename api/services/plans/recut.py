"""A change in the middle of the year: what each row was due by the versions before, and what it is due from then on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlmodel import Session

from api.services.plans.figures import ZERO, yearly_of
from api.services.plans.rows import Row
from api.services.plans.seen import Seen
from api.services.plans.setting import Setting, setting_of
from api.services.plans.store import rows_of_many, spans, versions
from models.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class RecutRow:
    """Academic hours, exact. before: due until the change by the versions that held; after: due from it on.

    old_week, new_week: hours a week before and after; None where the row is not there.
    """

    subject: str
    old_week: Fraction | None
    new_week: Fraction | None
    before: Fraction
    after: Fraction

    @property
    def whole(self) -> Fraction:
        return self.before + self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class Recut:
    """on: the first day of the version looked at. numbers: of the versions that held before, in their order."""

    on: date
    last: date
    numbers: tuple[int, ...]
    rows: tuple[RecutRow, ...]

    @property
    def before(self) -> Fraction:
        return sum((row.before for row in self.rows), ZERO)

    @property
    def after(self) -> Fraction:
        return sum((row.after for row in self.rows), ZERO)


def recut(session: Session, seen: Seen) -> Recut:
    """The year of a case cut at the first day of a version: rows are matched by their keys."""
    plan = seen.plan
    earlier = [other for other in versions(session, seen.case.id) if other.number < plan.number]
    held = [
        (other, first, min(last, plan.first_on - date.resolution))
        for other, first, last in spans(earlier)
        if first < plan.first_on
    ]
    rows = rows_of_many(session, [plan.id, *(other.id for other, _, _ in held)])
    setting = setting_of(session, seen.case)
    return Recut(
        on=plan.first_on, last=plan.last_on, numbers=tuple(other.number for other, _, _ in held),
        rows=tuple(_cut(setting, plan, rows, held)),
    )  # fmt: skip


def _cut(
    setting: Setting, plan: Plan, rows: dict[str, tuple[Row, ...]], held: Sequence[tuple[Plan, date, date]]
) -> list[RecutRow]:
    due_before: dict[str, Fraction] = {}
    old: dict[str, Row] = {}
    for other, first, last in held:
        own = rows[other.id]
        for row, hours in zip(own, yearly_of(setting, first, last, own), strict=True):
            due_before[row.key or ""] = due_before.get(row.key or "", ZERO) + hours
            old[row.key or ""] = row
    new = {row.key or "": row for row in rows[plan.id]}
    after = dict(zip(new, yearly_of(setting, plan.first_on, plan.last_on, new.values()), strict=True))
    return [
        RecutRow(
            subject=(new.get(key) or old[key]).subject,
            old_week=old[key].hours if key in old else None,
            new_week=new[key].hours if key in new else None,
            before=due_before.get(key, ZERO),
            after=after.get(key, ZERO),
        )
        for key in dict.fromkeys([*new, *old])
    ]
