"""Arithmetic of half-open minute spans: what several windows leave open together."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.problem import merge_windows

Span = tuple[int, int]
Spans = tuple[Span, ...]


def merged(spans: Iterable[Span]) -> Spans:
    """Overlapping or adjoining spans as one, sorted."""
    return tuple(merge_windows(list(spans)))


def outside(spans: Iterable[Span], whole: Span) -> Spans:
    """The parts of `whole` that no span touches, sorted."""
    open_from, gaps = whole[0], []
    for start, end in merge_windows(list(spans)):
        if start > open_from:
            gaps.append((open_from, min(start, whole[1])))
        open_from = max(open_from, end)
    if open_from < whole[1]:
        gaps.append((open_from, whole[1]))
    return tuple(gap for gap in gaps if gap[0] < gap[1])


def common(a: Spans, b: Spans) -> Spans:
    """Where sorted disjoint spans `a` and `b` hold at once."""
    out: list[Span] = []
    i = j = 0
    while i < len(a) and j < len(b):
        start, end = max(a[i][0], b[j][0]), min(a[i][1], b[j][1])
        if start < end:
            out.append((start, end))
        if a[i][1] < b[j][1]:
            i += 1
        else:
            j += 1
    return tuple(out)


def grid_starts(spans: Spans, length_min: int, step_min: int) -> list[int]:
    """Starts on the grid (multiples of step_min) at which `length_min` minutes fit into one span."""
    starts: list[int] = []
    for start, end in spans:
        first = -(-start // step_min) * step_min
        starts.extend(range(first, end - length_min + 1, step_min))
    return starts
