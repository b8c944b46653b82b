"""Small forms of one page: names of fields begin with their section, so that each id stands once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from api.errors import Conflict, Invalid
from api.services.families.choices import DayChoice
from api.services.families.sheet import FamilySheet
from api.services.families.windows import DESIRABLE, VERY
from api.services.families.wishes import Wishes
from api.services.weekly import Hours
from api.web.forms import Form, Reader, form_of
from scheduler.terms import Weekday

WEIGHTS = ((str(DESIRABLE), "желательно"), (str(VERY), "очень важно"))
CHANNELS = (("call", "из разговора по телефону"), ("paper", "с бумаги"))
Forms = Mapping[str, Form]


def empty_forms(sheet: FamilySheet) -> dict[str, Form]:
    """The forms of the page as they stand before anybody types."""
    forms = {name: Form() for name in ("adult", "taken", "liked", "class", "other")}
    forms["home"] = form_of(**{"home-address": _address(sheet), "home-zone": _zone(sheet)})
    return forms | {"wishes": _wishes_form(sheet.wishes.wishes), "day": _day_form(sheet.choice)}


def _address(sheet: FamilySheet) -> str:
    return sheet.home.address if sheet.home else ""


def _zone(sheet: FamilySheet) -> str:
    return sheet.home.zone if sheet.home else ""


def _wishes_form(told: Wishes) -> Form:
    made = form_of(**{
        "wishes-early": clock_field(told.early_min), "wishes-early_weight": told.early_weight,
        "wishes-late": clock_field(told.late_min), "wishes-late_weight": told.late_weight,
        "wishes-off_weight": told.off_weight,
    })  # fmt: skip
    return replace(made, lists={"wishes-off": tuple(day.value for day in told.off)})


def _day_form(told: DayChoice) -> Form:
    return form_of(**{
        "day-max_day_lessons": told.max_day_lessons, "day-max_teachers_day": told.max_teachers_day,
        "day-break_min": told.break_min,
    })  # fmt: skip


def clock_field(minutes: int | None) -> str | None:
    """`09:30`, as a field of time wants it."""
    return None if minutes is None else f"{minutes // 60:02d}:{minutes % 60:02d}"


def refused(sent: Form, section: str, refusal: Invalid | Conflict) -> Form:
    """The form of a section with what the service said; a service knows no sections."""
    told = sent.refused(refusal)
    return replace(told, faults={_prefixed(section, name): each for name, each in told.faults.items()})


def _prefixed(section: str, name: str) -> str:
    return name if name.startswith(f"{section}-") else f"{section}-{name}"


def read_days(form: Form, name: str) -> tuple[Weekday, ...]:
    """Ticked days in the order of the week; words that are no days are left out."""
    told = form.several(name)
    return tuple(day for day in Weekday if day.value in told)


def read_weeks(form: Form, name: str) -> tuple[int, ...] | None:
    """The weeks of a choice; a text that is none of them is a week nobody has."""
    told = form.said(name)
    if not told:
        return None
    return tuple(int(part) if part.isdigit() and len(part) < 3 else 0 for part in told.split(","))


def read_hours(reader: Reader, section: str, every: Sequence[Weekday]) -> Hours:
    """Days, weeks, start and end of a section's form; all days ticked are every day."""
    days = read_days(reader.form, f"{section}-days")
    start, end = reader.minutes(f"{section}-start"), reader.minutes(f"{section}-end")
    return Hours(
        days=None if set(every) <= set(days) else days, weeks=read_weeks(reader.form, f"{section}-weeks"),
        start_min=start, end_min=end,
    )  # fmt: skip


def read_weight(form: Form, name: str) -> int:
    told = form.said(name)
    return int(told) if told in ("1", "4") else 0


def read_wishes(reader: Reader) -> Wishes:
    form = reader.form
    return Wishes(
        early_min=reader.minutes_or_none("wishes-early"), early_weight=read_weight(form, "wishes-early_weight"),
        late_min=reader.minutes_or_none("wishes-late"), late_weight=read_weight(form, "wishes-late_weight"),
        off=read_days(form, "wishes-off"), off_weight=read_weight(form, "wishes-off_weight"),
    )  # fmt: skip


def read_day(reader: Reader) -> DayChoice:
    return DayChoice(
        max_day_lessons=reader.number_or_none("day-max_day_lessons"),
        max_teachers_day=reader.number_or_none("day-max_teachers_day"),
        break_min=reader.number("day-break_min"),
    )
