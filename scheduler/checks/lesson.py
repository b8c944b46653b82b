"""Rules that look at one lesson: frame, the teacher's free windows, avoid windows, an adult at home, remote end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scheduler.checks.desk import Desk
from scheduler.checks.verdict import Violation, broken
from scheduler.problem import Window
from scheduler.terms import LessonForm, Weekday, clock
from scheduler.timetable import Lesson


def check_frame(desk: Desk) -> Iterator[Violation]:
    """Inside the day, on the grid, on an open listed day, in the row's weeks, right length, form and place."""
    for lesson in desk.known:
        for excess, unit, text in _frame_faults(desk, lesson):
            yield broken("frame", (lesson,), excess, f"{_name(lesson)}: {text}", unit)


def _frame_faults(desk: Desk, lesson: Lesson) -> Iterator[tuple[int, str, str]]:
    problem, row = desk.problem, desk.row(lesson)
    outside = max(0, problem.day_start_min - lesson.start_min) + max(0, lesson.end_min - problem.day_end_min)
    if outside:
        yield (
            outside,
            "min",
            f"{outside} min outside {clock(problem.day_start_min)}–{clock(problem.day_end_min)}",
        )
    if lesson.start_min % problem.step_min:
        yield 1, "lesson", f"starts at {clock(lesson.start_min)}, off the {problem.step_min}-minute grid"
    if lesson.end_min - lesson.start_min != row.lesson_min:
        lasts = lesson.end_min - lesson.start_min
        yield abs(lasts - row.lesson_min), "min", f"lasts {lasts} min, the row says {row.lesson_min}"
    if lesson.week not in desk.weeks:
        yield 1, "lesson", f"week {lesson.week!r} is not in the problem"
    elif lesson.week not in problem.weeks_of(row):
        yield 1, "lesson", f"week {lesson.week} is none of the row's weeks"
    if lesson.day not in desk.days:
        yield 1, "lesson", f"day {lesson.day!r} is not a listed day"
    elif (lesson.week, lesson.day) in desk.closed:
        yield 1, "lesson", f"{lesson.week} {lesson.day} is closed"
    if lesson.form != row.form:
        yield 1, "lesson", f"form {lesson.form!r}, the row says {row.form}"
    expected = desk.expected_place(lesson)
    if lesson.place not in expected:
        yield 1, "lesson", f"place {lesson.place!r}, expected {' or '.join(sorted(expected))}"


def check_teacher_free(desk: Desk) -> Iterator[Violation]:
    """Inside one of the teacher's free windows; adjoining windows count as one."""
    for lesson in desk.known:
        teacher = desk.teachers.get(lesson.teacher)
        if teacher is None or not desk.on_calendar(lesson):
            continue
        missing = _uncovered(lesson, teacher.free)
        if missing:
            text = f"{_name(lesson)}: {missing} min outside the free windows of {teacher.name}"
            yield broken("teacher.free", (lesson,), missing, text)


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
                yield broken("pupil.avoid", (lesson,), inside, text)


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
                yield broken("adult.home", (lesson,), missing, text)


def check_remote_end(desk: Desk) -> Iterator[Violation]:
    """A remote lesson ends by the hour of the norms (СП 2.4.3648-20 п. 3.5.1)."""
    latest = desk.problem.norms.remote_end_min
    for lesson in desk.known:
        if latest is not None and desk.row(lesson).form is LessonForm.REMOTE and lesson.end_min > latest:
            late = lesson.end_min - latest
            text = f"{_name(lesson)}: a remote lesson ends {late} min after {clock(latest)}"
            yield broken("remote.end", (lesson,), late, text)


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
    return f"{lesson.row}/{lesson.n} {lesson.week} {lesson.day} {clock(lesson.start_min)}–{clock(lesson.end_min)}"
