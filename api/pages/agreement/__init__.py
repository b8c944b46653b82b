"""Pages of agreeing on a timetable: offers to families, their answers, the director's approval, publication."""

from __future__ import annotations

from api.pages.agreement import family

ROUTERS = (family.router,)
