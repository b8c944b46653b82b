"""Seeded tiny problems, features of the contract sprinkled over them, few enough timetables to try all."""

from __future__ import annotations

from random import Random
from typing import Any

from scheduler.problem import Problem

DAYS = (("mon", "tue"), ("mon", "wed"), ("fri", "sat"), ("mon", "tue", "wed"), ("mon", "tue", "wed", "thu"))
FORMS = ("home", "home", "home", "remote", "school")
BLOCKS = ("mandatory", "mandatory", "formed", "correction", "extracurricular")


def tiny_problem(seed: int) -> Problem:
    """2–3 pupils, 2–5 lessons, 2–3 days, one or two weeks, starts every half hour."""
    return Problem.model_validate(_Tiny(Random(seed)).problem(seed))


def clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


class _Tiny:
    def __init__(self, random: Random) -> None:
        self.random = random
        self.weeks = ["w1", "w2"][: random.choice((1, 1, 2))]
        self.days = list(random.choice(DAYS if len(self.weeks) == 1 else DAYS[:3]))
        self.start, self.end = 540, random.choice((630, 660, 690) if len(self.days) < 4 else (630,))
        self.pupils = [f"p{n}" for n in range(1, random.choice((2, 2, 3)) + 1)]
        self.teachers = [f"t{n}" for n in range(1, random.choice((1, 2, 2)) + 1)]
        self.homes = [
            "h1",
            *("h1" if random.random() < 0.25 else f"h{n}" for n in range(2, len(self.pupils) + 1)),
        ]

    def maybe(self, chance: float) -> bool:
        return self.random.random() < chance

    def window(self, shortest: int = 30) -> dict[str, Any]:
        """A random window on some days or weeks; ends not always on the grid of starts."""
        start = self.random.randrange(self.start, self.end - shortest, 30)
        window: dict[str, Any] = {
            "start": clock(start),
            "end": clock(self.random.randrange(start + shortest, self.end + 30, 30)),
        }
        if self.maybe(0.5):
            window["days"] = [self.random.choice(self.days)]
        if self.maybe(0.2):
            window["weeks"] = [self.random.choice(self.weeks)]
        return window

    def problem(self, seed: int) -> dict[str, Any]:
        dated = self.maybe(0.2)
        weeks = [
            {"id": w} | ({"monday": f"2026-09-{21 + 7 * i}"} if dated else {})
            for i, w in enumerate(self.weeks)
        ]
        rows = self.rows()
        raw: dict[str, Any] = {
            "format": "homelessons-problem/1", "name": f"tiny {seed}", "timezone": "Asia/Yekaterinburg",
            "weeks": weeks, "days": self.days, "day_start": clock(self.start), "day_end": clock(self.end),
            "step_min": 30, "places": self.places(), "travel": self.travel(),
            "teachers": [self.teacher(name) for name in self.teachers],
            "pupils": [self.pupil(name, home) for name, home in zip(self.pupils, self.homes, strict=True)],
            "rows": rows,
        }  # fmt: skip
        if self.maybe(0.3):
            raw["norms"] = {
                "remote_end": clock(self.end - 30),
                "correction_break_min": self.random.choice((15, 40)),
            }
        if self.maybe(0.2):
            raw["closed"] = [{"week": self.random.choice(self.weeks), "day": self.random.choice(self.days)}]
        if self.maybe(0.35):
            raw["pins"] = [self.entry(rows) for _ in range(self.random.choice((1, 1, 2)))]
        if self.maybe(0.4):
            raw["previous"] = [self.entry(rows) | {"weight": self.random.choice((1, 3))} for _ in range(2)]
        if self.maybe(0.3):
            raw["goals"] = self.goals()
        return raw

    def places(self) -> list[dict[str, Any]]:
        spots = {"s1": "school", "s2": "school", "h1": "home", "h2": "home", "h3": "home", "h9": "home"}
        return [
            {"id": name, "kind": kind, "lat": 57.37 + self.random.randrange(5) / 500, "lon": 59.95}
            for name, kind in spots.items()
        ]

    def travel(self) -> dict[str, Any]:
        names = ["s1", "s2", "h1", "h2", "h3", "h9"]
        ways = [(a, b) for a in names for b in names if a != b and self.maybe(0.25)]
        pairs = [{"from": a, "to": b, "min": self.random.choice((5, 10, 20, 35))} for a, b in ways]
        return {"minutes": pairs, "speed_kmh": 5.0, "detour": 1.2, "door_min": 3}

    def teacher(self, name: str) -> dict[str, Any]:
        free = [self.window(60) for _ in range(2)] if self.maybe(0.4) else []
        raw: dict[str, Any] = {
            "id": name,
            "school": self.random.choice(("s1", "s2")),
            "free": free or [{"start": clock(self.start), "end": clock(self.end)}],
        }
        if self.maybe(0.35):
            raw["busy"] = [self.window()]
        limits = {"max_week_min": (60, 90), "max_day_lessons": (1, 2), "max_gap_min": (0, 15, 30, 45)}
        raw |= {name: self.random.choice(values) for name, values in limits.items() if self.maybe(0.25)}
        if self.maybe(0.2):
            raw["remote_place"] = self.random.choice(("s1", "s2", "h9"))
        return raw

    def pupil(self, name: str, home: str) -> dict[str, Any]:
        needs = self.random.choice(("general", "general", "ovz", "sipr"))
        raw: dict[str, Any] = {"id": name, "school": "s1", "home": home, "grade": 5, "needs": needs}
        raw["break_min"] = self.random.choice((0, 5, 10, 10))
        if self.maybe(0.3):
            raw["busy"] = [self.window()]
        if self.maybe(0.25):
            raw["adult_home"] = [self.window(60) for _ in range(2)]
        if self.maybe(0.2):
            raw["avoid"] = [self.window()]
        if self.maybe(0.5):
            raw["wishes"] = [
                self.window()
                | {"kind": self.random.choice(("prefer", "dislike")), "weight": self.random.choice((1, 2))}
                for _ in range(2)
            ]
        limits = {
            "max_day_lessons": (1, 2), "max_day_min": (40, 60, 80), "max_remote_day_min": (20, 40),
            "max_teachers_day": (1,),
        }  # fmt: skip
        return raw | {name: self.random.choice(values) for name, values in limits.items() if self.maybe(0.2)}

    def rows(self) -> list[dict[str, Any]]:
        left, rows = self.random.choice((2, 3, 4, 5)), []
        while left > 0 and len(rows) < 4:
            lessons = min(left, self.random.choice((1, 1, 2, 3)))
            rows.append(self.row(f"r{len(rows) + 1}", lessons))
            left -= lessons
        return rows

    def row(self, name: str, lessons: int) -> dict[str, Any]:
        pupil = self.random.randrange(len(self.pupils))
        with_pupil = [other for other in range(len(self.pupils)) if self.homes[other] == self.homes[pupil]]
        raw: dict[str, Any] = {
            "id": name, "subject": self.random.choice(("math", "art")), "lessons": lessons,
            "lesson_min": self.random.choice((20, 25, 30, 40)), "form": self.random.choice(FORMS),
            "block": self.random.choice(BLOCKS), "difficulty": self.random.choice((0, 3, 10)),
            "pupils": [self.pupils[n] for n in (with_pupil if self.maybe(0.5) else [pupil])],
            "teachers": self.random.sample(self.teachers, self.random.randint(1, len(self.teachers))),
        }  # fmt: skip
        if raw["form"] == "school" and self.maybe(0.3):
            raw["place"] = "s2"
        if self.maybe(0.3):
            raw["max_per_day"] = 2
        if self.maybe(0.3):
            raw["rhythm"] = self.random.choice(("fixed", "free"))
        if self.maybe(0.3):
            raw["slot"] = "a"
        if self.maybe(0.2):
            raw["weeks"] = [self.random.choice(self.weeks)]
        if self.maybe(0.05):
            raw["teachers"] = []
        return raw

    def entry(self, rows: list[dict[str, Any]]) -> dict[str, Any]:
        row = self.random.choice(rows)
        entry = {
            "row": row["id"],
            "week": self.random.choice(row.get("weeks", self.weeks)),
            "day": self.random.choice(self.days),
            "start": clock(self.random.randrange(self.start, self.end - 30, 30)),
        }
        if row["teachers"] and self.maybe(0.4):
            entry["teacher"] = self.random.choice(row["teachers"])
        return entry

    def goals(self) -> dict[str, Any]:
        codes = (
            "wish",
            "travel",
            "idle",
            "visits",
            "adult_days",
            "pupil_gap",
            "balance",
            "spread",
            "faces",
            "fairness",
        )
        chosen = self.random.sample(codes, 3)
        return {
            code: {"rank": self.random.choice((1, 2, 3)), "weight": self.random.choice((0, 1, 7))}
            for code in chosen
        }
