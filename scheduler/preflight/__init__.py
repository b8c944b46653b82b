"""Arithmetic before solving: what cannot work out and by how much, in Russian. No solver, no search.

A finding of severity `blocks` is a proof that not every lesson can be placed (or that pins contradict).
"""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.preflight.capacity import Capacity
from scheduler.preflight.facts import Facts
from scheduler.preflight.finding import Finding, Severity
from scheduler.preflight.people import pupil_findings, teacher_findings
from scheduler.preflight.pins import PinVerdict, judge_pins, pin_findings
from scheduler.preflight.rows import row_findings
from scheduler.preflight.starts import Starts
from scheduler.preflight.warnings import warning_findings
from scheduler.problem import Problem

__all__ = ["Finding", "PinVerdict", "Severity", "arithmetic", "capacity_of", "judge_pins", "preflight"]


def preflight(problem: Problem) -> tuple[Finding, ...]:
    """Every finding: pins first, then rows, pupils, teachers, then what only deserves a look."""
    capacity = capacity_of(problem)
    return (*pin_findings(problem, capacity.facts), *arithmetic(capacity), *warning_findings(problem))


def capacity_of(problem: Problem) -> Capacity:
    """The bounds of one problem, to be shared by several questions."""
    facts = Facts(problem)
    return Capacity(facts, Starts(facts))


def arithmetic(capacity: Capacity) -> Iterator[Finding]:
    """Proofs that lessons cannot all be placed: of a row, of a pupil, of a set of teachers."""
    yield from row_findings(capacity)
    yield from pupil_findings(capacity)
    yield from teacher_findings(capacity)
