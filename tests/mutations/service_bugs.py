"""Bugs worth planting into the agreement of families and school, and the tests that have to see each.

As in `bugs`: a text that is found exactly once in its file, and what a tired person could have written instead.
rule: the promise that the bug breaks. Most are given to the machine of six actors, on the database where it is
quickest; the others to races, to processes that are killed, to what is said in words.
"""

from __future__ import annotations

from tests.mutations.bugs import Bug, in_file
from tests.mutations.ground_bugs import GROUND

_TESTS = "tests/api/services/agreement"
_CODE = "api/services/agreement/timetable"
MACHINE = (f"{_TESTS}/test_agreement_machine.py", "-k", "sqlite")
RACES = (f"{_TESTS}/test_races.py", "-k", "postgresql")
HOLDS = (f"{_TESTS}/test_counter.py", "-k", "postgresql and at_once")
KILLS = (f"{_TESTS}/test_publish_killed.py",)
WORDS = (f"{_TESTS}/test_content.py", f"{_TESTS}/test_difference.py", f"{_TESTS}/test_canonical.py")
LOOKS = ("tests/api/pages/agreement/test_look_pages.py", "-k", "sqlite")
_ANEW = """.exec_driver_sql("COMMIT"), unit.session.connection().exec_driver_sql("BEGIN")"""

STEPS = (
    *in_file(
        f"{_CODE}/desk.py",
        ("revision", "if seen.rev not in (None, held.rev):", "if False:"),
        ("digest", "if held.digest != seen.digest:", "if False:"),
        ("state", "not in STEPS[move].origins:", "is None:"),
    ),
    *in_file(
        f"{_CODE}/states.py",
        ("dispute", "if {Answer.AGREED, Answer.DECLINED} <= answers:", "if {Answer.AGREED, Answer.WITHDRAWN} <= answers:"),
        ("silence", "return VersionState.UNANSWERED if lapsed", "return VersionState.AGREED if lapsed"),
        ("recall", "VersionMove.RECALL: Step(ASKED,", "VersionMove.RECALL: Step(ASKED | {VersionState.APPROVED},"),
        ("withdrawal", "VersionMove.ANSWER: Step(ASKED,", "VersionMove.ANSWER: Step(ASKED | {VersionState.APPROVED},"),
    ),
    *in_file(
        f"{_CODE}/answering.py",
        ("deadline", "lapsed = held.answer_until is not None and held.answer_until <= unit.at", "lapsed = False"),
        ("latest", "told[decision.guardian_id] = Answer(decision.answer)", "told.setdefault(decision.guardian_id, Answer(decision.answer))"),
        ("other.answer", "if last is None or last.answer != told.answer or last.digest", "if last is None or last.digest"),
    ),
    *in_file(
        f"{_CODE}/approving.py",
        ("four.eyes", "if held.offered_by == unit.actor.account_id:", "if False:"),
        ("reason", "if state in BY_REASON and not", "if state == VersionState.DECLINED and not"),
        ("lapse.seen", "silent = version.rev == seen.rev and", "silent ="),
    ),
    *in_file(
        f"{_CODE}/offering.py",
        ("replaced", "put_state(unit, before, VersionState.SUPERSEDED, VersionMove.REPLACE)", "pass"),
    ),
    *in_file(
        f"{_CODE}/publishing.py",
        ("one.in.force", "put_state(unit, before, VersionState.SUPERSEDED, VersionMove.SUPERSEDE)", "pass"),
    ),
    *in_file(
        f"{_CODE}/family.py",
        ("opening", "    line = version_seen(shelf, version)\n    answers", "    line = version_seen(shelf, version)\n    version.rev += 1\n    answers"),
    ),
)  # fmt: skip

AT_ONCE = (
    *in_file(
        f"{_CODE}/answering.py",
        ("double.answer", "    locked(unit, Case, version.case_id)\n    same", "    same"),
    ),
    *in_file(
        f"{_CODE}/desk.py",
        ("one.at.a.time", "    locked(unit, Case, version.case_id)\n    held = locked(unit, TimetableVersion, version.id)", "    held = unit.session.get(TimetableVersion, version.id)"),
    ),
)  # fmt: skip

LAST_PLACE = in_file(
    f"{_CODE}/counter.py", ("last.place", "        locked(unit, Teacher, teacher_id)\n", "        pass\n")
)
HALVES = in_file(
    f"{_CODE}/review.py",
    ("half.told", "    made = publish(unit, chosen)\n",
     f"    made = publish(unit, chosen)\n    unit.session.connection(){_ANEW}\n    __import__('time').sleep(0.05)\n"),
)  # fmt: skip
SAID = (
    *in_file(
        f"{_CODE}/content.py",
        ("sentence.bound", '                "sentence": self.sentence,\n', '                "sentence": "",\n'),
        ("weeks.bound", '"weeks": [] if self.weeks is None else list(self.weeks),', '"weeks": [],'),
    ),
    *in_file(
        f"{_CODE}/difference.py",
        ("was.now", "{self.was} → {self.now}", "{self.now} → {self.was}"),
        ("said.where", "(where_said(was), where_said(now)),", "(where_said(was), where_said(was)),"),
    ),
    *in_file(
        "api/services/agreement/canonical.py",
        ("one.text", "ensure_ascii=False, sort_keys=True,", "ensure_ascii=False,"),
        ("short.code", ">> (4 * len(digest_hex) - CODE_BITS)", "& (1 << CODE_BITS) - 1"),
    ),
)  # fmt: skip

LINKS = in_file(
    f"{_CODE}/links.py",
    ("link.life", "over = at >= version.offered_at + LIVES", "over = False"),
    ("link.whose", '(version.id, version.digest or "", account_id)', '(version.id, version.digest or "")'),
)

SERVICES: dict[Bug, tuple[str, ...]] = {
    bug: tests
    for bugs, tests in (
        (STEPS, MACHINE), (AT_ONCE, RACES), (LAST_PLACE, HOLDS), (HALVES, KILLS), (SAID, WORDS),
        (LINKS, LOOKS),
    )
    for bug in bugs
} | GROUND  # fmt: skip
