"""Bugs worth planting into the agreement of families and school, and the tests that have to see each.

As in `bugs`: a text that is found exactly once in its file, and what a tired person could have written instead.
rule: the promise that the bug breaks. They are given to the machine of six actors.
"""

from __future__ import annotations

from tests.mutations.bugs import Bug, in_file

MACHINE = ("tests/api/services/agreement/test_agreement_machine.py",)
_DESK = "api/services/agreement/timetable/desk.py"

SERVICES: dict[Bug, tuple[str, ...]] = dict.fromkeys(
    in_file(
        _DESK,
        ("revision", "if seen.rev not in (None, held.rev):", "if False:"),
        ("digest", "if held.digest != seen.digest:", "if False:"),
        ("state", "not in STEPS[move].origins:", "is None:"),
    ),
    MACHINE,
)
