"""Whatever lawful registry: the problem passes the border of the kernel, and holds what the splits say."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scheduler.registry.build import build
from scheduler.registry.span import cuts
from scheduler.registry.values import (
    Availability,
    AvailabilityKind,
    ClassLesson,
    FamilyKind,
    FamilyWindow,
    HoursKind,
    Pattern,
    PinnedLesson,
    PlanLine,
    PupilEntry,
    Registry,
    Settings,
)
from scheduler.terms import Block, LessonForm, Needs, Weekday
from scheduler.wire import dump_bytes, loaded
from tests.scheduler.registry.office import AFTERNOON, BELLS, DAYS, pupil, registry, teacher, year

DATES = st.integers(0, 270).map(lambda days: date(2026, 9, 1) + timedelta(days=days))
MAYBE_DATES = st.none() | DATES
SOME_DAYS = st.none() | st.lists(st.sampled_from(Weekday), min_size=1, max_size=3, unique=True).map(tuple)
PUPILS, TEACHERS = ("p1", "p2", "p3"), ("t1", "t2")


@st.composite
def spans(draw: st.DrawFn) -> tuple[date, date]:
    first, last = sorted((draw(DATES), draw(DATES)))
    return first, last


@st.composite
def validity(draw: st.DrawFn) -> dict[str, date | None]:
    first, last = draw(MAYBE_DATES), draw(MAYBE_DATES)
    if first and last and last < first:
        first, last = last, first
    return {"valid_from": first, "valid_to": last}


def weeks(cycle: int) -> st.SearchStrategy[tuple[int, ...] | None]:
    return st.none() | st.lists(st.integers(1, cycle), min_size=1, max_size=cycle).map(tuple)


@st.composite
def minutes(draw: st.DrawFn) -> dict[str, int]:
    start = draw(st.integers(0, 1439))
    return {"start_min": start, "end_min": draw(st.integers(start + 1, 1440))}


@st.composite
def pupils(draw: st.DrawFn, name: str) -> PupilEntry:
    return pupil(
        name,
        grade=draw(st.integers(1, 11)),
        needs=draw(st.sampled_from(Needs)),
        max_day_lessons=draw(st.sampled_from([None, 3, 9])),
        max_remote_day_min=draw(st.sampled_from([None, 60, 300])),
        break_min=draw(st.sampled_from([10, 15])),
        **draw(validity()),
    )


@st.composite
def lines(draw: st.DrawFn, number: int, cycle: int) -> PlanLine:
    """Pupils of one home and one school, so that any of them may share a lesson."""
    hours = Fraction(draw(st.integers(0, 60)), 12)
    return PlanLine(
        id=f"l{number}",
        pupils=tuple(draw(st.lists(st.sampled_from(PUPILS), min_size=1, max_size=3, unique=True))),
        subject=draw(st.sampled_from(["Математика", "Музыка", "Шахматы"])),
        block=draw(st.sampled_from(Block)),
        kind=draw(st.sampled_from(HoursKind)),
        form=draw(st.sampled_from(LessonForm)),
        place=draw(st.sampled_from([None, "s1", "s2"])),
        hours_week=hours,
        in_class_hours=draw(st.sampled_from([Fraction(0), hours / 2, hours])),
        lesson_min=draw(st.sampled_from([None, 20, 45])),
        pattern=draw(st.sampled_from(Pattern)),
        slot=draw(st.sampled_from([None, "a"])),
        teachers=draw(st.sampled_from([(), ("t1",), ("t1", "t2")])),
        weeks=draw(weeks(cycle)),
        **draw(validity()),
    )


@st.composite
def families(draw: st.DrawFn, cycle: int) -> FamilyWindow:
    """No other homes and no class elsewhere: those may contradict each other."""
    kinds = (
        FamilyKind.ADULT_HOME,
        FamilyKind.AVOID,
        FamilyKind.PREFER,
        FamilyKind.DISLIKE,
        FamilyKind.WITH_CLASS,
    )
    return FamilyWindow(
        pupil=draw(st.sampled_from(PUPILS)),
        kind=draw(st.sampled_from(kinds)),
        days=draw(SOME_DAYS),
        weeks=draw(weeks(cycle)),
        **draw(minutes()),
    )


@st.composite
def windows(draw: st.DrawFn, cycle: int) -> Availability:
    return Availability(
        teacher=draw(st.sampled_from(TEACHERS)),
        kind=draw(st.sampled_from(AvailabilityKind)),
        days=draw(SOME_DAYS),
        weeks=draw(weeks(cycle)),
        **draw(minutes()),
    )


@st.composite
def class_lessons(draw: st.DrawFn, cycle: int) -> ClassLesson:
    """t1 works in the mornings of s1, t2 in the afternoons of s2."""
    own = draw(st.booleans())
    return ClassLesson(
        school="s1" if own else "s2",
        class_title="7 «А»",
        day=draw(st.sampled_from(Weekday)),
        shift=1 if own else 2,
        number=draw(st.sampled_from(list(BELLS if own else AFTERNOON))),
        subject="Алгебра",
        teachers=("t1" if own else "t2",),
        weeks=draw(weeks(cycle)),
    )


@st.composite
def registries(draw: st.DrawFn) -> Registry:
    cycle = draw(st.integers(1, 4))
    plan = tuple(draw(lines(number, cycle)) for number in range(draw(st.integers(0, 5))))
    pins = tuple(
        PinnedLesson(
            line=entry.id, day=Weekday.MON, start_min=840, week=draw(st.none() | st.integers(1, cycle))
        )
        for entry in plan[:1]
    )
    return registry(
        settings=Settings(
            name="Школа",
            cycle_weeks=cycle,
            step_min=draw(st.sampled_from([1, 5, 10, 15])),
            academic_hour_min=draw(st.sampled_from([30, 40, 45])),
        ),
        teachers=(teacher("t1"), teacher("t2", school="s2", subjects=("Музыка", "Математика"), grade_last=6)),
        availability=tuple(draw(st.lists(windows(cycle), max_size=4))),
        classes=tuple(draw(st.lists(class_lessons(cycle), max_size=4))),
        pupils=tuple(draw(pupils(name)) for name in PUPILS),
        lines=plan,
        families=tuple(draw(st.lists(families(cycle), max_size=5))),
        pinned=pins,
        years=draw(st.sampled_from([(), (year(),), (year(), year("s2", days=(*DAYS, Weekday.SAT)))])),
    )


@given(registries(), spans())
def test_what_is_built_passes_the_border_of_the_kernel(entry: Registry, span: tuple[date, date]) -> None:
    problem = build(entry, *span).problem
    assert dump_bytes(loaded(problem).problem) == dump_bytes(problem)


@given(registries(), spans())
def test_rows_are_the_parts_of_the_splits(entry: Registry, span: tuple[date, date]) -> None:
    built = build(entry, *span)
    parts = [part for made in built.splits for part in made.parts if part.lessons]
    assert [(row.id, row.lessons, row.lesson_min) for row in built.problem.rows] == [
        (part.row, part.lessons, part.lesson_min) for part in parts
    ]


@given(registries(), spans())
def test_every_line_is_split_or_left_out_with_a_reason(entry: Registry, span: tuple[date, date]) -> None:
    built = build(entry, *span)
    split = {made.line for made in built.splits}
    left = {one.id for one in built.left_out if one.kind == "line"}
    assert split | left == {line.id for line in entry.lines}
    assert split & left == set()
    assert {pupil.id for pupil in built.problem.pupils} | {
        one.id for one in built.left_out if one.kind == "pupil"
    } == set(PUPILS)


@given(registries(), spans())
def test_between_two_cuts_no_rule_changes(entry: Registry, span: tuple[date, date]) -> None:
    edges = [span[0], *cuts(entry, *span), span[1] + timedelta(days=1)]
    for first, after in pairwise(edges):
        assert cuts(entry, first, after - timedelta(days=1)) == ()
        whole, day = build(entry, first, after - timedelta(days=1)), build(entry, first, first)
        assert whole.problem == day.problem
