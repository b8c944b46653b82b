"""The rule table of scheduler/README.md, made from the rulebook; `make rules` writes it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from scheduler.rulebook import GOALS, HARD_RULES, UNPLACED, Rule

README = Path(__file__).parents[2] / "scheduler" / "README.md"
BEGIN, END = "<!-- rules: begin -->", "<!-- rules: end -->"


def rule_tables() -> str:
    """Both tables as Markdown, one line per rule."""
    hard = _table(
        ("code", "what it demands", "как говорим", "unit of excess", "source"),
        ((f"`{rule.code}`", rule.title, rule.said, rule.unit, rule.source) for rule in HARD_RULES),
    )
    goals = _table(
        ("code", "what it counts", "как говорим", "unit", "rank", "weight", "source"),
        (_goal_cells(rule) for rule in (UNPLACED, *GOALS)),
    )
    parts = (
        "Hard rules: a timetable that breaks one is wrong.",
        hard,
        "Goals: counted, less is better.",
        goals,
    )
    return "\n\n".join(parts)


def _goal_cells(rule: Rule) -> tuple[str, ...]:
    rank, weight = ("first", "") if rule is UNPLACED else (str(rule.rank), str(rule.weight))
    return f"`{rule.code}`", rule.title, rule.said, rule.unit, rank, weight, rule.source


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def with_tables(text: str) -> str:
    """The README with the tables between its markers made anew. ValueError when a marker is missing."""
    before, _, rest = text.partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise ValueError(f"{README.name} has no {BEGIN} ... {END}")
    return f"{before}{BEGIN}\n{rule_tables()}\n{END}{after}"


def main() -> None:
    made = with_tables(README.read_text(encoding="utf-8"))
    if "--write" in sys.argv[1:]:
        README.write_text(made, encoding="utf-8")
    else:
        print(made, end="")


if __name__ == "__main__":
    main()
