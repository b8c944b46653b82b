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
    keeping,
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

SECTIONS = (
    me, attention, cases, papers, printing, records, reports, pupils, orders, days, repairs, calls, ledger, people,
    schools, keeping, years, rules, runs, variants, origins, drafts, judging, versions, teachers, families, homes,
    places, late, plans,
)  # fmt: skip


def _routers() -> tuple[APIRouter, ...]:
    """Every route of the JSON API, its own description among them. Each stands in the application by itself: whose
    routes were held by a router within a router, FastAPI would read them all twice before the first page."""
    whole = APIRouter()
    for section in SECTIONS:
        whole.include_router(section.router)
    own = description(whole)
    whole.include_router(own)
    return (*(section.router for section in SECTIONS), own)


ROUTERS = _routers()
