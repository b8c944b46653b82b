"""Hostile files are refused with a sentence that helps; a child that cannot take more than its share proves it."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from exports.workbook import child, upload
from exports.workbook.archive import BROKEN
from exports.workbook.faults import BadWorkbookError
from exports.workbook.read import read_workbook
from tests.exports.workbook.hostile import HOSTILE, SHEET, repacked, sheet


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused(name: str) -> None:
    make, sentence = HOSTILE[name]
    with pytest.raises(BadWorkbookError) as caught:
        read_workbook(make())
    assert [str(fault) for fault in caught.value.faults] == [sentence]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_refusal_takes_no_more_than_the_child_may_have(name: str) -> None:
    """Half the memory and a third of the processor time the child has would do for every one."""
    data = HOSTILE[name][0]()
    limits = (
        "import resource; "
        "resource.setrlimit(resource.RLIMIT_AS, (256 << 20, 256 << 20)); "
        "from exports.workbook import child; child.MEMORY = 256 << 20; child.SECONDS = 3; child.main()"
    )
    done = subprocess.run([sys.executable, "-I", "-c", limits], input=data, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"refused": HOSTILE[name][1]}


def test_a_lying_dimension_alone_does_no_harm() -> None:
    """A sheet that claims seventeen million rows and holds none is an empty sheet."""
    with pytest.raises(BadWorkbookError) as caught:
        read_workbook(repacked({SHEET: sheet("")}))
    assert str(caught.value.faults[0]).startswith("Книга ещё не заполнена")


def test_a_child_that_dies_is_a_broken_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload, "COMMAND", [sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"])
    with pytest.raises(BadWorkbookError) as caught:
        read_workbook(repacked())
    assert [str(fault) for fault in caught.value.faults] == [BROKEN]


def test_a_child_that_hangs_is_a_broken_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload, "COMMAND", [sys.executable, "-c", "import time; time.sleep(60)"])
    monkeypatch.setattr(upload, "SECONDS", 0.5)
    with pytest.raises(BadWorkbookError) as caught:
        read_workbook(repacked())
    assert [str(fault) for fault in caught.value.faults] == [BROKEN]


def test_the_child_limits_itself_before_it_reads() -> None:
    """Half a gigabyte and ten seconds of the processor; it may write no file and inherits no environment."""
    assert (child.MEMORY, child.SECONDS) == (512 << 20, 10)
    said = (
        "import resource, os, sys, io, json; from exports.workbook import child; "
        "sys.stdin = type('In', (), {'buffer': io.BytesIO(b'')})(); child.main(); "
        "print(); print(json.dumps([resource.getrlimit(resource.RLIMIT_AS)[0], "
        "resource.getrlimit(resource.RLIMIT_CPU)[0], resource.getrlimit(resource.RLIMIT_FSIZE)[0]]))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", said], capture_output=True, check=True)
    assert json.loads(done.stdout.splitlines()[-1]) == [512 << 20, 10, 0]
    assert resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY


def test_the_child_loads_neither_the_writer_nor_the_kernel() -> None:
    """What parses strangers' bytes knows nothing but the standard library."""
    said = "import sys; from exports.workbook import child; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-I", "-c", said], capture_output=True, check=True, text=True)
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert loaded & {"scheduler", "xlsxwriter", "openpyxl", "pydantic", "api", "numpy"} == set()
    assert {name for name in done.stdout.split() if name.startswith("exports")} == {
        "exports",
        "exports.limited",
        "exports.workbook",
        "exports.workbook.archive",
        "exports.workbook.child",
        "exports.workbook.parts",
        "exports.workbook.sheetxml",
    }


def test_a_path_is_read_like_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"no workbook")
    with pytest.raises(BadWorkbookError):
        read_workbook(tmp_path / "a.xlsx")
