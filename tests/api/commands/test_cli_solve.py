"""`solve` around the solver: files, signals, exit codes. The solver itself is played by a stand-in."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from api.commands.progress import Report, progress_text
from api.commands.solving import summary_lines
from scheduler.terms import Proof, SolveStatus
from scheduler.timetable import Reason, Timetable, Unplaced
from scheduler.wire import canonical_digest, parse_timetable
from tests.api.commands.test_cli import run, told, written
from tests.scheduler.corpus import base


@dataclass(frozen=True)
class Settings:
    seconds: float | None = 30
    iterations: int | None = None
    workers: int = 2
    seed: int = 1


class StandIn:
    """Records the call; `during` runs in place of the search."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.during: Callable[[Any, Any], None] = lambda *_: None
        self.unplaced: tuple[Unplaced, ...] = ()
        self.status = SolveStatus.FEASIBLE

    def solve(self, problem: Any, settings: Any, hint: Any, on_improvement: Any, should_stop: Any) -> Any:
        self.calls.append((problem, settings, hint))
        self.during(on_improvement, should_stop)
        timetable = Timetable(status=self.status, lessons=(), unplaced=self.unplaced, score={"unplaced": 0})
        return SimpleNamespace(timetable=timetable)


@pytest.fixture
def solver(monkeypatch: pytest.MonkeyPatch) -> StandIn:
    stand_in = StandIn()
    module = ModuleType("scheduler.solve")
    module.Settings, module.solve = Settings, stand_in.solve  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "scheduler.solve", module)
    return stand_in


@pytest.fixture
def problem_file(tmp_path: Path) -> Path:
    return written(tmp_path / "problem.json", base.problem())


def test_solve_prints_the_timetable_and_nothing_else_when_piped(solver: StandIn, problem_file: Path) -> None:
    result = run("solve", problem_file)
    assert (result.exit_code, result.stderr) == (0, "")
    timetable = parse_timetable(result.stdout_bytes)
    assert timetable.problem == canonical_digest(base.problem())
    assert solver.calls[0][1] == Settings(30.0, None, 2, 1)


def test_solve_writes_the_file_and_prints_nothing(
    solver: StandIn, problem_file: Path, tmp_path: Path
) -> None:
    target = tmp_path / "t.json"
    result = run("solve", problem_file, "-o", target, "--seconds", "2.5", "--workers", "1", "--seed", "7")
    assert (result.exit_code, result.output) == (0, "")
    assert solver.calls[0][1] == Settings(2.5, None, 1, 7)
    assert parse_timetable(target.read_bytes()).status == SolveStatus.FEASIBLE
    assert sorted(path.name for path in tmp_path.iterdir()) == ["problem.json", "t.json"]


def test_iterations_take_the_place_of_time(solver: StandIn, problem_file: Path) -> None:
    run("solve", problem_file, "--iterations", "500")
    assert solver.calls[0][1] == Settings(None, 500, 2, 1)


def test_hint_is_read_and_handed_on(solver: StandIn, problem_file: Path, tmp_path: Path) -> None:
    hint = written(tmp_path / "hint.json", base.timetable())
    assert run("solve", problem_file, "--hint", hint).exit_code == 0
    assert [lesson.row for lesson in solver.calls[0][2].lessons] == ["r1", "r1"]
    bad = written(tmp_path / "bad.json", b"{}")
    assert run("solve", problem_file, "--hint", bad).exit_code == 2


@pytest.mark.parametrize(
    ("status", "unplaced", "code"),
    [
        (SolveStatus.OPTIMAL, 0, 0),
        (SolveStatus.FEASIBLE, 0, 0),
        (SolveStatus.FEASIBLE, 1, 1),
        (SolveStatus.INFEASIBLE, 8, 1),
        (SolveStatus.UNKNOWN, 0, 1),
    ],
)
def test_exit_code_tells_whether_all_is_placed(
    solver: StandIn, problem_file: Path, status: SolveStatus, unplaced: int, code: int
) -> None:
    solver.status = status
    solver.unplaced = (Unplaced(row="r1", count=unplaced),) if unplaced else ()
    assert run("solve", problem_file).exit_code == code


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_stops_the_search_and_the_best_is_written(
    solver: StandIn, problem_file: Path, tmp_path: Path, number: signal.Signals
) -> None:
    seen = []

    def search(_on_improvement: Any, should_stop: Any) -> None:
        seen.append(should_stop())
        os.kill(os.getpid(), number)
        seen.append(should_stop())

    solver.during = search
    before = signal.getsignal(number)
    target = tmp_path / "t.json"
    assert run("solve", problem_file, "-o", target).exit_code == 0
    assert seen == [False, True]
    assert target.exists()
    assert signal.getsignal(number) == before


def test_target_is_judged_before_the_search(solver: StandIn, problem_file: Path, tmp_path: Path) -> None:
    nowhere = tmp_path / "no" / "t.json"
    cases = [
        (nowhere, f"$: found no directory {nowhere.parent}; allowed: a file in a directory that exists"),
        (tmp_path, "$: found a directory; allowed: a file to write"),
        (problem_file, "$: found the problem file itself; allowed: another file"),
    ]
    for target, fault in cases:
        result = run("solve", problem_file, "-o", target)
        assert (result.exit_code, result.stderr) == (2, told(target, [fault]))
    assert solver.calls == []


def test_search_that_breaks_leaves_the_former_file_whole(
    solver: StandIn, problem_file: Path, tmp_path: Path
) -> None:
    target = written(tmp_path / "t.json", base.timetable())

    def search(_on_improvement: Any, _should_stop: Any) -> None:
        raise RuntimeError("broken")

    solver.during = search
    with pytest.raises(RuntimeError, match="broken"):
        run("solve", problem_file, "-o", target)
    assert json.loads(target.read_bytes()) == base.timetable()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["problem.json", "t.json"]


PROGRESS = SimpleNamespace(
    seconds=1.5, score={"unplaced": 2, "travel": 35, "wish": 0}, points=35, bound={"unplaced": 1}, unplaced=2
)


def test_progress_speaks_native_units_and_the_bound() -> None:
    head = "не размещено занятий 2 (доказано: не меньше 1), баллов 35, найдено на 1,5 с"
    assert progress_text(PROGRESS) == f"{head}\n  минут в дороге 35"
    least = SimpleNamespace(**vars(PROGRESS) | {"bound": {"unplaced": 2}, "score": {"unplaced": 2}})
    assert (
        progress_text(least)
        == "не размещено занятий 2 (доказано: меньше нельзя), баллов 35, найдено на 1,5 с"
    )


def test_report_tells_the_last_improvement_and_that_it_stops() -> None:
    report = Report(30)
    assert report.text() == "Готовлюсь"
    report(PROGRESS)
    assert report.text() == f"Ищу, 1,5 из 30 с: {progress_text(PROGRESS)}"
    report.stopping = True
    assert report.text() == f"Останавливаюсь, 1,5 из 30 с: {progress_text(PROGRESS)}"


def test_summary_names_what_is_not_placed() -> None:
    reason = Reason(code="row.teacher", text="учитель не назначен")
    unplaced = (Unplaced(row="r9", count=2, proof=Proof.IMPOSSIBLE, reasons=(reason,)),)
    timetable = Timetable(status=SolveStatus.FEASIBLE, lessons=(), unplaced=unplaced)
    assert summary_lines(timetable) == [
        "расписание составлено: размещено занятий 0 из 2",
        "  r9: не размещено 2 занятия. учитель не назначен",
    ]
