"""Weeks as they are and who is away: a family's, a teacher's own (also on a device's 30 days), the school's."""

from __future__ import annotations

from api.access import Relation, Rule, lines
from api.policy.words import DESK, GIVING, MANAGING
from models.person import Role

_CHILD = (
    "GET /absences/{absence_id}",
    "POST /absences/{absence_id}/resume",
    "POST /absences/{absence_id}/withdraw",
    "POST /absences/{absence_id}/again",
)
_AWAY = ("GET /away/{away_id}", "POST /away/{away_id}/resume", "POST /away/{away_id}/withdraw")
RULES: tuple[Rule, ...] = (
    *lines(
        ["GET /days/{case_id}", "GET /days/{case_id}/ill", "POST /days/{case_id}/ill", *_CHILD],
        [Role.PARENT],
        Relation.CASE,
    ),
    *lines(
        ["GET /lessons", "POST /lessons/hold", "POST /lessons/unhold"], GIVING, Relation.SELF, device=True
    ),
    *lines(
        [
            "GET /lessons/one",
            "POST /lessons/note",
            "POST /lessons/late",
            "POST /lessons/missed",
            "GET /lessons/away",
            "POST /lessons/away",
        ],
        GIVING,
        Relation.SELF,
    ),
    *lines(_AWAY, GIVING, Relation.SELF),
    *lines(_AWAY, MANAGING, Relation.SCHOOL),
    *lines(
        [
            *_CHILD,
            "POST /away/{away_id}/again",
            "GET /cases/{case_id}/absences",
            "POST /cases/{case_id}/absences",
        ],
        DESK,
        Relation.SCHOOL,
    ),
    *lines(
        ["GET /teachers/{teacher_id}/absences", "POST /teachers/{teacher_id}/absences"],
        MANAGING,
        Relation.SCHOOL,
    ),
)
