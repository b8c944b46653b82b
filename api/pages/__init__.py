"""Pages in plain Russian. A page function asks a service and hands one frozen value to a template."""

from __future__ import annotations

from api.pages import (
    agreement,
    board,
    calendar,
    cases,
    classes,
    data,
    families,
    invitation,
    me,
    outbox,
    people,
    plans,
    records,
    runs,
    schools,
    start,
    teachers,
    way_in,
    weeks,
)

ROUTERS = (
    *calendar.ROUTERS,  # asked for most, found first
    way_in.router,
    start.router,
    invitation.router,
    me.router,
    *cases.ROUTERS,
    *records.ROUTERS,
    *families.ROUTERS,
    *plans.ROUTERS,
    *people.ROUTERS,
    schools.router,
    *runs.ROUTERS,
    *board.ROUTERS,
    *agreement.ROUTERS,
    *data.ROUTERS,
    *teachers.ROUTERS,
    *classes.ROUTERS,
    *outbox.ROUTERS,
    *weeks.ROUTERS,
)
