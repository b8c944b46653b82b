"""A small valid problem, a valid timetable for it, and patches upon them."""

from __future__ import annotations

import copy
from typing import Any

DROP = object()

WEEKDAYS = ["mon", "tue", "wed", "thu", "fri"]


def problem() -> dict[str, Any]:
    """Two schools, three homes, three teachers, three pupils (two in one home), four rows; all valid."""
    return {
        "format": "homelessons-problem/1",
        "name": "base",
        "timezone": "Asia/Yekaterinburg",
        "weeks": [{"id": "w1"}, {"id": "w2"}],
        "days": list(WEEKDAYS),
        "day_start": "08:00",
        "day_end": "19:00",
        "step_min": 5,
        "places": [
            {"id": "s1", "kind": "school", "lat": 57.376, "lon": 59.954},
            {"id": "s2", "kind": "school", "lat": 57.371, "lon": 59.961},
            {"id": "h1", "kind": "home", "lat": 57.372, "lon": 59.950},
            {"id": "h2", "kind": "home", "lat": 57.379, "lon": 59.957},
            {"id": "h3", "kind": "home"},
        ],
        "travel": {
            "minutes": [
                {"from": "h3", "to": "h1", "min": 9},
                {"from": "h3", "to": "h2", "min": 8},
                {"from": "s1", "to": "h3", "min": 12},
                {"from": "h3", "to": "s2", "min": 14},
            ],
            "speed_kmh": 4.5,
            "detour": 1.3,
            "door_min": 3,
        },
        "teachers": [
            {
                "id": "t1",
                "school": "s1",
                "free": [{"start": "13:30", "end": "18:00"}],
                "busy": [
                    {"days": ["mon"], "start": "08:30", "end": "11:00"},
                    {"days": ["mon"], "start": "11:00", "end": "13:10", "place": "s2"},
                ],
            },
            {
                "id": "t2",
                "school": "s2",
                "free": [{"days": ["tue", "thu"], "start": "09:00", "end": "15:00"}],
            },
            {"id": "t3", "school": "s1", "free": [{"weeks": ["w1", "w2"], "start": "09:00", "end": "24:00"}]},
        ],
        "pupils": [
            {"id": "p1", "school": "s1", "home": "h1", "grade": 5, "needs": "general"},
            {"id": "p2", "school": "s2", "home": "h1", "grade": 6, "needs": "ovz"},
            {
                "id": "p3",
                "school": "s1",
                "home": "h2",
                "homes": [{"place": "h3", "days": ["fri"]}],
                "grade": 5,
                "needs": "sipr",
                "adult_home": [{"start": "09:00", "end": "17:00"}],
                "wishes": [{"kind": "prefer", "start": "14:00", "end": "17:00"}],
            },
        ],
        "rows": [
            _row("r1", ["p1"], "math", "home", ["t1", "t2"]),
            _row("r2", ["p1", "p2"], "art", "home", ["t1"]),
            _row("r3", ["p3"], "music", "school", ["t3"]),
            _row("r4", ["p3"], "reading", "remote", ["t2"]),
        ],
    }


def _row(name: str, pupils: list[str], subject: str, form: str, teachers: list[str]) -> dict[str, Any]:
    return {
        "id": name,
        "pupils": pupils,
        "subject": subject,
        "block": "mandatory",
        "form": form,
        "lessons": 2,
        "lesson_min": 40,
        "teachers": teachers,
    }


def timetable() -> dict[str, Any]:
    """Lessons of row r1 in both weeks, everything else unplaced; its shape is valid."""
    return {
        "format": "homelessons-timetable/1",
        "status": "feasible",
        "lessons": [
            {
                "row": "r1",
                "n": number,
                "week": week,
                "day": "tue",
                "start": "14:00",
                "end": "14:40",
                "teacher": "t1",
                "form": "home",
                "place": "h1",
            }
            for number, week in ((1, "w1"), (2, "w2"))
        ],
        "unplaced": [{"row": name, "count": 2} for name in ("r2", "r3", "r4")],
        "score": {"unplaced": 6},
    }


def patched(value: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """A copy with values set at paths like `rows.0.lesson_min`; DROP takes out, a last `+` appends."""
    result = copy.deepcopy(value)
    for path, new in changes.items():
        *above, last = path.split(".")
        node: Any = result
        for part in above:
            node = node[int(part)] if isinstance(node, list) else node[part]
        if last == "+":
            node.append(new)
        elif new is DROP:
            del node[int(last) if isinstance(node, list) else last]
        else:
            node[int(last) if isinstance(node, list) else last] = new
    return result
