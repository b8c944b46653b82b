"""Pages of records: of one case, results entered quickly, what is lacking, papers of the council, reports."""

from __future__ import annotations

from api.pages.records import council, lacking, marks, one, reports, sections

ROUTERS = (reports.router, one.router, sections.router, marks.router, lacking.router, council.router)
