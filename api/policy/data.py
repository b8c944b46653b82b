"""The school's data: the workbook in and out, the problem, places, roads, settings of planning."""

from __future__ import annotations

from api.access import Relation, Rule, lines
from api.policy.words import DESK, MANAGING

_BOOK = (
    "GET /registry",
    "POST /registry/book",
    "GET /registry/review",
    "GET /registry/items",
    "POST /registry/columns",
    "POST /registry/apply",
    "POST /registry/throw",
    "POST /registry/forget",
    "GET /registry/template.xlsx",
)
_DESK = (
    "POST /registry/school.xlsx",
    "GET /problem",
    "POST /problem",
    "POST /problem/problem.json",
    "GET /places",
    "GET /places/new",
    "POST /places",
    "GET /places/homes/{case_id}",
    "POST /places/homes/{case_id}",
    "GET /places/{place_id}",
    "POST /places/{place_id}",
    "GET /roads",
    "POST /roads",
    "POST /roads/late",
    "GET /planning",
    "POST /planning",
)
RULES: tuple[Rule, ...] = (
    *lines(_BOOK, MANAGING, Relation.SCHOOL),
    *lines(_DESK, DESK, Relation.SCHOOL),
)
