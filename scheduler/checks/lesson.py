"""Rules that look at one lesson: frame, free windows, avoid windows, an adult at home, remote end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scheduler.checks.desk import Desk
from scheduler.checks.verdict import Violation, broken
from scheduler.problem import Window
from scheduler.terms import LessonForm, Weekday, clock
from scheduler.timetable import Lesson


def check_frame(desk: Desk) -> Iterator[Violation]:
    """Inside the day, on the grid, on an open listed day, in the row's weeks; length, form and place."""
    for lesson in desk.known:
        for cause, excess, unit, text in _frame_faults(desk, lesson):
            scope = (lesson.row, lesson.n, cause)
            yield broken("frame", scope, (lesson,), excess, f"{_name(lesson)}: {text}", unit)


def _frame_faults(desk: Desk, lesson: Lesson) -> Iterator[tuple[str, int, str, str]]:
    yield from _time_faults(desk, lesson)
    yield from _day_faults(desk, lesson)
    row = desk.row(lesson)
    if lesson.form != row.form:
        yield "form", 1, "lesson", f"form {lesson.form!r}, the row says {row.form}"
    expected = desk.expected_place(lesson)
    if expected and lesson.place not in expected:
        yield "place", 1, "lesson", f"place {lesson.place!r}, expected {' or '.join(sorted(expected))}"


def _time_faults(desk: Desk, lesson: Lesson) -> Iterator[tuple[str, int, str, str]]:
    problem, row = desk.problem, desk.row(lesson)
    lasts = lesson.end_min - lesson.start_min
    outside = max(0, problem.day_start_min - lesson.start_min) + max(0, lesson.end_min - problem.day_end_min)
    if outside:
        part = min(outside, lasts) if lasts > 0 else outside
        day = f"{clock(problem.day_start_min)}–{clock(problem.day_end_min)}"
        yield "hours", part, "min", f"{part} min outside {day}"
    if lesson.start_min % problem.step_min:
        yield (
            "grid",
            1,
            "lesson",
            f"starts at {clock(lesson.start_min)}, off the {problem.step_min}-minute grid",
        )
    if lasts != row.lesson_min:
        off = abs(lasts - row.lesson_min)
        yield "length", off, "min", f"lasts {lasts} min, the row says {row.lesson_min}"


def _day_faults(desk: Desk, lesson: Lesson) -> Iterator[tuple[str, int, str, str]]:
    if lesson.week not in desk.weeks:
        yield "week", 1, "lesson", f"week {lesson.week!r} is not in the problem"
    elif lesson.week not in desk.problem.weeks_of(desk.row(lesson)):
        yield "week", 1, "lesson", f"week {lesson.week} is none of the row's weeks"
    if lesson.day not in desk.days:
        yield "day", 1, "lesson", f"day {lesson.day!r} is not a listed day"
    elif (lesson.week, lesson.day) in desk.closed:
        yield "day", 1, "lesson", f"{lesson.week} {lesson.day} is closed"


def check_teacher_free(desk: Desk) -> Iterator[Violation]:
    """Inside one of the teacher's free windows; adjoining windows count as one."""
    for lesson in desk.known:
        teacher = desk.teachers.get(lesson.teacher)
        if teacher is None or not desk.on_calendar(lesson):
            continue
        missing = _uncovered(lesson, teacher.free)
        if missing:
            text = f"{_name(lesson)}: {missing} min outside the free windows of {teacher.name}"
            yield broken("teacher.free", (lesson.row, lesson.n), (lesson,), missing, text)


def check_pupil_avoid(desk: Desk) -> Iterator[Violation]:
    """Not inside an avoid window of any of its pupils, not even partly."""
    for lesson in desk.known:
        if not desk.on_calendar(lesson):
            continue
        for pupil_id in desk.row(lesson).pupils:
            pupil = desk.pupils[pupil_id]
            inside = sum(
                max(0, min(end, lesson.end_min) - max(start, lesson.start_min))
                for start, end in _joined(pupil.avoid, lesson)
            )
            if inside:
                text = f"{_name(lesson)}: {inside} min inside an avoid window of {pupil.name}"
                scope = (lesson.row, lesson.n, pupil_id)
                yield broken("pupil.avoid", scope, (lesson,), inside, text)


def check_adult_home(desk: Desk) -> Iterator[Violation]:
    """A home lesson lies inside one of the windows in which an adult is at home, for each of its pupils."""
    for lesson in desk.known:
        row = desk.row(lesson)
        if row.form is not LessonForm.HOME or not desk.on_calendar(lesson):
            continue
        for pupil_id in row.pupils:
            pupil = desk.pupils[pupil_id]
            if pupil.adult_home is None:
                continue
            missing = _uncovered(lesson, pupil.adult_home)
            if missing:
                text = f"{_name(lesson)}: {missing} min without an adult at home of {pupil.name}"
                scope = (lesson.row, lesson.n, pupil_id)
                yield broken("adult.home", scope, (lesson,), missing, text)


def check_remote_end(desk: Desk) -> Iterator[Violation]:
    """A remote lesson ends by the hour of the norms (СП 2.4.3648-20 п. 3.5.1)."""
    latest = desk.problem.norms.remote_end_min
    for lesson in desk.known:
        if latest is not None and desk.row(lesson).form is LessonForm.REMOTE and lesson.end_min > latest:
            late = min(lesson.end_min - latest, max(1, lesson.end_min - lesson.start_min))
            text = f"{_name(lesson)}: {late} min of a remote lesson after {clock(latest)}"
            yield broken("remote.end", (lesson.row, lesson.n), (lesson,), late, text)


def _joined(windows: Iterable[Window], lesson: Lesson) -> list[tuple[int, int]]:
    """The windows of the lesson's day as spans, adjoining ones joined."""
    day = Weekday(lesson.day)
    spans = sorted((x.start_min, x.end_min) for x in windows if x.holds_on(lesson.week, day))
    whole: list[tuple[int, int]] = []
    for start, end in spans:
        if whole and whole[-1][1] >= start:
            whole[-1] = (whole[-1][0], max(whole[-1][1], end))
        else:
            whole.append((start, end))
    return whole


def _uncovered(lesson: Lesson, windows: Iterable[Window]) -> int:
    """Minutes of the lesson outside the one window that holds most of it."""
    lasts = lesson.end_min - lesson.start_min
    best = max(
        (min(end, lesson.end_min) - max(start, lesson.start_min) for start, end in _joined(windows, lesson)),
        default=0,
    )
    return max(0, lasts - max(0, best))


def _name(lesson: Lesson) -> str:
    time = f"{clock(lesson.start_min)}–{clock(lesson.end_min)}"
    return f"{lesson.row}/{lesson.n} {lesson.week} {lesson.day} {time}"
