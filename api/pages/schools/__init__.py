"""Pages of schools: options, partners, bells, hours, norms, years, terms of keeping.

Each page of one school stands twice: `/school/…` is one's own, `/schools/{school_id}/…` names it (administrators).
"""

from __future__ import annotations

from fastapi import APIRouter

from api.pages.schools import (
    bells,
    debts,
    hours,
    names,
    network,
    next_year,
    norms,
    options,
    registry,
    retention,
    templates,
    years,
)

router = APIRouter()
router.include_router(registry.router)
for _part in (
    options, network, bells, hours, norms, years, next_year, retention, debts, templates, names,
):  # fmt: skip
    router.include_router(_part.router, prefix="/school")
    router.include_router(_part.router, prefix="/schools/{school_id}")
