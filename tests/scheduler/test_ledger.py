"""The ledger's arithmetic: every number below is counted by hand, and the sum holds for whatever happens."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.ledger import (
    NOTHING,
    SHORTER,
    Amount,
    Balance,
    Entry,
    balance,
    owed_by,
    shortfall,
    whole,
)
from scheduler.terms import Debtor, Fate

MONDAY = date(2026, 9, 7)
DEBTORS = {"child_ill": Debtor.TEACHER, "teacher_ill": Debtor.SCHOOL, "child_away": Debtor.NOBODY}
NOW = (date(2026, 10, 1), 0)
LESSON = Amount(lessons=1, minutes=40, hours=Fraction(1), paid=Fraction(1))


def times(number: int, one: Amount = LESSON) -> Amount:
    return sum([one] * number, NOTHING)


def lesson(week: int, fate: Fate = Fate.HELD, **more: object) -> Entry:
    """Of the Monday so many weeks after 07.09.2026, 10:00–10:40."""
    on = MONDAY + timedelta(days=7 * week)
    told = {"id": f"r/{week}", "on": on, "ends": (on, 640), "given": LESSON, "promised": LESSON, "fate": fate}
    return Entry(**{**told, **more})  # type: ignore[arg-type]


def lost(week: int, cause: str) -> Entry:
    return lesson(week, Fate.CANCELLED, cause=cause)


def make_up(week: int, of: int, fate: Fate = Fate.HELD, given: Amount = LESSON) -> Entry:
    return lesson(week, fate, id=f"r/m{of}", promised=None, makes_up=f"r/{of}", given=given)


def test_held_unmarked_and_coming_lessons_are_told_apart() -> None:
    """07.09 held, 14.09 passed and not marked, 05.10 still to come on 01.10."""
    found = balance([lesson(0), lesson(1, Fate.PLANNED), lesson(4, Fate.PLANNED)], DEBTORS, NOW)
    assert (found.planned, found.held, found.unmarked, found.ahead) == (times(2), LESSON, LESSON, LESSON)
    assert found.debt == NOTHING
    assert found.expected == times(3)


def test_a_lesson_of_today_counts_from_its_end_on() -> None:
    coming = [lesson(0, Fate.PLANNED)]
    assert balance(coming, DEBTORS, (MONDAY, 639)).ahead == LESSON
    assert balance(coming, DEBTORS, (MONDAY, 640)).unmarked == LESSON


def test_who_owes_is_read_from_the_table_and_a_cause_without_a_line_is_the_schools() -> None:
    entries = [lost(0, "child_ill"), lost(1, "teacher_ill"), lost(2, "child_away"), lost(3, "no_entry")]
    found = balance(entries, DEBTORS, NOW)
    assert found.owed == {"child_ill": LESSON, "teacher_ill": LESSON, "no_entry": LESSON}
    assert found.excused == {"child_away": LESSON}
    assert owed_by(found, DEBTORS) == {Debtor.TEACHER: LESSON, Debtor.SCHOOL: times(2)}
    assert found.planned == found.cancelled == times(4)


def test_a_make_up_pays_the_debt_and_one_still_to_come_is_arranged() -> None:
    entries = [
        lost(0, "child_ill"), lost(1, "child_ill"), lost(2, "child_ill"), make_up(3, 0),
        make_up(5, 1, Fate.PLANNED),
    ]  # fmt: skip
    found = balance(entries, DEBTORS, NOW)
    assert (found.made_up, found.arranged, found.debt) == (LESSON, LESSON, LESSON)
    assert shortfall(Fraction(3), found) == 1  # what is arranged is to be expected
    assert found.planned == times(3)


def test_a_make_up_that_was_cancelled_leaves_the_debt() -> None:
    found = balance([lost(0, "child_ill"), make_up(1, 0, Fate.CANCELLED)], DEBTORS, NOW)
    assert (found.debt, found.made_up, found.planned) == (LESSON, NOTHING, LESSON)


def test_a_shorter_make_up_leaves_minutes_owed_and_a_longer_one_goes_over() -> None:
    """20 of 40 minutes given; then 60 for 40."""
    short = Amount(lessons=1, minutes=20, hours=Fraction(1, 2), paid=Fraction(1))
    found = balance([lost(0, "child_ill"), make_up(1, 0, given=short)], DEBTORS, NOW)
    assert found.owed == {SHORTER: Amount(minutes=20, hours=Fraction(1, 2))}
    long = Amount(lessons=1, minutes=60, hours=Fraction(3, 2), paid=Fraction(1))
    found = balance([lost(0, "child_ill"), make_up(1, 0, given=long)], DEBTORS, NOW)
    assert (found.over, found.debt) == (Amount(minutes=20, hours=Fraction(1, 2)), NOTHING)


def test_twenty_minutes_paid_as_a_whole_hour_stay_twenty_minutes() -> None:
    """Edge case 20: minutes, plan hours and paid hours are three numbers."""
    one = Amount(lessons=1, minutes=20, hours=Fraction(1), paid=Fraction(1))
    found = balance([lesson(0, given=one, promised=one)], DEBTORS, NOW)
    assert found.held == one


def test_what_is_given_without_a_promise_is_over() -> None:
    entries = [make_up(0, 9), lesson(1, promised=None)]
    found = balance(entries, DEBTORS, NOW)
    assert (found.planned, found.held, found.over) == (NOTHING, times(2), times(2))


def test_a_lesson_cancelled_ahead_is_no_debt_yet() -> None:
    found = balance([lost(5, "child_ill")], DEBTORS, NOW)
    assert (found.planned, found.debt, found.ahead, found.cancelled) == (NOTHING, NOTHING, NOTHING, NOTHING)


def test_a_quarter_takes_the_make_ups_of_its_own_lessons_wherever_they_are_held() -> None:
    """Lost on 07.09, made up on 12.10; the quarter ends on 30.09, the next begins on 01.10."""
    entries = [lost(0, "child_ill"), make_up(5, 0), lesson(6)]
    late = (date(2026, 12, 31), 0)
    first = balance(entries, DEBTORS, late, last=date(2026, 9, 30))
    second = balance(entries, DEBTORS, late, first=date(2026, 10, 1))
    assert (first.made_up, first.debt) == (LESSON, NOTHING)
    assert (second.made_up, second.held) == (NOTHING, LESSON)
    assert first + second == balance(entries, DEBTORS, late)


def test_thirty_two_mondays_are_two_hours_short_of_thirty_four() -> None:
    """Domain 6: an hour a week is 34 a year, the year has 32 Mondays and 35 Tuesdays (edge case 4)."""
    mondays = balance([lesson(week, Fate.PLANNED) for week in range(32)], DEBTORS, (MONDAY, 0))
    tuesdays = balance([lesson(week, Fate.PLANNED) for week in range(35)], DEBTORS, (MONDAY, 0))
    assert shortfall(Fraction(34), mondays) == 2
    assert shortfall(Fraction(34), tuesdays) == -1
    assert shortfall(None, mondays) is None


def test_eight_and_a_half_lessons_stay_exact() -> None:
    """Edge case 2: a quarter of an hour a week is 8.5 a year, nine lessons are half a lesson over."""
    found = balance([lesson(week) for week in range(4)], DEBTORS, NOW)
    assert shortfall(Fraction(17, 2), found) == Fraction(9, 2)


LESSONS = st.lists(
    st.tuples(
        st.sampled_from(["held", "planned", "child_ill", "teacher_ill", "child_away", "else"]),
        st.integers(10, 60), st.one_of(st.none(), st.integers(10, 60)),
        st.sampled_from([None, Fate.HELD, Fate.PLANNED, Fate.CANCELLED]), st.booleans(),
    ),
    max_size=12,
)  # fmt: skip


def amount(minutes: int) -> Amount:
    return Amount(lessons=1, minutes=minutes, hours=Fraction(minutes, 40), paid=Fraction(1))


def year_of(drawn: list[tuple[str, int, int | None, Fate | None, bool]]) -> list[Entry]:
    """Lessons of all fates, promised or not, with make-ups of all fates, longer and shorter."""
    entries = []
    for week, (what, minutes, other, extra, promised) in enumerate(drawn):
        fate = Fate(what) if what in ("held", "planned") else Fate.CANCELLED
        entries.append(
            lesson(
                week, fate, cause=what if fate == Fate.CANCELLED else None, given=amount(other or minutes),
                promised=amount(minutes) if promised else None,
            )
        )  # fmt: skip
        if extra is not None:
            entries.append(make_up(week + 1, week, extra, amount(other or 25)))
    return entries


@pytest.mark.parametrize("measure", [each.name for each in fields(Amount)])
@given(drawn=LESSONS, today=st.integers(0, 90))
@settings(max_examples=60, deadline=None)
def test_nothing_is_lost_between_promise_and_gift(measure: str, drawn: list, today: int) -> None:  # type: ignore[type-arg]
    entries, now = year_of(drawn), (MONDAY + timedelta(days=today), 600)
    found = balance(entries, DEBTORS, now)
    assert getattr(found.planned + found.over, measure) == sum(
        getattr(part, measure)
        for part in (
            found.held, found.unmarked, found.made_up, found.arranged, found.debt, found.forgiven,
        )
    )  # fmt: skip


@given(drawn=LESSONS, today=st.integers(0, 90), cut=st.integers(0, 90))
@settings(max_examples=60, deadline=None)
def test_a_year_is_the_sum_of_its_parts(drawn: list, today: int, cut: int) -> None:  # type: ignore[type-arg]
    entries, now = year_of(drawn), (MONDAY + timedelta(days=today), 600)
    at = MONDAY + timedelta(days=cut)
    parts = [
        balance(entries, DEBTORS, now, last=at), balance(entries, DEBTORS, now, first=at + timedelta(days=1))
    ]  # fmt: skip
    assert whole(parts) == balance(entries, DEBTORS, now)
    assert whole([]) == Balance()
