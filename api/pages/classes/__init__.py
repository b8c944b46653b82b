"""Timetables of classes: the list, one class as a grid, many classes as a pasted table."""

from __future__ import annotations

from api.pages.classes import grid, pasting

ROUTERS = (grid.router, pasting.router)
