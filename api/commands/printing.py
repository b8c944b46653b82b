"""Plain lines and tables for the terminal; values in, text out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from api.texts import PROOF, UNIT, lessons_counted
from scheduler.rulebook import GOALS, UNPLACED

if TYPE_CHECKING:
    from scheduler.checks import Verdict, Violation
    from scheduler.explain import Explanation
    from scheduler.preflight import Finding
    from scheduler.timetable import Reason


def columns(rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset()) -> list[str]:
    """Rows as lines of aligned columns, two spaces apart; the last column is not padded."""
    widths = [max(len(row[number]) for row in rows) for number in range(len(rows[0]))] if rows else []
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if number in right else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return lines


def verdict_lines(verdict: Verdict) -> list[str]:
    """Every violation, then the score."""
    found = verdict.violations
    head = f"Нарушений: {len(found)}" if found else "Нарушений нет."
    table = [_violation_cells(violation) for violation in found]
    return [head, *(f"  {line}" for line in columns(table)), "", *score_lines(verdict.score, verdict.points)]


def _violation_cells(violation: Violation) -> list[str]:
    lessons = ", ".join(f"{lesson.row}#{lesson.n}" for lesson in violation.lessons) or "-"
    return [violation.rule, lessons, f"{violation.excess} {UNIT[violation.unit]}", violation.text]


def score_lines(score: Mapping[str, int], points: int) -> list[str]:
    """All goals in native units and the points."""
    rows = [[rule.code, str(score.get(rule.code, 0)), rule.said] for rule in (UNPLACED, *GOALS)]
    rows.append(["points", str(points), "баллов (чем меньше, тем лучше)"])
    return columns(rows, frozenset([1]))


def finding_lines(findings: Iterable[Finding]) -> list[str]:
    """Findings of preflight: what makes lessons impossible first, then warnings."""
    findings = list(findings)
    blocking = [finding.text for finding in findings if finding.severity == "blocks"]
    warning = [finding.text for finding in findings if finding.severity == "warns"]
    if not findings:
        return ["Противоречий не видно."]
    lines = [f"Не сойдётся: {len(blocking)}", *(f"  {text}" for text in blocking)] if blocking else []
    return lines + (
        [f"Обратите внимание: {len(warning)}", *(f"  {text}" for text in warning)] if warning else []
    )


def explanation_lines(explanation: Explanation) -> list[str]:
    """One row's unplaced lessons: how many, how certain, why."""
    head = f"{explanation.title}: "
    if explanation.count:
        head += f"не размещено {lessons_counted(explanation.count)}"
        head += f", {PROOF[explanation.proof]}" if explanation.proof else ""
    else:
        head += "все занятия размещены" if explanation.placed else "само по себе размещается"
    return [head, *(f"  {reason.text}" for reason in explanation.reasons)]


def reason_texts(reasons: Iterable[Reason]) -> list[str]:
    return [reason.text for reason in reasons]
