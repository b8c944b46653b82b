"""What is sent from the page of a family's week: one section at a time, each saved by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.deps import Here, Place, WriteUnit
from api.errors import Conflict, Invalid
from api.pages.families.forms import (
    read_day,
    read_days,
    read_hours,
    read_weeks,
    read_weight,
    read_wishes,
    refused,
)
from api.pages.families.week import show_week
from api.services.families.addresses import add_other_home, write_home
from api.services.families.choices import write_choice
from api.services.families.seen import family_of
from api.services.families.windows import DESIRABLE, add_hours, remove_window
from api.services.families.wishes import write_wishes
from api.services.unit import Unit
from api.services.weekly import Hours
from api.web.forms import Form, Reader, Sent, attempt

router = APIRouter()
Act = Callable[[Unit, str, Reader], None]


def _hours(unit: Unit, case_id: str, reader: Reader, section: str) -> None:
    hours = read_hours(reader, section, family_of(unit, case_id).days)
    weight = read_weight(reader.form, f"{section}-weight") if section == "liked" else DESIRABLE
    reader.check()
    channel = reader.text(f"{section}-channel")
    add_hours(unit, case_id, section, hours, weight=weight, channel=channel)


def _wishes(unit: Unit, case_id: str, reader: Reader) -> None:
    draft = read_wishes(reader)
    reader.check()
    write_wishes(unit, case_id, draft, reader.text("mark"), reader.text("wishes-channel"))


def _day(unit: Unit, case_id: str, reader: Reader) -> None:
    rev, draft = reader.number("rev"), read_day(reader)
    reader.check()
    write_choice(unit, case_id, rev, draft, reader.text("day-channel"))


def _home(unit: Unit, case_id: str, reader: Reader) -> None:
    rev = reader.number("rev")
    reader.check()
    told = (reader.text("home-address"), reader.text("home-zone"), reader.text("home-channel"))
    write_home(unit, case_id, rev, *told)


def _other(unit: Unit, case_id: str, reader: Reader) -> None:
    days = read_days(reader.form, "other-days") or None
    hours = Hours(days=days, weeks=read_weeks(reader.form, "other-weeks"))
    add_other_home(
        unit, case_id, hours, place_id=reader.text("other-place"), address=reader.text("other-address"),
        channel=reader.text("other-channel"),
    )  # fmt: skip


ACTS: Mapping[str, Act] = {
    **{section: partial(_hours, section=section) for section in ("adult", "taken", "liked", "class")},
    "wishes": _wishes,
    "day": _day,
    "home": _home,
    "other": _other,
}
WHERE = {"class": "school"}  # sections whose part of the page has another name
UNKNOWN = Conflict("Страница устарела. Откройте её заново и повторите.")


@router.post("/cases/{case_id}/family")
def write(place: Place, here: Here, unit: WriteUnit, case_id: str, sent: Sent) -> Response:
    section = sent.said("section")
    if section not in ACTS:
        forms = {"adult": Form(refusal=UNKNOWN.sentence)}
        return show_week(place, here, unit, case_id, forms, status=UNKNOWN.status)
    outcome = attempt(unit, lambda: ACTS[section](unit, case_id, Reader(sent)))
    if isinstance(outcome, Invalid | Conflict):
        forms = {section: refused(sent, section, outcome)}
        return show_week(place, here, unit, case_id, forms, status=outcome.status)
    return _back(case_id, section)


@router.post("/cases/{case_id}/family/remove")
def remove(place: Place, here: Here, unit: WriteUnit, case_id: str, sent: Sent) -> Response:
    section = sent.said("section")
    outcome = attempt(unit, lambda: remove_window(unit, case_id, sent.said("window")))
    if isinstance(outcome, Invalid | Conflict):
        forms = {"adult": Form(refusal=outcome.sentence)}
        return show_week(place, here, unit, case_id, forms, status=outcome.status)
    return _back(case_id, section if section in ACTS else "adult")


def _back(case_id: str, section: str) -> Response:
    """To the same part of the page, which says that it is saved."""
    part = WHERE.get(section, section)
    return RedirectResponse(f"/cases/{case_id}/family?saved={section}#{part}", 303)
