"""A plan in force whose row lets no lesson go by screen."""

from __future__ import annotations

from datetime import UTC, datetime

from models.engines import writing
from models.plan import Plan, PlanRow, PlanState
from tests.api.services.feeds.subscribers import Subscribers
from tests.api.services.world import END, START


def no_screen(made: Subscribers, case: int = 0, key: str = "math-1") -> None:
    """An approved plan of a case with one hour of maths a week, at home only."""
    with writing(made.engine) as session:
        plan = Plan(
            case_id=made.made.cases[case], number=1, kind="iup", state=PlanState.APPROVED, first_on=START,
            last_on=END, text="{}", digest="0" * 64, approved_at=datetime(2026, 8, 25, 9, tzinfo=UTC),
        )  # fmt: skip
        session.add(plan)
        session.flush()
        session.add(
            PlanRow(plan_id=plan.id, key=key, position=1, subject="Математика", hours_part=1, by_screen=False)
        )
