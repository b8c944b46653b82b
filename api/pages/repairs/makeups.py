"""Plans of make-ups at the desk: proposed by the program, adjusted, sent to the family."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.deps import Here, Place, Presence, ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.installation import Installation
from api.pages.agreement.showing import OnStage, moment, status_of
from api.pages.frame import MAKE_UPS, frame
from api.pages.repairs.offered import words_of
from api.services.days.repairs import making_up
from api.services.days.repairs.making_up import PlanView, plan_view
from api.services.days.repairs.owing import Owing, owing
from api.services.days.repairs.proposing import Time, Wishes, propose
from api.services.unit import Unit
from api.web.forms import Form, Reader, Sent, attempt, done, form_of
from api.web.rendering import page
from models.repair import MakeUpLesson, MakeUpState

router = APIRouter()
PATH = MAKE_UPS.href
STATE = {
    MakeUpState.DRAFT: "черновик",
    MakeUpState.SENT: "ждёт ответа семьи",
    MakeUpState.ANSWERED: "семья ответила",
    MakeUpState.DROPPED: "отозван",
}
BEST = "Лучшего плана в эти дни нет: это доказано."
FULL = "Больше уроков в эти дни не поместить: это доказано."
ONE_BY_ONE = (
    "Переносы подобраны по одному. Лучшего плана может и не быть, но это не доказано: вместе несколько уроков "
    "программа не сдвигает."
)
UNPROVED = "Вариантов слишком много, проверены не все: план может быть не лучшим."


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeUpsPage:
    """plans: id, case, state in words. owing: lessons that nobody has made up; forgiven: those nobody owes by the
    school's rules. form: of the chosen."""

    owing: tuple[Owing, ...]
    forgiven: tuple[Owing, ...]
    plans: tuple[tuple[str, str, str], ...]
    chosen: Owing | None
    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeUpPage:
    """proof: whether a better plan can exist, in words; empty: nobody says."""

    view: PlanView
    state: str
    proof: str
    until: str
    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeUpTimesPage:
    plan_id: str
    item: MakeUpLesson
    lost: str
    times: tuple[Time, ...]
    form: Form


@router.api_route(PATH, methods=["GET", "HEAD"])
def makeups(
    place: Place, here: Here, unit: ReadUnit, absence: str = "", case: str = "", said: str = ""
) -> Response:
    """absence: of a child; case: lessons of it that were lost otherwise."""
    form = form_of(absence=absence, case=case, weeks=3, most_a_day=2, most_moves=0)
    return _list(place, here, unit, form, said)


def _list(place: Installation, here: Presence, unit: Unit, form: Form, said: str = "") -> Response:
    found = owing(unit)
    absence, case = form.said("absence"), form.said("case")
    chosen = next((each for each in found if _is_asked(each, absence, case)), None)
    if chosen and "first_on" not in form.values:
        form = replace(form, values={**form.values, "first_on": chosen.from_on.isoformat()})
    content = MakeUpsPage(
        owing=tuple(each for each in found if each.owed), forgiven=tuple(each for each in found if not each.owed),
        chosen=chosen,
        plans=tuple((plan.id, case.code, STATE[MakeUpState(plan.state)]) for plan, case in making_up.plans(unit)),
        form=form,
    )  # fmt: skip
    return page("repairs/makeups.html", frame(place, here, "Отработки", PATH, said), content, status_of(form))


def _is_asked(each: Owing, absence: str, case: str) -> bool:
    return (
        each.absence_id == absence
        if absence
        else bool(case) and (each.absence_id, each.case_id) == ("", case)
    )


@router.post(PATH)
def propose_plan(place: Place, here: Here, unit: WriteUnit, form: Sent) -> Response:
    made = attempt(
        unit, lambda: propose(unit, form.said("case"), form.said("absence") or None, _wishes(form))
    )
    if isinstance(made, Invalid | Conflict):
        return _list(place, here, unit, form.refused(made))
    return RedirectResponse(f"{PATH}/{made.id}", 303)


def _wishes(form: Form) -> Wishes:
    reader = Reader(form)
    wishes = Wishes(
        first_on=reader.day("first_on"), weeks=reader.number("weeks"), most_a_day=reader.number("most_a_day"),
        most_moves=reader.number("most_moves") if form.said("most_moves") else 0,
        remote_until=reader.day_or_none("remote_until"), others=form.ticked("others"),
    )  # fmt: skip
    reader.check()
    return wishes


@router.api_route(PATH + "/{makeup_id}", methods=["GET", "HEAD"])
def makeup(place: Place, here: Here, unit: ReadUnit, makeup_id: str, said: str = "") -> Response:
    return _show(place, here, unit, makeup_id, form_of(), said)


def _show(
    place: Installation, here: Presence, unit: Unit, makeup_id: str, form: Form, said: str = ""
) -> Response:
    view = plan_view(unit, makeup_id)
    content = MakeUpPage(
        view=view, state=STATE[MakeUpState(view.plan.state)], form=form,
        until=moment(view.until) if view.until else "", proof=_proof(view),
    )  # fmt: skip
    return page(
        "repairs/makeup.html", frame(place, here, "План отработки", PATH, said), content, status_of(form)
    )


def _proof(view: PlanView) -> str:
    plan = view.plan
    if plan.proved is None or plan.state != MakeUpState.DRAFT:
        return ""
    if plan.proved:
        return BEST if view.placed == view.lost else FULL
    return ONE_BY_ONE if plan.most_moves else UNPROVED


@router.post(PATH + "/{makeup_id}/send")
def send(stage: OnStage, unit: WriteUnit, makeup_id: str, form: Sent) -> Response:
    place, here = stage.place, stage.here
    return _acted(
        place, here, unit, makeup_id, form, lambda: making_up.send(unit, makeup_id, stage.address), "sent"
    )


@router.post(PATH + "/{makeup_id}/answer")
def answer(place: Place, here: Here, unit: WriteUnit, makeup_id: str, form: Sent) -> Response:
    """What the family said on the telephone or in person."""
    words = words_of(form)
    return _acted(
        place, here, unit, makeup_id, form, lambda: making_up.answer(unit, makeup_id, words), "saved"
    )


@router.post(PATH + "/{makeup_id}/drop")
def drop(place: Place, here: Here, unit: WriteUnit, makeup_id: str, form: Sent) -> Response:
    return _acted(place, here, unit, makeup_id, form, lambda: making_up.drop(unit, makeup_id), "ended")


def _acted(
    place: Installation, here: Presence, unit: Unit, makeup_id: str, form: Form, act: Callable[[], object],
    said: str,
) -> Response:  # fmt: skip
    made = attempt(unit, act)
    if isinstance(made, Invalid | Conflict):
        return _show(place, here, unit, makeup_id, form.refused(made))
    return done(f"{PATH}/{makeup_id}", said)


@router.api_route(PATH + "/{makeup_id}/times", methods=["GET", "HEAD"])
def times(place: Place, here: Here, unit: WriteUnit, makeup_id: str, item: str = "") -> Response:
    return _times(place, here, unit, makeup_id, form_of(item=item))


def _times(place: Installation, here: Presence, unit: Unit, makeup_id: str, form: Form) -> Response:
    item, found = making_up.other_times(unit, makeup_id, form.said("item"))
    content = MakeUpTimesPage(
        plan_id=makeup_id, item=item, times=found, form=form, lost=making_up.was_said(item)
    )
    return page("repairs/times.html", frame(place, here, "Другое время", PATH), content, status_of(form))


@router.post(PATH + "/{makeup_id}/times")
def set_time(place: Place, here: Here, unit: WriteUnit, makeup_id: str, form: Sent) -> Response:
    made = attempt(
        unit, lambda: making_up.set_other_time(unit, makeup_id, form.said("item"), form.said("time"))
    )
    if isinstance(made, Invalid | Conflict):
        return _times(place, here, unit, makeup_id, form.refused(made))
    return done(f"{PATH}/{makeup_id}", "saved")
