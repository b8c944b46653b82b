"""«Данные»: the school's workbook in and out, the problem built from what is kept, places, roads, settings."""

from __future__ import annotations

from api.pages.data import book, places, planning, problem, review, roads

ROUTERS = (
    book.router,
    review.router,
    problem.router,
    places.router,
    roads.router,
    planning.router,
)
