"""How an actor stands to what a path names: one module per section, one table of all."""

from __future__ import annotations

from api.access import Resolvers
from api.relations import people, plans

RESOLVERS: Resolvers = {**people.RESOLVERS, **plans.RESOLVERS}
