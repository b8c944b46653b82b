"""When people can: families' weeks, teachers' time, class timetables."""

from __future__ import annotations

from api.access import Relation, Rule, lines
from api.policy.words import DESK, MANAGING, TEACHING
from models.person import Role

_FAMILY = (
    "GET /cases/{case_id}/family",
    "POST /cases/{case_id}/family",
    "POST /cases/{case_id}/family/remove",
)
_TEACHERS = (
    "GET /teachers",
    "GET /teachers/new",
    "POST /teachers",
    "GET /teachers/{teacher_id}",
    "POST /teachers/{teacher_id}",
    "GET /teachers/{teacher_id}/time",
    "POST /teachers/{teacher_id}/time",
)
_CLASSES = (
    "GET /classes",
    "GET /classes/edit",
    "POST /classes/edit",
    "GET /classes/paste",
    "POST /classes/paste",
)
RULES: tuple[Rule, ...] = (
    *lines([*_FAMILY, "POST /cases/{case_id}/family/limits"], DESK, Relation.SCHOOL),
    *lines(_FAMILY, [Role.PARENT], Relation.CASE),
    *lines([*_TEACHERS, *_CLASSES], MANAGING, Relation.SCHOOL),
    *lines(["GET /time", "POST /time"], TEACHING, Relation.SELF),
)
