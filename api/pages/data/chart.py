"""Supply and demand as a picture: days beside each other, half hours downwards, free teachers against lessons.

Every cell has a word in the table below the picture, for readers and for print.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.services.registry.supply import Cell, Measure, shortages
from scheduler.russian import DAY
from scheduler.terms import clock

HIGH, WIDE, LEFT, TOP, GAP = 22, 170, 52, 26, 12
SAID = {
    Measure.ENOUGH: "хватает",
    Measure.TIGHT: "впритык",
    Measure.SHORT: "не хватает",
    Measure.NOBODY: "никого",
}
WORTH_TELLING = 0.5  # lessons at once above the free teachers; less moves by itself to another half hour


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A half hour of a day. free, wanted: widths in px of both bars; text: both numbers."""

    x: int
    y: int
    free: float
    wanted: float
    look: str
    text: str
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """wide, high: of the picture in px. rows: half hours of the table, a bar per day."""

    wide: int
    high: int
    days: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, int, tuple[Bar, ...]], ...]
    said: tuple[str, ...]
    most: int


def chart_of(cells: Sequence[Sequence[Cell]]) -> Chart:
    """Half hours at which nobody is free and nothing is wanted are left out at both ends of the day."""
    busy = [
        number for number, row in enumerate(cells) if any(cell.free or cell.wanted >= 0.05 for cell in row)
    ]
    shown = cells[busy[0] : busy[-1] + 1] if busy else ()
    most = max((max(cell.free, cell.wanted) for row in shown for cell in row), default=1.0) or 1.0
    days = shown[0] if shown else ()
    return Chart(
        wide=LEFT + len(days) * (WIDE + GAP), high=TOP + len(shown) * HIGH + 4,
        days=tuple((DAY[cell.day], LEFT + number * (WIDE + GAP)) for number, cell in enumerate(days)),
        rows=tuple(
            (clock(row[0].start_min), TOP + number * HIGH, tuple(_bars(row, TOP + number * HIGH, most)))
            for number, row in enumerate(shown)
        ),
        said=tuple(_shortages(shown)) if shown else (), most=round(most),
    )  # fmt: skip


def _bars(row: Sequence[Cell], y: int, most: float) -> list[Bar]:
    return [
        Bar(
            x=LEFT + number * (WIDE + GAP), y=y, free=round(cell.free / most * WIDE, 1),
            wanted=round(cell.wanted / most * WIDE, 1), look=cell.measure.value,
            text=f"{number_said(cell.free)} / {number_said(cell.wanted)}", word=SAID[cell.measure],
        )
        for number, cell in enumerate(row)
    ]  # fmt: skip


def _shortages(shown: Sequence[Sequence[Cell]]) -> Iterator[str]:
    """One sentence per stretch, days with the same one together."""
    found: dict[str, list[str]] = {}
    for cell, end in shortages(shown):
        if cell.wanted - cell.free >= WORTH_TELLING:
            said = (
                f"{clock(cell.start_min)}–{clock(end)}: свободных учителей {number_said(cell.free)}, "
                f"а занятий одновременно {number_said(cell.wanted)}."
            )
            found.setdefault(said, []).append(DAY[cell.day])
    yield from (f"{', '.join(days).capitalize()} {said}" for said, days in found.items())


def number_said(number: float) -> str:
    """`2`, `1,5`."""
    told = f"{number:.1f}".replace(".", ",")
    return told.removesuffix(",0")
