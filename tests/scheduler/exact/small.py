"""One school, one child, two teachers, two days: a problem to change one thing at a time."""

from __future__ import annotations

from typing import Any

from scheduler.problem import Problem


def row(name: str, **fields: Any) -> dict[str, Any]:
    """A home row of 40 minutes of pupil p1 with teacher t1."""
    usual: dict[str, Any] = {
        "id": name, "pupils": ["p1"], "subject": "math", "block": "mandatory", "form": "home",
        "lessons": 1, "lesson_min": 40, "teachers": ["t1"],
    }  # fmt: skip
    return usual | fields


def problem_of(
    *,
    rows: list[dict[str, Any]],
    teacher: dict[str, Any] | None = None,
    pupil: dict[str, Any] | None = None,
    weeks: int = 1,
    **fields: Any,
) -> Problem:
    """Monday and Tuesday 09:00–12:00, starts every half hour; home h1 is 20 minutes from school s1.

    teacher, pupil: fields of both teachers and of the pupil p1.
    """
    usual_teacher = {"school": "s1", "free": [{"start": "09:00", "end": "12:00"}]} | (teacher or {})
    usual_pupil = {"id": "p1", "school": "s1", "home": "h1", "grade": 5, "needs": "general"} | (pupil or {})
    raw: dict[str, Any] = {
        "name": "small", "timezone": "Asia/Yekaterinburg",
        "weeks": [{"id": f"w{n + 1}"} for n in range(weeks)],
        "days": ["mon", "tue"], "day_start": "09:00", "day_end": "12:00", "step_min": 30,
        "places": [{"id": "s1", "kind": "school"}, {"id": "h1", "kind": "home"}],
        "travel": {
            "minutes": [{"from": "s1", "to": "h1", "min": 20}],
            "speed_kmh": 5.0, "detour": 1.3, "door_min": 3,
        },
        "teachers": [{"id": name} | usual_teacher for name in ("t1", "t2")],
        "pupils": [usual_pupil],
        "rows": rows,
    }  # fmt: skip
    return Problem.model_validate(raw | fields)
