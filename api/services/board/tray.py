"""Lessons without a time, those with the fewest open starts first, each with the reason."""

from __future__ import annotations

from dataclasses import dataclass

from api.services.board.held import Held
from api.services.board.starts import answer, number_of_starts
from api.services.board.state import Key
from api.services.runs.reasons import bare
from exports.words import PROOF
from scheduler.explain import Explanation
from scheduler.russian import counted
from scheduler.terms import Proof

ROOM = "row.room"  # there is some room, and not enough for all of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A row's lessons without a time. key: the one that would be placed first. starts: open ones, in any week."""

    key: Key
    title: str
    count: int
    starts: int
    proof: str
    reasons: tuple[str, ...]


def tray(held: Held) -> tuple[Waiting, ...]:
    """One line per row; the least room first."""
    found = [_waiting(held, told) for told in held.reasons]
    return tuple(sorted(found, key=lambda line: (line.starts, line.title)))


def _waiting(held: Held, told: Explanation) -> Waiting:
    key = (told.row, held.free_number(told.row) or 1)
    starts = number_of_starts(answer(held, key, False))
    return Waiting(
        key=key, title=held.names.row(held.rows[told.row]), count=told.count, starts=starts,
        proof="" if starts or told.proof in (None, Proof.NOT_FOUND) else PROOF[Proof(told.proof)],
        reasons=(*_open(starts), *_said(told, ROOM)) if starts else _said(told),
    )  # fmt: skip


def _said(told: Explanation, code: str = "") -> tuple[str, ...]:
    """Reasons without the lesson's name; those of a code alone."""
    said = (reason for reason in told.reasons if code in ("", reason.code))
    return tuple(dict.fromkeys(bare(told.title, reason.text) for reason in said))


def _open(starts: int) -> tuple[str, ...]:
    return (f"можно поставить: {counted(starts, 'начало', 'начала', 'начал')}",)
