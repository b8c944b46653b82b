"""Calendar links: one's own; the desk ends those that show lessons of its school."""

from __future__ import annotations

from api.access import Relation, Resolvers
from api.errors import Refusal
from api.services.feeds.links import own_link
from api.services.feeds.supervising import link_of_school
from api.services.unit import Unit


def own_feed(unit: Unit, feed_id: str) -> bool:
    try:
        own_link(unit, feed_id)
    except Refusal:
        return False
    return True


def feed_of_school(unit: Unit, feed_id: str) -> bool:
    try:
        link_of_school(unit, feed_id)
    except Refusal:
        return False
    return True


RESOLVERS: Resolvers = {(Relation.SELF, "feed_id"): own_feed, (Relation.SCHOOL, "feed_id"): feed_of_school}
