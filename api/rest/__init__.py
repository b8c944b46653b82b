"""The same as JSON under /api/v1: thin routes over the services, described by OpenAPI 3.1."""

from __future__ import annotations

from fastapi import APIRouter

from api.rest import (
    attention,
    calls,
    cases,
    days,
    drafts,
    families,
    homes,
    judging,
    late,
    ledger,
    me,
    orders,
    origins,
    papers,
    people,
    places,
    plans,
    printing,
    pupils,
    records,
    repairs,
    reports,
    rules,
    runs,
    schools,
    teachers,
    variants,
    versions,
    years,
)
from api.rest.openapi import description
from api.rest.shapes import ROOT

SECTIONS = (
    me, attention, cases, papers, printing, records, reports, pupils, orders, days, repairs, calls, ledger, people,
    schools, years, rules, runs, variants, origins, drafts, judging, versions, teachers, families, homes, places, late,
    plans,
)  # fmt: skip


def _router() -> APIRouter:
    """Every route of the JSON API, its own description among them."""
    made = APIRouter(prefix=ROOT)
    for section in SECTIONS:
        made.include_router(section.router)
    made.include_router(description(made))
    return made


ROUTER = _router()
