"""Uploads judged in a child: the same answers as beside it, limits it cannot pass, no secrets, no database."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from api.errors import Invalid
from api.services.papers.uploads import MAX_BYTES, apart, inspect
from api.services.papers.uploads.apart import FAILED, inspect_apart
from exports import limited
from tests.api.services.papers.hostile import HOSTILE, exif, jpeg, office, pdf, png, segment


@pytest.mark.parametrize(
    "content",
    [pdf(), png(), office(), jpeg(segment(0xE1, exif(6, b"GPS" * 9)))],
    ids=["pdf", "png", "docx", "jpeg"],
)
def test_the_child_keeps_what_would_be_kept_beside_it(content: bytes) -> None:
    assert inspect_apart(content, "Скан \n№ 1.exe") == inspect(content, "Скан \n№ 1.exe")


@pytest.mark.parametrize(("make", "word"), HOSTILE.values(), ids=HOSTILE.keys())
def test_the_child_refuses_with_the_same_sentence(make, word: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Invalid) as caught:
        inspect_apart(make(), "справка.pdf")
    assert word in caught.value.faults["file"][0]


@pytest.mark.parametrize(
    "program",
    ["import os; os.kill(os.getpid(), 9)", "import time; time.sleep(60)", "from exports import limited; "
     "limited.limit(64 << 20, 5); bytes(512 << 20)"],
    ids=["dies", "hangs", "takes too much"],
)  # fmt: skip
def test_a_file_that_breaks_its_reader_is_refused(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "COMMAND", [sys.executable, "-I", "-c", program])
    monkeypatch.setattr(apart, "WALL_S", 0.7)
    with pytest.raises(Invalid) as caught:
        inspect_apart(pdf(), "x.pdf")
    assert caught.value.faults == {"file": (FAILED,)}


def test_size_is_judged_before_any_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "COMMAND", ["/no/such/program"])
    for content, word in ((b"", "пустой"), (b"x" * (MAX_BYTES + 1), "больше 5 МБ")):
        with pytest.raises(Invalid) as caught:
            inspect_apart(content, "x.pdf")
        assert word in caught.value.faults["file"][0]


def test_the_child_inherits_no_secret_and_limits_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """512 MB, ten seconds of the processor, no file, no environment (T11)."""
    monkeypatch.setenv("HOMELESSONS_KEY", "КАНАРЕЙКА")
    said = (
        "import os, json, resource as r; from exports import limited; limited.limit(); "
        "print(json.dumps([sorted(os.environ), r.getrlimit(r.RLIMIT_AS)[0], r.getrlimit(r.RLIMIT_CPU)[0], "
        "r.getrlimit(r.RLIMIT_FSIZE)[0]]))"
    )
    told = limited.ask([sys.executable, "-I", "-c", said], b"", 30)
    assert told is not None
    names, *limits = json.loads(told)
    assert limits == [512 << 20, 10, 0]
    assert set(names) <= {"LC_CTYPE"}  # what the interpreter sets by itself


def test_the_child_knows_no_database_and_no_keys() -> None:
    said = "import sys; from api.services.papers.uploads import child; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-I", "-c", said], capture_output=True, check=True, text=True)
    loaded = set(done.stdout.split())
    assert {name.split(".")[0] for name in loaded} & {
        "sqlalchemy",
        "sqlmodel",
        "pydantic",
        "fastapi",
    } == set()
    assert loaded & {"api.keys", "api.settings", "models.base"} == set()
