"""Pages in plain Russian. A page function asks a service and hands one frozen value to a template."""

from __future__ import annotations

from api.pages import calendar, cases, invitation, me, outbox, people, plans, runs, schools, start, way_in

ROUTERS = (
    *calendar.ROUTERS,  # asked for most, found first
    way_in.router,
    start.router,
    invitation.router,
    me.router,
    *cases.ROUTERS,
    *plans.ROUTERS,
    *people.ROUTERS,
    schools.router,
    *runs.ROUTERS,
    *outbox.ROUTERS,
)
