"""Charts: bars as high as their values, everything told as text, hostile titles harmless."""

from __future__ import annotations

from fractions import Fraction
from xml.etree import ElementTree

import pytest

from exports.chart import Bars, Series, bars_svg

SVG = "{http://www.w3.org/2000/svg}"
NASTY = "<script>alert(1)</script> & «Ж» \" '"


def chart(**more: object) -> Bars:
    told: dict[str, object] = {
        "key": "load", "title": "Нагрузка по дням", "unit": "ч", "groups": ("Пн", "Вт"),
        "series": (
            Series(title="по плану", values=(Fraction(4), Fraction(2))),
            Series(title="дано", values=(Fraction(1, 2), Fraction(0))),
        ),
    }  # fmt: skip
    return Bars(**{**told, **more})  # type: ignore[arg-type]


def test_bars_are_as_high_as_their_values() -> None:
    """The highest value takes 162 of 180 points: 4 → 162, 2 → 81, 1/2 → 20.25, 0 → 0; before them the legend."""
    drawn = ElementTree.fromstring(bars_svg(chart()))
    heights = [float(rect.get("height", "")) for rect in drawn.findall(f"{SVG}rect")]
    assert heights[3:] == [162.0, pytest.approx(20.25, abs=0.06), 81.0, 0.0]


def test_everything_is_told_as_text() -> None:
    drawn = ElementTree.fromstring(bars_svg(chart()))
    assert drawn.get("role") == "img"
    named = {each.get("id"): each.text for each in drawn if each.tag in (f"{SVG}title", f"{SVG}desc")}
    assert (drawn.get("aria-labelledby") or "").split() == list(named)
    assert list(named.values()) == [
        "Нагрузка по дням", "Пн: по плану 4 ч, дано 0,5 ч. Вт: по плану 2 ч, дано 0 ч.",
    ]  # fmt: skip
    texts = [each.text for each in drawn.findall(f"{SVG}text")]
    assert texts == ["по плану", "дано", "4", "0,5", "Пн", "2", "0", "Вт"]


def test_hostile_titles_are_text_and_nothing_is_drawn_of_nothing() -> None:
    told = bars_svg(chart(title=NASTY, key='k"><script>', groups=(NASTY, NASTY)))
    drawn = ElementTree.fromstring(told)
    assert "<script" not in told
    assert drawn.findall(f".//{SVG}script") == []
    assert drawn[0].text == NASTY
    empty = ElementTree.fromstring(bars_svg(chart(groups=(), series=(Series(title="дано", values=()),))))
    assert [each.text for each in empty if each.tag == f"{SVG}desc"] == ["Данных нет."]


@pytest.mark.parametrize(
    "more",
    [
        {"series": ()},
        {"series": (Series(title="а", values=(Fraction(1),)),)},
        {"series": (Series(title="а", values=(Fraction(1), Fraction(-1))),)},
    ],
)
def test_what_cannot_be_drawn_is_refused(more: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"series|groups"):
        chart(**more)
