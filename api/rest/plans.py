"""Plans (ИУП, ИОМ, СИПР) in versions: drafts written whole, and the moves of the desk.

A move names the digest of what it is about and the revision that was looked at. Families answer on their page.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Literal

from fastapi import Request
from fastapi.responses import Response
from pydantic import Field

from api.deps import ReadUnit, WriteUnit
from api.rest.answers import Once, Paged, Tags, changed, listing, made, single
from api.rest.planrows import Hours, RowSent, RowTold, told_rows, values_of
from api.rest.routing import creates, lists, reads, section, writes
from api.rest.shapes import (
    SAMPLE_ID,
    Day,
    Id,
    Instant,
    Page,
    Plain,
    Record,
    Ref,
    Sent,
    Told,
    links,
    shape,
    text,
)
from api.rest.versions import SAMPLE_DIGEST, Digest, MoveSent, Why
from api.services.agreement.canonical import short_code
from api.services.cases.life import case_of
from api.services.desk import expect, locked
from api.services.plans import acts, copying, drafts
from api.services.plans.hours import read_hours
from api.services.plans.recut import RecutRow, recut
from api.services.plans.rows import Row
from api.services.plans.seen import plan_at_desk
from api.services.plans.store import rows_of, versions
from api.services.plans.views import warnings_of
from api.services.unit import Unit
from models.case import Case
from models.plan import Act, AnswerChannel, Plan, PlanAct, PlanKind, PlanState

router = section("plans")
AT = "/plans/{plan_id}"


class PlanBegun(Sent):
    """source: rows of nothing, of the pupil's plan of last year, or of a class plan cut to a weekly norm."""

    kind: PlanKind
    first_on: Day
    last_on: Day
    source: Literal["empty", "last", "model"] = "empty"
    model: Annotated[str, Field(strict=True, max_length=60, description="code of a class plan")] = ""
    norm: Hours = "0"


class PlanWritten(Sent):
    """Kind, days and rows of a draft at once; a row with the key of one that is there keeps it."""

    kind: PlanKind
    first_on: Day
    last_on: Day
    rows: Annotated[tuple[RowSent, ...], Field(max_length=drafts.MOST_ROWS)]


class DaysSent(Sent):
    first_on: Day
    last_on: Day


class PlanAnswerSent(Sent):
    """What a family said by telephone, on paper or in person. code: of the version, as the paper shows it."""

    digest: Digest
    guardian_id: Ref
    agrees: Annotated[bool, Field(strict=True, examples=[True])]
    channel: AnswerChannel = Field(examples=["call"])
    code: Annotated[str, text(20, "K7Q2-9FMA-3X")] | None = None
    reason: Why | None = None


class PlanApprovalSent(MoveSent):
    """reason: needed where the family has not agreed."""

    reason: Why | None = None


class PlanListed(Record):
    case_id: str = Field(examples=[SAMPLE_ID])
    number: int = Field(examples=[1])
    kind: PlanKind
    state: PlanState
    first_on: date
    last_on: date
    digest: str | None = Field(description="SHA-256 of the canonical text")
    code: str | None = Field(description="as pages and papers show it", examples=["K7Q2-9FMA-3X"])
    offered_at: Instant | None
    approved_at: Instant | None


class PlanTold(PlanListed):
    """warnings: what its days and shared lessons do not fit; nothing is refused for it."""

    rows: tuple[RowTold, ...]
    warnings: tuple[str, ...]


class ActTold(Record):
    """guardian_id: whose answer it is."""

    plan_id: str = Field(examples=[SAMPLE_ID])
    act: Act
    at: Instant
    guardian_id: str | None
    channel: AnswerChannel | None
    reason: str | None
    digest: str = Field(examples=[SAMPLE_DIGEST])


class CutTold(Plain):
    """Academic hours of a row, exact: due until the change, and from it on. A week: none where it is not there."""

    subject: str
    old_week: str | None
    new_week: str | None
    before: str
    after: str


class ChangeTold(Told):
    """The year cut at the first day of a version. numbers: of the versions that held before."""

    on: date
    last_on: date
    numbers: tuple[int, ...]
    rows: tuple[CutTold, ...]


def _listed(row: Plan) -> PlanListed:
    at = f"/plans/{row.id}"
    to = links(this=at, case=f"/cases/{row.case_id}", acts=f"{at}/acts", change=f"{at}/change")
    return shape(PlanListed, row, to, code=short_code(row.digest) if row.digest else None)


def _told(unit: Unit, plan_id: str) -> tuple[PlanTold, Plan]:
    seen = plan_at_desk(unit, plan_id)
    row = seen.plan
    told = PlanTold(
        **_listed(row).model_dump(), rows=told_rows(unit, row.id), warnings=tuple(warnings_of(unit, seen))
    )
    return told, row


@lists(router, "/cases/{case_id}/plans", Page[PlanListed])
def list_plans(request: Request, unit: ReadUnit, paging: Paged, case_id: Id) -> Response:
    """Every version, the newest first; drafts are among them."""
    case = case_of(unit, case_id)
    return listing(request, paging, versions(unit.session, case.id), _listed, Page[PlanListed])


@creates(router, "/cases/{case_id}/plans", PlanTold)
def begin_plan(unit: WriteUnit, once: Once, case_id: Id, sent: PlanBegun) -> Response:
    """A new draft; 409 while another one is open."""

    def act() -> Response:
        rows: tuple[Row, ...] = ()
        if sent.source == "model":
            rows = copying.cut_rows(sent.model, read_hours(sent.norm))
        elif sent.source == "last":
            rows = copying.last_years_rows(unit, case_id, sent.first_on, sent.last_on)
        draft = drafts.PlanDraft(kind=sent.kind, first_on=sent.first_on, last_on=sent.last_on)
        return made(*_told(unit, drafts.start_plan(unit, case_of(unit, case_id).id, draft, rows).id))

    return once(sent, act)


@reads(router, AT, PlanTold)
def get_plan(request: Request, unit: ReadUnit, plan_id: Id) -> Response:
    return single(request, *_told(unit, plan_id))


@writes(router, "PUT", AT, PlanTold)
def put_plan(unit: WriteUnit, tags: Tags, plan_id: Id, sent: PlanWritten) -> Response:
    """Of a draft; faults of rows are told by field and number of the row, from 0."""
    row = _expected(unit, tags, plan_id)
    draft = drafts.PlanDraft(kind=sent.kind, first_on=sent.first_on, last_on=sent.last_on)
    drafts.write_days(unit, plan_id, row.rev, draft, values_of(sent.rows, rows_of(unit.session, plan_id)))
    return changed(*_told(unit, plan_id))


@lists(router, f"{AT}/acts", Page[ActTold])
def list_plan_acts(request: Request, unit: ReadUnit, paging: Paged, plan_id: Id) -> Response:
    """Everything that was done with an offered version, the first one first."""
    row = plan_at_desk(unit, plan_id).plan
    return listing(request, paging, acts.acts_of(unit.session, row.id), _act, Page[ActTold])


def _act(row: PlanAct) -> ActTold:
    guardian = row.guardian_id and f"/guardians/{row.guardian_id}"
    return shape(ActTold, row, links(plan=f"/plans/{row.plan_id}", guardian=guardian))


@reads(router, f"{AT}/change", ChangeTold)
def get_plan_change(request: Request, unit: ReadUnit, plan_id: Id) -> Response:
    """What each row was due by the versions before, and what it is due from this one's first day on."""
    found = recut(unit.session, plan_at_desk(unit, plan_id))
    to = links(this=f"/plans/{plan_id}/change", plan=f"/plans/{plan_id}")
    told = ChangeTold(
        links=to, on=found.on, last_on=found.last, numbers=found.numbers,
        rows=tuple(_cut(row) for row in found.rows),
    )  # fmt: skip
    return single(request, told)


def _cut(row: RecutRow) -> CutTold:
    weeks = [None if hours is None else str(hours) for hours in (row.old_week, row.new_week)]
    return CutTold(
        subject=row.subject,
        old_week=weeks[0],
        new_week=weeks[1],
        before=str(row.before),
        after=str(row.after),
    )


@writes(router, "POST", f"{AT}/next", PlanTold, 201)
def next_plan(unit: WriteUnit, once: Once, tags: Tags, plan_id: Id, sent: DaysSent) -> Response:
    """A draft with the rows of this version, in force from another day."""

    def act() -> Response:
        _expected(unit, tags, plan_id)
        return made(*_told(unit, drafts.next_version(unit, plan_id, sent.first_on, sent.last_on).id))

    return once(sent, act)


@writes(router, "POST", f"{AT}/remove", Page[PlanListed])
def remove_plan(request: Request, unit: WriteUnit, tags: Tags, paging: Paged, plan_id: Id) -> Response:
    """Throws a draft away; answers with the versions that are left."""
    case_id = drafts.remove_draft(unit, plan_id, _expected(unit, tags, plan_id).rev)
    return listing(request, paging, versions(unit.session, case_id), _listed, Page[PlanListed])


@writes(router, "POST", f"{AT}/offer", PlanTold)
def offer_plan(unit: WriteUnit, once: Once, tags: Tags, plan_id: Id) -> Response:
    """A draft becomes a version with a digest; whatever waited before gives way."""
    return once(None, _move(unit, tags, plan_id, lambda rev: acts.offer(unit, plan_id, rev)))


@writes(router, "POST", f"{AT}/answer", PlanTold)
def enter_plan_answer(unit: WriteUnit, once: Once, tags: Tags, plan_id: Id, sent: PlanAnswerSent) -> Response:
    """An answer that the staff has been given; it counts as the family's."""

    def act(rev: int) -> object:
        bound = acts.Bound(rev=rev, digest=sent.digest)
        return acts.enter_answer(
            unit,
            plan_id,
            bound,
            sent.guardian_id,
            sent.agrees,
            sent.channel,
            sent.reason or "",
            sent.code or "",
        )

    return once(sent, _move(unit, tags, plan_id, act))


@writes(router, "POST", f"{AT}/recall", PlanTold)
def recall_plan(unit: WriteUnit, once: Once, tags: Tags, plan_id: Id, sent: MoveSent) -> Response:
    """The school takes back a version that waits."""

    def act(rev: int) -> object:
        return acts.recall(unit, plan_id, acts.Bound(rev=rev, digest=sent.digest))

    return once(sent, _move(unit, tags, plan_id, act))


@writes(router, "POST", f"{AT}/approval", PlanTold)
def approve_plan(unit: WriteUnit, once: Once, tags: Tags, plan_id: Id, sent: PlanApprovalSent) -> Response:
    """By the director, whose password was given within the last ten minutes; 403 says to give it again."""
    _, live = once.act

    def act(rev: int) -> object:
        bound = acts.Bound(rev=rev, digest=sent.digest)
        return acts.approve_proved(unit, plan_id, bound, live.sign_in.password_at, sent.reason or "")

    return once(sent, _move(unit, tags, plan_id, act))


def _move(
    unit: Unit, tags: frozenset[str], plan_id: str, act: Callable[[int], object]
) -> Callable[[], Response]:
    """Does a move of the version that was looked at, and tells how it is after it."""

    def done() -> Response:
        act(_expected(unit, tags, plan_id).rev)
        return changed(*_told(unit, plan_id))

    return done


def _expected(unit: Unit, tags: frozenset[str], plan_id: str) -> Plan:
    """The plan, its case locked before it as every move does; Stale where the caller has not seen its revision."""
    seen = plan_at_desk(unit, plan_id)
    locked(unit, Case, seen.case.id)
    return expect(unit, Plan, plan_id, tags)
