"""What families tell: who may, what is kept, how it is said, and that it arrives in the problem of the kernel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.errors import Conflict, Forbidden, Invalid, NotFound
from api.services.families.addresses import add_other_home, write_home
from api.services.families.choices import DayChoice, write_choice
from api.services.families.sheet import FamilySheet, family_sheet
from api.services.families.windows import MOST, add_hours, remove_window, windows_of
from api.services.families.wishes import Wishes, sorted_wishes, write_wishes
from api.services.registry.reading import registry_of
from api.services.unit import Unit
from api.services.weekly import Hours
from models.case import Guardian
from models.family import FamilyWindow
from models.person import Role
from scheduler.terms import FamilyKind, Weekday, WishKind
from tests.api.services.cases.test_seen import account, looking, parent_of
from tests.api.services.registry.office import Office, new_office, row
from tests.api.services.world import START

MORNING = Hours(days=(Weekday.MON, Weekday.WED), start_min=540, end_min=840)


@pytest.fixture
def office(database: Engine) -> Office:
    return new_office(database)


def by_parent(office: Office, case_id: str, act: Callable[[Unit], Any], key: str = "") -> Any:
    return looking(office.world, key or parent_of(office.world, case_id), Role.PARENT, START, act)


def rows(office: Office, case_id: str) -> list[FamilyWindow]:
    with office.acting() as unit:
        return list(windows_of(unit, case_id))


def sheet(office: Office, case_id: str) -> FamilySheet:
    with office.acting() as unit:
        return family_sheet(unit, case_id)


def test_a_parent_tells_hours_and_the_channel_is_the_family(office: Office) -> None:
    case_id = office.case()
    key = parent_of(office.world, case_id)
    by_parent(office, case_id, lambda unit: add_hours(unit, case_id, "adult", MORNING), key)
    (found,) = rows(office, case_id)
    assert (found.kind, found.days, found.weeks, found.start_min, found.end_min) == (
        "adult_home", "mon,wed", None, 540, 840
    )  # fmt: skip
    assert (found.channel, found.account_id) == ("family", key)


def test_staff_tell_how_they_know(office: Office) -> None:
    case_id = office.case()
    with office.acting() as unit:
        add_hours(unit, case_id, "taken", MORNING, channel="call")
        with pytest.raises(Invalid) as refused:
            add_hours(unit, case_id, "taken", Hours(), channel="family")
    assert list(refused.value.faults) == ["channel"]
    assert [(row.kind, row.channel) for row in rows(office, case_id)] == [("avoid", "call")]


def test_a_foreign_child_is_missing_and_who_only_reads_may_not_write(office: Office) -> None:
    own, other = office.case(), office.case()
    key = parent_of(office.world, own)
    with pytest.raises(NotFound):
        by_parent(office, other, lambda unit: family_sheet(unit, other), key)
    with pytest.raises(NotFound):
        by_parent(office, other, lambda unit: add_hours(unit, other, "adult", MORNING), key)
    with office.acting() as unit:
        guardian = unit.session.exec(select(Guardian).where(Guardian.account_id == key)).one()
        guardian.may_decide = False
    assert not by_parent(office, own, lambda unit: family_sheet(unit, own), key).may_write
    with pytest.raises(Forbidden):
        by_parent(office, own, lambda unit: add_hours(unit, own, "adult", MORNING), key)
    assert rows(office, own) == rows(office, other) == []


@pytest.mark.parametrize("role", [Role.CLASS_TEACHER, Role.TEACHER, Role.COORDINATOR])
def test_nobody_else_at_school_reads_a_familys_week(office: Office, role: Role) -> None:
    case_id = office.case()
    key = account(office.world, role)
    with pytest.raises(NotFound):
        looking(office.world, key, role, START, lambda unit: family_sheet(unit, case_id))


@pytest.mark.parametrize(
    ("hours", "field"),
    [
        (Hours(days=(), start_min=540, end_min=600), "days"),
        (Hours(days=(Weekday.SUN,), start_min=540, end_min=600), "days"),
        (Hours(start_min=600, end_min=600), "end"),
        (Hours(weeks=(5,), start_min=540, end_min=600), "weeks"),
    ],
)
def test_hours_that_cannot_be_are_refused(office: Office, hours: Hours, field: str) -> None:
    case_id = office.case()
    with office.acting() as unit, pytest.raises(Invalid) as refused:
        add_hours(unit, case_id, "adult", hours, channel="call")
    assert list(refused.value.faults) == [field]


def test_the_same_hours_are_kept_once_and_there_is_an_end_to_rows(office: Office) -> None:
    case_id = office.case()
    with office.acting() as unit:
        for _ in range(2):
            add_hours(unit, case_id, "adult", MORNING, channel="call")
        for minute in range(MOST - 1):
            add_hours(unit, case_id, "taken", Hours(start_min=minute, end_min=1200), channel="call")
        with pytest.raises(Conflict):
            add_hours(unit, case_id, "taken", Hours(), channel="call")
    assert len(rows(office, case_id)) == MOST


def test_a_row_is_removed_once_and_never_anothers(office: Office) -> None:
    own, other = office.case(), office.case()
    for case_id in (own, other):
        with office.acting() as unit:
            add_hours(unit, case_id, "adult", MORNING, channel="call")
    mine, foreign = rows(office, own)[0].id, rows(office, other)[0].id
    for key in (foreign, mine, mine):
        by_parent(office, own, lambda unit, key=key: remove_window(unit, own, key))
    assert rows(office, own) == []
    assert len(rows(office, other)) == 1


def test_hours_with_the_class_are_the_schools_to_tell(office: Office) -> None:
    case_id = office.case()
    with office.acting() as unit:
        add_hours(unit, case_id, "class", MORNING, channel="paper")
    (row,) = rows(office, case_id)
    for act in (
        lambda unit: add_hours(unit, case_id, "class", Hours()),
        lambda unit: remove_window(unit, case_id, row.id),
    ):
        with pytest.raises(Conflict):
            by_parent(office, case_id, act)
    assert len(rows(office, case_id)) == 1


def test_wishes_are_written_as_one_and_a_stale_form_changes_nothing(office: Office) -> None:
    case_id = office.case()
    first = sorted_wishes(()).mark
    told = Wishes(early_min=540, early_weight=4, late_min=1080, off=(Weekday.TUE,))
    with office.acting() as unit:
        write_wishes(unit, case_id, told, first, "call")
    with office.acting() as unit:
        with pytest.raises(Conflict):
            write_wishes(unit, case_id, Wishes(), first, "call")
        now = sorted_wishes(windows_of(unit, case_id))
        assert now.wishes == told
        kept = {row.id for row in now.rows if row.start_min == 0 and row.days is None}
        write_wishes(unit, case_id, Wishes(early_min=540, early_weight=4), now.mark, "paper")
    (left,) = rows(office, case_id)
    assert {left.id} == kept  # what has not changed keeps how it came
    assert (left.channel, left.weight, left.end_min) == ("call", 4, 540)


def test_wishes_of_another_shape_are_left_alone(office: Office) -> None:
    case_id = office.case()
    office.family(case_id, FamilyKind.DISLIKE, days="wed", start_min=720, end_min=780, weight=2)
    with office.acting() as unit:
        write_wishes(
            unit, case_id, Wishes(off=(Weekday.FRI,)), sorted_wishes(windows_of(unit, case_id)).mark, "call"
        )
    assert [(row.days, row.weight) for row in rows(office, case_id)] == [("wed", 2), ("fri", 1)]


def test_what_is_wrong_with_wishes_is_told_at_once(office: Office) -> None:
    case_id = office.case()
    wrong = Wishes(early_min=900, late_min=600, off=tuple(Weekday)[:5], off_weight=3)
    with office.acting() as unit, pytest.raises(Invalid) as refused:
        write_wishes(unit, case_id, wrong, "", "call")
    assert set(refused.value.faults) == {"late", "off"}


def test_limits_of_a_day_do_not_overwrite_each_other(office: Office) -> None:
    case_id = office.case()
    with office.acting() as unit:
        write_choice(unit, case_id, 0, DayChoice(max_day_lessons=3, max_teachers_day=1), "call")
    with office.acting() as unit, pytest.raises(Conflict):
        write_choice(unit, case_id, 0, DayChoice(), "call")
    with office.acting() as unit, pytest.raises(Invalid) as refused:
        write_choice(unit, case_id, 1, DayChoice(max_day_lessons=0, break_min=11), "call")
    assert set(refused.value.faults) == {"max_day_lessons", "break_min"}
    assert sheet(office, case_id).choice == DayChoice(max_day_lessons=3, max_teachers_day=1)


def test_a_parent_names_the_home_once(office: Office) -> None:
    case_id = office.world.running()
    by_parent(office, case_id, lambda unit: write_home(unit, case_id, 0, " ул. Придуманная, 1 "))
    found = sheet(office, case_id).home
    assert found is not None
    assert (found.address, found.mapped) == ("ул. Придуманная, 1", False)
    with pytest.raises(Conflict):
        by_parent(office, case_id, lambda unit: write_home(unit, case_id, 1, "ул. Другая, 2"))
    with office.acting() as unit:
        write_home(unit, case_id, 1, "ул. Другая, 2", "Заречный", "call")
    assert sheet(office, case_id).home.zone == "Заречный"  # type: ignore[union-attr]


def test_everything_told_arrives_in_the_problem(office: Office) -> None:
    case_id = office.case()
    office.teacher()
    office.plan(case_id, row("Математика", "2"))
    with office.acting() as unit:
        add_hours(unit, case_id, "adult", Hours(weeks=(1, 3), start_min=540, end_min=840), channel="call")
        add_hours(
            unit, case_id, "taken", Hours(days=(Weekday.TUE,), start_min=540, end_min=600), channel="call"
        )
        add_hours(unit, case_id, "liked", Hours(start_min=600, end_min=660), weight=4, channel="call")
        write_wishes(unit, case_id, Wishes(early_min=570, off=(Weekday.FRI,)), sorted_wishes(()).mark, "call")
        write_choice(unit, case_id, 0, DayChoice(max_day_lessons=2, max_teachers_day=1, break_min=20), "call")
        add_other_home(unit, case_id, Hours(days=(Weekday.THU,)), address="у бабушки", channel="call")
        place_id = sheet_place(unit, case_id)
        unit.session.flush()
        registry = registry_of(unit, office.world.year_id)
    assert [window.kind for window in registry.families].count(FamilyKind.OTHER_HOME) == 1
    office_place(office, place_id)
    (pupil,) = office.posed().problem.pupils
    (adult,) = pupil.adult_home or ()
    assert (adult.weeks, adult.start_min, adult.end_min) == (("w1", "w3"), 540, 840)
    assert [(each.days, each.start_min, each.end_min) for each in pupil.avoid] == [((Weekday.TUE,), 540, 600)]
    assert [(wish.kind, wish.days, wish.end_min, wish.weight) for wish in pupil.wishes] == [
        (WishKind.PREFER, None, 660, 4), (WishKind.DISLIKE, None, 570, 1), (WishKind.DISLIKE, (Weekday.FRI,), 1440, 1),
    ]  # fmt: skip
    assert (pupil.max_day_lessons, pupil.max_teachers_day, pupil.break_min) == (2, 1, 20)
    assert [home.days for home in pupil.homes] == [(Weekday.THU,)]


def sheet_place(unit: Unit, case_id: str) -> str:
    return family_sheet(unit, case_id).places[0].id


def office_place(office: Office, place_id: str) -> None:
    """The deputy has set where it is."""
    from models.place import Place

    with office.acting() as unit:
        place = unit.session.get_one(Place, place_id)
        place.lat, place.lon = 57.02, 60.0


def test_the_summary_says_it_in_words_and_what_cannot_be_yet(office: Office) -> None:
    """8 lessons of 40 minutes with breaks of 10: two mornings of five hours hold 6 each, three a day are 6."""
    case_id = office.case()
    office.plan(case_id, row("Математика", "8"))
    with office.acting() as unit:
        add_hours(unit, case_id, "adult", MORNING, channel="call")
    assert sheet(office, case_id).lacking == ()  # 12 fit
    with office.acting() as unit:
        write_choice(unit, case_id, 0, DayChoice(max_day_lessons=3), "call")
        write_wishes(unit, case_id, Wishes(early_min=540, early_weight=4), sorted_wishes(()).mark, "call")
    found = sheet(office, case_id)
    assert found.summary[:3] == (
        "Взрослый дома: пн, ср 9:00–14:00.", "Не раньше 9:00 (очень важно).", "Не больше 3 занятий в день."
    )  # fmt: skip
    assert found.lacking == (
        "В неделе нужно 8 занятий по 40 минут, а дома взрослый 10 часов: помещается не больше 6. "
        "Договоритесь с семьёй о другом времени.",
    )


def test_treatments_and_the_schools_day_are_taken_out_of_the_hours(office: Office) -> None:
    """On Monday 8–20 with an adult; the school's day ends at 19, 9–18 are taken: an hour is left at each end."""
    case_id = office.case()
    office.plan(case_id, row("Математика", "3"))
    with office.acting() as unit:
        add_hours(
            unit, case_id, "adult", Hours(days=(Weekday.MON,), start_min=480, end_min=1200), channel="call"
        )
        add_hours(
            unit, case_id, "taken", Hours(days=(Weekday.MON,), start_min=540, end_min=1080), channel="call"
        )
    (said,) = sheet(office, case_id).lacking
    assert said.startswith(
        "В неделе нужно 3 занятия по 40 минут, а дома взрослый 2 часа: помещается не больше 2."
    )


def test_the_worst_week_of_the_cycle_counts(office: Office) -> None:
    """An adult is at home in weeks 1 and 3 for two hours (2 lessons); in weeks 2 and 4 for one (1 lesson)."""
    case_id = office.case()
    office.plan(case_id, row("Математика", "2"))
    with office.acting() as unit:
        for weeks, end in (((1, 3), 660), ((2, 4), 600)):
            hours = Hours(days=(Weekday.MON,), weeks=weeks, start_min=540, end_min=end)
            add_hours(unit, case_id, "adult", hours, channel="call")
    (said,) = sheet(office, case_id).lacking
    assert "а дома взрослый 1 час: помещается не больше 1." in said


def test_the_log_tells_that_something_was_told_and_not_what(office: Office) -> None:
    case_id = office.case()
    before = len(office.world.log())
    with office.acting() as unit:
        add_hours(unit, case_id, "taken", MORNING, channel="call")
        write_choice(unit, case_id, 0, DayChoice(max_day_lessons=2), "paper")
    assert office.world.log()[before:] == [
        ("family.write", "case", {"channel": "call"}), ("family.write", "case", {"channel": "paper"})
    ]  # fmt: skip


def test_a_closed_case_takes_nothing_more(office: Office) -> None:
    from models.case import Case
    from models.states import State

    case_id = office.case()
    with office.acting() as unit:
        unit.session.get_one(Case, case_id).state = State.FINISHED
    with office.acting() as unit, pytest.raises(Conflict):
        add_hours(unit, case_id, "adult", MORNING, channel="call")
    assert sheet(office, case_id).over
