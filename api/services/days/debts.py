"""Who owes a lesson that was lost, by its cause: a school's own table, and what is usual where it has said nothing.

Sources differ and none binds every school, so each line names its own and how sure it is (domain 5).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from api.errors import Invalid
from api.services.desk import touch
from api.services.schools.options import school_of
from api.services.unit import Unit
from api.services.words import text_faults
from models.day import Cause, DebtRule
from scheduler.terms import Debtor

HOLIDAY = "holiday"
CAUSES: tuple[str, ...] = (*(cause.value for cause in Cause), HOLIDAY)
NO_SOURCE = "Источник не найден; решает школа своим локальным актом"
ORDER_33 = "Порядок обучения на дому, п. 3.3 (zaki.ru, 52410): учителя замещают, насколько позволяет состав"
ORDER_34 = (
    "Порядок обучения на дому, п. 3.4 (zaki.ru, 52410): часы отрабатывает учитель, дни согласуют с родителями"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """mark: V a document was read, V2 it was retold, I inferred, M from memory; None: the school's own word.
    since: the first day of a line that is usual, None: it names none."""

    cause: str
    debtor: Debtor
    source: str
    mark: str | None = None
    since: date | None = None


# Domain 5, «Practice», as found in 2026.
USUAL = (
    Rule(cause=Cause.CHILD_ILL, debtor=Debtor.TEACHER, source=ORDER_34, mark="V"),
    Rule(cause=Cause.CHILD_AWAY, debtor=Debtor.NOBODY, source=NO_SOURCE, mark="M"),
    Rule(
        cause=Cause.TEACHER_ILL, debtor=Debtor.SCHOOL,
        source=f"{ORDER_33}. Свою болезнь учитель отрабатывать не обязан (vseadvokaty.ru, 25026)", mark="V",
    ),
    Rule(cause=Cause.TEACHER_AWAY, debtor=Debtor.SCHOOL, source=ORDER_33, mark="I"),
    Rule(cause=Cause.NO_ENTRY, debtor=Debtor.NOBODY, source=NO_SOURCE, mark="M"),
    Rule(cause=Cause.NO_ADULT, debtor=Debtor.NOBODY, source=NO_SOURCE, mark="M"),
    Rule(cause=Cause.NO_SHOW, debtor=Debtor.TEACHER, source=NO_SOURCE, mark="M"),
    Rule(cause=Cause.SCHOOL, debtor=Debtor.SCHOOL, source=NO_SOURCE, mark="M"),
    Rule(
        cause=HOLIDAY, debtor=Debtor.NOBODY,
        source="План считают по учебным неделям: чего праздники лишили за год, показывает прогноз", mark="I",
    ),
)  # fmt: skip


def rules_of(session: Session, school_id: str) -> Mapping[str, Rule]:
    """What holds in a school, for every cause, in the order of `CAUSES`."""
    own = {
        row.cause: Rule(cause=row.cause, debtor=Debtor(row.debtor), source=row.source)
        for row in session.exec(select(DebtRule).where(DebtRule.school_id == school_id))
    }
    return {rule.cause: own.get(rule.cause, rule) for rule in USUAL}


def debtors_of(session: Session, school_id: str) -> dict[str, Debtor]:
    return {cause: rule.debtor for cause, rule in rules_of(session, school_id).items()}


def read_rules(unit: Unit, school_id: str) -> tuple[Rule, ...]:
    school_of(unit, school_id)
    return tuple(rules_of(unit.session, school_id).values())


def write_rules(unit: Unit, school_id: str, drafts: Sequence[Rule], rev: int) -> None:
    """The school's own lines anew; causes left out are as usual. rev: of the school as it was shown.

    Raises Invalid by `debtor-<cause>`, `source-<cause>`.
    """
    school = school_of(unit, school_id)
    _refuse_faults(drafts)
    touch(school, rev)
    known = {
        row.cause: row for row in unit.session.exec(select(DebtRule).where(DebtRule.school_id == school_id))
    }
    told = {draft.cause: draft for draft in drafts}
    for cause in known.keys() - told.keys():
        unit.session.delete(known[cause])
    for cause, draft in told.items():
        row = known.get(cause) or DebtRule(school_id=school_id, cause=cause, debtor=draft.debtor)
        row.debtor, row.source = draft.debtor, draft.source.strip()
        unit.session.add(row)
    unit.session.flush()
    unit.note("debts.write", "school", school_id, **{draft.cause: draft.debtor for draft in drafts})


def _refuse_faults(drafts: Sequence[Rule]) -> None:
    faults: dict[str, list[str]] = {}
    for draft in drafts:
        if draft.cause not in CAUSES or sum(draft.cause == other.cause for other in drafts) > 1:
            faults.setdefault(f"debtor-{draft.cause}", []).append("Для каждой причины нужна одна строка.")
        if told := text_faults(draft.source, 300, "Укажите, где это записано: локальный акт, пункт."):
            faults.setdefault(f"source-{draft.cause}", []).extend(told)
    if faults:
        raise Invalid(faults)
