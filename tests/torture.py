"""The long harnesses in full, and their table in the README: `python -m tests.torture`.

First the whole test suite with TORTURE=1 (brute force, random problems, outcomes tried out of bounds, in full
length), then every planted bug of the list. Ends with 1 when anything failed or a bug was not caught.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

from tests.mutations.__main__ import plant_all
from tests.mutations.plant import Fate, Result

README = Path(__file__).parents[1] / "README.md"
MARKS = ("<!-- torture: begin -->", "<!-- torture: end -->")
HARNESSES = {
    "test_brute_force": "engine, exact model and checker against brute force",
    "test_outcomes": "outcomes of random problems, and each one step out of bounds",
    "test_suggest_exact": "suggestions against trying every start",
    "test_preflight": "what preflight proves against brute force",
    "test_explain": "what is called impossible against brute force",
    "test_agreement_machine": "agreement by random acts of six against a model on paper",
    "test_publish_killed": "kill -9 in the middle of publishing, both databases",
}
REST = "all other tests"


@dataclass(frozen=True, slots=True)
class Harness:
    """What one harness came to; seconds are its tests' own, side by side on two cores."""

    name: str
    tests: int
    failed: int
    seconds: float


def main() -> int:
    began = time.monotonic()
    with TemporaryDirectory() as folder:
        report = Path(folder, "tests.xml")
        asked = [sys.executable, "-m", "pytest", "-n", "2", f"--junitxml={report}"]
        code = subprocess.run(asked, env=os.environ | {"TORTURE": "1"}, check=False).returncode
        harnesses = read_report(report)
    bugs = plant_all(())
    page = README.read_text(encoding="utf-8")
    README.write_text(with_table(page, table(harnesses, bugs, time.monotonic() - began)), encoding="utf-8")
    return 1 if code or not bugs or any(result.fate is not Fate.CAUGHT for result in bugs) else 0


def read_report(path: Path) -> list[Harness]:
    """The harnesses of a JUnit report, in the order of HARNESSES; the rest as one."""
    tests: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    seconds: defaultdict[str, float] = defaultdict(float)
    for case in ElementTree.parse(path).iter("testcase"):
        module = (case.get("classname") or "").rpartition(".")[2]
        name = HARNESSES.get(module, REST)
        tests[name] += 1
        failed[name] += any(child.tag in ("failure", "error") for child in case)
        seconds[name] += float(case.get("time") or 0)
    return [Harness(name, tests[name], failed[name], seconds[name]) for name in (*HARNESSES.values(), REST)]


def table(harnesses: Iterable[Harness], bugs: Sequence[Result], seconds: float) -> str:
    """Markdown: a line per harness, then the planted bugs."""
    caught = sum(result.fate is Fate.CAUGHT for result in bugs)
    lines = [
        f"Run {date.today().isoformat()}, {seconds / 60:.0f} min on {os.cpu_count()} cores.",
        "",
        "| harness | tests | failed | seconds |",
        "| --- | ---: | ---: | ---: |",
        *(f"| {one.name} | {one.tests} | {one.failed} | {one.seconds:.0f} |" for one in harnesses),
        f"| planted bugs (of them not caught) | {len(bugs)} | {len(bugs) - caught} "
        f"| {sum(result.seconds for result in bugs):.0f} |",
    ]
    return "\n".join(lines)


def with_table(page: str, text: str) -> str:
    """The page with the text between its marks. ValueError when a mark is missing."""
    head, begun, rest = page.partition(MARKS[0])
    _, ended, tail = rest.partition(MARKS[1])
    if not begun or not ended:
        raise ValueError(f"no {MARKS[0]} ... {MARKS[1]}")
    return f"{head}{MARKS[0]}\n{text}\n{MARKS[1]}{tail}"


if __name__ == "__main__":
    sys.exit(main())
