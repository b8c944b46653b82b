"""Records: entered at the desk, by class teachers of their class, by teachers of their rows; read by parents."""

from __future__ import annotations

from api.access import Relation, Rule, lines
from api.policy.words import DESK, TEACHING
from models.person import Role

SHEETS = ("timesheet", "network", "given", "counts", "quarters", "fact", "results")
_JOURNAL = ("GET /reports/results.xlsx", "GET /reports/results.csv")
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
    *(f"GET /reports/{sheet}.{kind}" for sheet in SHEETS for kind in ("xlsx", "csv")),
    "GET /reports/month.pdf",
    "GET /cases/{case_id}/log.xlsx",
    "GET /cases/{case_id}/log.csv",
)
_MARKS = ("GET /marks", "POST /marks")
RULES: tuple[Rule, ...] = (
    *lines([*_ENTRIES, *_DESK, *_MARKS, "GET /records"], DESK, Relation.SCHOOL),
    *lines([*_ENTRIES, *_MARKS, "GET /records", *_JOURNAL], [Role.CLASS_TEACHER], Relation.CLASS),
    *lines([*_ENTRIES, *_MARKS], TEACHING, Relation.LESSONS),
    *lines(["GET /cases/{case_id}/records"], [Role.PARENT], Relation.CASE),
)
