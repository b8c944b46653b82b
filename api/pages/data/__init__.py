"""«Данные»: the school's workbook in and out, the problem built from what is kept, places, roads, settings."""

from __future__ import annotations

from api.pages.data import book, problem, review

ROUTERS = (book.router, review.router, problem.router)
