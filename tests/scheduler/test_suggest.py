"""Suggestions on small boards: what is possible, what it changes, and what a deputy reads about the rest."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from scheduler.checks import check
from scheduler.problem import Problem
from scheduler.suggest import Board, Suggestions, suggest
from scheduler.terms import clock
from tests.builders import lesson, minutes, problem, pupil, row, teacher, timetable, window

WEEKLY = [f"r1/{n} w{n} mon 09:00" for n in (1, 2, 3, 4)]


def starts(answer: Suggestions, day: str = "mon", teacher_id: str = "t1") -> list[str]:
    return [
        clock(start.start_min)
        for found in answer.days
        if (found.day, found.teacher) == (day, teacher_id)
        for start in found.possible
    ]


def blockers(answer: Suggestions, day: str, time: str, teacher_id: str = "t1") -> Iterator[tuple[str, str]]:
    at = minutes(time)
    for found in answer.days:
        for run in found.blocked:
            if (found.day, found.teacher) == (day, teacher_id) and run.start_min <= at <= run.until_min:
                yield from ((blocker.rule, blocker.text) for blocker in run.blockers)


def narrow(**more: object) -> Problem:
    """t1 «Озёрная А. А.» is free on Mondays 09:00–11:00 and in class at s1 until 09:00."""
    own = teacher(
        title="Озёрная А. А.",
        free=[window("09:00-11:00", days=["mon"])],
        busy=[window("08:00-09:00", days=["mon"])],
    )
    return problem([row(title="Математика", **more)], [own], [pupil(title="К-17")])


def test_unplaced_lesson_is_offered_every_start_the_rules_leave() -> None:
    # from s1 at 09:00 it is 12 minutes to h1: 09:15 is the first start on the grid; 10:20 + 40 is 11:00
    answer = suggest(narrow(), timetable(narrow()), "r1", 1)
    assert starts(answer) == [clock(time) for time in range(minutes("09:15"), minutes("10:20") + 1, 5)]
    assert [starts(answer, day) for day in ("tue", "wed", "thu", "fri")] == [[], [], [], []]
    # travel 12, idle 3, an adult at home, a visit, a new face, and the largest travel and waiting 15
    first = answer.days[0].possible[0]
    assert first.score == {
        "unplaced": -1, "travel": 12, "idle": 3, "visits": 1, "adult_days": 1, "faces": 1, "fairness": 15
    }  # fmt: skip
    # 12 + 3 + 10 + 30 + 20 + 15 = 90
    assert (first.points, first.ranks, first.key) == (90, {1: 0, 2: 90}, (-1, 0, 90))


def test_every_blocker_of_a_start_is_named_with_its_facts() -> None:
    answer = suggest(narrow(), timetable(narrow()), "r1", 1)
    assert list(blockers(answer, "mon", "08:30")) == [
        ("teacher.free", "Озёрная А. А.: свободное время пн 09:00–11:00"),
        ("teacher.clash", "Озёрная А. А.: свои уроки 08:00–09:00 (s1), дорога 12 мин"),
    ]
    assert list(blockers(answer, "mon", "09:10")) == [
        ("teacher.clash", "Озёрная А. А.: свои уроки 08:00–09:00 (s1), дорога 12 мин")
    ]
    assert list(blockers(answer, "tue", "09:15")) == [
        ("teacher.free", "Озёрная А. А.: вт нет свободного времени")
    ]
    assert list(blockers(answer, "mon", "09:15")) == []


def test_placed_lesson_may_stay_where_it_is_at_no_change() -> None:
    given = narrow()
    answer = suggest(given, timetable(given, "r1 mon 09:30"), "r1", 1)
    here = [start for start in answer.starts if start.start_min == minutes("09:30")]
    assert [(start.score, start.points, start.ranks) for start in here] == [({}, 0, {1: 0, 2: 0})]
    # 15 minutes earlier the teacher waits 15 minutes less, and nobody else travels or waits more
    assert answer.starts[0].score == {"idle": -15, "fairness": -15}
    assert (clock(answer.starts[0].start_min), answer.starts[0].points) == ("09:15", -30)


def test_rhythm_leaves_the_row_its_slot_until_the_series_moves_together() -> None:
    given = problem([row(lessons=4)], weeks=4)
    board = Board(given, timetable(given, *WEEKLY))
    assert [clock(start.start_min) for start in board.suggest("r1", 2).starts] == ["09:00"]
    said = "r1 (p1): ритм: время в неделе пн 09:00, другого времени сверх 1 нельзя"
    assert ("rhythm", said) in list(blockers(board.suggest("r1", 2), "tue", "09:00"))
    together = board.suggest("r1", 2, series=True)
    assert [(each.row, each.n) for each in together.lessons] == [("r1", 1), ("r1", 2), ("r1", 3), ("r1", 4)]
    # 08:00 to 18:20 every five minutes: 125 starts a day on five days
    assert len(together.starts) == 625
    assert {start.weeks for start in together.starts} == {("w1", "w2", "w3", "w4")}


def test_series_changes_count_every_week() -> None:
    wish = window("14:00-16:00", kind="prefer", days=["tue"], weight=2)
    given = problem([row(lessons=4)], pupils=[pupil(wishes=[wish])], weeks=4)
    best = Board(given, timetable(given, *WEEKLY)).suggest("r1", 1, series=True).starts[0]
    # four lessons now meet the wish of weight 2: −8, at 60 points each
    assert (best.day, clock(best.start_min), best.score, best.points) == ("tue", "14:00", {"wish": -8}, -480)


def test_series_is_blocked_by_a_closed_day_in_one_of_its_weeks() -> None:
    given = problem([row(lessons=4)], weeks=4, closed=[{"week": "w3", "day": "tue"}])
    answer = Board(given, timetable(given, *WEEKLY)).suggest("r1", 1, series=True)
    assert list(blockers(answer, "tue", "09:00")) == [("frame", "вт на неделе w3 без занятий")]
    assert "09:00" in starts(answer, "wed")


def test_another_teacher_is_blocked_while_the_row_has_other_lessons() -> None:
    two = [teacher("t1"), teacher("t2", title="Ветров Б. Б.")]
    given = problem([row(lessons=2, teachers=["t1", "t2"], rhythm="free")], two)
    answer = suggest(given, timetable(given, "r1/1 mon 09:00 t2", "r1/2 wed 09:00 t2"), "r1", 1)
    said = "остальные занятия ведёт Ветров Б. Б., у строки один учитель"
    assert list(blockers(answer, "mon", "09:00", "t1")) == [("teacher.candidate", said)]
    alone = suggest(given, timetable(given, "r1/1 mon 09:00 t2"), "r1", 1)
    assert "09:00" in starts(alone, "mon", "t1")


def test_leaving_is_blocked_when_the_neighbours_cannot_do_without() -> None:
    rows = [row("r1"), row("r2", pupils=["p2"]), row("r3", pupils=["p3"])]
    pupils = [pupil(), pupil("p2"), pupil("p3")]
    given = problem(rows, [teacher(max_gap_min=60)], pupils)
    placed = timetable(given, "r1 mon 09:00", "r2 mon 10:00", "r3 mon 11:00")
    answer = suggest(given, placed, "r2", 1)
    # from 09:40 to 11:00 the teacher would wait 80 minutes
    said = "t1: на прежнем месте осталось бы окно 80 мин, можно 60"
    assert list(blockers(answer, "tue", "10:00")) == [("teacher.gap", said)]
    # in between 80 − 40 minutes are left, before 09:00 and after 11:40 they do not help
    assert starts(answer) == [clock(time) for time in range(minutes("09:40"), minutes("10:20") + 1, 5)]


def test_pinned_lesson_stays_and_says_so() -> None:
    pin = {"row": "r1", "week": "w1", "day": "mon", "start": "14:00"}
    given = problem(pins=[pin])
    answer = suggest(given, timetable(given, "r1 mon 14:00"), "r1", 1)
    assert [clock(start.start_min) for start in answer.starts] == ["14:00"]
    assert list(blockers(answer, "mon", "14:05")) == [("pin", "занятие закреплено: w1 пн 14:00")]


def test_limits_of_a_day_are_told_in_numbers() -> None:
    rows = [row(), row("r2", subject="b"), row("r3", subject="c", form="remote")]
    who = pupil(title="К-17", max_day_lessons=1, max_day_min=60)
    given = problem(rows, [teacher(max_day_lessons=1, max_week_min=60)], [who])
    answer = suggest(given, timetable(given, "r1 mon 09:00"), "r2", 1)
    assert list(blockers(answer, "mon", "12:00")) == [
        ("pupil.load", "К-17: в этот день уже 1 занятие, можно 1"),
        ("pupil.load", "К-17: в этот день уже 40 мин занятий, с этим 80, можно 60"),
        ("teacher.load", "t1: в этот день уже 1 занятие, можно 1"),
        ("teacher.load", "t1: на неделе w1 уже 40 мин занятий, с этим 80, можно 60"),
    ]


def test_what_was_wrong_elsewhere_closes_nothing() -> None:
    given = problem([row(), row("r2", pupils=["p2"], teachers=["t2"])], [teacher(), teacher("t2", free=[])],
                    [pupil(), pupil("p2")])  # fmt: skip
    placed = timetable(given, "r1 mon 09:00", "r2 mon 09:00 t2")
    assert [each.rule for each in check(given, placed).violations] == ["teacher.free"]
    assert len(suggest(given, placed, "r1", 1).starts) == 625
    assert suggest(given, placed, "r2", 1).starts == ()


def test_row_that_has_all_its_lessons_takes_no_other() -> None:
    given = problem([row(lessons=2, rhythm="free")])
    twice = timetable(given, "r1/1 mon 09:00", lesson(given, "r1/1 tue 09:00"))
    answer = suggest(given, twice, "r1", 2)
    assert answer.starts == ()
    assert ("row.count", "r1 (p1): в строке уже 2 из 2") in list(blockers(answer, "thu", "09:00"))


def test_vacancy_has_no_start_and_a_day_too_short_has_none() -> None:
    vacancy = problem([row(teachers=[])])
    assert suggest(vacancy, timetable(vacancy), "r1", 1).days == ()
    long = problem([row(lesson_min=700)])
    assert suggest(long, timetable(long), "r1", 1).starts == ()


def test_unknown_row_and_ordinal_are_errors() -> None:
    given = problem()
    with pytest.raises(KeyError, match="r9"):
        suggest(given, timetable(given), "r9", 1)
    with pytest.raises(ValueError, match="lessons 1 to 1, not 2"):
        suggest(given, timetable(given), "r1", 2)


def test_ranks_follow_the_problems_own_goals() -> None:
    goals = {"idle": {"rank": 1, "weight": 5}, "faces": {"weight": 0}, "travel": {"rank": 3}}
    given = narrow().model_copy(update={"goals": problem(goals=goals).goals})
    first = suggest(given, timetable(given), "r1", 1).days[0].possible[0]
    # rank 1: 5 × 3 idle; rank 2: 10 visit + 30 adult + 15 fairness; rank 3: 12 travel
    assert (first.ranks, first.key) == ({1: 15, 2: 55, 3: 12}, (-1, 15, 55, 12))


def test_json_names_each_blocker_once() -> None:
    answer = suggest(narrow(), timetable(narrow()), "r1", 1).to_json()
    assert json.loads(json.dumps(answer)) == answer
    assert list(answer) == ["row", "n", "lessons", "blockers", "days"]
    free = {"rule": "teacher.free", "text": "Озёрная А. А.: свободное время пн 09:00–11:00",
            "teacher": "t1", "week": "w1"}  # fmt: skip
    assert answer["blockers"][0] == free
    monday = answer["days"][0]
    assert (monday["weeks"], monday["day"], monday["teacher"]) == (["w1"], "mon", "t1")
    assert monday["possible"][0]["start"] == "09:15"
    assert monday["possible"][0]["ranks"] == {"1": 0, "2": 90}
    # free from 09:00, in class until 09:00 and 12 minutes away, back by 11:00
    assert monday["blocked"] == [
        {"start": "08:00", "until": "08:55", "by": [0, 1]},
        {"start": "09:00", "until": "09:10", "by": [1]},
        {"start": "10:25", "until": "18:20", "by": [0]},
    ]
    texts = [blocker["text"] for blocker in answer["blockers"]]
    assert len(texts) == len(set(texts)) == 6
