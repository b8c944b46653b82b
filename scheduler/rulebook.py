"""Every rule, hard and soft, once: code, title, source, kind, unit. Constraints, goals, checks and witnesses
refer to these rows, and a test fails when one of them is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the timetable.

    code: as in files and answers. title: English, for docs. said: Russian, for people at a school.
    source: where the rule comes from. kind: hard rules may not be broken, goals are counted.
    unit: of the excess (hard) or of the count (goal). rank, weight: defaults of a goal.
    """

    code: str
    title: str
    said: str
    source: str
    kind: Literal["hard", "goal"]
    unit: Literal["min", "day", "lesson", "slot", "teacher", "visit", "point", "weight"]
    rank: int = 0
    weight: int = 0


def _hard(code: str, title: str, said: str, source: str, unit: str = "min") -> Rule:
    return Rule(code, title, said, source, "hard", unit)  # type: ignore[arg-type]


def _goal(code: str, weight: int, unit: str, title: str, said: str, source: str, rank: int = 2) -> Rule:
    return Rule(code, title, said, source, "goal", unit, rank, weight)  # type: ignore[arg-type]


_CONTRACT = "kernel contract"
_REG = "regulation on home study"

HARD_RULES: tuple[Rule, ...] = (
    _hard(
        "frame",
        "within the day, on the grid, on an open listed day, in the row's weeks, length, form and place",
        "в рамках учебного дня",
        f"СП 2.4.3648-20 (08:00–19:00); {_CONTRACT}",
    ),
    _hard(
        "teacher.candidate",
        "taught by one of the row's teachers, the same for the whole row",
        "один учитель на предмет",
        f"{_REG} 2.3 (order names the teachers)",
        "teacher",
    ),
    _hard(
        "teacher.free",
        "inside one of the teacher's free windows",
        "свободное время учителя",
        f"{_CONTRACT}; domain 10.2.3",
    ),
    _hard(
        "teacher.clash",
        "a teacher's engagements do not overlap and leave time to travel",
        "учитель в одном месте и успевает доехать",
        f"{_CONTRACT}; domain 10.2.3",
    ),
    _hard(
        "teacher.load",
        "minutes a week and lessons a day of a teacher stay within the limits",
        "нагрузка учителя",
        f"order 1601 (load); {_CONTRACT}",
    ),
    _hard(
        "teacher.gap",
        "waiting between two engagements of a day stays within the limit",
        "окно учителя",
        "practice on gaps over two hours (domain 5); written consent lifts it",
    ),
    _hard(
        "pupil.clash",
        "a pupil's lessons do not overlap and leave the required break",
        "перемены ученика",
        "СП 2.4.3648-20 (breaks 10 and 30 min; not for СИПР)",
    ),
    _hard(
        "pupil.avoid",
        "no lesson inside a window closed by treatment or by the medical paper",
        "лечение и запретное время",
        f"{_REG} 2.16; medical paper",
    ),
    _hard("adult.home", "an adult is at home during the whole home lesson", "взрослый дома", f"{_REG} 3.2"),
    _hard(
        "pupil.load",
        "lessons, minutes, screen minutes and teachers of a pupil's day stay within the limits",
        "дневная нагрузка ученика",
        "СанПиН 1.2.3685-21; medical paper",
        "lesson",
    ),
    _hard(
        "remote.end", "a remote lesson ends in time", "конец дистанционных занятий", "СП 2.4.3648-20 п. 3.5.1"
    ),
    _hard(
        "subject.day",
        "not more lessons of one subject on a pupil's day than allowed",
        "один предмет не дважды в день",
        "domain 10.2.7",
        "lesson",
    ),
    _hard(
        "week.even",
        "a row's lessons are spread evenly over the weeks of the cycle",
        "поровну по неделям",
        _CONTRACT,
        "lesson",
    ),
    _hard(
        "rhythm",
        "a row keeps its weekly slots over the cycle",
        "одно и то же время каждую неделю",
        f"domain 10.3; {_CONTRACT}",
        "slot",
    ),
    _hard("pin", "a pinned lesson stands as pinned", "закреплённое занятие", _CONTRACT, "lesson"),
    _hard(
        "row.count",
        "each row's lessons are placed or reported unplaced, each once",
        "все занятия учтены",
        _CONTRACT,
        "lesson",
    ),
)

UNPLACED = _goal(
    "unplaced", 0, "lesson", "lessons that could not be placed", "не размещено занятий", _CONTRACT, 0
)

GOALS: tuple[Rule, ...] = (
    _goal(
        "changes",
        1,
        "weight",
        "entries of the previous timetable that were not kept",
        "изменений",
        "domain 10.2.8: nothing published moves silently",
        1,
    ),
    _goal(
        "wish",
        60,
        "weight",
        "lessons outside preferred or inside disliked windows",
        "пожеланий не учтено",
        f"{_REG} 2.16",
    ),
    _goal("travel", 1, "min", "minutes teachers travel", "минут в дороге", "domain 10.3"),
    _goal("idle", 1, "min", "minutes teachers wait beyond travel", "минут ожидания учителей", "domain 10.3"),
    _goal("visits", 10, "visit", "visits to homes", "визитов на дом", "domain 10.3"),
    _goal(
        "adult_days",
        30,
        "day",
        "pupil-days on which an adult must be at home",
        "дней со взрослым дома",
        f"{_REG} 3.2",
    ),
    _goal(
        "pupil_gap",
        1,
        "min",
        "minutes a pupil waits between lessons beyond the break",
        "минут окон у детей",
        "domain 2.6",
    ),
    _goal(
        "balance",
        20,
        "lesson",
        "lessons above an even share of the week on a pupil's day",
        "занятий сверх ровного дня",
        "МР 2.4.0331-23; domain 2.5",
    ),
    _goal(
        "spread",
        10,
        "day",
        "neighbouring days with the same subject",
        "соседних дней с одним предметом",
        "domain 10.3",
    ),
    _goal(
        "curve",
        2,
        "point",
        "difficulty points on the first and last day above an even share",
        "баллов трудности по краям недели",
        "СанПиН 1.2.3685-21 tables 6.9–6.11; domain 2.5",
    ),
    _goal("faces", 20, "teacher", "different teachers of a pupil", "разных учителей у детей", "domain 10.3"),
    _goal(
        "fairness",
        1,
        "min",
        "largest travel and waiting of any teacher",
        "минут у самого загруженного дорогой",
        "domain 10.3",
    ),
)

RULES: dict[str, Rule] = {rule.code: rule for rule in (*HARD_RULES, UNPLACED, *GOALS)}


def points(score: dict[str, int]) -> int:
    """Benchmark points: units of the rank 2 goals at their default weights; unplaced and changes stay outside."""
    return sum(rule.weight * score.get(rule.code, 0) for rule in GOALS if rule.rank == 2)
