"""Carriers of e-mail: a server by SMTP, or a folder of files for trying out. Standard library only."""

from __future__ import annotations

import re
import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol

from api.services.outbox.sending import Taken
from api.settings import Mail, MailSecurity, Settings
from scheduler.wire import write_atomic

TIMEOUT_S = 20
GONE = re.compile(r"[^A-Za-z0-9]+")


class RefusedError(Exception):
    """The address or the message is not taken, now or ever."""


class UnreachableError(Exception):
    """Nobody there, or not now: later it may go."""


class Carrier(Protocol):
    """Raises RefusedError or UnreachableError; when it returns, the message has been handed over."""

    def carry(self, message: EmailMessage) -> None: ...


def letter_of(taken: Taken, sender: str, at: datetime) -> EmailMessage:
    """The e-mail of a message. Raises RefusedError for an address no e-mail can have."""
    letter = EmailMessage(policy=SMTP)
    try:
        letter["From"] = sender
        letter["To"] = taken.address
        letter["Subject"] = taken.subject
        letter["Date"] = format_datetime(at)
        letter["Message-ID"] = taken.message_id
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(taken.body, charset="utf-8")
    except (MessageError, ValueError, IndexError) as fault:
        raise RefusedError from fault
    told = [address.addr_spec for address in letter["To"].addresses]
    if told != [taken.address] or "@" not in taken.address:
        raise RefusedError
    return letter


@dataclass(frozen=True, slots=True)
class FolderCarrier:
    """Every message as a file `.eml` that any mail program opens."""

    folder: Path

    def carry(self, message: EmailMessage) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            name = GONE.sub("-", message["Message-ID"]).strip("-")
            write_atomic(self.folder / f"{name}.eml", message.as_bytes())
        except OSError as fault:
            raise UnreachableError from fault


@dataclass(frozen=True, slots=True)
class SmtpCarrier:
    """A server of the settings, one connection a message."""

    mail: Mail

    def carry(self, message: EmailMessage) -> None:
        try:
            with self._opened() as server:
                if self.mail.login:
                    server.login(self.mail.login, self.mail.password)
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            code = next(iter(refused.recipients.values()), (0, b""))[0]
            raise (RefusedError if code >= 500 else UnreachableError) from refused
        except (smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as refused:
            raise (RefusedError if refused.smtp_code >= 500 else UnreachableError) from refused
        except (OSError, smtplib.SMTPException) as fault:
            raise UnreachableError from fault

    def _opened(self) -> smtplib.SMTP:
        mail, context = self.mail, ssl.create_default_context()
        if mail.security == MailSecurity.TLS:
            return smtplib.SMTP_SSL(mail.host, mail.port, timeout=TIMEOUT_S, context=context)
        server = smtplib.SMTP(mail.host, mail.port, timeout=TIMEOUT_S)
        if mail.security == MailSecurity.STARTTLS:
            server.starttls(context=context)
        return server


def carrier_of(settings: Settings) -> Carrier | None:
    """By the settings: a server, a folder, or nothing that could carry."""
    if settings.mail is not None:
        return SmtpCarrier(settings.mail)
    return FolderCarrier(settings.mail_folder) if settings.mail_folder else None
