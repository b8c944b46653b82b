"""The command line: exit codes, what goes to stdout and to stderr, what is imported."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from api.cli import app
from scheduler.schema import problem_schema, timetable_schema
from scheduler.wire import canonical_digest
from tests.scheduler.corpus import base
from tests.scheduler.corpus.problems import PROBLEM_CASES
from tests.scheduler.corpus.texts import BYTES_CASES, TIMETABLE_CASES

HEAVY = ("ortools", "numba", "numpy", "rich")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)


def shell(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "api.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def problem_file(tmp_path: Path) -> Path:
    return written(tmp_path / "problem.json", base.problem())


@pytest.fixture
def timetable_file(tmp_path: Path) -> Path:
    return written(tmp_path / "timetable.json", base.timetable())


def written(path: Path, value: Any) -> Path:
    path.write_bytes(value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode())
    return path


def told(path: Path, faults: list[str]) -> str:
    return f"{path}: {len(faults)} fault(s)\n" + "".join(f"  {fault}\n" for fault in faults)


@pytest.mark.parametrize(
    ("changes", "faults"), [c[1:] for c in PROBLEM_CASES], ids=[c[0] for c in PROBLEM_CASES]
)
def test_broken_problem_ends_with_two_and_its_faults(
    tmp_path: Path, changes: dict[str, Any], faults: list[str]
) -> None:
    path = written(tmp_path / "broken.json", base.patched(base.problem(), changes))
    result = run("preflight", path)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", told(path, faults))


@pytest.mark.parametrize(
    ("changes", "faults"), [c[1:] for c in TIMETABLE_CASES], ids=[c[0] for c in TIMETABLE_CASES]
)
def test_broken_timetable_ends_with_two_and_its_faults(
    tmp_path: Path, problem_file: Path, changes: dict[str, Any], faults: list[str]
) -> None:
    path = written(tmp_path / "broken.json", base.patched(base.timetable(), changes))
    result = run("check", problem_file, path)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", told(path, faults))


def test_faults_of_both_files_are_told_together(tmp_path: Path) -> None:
    problem = written(tmp_path / "p.json", b"")
    timetable = written(tmp_path / "t.json", b"[]")
    result = run("check", problem, timetable)
    empty = told(problem, ["$: found an empty file; allowed: one JSON object"])
    listed = told(timetable, ["$: found a list of 0; allowed: one JSON object"])
    assert (result.exit_code, result.stderr) == (2, empty + listed)


@pytest.mark.parametrize("command", ["solve", "preflight", "explain"])
@pytest.mark.parametrize("name", ["not_utf8", "deep_nesting", "number_of_5000_digits"])
def test_real_program_tells_broken_bytes_without_a_traceback(tmp_path: Path, command: str, name: str) -> None:
    data, fault = next(case[1:] for case in BYTES_CASES if case[0] == name)
    path = written(tmp_path / "broken.json", data)
    result = shell(command, path)
    assert (result.returncode, result.stdout, result.stderr) == (2, "", told(path, [fault]))


def test_file_that_is_not_there_ends_with_two(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.json"
    result = run("preflight", path)
    fault = "$: found No such file or directory; allowed: a readable file"
    assert (result.exit_code, result.stderr) == (2, told(path, [fault]))
    result = run("preflight", tmp_path)
    assert (result.exit_code, result.stderr) == (
        2,
        told(tmp_path, ["$: found Is a directory; allowed: a readable file"]),
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["destroy"],
        ["solve"],
        ["check", "a.json"],
        ["solve", "a.json", "--workers", "0"],
        ["solve", "a.json", "--seconds", "soon"],
        ["suggest", "a.json", "b.json", "--row", "r1"],
        ["schema", "school"],
        ["preflight", "a.json", "--loud"],
    ],
)
def test_bad_call_ends_with_two(arguments: list[str]) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Usage: ")


def test_schema_prints_the_schema_of_either_format() -> None:
    assert json.loads(run("schema", "problem").stdout) == problem_schema()
    assert json.loads(run("schema", "timetable").stdout) == timetable_schema()


def test_preflight_of_a_sound_problem_ends_with_zero(problem_file: Path) -> None:
    result = run("preflight", problem_file)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "Противоречий не видно.\n", "")


def test_preflight_of_a_vacancy_ends_with_one(tmp_path: Path) -> None:
    path = written(tmp_path / "p.json", base.patched(base.problem(), {"rows.0.teachers": []}))
    result = run("preflight", path)
    expected = "Не сойдётся: 1\n  r1 (p1): учитель не назначен, нужно 2 занятия\n"
    assert (result.exit_code, result.stdout) == (1, expected)


def test_warning_alone_ends_with_zero(tmp_path: Path) -> None:
    window = {"days": ["sat"], "start": "09:00", "end": "12:00"}
    path = written(tmp_path / "p.json", base.patched(base.problem(), {"teachers.0.free.+": window}))
    result = run("preflight", path)
    text = "Обратите внимание: 1\n  t1: свободное время указано на дни без занятий (сб)\n"
    assert (result.exit_code, result.stdout) == (0, text)


def test_explain_tells_one_row_or_every_unplaced_one(tmp_path: Path, timetable_file: Path) -> None:
    changes = {"rows.2.teachers": [], "rows.3.lessons": 9}
    path = written(tmp_path / "p.json", base.patched(base.problem(), changes))
    row = run("explain", path, "--row", "r3")
    text = "r3 (p3): не размещено 2 занятия, невозможно\n  r3 (p3): учитель не назначен, нужно 2 занятия\n"
    assert (row.exit_code, row.stdout) == (0, text)
    every = run("explain", path, timetable_file)
    titles = [line for line in every.stdout.splitlines() if not line.startswith(" ")]
    assert titles == [
        "r2 (p1, p2): не размещено 2 занятия, место не найдено за отведённое время",
        "r3 (p3): не размещено 2 занятия, невозможно",
        "r4 (p3): не размещено 2 занятия, невозможно",
    ]


def test_explain_of_a_row_that_is_placed_says_so(problem_file: Path, timetable_file: Path) -> None:
    result = run("explain", problem_file, timetable_file, "--row", "r1")
    assert (result.exit_code, result.stdout) == (0, "r1 (p1): все занятия размещены\n")


@pytest.mark.parametrize("command", [["explain"], ["suggest", "--n", "1"]])
def test_unknown_row_ends_with_two_and_the_nearest(
    command: list[str], problem_file: Path, timetable_file: Path
) -> None:
    result = run(command[0], problem_file, timetable_file, *command[1:], "--row", "r9")
    fault = '--row: found "r9"; allowed: an id of rows; did you mean "r1"?'
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", told(Path("call"), [fault]))


def test_ordinal_beyond_the_row_ends_with_two(problem_file: Path, timetable_file: Path) -> None:
    result = run("suggest", problem_file, timetable_file, "--row", "r1", "--n", "3")
    fault = '--n: found 3; allowed: a number from 1 to 2, the lessons of row "r1"'
    assert (result.exit_code, result.stderr) == (2, told(Path("call"), [fault]))


def test_check_prints_json_of_the_contract(problem_file: Path, tmp_path: Path) -> None:
    # 13:00 is 30 minutes before t1 is free; r2, r3, r4 with 2 lessons each are unplaced
    path = written(
        tmp_path / "t.json",
        base.patched(
            base.timetable(),
            {
                "lessons.0.start": "13:00",
                "lessons.0.end": "13:40",
                "lessons.1.start": "13:00",
                "lessons.1.end": "13:40",
            },
        ),
    )
    result = run("check", problem_file, path, "--json")
    answer = json.loads(result.stdout)
    assert result.exit_code == 1
    assert answer["violations"] == [
        {"rule": "teacher.free", "lessons": [{"row": "r1", "n": n}], "excess": 30, "unit": "min"}
        for n in (1, 2)
    ]
    assert answer["score"]["unplaced"] == 6
    assert set(answer) == {"violations", "score", "points"}


def test_check_of_a_lawful_timetable_ends_with_zero(problem_file: Path, timetable_file: Path) -> None:
    result = run("check", problem_file, timetable_file)
    lines = result.stdout.splitlines()
    assert (result.exit_code, lines[0], result.stderr) == (0, "Нарушений нет.", "")
    assert [line.split()[:2] for line in lines[2:4]] == [["unplaced", "6"], ["changes", "0"]]


def test_timetable_of_another_problem_is_judged_with_a_warning(problem_file: Path, tmp_path: Path) -> None:
    same = base.timetable() | {"problem": canonical_digest(base.problem())}
    other = base.timetable() | {"problem": "0" * 64}
    assert run("check", problem_file, written(tmp_path / "same.json", same)).stderr == ""
    path = written(tmp_path / "other.json", other)
    result = run("check", problem_file, path)
    assert (result.exit_code, result.stderr) == (
        0,
        f"{path}: warning: made for another problem (its digest differs)\n",
    )


@pytest.mark.parametrize("command", ["check", "preflight", "explain", "schema", "--help"])
def test_light_commands_import_nothing_heavy(command: str, problem_file: Path, timetable_file: Path) -> None:
    files = {"preflight": [problem_file], "schema": ["problem"], "--help": []}.get(
        command, [problem_file, timetable_file]
    )
    code = (
        "import sys\nfrom api.cli import main\n"
        f"sys.argv = {['homelessons', command, *map(str, files)]!r}\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert end.code == 0, end.code\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert (result.returncode, result.stderr) == (0, "[]\n")
