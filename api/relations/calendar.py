"""Calendar links: one's own only."""

from __future__ import annotations

from api.access import Relation, Resolvers
from api.errors import Refusal
from api.services.feeds.links import own_link
from api.services.unit import Unit


def own_feed(unit: Unit, feed_id: str) -> bool:
    try:
        own_link(unit, feed_id)
    except Refusal:
        return False
    return True


RESOLVERS: Resolvers = {(Relation.SELF, "feed_id"): own_feed}
