"""Hours a week with a teacher by grade: the table with its sources, and the same table as a form."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from fastapi import APIRouter
from fastapi.responses import Response

from api.errors import Conflict, Invalid
from api.pages.schools.hour_form import NAMES, form_from, hours_from, usual_hours, usual_table
from api.pages.schools.room import HOURS, At, ReadRoom, Room, WriteRoom, shown_again
from api.services.schools.network import HoursDraft, hours_of, write_hours
from api.web.forms import Form, Sent, attempt, done
from api.web.rows import rows, with_row
from scheduler.russian import exact

router = APIRouter(prefix="/hours")


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursLine:
    """word: `действует`, `с 11.01.2027`, `прежнее`. usual: the traditional number where the school's is another."""

    norm: HoursDraft
    hours: str
    word: str
    usual: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursPage:
    at: At
    lines: tuple[HoursLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursForm:
    at: At
    form: Form
    numbers: tuple[int, ...]


@router.api_route("", methods=["GET", "HEAD"])
def hours(room: ReadRoom, said: str = "") -> Response:
    content = HoursPage(at=room.at(HOURS), lines=tuple(_lines(room)))
    return room.page("hours.html", "Часы", content, said)


@router.api_route("/edit", methods=["GET", "HEAD"])
def edit(room: ReadRoom, usual: bool = False) -> Response:
    """usual: filled in by tradition, nothing saved yet."""
    told = usual_table(room.unit.today) if usual else hours_of(room.unit, room.school.id)
    form = form_from(told, room.school.rev)
    return _form(room, form if told else with_row(form, NAMES))


@router.post("")
def write(room: WriteRoom, sent: Sent) -> Response:
    if sent.said("act") == "row":
        return _form(room, with_row(sent, NAMES))
    outcome = attempt(room.unit, lambda: write_hours(room.unit, room.school.id, *hours_from(sent)))
    if isinstance(outcome, Invalid | Conflict):
        return _form(room, *shown_again(sent, outcome))
    return done(f"{room.base}/hours", "saved")


def _lines(room: Room) -> list[HoursLine]:
    today = room.unit.today
    found = []
    for grade, group in groupby(hours_of(room.unit, room.school.id), key=lambda norm: norm.grade):
        norms, usual = list(group), usual_hours(grade, today)
        now = max((norm.first_on for norm in norms if norm.first_on <= today), default=None)
        for norm in norms:
            word = "действует" if norm.first_on == now else ("будет" if norm.first_on > today else "прежнее")
            other = None if usual is None or norm.hours == usual else usual
            found.append(HoursLine(norm=norm, hours=exact(norm.hours), word=word, usual=other))
    return found


def _form(room: Room, form: Form, status: int = 200) -> Response:
    content = HoursForm(at=room.at(HOURS), form=form, numbers=rows(form, "grade"))
    return room.page("hours_edit.html", "Изменить часы", content, status=status)
