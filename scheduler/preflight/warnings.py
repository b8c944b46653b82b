"""What does not block anything and still deserves a look before solving."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scheduler.norms import norms_on
from scheduler.preflight.finding import Finding
from scheduler.preflight.spoken import days_said
from scheduler.problem import Problem, Window


def warning_findings(problem: Problem) -> Iterator[Finding]:
    """Windows that never count because their days are not taught; in dated weeks lessons over the norm."""
    yield from _long_lessons(problem)
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


def _long_lessons(problem: Problem) -> Iterator[Finding]:
    """Lessons longer than the norm of the first dated week; a cycle has no date to ask the norms of."""
    monday = problem.weeks[0].monday
    if monday is None:
        return
    norms, pupils = norms_on(monday), {pupil.id: pupil for pupil in problem.pupils}
    known: dict[tuple[int, str], int | None] = {}
    for number, row in enumerate(problem.rows):
        for pupil in (pupils[name] for name in row.pupils):
            key = (pupil.grade, str(pupil.needs))
            if key not in known:
                known[key] = norms.find("lesson_max", grade=key[0], needs=key[1], keep_lapsed=True)
            most = known[key]
            if most is not None and row.lesson_min > most:
                text = f"{row.name} ({pupil.name}): занятие {row.lesson_min} мин, по норме не больше {most}"
                field = f"rows.{number}.lesson_min"
                yield Finding(
                    "norm.minutes", "warns", pupil.name, text, row.lesson_min, most, (row.id,), (field,)
                )
