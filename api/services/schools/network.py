"""What a school says of itself beside its year: agreements with partners, bells, hours by grade."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from sqlmodel import col, select

from api.errors import Conflict, Invalid, NotFound
from api.services.desk import in_office, locked, touch
from api.services.unit import Unit
from api.services.words import shown
from models.school import Bell, HoursNorm, NetworkAgreement, School


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementDraft:
    """An agreement on teaching together (сетевая форма); days inclusive."""

    partner_id: str
    number: str
    signed_on: date
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BellDraft:
    """Lesson `number` of a shift, minutes since midnight, half-open."""

    shift: int
    number: int
    start_min: int
    end_min: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursDraft:
    """Hours a week with a teacher for a grade from a day on, and the source of the number."""

    grade: int
    first_on: date
    hours: Fraction
    source: str


def add_agreement(unit: Unit, base_id: str, draft: AgreementDraft) -> NetworkAgreement:
    """An agreement of a school with a partner."""
    in_office(unit, base_id)
    if unit.session.get(School, draft.partner_id) is None:
        raise NotFound
    faults = {}
    if draft.partner_id == base_id:
        faults["partner_id"] = ["Выберите другую школу: договор заключают две школы."]
    if draft.last_on < draft.first_on:
        faults["last_on"] = ["Последний день раньше первого."]
    if not draft.number.strip():
        faults["number"] = ["Укажите номер договора."]
    if faults:
        raise Invalid(faults)
    same = select(NetworkAgreement).where(
        NetworkAgreement.base_id == base_id,
        NetworkAgreement.partner_id == draft.partner_id,
        NetworkAgreement.number == draft.number,
    )
    if unit.session.exec(same).first() is not None:
        raise Conflict(f"Договор № {draft.number} с этой школой уже внесён. Откройте его в списке.")
    row = NetworkAgreement(
        base_id=base_id, partner_id=draft.partner_id, number=draft.number, signed_on=draft.signed_on,
        first_on=draft.first_on, last_on=draft.last_on,
    )  # fmt: skip
    unit.session.add(row)
    unit.session.flush()
    unit.note("agreement.add", "agreement", row.id, base=base_id, partner=draft.partner_id)
    return row


def end_agreement(unit: Unit, agreement_id: str, rev: int, ended_on: date) -> NetworkAgreement:
    """The agreement ended early; ended_on is its last day."""
    row = locked(unit, NetworkAgreement, agreement_id)
    if row is None:
        raise NotFound
    in_office(unit, row.base_id)
    if not row.first_on <= ended_on <= row.last_on:
        raise Invalid({"ended_on": [f"Договор действует {shown(row.first_on)}–{shown(row.last_on)}."]})
    touch(row, rev)
    row.ended_on = ended_on
    unit.session.flush()
    unit.note("agreement.end", "agreement", row.id, base=row.base_id)
    return row


def agreements_on(unit: Unit, school_id: str, on: date) -> tuple[NetworkAgreement, ...]:
    """Agreements of a base school that hold on a day."""
    in_office(unit, school_id)
    rows = unit.session.exec(select(NetworkAgreement).where(NetworkAgreement.base_id == school_id)).all()
    return tuple(row for row in rows if row.first_on <= on <= (row.ended_on or row.last_on))


def write_bells(unit: Unit, school_id: str, bells: Sequence[BellDraft]) -> None:
    """All bells of a school anew."""
    in_office(unit, school_id)
    faults = list(_bell_faults(bells))
    if faults:
        raise Invalid({"bells": faults})
    for row in unit.session.exec(select(Bell).where(Bell.school_id == school_id)).all():
        unit.session.delete(row)
    unit.session.flush()
    for bell in bells:
        unit.session.add(
            Bell(
                school_id=school_id, shift=bell.shift, number=bell.number,
                start_min=bell.start_min, end_min=bell.end_min,
            )
        )  # fmt: skip
    unit.session.flush()
    unit.note("bells.write", "school", school_id, count=len(bells))


def _bell_faults(bells: Sequence[BellDraft]) -> Iterator[str]:
    ordered = sorted(bells, key=lambda bell: (bell.shift, bell.number))
    for bell in ordered:
        if not (0 <= bell.start_min < bell.end_min <= 24 * 60):
            yield f"Смена {bell.shift}, урок {bell.number}: проверьте начало и конец."
    for before, after in pairwise(ordered):
        if before.shift != after.shift:
            continue
        if before.number == after.number:
            yield f"Смена {after.shift}: урок {after.number} указан дважды."
        elif after.start_min < before.end_min:
            yield f"Смена {after.shift}: уроки {before.number} и {after.number} пересекаются."


def write_hours(unit: Unit, school_id: str, norms: Sequence[HoursDraft]) -> None:
    """The hours table of a school anew."""
    in_office(unit, school_id)
    faults = [
        f"{norm.grade} класс: укажите часы больше нуля и откуда взято число."
        for norm in norms
        if norm.hours <= 0 or not norm.source.strip() or not 1 <= norm.grade <= 11
    ]
    if len({(norm.grade, norm.first_on) for norm in norms}) < len(norms):
        faults.append("Для класса и даты должно быть одно число.")
    if faults:
        raise Invalid({"hours": faults})
    for row in unit.session.exec(select(HoursNorm).where(HoursNorm.school_id == school_id)).all():
        unit.session.delete(row)
    unit.session.flush()
    for norm in norms:
        unit.session.add(
            HoursNorm(
                school_id=school_id, grade=norm.grade, first_on=norm.first_on, source=norm.source,
                hours_part=norm.hours.numerator, hours_over=norm.hours.denominator,
            )
        )  # fmt: skip
    unit.session.flush()
    unit.note("hours.write", "school", school_id, count=len(norms))


def hours_on(unit: Unit, school_id: str, grade: int, on: date) -> HoursDraft | None:
    """The number in force for a grade on a day; None where the school has none yet."""
    asked = (
        select(HoursNorm)
        .where(HoursNorm.school_id == school_id, HoursNorm.grade == grade, col(HoursNorm.first_on) <= on)
        .order_by(col(HoursNorm.first_on).desc())
    )
    row = unit.session.exec(asked).first()
    if row is None:
        return None
    return HoursDraft(
        grade=row.grade,
        first_on=row.first_on,
        hours=Fraction(row.hours_part, row.hours_over),
        source=row.source,
    )
