"""Calendars to subscribe to: the link that programs ask, and the page where people get it."""

from __future__ import annotations

from api.pages.calendar import feed, links, school

ROUTERS = (feed.router, links.router, school.router)
