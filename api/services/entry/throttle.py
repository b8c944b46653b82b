"""Attempts cost time: five at once, then each waits twice as long as the one before, up to a quarter of an hour.

A lock is what is tried (a login, a known device, a code, a link), never an address: a hundred people behind one
address do not hinder each other, and a thousand addresses gain nothing. Unknown logins have locks like known ones.
"""

from __future__ import annotations

import math
from datetime import timedelta

from sqlalchemy import CursorResult, delete, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlmodel import col, select

from api.services.entry.doors import Door
from models.base import new_id
from models.session import Throttle

FREE = 5
LONGEST = timedelta(minutes=15)
FORGOTTEN = timedelta(hours=24)


def delay_after(attempts: int) -> timedelta:
    """How long the lock stays shut after that many attempts: 0 up to the 4th, then 1, 2, 4 … 900 seconds."""
    if attempts < FREE:
        return timedelta(0)
    return min(LONGEST, timedelta(seconds=2 ** min(attempts - FREE, 20)))


def wait(door: Door, lock: str) -> int:
    """Seconds until a lock may be tried; reads only."""
    row = door.session.exec(select(Throttle).where(Throttle.lock_digest == lock)).first()
    return _seconds(door, row) if row else 0


def _seconds(door: Door, row: Throttle) -> int:
    return max(0, math.ceil((row.open_at - door.at).total_seconds()))


def attempt(door: Door, lock: str) -> int:
    """Takes one attempt at a lock: 0 when it may be made, else seconds to wait (and nothing is counted).

    The caller must commit it before the attempt is judged: a failure that rolls back would not count.
    """
    row = _held(door, lock)
    if door.at < row.open_at:
        return _seconds(door, row)
    row.attempts += 1
    row.last_at, row.open_at = door.at, door.at + delay_after(row.attempts)
    door.session.flush()
    return 0


def succeeded(door: Door, lock: str) -> None:
    """Opens a lock to the one who had the key."""
    door.session.execute(delete(Throttle).where(col(Throttle.lock_digest) == lock))


def _held(door: Door, lock: str) -> Throttle:
    """The row of a lock, made if it is new, held until the transaction ends."""
    insert = insert_postgresql if door.session.get_bind().dialect.name == "postgresql" else insert_sqlite
    fields = {
        "id": new_id(), "created_at": door.at, "rev": 1, "lock_digest": lock, "attempts": 0,
        "last_at": door.at, "open_at": door.at,
    }  # fmt: skip
    door.session.execute(insert(Throttle).values(fields).on_conflict_do_nothing())
    return door.session.exec(select(Throttle).where(Throttle.lock_digest == lock).with_for_update()).one()


def forget(door: Door) -> int:
    """Takes away locks nobody has tried for a day; returns how many."""
    stale = delete(Throttle).where(col(Throttle.last_at) < door.at - FORGOTTEN)
    return changed(door.session.execute(stale))


def changed(result: object) -> int:
    """Rows a statement changed."""
    assert isinstance(result, CursorResult)
    return result.rowcount


def once(door: Door, statement: object) -> bool:
    """True when an update found its row, so that of two at the same moment one alone wins."""
    assert isinstance(statement, type(update(Throttle)))
    return changed(door.session.execute(statement)) == 1
