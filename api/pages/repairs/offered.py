"""A plan of make-ups on the phone of a representative: one answer, «не подходит» per lesson. No JavaScript."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import Here, Place, Presence, ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.installation import Installation
from api.pages.agreement.showing import moment, status_of
from api.pages.frame import MY_CHILD, frame
from api.services.days.repairs.making_up import PlanView, Word, answer, plan_view
from api.services.unit import Unit
from api.web.forms import Form, Sent, attempt, done, form_of
from api.web.rendering import page

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedPage:
    """until: in words. form: `unfit-<item>` ticked and `why-<item>`."""

    view: PlanView
    until: str
    form: Form


@router.api_route("/my/makeups/{makeup_id}", methods=["GET", "HEAD"])
def offered(place: Place, here: Here, unit: ReadUnit, makeup_id: str, said: str = "") -> Response:
    return _show(place, here, unit, makeup_id, form_of(), said)


def _show(
    place: Installation, here: Presence, unit: Unit, makeup_id: str, form: Form, said: str = ""
) -> Response:
    view = plan_view(unit, makeup_id)
    content = OfferedPage(view=view, until=moment(view.until) if view.until else "", form=form)
    around = frame(place, here, "Отработки", MY_CHILD.href, said)
    return page("repairs/offered.html", around, content, status_of(form))


@router.post("/my/makeups/{makeup_id}/answer")
def reply(place: Place, here: Here, unit: WriteUnit, makeup_id: str, form: Sent) -> Response:
    made = attempt(unit, lambda: answer(unit, makeup_id, words_of(form)))
    if isinstance(made, Invalid | Conflict):
        return _show(place, here, unit, makeup_id, form.refused(made))
    return done(f"/my/makeups/{makeup_id}", "sent")


def words_of(form: Form) -> dict[str, Word]:
    """Lessons that do not fit; of all others nothing is said."""
    unfit = [
        name.removeprefix("unfit-")
        for name, told in form.values.items()
        if name.startswith("unfit-") and told
    ]
    return {key: Word(fits=False, reason=form.said(f"why-{key}")) for key in unfit}
