"""A version as a representative reads it on a phone, with the answer they may give."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi.responses import Response

from api.deps import Presence
from api.installation import Installation
from api.pages.frame import PLANS, frame
from api.pages.plans.reading import status_of
from api.services.plans.seen import Seen
from api.services.plans.store import WAITING
from api.services.plans.views import PlanView, view_of
from api.services.unit import Unit
from api.web.forms import Form
from api.web.rendering import page
from models.plan import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPage:
    """waiting: an answer may be given. agreed: one's own answer that stands, None: none."""

    view: PlanView
    form: Form
    waiting: bool
    may_decide: bool
    agreed: bool | None


def answer_page(
    place: Installation, here: Presence, unit: Unit, seen: Seen, form: Form, said: str = ""
) -> Response:
    """A version as a representative reads and answers it, on a phone."""
    view = view_of(unit, seen)
    mine = view.mine.answer if view.mine else None
    content = AnswerPage(
        view=view, form=form, waiting=view.version.state in WAITING,
        may_decide=seen.guardian is not None and seen.guardian.may_decide,
        agreed=None if mine is None else mine.act == Act.AGREE,
    )  # fmt: skip
    return page(
        "plan_answer.html", frame(place, here, "Учебный план", PLANS.href, said), content, status_of(form)
    )
