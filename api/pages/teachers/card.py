"""A teacher's card: subjects, grades, limits, whose account it is."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.deps import Here, Place, Presence, ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.installation import Installation
from api.pages.frame import TEACHERS, frame
from api.services.people.staff import Person
from api.services.teachers.cards import CardDraft, accounts, add_teacher, card_of, write_card
from api.services.teachers.seen import teacher_seen
from api.services.unit import Unit
from api.web.forms import Form, Reader, Sent, attempt, done, form_of
from api.web.rendering import page

router = APIRouter(prefix=TEACHERS.href)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPage:
    """id None: a teacher to be added."""

    id: str | None
    name: str
    form: Form
    accounts: tuple[tuple[str, str], ...]


@router.api_route("/new", methods=["GET", "HEAD"])
def new(place: Place, here: Here, unit: ReadUnit) -> Response:
    return _page(place, here, unit, form_of(grade_first=1, grade_last=11), None)


@router.post("")
def add(place: Place, here: Here, unit: WriteUnit, sent: Sent) -> Response:
    made = attempt(unit, lambda: add_teacher(unit, _read(sent)))
    if isinstance(made, Invalid | Conflict):
        return _page(place, here, unit, sent.refused(made), None, made.status)
    return done(f"{TEACHERS.href}/{made.id}", "added")


@router.api_route("/{teacher_id}", methods=["GET", "HEAD"])
def card(place: Place, here: Here, unit: ReadUnit, teacher_id: str, said: str = "") -> Response:
    """A partner's teacher has no card here, only free and busy time."""
    if teacher_seen(unit, teacher_id).foreign:
        return RedirectResponse(f"{TEACHERS.href}/{teacher_id}/time", 303)
    found = card_of(unit, teacher_id)
    told = found.draft
    form = form_of(
        rev=found.rev, name=told.name, subjects="\n".join(told.subjects), grade_first=told.grade_first,
        grade_last=told.grade_last, max_week_min=told.max_week_min, max_day_lessons=told.max_day_lessons,
        max_gap_min=told.max_gap_min, account_id=told.account_id, post=told.post, staff_number=told.staff_number,
    )  # fmt: skip
    return _page(place, here, unit, form, teacher_id, said=said)


@router.post("/{teacher_id}")
def write(place: Place, here: Here, unit: WriteUnit, teacher_id: str, sent: Sent) -> Response:
    def act() -> None:
        reader = Reader(sent)
        rev = reader.number("rev")
        reader.check()
        write_card(unit, teacher_id, rev, _read(sent))

    refused = attempt(unit, act)
    if isinstance(refused, Invalid | Conflict):
        return _page(place, here, unit, sent.refused(refused), teacher_id, refused.status)
    return done(f"{TEACHERS.href}/{teacher_id}", "saved")


def _read(form: Form) -> CardDraft:
    reader = Reader(form)
    lines = reader.text("subjects").replace(";", "\n").splitlines()
    draft = CardDraft(
        name=reader.text("name"), subjects=tuple(line.strip() for line in lines if line.strip()),
        grade_first=reader.number("grade_first"), grade_last=reader.number("grade_last"),
        max_week_min=reader.number_or_none("max_week_min"),
        max_day_lessons=reader.number_or_none("max_day_lessons"),
        max_gap_min=reader.number_or_none("max_gap_min"), account_id=reader.text_or_none("account_id"),
        post=reader.text_or_none("post"), staff_number=reader.text_or_none("staff_number"),
    )  # fmt: skip
    reader.check()
    return draft


def _page(
    place: Installation, here: Presence, unit: Unit, form: Form, teacher_id: str | None, status: int = 200,
    said: str = "",
) -> Response:  # fmt: skip
    people: tuple[Person, ...] = accounts(unit) if teacher_id is None else card_of(unit, teacher_id).accounts
    name = "" if teacher_id is None else teacher_seen(unit, teacher_id).teacher.name
    content = CardPage(
        id=teacher_id, name=name, form=form, accounts=tuple((each.id, each.name) for each in people)
    )
    title = f"Учитель: {name}" if name else "Новый учитель"
    return page("teachers/card.html", frame(place, here, title, TEACHERS.href, said), content, status)
