"""A teacher's time: the same page for the teacher and for who enters it for them; free and busy for other schools."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.deps import Here, Place, Presence, ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.installation import Installation
from api.pages.families.forms import Forms, read_days, read_weeks, refused
from api.pages.frame import MY_TIME, TEACHERS, frame
from api.services.teachers.seen import own_teacher
from api.services.teachers.sheet import TimeSheet, time_sheet
from api.services.teachers.submitting import TRANSPORT, copy_last, reopen, submit
from api.services.teachers.windows import WindowDraft, add_window, remove_window, write_transport
from api.services.unit import Unit
from api.services.weekly import Hours, week_choices
from api.web.forms import Form, Reader, Sent, attempt, form_of
from api.web.rendering import page
from models.staff import WindowKind
from scheduler.russian import DAY
from scheduler.terms import MINUTES_A_DAY

router = APIRouter()
Choices = tuple[tuple[str, str], ...]
Act = Callable[[Unit, str, Reader], object]
SECTIONS = ("free", "cannot", "unwanted", "busy")
DATED = (("cannot", "не могу"), ("free", "могу"))


@dataclass(frozen=True, slots=True, kw_only=True)
class TimePage:
    """base: the address of the page and of its forms. forms: by section. saved: what was just done."""

    sheet: TimeSheet
    base: str
    forms: Forms
    saved: str
    day_names: Choices
    weeks: Choices
    transports: Choices
    dated: Choices


@dataclass(frozen=True, slots=True, kw_only=True)
class NoTeacherPage:
    """The account is behind no teacher yet."""


@router.api_route("/time", methods=["GET", "HEAD"])
def own_time(place: Place, here: Here, unit: ReadUnit, saved: str = "") -> Response:
    teacher = own_teacher(unit)
    if teacher is None:
        around = frame(place, here, "Моё время", MY_TIME.href)
        return page("teachers/nobody.html", around, NoTeacherPage())
    return show_time(place, here, unit, teacher.id, MY_TIME.href, {}, saved=saved)


@router.api_route("/teachers/{teacher_id}/time", methods=["GET", "HEAD"])
def time(place: Place, here: Here, unit: ReadUnit, teacher_id: str, saved: str = "") -> Response:
    return show_time(place, here, unit, teacher_id, f"/teachers/{teacher_id}/time", {}, saved=saved)


@router.post("/time")
def write_own(place: Place, here: Here, unit: WriteUnit, sent: Sent) -> Response:
    teacher = own_teacher(unit)
    if teacher is None:
        around = frame(place, here, "Моё время", MY_TIME.href)
        return page("teachers/nobody.html", around, NoTeacherPage(), 409)
    return _write(place, here, unit, teacher.id, MY_TIME.href, sent)


@router.post("/teachers/{teacher_id}/time")
def write(place: Place, here: Here, unit: WriteUnit, teacher_id: str, sent: Sent) -> Response:
    return _write(place, here, unit, teacher_id, f"/teachers/{teacher_id}/time", sent)


def _hours(reader: Reader, section: str) -> Hours:
    """Both times empty: the whole day."""
    days = read_days(reader.form, f"{section}-days") if section != "date" else None
    start, end = 0, MINUTES_A_DAY
    if reader.text(f"{section}-start") or reader.text(f"{section}-end"):
        start, end = reader.minutes(f"{section}-start"), reader.minutes(f"{section}-end")
    weeks = read_weeks(reader.form, f"{section}-weeks")
    return Hours(days=days, weeks=weeks, start_min=start, end_min=end)


def _weekly(unit: Unit, teacher_id: str, reader: Reader, section: str) -> None:
    hours = _hours(reader, section)
    reader.check()
    draft = WindowDraft(kind=WindowKind(section), hours=hours, reason=reader.text(f"{section}-reason"))
    add_window(unit, teacher_id, draft)


def _dated(unit: Unit, teacher_id: str, reader: Reader) -> None:
    hours, on = _hours(reader, "date"), reader.day("date-on")
    kind = reader.among("date-kind", dict(DATED), "Выберите из списка.")
    reader.check()
    reason = reader.text("date-reason") if kind == WindowKind.CANNOT else ""
    add_window(unit, teacher_id, WindowDraft(kind=WindowKind(kind), hours=hours, on=on, reason=reason))


def _transport(unit: Unit, teacher_id: str, reader: Reader) -> None:
    rev = reader.number("rev")
    reader.check()
    write_transport(unit, teacher_id, rev, reader.text("transport-transport"))


ACTS: Mapping[str, Act] = {
    **{section: partial(_weekly, section=section) for section in SECTIONS},
    "date": _dated,
    "transport": _transport,
    "remove": lambda unit, key, reader: remove_window(unit, key, reader.text("window")),
    "copy": lambda unit, key, _reader: copy_last(unit, key),
    "submit": lambda unit, key, _reader: submit(unit, key),
    "reopen": lambda unit, key, _reader: reopen(unit, key),
}
WHERE = {"copy": "top", "submit": "submit", "reopen": "submit"}


def _write(
    place: Installation, here: Presence, unit: Unit, teacher_id: str, base: str, sent: Form
) -> Response:
    section = sent.said("section")
    act = ACTS.get(section)
    if act is None:
        outcome: object = Conflict("Страница устарела. Откройте её заново и повторите.")
    else:
        outcome = attempt(unit, lambda: act(unit, teacher_id, Reader(sent)))
    if isinstance(outcome, Invalid | Conflict):
        shown = section if section in (*SECTIONS, "date", "transport") else "submit"
        forms = {shown: refused(sent, shown, outcome)}
        return show_time(place, here, unit, teacher_id, base, forms, status=outcome.status)
    part = sent.said("part") if section == "remove" else section
    part = part if part in ACTS else "free"
    return RedirectResponse(f"{base}?saved={part}#{WHERE.get(part, part)}", 303)


def show_time(
    place: Installation, here: Presence, unit: Unit, teacher_id: str, base: str, forms: Mapping[str, Form],
    *, saved: str = "", status: int = 200,
) -> Response:  # fmt: skip
    """forms: those that were refused, by section."""
    sheet = time_sheet(unit, teacher_id)
    empty = {section: Form() for section in (*SECTIONS, "date", "submit")}
    empty["transport"] = form_of(**{"transport-transport": sheet.transport})
    content = TimePage(
        sheet=sheet, base=base, forms={**empty, **forms}, saved=saved,
        day_names=tuple((day.value, DAY[day]) for day in sheet.days), weeks=week_choices(sheet.cycle),
        transports=tuple((kind.value, said) for kind, said in TRANSPORT.items()), dated=DATED,
    )  # fmt: skip
    link = MY_TIME if sheet.own else TEACHERS
    title = "Моё время" if sheet.own else f"Время учителя: {sheet.name}"
    template = "teachers/foreign.html" if sheet.foreign else "teachers/time.html"
    return page(template, frame(place, here, title, link.href), content, status)
