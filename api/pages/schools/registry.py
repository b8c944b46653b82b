"""The schools of the installation: an administrator lists them and adds new ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.deps import Here, Place, Presence, ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.installation import Installation
from api.pages.frame import ALL_SCHOOLS, frame
from api.pages.schools.option_form import KINDS, draft_from, form_from, zones
from api.pages.schools.room import shown_again
from api.services.schools.options import SchoolDraft, add_school, schools
from api.web.forms import Form, Sent, attempt, done
from api.web.listing import Listed, listed
from api.web.rendering import page
from models.school import School

router = APIRouter(prefix=ALL_SCHOOLS.href)
Number = Annotated[int, Query(alias="page")]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolsPage:
    """asked: what was searched for. kinds: words for the kind of a school."""

    asked: str
    found: Listed[School]
    kinds: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSchoolPage:
    form: Form
    kinds: tuple[tuple[str, str], ...]
    zones: tuple[tuple[str, str], ...]


@router.api_route("", methods=["GET", "HEAD"])
def all_schools(
    place: Place, here: Here, unit: ReadUnit, q: str = "", number: Number = 1, said: str = ""
) -> Response:
    asked = q[:100]
    found = listed(schools(unit, asked), number, ALL_SCHOOLS.href, {"q": asked})
    content = SchoolsPage(asked=asked, found=found, kinds=KINDS)
    return page("schools/registry.html", frame(place, here, "Школы", ALL_SCHOOLS.href, said), content)


@router.api_route("/new", methods=["GET", "HEAD"])
def new_school(place: Place, here: Here) -> Response:
    return _form(place, here, form_from(SchoolDraft(code="", title="")))


@router.post("")
def add(place: Place, here: Here, unit: WriteUnit, sent: Sent) -> Response:
    outcome = attempt(unit, lambda: add_school(unit, draft_from(sent)))
    if isinstance(outcome, Invalid | Conflict):
        return _form(place, here, *shown_again(sent, outcome))
    return done(f"{ALL_SCHOOLS.href}/{outcome.id}", "added")


def _form(place: Installation, here: Presence, form: Form, status: int = 200) -> Response:
    content = NewSchoolPage(form=form, kinds=tuple(KINDS.items()), zones=zones(form))
    return page(
        "schools/new_school.html", frame(place, here, "Новая школа", ALL_SCHOOLS.href), content, status
    )
