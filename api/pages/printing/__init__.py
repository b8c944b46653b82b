"""Printed papers: of a case, of an order, sets in one go, and the public page of a version's code."""

from __future__ import annotations

from api.pages.printing import cases, checking, orders, sets

ROUTERS = (checking.router, cases.router, orders.router, sets.router)
