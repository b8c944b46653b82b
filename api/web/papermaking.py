"""A paper is made before the writing transaction begins: read, printed apart, then written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from api.deps import Presence, origin_of
from api.entrance import found
from api.errors import Conflict, Invalid
from api.installation import Installation
from api.services.printing.issuing import BROKEN, asked_of, template_for
from api.services.printing.preparing import Prepared
from api.services.printing.templates import Used
from api.services.unit import Unit
from exports.document.apart import Layout, make_one
from models.engines import reading, writing
from models.printing import PrintLayout

__all__ = ["LAYOUTS", "Ready", "layout_of", "origin_of", "ready"]
LAYOUTS = (
    (PrintLayout.PDF.value, "PDF, чтобы напечатать"),
    (PrintLayout.DOCX.value, "Word (DOCX), чтобы поправить"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A paper that is made and not yet written down."""

    prepared: Prepared
    template: Used
    layout: PrintLayout
    content: bytes = field(repr=False)


def layout_of(told: str) -> PrintLayout | None:
    return PrintLayout(told) if told in set(PrintLayout) else None


def ready(
    place: Installation,
    here: Presence,
    layout: PrintLayout,
    gather: Callable[[Unit], Prepared],
    noted: bool = False,
) -> Ready | Conflict | Invalid:
    """What `gather` reads, printed. noted: the reading itself is written into the log first."""
    live = found(here.live)
    try:
        with (writing if noted else reading)(place.engine) as session:
            unit = place.unit(place.door(session, here.at), live)
            prepared = gather(unit)
            template = template_for(unit, place.files, prepared.form)
    except (Conflict, Invalid) as refused:
        return refused
    made = make_one(asked_of(prepared, template, layout))
    if made is None:
        return Conflict(BROKEN)
    return Ready(
        prepared=prepared, template=template, layout=layout, content=made.files[Layout(layout.value)]
    )
