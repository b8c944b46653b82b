"""«Что требует внимания»: everything a school has to see to, and the same for one case."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import col, select

from api.errors import NotFound
from api.services.cases.life import case_of
from api.services.cases.loading import load, load_one
from api.services.cases.watch import Attention, Severity, Topic, in_order, left_until, severity_of, watch
from api.services.desk import at_desk
from api.services.unit import Unit
from api.services.words import shown
from models.case import Case
from models.school import NetworkAgreement, School
from models.states import OVER
from models.year import Year


def attention(unit: Unit, school_id: str) -> list[Attention]:
    """The most urgent first. Takes the same number of queries for one case and for three hundred."""
    if at_desk(unit) != school_id:
        raise NotFound
    alive = (
        select(Case)
        .where(Case.school_id == school_id, col(Case.state).not_in([state.value for state in OVER]))
        .order_by(col(Case.id))
    )
    bases = load(unit.session, unit.session.exec(alive).all())
    found = [entry for basis in bases.values() for entry in watch(basis, unit.today)]
    return in_order([*found, *_years(unit, school_id), *_agreements(unit, school_id)])


def attention_of(unit: Unit, case_id: str) -> list[Attention]:
    """The same for one case."""
    return watch(load_one(unit.session, case_of(unit, case_id)), unit.today)


def _years(unit: Unit, school_id: str) -> Iterator[Attention]:
    asked = select(Year).where(Year.school_id == school_id, col(Year.to_check).is_(True))
    for year in unit.session.exec(asked):
        yield Attention(
            topic=Topic.YEAR,
            severity=severity_of(year.first_on, unit.today) or Severity.NOTICE,
            on=year.first_on,
            sentence=(
                f"Учебный год {year.title} открыт по датам прошлого года. "
                "Проверьте четверти, каникулы и переносы."
            ),
        )


def _agreements(unit: Unit, school_id: str) -> Iterator[Attention]:
    asked = (
        select(NetworkAgreement, School.title)
        .where(NetworkAgreement.partner_id == School.id, NetworkAgreement.base_id == school_id)
        .where(col(NetworkAgreement.ended_on).is_(None))
    )
    for row, partner in unit.session.exec(asked):
        severity = severity_of(row.last_on, unit.today)
        if severity is None or severity == Severity.OVERDUE:
            continue
        yield Attention(
            topic=Topic.AGREEMENT,
            severity=severity,
            on=row.last_on,
            sentence=(
                f"Договор о сетевой форме № {row.number} ({partner}) действует до {shown(row.last_on)}, "
                f"{left_until(row.last_on, unit.today)}."
            ),
        )
