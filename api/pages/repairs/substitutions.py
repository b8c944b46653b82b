"""Who is away, which lessons wait for somebody else, who could give them: given at once, or asked of several."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.deps import Here, Place, Presence, WriteUnit
from api.errors import Conflict, Invalid
from api.installation import Installation
from api.pages.agreement.showing import status_of
from api.pages.frame import SUBSTITUTIONS, frame
from api.pages.weeks.showing import key_in
from api.services.days.repairs import substituting
from api.services.days.repairs.vacancies import Away, Vacancies, away, vacancies
from api.services.unit import Unit
from api.services.words import shown
from api.web.forms import Form, Sent, attempt, done, form_of
from api.web.rendering import page

router = APIRouter()
PATH = SUBSTITUTIONS.href


@dataclass(frozen=True, slots=True, kw_only=True)
class AwayPage:
    """Teachers who are away now or soon."""

    absences: tuple[Away, ...]
    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstitutionsPage:
    """days: of the absence, in words."""

    found: Vacancies
    days: str
    form: Form


@router.api_route(PATH, methods=["GET", "HEAD"])
def substitutions(place: Place, here: Here, unit: WriteUnit, absence: str = "", said: str = "") -> Response:
    if absence:
        return _show(place, here, unit, absence, form_of(), said)
    return _all(place, here, unit, form_of(), said)


def _all(place: Installation, here: Presence, unit: Unit, form: Form, said: str = "") -> Response:
    content = AwayPage(absences=away(unit), form=form)
    return page("repairs/away.html", frame(place, here, "Замены", PATH, said), content, status_of(form))


def _show(
    place: Installation, here: Presence, unit: Unit, absence_id: str, form: Form, said: str = ""
) -> Response:
    try:
        found = vacancies(unit, absence_id)
    except Conflict as refused:  # there is no judging while the school's data contradict each other
        return _all(place, here, unit, form.refused(refused))
    absence = found.absence
    until = f" по {shown(absence.last_on)}" if absence.last_on else ", срок не известен"
    content = SubstitutionsPage(found=found, days=f"с {shown(absence.first_on)}{until}", form=form)
    return page(
        "repairs/substitutions.html", frame(place, here, "Замены", PATH, said), content, status_of(form)
    )


def _refused(place: Installation, here: Presence, unit: Unit, form: Form) -> Response:
    """The absence the form came from; without one, the list of all."""
    absence = form.said("absence")
    return _show(place, here, unit, absence, form) if absence else RedirectResponse(PATH, 303)


@router.post(PATH + "/give")
def give(place: Place, here: Here, unit: WriteUnit, form: Sent) -> Response:
    """To the teacher, or in the other way, of the button that was pressed."""

    def act() -> None:
        if way := form.said("way"):
            substituting.give_otherwise(unit, key_in(form), way, form.said("handover"))
        else:
            substituting.give(unit, key_in(form), form.said("teacher"), form.said("handover"))

    made = attempt(unit, act)
    if isinstance(made, Invalid | Conflict):
        return _refused(place, here, unit, form.refused(made))
    return done(f"{PATH}?absence={form.said('absence')}", "saved")


@router.post(PATH + "/ask")
def ask(place: Place, here: Here, unit: WriteUnit, form: Sent) -> Response:
    made = attempt(
        unit, lambda: substituting.ask(unit, key_in(form), form.several("asked"), form.said("handover"))
    )
    if isinstance(made, Invalid | Conflict):
        return _refused(place, here, unit, form.refused(made))
    return done(f"{PATH}?absence={form.said('absence')}", "sent")
