"""Bugs worth planting into the agreement of families and school, and the tests that have to see each.

As in `bugs`: a text that is found exactly once in its file, and what a tired person could have written instead.
rule: the promise that the bug breaks. Each is given to the harness that stands for it: the machine of six actors
(MACHINE), people at the same version at once (RACES), a process killed while it publishes (KILLED); the rest to the
tests that say it in words.
"""

from __future__ import annotations

from tests.mutations.bugs import Bug, in_file

_HERE = "tests/api/services/agreement/"
MACHINE = (f"{_HERE}test_agreement_machine.py",)
RACES = (f"{_HERE}test_races.py",)
KILLED = (f"{_HERE}test_publish_killed.py",)
WORDS = (f"{_HERE}test_versions.py",)
COUNTER = (f"{_HERE}test_counter.py",)
_PAGES = "tests/api/pages/agreement/"

_TIMETABLE = "api/services/agreement/timetable/"
_DESK, _ANSWERING = f"{_TIMETABLE}desk.py", f"{_TIMETABLE}answering.py"

SERVICES: dict[Bug, tuple[str, ...]] = {
    bug: tests
    for tests, bugs in (
        (
            MACHINE,
            (
                *in_file(
                    _DESK,
                    ("revision", "if seen.rev not in (None, held.rev):", "if False:"),
                    ("digest", "if held.digest != seen.digest:", "if False:"),
                    ("state", "not in STEPS[move].origins:", "is None:"),
                ),
                *in_file(
                    f"{_TIMETABLE}states.py",
                    ("silence", "return VersionState.UNANSWERED if lapsed", "return VersionState.AGREED if lapsed"),
                    ("dispute", "if {Answer.AGREED, Answer.DECLINED} <= answers:", "if not answers:"),
                    ("withdrawal", "VersionMove.ANSWER: Step(ASKED, None)", "VersionMove.ANSWER: Step(ASKED | {VersionState.APPROVED}, None)"),
                    ("newer offer", "Step(ASKED | {VersionState.APPROVED}, VersionState.SUPERSEDED)", "Step(ASKED, VersionState.SUPERSEDED)"),
                ),
                *in_file(
                    f"{_TIMETABLE}approving.py",
                    ("four eyes", "if held.offered_by == unit.actor.account_id:", "if False:"),
                    ("reason", 'if state in BY_REASON and not (entry.reason or "").strip():', "if False:"),
                ),
                *in_file(_ANSWERING, ("said twice", "return None if more else last", "return None")),
                *in_file(f"{_TIMETABLE}offering.py", ("newer offer", "if before is not None:\n        put_state(", "if before is None:\n        put_state(")),
                *in_file(f"{_TIMETABLE}counter.py", ("scanner", "refuse_state(version, VersionMove.ANSWER)", "version.rev += 1; unit.session.commit()")),
            ),
        ),
        (
            RACES,
            (
                *in_file(
                    _ANSWERING,
                    ("said at once", "locked(unit, Case, version.case_id)\n    same", "same"),
                ),
                *in_file("models/engines.py", ("writers", '"BEGIN IMMEDIATE" if writes', '"BEGIN" if writes')),
                *in_file("api/services/desk.py", ("row lock", ".with_for_update().execution_options(populate_existing=True)", "")),
            ),
        ),
        (
            KILLED,
            (
                *in_file(
                    "models/engines.py",
                    ("all or nothing", "engine.execution_options(**{WRITES: True})", 'engine.execution_options(isolation_level="AUTOCOMMIT")'),
                ),
            ),
        ),
        (
            WORDS,
            (
                *in_file(
                    f"{_TIMETABLE}publishing.py",
                    ("approved text", 'same = digest(version.text or "") == version.digest', "same = True"),
                    ("checker", "*faults_of(unit, versions, lasting)", ""),
                    ("papers", "*_faults_of_papers(unit, [version]), ", ""),
                ),
                *in_file(f"{_TIMETABLE}approving.py", ("password", "unit.at - password_at > FRESH", "False")),
                *in_file(f"{_TIMETABLE}offering.py", ("marks", "if mark.digest in digests:", "if True:")),
                *in_file(_DESK, ("foreign", "Guardian.account_id == unit.actor.account_id, ", "")),
                *in_file(_ANSWERING, ("paper", "if by.channel == AnswerChannel.PAPER and not same_code", "if False and not same_code")),
            ),
        ),
        (
            COUNTER,
            in_file(
                f"{_TIMETABLE}counter.py",
                ("last place", "if not any(clashes((own_promise, other), minutes) for other in taken):", "if True:"),
                ("stated time", "Hold.until > unit.at, ", ""),
            ),
        ),
        (
            (f"{_PAGES}test_lost_answers.py",),
            in_file("api/services/once.py", ("lost answer", "if row.answer is not None:", "if False:")),
        ),
        (
            (f"{_PAGES}test_family_pages.py",),
            in_file(
                "api/pages/agreement/family.py",
                ("tick", 'if told == Answer.AGREED and not form.ticked("read"):', "if False:"),
            ),
        ),
    )
    for bug in bugs
}  # fmt: skip
