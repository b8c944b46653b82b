"""Runs of the solver and the variants they give."""

from __future__ import annotations

from api.access import Relation, Rule, lines
from api.policy.words import DESK

_ROUTES = (
    "GET /timetables",
    "POST /timetables/runs",
    "GET /timetables/choice",
    "GET /timetables/rules",
    "GET /timetables/rules/weighed",
    "POST /timetables/rules",
    "GET /runs/{run_id}",
    "GET /runs/{run_id}/board",
    "GET /events/runs/{run_id}",
    "POST /runs/{run_id}/stop",
    "POST /runs/{run_id}/cancel",
    "POST /runs/{run_id}/more",
    "POST /runs/{run_id}/keep",
    "GET /variants/{variant_id}",
    "POST /variants/{variant_id}/rename",
    "POST /variants/{variant_id}/remove",
    "POST /variants/{variant_id}/restore",
    "GET /variants/{variant_id}/problem.json",
    "GET /variants/{variant_id}/timetable.json",
    "GET /variants/{variant_id}/recipe.json",
    "GET /variants/{variant_id}/timetable.xlsx",
    "GET /variants/{variant_id}/lessons.csv",
    "GET /variants/{variant_id}/board.html",
    "GET /compare",
)
RULES: tuple[Rule, ...] = (*lines(_ROUTES, DESK, Relation.SCHOOL),)
