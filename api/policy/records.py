"""Records: entered at the desk, by class teachers of their class, by teachers of their rows; read by parents."""

from __future__ import annotations

from api.access import Relation, Rule, lines
from api.policy.words import DESK, TEACHING
from models.person import Role

_ENTRIES = (
    "GET /cases/{case_id}/records",
    "GET /cases/{case_id}/records/{section}",
    "POST /cases/{case_id}/records/{section}",
    "POST /cases/{case_id}/records/{section}/change",
)
_DESK = (
    "GET /cases/{case_id}/attestation",
    "POST /cases/{case_id}/attestation",
    "GET /council/{council_id}",
    "POST /council/{council_id}/release",
    "POST /council/{council_id}/annul",
    "GET /council/{council_id}/file",
    "POST /council/{council_id}/file",
    "GET /reports",
    "GET /reports/timesheet.xlsx",
    "GET /reports/network.xlsx",
    "GET /reports/counts.xlsx",
    "GET /cases/{case_id}/log.xlsx",
    "GET /cases/{case_id}/log.csv",
)
_MARKS = ("GET /marks", "POST /marks")
RULES: tuple[Rule, ...] = (
    *lines([*_ENTRIES, *_DESK, *_MARKS, "GET /records"], DESK, Relation.SCHOOL),
    *lines([*_ENTRIES, *_MARKS, "GET /records"], [Role.CLASS_TEACHER], Relation.CLASS),
    *lines([*_ENTRIES, *_MARKS], TEACHING, Relation.LESSONS),
    *lines(["GET /cases/{case_id}/records"], [Role.PARENT], Relation.CASE),
)
