"""Schools themselves: a new one, and its choices."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import available_timezones

from sqlmodel import col, select

from api.errors import Forbidden, Invalid, NotFound
from api.services.desk import in_office, locked, touch
from api.services.unit import Unit
from api.services.words import text_faults
from models.person import Role
from models.school import School, SchoolKind


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolDraft:
    """A school and its choices; see models.school.School for what each means."""

    code: str
    title: str
    kind: SchoolKind = SchoolKind.BASE
    timezone: str = "Asia/Yekaterinburg"
    week_days: int = 5
    academic_hour_min: int = 40
    pmpk_required: bool = True
    clock_days: int = 3
    clock_working_days: bool = False
    consent_blocks: bool = False
    medical_scans: bool = False
    agreement_level: int = 0


FIELDS = tuple(SchoolDraft.__dataclass_fields__)


def school_of(unit: Unit, school_id: str) -> School:
    """A school the actor sets up; NotFound for a foreign one."""
    in_office(unit, school_id)
    school = unit.session.get(School, school_id)
    if school is None:
        raise NotFound
    return school


def schools(unit: Unit, asked: str = "") -> tuple[School, ...]:
    """Every school of the installation by title, for an administrator. asked: part of a title or code."""
    if unit.actor.role != Role.ADMINISTRATOR:
        raise Forbidden("Список школ видит администратор. Обратитесь к нему.")
    wanted = asked.strip().casefold()
    rows = unit.session.exec(select(School).order_by(col(School.title), col(School.id)))
    return tuple(row for row in rows if wanted in f"{row.title} {row.code}".casefold())


def draft_of_school(school: School) -> SchoolDraft:
    """A stored school as a draft to change."""
    return SchoolDraft(**{field: getattr(school, field) for field in FIELDS})


def add_school(unit: Unit, draft: SchoolDraft) -> School:
    """A new school of the network; an administrator's act."""
    if unit.actor.role != Role.ADMINISTRATOR:
        raise Forbidden("Школы заводит администратор. Обратитесь к нему.")
    _refuse_faults(unit, draft, None)
    school = School(**{field: getattr(draft, field) for field in FIELDS})
    unit.session.add(school)
    unit.session.flush()
    unit.note("school.add", "school", school.id, code=school.code)
    return school


def write_school(unit: Unit, school_id: str, rev: int, draft: SchoolDraft) -> School:
    """The school's words and choices, all at once."""
    in_office(unit, school_id)
    school = locked(unit, School, school_id)
    if school is None:
        raise NotFound
    _refuse_faults(unit, draft, school_id)
    touch(school, rev)
    changed = [field for field in FIELDS if getattr(school, field) != getattr(draft, field)]
    for field in changed:
        setattr(school, field, getattr(draft, field))
    unit.session.flush()
    unit.note("school.write", "school", school.id, rev=school.rev, changed=",".join(changed))
    return school


def _refuse_faults(unit: Unit, draft: SchoolDraft, but: str | None) -> None:
    same = select(School).where(School.code == draft.code, col(School.id) != (but or ""))
    faults = {
        "code": text_faults(draft.code, 40, "Укажите короткий код школы."),
        "title": text_faults(draft.title, 300, "Укажите название школы."),
    }
    checks = (
        ("code", unit.session.exec(same).first() is not None, "Школа с таким кодом уже есть."),
        ("kind", draft.kind not in tuple(SchoolKind), "Выберите вид школы из списка."),
        ("timezone", draft.timezone not in available_timezones(), "Выберите часовой пояс из списка."),
        ("week_days", draft.week_days not in (5, 6), "Учебная неделя — 5 или 6 дней."),
        ("academic_hour_min", not 20 <= draft.academic_hour_min <= 45, "Учебный час — от 20 до 45 минут."),
        ("agreement_level", draft.agreement_level not in (0, 1, 2), "Выберите из списка."),
        ("clock_days", not 1 <= draft.clock_days <= 30, "Срок — от 1 до 30 дней."),
    )
    for field, wrong, sentence in checks:
        if wrong:
            faults.setdefault(field, []).append(sentence)
    found = {field: sentences for field, sentences in faults.items() if sentences}
    if found:
        raise Invalid(found)
