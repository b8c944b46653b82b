"""Requests done once: the same key with the same request gets the stored answer, with another request a refusal.

A lost answer may then be asked for again without acting twice. Only what succeeded is remembered: a refusal rolls
back the key with everything else. Keys are of an account; they are forgotten after a week.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from api.errors import Conflict
from api.services.entry.doors import Door
from api.services.entry.sealing import seal, unseal
from api.services.unit import Actor
from models.once import Once

KEPT = timedelta(days=7)
PURPOSE = "once"
OTHER = "С этим ключом уже пришёл другой запрос. Возьмите новый ключ."


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request: the key as it was sent, the template of the route, all that makes the request what it is."""

    key: str = field(repr=False)
    route: str
    content: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was answered. body and headers may tell of people; they are kept sealed."""

    status: int
    body: str = field(repr=False)
    headers: dict[str, str] = field(default_factory=dict, repr=False)


def perform(door: Door, actor: Actor, asked: Asked, act: Callable[[], Answer]) -> Answer:
    """The answer of the act, or the stored one. Raises Conflict where the key came with another request.

    Two requests with one key at once: the second waits for the first and gets its answer.
    """
    row = _claim(door, actor, asked)
    if row.answer is not None:
        return Answer(**json.loads(unseal(door.secret_key, row.id, row.answer)))
    answer = act()
    sealed = seal(door.secret_key, row.id, json.dumps(asdict(answer), ensure_ascii=False))
    row.status, row.answer = answer.status, sealed  # together: reading the id may write what has changed
    door.session.flush()
    return answer


def _claim(door: Door, actor: Actor, asked: Asked) -> Once:
    """The row of the key: a new one without an answer, or the one of the first time."""
    door.session.execute(delete(Once).where(col(Once.at) < door.at - KEPT))
    told = json.dumps([actor.role, actor.school_id, asked.route, asked.content])
    new = Once(
        account_id=actor.account_id, key_digest=door.digest(PURPOSE, asked.key), route=asked.route,
        fingerprint=door.digest(f"{PURPOSE} request", told), at=door.at,
    )  # fmt: skip
    same = select(Once).where(Once.account_id == new.account_id, Once.key_digest == new.key_digest)
    try:
        with door.session.begin_nested():
            door.session.add(new)
    except IntegrityError:
        known = door.session.exec(same).one()
        if known.fingerprint != new.fingerprint:
            raise Conflict(OTHER) from None
        return known
    return new
