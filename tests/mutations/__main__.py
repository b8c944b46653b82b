"""Plants every bug of the list, one at a time: `python -m tests.mutations [PART OF FILE OR RULE ...]`.

Prints a table and ends with 1 unless every bug was caught.
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

from tests.mutations.bugs import BUGS, Bug
from tests.mutations.plant import Fate, Result, plant

WORKERS = 2


def main(wanted: list[str]) -> int:
    chosen = [
        bug for bug in BUGS if not wanted or any(word == bug.rule or word in bug.file for word in wanted)
    ]
    with ThreadPoolExecutor(WORKERS) as pool:
        results = list(pool.map(_tried, chosen))
    lost = [result for result in results if result.fate is not Fate.CAUGHT]
    print(f"\n{len(results) - len(lost)} of {len(results)} planted bugs caught")
    for result in lost:
        print(_line(result))
    return 1 if lost or not results else 0


def _tried(bug: Bug) -> Result:
    result = plant(bug)
    print(_line(result), flush=True)
    return result


def _line(result: Result) -> str:
    bug = result.bug
    change = f"{bug.old.strip().splitlines()[0]}  ->  {bug.new.strip().splitlines()[0]}"
    head = f"{result.fate.value:8} {result.seconds:5.1f} s  {bug.rule:17} {bug.file}"
    return f"{head}\n    {change}\n    {result.told}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
