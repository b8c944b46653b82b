"""A chart of bars in groups. Series are told apart by pattern of the outline as well as by colour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from xml.sax.saxutils import escape, quoteattr

from exports.words import number_said, printable

WIDTH, TOP, PLOT, BOTTOM = 720, 44, 180, 46
LEFT = 8
# dark enough against white (4.5:1) and against each other in grey
LOOKS = (("#1b5e9e", ""), ("#c25700", "4 2"), ("#2e7d32", "1 2"))
INK, SOFT, LINE = "#1b1f24", "#4a5462", "#c9ced6"
MOST_LABEL = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One colour: a value per group, none below zero."""

    title: str
    values: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """key: makes the ids of a page different. unit: of the values, as `ч`; empty: the title says."""

    key: str
    title: str
    unit: str
    groups: tuple[str, ...]
    series: tuple[Series, ...]

    @property
    def heading(self) -> str:
        """What stands over it, with the unit."""
        return f"{self.title}, {self.unit}" if self.unit else self.title

    def __post_init__(self) -> None:
        if not 1 <= len(self.series) <= len(LOOKS):
            raise ValueError(f"{len(self.series)} series; 1 to {len(LOOKS)} are drawn")
        for series in self.series:
            if len(series.values) != len(self.groups) or min(series.values, default=Fraction(0)) < 0:
                raise ValueError(
                    f"{series.title}: a value of zero or more for each of {len(self.groups)} groups"
                )


def bars_svg(chart: Bars) -> str:
    """An SVG element; as a file of its own, too. Its text alternative names every value."""
    title, about = f"{chart.key}-title", f"{chart.key}-desc"
    height = TOP + PLOT + BOTTOM
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" viewBox="0 0 {WIDTH} {height}"'
        f" width={quoteattr(str(WIDTH))} height={quoteattr(str(height))}"
        f' aria-labelledby={quoteattr(f"{title} {about}")} font-family="sans-serif" font-size="13">',
        f"<title id={quoteattr(title)}>{_text(chart.title)}</title>",
        f"<desc id={quoteattr(about)}>{_text(described(chart))}</desc>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        *_legend(chart),
        f'<path d="M{LEFT} {TOP + PLOT}H{WIDTH - LEFT}" stroke="{LINE}"/>',
        *_groups(chart),
        "</svg>",
    ]
    return "".join(parts)


def described(chart: Bars) -> str:
    """`Пн: по плану 3 ч, дано 2 ч. Вт: …`"""
    if not chart.groups:
        return "Данных нет."
    told = [
        f"{group}: "
        + ", ".join(
            f"{series.title} {number_said(series.values[n])} {chart.unit}".rstrip() for series in chart.series
        )
        for n, group in enumerate(chart.groups)
    ]
    return ". ".join(told) + "."


def _legend(chart: Bars) -> Iterator[str]:
    x = LEFT
    for series, (colour, dash) in zip(chart.series, LOOKS, strict=False):
        yield _rect(x, 12, 14, 14, colour, dash)
        yield f'<text x="{x + 20}" y="24" fill="{INK}">{_text(series.title)}</text>'
        x += 36 + 8 * min(len(series.title), 40)


def _groups(chart: Bars) -> Iterator[str]:
    room = (WIDTH - 2 * LEFT) / max(1, len(chart.groups))
    thick = min(40.0, room * 0.8 / len(chart.series))
    most = max((value for series in chart.series for value in series.values), default=Fraction(0)) or 1
    for n, group in enumerate(chart.groups):
        middle = LEFT + room * (n + 0.5)
        start = middle - thick * len(chart.series) / 2
        for number, (series, (colour, dash)) in enumerate(zip(chart.series, LOOKS, strict=False)):
            value = series.values[n]
            tall = float(Fraction(PLOT - 18) * value / most)
            x, y = start + thick * number, TOP + PLOT - tall
            yield _rect(x + 1, y, thick - 2, tall, colour, dash)
            yield _label(x + thick / 2, y - 4, number_said(value), INK)
        yield _label(middle, TOP + PLOT + 20, group, SOFT)


def _rect(x: float, y: float, width: float, height: float, colour: str, dash: str) -> str:
    edge = f' stroke="{INK}" stroke-dasharray="{dash}"' if dash else ""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{height:.1f}" fill="{colour}"{edge}/>'


def _label(x: float, y: float, told: str, colour: str) -> str:
    cut = told if len(told) <= MOST_LABEL else told[: MOST_LABEL - 1] + "…"
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" fill="{colour}">{_text(cut)}</text>'


def _text(told: str) -> str:
    return escape(printable(told))
