"""Figures of printed papers: 200 timetables as PDF, one case's set. `python -m tests.benchmarks.papers`.

Wall time: use an idle machine. Every paper is made from its template in a limited child, as the service makes them.
"""

from __future__ import annotations

import sys
import time

from exports.document.apart import Ask, Layout, make
from exports.document.forms import Form
from exports.document.samples import made_up
from exports.document.standard import standard
from tests.benchmarks.table import Figure

MANY, ROWS = 200, 15
TIMETABLES_S, SET_S = 30.0, 3.0


def timetables() -> Figure:
    """Two hundred timetables of fifteen lessons."""
    values = made_up(Form.TIMETABLE, rows=ROWS)
    ask = Ask(form=Form.TIMETABLE, template=standard(Form.TIMETABLE), values=values, layouts=(Layout.PDF,))
    spent = _spent([ask] * MANY)
    return Figure(
        f"{MANY} timetables as PDF", f"{spent:.1f} s", f"≤ {TIMETABLES_S:g} s", spent <= TIMETABLES_S
    )


def case_set() -> Figure:
    """Every form of one case, as Word and as PDF."""
    both = (Layout.DOCX, Layout.PDF)
    asked = [Ask(form=form, template=standard(form), values=made_up(form), layouts=both) for form in Form]
    spent = _spent(asked)
    return Figure(
        f"one case: {len(Form)} forms, DOCX and PDF", f"{spent:.1f} s", f"≤ {SET_S:g} s", spent <= SET_S
    )


def _spent(asked: list[Ask]) -> float:
    began = time.perf_counter()
    made = make(asked)
    assert all(made)
    return time.perf_counter() - began


def main() -> int:
    for form in Form:
        standard(form)
    found = [timetables(), case_set()]
    for figure in found:
        print(figure)
    return 0 if all(figure.met for figure in found) else 1


if __name__ == "__main__":
    sys.exit(main())
