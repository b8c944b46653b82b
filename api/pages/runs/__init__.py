"""Pages of timetables: the year's runs and variants, one run as it goes on, one variant, two side by side."""

from __future__ import annotations

from api.pages.runs import comparing, downloads, one, overview, stream, variant

ROUTERS = (
    overview.router,
    one.router,
    stream.router,
    downloads.router,
    variant.router,
    comparing.router,
)
