"""Who fills in the demo service: one of its people on a day of the past, as if it had been kept all along."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time

from api.installation import Installation
from api.services.unit import Actor, Unit
from models.engines import writing
from models.person import Role

NOON = time(12)


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody who acts in a role at a school (None: the installation)."""

    place: Installation
    account_id: str
    role: Role
    school_id: str | None

    @contextmanager
    def on(self, day: date) -> Iterator[Unit]:
        """A transaction on a day, at noon of the service's zone, committed at its end."""
        at = datetime.combine(day, NOON, self.place.settings.zone)
        actor = Actor(account_id=self.account_id, role=self.role, school_id=self.school_id)
        with writing(self.place.engine) as session:
            yield Unit(session=session, actor=actor, audit_key=self.place.keys.audit, at=at, today=day)
