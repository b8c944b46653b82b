"""What holds for every file of the project."""

from __future__ import annotations

import ast
import re

from tests.house.files import ROOT, project_files, python_files, shown

MAX_BYTES = 1_000_000
MAX_PYTHON_LINES = 400
MAX_FUNCTION_LINES = 40

# written so that this file does not find itself
_MACHINE = re.compile(
    r"(?<![\w.])/(?:" + "|".join(["ho" + "me", "ro" + "ot", "Us" + "ers", "work"]) + r")/\w"
)
_UNFINISHED = re.compile(r"\b(?:" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X"]) + r")\b")
_REGISTRY = re.compile(r"py" + r"pi\.org|pythonhosted|index-url|/simple\b")


def test_no_file_is_over_one_megabyte() -> None:
    assert [shown(path) for path in project_files() if path.stat().st_size > MAX_BYTES] == []


def test_no_python_file_is_over_400_lines() -> None:
    long = {shown(path): path.read_text(encoding="utf-8").count("\n") for path in python_files()}
    assert {name: lines for name, lines in long.items() if lines > MAX_PYTHON_LINES} == {}


def test_most_functions_are_short_and_none_is_long() -> None:
    lengths = {
        f"{shown(path)}:{node.lineno} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in python_files("scheduler", "models", "exports", "api")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    short = sum(length <= 20 for length in lengths.values())
    assert short >= 0.85 * len(lengths)
    # search kernels compiled as one piece and commands whose lines are their options may be longer
    # (a migration is one list of what alembic writes)
    allowed = ("scheduler/engine/", "api/cli.py:", "models/migrations/versions/")
    assert {
        name: length
        for name, length in lengths.items()
        if length > MAX_FUNCTION_LINES and not name.startswith(allowed)
    } == {}


def test_nothing_is_left_unfinished() -> None:
    found = [
        f"{shown(path)}:{number}"
        for path in python_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if _UNFINISHED.search(line)
    ]
    assert found == []


def test_no_function_is_a_stub() -> None:
    found = [
        f"{shown(path)}:{node.lineno} {node.name}"
        for path in python_files("scheduler", "models", "exports", "api")
        for tree in [ast.parse(path.read_text(encoding="utf-8"))]
        for node in _functions_outside_protocols(tree)
        if _is_stub(node)
    ]
    assert found == []


def _functions_outside_protocols(tree: ast.Module) -> list[ast.FunctionDef]:
    protocols = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id == "Protocol" for base in node.bases)
    ]
    excused = {id(inner) for protocol in protocols for inner in ast.walk(protocol)}
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and id(node) not in excused]


def _is_stub(node: ast.FunctionDef) -> bool:
    body = [
        line
        for line in node.body
        if not (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant))
    ]
    raises = [
        line.exc.func if isinstance(line.exc, ast.Call) else line.exc
        for line in body
        if isinstance(line, ast.Raise)
    ]
    unmade = any(isinstance(name, ast.Name) and name.id == "NotImplementedError" for name in raises)
    return unmade or all(isinstance(line, ast.Pass) for line in body)


def test_no_exception_is_swallowed() -> None:
    found = [
        f"{shown(path)}:{node.lineno}"
        for path in python_files("scheduler", "models", "exports", "api")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler) and all(isinstance(line, ast.Pass) for line in node.body)
    ]
    assert found == []


def test_no_path_of_somebodys_machine_is_written_down() -> None:
    found = []
    for path in project_files():
        if path.suffix in (".png", ".lock"):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if _MACHINE.search(line):
                found.append(f"{shown(path)}:{number}")
    assert found == []


def test_lock_files_name_no_registry_and_no_folder() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert _REGISTRY.search(text) is None
        assert _MACHINE.search(text) is None
        assert "file:" not in text


def test_top_level_holds_only_what_a_reader_expects() -> None:
    expected = {
        ".ci", ".dockerignore", ".gitignore", "Dockerfile", "LICENSE", "Makefile", "README.md", "api",
        "exports", "models", "pyproject.toml", "requirements-dev.lock", "requirements.lock", "scheduler", "tests",
    }  # fmt: skip
    assert {path.relative_to(ROOT).parts[0] for path in project_files()} == expected


def test_generated_problem_and_timetable_files_are_not_committed() -> None:
    found = [
        shown(path)
        for path in project_files()
        if path.suffix == ".json" and b'"homelessons-' in path.read_bytes()[:200]
    ]
    assert [name for name in found if not name.startswith("tests/scheduler/corpus/")] == []
