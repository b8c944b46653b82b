"""`homelessons outbox --once`: a demo writes files, a service without a mail server says what to set."""

from __future__ import annotations

from pathlib import Path

from models.engines import make_engine
from models.message import MessageState
from tests.api.commands.test_cli_operate import Machine
from tests.api.services.outbox.post import post


def test_once_sends_what_is_due(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.set_up()
    refused = machine.run("outbox", "--once")
    assert refused.returncode == 2
    assert "HOMELESSONS_MAIL_HOST" in refused.stderr
    engine = make_engine(f"sqlite:///{tmp_path / 'data' / 'homelessons.db'}")
    made = post(engine)
    key = made.put()
    machine.environment |= {"HOMELESSONS_MODE": "demo"}
    told = machine.run("outbox", "--once")
    assert (told.returncode, told.stdout.splitlines()[-1]) == (0, "Отправлено: 1"), told.stderr
    assert made.state(key) == MessageState.SENT
    (file,) = (tmp_path / "data" / "mail").iterdir()
    assert file.suffix == ".eml"
    assert machine.run("outbox", "--once").stdout.splitlines()[-1] == "Отправлено: 0"
    engine.dispose()
