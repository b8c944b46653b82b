"""How an actor stands to what a path names: one module per section, one table of all."""

from __future__ import annotations

from api.access import Resolvers
from api.relations import (
    agreement,
    availability,
    board,
    calendar,
    cases,
    data,
    outbox,
    people,
    plans,
    records,
    rest,
    runs,
    schools,
    weeks,
)

RESOLVERS: Resolvers = {
    **rest.RESOLVERS,
    **people.RESOLVERS,
    **plans.RESOLVERS,
    **cases.RESOLVERS,
    **schools.RESOLVERS,
    **runs.RESOLVERS,
    **board.RESOLVERS,
    **agreement.RESOLVERS,
    **calendar.RESOLVERS,
    **data.RESOLVERS,
    **availability.RESOLVERS,
    **outbox.RESOLVERS,
    **records.RESOLVERS,
    **weeks.RESOLVERS,
}
