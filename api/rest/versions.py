"""Versions of timetables: what was offered, answered, approved and published, and the moves of the desk.

A move names the digest of what it is about and the revision that was looked at. Families answer on their page.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response
from pydantic import AwareDatetime, Field

from api.deps import Place, ReadUnit, WriteUnit, origin_of
from api.errors import Invalid
from api.rest.answers import Once, Paged, Tags, changed, listing, single
from api.rest.routing import lists, reads, section, writes
from api.rest.shapes import KEY, SAMPLE_ID, Id, Instant, Page, Record, Ref, Sent, Told, links, shape, text
from api.services.agreement.canonical import short_code
from api.services.agreement.timetable import answering, offering
from api.services.agreement.timetable.approving import ToApprove, approve
from api.services.agreement.timetable.content import Line, content_of
from api.services.agreement.timetable.desk import Seen, version_of
from api.services.agreement.timetable.publishing import ToPublish
from api.services.agreement.timetable.register import expect_version, versions_of_school
from api.services.agreement.timetable.review import publish_and_tell
from api.services.unit import Unit
from models.agreement import Answer, AnswerChannel, Decision, TimetableVersion, VersionState
from scheduler.terms import LessonForm, Weekday, clock

router = section("versions")
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
SAMPLE_DIGEST = "9f86d081884c7d65" * 4
Digest = Annotated[
    str,
    Field(
        strict=True, pattern="^[0-9a-f]{64}$", examples=[SAMPLE_DIGEST], description="of what was looked at"
    ),
]
Why = Annotated[str, text(1000, "Мнение семьи учтено по телефону.")]


class OfferSent(Sent):
    digest: Digest
    answer_until: AwareDatetime = Field(examples=["2026-09-05T15:00:00Z"], ge=EARLIEST, le=LATEST)


class AnswerSent(Sent):
    """What a family said by telephone, on paper or in person. code: of the version, as the paper shows it."""

    digest: Digest
    guardian_id: Ref
    answer: Answer
    channel: AnswerChannel = Field(examples=["call"])
    code: Annotated[str, text(20, "K7Q2-9FMA-3X")] | None = None
    comment: Why | None = None


class MoveSent(Sent):
    digest: Digest


class ApprovalSent(MoveSent):
    """reason: needed where the family has not agreed."""

    reason: Why | None = None


class VersionTold(Record):
    case_id: str = Field(examples=[SAMPLE_ID])
    number: int = Field(examples=[1])
    state: VersionState
    first_on: date
    last_on: date
    digest: str | None = Field(description="SHA-256 of the canonical text")
    code: str | None = Field(description="as pages and papers show it", examples=["K7Q2-9FMA-3X"])
    offered_at: Instant | None
    answer_until: Instant | None
    approved_at: Instant | None
    published_at: Instant | None
    ended_on: date | None


class LessonTold(Told):
    """A line of the week as the family sees it. weeks: of the cycle, none: every week."""

    day: Weekday
    weeks: tuple[int, ...] | None
    start: str = Field(examples=["10:00"])
    end: str = Field(examples=["10:40"])
    subject: str = Field(examples=["Математика"])
    teacher: str = Field(examples=["Снегова Г. Г."])
    form: LessonForm
    digest: str = Field(examples=[SAMPLE_DIGEST])


class AnswerTold(Record):
    """entered_by: the account of the staff who wrote it down, none: the family itself."""

    guardian_id: str = Field(examples=[SAMPLE_ID])
    answer: Answer
    channel: AnswerChannel
    digest: str = Field(examples=[SAMPLE_DIGEST])
    at: Instant
    entered_by: str | None
    strength: int = Field(
        examples=[0],
        description="0: an opinion, 1: signed on paper, 2: signed by a code that was sent, 3: a signature in a file",
    )
    comment: str | None


def _told(row: TimetableVersion) -> VersionTold:
    at = f"/versions/{row.id}"
    to = links(this=at, case=f"/cases/{row.case_id}", lessons=f"{at}/lessons", answers=f"{at}/answers")
    return shape(VersionTold, row, to, code=short_code(row.digest) if row.digest else None)


@lists(router, "/versions", Page[VersionTold])
def list_versions(
    request: Request, unit: ReadUnit, paging: Paged,
    case_id: Annotated[str | None, Query(pattern=KEY)] = None, state: VersionState | None = None,
) -> Response:  # fmt: skip
    """By case, the newest first; drafts are among them."""
    return listing(request, paging, versions_of_school(unit, case_id, state), _told, Page[VersionTold])


@reads(router, "/versions/{version_id}", VersionTold)
def get_version(request: Request, unit: ReadUnit, version_id: Id) -> Response:
    row = version_of(unit, version_id)
    return single(request, _told(row), row)


@lists(router, "/versions/{version_id}/lessons", Page[LessonTold])
def list_version_lessons(request: Request, unit: ReadUnit, paging: Paged, version_id: Id) -> Response:
    """From the stored text that the digest is of."""
    row = version_of(unit, version_id)
    found = sorted(content_of(row.text).lines, key=lambda line: line.order) if row.text else []
    return listing(request, paging, found, lambda line: _lesson(row.id, line), Page[LessonTold])


def _lesson(version_id: str, line: Line) -> LessonTold:
    to, start, end = links(version=f"/versions/{version_id}"), clock(line.start_min), clock(line.end_min)
    return shape(LessonTold, line, to, start=start, end=end)


@lists(router, "/versions/{version_id}/answers", Page[AnswerTold])
def list_answers(request: Request, unit: ReadUnit, paging: Paged, version_id: Id) -> Response:
    """Every answer, the first one first; of each representative the last one counts."""
    row = version_of(unit, version_id)
    return listing(request, paging, answering.decisions_of(unit, row.id), _answer, Page[AnswerTold])


def _answer(row: Decision) -> AnswerTold:
    to = links(version=f"/versions/{row.version_id}", guardian=f"/guardians/{row.guardian_id}")
    return shape(AnswerTold, row, to)


@writes(router, "POST", "/versions/{version_id}/offer", VersionTold)
def offer(unit: WriteUnit, once: Once, tags: Tags, version_id: Id, sent: OfferSent) -> Response:
    """Draft → offered; an earlier offer of the case gives way. No message goes out."""
    until: datetime = sent.answer_until
    return once(
        sent, _move(unit, version_id, tags, sent, lambda seen: offering.offer(unit, version_id, seen, until))
    )


@writes(router, "POST", "/versions/{version_id}/answer", VersionTold)
def enter_answer(unit: WriteUnit, once: Once, tags: Tags, version_id: Id, sent: AnswerSent) -> Response:
    """An answer that the staff has been given; the answer counts as the family's."""
    told = answering.Reply(answer=sent.answer, comment=sent.comment)
    by = answering.By(channel=sent.channel, code=sent.code or "")

    def act(seen: Seen) -> object:
        return answering.enter_reply(unit, version_id, sent.guardian_id, seen, told, by)

    return once(sent, _move(unit, version_id, tags, sent, act))


@writes(router, "POST", "/versions/{version_id}/recall", VersionTold)
def recall(unit: WriteUnit, once: Once, tags: Tags, version_id: Id, sent: MoveSent) -> Response:
    return once(
        sent, _move(unit, version_id, tags, sent, lambda seen: offering.recall(unit, version_id, seen))
    )


@writes(router, "POST", "/versions/{version_id}/approval", VersionTold)
def approve_version(unit: WriteUnit, once: Once, tags: Tags, version_id: Id, sent: ApprovalSent) -> Response:
    """By the director, whose password was given within the last ten minutes; 403 says to give it again."""
    _, live = once.act

    def act(seen: Seen) -> object:
        chosen = ToApprove(version_id=version_id, seen=seen, reason=sent.reason)
        try:
            return approve(unit, (chosen,), live.sign_in.password_at)
        except Invalid as refused:
            raise Invalid({"reason": [each for told in refused.faults.values() for each in told]}) from None

    return once(sent, _move(unit, version_id, tags, sent, act))


@writes(router, "POST", "/versions/{version_id}/publication", VersionTold)
def publish_version(
    request: Request, place: Place, unit: WriteUnit, once: Once, tags: Tags, version_id: Id, sent: MoveSent
) -> Response:
    """After the checker's last word; messages go to those whom it concerns. 409 tells all that stands in the way."""

    def act(seen: Seen) -> object:
        chosen = ToPublish(version_id=version_id, seen=seen)
        return publish_and_tell(unit, [chosen], origin_of(request, place))

    return once(sent, _move(unit, version_id, tags, sent, act))


def _move(
    unit: Unit, version_id: str, tags: frozenset[str], sent: OfferSent | AnswerSent | MoveSent,
    act: Callable[[Seen], object],
) -> Callable[[], Response]:  # fmt: skip
    """Does a move of the version that was looked at, and tells how it is after it."""

    def done() -> Response:
        row = expect_version(unit, version_id, tags)
        act(Seen(digest=sent.digest, rev=row.rev))
        now = version_of(unit, version_id)
        return changed(_told(now), now)

    return done
