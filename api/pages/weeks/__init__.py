"""Weeks as they are, on phones: the family's, the teacher's; who is away, told by them and by the school."""

from __future__ import annotations

from api.pages.weeks import family, own, receipts, staff

ROUTERS = (family.router, receipts.router, own.router, staff.router)
