"""How big a generated network is and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """slack_min: how far windows reach beyond what the witness uses. Schools 2k and 2k+1 are partners."""

    pupils: int
    schools: int
    towns: int
    slack_min: int
    closed_day: bool
    planted: bool = False


SIZES = {
    "school": Size(pupils=12, schools=2, towns=1, slack_min=90, closed_day=True),
    "town": Size(pupils=60, schools=4, towns=1, slack_min=90, closed_day=False),
    "city": Size(pupils=600, schools=30, towns=1, slack_min=90, closed_day=False),
    "region": Size(pupils=5000, schools=250, towns=8, slack_min=90, closed_day=True),
    "tight": Size(pupils=16, schools=2, towns=1, slack_min=30, closed_day=True, planted=True),
}
KINDS = tuple(SIZES)
