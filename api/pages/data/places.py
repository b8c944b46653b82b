"""Places with coordinates on a plain form; no map and no foreign service is asked."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.deps import ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.pages.data.stage import PLACES, Around, OnStage, Stage
from api.services.travel.places import (
    KnownPlace,
    PlaceDraft,
    add_place,
    home_of,
    place_of,
    places,
    write_place,
)
from api.services.unit import Unit
from api.web.forms import Form, Reader, Sent, attempt, done, form_of
from api.web.listing import Listed, listed
from scheduler.terms import PlaceKind

router = APIRouter(prefix=PLACES.href)
KINDS = {PlaceKind.HOME.value: "дом", PlaceKind.SCHOOL.value: "здание, где идут занятия"}
DEGREES = "Укажите градусы числом, например 56,8389."


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesPage:
    """lost: how many have no coordinates."""

    around: Around
    found: Listed[KnownPlace]
    kinds: dict[str, str]
    lost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacePage:
    """place_id: empty for a new one. case: of the child whose home it becomes; empty for none."""

    form: Form
    kinds: tuple[tuple[str, str], ...]
    place_id: str
    rev: int
    case_id: str
    case: str
    itself: bool


@router.api_route("", methods=["GET", "HEAD"])
def overview(at: OnStage, unit: ReadUnit, page: int = 1, said: str = "") -> Response:
    rows = places(unit)
    content = PlacesPage(
        around=at.around(PLACES), found=listed(rows, page, PLACES.href), kinds=KINDS,
        lost=sum(each.row.lat is None for each in rows),
    )  # fmt: skip
    return at.show("places.html", "Места", content, said=said)


@router.api_route("/new", methods=["GET", "HEAD"])
def new(at: OnStage) -> Response:
    return _form(at, form_of(kind=PlaceKind.SCHOOL.value))


@router.post("")
def add(at: OnStage, unit: WriteUnit, sent: Sent) -> Response:
    made = attempt(unit, lambda: add_place(unit, _draft(sent)))
    if isinstance(made, Invalid | Conflict):
        return _form(at, sent.refused(made), made.status)
    return done(PLACES.href, "added")


@router.api_route("/homes/{case_id}", methods=["GET", "HEAD"])
def home(at: OnStage, unit: ReadUnit, case_id: str) -> Response:
    """The home of a case's child, to be filled in where there is none yet."""
    case, row = home_of(unit, case_id)
    if row is not None:
        return RedirectResponse(f"{PLACES.href}/{row.id}", 303)
    return _form(at, form_of(kind=PlaceKind.HOME.value, code=f"дом {case.code}"), case=(case.id, case.code))


@router.post("/homes/{case_id}")
def add_home(at: OnStage, unit: WriteUnit, case_id: str, sent: Sent) -> Response:
    case, _ = home_of(unit, case_id)
    made = attempt(unit, lambda: add_place(unit, _draft(sent), case_id))
    if isinstance(made, Invalid | Conflict):
        return _form(at, sent.refused(made), made.status, (case.id, case.code))
    return done(PLACES.href, "added")


@router.api_route("/{place_id}", methods=["GET", "HEAD"])
def one(at: OnStage, unit: ReadUnit, place_id: str) -> Response:
    known = place_of(unit, place_id)
    row = known.row
    filled = form_of(
        code=row.code, title="" if row.title == row.code else row.title, zone=row.zone, kind=row.kind,
        lat=_degrees_said(row.lat), lon=_degrees_said(row.lon),
    )  # fmt: skip
    return _known(at, known, filled)


@router.post("/{place_id}")
def write(at: OnStage, unit: WriteUnit, place_id: str, sent: Sent) -> Response:
    made = attempt(unit, lambda: _write(unit, place_id, sent))
    if isinstance(made, Invalid | Conflict):
        return _known(at, place_of(unit, place_id), sent.refused(made), made.status)
    return done(PLACES.href, "saved")


def _write(unit: Unit, place_id: str, sent: Form) -> None:
    draft, reader = _draft(sent), Reader(sent)
    rev = reader.number("rev")
    reader.check()
    write_place(unit, place_id, rev, draft)


def _draft(sent: Form) -> PlaceDraft:
    reader = Reader(sent)
    lat, lon = degrees(reader, "lat"), degrees(reader, "lon")
    kind = reader.among("kind", KINDS, "Выберите из списка.")
    reader.check()
    return PlaceDraft(
        code=sent.said("code"), title=sent.said("title"), zone=sent.said("zone"), kind=PlaceKind(kind), lat=lat,
        lon=lon,
    )  # fmt: skip


def degrees(reader: Reader, name: str) -> float | None:
    """Degrees with a comma or a point; None where nothing is said."""
    told = reader.text(name).replace(",", ".").replace("−", "-").removesuffix("°")
    digits = told.removeprefix("-").replace(".", "", 1)
    if told and not (digits.isascii() and digits.isdigit() and len(told) <= 24):
        reader.faults[name] = (DEGREES,)
        return None
    return float(told) if told else None


def _degrees_said(value: float | None) -> str:
    return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".").replace(".", ",")


def _known(at: Stage, known: KnownPlace, form: Form, status: int = 200) -> Response:
    return _form(at, form, status, place=known)


def _form(
    at: Stage,
    form: Form,
    status: int = 200,
    case: tuple[str, str] = ("", ""),
    place: KnownPlace | None = None,
) -> Response:
    content = PlacePage(
        form=form, kinds=tuple(KINDS.items()), place_id=place.row.id if place else "", case_id=case[0],
        rev=place.row.rev if place else 0, case=place.pupil or "" if place else case[1],
        itself=place.itself if place else False,
    )  # fmt: skip
    return at.show("place.html", "Место", content, status)
