"""Other times for a lesson: only what is possible with everyone else, and never the same last place to two families.

t1 is free on Monday for the lessons that stand, and for one more on Wednesday from 12:00 to 12:40.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.errors import Conflict, Forbidden, NotFound
from api.services.agreement.timetable import offering
from api.services.agreement.timetable.counter import hold, other_times, wishes
from models.agreement import Hold
from models.case import Guardian
from models.engines import reading, writing
from models.person import Role
from scheduler.problem import Problem
from tests import builders
from tests.api.services.agreement.households import PLAIN, Families, families
from tests.api.services.agreement.test_races import Step, race

NOW = datetime(2026, 9, 2, 9, tzinfo=UTC)
LAST = "wed-720-t1"


def narrow() -> Problem:
    free = [
        builders.window("10:00-10:40", days=["mon"]), builders.window("11:10-11:50", days=["mon"]),
        builders.window("12:00-12:40", days=["wed"]),
    ]  # fmt: skip
    return builders.problem(
        weeks=2,
        teachers=[
            builders.teacher("t1", title="Снегова Г. Г.", free=free),
            builders.teacher("t2", title="Лугова В. В."),
        ],
        pupils=[builders.pupil("К-01"), builders.pupil("К-02", home="h2")],
        rows=[
            builders.row("math-1", title="Математика", pupils=["К-01"], lessons=2),
            builders.row("rus-1", title="Русский язык", pupils=["К-01"], teachers=["t2"]),
            builders.row("math-2", title="Математика", pupils=["К-02"], lessons=2),
        ],
    )


@pytest.fixture
def made(database: Engine) -> Families:
    return families(database)


def both(made: Families) -> tuple[str, str]:
    variant = made.variant_of(*PLAIN, problem=narrow())
    return made.offered(0, variant=variant), made.offered(1, variant=variant)


def choices(made: Families, version_id: str, who: str, at: datetime = NOW, lesson: int = 0) -> list[str]:
    with made.acting(who, Role.PARENT, at) as unit:
        return [choice.key for choice in other_times(unit, version_id, lesson).choices]


def held(made: Families, version_id: str, who: str, key: str, at: datetime = NOW) -> None:
    with made.acting(who, Role.PARENT, at) as unit:
        hold(unit, version_id, 0, key)


def test_only_what_is_possible_with_everyone_else_is_offered(made: Families) -> None:
    one, two = both(made)
    assert choices(made, one, made.mother) == [LAST]
    assert choices(made, two, made.other) == [LAST]


def test_what_one_family_holds_another_is_not_offered(made: Families) -> None:
    one, two = both(made)
    held(made, one, made.mother, LAST)
    assert choices(made, two, made.other) == []
    with pytest.raises(Conflict, match="только что заняли"):
        held(made, two, made.other, LAST)
    with made.acting(made.mother, Role.PARENT) as unit:
        told = other_times(unit, one, 0)
    assert told.held == "среда 12:00–12:40"
    assert told.until is not None
    assert (
        told.until.isoformat() == "2026-09-04T14:00:00+05:00"
    )  # two days on, as clocks at the school show it


def test_a_time_is_held_for_two_days_and_no_longer(made: Families) -> None:
    one, two = both(made)
    held(made, one, made.mother, LAST)
    assert choices(made, two, made.other, NOW + timedelta(hours=47, minutes=59)) == []
    assert choices(made, two, made.other, NOW + timedelta(hours=48)) == [LAST]


def test_what_was_recalled_holds_nothing(made: Families) -> None:
    one, two = both(made)
    held(made, one, made.mother, LAST)
    with made.deputy() as unit:
        offering.recall(unit, one, made.seen(one))
    assert choices(made, two, made.other) == [LAST]


def test_two_families_who_ask_at_once_do_not_both_get_the_last_place(made: Families) -> None:
    one, two = both(made)
    steps: list[Step] = [
        (made.mother, Role.PARENT, lambda unit: hold(unit, one, 0, LAST)),
        (made.other, Role.PARENT, lambda unit: hold(unit, two, 0, LAST)),
    ]
    assert sorted(race(made, *steps)) == ["conflict", "done"]
    with reading(made.world.engine) as session:
        assert len(session.exec(select(Hold)).all()) == 1


def test_another_choice_lets_the_first_one_go(made: Families) -> None:
    one = made.offered(0)  # of the roomy problem
    told = choices(made, one, made.mother)
    assert 3 < len(told) <= 12
    assert max([key.partition("-")[0] for key in told].count(day) for day in ("tue", "wed", "thu")) <= 3
    held(made, one, made.mother, told[0])
    held(made, one, made.mother, told[1])
    with reading(made.world.engine) as session:
        assert [row.released_at is None for row in session.exec(select(Hold).order_by(Hold.created_at))] == [
            False,
            True,
        ]  # type: ignore[arg-type]


def test_the_desk_sees_what_a_family_asks_for(made: Families) -> None:
    one, _ = both(made)
    held(made, one, made.mother, LAST)
    with made.deputy() as unit:
        (wish,) = wishes(unit, made.get(one))
    assert (wish.subject, wish.was, wish.now) == (
        "Математика",
        "понедельник 10:00–10:40",
        "среда 12:00–12:40",
    )


def test_nobody_else_asks_and_nothing_else_is_asked_for(made: Families) -> None:
    one, _ = both(made)
    with pytest.raises(NotFound):
        choices(made, one, made.other)
    with pytest.raises(NotFound):
        choices(made, one, made.mother, lesson=9)
    with pytest.raises(Conflict):
        held(made, one, made.mother, "wed-725-t1")
    with writing(made.world.engine) as session:
        for guardian in session.exec(select(Guardian).where(Guardian.account_id == made.father)):
            guardian.may_decide = False
    with pytest.raises(Forbidden):
        choices(made, one, made.father)
    made.answer(one, "agreed")  # type: ignore[arg-type]
    made.approve(one)
    with pytest.raises(Conflict, match="утверждено директором"):
        choices(made, one, made.mother)
