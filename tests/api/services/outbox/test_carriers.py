"""Carriers: files of a demo, and a server that speaks SMTP, refuses, or is not there."""

from __future__ import annotations

import email
import email.policy
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.mail import (
    FolderCarrier,
    RefusedError,
    SmtpCarrier,
    UnreachableError,
    carrier_of,
    letter_of,
)
from api.services.outbox.sending import Taken
from api.settings import Mail, MailSecurity, Settings

TAKEN = Taken(
    id="1", tries=1, address="zimina@example.org", subject="Новое расписание", body="Ёлка\nв среду",
    message_id="<abc@homelessons.invalid>",
)  # fmt: skip
LETTER = letter_of(TAKEN, "Школа <school@example.org>", datetime(2026, 9, 1, tzinfo=UTC))


def test_a_folder_gets_a_file_that_mail_programs_read(tmp_path: Path) -> None:
    carrier = FolderCarrier(tmp_path / "mail")
    carrier.carry(LETTER)
    carrier.carry(LETTER)
    (file,) = (tmp_path / "mail").iterdir()
    assert file.name == "abc-homelessons-invalid.eml"
    read = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert (read["Subject"], read["To"], read["Message-ID"]) == (
        "Новое расписание", "zimina@example.org", "<abc@homelessons.invalid>",
    )  # fmt: skip
    assert read.get_content().replace("\r\n", "\n") == "Ёлка\nв среду\n"


def test_a_folder_that_cannot_be_written_is_tried_again_later(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file stands here")
    with pytest.raises(UnreachableError):
        FolderCarrier(tmp_path / "mail").carry(LETTER)


@contextmanager
def server(answers: dict[str, str]) -> Iterator[tuple[int, list[str]]]:
    """A mail server for one message: port, and the lines it was told. answers: by the first word of a command."""
    heard: list[str] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        talk, _ = listening.accept()
        with talk, talk.makefile("rwb") as lines:
            _say(lines, "220 here")
            body = False
            for raw in lines:
                line = raw.decode().rstrip("\r\n")
                heard.append(line)
                if body and line != ".":
                    continue
                word = "." if body else line.split(" ")[0].split(":")[0].upper()
                body = word == "DATA" and "DATA" not in answers
                _say(lines, answers.get(word, {"DATA": "354 go on", "QUIT": "221 bye"}.get(word, "250 ok")))
                if word == "QUIT":
                    break

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listening.getsockname()[1], heard
    listening.close()
    thread.join(5)


def _say(lines: object, text: str) -> None:
    lines.write(f"{text}\r\n".encode())  # type: ignore[attr-defined]
    lines.flush()  # type: ignore[attr-defined]


def smtp(port: int) -> SmtpCarrier:
    return SmtpCarrier(Mail(host="127.0.0.1", port=port, security=MailSecurity.NONE, login="", password=""))


def test_a_server_gets_the_whole_message() -> None:
    with server({}) as (port, heard):
        smtp(port).carry(LETTER)
    assert "Message-ID: <abc@homelessons.invalid>" in heard
    assert [line for line in heard if line.upper().startswith("RCPT")] == ["rcpt TO:<zimina@example.org>"]


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        ({"RCPT": "550 no such user"}, RefusedError),
        ({"RCPT": "450 later"}, UnreachableError),
        ({"MAIL": "550 not you"}, RefusedError),
        ({"DATA": "554 spam"}, RefusedError),
        ({".": "451 disk full"}, UnreachableError),
        ({"EHLO": "421 busy", "HELO": "421 busy"}, UnreachableError),
    ],
)
def test_what_a_server_says_decides_whether_it_is_tried_again(
    answers: dict[str, str], fault: type[Exception]
) -> None:
    with server(answers) as (port, _), pytest.raises(fault):
        smtp(port).carry(LETTER)


def test_nobody_there_is_tried_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(UnreachableError):
        smtp(port).carry(LETTER)


def test_the_carrier_follows_from_the_settings(tmp_path: Path) -> None:
    demo = Settings.model_validate({"mode": "demo", "data_folder": tmp_path})
    assert carrier_of(demo) == FolderCarrier(tmp_path / "mail")
    assert carrier_of(Settings.model_validate({"mode": "production"})) is None
    real = Settings.model_validate(
        {"mode": "demo", "mail_host": "mail.example.org", "mail_password": "тайна"}
    )
    carrier = carrier_of(real)
    assert isinstance(carrier, SmtpCarrier)
    assert carrier.mail.security == MailSecurity.STARTTLS
    assert "тайна" not in repr(carrier)
