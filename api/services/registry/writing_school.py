"""Settings, schools, places, roads, bells and years of a registry into the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlmodel import select

from api.errors import Invalid
from api.services.registry.desk import Desk, free_code, of_kind
from api.services.registry.difference import Fate, Item
from api.services.registry.holding import Trouble
from api.services.registry.reading import Gathered
from api.services.schools.year_draft import DaysOff, YearDraft, refuse_faults
from api.services.schools.years import drafts_of, replace_parts
from models.place import Place, PlanningSettings, Road
from models.school import Bell
from models.year import OffKind, Year
from scheduler.calendar.year import Break, SchoolYear
from scheduler.problem import Place as Spot
from scheduler.registry.values import Settings
from scheduler.terms import PlaceKind


def write_school(desk: Desk, items: Iterable[Item]) -> None:
    items = list(items)
    for item in of_kind(items, "settings"):
        _write_settings(desk, item.after)
    for item in of_kind(items, "schools"):
        school = desk.schools[item.after.id]
        school.title, school.rev = item.after.title, school.rev + 1
    for item in of_kind(items, "places"):
        _write_place(desk, item)
    for school in desk.schools.values():
        if (
            school.code not in desk.places
        ):  # every school stands somewhere, whether its address is told or not
            kind = PlaceKind.SCHOOL.value
            desk.places[school.code] = Place(
                school_id=school.id, code=school.code, kind=kind, title=school.code
            )
            desk.unit.session.add(desk.places[school.code])
    desk.unit.session.flush()
    _write_bells(desk, of_kind(items, "bells"))
    for item in of_kind(items, "years"):
        _write_year(desk, item.after)


def _write_settings(desk: Desk, said: Settings) -> None:
    """The school's own title is not said twice."""
    session, school = desk.unit.session, desk.gathered.rows.school.schools[0]
    row = desk.gathered.rows.school.settings or PlanningSettings(school_id=school.id)
    row.title = "" if said.name == school.title else said.name
    row.cycle_weeks, row.parity, row.step_min = said.cycle_weeks, said.parity.value, said.step_min
    row.day_start_min, row.day_end_min, row.door_min = said.day_start_min, said.day_end_min, said.door_min
    row.speed_mh, row.detour_percent = round(said.speed_kmh * 1000), round(said.detour * 100)
    row.rev += 1
    school.timezone, school.academic_hour_min = said.timezone, said.academic_hour_min
    session.add(row)


def _write_place(desk: Desk, item: Item) -> None:
    """A new place is the own school's; a school's own building bears the school's code."""
    said: Spot = item.after
    row = desk.places.get(said.id)
    if row is None:
        school = desk.schools.get(said.id)
        code = school.code if school else free_code(said.id, desk.codes)
        row = Place(
            school_id=school.id if school else desk.school_id, code=code, kind=said.kind.value, title=code
        )
        desk.places[said.id] = row
    row.title = said.title or row.code
    row.lat, row.lon = said.lat, said.lon
    if said.kind != row.kind:
        row.kind = said.kind.value
    if row.kind == PlaceKind.SCHOOL:
        row.pupil_id, row.main = None, False
    row.rev += 1
    desk.unit.session.add(row)


def write_roads(desk: Desk, items: Iterable[Item]) -> None:
    """By the doors they lead to: of two rows between the same doors both change."""
    rows = desk.gathered.rows.school.roads
    names = desk.gathered.names.places
    for item in of_kind(items, "roads"):
        said = item.after or item.before
        ends = (said.from_place, said.to_place)
        found = [row for row in rows if (names.get(row.from_id), names.get(row.to_id)) == ends]
        for row in found:
            if item.fate == Fate.GONE:
                desk.unit.session.delete(row)
            else:
                row.minutes, row.rev = said.minutes, row.rev + 1
        if not found:
            from_id, to_id = desk.places[ends[0]].id, desk.places[ends[1]].id
            road = Road(school_id=desk.school_id, from_id=from_id, to_id=to_id, minutes=said.minutes)
            desk.unit.session.add(road)
    desk.unit.session.flush()


def _write_bells(desk: Desk, items: Iterable[Item]) -> None:
    codes = {row.id: row.code for row in desk.schools.values()}
    rows = {(codes[row.school_id], row.shift, row.number): row for row in desk.gathered.rows.school.bells}
    for item in items:
        said = item.after or item.before
        row = rows.get((said.school, said.shift, said.number))
        if item.fate == Fate.GONE:
            desk.unit.session.delete(row)
        elif row is not None:
            row.start_min, row.end_min, row.rev = said.start_min, said.end_min, row.rev + 1
        else:
            desk.unit.session.add(
                Bell(
                    school_id=desk.schools[said.school].id, shift=said.shift, number=said.number,
                    start_min=said.start_min, end_min=said.end_min,
                )
            )  # fmt: skip
    desk.unit.session.flush()


def _write_year(desk: Desk, said: SchoolYear) -> None:
    school = desk.schools[said.school]
    school.week_days = len(said.days)
    known = {year.school_id: year for year, _ in desk.gathered.rows.school.years}
    year = known.get(school.id) or _empty_year(desk, said, school.id)
    draft = draft_of_value(said, drafts_of(desk.unit.session, [year])[year.id])
    year.title, year.first_on, year.last_on = draft.title, draft.first_on, draft.last_on
    year.rev += 1
    replace_parts(desk.unit.session, year, draft)


def year_faults(found: Gathered, said: Iterable[SchoolYear]) -> Iterator[Trouble]:
    """What a school would not be allowed to fill in by hand either."""
    known = {year.school_id: (year, draft) for year, draft in found.rows.school.years}
    codes = {row.code: row.id for row in found.rows.school.schools}
    for entry in said:
        year, draft = known.get(codes.get(entry.school, ""), (None, None))
        first, last = first_of(entry), last_of(entry)
        bounds = YearDraft(
            title=entry.title, first_on=year.first_on if year else first, last_on=year.last_on if year else last,
            terms=(), off=draft.off if draft else (),
        )  # fmt: skip
        try:
            refuse_faults(draft_of_value(entry, bounds))
        except Invalid as refused:
            for sentences in refused.faults.values():
                for sentence in sentences:
                    yield Trouble(kind="years", id=entry.school, sentence=f"«{entry.school}»: {sentence}")


def _empty_year(desk: Desk, said: SchoolYear, school_id: str) -> Year:
    """The row of a year of that title, which may stand without a term yet, or a new one."""
    asked = select(Year).where(Year.school_id == school_id, Year.title == said.title)
    year = desk.unit.session.exec(asked).first()
    if year is None:
        year = Year(school_id=school_id, title=said.title, first_on=first_of(said), last_on=last_of(said))
        desk.add(year)
    return year


def draft_of_value(said: SchoolYear, known: YearDraft) -> YearDraft:
    """The year as a school would fill it in, at least as long as the known one; kinds of days off are kept."""
    kinds = {(off.title, off.first, off.last): off.kind for off in known.off}
    return YearDraft(
        title=said.title,
        first_on=min(known.first_on, first_of(said)),
        last_on=max(known.last_on, last_of(said)),
        terms=said.terms,
        off=tuple(_days_off(entry, kinds) for entry in said.breaks),
        moved=said.moved,
    )


def first_of(said: SchoolYear) -> date:
    return min(term.first for term in said.terms)


def last_of(said: SchoolYear) -> date:
    return max(term.last for term in said.terms)


def _days_off(entry: Break, kinds: Mapping[tuple[Any, ...], OffKind]) -> DaysOff:
    usual = OffKind.DAY_OFF if entry.first == entry.last else OffKind.VACATION
    return DaysOff(
        title=entry.title, kind=kinds.get((entry.title, entry.first, entry.last), usual), first=entry.first,
        last=entry.last, grades=entry.grades,
    )  # fmt: skip
