"""A start that is taken: which lesson stands there, and whether the two could change places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.errors import Conflict
from api.services.board.acts import Target, change_of_score, refuse_worse, swap
from api.services.board.held import Held
from api.services.board.overrides import may_be_let_go
from api.services.board.starts import blockers_at, closed_by
from api.services.board.state import Key
from api.services.board.words import lesson_said

MOST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """An exchange that breaks no rule, with the change of score."""

    key: Key
    said: str
    score: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Why a start is closed, and the exchanges that would open it. rules: of usage, when nothing else closes it."""

    reasons: tuple[str, ...]
    swaps: tuple[Swap, ...]
    rules: tuple[str, ...] = ()


def taken(held: Held, key: Key, series: bool, to: Target) -> Taken:
    """What is said of a closed start; nothing to say of an open one."""
    moved = held.together(key, series)
    weeks = tuple(lesson.week for lesson in moved) if series and moved else (to.week,)
    reasons = closed_by(held, key, series, to, weeks)
    blockers = blockers_at(held, key, series, to, weeks)
    rules = tuple(dict.fromkeys(each.rule for each in blockers)) if may_be_let_go(blockers) else ()
    if not moved:
        return Taken(reasons=reasons, swaps=(), rules=rules)
    standing = {
        (ref.row, ref.n): None for blocker in blockers for ref in blocker.lessons if ref.row != key[0]
    }
    found: dict[tuple[Key, ...], Swap] = {}
    for other in list(standing)[:MOST]:
        made = _swap(held, key, other, series)
        if made is not None:
            found.setdefault(tuple((each.row, each.start_min) for each in held.together(other, series)), made)
    return Taken(reasons=reasons, swaps=tuple(found.values()), rules=rules)


def _swap(held: Held, key: Key, other: Key, series: bool) -> Swap | None:
    try:
        change = swap(held, key, other, series)
        new = held.after(change)
        refuse_worse(new, held.verdict, new.verdict)
    except Conflict:
        return None
    said = lesson_said(held, held.lessons[other])
    return Swap(key=other, said=said, score=change_of_score(held.verdict, new.verdict))
