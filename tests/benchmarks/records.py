"""What is compared with: points of the greedy reference and the best points known, kept beside this file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from scheduler.checks import check
from tests.benchmarks.cases import Case, digest_of
from tests.benchmarks.greedy import greedy

HERE = Path(__file__).parent
GREEDY, BEST_KNOWN = HERE / "greedy.json", HERE / "best_known.json"


def read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def write(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def greedy_record(case: Case) -> dict[str, Any]:
    """Points and unplaced lessons of greedy; computed once per instance, for it never changes."""
    instance = case.instance()
    digest = digest_of(instance)
    known = read(GREEDY)
    if known.get(case.name, {}).get("digest") != digest:
        verdict = check(instance.problem, greedy(instance.problem))
        if verdict.violations:
            raise AssertionError(f"greedy, {case.name}: {verdict.violations[0]}")
        entry = {"digest": digest, "points": verdict.points, "unplaced": verdict.score["unplaced"]}
        known[case.name] = entry
        write(GREEDY, known)
    return known[case.name]  # type: ignore[no-any-return]


def best_known(measured: dict[str, Any]) -> int | None:
    """Best points on record of the instance that was measured, with as few lessons unplaced."""
    entry = read(BEST_KNOWN).get(measured["case"], {})
    same = entry.get("digest") == measured["digest"] and entry.get("unplaced", 0) <= measured["unplaced"]
    return entry["points"] if same else None


def keep_if_better(measured: dict[str, Any], date: str) -> bool:
    """Put a long run on record unless a better one of the same instance is there."""
    known = read(BEST_KNOWN)
    old = known.get(measured["case"], {})
    if old.get("digest") == measured["digest"] and (old["unplaced"], old["points"]) <= (
        measured["unplaced"],
        measured["points"],
    ):
        return False
    known[measured["case"]] = {
        "digest": measured["digest"],
        "points": measured["points"],
        "unplaced": measured["unplaced"],
        "seconds": measured["asked_seconds"],
        "date": date,
    }
    write(BEST_KNOWN, known)
    return True
