"""Every rule of the rulebook is kept everywhere, in the rulebook's order, and the words about it are true."""

from __future__ import annotations

from dataclasses import fields

import pytest

from scheduler.constraints import CONSTRAINTS
from scheduler.goals import FIRST
from scheduler.goals import GOALS as COUNTED
from scheduler.rulebook import GOALS, HARD_RULES, RULES, UNPLACED, points
from tests.house.rule_table import README, with_tables


def test_rule_table_is_what_the_rulebook_says() -> None:
    text = README.read_text(encoding="utf-8")
    assert text == with_tables(text), "run: make rules"


def test_a_readme_without_its_markers_is_refused() -> None:
    with pytest.raises(ValueError, match=r"has no <!-- rules: begin -->"):
        with_tables("# The kernel\n")


def test_every_hard_rule_has_its_constraint() -> None:
    assert [entry.rule for entry in CONSTRAINTS] == list(HARD_RULES)


def test_every_constraint_does_something() -> None:
    ways = [field.name for field in fields(CONSTRAINTS[0]) if field.name != "rule"]
    idle = [entry.rule.code for entry in CONSTRAINTS if not any(getattr(entry, way, None) for way in ways)]
    assert idle == []


def test_every_goal_is_counted_by_the_model() -> None:
    assert FIRST.rule is UNPLACED
    assert [goal.rule for goal in COUNTED] == list(GOALS)


def test_codes_are_unique_and_every_rule_has_its_words() -> None:
    assert len(RULES) == len(HARD_RULES) + 1 + len(GOALS)
    for rule in RULES.values():
        assert all((rule.code, rule.title, rule.said, rule.source, rule.unit))


def test_points_are_rank_two_at_default_weights() -> None:
    # one of everything: 60 wish + 1 travel + 1 idle + 10 visits + 30 adult_days + 1 pupil_gap + 20 balance
    # + 10 spread + 2 curve + 20 faces + 1 fairness = 156; unplaced and changes stay outside
    assert points(dict.fromkeys(RULES, 1)) == 156


def test_default_ranks_and_weights_are_the_contracts() -> None:
    contract = {
        "changes": (1, 1), "wish": (2, 60), "travel": (2, 1), "idle": (2, 1), "visits": (2, 10),
        "adult_days": (2, 30), "pupil_gap": (2, 1), "balance": (2, 20), "spread": (2, 10), "curve": (2, 2),
        "faces": (2, 20), "fairness": (2, 1),
    }  # fmt: skip
    assert {rule.code: (rule.rank, rule.weight) for rule in GOALS} == contract
