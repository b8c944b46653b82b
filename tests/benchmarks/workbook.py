"""Figures of the workbook: writing and reading 300 pupils, refusing hostile files. `python -m tests.benchmarks.workbook`.

Aims: a workbook of 300 pupils read inside 5 s; every hostile file refused inside 2 s within 512 MB.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import TypeVar

from exports.workbook.faults import BadWorkbookError
from exports.workbook.read import import_workbook
from exports.workbook.write import write_registry, write_template
from tests.exports.workbook.edits import add_row, edited
from tests.exports.workbook.hostile import HOSTILE
from tests.exports.workbook.school import SCHOOL, multiplied

PUPILS = 300
T = TypeVar("T")


def timed(act: Callable[[], T]) -> tuple[float, T]:
    """Seconds of the wall clock, and what came of it."""
    begun = time.perf_counter()
    value = act()
    return time.perf_counter() - begun, value


def peak_megabytes(data: bytes) -> float:
    """The most memory the limited child held while it read the bytes (resident)."""
    said = (
        "import resource, sys; from exports.workbook import child; child.main(); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-I", "-c", said], input=data, capture_output=True, check=True)
    return int(done.stderr.split()[-1]) / 1024


def refused(data: bytes) -> str:
    try:
        import_workbook(data)
    except BadWorkbookError as error:
        return str(error.faults[0])
    raise AssertionError("read")


def main() -> None:
    """Prints the figures."""
    school = multiplied(PUPILS // len(SCHOOL.pupils))
    writing, data = timed(lambda: write_registry(school))
    reading, _ = timed(lambda: import_workbook(data))
    print(f"{len(school.pupils)} pupils, {len(school.lines)} plan rows, {len(data) / 1024:.0f} KB")
    print(f"  written in {writing:.2f} s, read in {reading:.2f} s, child {peak_megabytes(data):.0f} MB")
    wrong = edited(
        data, *(add_row("Планы", Дело=f"Ц-{n}", Предмет="Чтение", Учителя=f"Ы{n} Ё. Ё.") for n in range(400))
    )
    faulty, _ = timed(lambda: refused(wrong))
    print(f"  with 1200 faults refused in {faulty:.2f} s")
    print(f"  empty template written in {timed(write_template)[0]:.2f} s")
    print("hostile files:")
    for name, (make, _) in HOSTILE.items():
        hostile = make()
        seconds, _ = timed(lambda hostile=hostile: refused(hostile))  # type: ignore[misc]
        print(
            f"  {name:26} {len(hostile) / 1024:7.0f} KB  {seconds:5.2f} s  {peak_megabytes(hostile):4.0f} MB"
        )
    print(f"largest child of all: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
