"""What holds for every line, whatever its hours, pattern and cycle."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from scheduler.registry.values import HoursKind, Pattern, PlanLine
from scheduler.split import Frame, split
from tests.scheduler.registry.office import line

HOURS = st.fractions(min_value=Fraction(1, 20), max_value=8, max_denominator=20)
QUARTERS = st.integers(1, 32).map(lambda quarters: Fraction(quarters, 4))
WEEKS = st.integers(1, 4)


@st.composite
def lines(draw: st.DrawFn) -> PlanLine:
    hours = draw(HOURS)
    return line(
        hours=str(hours),
        pattern=draw(st.sampled_from(Pattern)),
        kind=draw(st.sampled_from(HoursKind)),
        slot=draw(st.sampled_from([None, "a"])),
        lesson_min=draw(st.sampled_from([None, 20, 30, 40])),
        in_class_hours=draw(st.sampled_from([Fraction(0), hours / 2, hours])),
        paid_hours_lesson=draw(st.sampled_from([None, Fraction(1, 2), Fraction(1)])),
    )


@given(QUARTERS, st.sampled_from([Pattern.PARITY, Pattern.PAIRED, Pattern.OTHER_FORM]))
def test_whole_quarters_come_out_whole_in_four_weeks(hours: Fraction, pattern: Pattern) -> None:
    one = split(line(hours=str(hours), pattern=pattern, kind=HoursKind.REMOTE), Frame(partners=("x",)))
    assert (one.lessons, one.year_gap) == (hours * 4, 0)


@given(HOURS, WEEKS)
def test_hours_times_weeks_are_the_lessons_whenever_they_are_whole(hours: Fraction, weeks: int) -> None:
    one = split(line(hours=str(hours)), Frame(cycle_weeks=weeks))
    exact = hours * weeks
    if exact.denominator == 1:
        assert (one.lessons, one.year_gap) == (exact, 0)
    else:
        assert abs(one.lessons - exact) <= Fraction(1, 2) or one.lessons == 1 > exact


@given(lines(), WEEKS)
def test_the_four_numbers_agree(entry: PlanLine, weeks: int) -> None:
    one = split(entry, Frame(cycle_weeks=weeks))
    rate = 1 if entry.paid_hours_lesson is None else entry.paid_hours_lesson
    assert one.plan_hours == (entry.hours_week - entry.in_class_hours) * weeks
    assert one.paid_hours == one.lessons * rate
    assert one.minutes == sum(part.lessons * part.lesson_min for part in one.parts)
    assert all(part.lessons > 0 for part in one.parts if part.form is not None)
    # hours given beyond the plan, over 34 weeks
    assert one.year_gap == (one.given_hours - one.plan_hours) * 34 / weeks
    if entry.kind != HoursKind.SELF_STUDY and one.plan_hours:
        assert one.lessons > 0 or one.pattern == Pattern.OTHER_FORM


@given(HOURS, WEEKS)
def test_short_lessons_stay_within_half_a_minute_of_the_plan_each(hours: Fraction, weeks: int) -> None:
    one = split(line(hours=str(hours), pattern=Pattern.SHORT), Frame(cycle_weeks=weeks))
    planned = hours * weeks * 40
    assert abs(one.minutes - planned) <= Fraction(one.lessons, 2) or one.minutes == 20 > planned
    assert all(20 <= part.lesson_min <= 40 for part in one.parts)


@given(HOURS, WEEKS)
def test_rounding_up_never_gives_less_than_the_plan(hours: Fraction, weeks: int) -> None:
    one = split(line(hours=str(hours), pattern=Pattern.ROUND_UP), Frame(cycle_weeks=weeks))
    assert one.plan_hours <= one.lessons < one.plan_hours + weeks
