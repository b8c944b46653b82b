"""The deputy's day, what nobody has marked, the hours ledger of a case and of the school."""

from __future__ import annotations

from api.pages.ledger import day, hours, school

ROUTERS = (day.router, hours.router, school.router)
