"""The week of a family: one page of small forms, for the family on the phone and for staff from a call."""

from __future__ import annotations

from api.pages.families import week, writing

ROUTERS = (week.router, writing.router)
