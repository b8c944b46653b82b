"""The JSON API: each line stands beside that of the page over the same records."""

from __future__ import annotations

from collections.abc import Iterable

from api.access import Relation, Rule, lines
from api.policy.records import SHEETS
from api.policy.words import DESK, EVERYBODY, GIVING, MANAGING, STAFF, TEACHING
from models.person import Role

ADMINISTRATOR = (Role.ADMINISTRATOR,)


def _under(*routes: str) -> tuple[str, ...]:
    """`GET /me` → `GET /api/v1/me`."""
    return tuple(route.replace(" ", " /api/v1", 1) for route in routes)


_CASES = _under(
    "GET /attention",
    "GET /cases",
    "POST /cases",
    "GET /cases/{case_id}",
    "PUT /cases/{case_id}/class",
    "GET /cases/{case_id}/choices",
    "GET /cases/{case_id}/moves",
    "POST /cases/{case_id}/moves",
    "GET /moves/{move_id}",
    "GET /cases/{case_id}/outlook",
    "GET /cases/{case_id}/attention",
    "GET /cases/{case_id}/papers",
    "POST /cases/{case_id}/papers",
    "POST /cases/{case_id}/medical-papers",
    "GET /papers/{paper_id}",
    "POST /papers/{paper_id}/annul",
    "GET /papers/{paper_id}/medical",
    "PUT /papers/{paper_id}/medical",
    "GET /cases/{case_id}/results",
    "GET /cases/{case_id}/books",
    "GET /cases/{case_id}/events",
    "GET /cases/{case_id}/consultations",
    "GET /cases/{case_id}/control-notes",
    "GET /cases/{case_id}/contracts",
    "POST /cases/{case_id}/contracts",
    "GET /contracts/{contract_id}",
    "GET /pupils",
    "POST /pupils",
    "GET /pupils/{pupil_id}",
    "PUT /pupils/{pupil_id}",
    "GET /pupils/{pupil_id}/guardians",
    "POST /pupils/{pupil_id}/guardians",
    "GET /guardians/{guardian_id}",
    "POST /guardians/{guardian_id}/end",
    "GET /pupils/{pupil_id}/consents",
    "POST /pupils/{pupil_id}/consents",
    "GET /consents/{consent_id}",
    "POST /consents/{consent_id}/withdraw",
    "GET /ledger",
    "GET /cases/{case_id}/ledger",
    "GET /orders",
    "POST /orders",
    "GET /orders/{order_id}",
    "GET /orders/{order_id}/lines",
    "GET /orders/{order_id}/lines/{case_id}",
    "POST /orders/{order_id}/lines/{case_id}/end",
)
_PRINTING = _under(
    "GET /cases/{case_id}/forms",
    "GET /cases/{case_id}/issued-papers",
    "POST /cases/{case_id}/issued-papers",
    "GET /issued-papers/{issued_id}",
    "GET /print-sets",
    "POST /print-sets",
    "GET /print-sets/{set_id}",
    "POST /print-sets/{set_id}/cancel",
    *(f"GET /reports/{sheet}" for sheet in SHEETS),
)
_CHILD_AWAY = _under(
    "GET /cases/{case_id}/absences",
    "POST /cases/{case_id}/absences",
    "GET /absences/{absence_id}",
    "GET /absences/{absence_id}/lessons",
    "POST /absences/{absence_id}/resume",
    "POST /absences/{absence_id}/withdraw",
    "GET /cases/{case_id}/lessons",
)
_TEACHER_AWAY = _under(
    "GET /teachers/{teacher_id}/absences",
    "POST /teachers/{teacher_id}/absences",
)
_AWAY = _under(
    "GET /away/{away_id}",
    "GET /away/{away_id}/lessons",
    "POST /away/{away_id}/resume",
    "POST /away/{away_id}/withdraw",
)
_LESSONS = _under("POST /lessons/hold", "POST /lessons/unhold", "POST /lessons/miss", "POST /lessons/note")
_REPAIRS = _under(
    "GET /cases/{case_id}/makeups",
    "POST /cases/{case_id}/makeups",
    "GET /makeups/{makeup_id}",
    "GET /makeups/{makeup_id}/lessons",
    "POST /makeups/{makeup_id}/send",
    "POST /makeups/{makeup_id}/answer",
    "POST /makeups/{makeup_id}/drop",
    "GET /away/{away_id}/vacancies",
    "GET /remote-day",
    "POST /remote-day",
)
_OFFERED = _under(
    "GET /makeups/{makeup_id}", "GET /makeups/{makeup_id}/lessons", "POST /makeups/{makeup_id}/answer"
)
_MENDED = _under("POST /lessons/substitute", "POST /lessons/ask", "GET /lessons/places", "POST /lessons/move")
_CALLS = _under("GET /calls"), _under("POST /calls/{call_id}/accept", "POST /calls/{call_id}/decline")
_VERSIONS = _under(
    "GET /versions",
    "GET /versions/{version_id}",
    "GET /versions/{version_id}/lessons",
    "GET /versions/{version_id}/answers",
    "POST /versions/{version_id}/offer",
    "POST /versions/{version_id}/answer",
    "POST /versions/{version_id}/recall",
    "POST /versions/{version_id}/publication",
)
_PEOPLE = _under(
    "GET /people",
    "POST /people",
    "GET /people/{account_id}",
    "PUT /people/{account_id}",
    "POST /people/{account_id}/disable",
    "POST /people/{account_id}/enable",
    "POST /people/{account_id}/end",
    "POST /people/{account_id}/reset",
    "GET /people/{account_id}/roles",
    "POST /people/{account_id}/roles",
    "GET /roles/{grant_id}",
    "POST /roles/{grant_id}/end",
)
_SCHOOLS = _under(
    "GET /schools",
    "GET /schools/{school_id}",
    "PUT /schools/{school_id}",
    "GET /schools/{school_id}/agreements",
    "POST /schools/{school_id}/agreements",
    "GET /agreements/{agreement_id}",
    "POST /agreements/{agreement_id}/end",
    "GET /schools/{school_id}/bells",
    "PUT /schools/{school_id}/bells",
    "GET /schools/{school_id}/hours",
    "PUT /schools/{school_id}/hours",
    "GET /schools/{school_id}/retention",
    "PUT /schools/{school_id}/retention",
    "GET /schools/{school_id}/norms",
    "GET /schools/{school_id}/years",
    "POST /schools/{school_id}/years",
    "GET /years/{year_id}",
    "PUT /years/{year_id}",
    "POST /years/{year_id}/next",
)

_TIMETABLES = _under(
    "GET /timetable-rules",
    "PUT /timetable-rules",
    "GET /runs",
    "POST /runs",
    "GET /runs/{run_id}",
    "GET /runs/{run_id}/events",
    "POST /runs/{run_id}/stop",
    "POST /runs/{run_id}/cancel",
    "POST /runs/{run_id}/more",
    "POST /runs/{run_id}/variants",
    "GET /variants",
    "GET /variants/{variant_id}",
    "PUT /variants/{variant_id}",
    "POST /variants/{variant_id}/remove",
    "POST /variants/{variant_id}/restore",
    "GET /variants/{variant_id}/lessons",
    "GET /variants/{variant_id}/origin",
    "GET /variants/{variant_id}/problem",
    "GET /variants/{variant_id}/recipe",
    "GET /variants/{variant_id}/standing",
    "POST /variants/{variant_id}/drafts",
    "GET /drafts/{draft_id}",
    "GET /drafts/{draft_id}/steps",
    "GET /drafts/{draft_id}/lessons",
    "GET /drafts/{draft_id}/starts",
    "POST /drafts/{draft_id}/steps",
    "POST /drafts/{draft_id}/undo",
    "POST /drafts/{draft_id}/redo",
    "POST /drafts/{draft_id}/keep",
    "POST /drafts/{draft_id}/runs",
    "GET /drafts/{draft_id}/taken",
    "GET /drafts/{draft_id}/unplaced",
    "GET /variants/{variant_id}/comparison",
    "GET /variants/{variant_id}/drafts",
    "GET /variants/{variant_id}/unplaced",
    "GET /runs/{run_id}/lessons",
    "GET /timetable-rules/weighed",
)
_CARDS = _under(
    "GET /teachers",
    "POST /teachers",
    "GET /teachers/{teacher_id}",
    "PUT /teachers/{teacher_id}",
    "POST /teachers/{teacher_id}/time/reopen",
)
_TIME = _under(
    "GET /teachers/{teacher_id}/time",
    "POST /teachers/{teacher_id}/hours",
    "GET /teacher-hours/{hours_id}",
    "POST /teacher-hours/{hours_id}/remove",
    "GET /teachers/{teacher_id}/transport",
    "PUT /teachers/{teacher_id}/transport",
    "POST /teachers/{teacher_id}/time/submit",
    "POST /teachers/{teacher_id}/time/copy",
)
_FAMILIES = _under(
    "GET /cases/{case_id}/family",
    "POST /cases/{case_id}/family/windows",
    "GET /cases/{case_id}/family/windows/{window_id}",
    "POST /cases/{case_id}/family/windows/{window_id}/remove",
    "GET /cases/{case_id}/family/wishes",
    "PUT /cases/{case_id}/family/wishes",
    "GET /cases/{case_id}/family/limits",
    "PUT /cases/{case_id}/family/limits",
    "GET /cases/{case_id}/family/home",
    "PUT /cases/{case_id}/family/home",
    "POST /cases/{case_id}/family/homes",
)
_PLANS = _under(
    "GET /cases/{case_id}/plans",
    "POST /cases/{case_id}/plans",
    "GET /plans/{plan_id}",
    "PUT /plans/{plan_id}",
    "GET /plans/{plan_id}/acts",
    "GET /plans/{plan_id}/change",
    "POST /plans/{plan_id}/next",
    "POST /plans/{plan_id}/remove",
    "POST /plans/{plan_id}/offer",
    "POST /plans/{plan_id}/answer",
    "POST /plans/{plan_id}/recall",
)
_PLACES = _under(
    "GET /places",
    "POST /places",
    "GET /places/{place_id}",
    "PUT /places/{place_id}",
    "GET /places/{place_id}/roads",
    "GET /places/{place_id}/roads/{to_id}",
    "PUT /places/{place_id}/roads/{to_id}",
    "GET /late-ways",
    "POST /late-ways/take",
    "POST /late-ways/leave",
    "GET /planning",
    "PUT /planning",
)


def _also_for_administrators(routes: Iterable[str], roles: Iterable[Role]) -> tuple[Rule, ...]:
    return (
        *lines(routes, roles, Relation.SCHOOL),
        *lines(routes, ADMINISTRATOR, Relation.INSTALLATION),
    )


RULES: tuple[Rule, ...] = (
    *lines(_under("GET /me"), EVERYBODY, Relation.SELF),
    *lines(_under("GET /openapi.json"), STAFF, Relation.SELF),
    *lines(_CASES, DESK, Relation.SCHOOL),
    *lines(_PRINTING, DESK, Relation.SCHOOL),
    *lines(_CHILD_AWAY, DESK, Relation.SCHOOL),
    *lines(_CHILD_AWAY, [Role.PARENT], Relation.CASE),
    *lines([*_TEACHER_AWAY, *_AWAY], MANAGING, Relation.SCHOOL),
    *lines(_AWAY, GIVING, Relation.SELF),
    *lines(_under("GET /lessons", "POST /lessons/late"), GIVING, Relation.SELF),
    *lines(_LESSONS, DESK | GIVING, Relation.SELF),
    *lines(_under("POST /lessons/restore"), DESK | {Role.PARENT}, Relation.SELF),
    *lines(_REPAIRS, DESK, Relation.SCHOOL),
    *lines(_OFFERED, [Role.PARENT], Relation.CASE),
    *lines(_MENDED, DESK, Relation.SELF),
    *lines(_CALLS[0], [Role.TEACHER, Role.SPECIALIST], Relation.SCHOOL),
    *lines(_CALLS[1], [Role.TEACHER, Role.SPECIALIST], Relation.SELF),
    *lines(_TIMETABLES, DESK, Relation.SCHOOL),
    *lines([*_CARDS, *_TIME], MANAGING, Relation.SCHOOL),
    *lines(_TIME, TEACHING, Relation.SELF),
    *lines([*_FAMILIES, *_PLACES, *_PLANS], DESK, Relation.SCHOOL),
    *lines(_under("POST /plans/{plan_id}/approval"), [Role.DIRECTOR], Relation.SCHOOL),
    *lines(_FAMILIES, [Role.PARENT], Relation.CASE),
    *lines(_VERSIONS, DESK, Relation.SCHOOL),
    *lines(_under("POST /versions/{version_id}/approval"), [Role.DIRECTOR], Relation.SCHOOL),
    *_also_for_administrators(_PEOPLE, MANAGING),
    *_also_for_administrators(_SCHOOLS, DESK),
    *lines(_under("POST /schools"), ADMINISTRATOR, Relation.INSTALLATION),
)
