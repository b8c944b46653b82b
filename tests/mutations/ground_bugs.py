"""Bugs worth planting into the ground of the service, and the tests that have to see each: who may do what, what is
written down, what ends, what is judged apart, what is done once.

As in `service_bugs`: a text that is found exactly once in its file, and what a tired person could have written.
"""

from __future__ import annotations

from tests.mutations.bugs import Bug, in_file

_TESTS, _CODE = "tests/api/services", "api/services"
MATRIX = ("tests/api/everywhere/test_matrix.py",)
ENTRY = (f"{_TESTS}/entry", f"{_TESTS}/people/test_accounts.py")
CASES = (f"{_TESTS}/cases", "tests/models/test_states.py")
PAPERS = (f"{_TESTS}/papers", "tests/api/pages/cases/test_paper_pages.py")
WRITTEN = (f"{_TESTS}/test_audit_rows.py", "tests/models/test_audit.py")
REST = ("tests/api/rest/test_conditions.py",)
TERMS = (f"{_TESTS}/terms",)

WHO = (
    *in_file(
        "api/policy/cases.py",
        ("policy.wide", '"GET /cases/{case_id}"], [Role.CLASS_TEACHER], Relation.CLASS)', '"GET /cases/{case_id}", "GET /pupils/{pupil_id}"], [Role.CLASS_TEACHER], Relation.SCHOOL)'),
    ),
    *in_file(
        f"{_CODE}/cases/seen.py",
        ("relation", " or not _theirs(unit, case):", ":"),
    ),
)  # fmt: skip

DOORS = (
    *in_file(
        f"{_CODE}/entry/signin.py",
        ("throttle.one", 'f"device:{device.id}" if device else f"login:{plain}"', '"login:" + (visit.label or "")'),
        ("throttle.device", 'f"device:{device.id}" if device else f"login:{plain}"', 'f"login:{plain}"'),
    ),
    *in_file(
        f"{_CODE}/entry/sessions.py",
        ("revoked", "return sign_in.revoked_at is None and at", "return at"),
        ("end.all", "    for row in rows:\n        row.revoked_at, row.ended = at, why\n    session.flush()\n    return", "    return"),
    ),
    *in_file(
        f"{_CODE}/people/accounts.py",
        ("role.ended", "        sessions.end_all(unit.session, account.id, unit.at, Ended.GRANT, grant.id)", "        pass"),
    ),
)  # fmt: skip

LIFE = (
    *in_file(
        f"{_CODE}/cases/watch.py",
        ("warnings", "(14, Severity.SOON), (30,", "(14, Severity.SOON), (31,"),
        ("warnings", "LEADS = ((3,", "LEADS = ((2,"),
    ),
    *in_file(
        f"{_CODE}/cases/guards.py",
        ("beyond.paper", "elif until < span.last:", "elif False:"),
        ("beyond.year", "or span.last > basis.year.last:", "and span.last > basis.year.last:"),
    ),
    *in_file(
        "models/states.py",
        ("state", "Move.RENEW: _step((State.EXPIRED,),", "Move.RENEW: _step((State.EXPIRED, State.FINISHED),"),
    ),
    *in_file(
        f"{_CODE}/cases/basis.py",
        ("clock", "if self.options.clock_working_days:", "if not self.options.clock_working_days:"),
    ),
)  # fmt: skip

FILES = (
    *in_file(
        "api/pages/cases/files.py",
        ("apart", "run_in_threadpool(inspect_apart, content", "run_in_threadpool(__import__('api.services.papers.uploads', fromlist=['inspect']).inspect, content"),
    ),
    *in_file(
        "exports/limited.py",
        ("limits", "    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))\n", "    pass\n"),
        ("secrets", "timeout=wall_s, env={})", "timeout=wall_s)"),
    ),
)  # fmt: skip

LOG = (
    *in_file(
        f"{_CODE}/papers/filing.py",
        ("unlogged", '    unit.note("paper.annul", "paper", paper.id, case=paper.case_id, what=paper.kind)\n', "    pass\n"),
    ),
    *in_file(
        f"{_CODE}/papers/medical.py",
        ("read.unlogged", '    unit.note("medical.read", "paper", paper.id, case=paper.case_id, why=why)\n', "    pass\n"),
    ),
)  # fmt: skip
CHAIN = in_file(
    "models/audit.py", ("chain", "row.object_id, row.facts, row.before,", "row.object_id, row.before,")
)

TWICE = (
    *in_file(
        "api/services/desk.py",
        ("etag", "    if str(row.rev) not in tags:\n        raise Stale(str(row.rev))\n", "    pass\n"),
    ),
    *in_file(
        "api/services/once.py",
        ("idempotency", "    if row.answer is not None:\n", "    if False:\n"),
        ("other.request", "        if known.fingerprint != new.fingerprint:\n", "        if False:\n"),
    ),
)  # fmt: skip
KEPT = in_file(
    f"{_CODE}/terms/applying.py",
    ("kept.once", "    if is_done(unit.session, one):\n        return None\n", "    pass\n"),
)

GROUND: dict[Bug, tuple[str, ...]] = {
    bug: tests
    for bugs, tests in (
        (WHO, MATRIX), (DOORS, ENTRY), (LIFE, CASES), (FILES, PAPERS), (LOG, PAPERS + WRITTEN), (CHAIN, WRITTEN),
        (TWICE, REST), (KEPT, TERMS),
    )
    for bug in bugs
}  # fmt: skip
