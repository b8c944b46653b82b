"""Why lessons are not placed: the kind of proof and one Russian sentence per reason, the most telling first.

impossible: proved whatever else moves (the row's own windows and limits, or arithmetic over a pupil or a set
of teachers). blocked: every start is taken from the lesson by lessons that stand now. not_found: a start is
open, or nothing was proved. No solver; milliseconds a row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from scheduler.explain.standing import Standing
from scheduler.preflight import Finding, capacity_of
from scheduler.preflight.people import pool_findings, pupil_finding
from scheduler.preflight.rows import row_shortage
from scheduler.preflight.spoken import Names
from scheduler.problem import PlanRow, Problem
from scheduler.terms import Proof
from scheduler.timetable import Reason, Timetable

MOST_REASONS = 5


@dataclass(frozen=True, slots=True)
class Explanation:
    """A row's unplaced lessons: how many, how certain it is that they cannot stand, and why.

    count: lessons unplaced (of a row without a timetable: lessons that provably never fit). placed: True when
    a timetable was given and nothing of the row is unplaced. proof: None when nothing is unplaced.
    """

    row: str
    title: str
    count: int
    proof: Proof | None
    reasons: tuple[Reason, ...] = field(default=())
    placed: bool = False


class Explainer:
    """Answers for many rows of one problem share its counting; make one and ask it."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._capacity = capacity_of(problem)
        self._names = Names(problem)
        self._numbers = {row.id: number for number, row in enumerate(problem.rows)}
        self._of_pupil: dict[str, tuple[Finding, ...]] = {}
        self._of_pool: dict[frozenset[str], tuple[Finding, ...]] = {}

    def _findings(self, row: PlanRow) -> Iterator[Finding]:
        """Arithmetic the row takes part in: its pupils, and every set of teachers around its own."""
        for pupil in self._capacity.facts.group(row):
            if pupil.id not in self._of_pupil:
                self._of_pupil[pupil.id] = tuple(pupil_finding(self._capacity, pupil))
            yield from self._of_pupil[pupil.id]
        own = frozenset(self._capacity.facts.candidates(row))
        for pool in self._capacity.pools:
            if own and own <= pool:
                if pool not in self._of_pool:
                    self._of_pool[pool] = tuple(pool_findings(self._capacity, pool))
                yield from self._of_pool[pool]

    def of_timetable(self, timetable: Timetable) -> Iterator[Explanation]:
        """One explanation per row with lessons unplaced, in the timetable's order."""
        standing = Standing(self._capacity.starts, self._names, timetable)
        missing = {entry.row: 0 for entry in timetable.unplaced}
        for entry in timetable.unplaced:
            missing[entry.row] += entry.count
        for row_id, count in missing.items():
            if row_id in self._numbers:
                yield self._explained(self._problem.rows[self._numbers[row_id]], count, missing, standing)

    def of_row(self, row: PlanRow, timetable: Timetable | None) -> Explanation:
        """What stands against one row; without a timetable what the problem alone says."""
        title = self._names.row(row)
        if timetable is None:
            lacking = row.lessons - self._capacity.most(row)
            reasons = tuple(self._own_reasons(row)) + tuple(self._shared_reasons(row))
            return Explanation(row.id, title, lacking, Proof.IMPOSSIBLE if lacking else None, reasons)
        for explanation in self.of_timetable(timetable):
            if explanation.row == row.id:
                return explanation
        return Explanation(row.id, title, 0, None, placed=True)

    def _explained(
        self, row: PlanRow, count: int, missing: dict[str, int], standing: Standing
    ) -> Explanation:
        title = self._names.row(row)
        own = tuple(self._own_reasons(row))
        if count <= row.lessons - self._capacity.most(row):
            return Explanation(row.id, title, count, Proof.IMPOSSIBLE, own)
        open_starts, blockers = standing.judge(row)
        if open_starts:
            text = f"{title}: есть открытое время (начал: {open_starts}), поиск до него не дошёл"
            missed = Reason(code="open", text=text, row=row.id, facts={"starts": open_starts})
            return Explanation(
                row.id, title, count, Proof.NOT_FOUND, (missed, *own, *blockers[:MOST_REASONS])
            )
        shared = [finding for finding in self._findings(row) if self._proves(finding, row, missing)]
        if shared:
            reasons = own + tuple(_reason(finding, row) for finding in shared[:MOST_REASONS])
            return Explanation(row.id, title, count, Proof.IMPOSSIBLE, reasons)
        return Explanation(row.id, title, count, Proof.BLOCKED, own + tuple(blockers[:MOST_REASONS]))

    def _own_reasons(self, row: PlanRow) -> Iterator[Reason]:
        most = self._capacity.most(row)
        if most < row.lessons:
            code, text, _ = row_shortage(self._capacity, self._names, row, self._numbers[row.id])
            said = f"{self._names.row(row)}: {text}"
            yield Reason(code=code, text=said, row=row.id, facts={"needed": row.lessons, "available": most})

    def _shared_reasons(self, row: PlanRow) -> Iterator[Reason]:
        return (_reason(finding, row) for finding in self._findings(row) if row.id in finding.rows)

    def _proves(self, finding: Finding, row: PlanRow, missing: dict[str, int]) -> bool:
        """True when the arithmetic covers all that is unplaced among the rows it speaks of."""
        if row.id not in finding.rows:
            return False
        rows = [self._problem.rows[self._numbers[name]] for name in finding.rows]
        beyond_own = (missing.get(other.id, 0) - other.lessons + self._capacity.most(other) for other in rows)
        proved = finding.missing
        if finding.code.endswith(".minutes"):
            proved = -(-finding.missing // max(other.lesson_min for other in rows))
        return sum(max(0, number) for number in beyond_own) <= proved


def _reason(finding: Finding, row: PlanRow) -> Reason:
    facts = {"needed": finding.needed, "available": finding.available}
    return Reason(code=finding.code, text=finding.text, row=row.id, facts=facts)


def explain(problem: Problem, timetable: Timetable) -> tuple[Explanation, ...]:
    """Why each row's unplaced lessons are not placed."""
    return tuple(Explainer(problem).of_timetable(timetable)) if timetable.unplaced else ()


def explain_row(problem: Problem, row_id: str, timetable: Timetable | None = None) -> Explanation:
    """One row; KeyError for an id that is none."""
    row = {row.id: row for row in problem.rows}[row_id]
    return Explainer(problem).of_row(row, timetable)
