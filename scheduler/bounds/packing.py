"""How many lessons a person's day can hold, whatever their order: lessons, separations, spans.

Lessons inside one open span stand one after another. With starts on the grid, each but the last takes its
length and the least separation to the next, rounded up to the grid; so these amounts add up to at most the
span and what the last one need not take.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scheduler.bounds.rooms import Room
from scheduler.constraints.spans import Span, Spans, merged


@dataclass(frozen=True, slots=True)
class Piece:
    """A room seen from one person's day. takes_min: length and least separation, rounded up to the grid."""

    room: Room
    takes_min: int

    @property
    def hull(self) -> Span:
        return self.room.spans[0][0], self.room.spans[-1][1]


@dataclass(frozen=True, slots=True)
class Packing:
    """Σ takes_min × lessons of these pieces ≤ room_min."""

    pieces: tuple[Piece, ...]
    room_min: int


def packings(pieces: Sequence[Piece], step_min: int) -> Iterable[Packing]:
    """An inequality for every stretch of the day that holds some pieces wholly and may be too small."""
    starts = sorted({piece.hull[0] for piece in pieces})
    ends = sorted({piece.hull[1] for piece in pieces})
    seen: set[tuple[int, ...]] = set()
    for start in starts:
        for end in ends:
            inside = [i for i, piece in enumerate(pieces) if start <= piece.hull[0] and piece.hull[1] <= end]
            if inside and tuple(inside) not in seen:
                seen.add(tuple(inside))
                chosen = [pieces[i] for i in inside]
                room_min = stretch(chosen, step_min)
                if sum(piece.takes_min * piece.room.fits for piece in chosen) > room_min:
                    yield Packing(tuple(chosen), room_min)


def stretch(pieces: Sequence[Piece], step_min: int) -> int:
    """The right side: open spans from first start to end, and what the last lesson need not take."""
    total = 0
    for start, end in merged(span for piece in pieces for span in piece.room.spans):
        first = -(-start // step_min) * step_min
        fitting = [piece for piece in pieces if _fits(piece.room.spans, (start, end), piece, step_min)]
        if fitting:
            total += end - first + max(piece.takes_min - piece.room.row.lesson_min for piece in fitting)
    return total


def _fits(spans: Spans, whole: Span, piece: Piece, step_min: int) -> bool:
    """True when a lesson of the piece has a start in that open span."""
    length = piece.room.row.lesson_min
    return any(
        whole[0] <= start and end <= whole[1] and -(-start // step_min) * step_min + length <= end
        for start, end in spans
    )
