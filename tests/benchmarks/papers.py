"""Figures of printed papers: 200 timetables as PDF, one case's set. `python -m tests.benchmarks.papers`.

Wall time: use an idle machine; the time of the processor, told beside it, does not depend on who else works there.
Every paper is made from its template in a limited child, as the service makes them.
"""

from __future__ import annotations

import resource
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
    return _figure(f"{MANY} timetables as PDF", [ask] * MANY, TIMETABLES_S)


def case_set() -> Figure:
    """Every form of one case, as Word and as PDF."""
    both = (Layout.DOCX, Layout.PDF)
    asked = [Ask(form=form, template=standard(form), values=made_up(form), layouts=both) for form in Form]
    return _figure(f"one case: {len(Form)} forms, DOCX and PDF", asked, SET_S)


def _figure(title: str, asked: list[Ask], promised_s: float) -> Figure:
    began, before = time.perf_counter(), _processor_s()
    made = make(asked)
    assert all(made)
    spent, worked = time.perf_counter() - began, _processor_s() - before
    found = f"{spent:.1f} s ({worked:.1f} s of the processor)"
    return Figure(title, found, f"≤ {promised_s:g} s", spent <= promised_s)


def _processor_s() -> float:
    """Of this process and the children it has ended."""
    told = (resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in told)


def main() -> int:
    for form in Form:
        standard(form)
    found = [timetables(), case_set()]
    for figure in found:
        print(figure)
    return 0 if all(figure.met for figure in found) else 1


if __name__ == "__main__":
    sys.exit(main())
