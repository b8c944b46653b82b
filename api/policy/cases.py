"""Cases with their papers and people, orders, and what needs attention."""

from __future__ import annotations

from api.access import Relation, Rule, lines
from api.policy.words import DESK, EVERYBODY
from models.person import Role

RULES: tuple[Rule, ...] = (
    *lines(["GET /"], EVERYBODY, Relation.SELF),
    *lines(
        [
            "GET /cases",
            "GET /cases/new",
            "POST /cases",
            "GET /cases/{case_id}",
            "POST /cases/{case_id}/moves",
            "GET /cases/{case_id}/close",
            "POST /cases/{case_id}/close",
            "GET /cases/{case_id}/class",
            "POST /cases/{case_id}/class",
            "GET /cases/{case_id}/papers/new",
            "POST /cases/{case_id}/papers",
            "GET /cases/{case_id}/medical/new",
            "POST /cases/{case_id}/medical",
            "GET /cases/{case_id}/contracts/new",
            "POST /cases/{case_id}/contracts",
        ],
        DESK,
        Relation.SCHOOL,
    ),
    *lines(
        [
            "GET /papers/{paper_id}",
            "POST /papers/{paper_id}/annul",
            "GET /papers/{paper_id}/file",
            "POST /papers/{paper_id}/file",
            "POST /papers/{paper_id}/medical",
            "POST /papers/{paper_id}/medical/change",
            "POST /papers/{paper_id}/medical/file",
            "GET /contracts/{contract_id}",
            "POST /contracts/{contract_id}/end",
            "GET /contracts/{contract_id}/file",
            "POST /contracts/{contract_id}/file",
            "GET /orders",
            "GET /orders/new",
            "POST /orders",
            "GET /orders/{order_id}",
            "POST /orders/{order_id}/end",
            "GET /orders/{order_id}/file",
            "POST /orders/{order_id}/file",
        ],
        DESK,
        Relation.SCHOOL,
    ),
    *lines(
        [
            "GET /pupils/{pupil_id}",
            "POST /pupils/{pupil_id}",
            "GET /pupils/{pupil_id}/guardians/new",
            "POST /pupils/{pupil_id}/guardians",
            "GET /guardians/{guardian_id}",
            "POST /guardians/{guardian_id}/end",
            "GET /pupils/{pupil_id}/consents/new",
            "POST /pupils/{pupil_id}/consents",
            "GET /consents/{consent_id}",
            "POST /consents/{consent_id}/withdraw",
            "GET /consents/{consent_id}/file",
            "POST /consents/{consent_id}/file",
        ],
        DESK,
        Relation.SCHOOL,
    ),
    *lines(["GET /cases", "GET /cases/{case_id}"], [Role.CLASS_TEACHER], Relation.CLASS),
    *lines(["GET /cases/{case_id}"], [Role.PARENT], Relation.CASE),
)
