"""A form and a case become values ready to be printed, or a sentence that says what is missing for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from api.errors import Conflict
from api.services.printing import agreed, first, year
from api.services.printing.found import Found
from api.services.printing.ground import Ground, ground_of
from api.services.printing.makeup import makeup
from api.services.printing.orders import ending, extract, prolonging
from api.services.unit import Unit
from exports.document.forms import Form

Gatherer = Callable[[Ground], Found]
OF_CASE: dict[Form, Gatherer] = {
    Form.APPLICATION: first.application,
    Form.MISSING: first.missing,
    Form.CONSENT: first.consent,
    Form.EXTRACT: extract,
    Form.CONTRACT: agreed.contract,
    Form.PLAN: agreed.plan,
    Form.TIMETABLE: agreed.timetable,
    Form.CALENDAR: year.calendar,
    Form.NOTICE: agreed.notice,
    Form.MAKEUP: makeup,
    Form.PROLONGING: prolonging,
    Form.ENDING: ending,
}
REQUISITES = (Form.APPLICATION,)  # may carry requisites of medical papers


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Values of one paper and what it is of. medical: requisites of medical papers are among them."""

    form: Form
    values: Any = field(repr=False)
    case_id: str | None = None
    order_id: str | None = None
    plan_id: str | None = None
    version_id: str | None = None
    guardian_id: str | None = None
    medical: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A form as it may be chosen. why_not: what is missing, empty: it can be printed."""

    form: Form
    why_not: str


def prepare(
    unit: Unit,
    case_id: str,
    form: Form,
    origin: str,
    guardian_id: str | None = None,
    requisites: bool = False,
) -> Prepared:
    """requisites: written into a form that has lines for them; the reading is in the log. Raises Conflict."""
    gatherer = OF_CASE.get(form)
    if gatherer is None:
        raise Conflict("Эту форму печатают не из дела.")
    ground = ground_of(unit, case_id, origin, guardian_id)
    medical = requisites and form in REQUISITES
    found = first.application_in_full(ground) if medical else gatherer(ground)
    if found.why_not:
        raise Conflict(found.why_not)
    return Prepared(
        form=form, values=found.values, case_id=case_id, plan_id=found.plan_id, version_id=found.version_id,
        guardian_id=ground.guardian.id if ground.guardian else None, medical=medical,
    )  # fmt: skip


def choices(unit: Unit, case_id: str) -> tuple[Choice, ...]:
    """Every form of a case, and what is missing for those that cannot be printed yet."""
    ground = ground_of(unit, case_id, "")
    return tuple(Choice(form=form, why_not=gatherer(ground).why_not) for form, gatherer in OF_CASE.items())
