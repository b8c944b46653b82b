"""The quick look before the flow says «all go in» only where the flow says so, too."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scheduler.preflight.spread import Spread, Want

WEEKS = ("w1", "w2")
SPOTS = ("mon", "tue", "wed")


@st.composite
def spreads(draw: st.DrawFn) -> tuple[Spread, list[Want]]:
    """Up to four rows over three days of two weeks; days of a week share a load."""
    spread, wants = Spread(), []
    for week in WEEKS:
        for day in SPOTS:
            spread.spot((week, day), draw(st.integers(0, 3)), ("load", week))
        spread.load(("load", week), draw(st.integers(0, 6)))
    for number in range(draw(st.integers(1, 4))):
        row = f"r{number}"
        for week in WEEKS:
            for day in draw(st.lists(st.sampled_from(SPOTS), unique=True)):
                spread.may_go(row, week, (week, day), draw(st.integers(1, 2)))
        wants.append(Want(row, draw(st.integers(0, 5)), draw(st.integers(0, 3)), WEEKS))
    return spread, wants


@given(spreads())
def test_the_quick_look_never_hides_a_lesson_without_room(case: tuple[Spread, list[Want]]) -> None:
    spread, wants = case
    network = spread._network(wants)
    lost = sum(want.lessons for want in wants) - network.push_all()
    missing, side = spread.missing(wants)
    assert missing == lost
    assert side == (network.short_side() if lost else set())


def test_who_competes_for_too_little_room_is_named() -> None:
    # three lessons for the two that Monday holds; the fourth has Tuesday to itself
    spread = Spread()
    spread.spot(("w1", "mon"), 2)
    spread.spot(("w1", "tue"), 1)
    for row, day in (("a", "mon"), ("b", "mon"), ("c", "tue")):
        spread.may_go(row, "w1", ("w1", day), 2)
    wants = [Want("a", 2, 2, ("w1",)), Want("b", 1, 1, ("w1",)), Want("c", 1, 1, ("w1",))]
    missing, side = spread.missing(wants)
    assert missing == 1
    assert {node[1] for node in side if isinstance(node, tuple) and node[0] == "row"} == {"a", "b"}
