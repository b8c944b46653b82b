"""Pages of cases, their papers and people, and orders."""

from __future__ import annotations

from api.pages.cases import (
    consents,
    contracts,
    listing,
    medical,
    moves,
    one,
    opening,
    orders,
    papers,
    pupils,
)

# `/cases/new` stands before `/cases/{case_id}`, `/orders/new` before `/orders/{order_id}`
ROUTERS = (
    listing.router,
    opening.router,
    one.router,
    moves.router,
    papers.router,
    medical.router,
    contracts.router,
    orders.router,
    consents.router,
    pupils.router,
)
