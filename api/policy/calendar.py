"""Calendars: links of one's own for everybody who has lessons, those of a school for its desk.

What a link gives needs no session.
"""

from __future__ import annotations

from api.access import Relation, Rule, lines
from api.policy.words import DESK, EVERYBODY
from models.person import Role

PUBLIC = frozenset({"GET /feeds/{feed_token}.ics"})
RULES: tuple[Rule, ...] = (
    *lines(
        [
            "GET /me/calendar",
            "POST /me/calendar",
            "POST /me/calendar/{feed_id}/renew",
            "POST /me/calendar/{feed_id}/revoke",
        ],
        EVERYBODY - {Role.ADMINISTRATOR},
        Relation.SELF,
    ),
    *lines(["GET /calendars", "POST /calendars/{feed_id}/revoke"], DESK, Relation.SCHOOL),
)
