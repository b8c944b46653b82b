"""Pages of timetables: the year's runs and variants, one run as it goes on, one variant, two side by side."""

from __future__ import annotations

from api.pages.runs import choosing, comparing, downloads, one, overview, rules, stream, variant

ROUTERS = (
    overview.router,
    rules.router,
    choosing.router,
    one.router,
    stream.router,
    downloads.router,
    variant.router,
    comparing.router,
)
