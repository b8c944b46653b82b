"""What a school says of itself beside its year: agreements with partners, bells, hours by grade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from sqlmodel import col, or_, select

from api.errors import Conflict, Invalid, NotFound
from api.services.desk import in_office, locked, touch
from api.services.unit import Unit
from api.services.words import shown, text_faults
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
    faults = {"number": text_faults(draft.number, 60, "Укажите номер договора.")}
    if draft.partner_id == base_id:
        faults["partner_id"] = ["Выберите другую школу: договор заключают две школы."]
    if draft.last_on < draft.first_on:
        faults["last_on"] = ["Последний день раньше первого."]
    found = {field: sentences for field, sentences in faults.items() if sentences}
    if found:
        raise Invalid(found)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementLine:
    """An agreement as one school sees it: the other school's title, and whether one's own is the base."""

    row: NetworkAgreement
    other: str
    as_base: bool

    @property
    def last(self) -> date:
        """The real last day."""
        return self.row.ended_on or self.row.last_on


def agreements_of(unit: Unit, school_id: str) -> tuple[AgreementLine, ...]:
    """Every agreement of a school, as base or as partner, the latest first."""
    in_office(unit, school_id)
    asked = (
        select(NetworkAgreement)
        .where(or_(NetworkAgreement.base_id == school_id, NetworkAgreement.partner_id == school_id))
        .order_by(col(NetworkAgreement.first_on).desc(), col(NetworkAgreement.number))
    )
    rows = unit.session.exec(asked).all()
    titles = dict(unit.session.exec(select(School.id, School.title)).all())
    return tuple(
        AgreementLine(
            row=row,
            other=titles[row.partner_id if row.base_id == school_id else row.base_id],
            as_base=row.base_id == school_id,
        )
        for row in rows
    )


def agreement_of(unit: Unit, school_id: str, agreement_id: str) -> AgreementLine:
    """One agreement of a school; NotFound for a foreign one."""
    found = [line for line in agreements_of(unit, school_id) if line.row.id == agreement_id]
    if not found:
        raise NotFound
    return found[0]


def possible_partners(unit: Unit, school_id: str) -> tuple[tuple[str, str], ...]:
    """Key and title of every other school, by title."""
    in_office(unit, school_id)
    asked = select(School.id, School.title).where(School.id != school_id).order_by(col(School.title))
    return tuple((key, title) for key, title in unit.session.exec(asked).all())


def bells_of(unit: Unit, school_id: str) -> tuple[BellDraft, ...]:
    """The bells of a school by shift and number."""
    in_office(unit, school_id)
    asked = select(Bell).where(Bell.school_id == school_id).order_by(col(Bell.shift), col(Bell.number))
    return tuple(
        BellDraft(shift=row.shift, number=row.number, start_min=row.start_min, end_min=row.end_min)
        for row in unit.session.exec(asked)
    )


def write_bells(unit: Unit, school_id: str, bells: Sequence[BellDraft], rev: int | None = None) -> None:
    """All bells of a school anew. rev: of the school as it was shown. Invalid by `bell-<shift>-<number>`."""
    in_office(unit, school_id)
    faults = bell_faults(bells)
    if faults:
        raise Invalid(faults)
    _touch_school(unit, school_id, rev)
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


def bell_faults(bells: Sequence[BellDraft]) -> dict[str, list[str]]:
    """What is wrong with bells, beside the lesson it is about: `bell-1-3` for the third lesson of shift 1."""
    faults: dict[str, list[str]] = {}
    ordered = sorted(bells, key=lambda bell: (bell.shift, bell.number))
    for bell in ordered:
        if not (0 <= bell.start_min < bell.end_min <= 24 * 60):
            sentence = f"Смена {bell.shift}, урок {bell.number}: конец должен быть позже начала."
            faults.setdefault(_cell(bell), []).append(sentence)
    for before, after in pairwise(ordered):
        if before.shift != after.shift:
            continue
        if before.number == after.number:
            sentence = f"Смена {after.shift}: урок {after.number} указан дважды."
            faults.setdefault(_cell(after), []).append(sentence)
        elif after.start_min < before.end_min:
            sentence = f"Смена {after.shift}: уроки {before.number} и {after.number} пересекаются."
            faults.setdefault(_cell(after), []).append(sentence)
    return faults


def _cell(bell: BellDraft) -> str:
    return f"bell-{bell.shift}-{bell.number}"


def _touch_school(unit: Unit, school_id: str, rev: int | None) -> None:
    """Counts a change of the school where the form has told what it was shown."""
    school = locked(unit, School, school_id)
    if school is None:
        raise NotFound
    if rev is not None:
        touch(school, rev)


def hours_of(unit: Unit, school_id: str) -> tuple[HoursDraft, ...]:
    """The hours table of a school by grade and day."""
    in_office(unit, school_id)
    asked = (
        select(HoursNorm)
        .where(HoursNorm.school_id == school_id)
        .order_by(col(HoursNorm.grade), col(HoursNorm.first_on))
    )
    return tuple(_hours(row) for row in unit.session.exec(asked))


def _hours(row: HoursNorm) -> HoursDraft:
    return HoursDraft(
        grade=row.grade,
        first_on=row.first_on,
        hours=Fraction(row.hours_part, row.hours_over),
        source=row.source,
    )


def write_hours(unit: Unit, school_id: str, norms: Sequence[HoursDraft], rev: int | None = None) -> None:
    """The hours table of a school anew. rev: of the school as it was shown."""
    in_office(unit, school_id)
    faults = [
        f"{norm.grade} класс: укажите часы больше нуля и откуда взято число."
        for norm in norms
        if norm.hours <= 0 or text_faults(norm.source, 300, "нет") or not 1 <= norm.grade <= 11
    ]
    if len({(norm.grade, norm.first_on) for norm in norms}) < len(norms):
        faults.append("Для класса и даты должно быть одно число.")
    if faults:
        raise Invalid({"hours": faults})
    _touch_school(unit, school_id, rev)
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
    return None if row is None else _hours(row)
