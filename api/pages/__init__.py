"""Pages in plain Russian. A page function asks a service and hands one frozen value to a template."""

from __future__ import annotations

from api.pages import plans, start, way_in

ROUTERS = (way_in.router, start.router, *plans.ROUTERS)
