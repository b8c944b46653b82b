"""Charts as SVG: bars side by side, with a title, a description that tells every value, and the values as text."""

from __future__ import annotations

from exports.chart.bars import Bars, Series, bars_svg

__all__ = ["Bars", "Series", "bars_svg"]
