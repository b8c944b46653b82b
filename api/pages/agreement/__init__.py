"""Pages of agreeing on a timetable: offers to families, their answers, the director's approval, publication."""

from __future__ import annotations

from api.pages.agreement import approving, desk, family, looking, publishing, sending

ROUTERS = (sending.router, desk.router, approving.router, publishing.router, family.router, looking.router)
