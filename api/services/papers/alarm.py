"""Who opens far more medical papers in a day than the work asks for is noticed (trust 2, T31).

Readings stand in the log already; an alarm is one more row of it, told on the first page of director and
administrator.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, func, select

from api.services.unit import Unit
from models.audit import AuditRow
from models.person import Account, Role
from models.school import School

MOST = 20  # different papers of a day that nobody wonders at
DAY = timedelta(hours=24)
SHOWN = timedelta(days=7)
READ = ("medical.read", "medical.file_read")
ALARM = "medical.alarm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """reader: who read, by name; papers: how many by then; school: its title."""

    reader: str
    papers: int
    school: str
    at: datetime


def watch_reader(unit: Unit) -> None:
    """Writes an alarm once a day where the actor has read more than `MOST` papers in it. After the row of reading."""
    since, reader = unit.at - DAY, unit.actor.account_id
    read = (
        select(func.count(func.distinct(AuditRow.object_id)))
        .where(col(AuditRow.action).in_(READ), AuditRow.actor == reader, col(AuditRow.at) > since)
    )  # fmt: skip
    told = select(AuditRow.n).where(
        AuditRow.action == ALARM, col(AuditRow.at) > since, AuditRow.actor == reader
    )
    papers = unit.session.exec(read).one()
    if papers > MOST and unit.session.exec(told).first() is None:
        unit.note(ALARM, "school", unit.actor.school_id or "", papers=papers)


def alarms(unit: Unit) -> tuple[Alarm, ...]:
    """Those of a week, the newest first: of the director's school, of every school for an administrator."""
    if unit.actor.role not in (Role.DIRECTOR, Role.ADMINISTRATOR):
        return ()
    return tuple(_alarms(unit))


def _alarms(unit: Unit) -> Iterator[Alarm]:
    asked = (
        select(AuditRow, Account, School)
        .join(Account, col(Account.id) == col(AuditRow.actor))
        .join(School, col(School.id) == col(AuditRow.object_id))
        .where(AuditRow.action == ALARM, col(AuditRow.at) > unit.at - SHOWN)
        .order_by(col(AuditRow.n).desc())
    )
    if unit.actor.role != Role.ADMINISTRATOR:
        asked = asked.where(School.id == unit.actor.school_id)
    for row, account, school in unit.session.exec(asked):
        papers = int(json.loads(row.facts)["papers"])
        yield Alarm(reader=account.name, papers=papers, school=school.title, at=row.at)
