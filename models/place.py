"""Places lessons are given at, roads between them, and how a school plans."""

from __future__ import annotations

from datetime import date

from pydantic import AwareDatetime
from sqlalchemy import CheckConstraint, Index, UniqueConstraint, false, text

from models.base import Keep, Kept, opened, personal
from models.case import among
from scheduler.calendar.year import Parity
from scheduler.terms import PlaceKind

MAIN = text("main")


class PlanningSettings(Kept, table=True):
    """Choices of a school for its timetables; mirrors scheduler.registry.values.Settings.

    title: of the schools that plan together, as their papers name them; empty: the school's own. speed_mh: metres an
    hour; detour_percent: road over straight line; door_min: minutes lost at a door. spare_unwanted: hours that
    teachers would rather not give are left free.
    """

    __tablename__ = "planning_settings"
    __table_args__ = (
        CheckConstraint("cycle_weeks BETWEEN 1 AND 4", name="cycle"),
        CheckConstraint(among("parity", Parity), name="parity"),
        CheckConstraint(
            "day_start_min >= 0 AND day_start_min < day_end_min AND day_end_min <= 1440", name="day"
        ),
        CheckConstraint("step_min IN (5, 10, 15, 20, 30)", name="step"),
        CheckConstraint("speed_mh BETWEEN 500 AND 120000", name="speed"),
        CheckConstraint("detour_percent BETWEEN 100 AND 400", name="detour"),
        CheckConstraint("door_min BETWEEN 0 AND 60", name="door"),
    )

    school_id: str = opened(foreign_key="school.id", unique=True)
    title: str = opened(default="", max_length=300)
    cycle_weeks: int = opened(default=4)
    parity: str = opened(default=Parity.CALENDAR, max_length=20)
    day_start_min: int = opened(default=8 * 60)
    day_end_min: int = opened(default=19 * 60)
    step_min: int = opened(default=5)
    speed_mh: int = opened(default=4500)
    detour_percent: int = opened(default=130)
    door_min: int = opened(default=3)
    spare_unwanted: bool = opened(default=False, sa_column_kwargs={"server_default": false()})


class Place(Kept, table=True):
    """A school's own building (its code is the school's), a home of a pupil, or another place.

    A home without a pupil: a teacher's, or one nobody is taught at now. main: the home where a pupil lives by
    default. same_as: the place that it is, where two pupils live at one address: one door, one way there. zone: what
    other schools see instead of a home's address.
    lat, lon: degrees; None where nobody has set them, the roads then have to be told by hand.
    """

    __tablename__ = "place"
    __table_args__ = (
        UniqueConstraint("school_id", "code"),
        CheckConstraint(among("kind", PlaceKind), name="kind"),
        CheckConstraint("kind = 'home' OR pupil_id IS NULL", name="home_of_pupil"),
        CheckConstraint("NOT main OR pupil_id IS NOT NULL", name="main_of_pupil"),
        CheckConstraint("same_as_id IS NULL OR same_as_id <> id", name="same_as"),
        CheckConstraint("(lat IS NULL) = (lon IS NULL)", name="coordinates"),
        CheckConstraint("lat IS NULL OR lat BETWEEN -90 AND 90", name="lat"),
        CheckConstraint("lon IS NULL OR lon BETWEEN -180 AND 180", name="lon"),
        Index("ux_place_main_home", "pupil_id", unique=True, sqlite_where=MAIN, postgresql_where=MAIN),
    )  # fmt: skip

    school_id: str = opened(foreign_key="school.id", index=True)
    code: str = opened(min_length=1, max_length=40)
    kind: str = opened(max_length=10)
    pupil_id: str | None = opened(default=None, foreign_key="pupil.id", index=True)
    main: bool = opened(default=False)
    same_as_id: str | None = opened(default=None, foreign_key="place.id", index=True)
    title: str = personal(Keep.CASE, min_length=1, max_length=300)
    zone: str = opened(default="", max_length=100)
    lat: float | None = personal(Keep.CASE, default=None)
    lon: float | None = personal(Keep.CASE, default=None)


class Road(Kept, table=True):
    """Minutes from door to door that somebody has told; stands before the estimate. Both directions apart."""

    __tablename__ = "road"
    __table_args__ = (
        UniqueConstraint("school_id", "from_id", "to_id"),
        CheckConstraint("from_id <> to_id", name="two_places"),
        CheckConstraint("minutes BETWEEN 0 AND 600", name="minutes"),
    )

    school_id: str = opened(foreign_key="school.id", index=True)
    from_id: str = opened(foreign_key="place.id", index=True)
    to_id: str = opened(foreign_key="place.id", index=True)
    minutes: int = opened()
    source: str = opened(default="", max_length=200)


class LateArrival(Kept, table=True):
    """A teacher came late to a lesson: what the table of roads can learn from.

    from_id: where the teacher was engaged before on that day, left at left_min; None: nowhere that is known. minutes
    on the way then were start_min + late_min - left_min. settled_at: somebody has looked at it; taken: the road was
    written over by it.
    """

    __tablename__ = "late_arrival"
    __table_args__ = (
        UniqueConstraint("case_id", "lesson"),
        CheckConstraint("late_min BETWEEN 1 AND 120", name="late"),
        CheckConstraint("start_min BETWEEN 0 AND 1439", name="start"),
        CheckConstraint("(from_id IS NULL) = (left_min IS NULL)", name="left"),
        CheckConstraint("left_min IS NULL OR left_min BETWEEN 0 AND start_min", name="left_before"),
        CheckConstraint("NOT taken OR settled_at IS NOT NULL", name="settled"),
    )

    school_id: str = opened(foreign_key="school.id", index=True)
    case_id: str = opened(foreign_key="case_file.id", index=True)
    lesson: str = opened(min_length=1, max_length=160)
    teacher_id: str = opened(foreign_key="teacher.id", index=True)
    on_date: date = opened()
    start_min: int = opened()
    late_min: int = personal(Keep.JOURNAL)
    from_id: str | None = opened(default=None, foreign_key="place.id", index=True)
    to_id: str = opened(foreign_key="place.id", index=True)
    left_min: int | None = opened(default=None)
    account_id: str = opened(foreign_key="account.id")
    at: AwareDatetime = opened()
    settled_at: AwareDatetime | None = opened(default=None)
    taken: bool = opened(default=False, sa_column_kwargs={"server_default": false()})
