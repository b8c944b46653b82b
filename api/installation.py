"""What one running service holds: engine, settings, keys, clock, policy. Made once, handed to every request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from api.access import Policy, Resolvers
from api.keys import Keys
from api.services.entry.doors import Door
from api.services.entry.passwords import Hasher
from api.services.entry.sessions import Live
from api.services.feeds.memory import Memory
from api.services.papers.files import FileStore
from api.services.unit import Unit
from api.settings import Settings
from models.base import now


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """clock: the instant, aware; tests hand in their own. feeds: what is remembered of calendar links."""

    engine: Engine
    settings: Settings
    keys: Keys
    hasher: Hasher
    policy: Policy
    resolvers: Resolvers = field(default_factory=dict)
    clock: Callable[[], datetime] = now
    feeds: Memory = field(default_factory=Memory)

    @property
    def files(self) -> FileStore:
        """The store of files behind papers: in the data folder, sealed with the key of files."""
        return FileStore(self.settings.data_folder / "files", self.keys.files)

    def door(self, session: Session, at: datetime | None = None) -> Door:
        """What services of signing in get: the session's transaction at an instant (default: now)."""
        at = at or self.clock()
        return Door(
            session=session, audit_key=self.keys.audit, token_key=self.keys.tokens, secret_key=self.keys.secrets,
            limits=self.settings.limits, at=at, today=at.astimezone(self.settings.zone).date(),
        )  # fmt: skip

    def unit(self, door: Door, live: Live) -> Unit:
        """What every other service gets: the same transaction, in the hands of who is signed in."""
        return Unit(
            session=door.session, actor=live.actor, audit_key=self.keys.audit, at=door.at, today=live.today
        )


def hasher_of(settings: Settings) -> Hasher:
    """Argon2id with the cost of the settings."""
    return Hasher(
        time_cost=settings.hash_time_cost, memory_kib=settings.hash_memory_kib,
        parallelism=settings.hash_parallelism,
    )  # fmt: skip
