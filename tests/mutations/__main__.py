"""Plants every bug of the list, one at a time: `python -m tests.mutations [PART OF FILE OR RULE ...]`.

Prints a table and ends with 1 unless every bug was caught.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.mutations.bugs import BUGS, Bug
from tests.mutations.plant import Fate, Result, Workshop, suite
from tests.mutations.service_bugs import SERVICES

WORKERS = 2


def main(wanted: Sequence[str]) -> int:
    results = plant_all(wanted)
    lost = [result for result in results if result.fate is not Fate.CAUGHT]
    print(f"\n{len(results) - len(lost)} of {len(results)} planted bugs caught")
    for result in lost:
        print(_line(result))
    return 1 if lost or not results else 0


def plant_all(wanted: Sequence[str]) -> list[Result]:
    """The fate of every bug that is wanted (none named: of all); nothing when tests fail without any bug."""
    chosen = [
        bug
        for bug in (*BUGS, *SERVICES)
        if not wanted or any(word == bug.rule or word in bug.file for word in wanted)
    ]
    with TemporaryDirectory(prefix="mutations-") as name:
        workshop = Workshop(Path(name))
        for tests in dict.fromkeys(suite(bug) for bug in chosen):
            passed, told = workshop.try_clean(tests)
            if not passed:
                print(f"without any bug {' '.join(tests)} fails: {told}")
                return []
        return list(_tried(workshop, chosen))


def _tried(workshop: Workshop, bugs: Iterable[Bug]) -> Iterator[Result]:
    with ThreadPoolExecutor(WORKERS) as pool:
        for result in pool.map(workshop.plant, bugs):
            print(_line(result), flush=True)
            yield result


def _line(result: Result) -> str:
    bug = result.bug
    change = f"{bug.old.strip().splitlines()[0]}  ->  {bug.new.strip().splitlines()[0]}"
    head = f"{result.fate.value:8} {result.seconds:5.1f} s  {bug.rule:17} {bug.file}"
    return f"{head}\n    {change}\n    {result.told}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
