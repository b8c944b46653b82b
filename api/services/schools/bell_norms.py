"""Bells against the norms of a day: remarks, never refusals; each with the norm, its document and certainty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby, pairwise

from api.services.schools.network import BellDraft
from api.services.schools.norms_said import CERTAIN, amount_said, name_of
from scheduler.norms import Answer, NormSet, norms_on

GRADE = 5  # the norms of bells are the same for grades 2 to 11


def bell_remarks(bells: Sequence[BellDraft], on: date) -> tuple[str, ...]:
    """What the norms of the day say against the bells; empty when nothing. Documents that ran out still speak."""
    norms = norms_on(on)
    ordered = sorted(bells, key=lambda bell: (bell.shift, bell.number))
    told: list[str] = []
    for shift, group in groupby(ordered, key=lambda bell: bell.shift):
        told += (f"Смена {shift}: {sentence}" for sentence in _of_shift(list(group), norms))
    return tuple(told)


def _of_shift(bells: list[BellDraft], norms: NormSet) -> Iterator[str]:
    yield from _bounds(bells, norms)
    longest = _asked(norms, "lesson_max", needs="general")
    for bell in bells:
        length = bell.end_min - bell.start_min
        if longest and length > longest.value:
            yield f"урок {bell.number} длится {length} мин; {_norm(longest)}."
    yield from _breaks(bells, norms)


def _bounds(bells: list[BellDraft], norms: NormSet) -> Iterator[str]:
    start, end = _asked(norms, "day_start"), _asked(norms, "day_end")
    if start and bells[0].start_min < start.value:
        yield f"уроки начинаются в {amount_said(bells[0].start_min, 'clock_min')}; {_norm(start)}."
    last = max(bell.end_min for bell in bells)
    if end and last > end.value:
        yield f"уроки кончаются в {amount_said(last, 'clock_min')}; {_norm(end)}."


def _breaks(bells: list[BellDraft], norms: NormSet) -> Iterator[str]:
    short, big = _asked(norms, "break_min"), _asked(norms, "big_break_min")
    breaks = {
        before.number: after.start_min - before.end_min
        for before, after in pairwise(bells)
        if after.number == before.number + 1
    }
    if short and (found := {number: length for number, length in breaks.items() if length < short.value}):
        told = ", ".join(f"после урока {number} — {length} мин" for number, length in found.items())
        yield f"короткие перемены: {told}; {_norm(short)}."
    after = [breaks[number] for number in (2, 3) if number in breaks]
    if big and after and max(after) < big.value:
        yield f"после урока 2 или 3 нет большой перемены; {_norm(big)}."


def _asked(norms: NormSet, code: str, **asked: object) -> Answer | None:
    return norms.answer(code, grade=GRADE, keep_lapsed=True, **asked)


def _norm(answer: Answer) -> str:
    """`норма — перемена, не короче 10 мин (СП 2.4.3648-20, из вторых рук)`."""
    lapsed = ", документ уже не действует" if answer.lapsed else ""
    number = amount_said(answer.value, answer.norm.unit)
    certainty = CERTAIN[answer.norm.mark]
    return f"норма — {answer.norm.title} {number} ({name_of(answer.file)}, {certainty}{lapsed})"
