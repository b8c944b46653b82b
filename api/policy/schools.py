"""Schools: options, partners, bells, hours, norms, years, terms of keeping.

`/school/…` is the school the actor acts for; `/schools/{school_id}/…` is that school by name.
"""

from __future__ import annotations

from api.access import Relation, Rule, lines
from api.policy.words import DESK
from models.person import Role

_PAGES = (
    ("GET", ""),
    ("GET", "/edit"),
    ("POST", ""),
    ("GET", "/network"),
    ("GET", "/network/new"),
    ("POST", "/network"),
    ("GET", "/network/{agreement_id}"),
    ("POST", "/network/{agreement_id}/end"),
    ("GET", "/bells"),
    ("GET", "/bells/edit"),
    ("POST", "/bells"),
    ("GET", "/hours"),
    ("GET", "/hours/edit"),
    ("POST", "/hours"),
    ("GET", "/norms"),
    ("GET", "/retention"),
    ("GET", "/retention/edit"),
    ("POST", "/retention"),
    ("GET", "/debts"),
    ("GET", "/debts/edit"),
    ("POST", "/debts"),
    ("GET", "/templates"),
    ("POST", "/templates"),
    ("GET", "/templates/template.docx"),
    ("GET", "/templates/sample.pdf"),
    ("POST", "/templates/withdraw"),
    ("GET", "/names"),
    ("POST", "/names"),
    ("POST", "/names/{name_id}/remove"),
    ("GET", "/years"),
    ("GET", "/years/new"),
    ("POST", "/years"),
    ("GET", "/years/{year_id}"),
    ("GET", "/years/{year_id}/edit"),
    ("POST", "/years/{year_id}"),
    ("GET", "/years/{year_id}/next"),
    ("POST", "/years/{year_id}/next"),
    ("GET", "/years/{year_id}/check/{step}"),
    ("POST", "/years/{year_id}/check/{step}"),
)
_OWN = [f"{method} /school{path}" for method, path in _PAGES]
_NAMED = [f"{method} /schools/{{school_id}}{path}" for method, path in _PAGES]
RULES: tuple[Rule, ...] = (
    *lines(
        ["GET /schools", "GET /schools/new", "POST /schools"], [Role.ADMINISTRATOR], Relation.INSTALLATION
    ),
    *lines([*_OWN, *_NAMED], DESK, Relation.SCHOOL),
    *lines(_NAMED, [Role.ADMINISTRATOR], Relation.INSTALLATION),
)
