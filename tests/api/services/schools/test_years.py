"""School years: written whole, told as values, opened from the year before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.errors import Conflict, Forbidden, Invalid, NotFound
from api.services.schools.year_draft import YearDraft, a_year_on, school_year
from api.services.schools.years import add_year, read_year, write_year
from models.engines import reading
from models.person import Role
from models.school import School
from models.year import OffKind, Year, YearBreak, YearMovedDay, YearTerm
from scheduler.calendar.year import MovedDay
from scheduler.terms import Weekday
from tests.api.services.world import END, START, YEAR, World, day, new_world, off, term


@pytest.fixture
def world(database: Engine) -> World:
    return new_world(database)


def test_a_year_comes_back_as_it_was_written(world: World) -> None:
    with world.acting(START) as unit:
        year, draft = read_year(unit, world.year_id)
    assert draft == replace(YEAR, off=tuple(sorted(YEAR.off, key=lambda entry: entry.first)))
    assert year.to_check is False


def test_days_with_lessons_are_the_counted_ones() -> None:
    """Domain 6: Q1 39, Q2 42, Q3 53, Q4 36 = 170 days of a five-day week; grade 1 is five days short."""
    year = school_year(YEAR, School(code="s1", title="Школа"))
    assert len(list(year.school_days(5))) == 170
    assert len(list(year.school_days(1))) == 165


def test_the_next_year_keeps_weekdays_and_dates_of_holidays() -> None:
    following = a_year_on(
        replace(
            YEAR,
            off=(*YEAR.off, off("Карантин", "01.12.2026", "07.12.2026", OffKind.QUARANTINE)),
            moved=(MovedDay(on=day("20.02.2027"), as_day=Weekday.FRI),),
        )
    )
    # 364 days on: 23.10.2026 (Fri) → 22.10.2027 (Fri), 24.10 (Sat) → 23.10 (Sat), 20.02.2027 → 19.02.2028 (Sat)
    assert (following.title, following.first_on, following.last_on) == (
        "2027/28", day("01.09.2027"), day("31.05.2028"),
    )  # fmt: skip
    assert following.terms == (
        term("1 четверть", "01.09.2027", "22.10.2027"),
        term("2 четверть", "01.11.2027", "29.12.2027"),
        term("3 четверть", "10.01.2028", "24.03.2028"),
        term("4 четверть", "03.04.2028", "24.05.2028"),
    )
    assert following.off == (
        off("Осенние каникулы", "23.10.2027", "31.10.2027"),
        off("День народного единства", "04.11.2027", "04.11.2027", OffKind.DAY_OFF),
        off("Зимние каникулы", "30.12.2027", "09.01.2028"),
        off("Новогодние праздники", "01.01.2028", "08.01.2028", OffKind.DAY_OFF),
        off("Каникулы первых классов", "14.02.2028", "20.02.2028", OffKind.VACATION, 1),
        off("День защитника Отечества", "23.02.2028", "23.02.2028", OffKind.DAY_OFF),
        off("Женский день", "08.03.2028", "08.03.2028", OffKind.DAY_OFF),
        off("Весенние каникулы", "25.03.2028", "02.04.2028"),
        off("Перенос с 1 мая", "01.05.2028", "01.05.2028", OffKind.DAY_OFF),
        off("Перенос с 9 мая", "08.05.2028", "08.05.2028", OffKind.DAY_OFF),
    )
    assert following.moved == (MovedDay(on=day("19.02.2028"), as_day=Weekday.FRI),)


def test_a_leap_day_as_a_bound_becomes_the_28th() -> None:
    leap = YearDraft(
        title="x", first_on=day("29.02.2028"), last_on=day("31.12.2028"),
        terms=(term("1", "29.02.2028", "31.12.2028"),),
    )  # fmt: skip
    assert a_year_on(leap).first_on == day("28.02.2029")
    assert a_year_on(leap).terms == (term("1", "28.02.2029", "31.12.2029"),)


def test_everything_of_an_opened_year_is_to_be_checked_until_somebody_writes_it(world: World) -> None:
    key = world.next_year(END)

    def marks() -> set[bool]:
        with reading(world.engine) as session:
            parts = [session.get_one(Year, key)]
            for kind in (YearTerm, YearBreak, YearMovedDay):
                parts += session.exec(select(kind).where(kind.year_id == key)).all()
            return {part.to_check for part in parts}

    assert marks() == {True}
    with world.acting(END) as unit:
        _, draft = read_year(unit, key)
        write_year(unit, key, 1, draft)
    assert marks() == {False}
    assert world.actions()[-2:] == ["year.add", "year.write"]


def test_a_year_is_opened_once(world: World) -> None:
    world.next_year(END)
    with pytest.raises(Conflict, match="2027/28 уже открыт"):
        world.next_year(END)


def test_faults_of_a_year_are_told_at_once(world: World) -> None:
    broken = YearDraft(
        title=" ",
        first_on=day("01.09.2026"),
        last_on=day("31.05.2027"),
        terms=(
            term("1 четверть", "31.08.2026", "23.10.2026"),
            term("2 четверть", "23.10.2026", "30.12.2026"),
            term("2 четверть", "11.01.2027", "10.01.2027"),
        ),
        off=(
            off("Осень", "01.11.2026", "24.10.2026"),
            off("Класс 12", "01.02.2027", "02.02.2027", OffKind.VACATION, 12),
        ),
        moved=(
            MovedDay(on=day("05.06.2027"), as_day=Weekday.MON),
            MovedDay(on=day("05.06.2027"), as_day=Weekday.TUE),
        ),
    )
    with pytest.raises(Invalid) as caught, world.acting(START) as unit:
        add_year(unit, world.school_id, broken)
    assert caught.value.faults == {
        "title": ("Назовите год, например «2026/27».",),
        "terms": (
            "Названия четвертей не должны повторяться.",
            "«1 четверть» выходит за учебный год 01.09.2026–31.05.2027.",
            "«2 четверть» заканчивается раньше, чем начинается.",
            "«1 четверть» и «2 четверть» пересекаются.",
        ),
        "off": ("«Осень»: последний день раньше первого.", "«Класс 12»: классы — числа от 1 до 11."),
        "moved": ("05.06.2027 перенесён дважды.", "05.06.2027 вне учебного года 01.09.2026–31.05.2027."),
    }


@pytest.mark.parametrize(
    ("last_on", "told"),
    [
        ("01.09.2026", "Год должен заканчиваться позже, чем начинается."),
        ("03.09.2027", "Учебный год не длится дольше календарного. Проверьте даты."),
    ],
)
def test_a_year_has_sensible_bounds(world: World, last_on: str, told: str) -> None:
    draft = replace(YEAR, title="x", last_on=day(last_on))
    with pytest.raises(Invalid) as caught, world.acting(START) as unit:
        add_year(unit, world.school_id, draft)
    assert caught.value.faults["first_on"] == (told,)


def test_a_stale_year_is_not_overwritten(world: World) -> None:
    with world.acting(START) as unit:
        write_year(unit, world.year_id, 1, YEAR)
    with pytest.raises(Conflict), world.acting(START) as unit:
        write_year(unit, world.year_id, 1, replace(YEAR, off=()))
    with world.acting(START) as unit:
        assert len(read_year(unit, world.year_id)[1].off) == len(YEAR.off)


def test_who_may_write_a_year(world: World) -> None:
    other = new_world(world.engine, "s200")
    with pytest.raises(NotFound), world.acting(START) as unit:
        write_year(unit, other.year_id, 1, YEAR)
    with pytest.raises(Forbidden), world.acting(START, Role.TEACHER) as unit:
        write_year(unit, world.year_id, 1, YEAR)
    with world.acting(START, Role.ADMINISTRATOR) as unit:
        write_year(unit, other.year_id, 1, YEAR)
