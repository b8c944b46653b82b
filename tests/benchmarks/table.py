"""Measurements as figures that are met or not, and as the table people read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tests.benchmarks.cases import COMMAND_SECONDS, SUGGEST_P95_MS, Case

MINUS = "−"
HEADS = (
    "instance", "lessons", "time, s", "first, s", "all placed, s", "unplaced", "bound", "points",
    "greedy", "to greedy", "best known", "over best", "peak, MB",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that was promised: what was found and what is allowed."""

    about: str
    found: str
    target: str
    met: bool


def row_of(measured: Mapping[str, Any], greedy: Mapping[str, Any] | None, best: int | None) -> dict[str, Any]:
    """A measurement with what it is compared with; shares are of points."""
    points = measured["points"]
    return dict(measured) | {
        "greedy_points": greedy["points"] if greedy else None,
        "greedy_unplaced": greedy["unplaced"] if greedy else None,
        "to_greedy": round(points / greedy["points"] - 1, 4) if greedy else None,
        "best_known": best,
        "over_best": round(points / best - 1, 4) if best else None,
    }


def figures_of(case: Case, row: Mapping[str, Any]) -> Iterator[Figure]:
    """The figures that are promised for the case."""
    name, planted = case.name, row["planted"]
    if case.first_seconds is not None:
        yield _at_most(f"{name}: first checked timetable", row["first_seconds"], case.first_seconds, "s")
    if case.placed_seconds is not None:
        wanted = f"{planted} lessons unplaced"
        yield _at_most(f"{name}: {wanted} after", row["placed_seconds"], case.placed_seconds, "s")
        yield Figure(
            f"{name}: unplaced at the end", str(row["unplaced"]), str(planted), row["unplaced"] == planted
        )
    if case.bound_is_planted:
        yield Figure(f"{name}: proven bound", str(row["bound"]), str(planted), row["bound"] == planted)
    if case.below_greedy is not None:
        yield _share(f"{name}: points against greedy", row["to_greedy"], -case.below_greedy)
    if case.over_best is not None:
        yield _share(f"{name}: points over the best known", row["over_best"], case.over_best)
    if case.peak_mb is not None:
        yield _at_most(f"{name}: peak memory", row["peak_mb"], case.peak_mb, "MB")


def suggest_figure(measured: Mapping[str, Any]) -> Figure:
    return _at_most(f"{measured['case']}: suggest, p95", measured["p95_ms"], SUGGEST_P95_MS, "ms")


def command_figure(seconds: float) -> Figure:
    return _at_most("school: `homelessons solve --seconds 2` to the file", seconds, COMMAND_SECONDS, "s")


def _at_most(about: str, found: float | None, most: float, unit: str) -> Figure:
    said = "never" if found is None else f"{found:g} {unit}"
    return Figure(about, said, f"≤ {most:g} {unit}", found is not None and found <= most)


def _share(about: str, found: float | None, most: float) -> Figure:
    said = "not on record" if found is None else percent(found)
    return Figure(about, said, f"≤ {percent(most)}", found is not None and found <= most)


def percent(share: float) -> str:
    """`+1.5 %` or `−30.2 %`."""
    return f"{'+' if share >= 0 else MINUS}{abs(100 * share):.1f} %"


def markdown(result: Mapping[str, Any]) -> str:
    """Both tables with machine and date."""
    told = result["machine"]
    lines = [
        f"Measured {result['date']} on {told['cpu']}, {told['cores']} cores, Python {told['python']}"
        f" (load before: {told['load']:g})" + (", quick run" if result["quick"] else "") + ".",
        "",
        *_table(HEADS, [_cells(row) for row in result["rows"]], right_from=1),
        "",
        *_table(
            ("figure", "found", "promised", "met"),
            [
                (f["about"], f["found"], f["target"], "yes" if f["met"] else "**no**")
                for f in result["figures"]
            ],
        ),
    ]
    return "\n".join(lines) + "\n"


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        row["case"],
        *(_plain(row[key]) for key in ("lessons", "asked_seconds", "first_seconds", "placed_seconds")),
        *(_plain(row[key]) for key in ("unplaced", "bound", "points", "greedy_points")),
        "-" if row["to_greedy"] is None else percent(row["to_greedy"]),
        _plain(row["best_known"]),
        "-" if row["over_best"] is None else percent(row["over_best"]),
        _plain(row["peak_mb"]),
    )


def _plain(value: float | None) -> str:
    return (
        "-"
        if value is None
        else f"{value:,g}".replace(",", " ")
        if value < 1000
        else f"{value:,.0f}".replace(",", " ")
    )


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]], right_from: int | None = None) -> list[str]:
    marks = ["---:" if right_from is not None and n >= right_from else "---" for n in range(len(heads))]
    return [_line(heads), _line(tuple(marks)), *(_line(row) for row in rows)]


def _line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cells) + " |"


def as_json(figures: list[Figure]) -> list[dict[str, Any]]:
    return [asdict(figure) for figure in figures]
