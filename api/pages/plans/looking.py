"""Lists of plans, the versions of a case, one version, the year before and after a change."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.deps import Here, Place, Presence, ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.installation import Installation
from api.pages.frame import PLANS, frame
from api.pages.plans.parent import answer_page
from api.pages.plans.reading import status_of
from api.services.plans import copying, drafts
from api.services.plans.hours import read_hours, typed
from api.services.plans.recut import Recut, recut
from api.services.plans.rows import Row
from api.services.plans.seen import Seen, case_seen, plan_at_desk, plan_seen
from api.services.plans.setting import setting_of
from api.services.plans.store import current, versions
from api.services.plans.views import CasePlans, PlanView, Version, case_plans, versions_seen, view_of
from api.services.plans.words import SHORT_TITLE, TITLE
from api.services.unit import Unit
from api.web.forms import Form, Reader, Sent, attempt, done, form_of
from api.web.rendering import page
from models.base import new_id
from models.case import Case
from models.person import Role
from models.plan import AnswerChannel, PlanKind, PlanState
from scheduler.registry.desk import NormDesk

router = APIRouter()
KINDS = tuple((kind.value, f"{SHORT_TITLE[kind]} — {TITLE[kind].lower()}") for kind in PlanKind)
SOURCES = {"empty": "пустой", "last": "по плану прошлого года", "model": "по учебному плану класса"}
ENTERED = tuple(
    (channel.value, said)
    for channel, said in (
        (AnswerChannel.CALL, "по телефону"),
        (AnswerChannel.PAPER, "на бумаге"),
        (AnswerChannel.MEETING, "при встрече"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlansPage:
    lines: tuple[CasePlans, ...]
    parent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePlanPage:
    """sources: what a new plan may begin with; last_year: whether there is a plan of last year."""

    case_id: str
    code: str
    class_title: str
    versions: tuple[Version, ...]
    draft: Version | None
    form: Form
    kinds: tuple[tuple[str, str], ...]
    sources: tuple[tuple[str, str], ...]
    models: tuple[copying.ModelPlan, ...]
    model_choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPage:
    view: PlanView
    form: Form
    entered: tuple[tuple[str, str], ...]
    speakers: tuple[tuple[str, str], ...]
    director: bool
    mine: bool
    changes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePage:
    code: str
    version: int
    plan_id: str
    recut: Recut


@router.api_route("/plans", methods=["GET", "HEAD"])
def plans(place: Place, here: Here, unit: ReadUnit) -> Response:
    content = PlansPage(lines=case_plans(unit), parent=unit.actor.role == Role.PARENT)
    title = "Учебный план" if content.parent else "Учебные планы"
    return page("plans.html", frame(place, here, title, PLANS.href), content)


@router.api_route("/cases/{case_id}/plan", methods=["GET", "HEAD"])
def case_plan(place: Place, here: Here, unit: ReadUnit, case_id: str, said: str = "") -> Response:
    case, guardian = case_seen(unit, case_id)
    if guardian is not None:
        seen = [plan for plan in versions(unit.session, case_id) if plan.state != PlanState.DRAFT]
        counts = current(seen)
        return RedirectResponse(f"/plans/{counts.id}" if counts else "/plans", 303)
    return _case_page(place, here, unit, case, _new_plan_form(unit, case), said)


def _new_plan_form(unit: Unit, case: Case) -> Form:
    first, last = drafts.usual_days(unit, case)
    setting = setting_of(unit.session, case)
    tradition = NormDesk(first).answer("home_week_hours", case.grade)
    norm = typed(setting.norm[0]) if setting.norm else str(tradition.value) if tradition else ""
    return form_of(first_on=first, last_on=last, source="empty", kind="iup", norm=norm)


def _case_page(
    place: Installation, here: Presence, unit: Unit, case: Case, form: Form, said: str = ""
) -> Response:
    found = versions_seen(unit, case)
    models = copying.models_for(case.grade)
    last = copying.last_years(unit, case.id)
    offered = {"empty": True, "last": last is not None, "model": bool(models)}
    content = CasePlanPage(
        case_id=case.id, code=case.code, class_title=case.class_title, versions=found,
        draft=next((one for one in found if one.state == PlanState.DRAFT), None), form=form, kinds=KINDS,
        sources=tuple((key, title) for key, title in SOURCES.items() if offered[key]), models=models,
        model_choices=tuple((one.code, one.title) for one in models),
    )  # fmt: skip
    around = frame(place, here, f"Учебный план, дело {case.code}", PLANS.href, said)
    return page("case_plan.html", around, content, status_of(form))


@router.post("/cases/{case_id}/plan")
def begin(place: Place, here: Here, unit: WriteUnit, case_id: str, form: Sent) -> Response:
    case, _ = case_seen(unit, case_id)
    made = attempt(unit, lambda: _begin(unit, case_id, form))
    if isinstance(made, Invalid | Conflict):
        return _case_page(place, here, unit, case, form.refused(made))
    return done(f"/plans/{made}/edit", "added")


def _begin(unit: Unit, case_id: str, form: Form) -> str:
    read = Reader(form)
    kind = read.among("kind", dict(KINDS), "Выберите вид плана.")
    first, last = read.day("first_on"), read.day("last_on")
    source = read.among("source", SOURCES, "Выберите, с чего начать.")
    read.check()
    draft = drafts.PlanDraft(kind=PlanKind(kind), first_on=first, last_on=last)
    rows: tuple[Row, ...] = ()
    if source == "model":
        rows = copying.cut_rows(read.text("model"), read_hours(read.text("norm")))
    elif source == "last":
        rows = copying.last_years_rows(unit, case_id, first, last)
    return drafts.start_plan(unit, case_id, draft, rows).id


@router.api_route("/plans/{plan_id}", methods=["GET", "HEAD"])
def plan(place: Place, here: Here, unit: ReadUnit, plan_id: str, said: str = "") -> Response:
    seen = plan_seen(unit, plan_id)
    if seen.guardian is not None:
        return answer_page(place, here, unit, seen, form_of(request=new_id()), said)
    return plan_page(place, here, unit, seen, plan_form(seen), said)


def plan_form(seen: Seen) -> Form:
    """The small forms under a version: the days of the next one, an answer to be entered."""
    return form_of(
        next_first_on=seen.plan.first_on, next_last_on=seen.plan.last_on, request=new_id(), channel="call"
    )


def plan_page(
    place: Installation, here: Presence, unit: Unit, seen: Seen, form: Form, said: str = ""
) -> Response:
    """One version from the desk of the school."""
    view = view_of(unit, seen)
    content = PlanPage(
        view=view, form=form, entered=ENTERED,
        speakers=tuple((one.id, f"{one.name}, {one.kind}") for one in view.speakers),
        director=unit.actor.role == Role.DIRECTOR,
        mine=view.offered_by == unit.actor.account_id, changes=seen.plan.number > 1,
    )  # fmt: skip
    around = frame(place, here, f"План {seen.case.code}, версия {seen.plan.number}", PLANS.href, said)
    return page("plan.html", around, content, status_of(form))


@router.post("/plans/{plan_id}/next")
def next_version(place: Place, here: Here, unit: WriteUnit, plan_id: str, form: Sent) -> Response:
    seen = plan_at_desk(unit, plan_id)
    made = attempt(unit, lambda: _next(unit, plan_id, form))
    if isinstance(made, Invalid | Conflict):
        return plan_page(place, here, unit, seen, form.refused(made))
    return done(f"/plans/{made}/edit", "added")


def _next(unit: Unit, plan_id: str, form: Form) -> str:
    read = Reader(form)
    first, last = read.day("next_first_on"), read.day("next_last_on")
    read.check()
    try:
        return drafts.next_version(unit, plan_id, first, last).id
    except Invalid as refused:
        raise Invalid({f"next_{name}": said for name, said in refused.faults.items()}) from None


@router.api_route("/plans/{plan_id}/change", methods=["GET", "HEAD"])
def change(place: Place, here: Here, unit: ReadUnit, plan_id: str) -> Response:
    seen = plan_at_desk(unit, plan_id)
    content = ChangePage(
        code=seen.case.code,
        version=seen.plan.number,
        plan_id=plan_id,
        recut=recut(unit.session, seen),
    )
    return page("plan_change.html", frame(place, here, "Часы до и после", PLANS.href), content)
