"""The commands that keep a service, as somebody who sets one up uses them: a folder, keys, a database, a person."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from datetime import datetime, timedelta
from pathlib import Path

import pytest

PASSWORD = "три ежа под снегом"


class Machine:
    """A folder with the data of one service, and the program in processes of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.environment = os.environ | {
            "HOMELESSONS_DATA_FOLDER": str(folder / "data"),
            "HOMELESSONS_KEY_FILE": str(folder / "keys.json"),
            "HOMELESSONS_PLAIN_HTTP": "1",
            "HOMELESSONS_PORT": str(self.port),
            "HOMELESSONS_HASH_MEMORY_KIB": "12288",
        }

    def run(self, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "api.cli", *words]
        return subprocess.run(
            command,
            env=self.environment,
            input=typed,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def set_up(self) -> None:
        assert self.run("keys").returncode == 0
        assert self.run("migrate").returncode == 0

    def user(self, login: str, password: str = PASSWORD) -> subprocess.CompletedProcess[str]:
        return self.run("user", login, "--name", "Вымышленная Анна Ивановна", "--password", password)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with keys, a database and an administrator, made by the commands; to be copied."""
    folder = tmp_path_factory.mktemp("ready")
    made = Machine(folder)
    made.set_up()
    assert made.user("admin").returncode == 0
    return folder


@pytest.fixture
def set_up(ready: Path, machine: Machine) -> Machine:
    """A machine where the service is set up already."""
    shutil.copytree(ready, machine.folder, dirs_exist_ok=True)
    return machine


def test_nothing_starts_without_keys_and_says_what_to_do(machine: Machine) -> None:
    told = machine.run("serve")
    assert (told.returncode, told.stdout) == (2, "")
    assert "homelessons keys" in told.stderr


def test_keys_are_never_replaced(machine: Machine) -> None:
    assert machine.run("keys").returncode == 0
    before = (machine.folder / "keys.json").read_bytes()
    told = machine.run("keys")
    assert (told.returncode, (machine.folder / "keys.json").read_bytes()) == (2, before)
    assert "уже есть" in told.stderr


def test_an_old_schema_is_not_served(machine: Machine) -> None:
    machine.run("keys")
    told = machine.run("serve")
    assert told.returncode == 2
    assert "homelessons migrate" in told.stderr


def test_a_service_is_set_up_as_the_readme_says_and_answers(machine: Machine) -> None:
    del machine.environment["HOMELESSONS_KEY_FILE"]  # keys and data in the folder the program makes itself
    machine.set_up()
    assert machine.user("admin").returncode == 0
    command = [sys.executable, "-m", "api.cli", "serve"]
    server = subprocess.Popen(
        command, env=machine.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        page = _asked(f"http://127.0.0.1:{machine.port}/signin")
    finally:
        server.terminate()
        _, told = server.communicate(timeout=60)
    assert "<h1>Вход</h1>" in page
    line = next(json.loads(line) for line in told.splitlines() if '"route"' in line)
    assert (line["event"], line["route"], line["status"], line["level"]) == (
        "request",
        "/signin",
        200,
        "info",
    )
    assert datetime.fromisoformat(line["at"]).utcoffset() == timedelta(0)


def _asked(address: str) -> str:
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.1)
    raise AssertionError("no answer within a minute")


def test_a_weak_password_is_refused(set_up: Machine) -> None:
    told = set_up.user("second", "12345")
    assert told.returncode == 2
    assert "12345" not in told.stderr
    assert "парол" in told.stderr.casefold()


def test_the_log_is_verified_against_its_anchors(set_up: Machine) -> None:
    machine = set_up
    whole = machine.run("verify")
    assert (whole.returncode, "Журнал цел: записей " in whole.stdout) == (0, True)
    rows = int(whole.stdout.split()[-1])
    assert rows > 0
    database = sqlite3.connect(machine.folder / "data" / "homelessons.db")
    database.execute("DROP TRIGGER audit_no_DELETE")
    database.execute("DELETE FROM audit WHERE n = ?", (rows,))
    database.commit()
    database.close()
    cut = machine.run("verify")
    assert (cut.returncode, cut.stdout) == (1, f"Журнал нарушен: нет записей с {rows} и дальше\n")


def test_a_backup_comes_back_on_another_machine(set_up: Machine, tmp_path: Path) -> None:
    machine = set_up
    assert machine.run("backup", str(tmp_path / "saved")).returncode == 0
    other = Machine(tmp_path / "other")
    (tmp_path / "other").mkdir()
    (machine.folder / "keys.json").rename(tmp_path / "other" / "keys.json")
    told = other.run("restore", str(tmp_path / "saved"))
    assert (told.returncode, told.stderr) == (0, "")
    assert other.run("verify").returncode == 0
    again = other.user("admin")
    assert again.returncode == 2  # the login is taken: it came back
    twice = other.run("restore", str(tmp_path / "saved"))
    assert (twice.returncode, "только в пустую базу" in twice.stderr) == (2, True)
