"""The table of states against a small list written afresh, and its words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.states import (
    AFTER_ORDER,
    LAST,
    OVER,
    PREPARING,
    SAID,
    STEPS,
    TEACHING,
    Move,
    State,
    after,
    moves_from,
)

# The regulation's way once more, by hand: every move the table must allow, and no other.
LINE = ["applied", "complete", "ordered", "contracted", "planned", "scheduled", "running"]
FORWARD = ["complete_package", "order", "contract", "plan", "schedule", "start"]
LESSONS = ("running", "prolonged", "amended")
LAWFUL: dict[tuple[str, str], str] = {
    **{(LINE[place], move): LINE[place + 1] for place, move in enumerate(FORWARD)},
    ("complete", "reopen_package"): "applied",
    **{(state, "suspend"): "suspended" for state in LESSONS},
    ("suspended", "resume"): "running",
    **{(state, "prolong"): "prolonged" for state in LESSONS},
    **{(state, "amend"): "amended" for state in LESSONS},
    **{(state, "expire"): "expired" for state in (*LINE[2:], "prolonged", "amended", "suspended")},
    ("expired", "renew"): "complete",
    **{(state, "end_early"): "ended_early" for state in (*LINE, "prolonged", "amended", "suspended")},
    **{(state, "finish"): "finished" for state in (*LESSONS, "suspended")},
}


def test_table_allows_the_lawful_moves_and_no_other() -> None:
    allowed = {
        (state.value, move.value): to.value
        for state in State
        for move in Move
        if (to := after(state, move)) is not None
    }
    assert allowed == LAWFUL


@given(st.lists(st.sampled_from(list(Move)), max_size=40))
def test_any_sequence_ends_where_the_list_says(moves: list[Move]) -> None:
    state, told = State.APPLIED, "applied"
    for move in moves:
        state = after(state, move) or state
        told = LAWFUL.get((told, move.value), told)
    assert state == told


def test_moves_from_a_state_are_those_that_lead_on() -> None:
    assert {state: set(moves_from(state)) for state in State} == {
        state: {Move(move) for origin, move in LAWFUL if origin == state} for state in State
    }


def test_no_move_leads_out_of_the_last_states_and_one_out_of_every_other() -> None:
    assert {state for state in State if not moves_from(state)} == LAST


def test_every_state_is_reached() -> None:
    assert set(LAWFUL.values()) == set(State)


def test_groups_of_states_do_not_overlap() -> None:
    assert frozenset() == TEACHING & OVER
    assert frozenset() == AFTER_ORDER & OVER
    assert set(PREPARING) & TEACHING == set()
    assert LAST < OVER


def test_every_state_and_move_has_its_words_and_its_point() -> None:
    assert set(SAID) == set(State)
    assert set(STEPS) == set(Move)
    assert all(step.point.startswith("п. ") and step.said for step in STEPS.values())
    assert len({step.said for step in STEPS.values()}) == len(Move)
    assert len(set(SAID.values())) == len(State)
