"""Lessons without a time and what is said of starts that are taken."""

from __future__ import annotations

from api.services.board.acts import Target
from api.services.board.held import Held
from api.services.board.starts import answer
from api.services.board.state import PinKind, State
from api.services.board.swaps import taken
from api.services.board.tray import tray
from scheduler.problem import Problem
from scheduler.terms import Weekday
from tests import builders as b

MON, TUE = Weekday.MON, Weekday.TUE


def held(given: Problem, *lessons: str, **pins: set[PinKind]) -> Held:
    kept = {(row, 1): frozenset(kinds) for row, kinds in pins.items()}
    return Held(State(given, b.timetable(given, *lessons), kept))


def test_the_least_room_comes_first_and_each_line_has_its_reason() -> None:
    """r1 fits only Monday 09:00–10:00 (5 starts of 40 minutes on the 5-minute grid), r2 nowhere, r3 all week."""
    narrow = b.teacher("t2", free=[b.window("09:00-10:00", days=["mon"])])
    rows = [
        b.row("r1", title="Музыка", teachers=["t2"]),
        b.row("r2", title="Труд", teachers=[]),
        b.row("r3", title="Чтение"),
    ]
    given = b.problem(rows=rows, teachers=[b.teacher(), narrow])
    lines = tray(held(given))
    assert [(line.title, line.starts, line.proof) for line in lines] == [
        ("Труд (p1)", 0, "невозможно"),
        ("Музыка (p1)", 5, ""),
        ("Чтение (p1)", 5 * 125, ""),  # 08:00 to 18:20
    ]
    assert lines[0].reasons != ()
    assert lines[1].reasons == ("можно поставить: 5 начал",)


def test_room_for_one_of_two_says_that_it_is_not_enough() -> None:
    given = b.problem(
        rows=[b.row("r1", lessons=2)], teachers=[b.teacher(free=[b.window("09:00-10:00", days=["mon"])])]
    )
    (line,) = tray(held(given))
    assert (line.count, line.starts, line.proof) == (2, 5, "")
    assert line.reasons == (
        "можно поставить: 5 начал",
        "Нужно 2 занятия, свободных мест 1 (1 подходящий день, в день не больше 1)",
    )


def two() -> Problem:
    rows = [b.row("r1", title="Математика"), b.row("r2", title="Чтение")]
    return b.problem(rows=rows, pupils=[b.pupil(title="К-01")])


def test_a_taken_start_offers_to_change_places() -> None:
    found = held(two(), "r1 mon 09:00", "r2 tue 09:00")
    said = taken(found, ("r1", 1), True, Target(day=TUE, start_min=b.minutes("09:10"), teacher="t1"))
    assert len(said.reasons) == 2  # the pupil's lesson and the teacher's
    assert [(each.key, each.said, each.score) for each in said.swaps] == [
        (("r2", 1), "Чтение (К-01), вт 09:00", {})
    ]


def test_no_exchange_is_offered_that_would_break_a_rule_or_a_pin() -> None:
    """t1 is free on Tuesday morning only until 10:00: the longer lesson would not fit there."""
    rows = [b.row("r1", lesson_min=60, teachers=["t2"]), b.row("r2")]
    teachers = [b.teacher(), b.teacher("t2", free=[b.window("08:00-19:00", days=["mon"])])]
    given = b.problem(rows=rows, teachers=teachers)
    target = Target(day=TUE, start_min=b.minutes("09:00"), teacher="t2")
    assert taken(held(given, "r1 mon 09:00", "r2 tue 09:00"), ("r1", 1), True, target).swaps == ()
    pinned = held(two(), "r1 mon 09:00", "r2 tue 09:00", r2={PinKind.DAY})
    target = Target(day=TUE, start_min=b.minutes("09:00"), teacher="t1")
    assert taken(pinned, ("r1", 1), True, target).swaps == ()


def test_pins_close_starts_beside_what_closes_them_anyway() -> None:
    found = held(two(), "r1 mon 09:00", "r2 mon 12:00", r1={PinKind.DAY, PinKind.TIME})
    days = {day.day: day for day in answer(found, ("r1", 1), True)}
    assert [start.start_min for start in days[MON].possible] == [540]
    assert days[TUE].possible == ()
    at_noon = next(run for run in days[MON].blocked if run.start_min <= 720 <= run.until_min)
    assert {blocker.rule for blocker in at_noon.blockers} == {"teacher.clash", "pupil.clash", "board.pin"}
    nine = next(run for run in days[TUE].blocked if run.start_min <= 540 <= run.until_min)
    assert [blocker.text for blocker in nine.blockers] == ["день занятия закреплён: пн"]
