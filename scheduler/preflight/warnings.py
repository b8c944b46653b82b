"""What does not block anything and still deserves a look before solving."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scheduler.preflight.finding import Finding
from scheduler.preflight.spoken import days_said
from scheduler.problem import Problem, Window


def warning_findings(problem: Problem) -> Iterator[Finding]:
    """Windows that can never count because their days are not taught."""
    for number, teacher in enumerate(problem.teachers):
        path = f"teachers.{number}.free"
        yield from _idle_windows(problem, path, teacher.name, "свободное время", teacher.free)
    for number, pupil in enumerate(problem.pupils):
        path = f"pupils.{number}"
        said = "взрослый дома"
        yield from _idle_windows(problem, f"{path}.adult_home", pupil.name, said, pupil.adult_home or ())
        yield from _idle_windows(problem, f"{path}.wishes", pupil.name, "пожелание", pupil.wishes)


def _idle_windows(
    problem: Problem, path: str, who: str, said: str, windows: Sequence[Window]
) -> Iterator[Finding]:
    for number, window in enumerate(windows):
        if window.days and not set(window.days) & set(problem.days):
            text = f"{who}: {said} указано на дни без занятий ({days_said(window.days)})"
            yield Finding("window.days", "warns", who, text, 0, 0, (), (f"{path}.{number}.days",))
