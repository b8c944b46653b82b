"""Messages that go out, and calendar links: what was promised to whom, and what was last shown."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime
from sqlalchemy import CheckConstraint, UniqueConstraint

from models.base import Keep, Kept, opened, personal
from models.case import among
from models.session import DIGEST

SECRET = "••••••"  # in a body: the place of a secret


class MessageChannel(StrEnum):
    """COPY: a text for a messenger, copied and sent by a person; so is SMS where the school has no gateway."""

    EMAIL = "email"
    COPY = "copy"
    SMS = "sms"


class MessageState(StrEnum):
    """PREPARED waits for a person to let it go; WAITING for the sender."""

    PREPARED = "prepared"
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


class MessageFault(StrEnum):
    """Why a message has not gone out: nobody there, the server refuses the address or the message, no address."""

    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    NO_ADDRESS = "no_address"


class Message(Kept, table=True):
    """A message to one person, at least once, with a Message-ID that stays. No names in subjects.

    due_at: when it may go out next; while it is being sent, when another sender may take it over. secret: sealed;
    what stands in the place of SECRET in the body as it goes out, and is known to nobody else at the school.
    """

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint(among("channel", MessageChannel), name="channel"),
        CheckConstraint(among("state", MessageState), name="state"),
        CheckConstraint(f"fault IS NULL OR {among('fault', MessageFault)}", name="fault"),
    )

    school_id: str = opened(foreign_key="school.id", index=True)
    account_id: str = opened(foreign_key="account.id", index=True)
    channel: str = opened(max_length=10)
    address: str | None = personal(Keep.JOURNAL, default=None, max_length=254)
    state: str = opened(default=MessageState.PREPARED, max_length=10)
    topic: str = opened(min_length=1, max_length=40)
    about_id: str | None = opened(default=None, index=True)
    subject: str = opened(min_length=1, max_length=200)
    body: str = personal(Keep.JOURNAL)
    secret: str | None = opened(default=None, max_length=600)
    message_id: str = opened(unique=True, min_length=1, max_length=200)
    due_at: AwareDatetime = opened(index=True)
    sent_at: AwareDatetime | None = opened(default=None)
    tries: int = opened(default=0)
    fault: str | None = opened(default=None, max_length=12)


class FeedHolder(StrEnum):
    """Whose lessons: a teacher's, a case's, all of a school."""

    TEACHER = "teacher"
    CASE = "case"
    SCHOOL = "school"


class FeedLevel(StrEnum):
    """How much a calendar tells; a child's surname and programme in none."""

    BARE = "bare"
    INITIALS = "initials"
    ADDRESS = "address"


class FeedLink(Kept, table=True):
    """A calendar link: one per person, purpose and device label. The token itself exists nowhere."""

    __tablename__ = "feed_link"
    __table_args__ = (
        CheckConstraint(among("holder", FeedHolder), name="holder"),
        CheckConstraint(among("level", FeedLevel), name="level"),
        CheckConstraint("(holder = 'teacher') = (teacher_id IS NOT NULL)", name="teacher"),
        CheckConstraint("(holder = 'case') = (case_id IS NOT NULL)", name="case"),
        CheckConstraint("school_id IS NULL OR holder = 'school'", name="school"),
    )

    account_id: str = opened(foreign_key="account.id", index=True)
    holder: str = opened(max_length=10)
    teacher_id: str | None = opened(default=None, foreign_key="teacher.id", index=True)
    case_id: str | None = opened(default=None, foreign_key="case_file.id", index=True)
    school_id: str | None = opened(default=None, foreign_key="school.id", index=True)
    label: str = personal(Keep.ACCOUNT, min_length=1, max_length=60)
    level: str = opened(default=FeedLevel.BARE, max_length=10)
    alarm_min: int | None = opened(default=None)
    token_digest: str = opened(unique=True, min_length=DIGEST, max_length=DIGEST)
    last_used_at: AwareDatetime | None = personal(Keep.ACCOUNT, default=None)
    last_agent: str | None = personal(Keep.ACCOUNT, default=None, max_length=60)
    ends_on: date | None = opened(default=None)
    revoked_at: AwareDatetime | None = opened(default=None)


class FeedCopy(Kept, table=True):
    """The bytes a link last gave (the last good copy, too), and what they were made of.

    source: digest of everything that is told; what has the same source is answered without building.
    """

    __tablename__ = "feed_copy"

    link_id: str = opened(foreign_key="feed_link.id", unique=True)
    source: str = opened(min_length=64, max_length=64)
    etag: str = opened(min_length=64, max_length=64)
    changed_at: AwareDatetime = opened()
    body: str = personal(Keep.JOURNAL)


class FeedEvent(Kept, table=True):
    """What an event of a link was last: its stamp as JSON (`exports.ical.stamps`), so that revisions only grow."""

    __tablename__ = "feed_event"
    __table_args__ = (UniqueConstraint("link_id", "uid"),)

    link_id: str = opened(foreign_key="feed_link.id", index=True)
    uid: str = opened(min_length=1, max_length=100)
    stamp: str = personal(Keep.JOURNAL)
