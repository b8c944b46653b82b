"""Figures of the ledger as they stand in a table."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from api.pages.ledger.showing import cells_of
from api.services.days.ledger import Figures
from scheduler.ledger import Amount, Entry, balance
from scheduler.terms import Fate


def test_what_was_given_beyond_the_promise_is_told() -> None:
    """Held without a promise: one lesson of 40 minutes over; a second one as promised is not."""
    on, one = date(2026, 9, 14), Amount(lessons=1, minutes=40, hours=Fraction(1), paid=Fraction(1))
    held = [
        Entry(id=key, on=on, ends=(on, 640), fate=Fate.HELD, given=one, promised=promised)
        for key, promised in (("extra", None), ("plain", one))
    ]
    for entries, lessons, minutes in ((held, "1", "40"), (held[1:], "", "")):
        found = Figures(found=balance(entries, {}, (on, 700)), due=None, lacking=None)
        assert cells_of(found, "lessons", {}).over == lessons
        assert cells_of(found, "minutes", {}).over == minutes
