"""Pages of agreeing on a timetable: offers to families, their answers, the director's approval, publication."""

from __future__ import annotations

from api.pages.agreement import desk, family, sending

ROUTERS = (sending.router, desk.router, family.router)
