"""Pages of agreeing on a timetable: offers to families, their answers, the director's approval, publication."""

from __future__ import annotations

from api.pages.agreement import approving, desk, detached, family, looking, publishing, sending

ROUTERS = (
    sending.router, desk.router, detached.router, approving.router, publishing.router, family.router, looking.router,
)  # fmt: skip
