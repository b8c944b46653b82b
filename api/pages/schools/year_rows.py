"""The tables of a year's form as a template shows them, and the buttons that add and drop rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from api.pages.schools.year_form import KINDS, NAMES, WEEKDAYS
from api.services.schools.year_draft import Part, YearDraft
from api.web.forms import Form
from api.web.rows import rows, with_row, without_row

ADD, DROP = "add", "drop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """sections: which tables are shown, with the numbers of their rows. notes: a sentence below a row, `off-3`."""

    sections: Mapping[str, tuple[int, ...]]
    notes: Mapping[str, str] = field(default_factory=dict)
    kinds: tuple[tuple[str, str], ...] = tuple(KINDS.items())
    weekdays: tuple[tuple[str, str], ...] = tuple(WEEKDAYS.items())


def tables_of(form: Form, sections: tuple[str, ...], notes: Mapping[str, str] | None = None) -> Tables:
    return Tables(
        sections={section: rows(form, NAMES[section][0]) for section in sections}, notes=notes or {}
    )


def pressed(form: Form) -> Form | None:
    """The form with a row more or less, by its button (`add off`, `drop off 3`); None: no such button was pressed."""
    words = form.said("act").split()
    if len(words) < 2 or words[1] not in NAMES:
        return None
    names = NAMES[words[1]]
    if words[0] == ADD:
        return with_row(form, names)
    if words[0] == DROP and len(words) == 3 and words[2].isdecimal():
        return without_row(form, (*names, f"{_stem(names)}-sure"), int(words[2]))
    return None


def _stem(names: tuple[str, ...]) -> str:
    return names[0].partition("-")[0]


def notes_of(draft: YearDraft, told: Mapping[Part, str]) -> dict[str, str]:
    """Sentences about parts as notes of the rows that show them."""
    numbered: list[tuple[str, Part]] = [
        *((f"term-{n}", part) for n, part in enumerate(draft.terms)),
        *((f"off-{n}", part) for n, part in enumerate(draft.off)),
        *((f"moved-{n}", part) for n, part in enumerate(draft.moved)),
    ]
    return {name: told[part] for name, part in numbered if part in told}
