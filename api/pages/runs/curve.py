"""How the timetable got better, as a small picture: lessons without a time, and points, over seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDE, HIGH, EDGE = 600, 140, 6
MOST_LINES = 12
Point = tuple[float, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Two step lines as points of a polyline; said: the same in a sentence; lines: some of the points in words."""

    wide: int
    high: int
    unplaced: str
    points: str
    said: str
    lines: tuple[tuple[str, int, int], ...]


def curve_of(found: Sequence[Point], seconds: float) -> Curve | None:
    """None where nothing has been found yet. seconds: how long the axis is."""
    if not found:
        return None
    last = max(seconds, found[-1][0], 1.0)
    first = found[0]
    said = f"Первое расписание готово через {_comma(first[0])} с, лучшего пока нет."
    if len(found) > 1:
        said = _said(found)
    kept = (
        list(found) if len(found) <= MOST_LINES else [*found[: MOST_LINES // 2], *found[-MOST_LINES // 2 :]]
    )
    return Curve(
        wide=WIDE, high=HIGH, unplaced=_steps([(at, n) for at, n, _ in found], last),
        points=_steps([(at, points) for at, _, points in found], last), said=said,
        lines=tuple((_comma(at), n, points) for at, n, points in kept),
    )  # fmt: skip


def _said(found: Sequence[Point]) -> str:
    """Points are compared among timetables with as many lessons placed: one lesson more costs points of its own."""
    first, now = found[0], found[-1]
    alike = next(point for point in found if point[1] == now[1])
    told = (
        f"Через {_comma(first[0])} с не было размещено {first[1]}, теперь {now[1]}."
        if first[1] != now[1]
        else ""
    )
    if alike[2] == now[2]:
        return told or f"Первое расписание готово через {_comma(first[0])} с, лучшего пока нет."
    since = f"{told} При этом числе баллов" if told else "Баллов"
    return f"{since} было {alike[2]}, стало {now[2]} (меньше — лучше)."


def _steps(values: Sequence[tuple[float, int]], last: float) -> str:
    """A line that falls at each point, scaled so that its highest value touches the upper edge."""
    highest, lowest = max(value for _, value in values), min(value for _, value in values)
    floor = 0 if highest == lowest else max(0, 2 * lowest - highest)
    told: list[str] = []
    before: float | None = None
    for at, value in values:
        x = EDGE + (WIDE - 2 * EDGE) * at / last
        share = (value - floor) / (highest - floor) if highest > floor else 0.0
        y = HIGH - EDGE - (HIGH - 2 * EDGE) * share
        if before is not None:
            told.append(f"{x:.1f},{before:.1f}")
        told.append(f"{x:.1f},{y:.1f}")
        before = y
    assert before is not None
    return " ".join([*told, f"{WIDE - EDGE},{before:.1f}"])


def _comma(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")
