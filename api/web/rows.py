"""Tables inside forms: rows numbered in the names of their fields (`off-title-3`), added and dropped by a submit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from api.web.forms import Form

MOST_ROWS = 80


def rows(form: Form, name: str) -> tuple[int, ...]:
    """Numbers of the rows a form has: those of the field `name`."""
    pattern = re.compile(rf"{re.escape(name)}-(\d{{1,3}})")
    found = (pattern.fullmatch(key) for key in form.values)
    return tuple(sorted(int(match[1]) for match in found if match))[:MOST_ROWS]


def with_row(form: Form, names: Iterable[str]) -> Form:
    """One more empty row, below the others."""
    names = tuple(names)
    number = max(rows(form, names[0]), default=-1) + 1
    if len(rows(form, names[0])) >= MOST_ROWS:
        return form
    return replace(form, values={**form.values, **{f"{name}-{number}": "" for name in names}})


def without_row(form: Form, names: Iterable[str], number: int) -> Form:
    """The form without a row; a row that is not there is no matter."""
    gone = {f"{name}-{number}" for name in names}
    return replace(form, values={name: value for name, value in form.values.items() if name not in gone})


def blank(form: Form, names: Iterable[str], number: int) -> bool:
    """True for a row in which nothing is written."""
    return not any(form.said(f"{name}-{number}") for name in names)
