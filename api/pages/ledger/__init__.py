"""The deputy's day, its single lessons, a remote day, what nobody has marked, the ledger of a case and a school."""

from __future__ import annotations

from api.pages.ledger import day, hours, lesson, remote, school

ROUTERS = (day.router, hours.router, school.router, lesson.router, remote.router)
