"""Printed papers of a case: which can be made, what was given out; sets made in one go. Files come from the pages."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import Response
from pydantic import Field

from api.deps import Here, Place, ReadUnit, WriteUnit
from api.errors import Refusal
from api.rest.answers import Once, Paged, changed, listing, made, single
from api.rest.routing import creates, lists, reads, section, writes
from api.rest.shapes import SAMPLE_ID, Flag, Id, Instant, Page, Ref, Sent, Told, links, text
from api.services.printing.issuing import IssuedLine, issue, issued_for_case, issued_line
from api.services.printing.preparing import OF_CASE, REQUISITES, Choice, choices, prepare
from api.services.printing.sets import SetDraft, SetSeen, ask_set, cancel_set, seen, set_of, sets_seen
from api.web.papermaking import Ready, origin_of, ready
from exports.document.forms import TITLE, Form
from models.printing import PrintLayout, SetState

router = section("printing")


class FormTold(Told):
    """A form of the regulation. why_not: what is missing for it, in a sentence, none: it can be made."""

    form: Form
    title: str = Field(examples=["Индивидуальное расписание"])
    why_not: str | None
    requisites: bool = Field(description="it has lines for requisites of medical papers")


class PrintSent(Sent):
    """guardian_id: for whom, none: the first who decides for the child. requisites: the reading of medical papers is
    written into the log."""

    form: Form
    layout: PrintLayout = PrintLayout.PDF
    guardian_id: Ref | None = None
    requisites: Flag = False


class IssuedTold(Told):
    """A paper that was given out. digest: beginning of the SHA-256 of its file; version: code of the plan or timetable
    it says; file: where the very file is, none: its term is over. A file with requisites wants `?why=`."""

    id: str = Field(examples=[SAMPLE_ID])
    form: Form
    title: str
    layout: str = Field(examples=["PDF"])
    at: Instant
    by: str
    to: str
    digest: str
    template: str
    version: str
    medical: bool
    file: str | None = Field(examples=[f"/issued/{SAMPLE_ID}/file"])


class SetSent(Sent):
    """case_id: of one case; class_title: of a class; neither: of every case of the year that is not over."""

    year_id: Ref
    forms: Annotated[tuple[Form, ...], Field(min_length=1, max_length=20)]
    layout: PrintLayout = PrintLayout.PDF
    case_id: Ref | None = None
    class_title: Annotated[str, text(20, "5 А")] | None = None


class SetTold(Told):
    """made: papers there are; skipped: those there is nothing to print for yet; of total. parcel: the ZIP so far."""

    id: str = Field(examples=[SAMPLE_ID])
    what: str = Field(examples=["класс 5 А"])
    forms: tuple[Form, ...]
    layout: str = Field(examples=["PDF"])
    state: SetState
    total: int
    made: int
    skipped: int
    at: Instant
    parcel: str | None = Field(examples=[f"/print/sets/{SAMPLE_ID}/documents.zip"])


def _form(choice: Choice) -> FormTold:
    return FormTold(
        form=choice.form, title=TITLE[choice.form], why_not=choice.why_not or None,
        requisites=choice.form in REQUISITES, links={},
    )  # fmt: skip


def _issued(line: IssuedLine) -> IssuedTold:
    return IssuedTold(
        id=line.id, form=line.form, title=line.title, layout=line.layout, at=line.at, by=line.by, to=line.to,
        digest=line.digest, template=line.template, version=line.version, medical=line.medical,
        file=f"/issued/{line.id}/file" if line.has_file else None, links=links(this=f"/issued-papers/{line.id}"),
    )  # fmt: skip


def _set(one: SetSeen) -> SetTold:
    at = f"/print-sets/{one.id}"
    return SetTold(
        id=one.id, what=one.what, forms=one.forms, layout=one.layout, state=one.state, total=one.total,
        made=one.made, skipped=one.skipped, at=one.at,
        parcel=f"/print/sets/{one.id}/documents.zip" if one.made else None,
        links=links(this=at, cancel=f"{at}/cancel" if one.going else None),
    )  # fmt: skip


@lists(router, "/cases/{case_id}/forms", Page[FormTold])
def list_forms(request: Request, unit: ReadUnit, paging: Paged, case_id: Id) -> Response:
    """Every form of a case, and what is missing for those that cannot be made yet."""
    return listing(request, paging, choices(unit, case_id), _form, Page[FormTold])


@lists(router, "/cases/{case_id}/issued-papers", Page[IssuedTold])
def list_issued(request: Request, unit: ReadUnit, paging: Paged, case_id: Id) -> Response:
    """Papers given out of a case and of orders it stands in, the newest first."""
    return listing(request, paging, issued_for_case(unit, case_id), _issued, Page[IssuedTold])


def printed_paper(request: Request, place: Place, here: Here, case_id: Id, sent: PrintSent) -> Ready:
    """Stands before the writing unit: nobody waits for the printer."""
    requisites, origin = sent.requisites and sent.form in REQUISITES, origin_of(request, place)
    told = ready(
        place, here, sent.layout,
        lambda unit: prepare(unit, case_id, sent.form, origin, sent.guardian_id, requisites), requisites,
    )  # fmt: skip
    if isinstance(told, Refusal):
        raise told
    return told


@creates(router, "/cases/{case_id}/issued-papers", IssuedTold)
def print_paper(
    place: Place, paper: Annotated[Ready, Depends(printed_paper)], unit: WriteUnit, once: Once, sent: PrintSent,
) -> Response:  # fmt: skip
    """A paper is made, kept with everything about it, and handed out under `file`."""

    def act() -> Response:
        row = issue(unit, place.files, paper.prepared, paper.template, paper.layout, paper.content)
        return made(_issued(issued_line(unit, row.id)))

    return once(sent, act)


@reads(router, "/issued-papers/{issued_id}", IssuedTold)
def get_issued(request: Request, unit: ReadUnit, issued_id: Id) -> Response:
    return single(request, _issued(issued_line(unit, issued_id)))


@lists(router, "/print-sets", Page[SetTold])
def list_sets(request: Request, unit: ReadUnit, paging: Paged) -> Response:
    """The latest sets of the school."""
    return listing(request, paging, sets_seen(unit, most=200), _set, Page[SetTold])


@creates(router, "/print-sets", SetTold)
def ask_for_set(request: Request, place: Place, unit: WriteUnit, once: Once, sent: SetSent) -> Response:
    """A set in the queue: it is made in the background, whatever becomes of who asked."""

    def act() -> Response:
        draft = SetDraft(
            year_id=sent.year_id, forms=tuple(form for form in OF_CASE if form in sent.forms), layout=sent.layout,
            case_id=sent.case_id, class_title=sent.class_title,
        )  # fmt: skip
        return made(_set(seen(unit, ask_set(unit, draft, origin_of(request, place)))))

    return once(sent, act)


@reads(router, "/print-sets/{set_id}", SetTold)
def get_set(request: Request, unit: ReadUnit, set_id: Id) -> Response:
    return single(request, _set(seen(unit, set_of(unit, set_id))))


@writes(router, "POST", "/print-sets/{set_id}/cancel", SetTold)
def cancel_printing(unit: WriteUnit, set_id: Id) -> Response:
    """Nothing more is made; what was made stays in its cases."""
    cancel_set(unit, set_id)
    return changed(_set(seen(unit, set_of(unit, set_id))))
