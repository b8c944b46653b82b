"""Cases (дела): the list, one case, the moves made and to be made, what holds on a day, what needs attention."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Depends, Query, Request
from fastapi.responses import Response
from pydantic import Field

from api.deps import ReadUnit, WriteUnit
from api.rest.answers import Once, Paged, Tags, changed, listing, made, single
from api.rest.routing import creates, lists, reads, section, writes
from api.rest.shapes import (
    KEY,
    PLAIN,
    SAMPLE_ID,
    Day,
    Grade,
    Id,
    Instant,
    Link,
    Page,
    Plain,
    Record,
    Ref,
    Sent,
    Told,
    links,
    shape,
    text,
)  # fmt: skip
from api.services.cases import life, outlook, registers
from api.services.cases.registers import CaseFilter, case_register
from api.services.desk import expect
from models.case import Case, CaseMove, Programme, Pupil
from models.states import SAID, STEPS, Move, State

router = section("cases")


class CaseSent(Sent):
    """applied_on: the day the parent's application came."""

    pupil_id: Ref
    year_id: Ref
    class_title: Annotated[str, text(20, "5 А")]
    grade: Grade
    programme: Programme
    applied_on: Day
    deputy_id: Ref | None = None
    class_teacher_id: Ref | None = None


class ClassSent(Sent):
    class_title: Annotated[str, text(20, "5 Б")]
    class_teacher_id: Ref | None = None


class MoveSent(Sent):
    """on: the day of the move; none: today."""

    move: Move
    on: Day | None = None


class CaseLine(Record):
    """A case as a line of the list."""

    code: str = Field(examples=["К-01"])
    pupil_id: str = Field(examples=[SAMPLE_ID])
    pupil: str = Field(examples=["Иванов Пётр Сергеевич"])
    year_id: str = Field(examples=[SAMPLE_ID])
    class_title: str = Field(examples=["5 А"])
    grade: int = Field(examples=[5])
    state: State
    state_title: str = Field(examples=["заявление принято"])
    state_since: date


class CaseTold(Record):
    """clock_on: the day the package was complete."""

    code: str = Field(examples=["К-01"])
    pupil_id: str = Field(examples=[SAMPLE_ID])
    year_id: str = Field(examples=[SAMPLE_ID])
    class_title: str = Field(examples=["5 А"])
    grade: int = Field(examples=[5])
    programme: Programme
    state: State
    state_title: str = Field(examples=["заявление принято"])
    state_since: date
    clock_on: date | None
    deputy_id: str | None
    class_teacher_id: str | None


class Choice(Told):
    """A move the table allows now. reasons: what stands in its way today; none: it may be made."""

    move: Move
    title: str = Field(examples=["начать обучение"])
    to: State
    point: str = Field(examples=["п. 2.5"], description="of the regulation")
    reasons: tuple[str, ...]


class Choices(Told):
    state: State
    choices: tuple[Choice, ...]


class MoveTold(Record):
    case_id: str = Field(examples=[SAMPLE_ID])
    number: int = Field(examples=[1])
    move: Move
    from_state: State
    to_state: State
    on_date: date
    at: Instant
    account_id: str = Field(examples=[SAMPLE_ID], description="who made it")
    paper_id: str | None = Field(description="the paper it rests on")


class HoldingTold(Plain):
    title: str = Field(examples=["договор № 7"])
    first: date
    last: date | None
    holds: bool


class OutlookTold(Told):
    """A case on a day. reasons: why no lessons may be held; none: they may."""

    case_id: str = Field(examples=[SAMPLE_ID])
    on: date
    lessons: bool
    reasons: tuple[str, ...]
    holdings: tuple[HoldingTold, ...]


PARTS = ("choices", "moves", "attention", "papers", "contracts")


def _links(case: Case) -> dict[str, Link]:
    at = f"/cases/{case.id}"
    parts = {name: f"{at}/{name}" for name in PARTS}
    about = {
        "pupil": f"/pupils/{case.pupil_id}",
        "year": f"/years/{case.year_id}",
        "outlook": f"{at}/outlook",
    }
    return links(this=at, **parts, **about)


def _line(found: tuple[Case, Pupil]) -> CaseLine:
    case, pupil = found
    name = f"{pupil.surname} {pupil.given_names}"
    return shape(CaseLine, case, _links(case), pupil=name, state_title=SAID[State(case.state)])


def _case(case: Case) -> CaseTold:
    return shape(CaseTold, case, _links(case), state_title=SAID[State(case.state)])


def _move(row: CaseMove) -> MoveTold:
    return shape(MoveTold, row, links(this=f"/moves/{row.id}", case=f"/cases/{row.case_id}"))


def sought(
    q: Annotated[str, Query(max_length=100, pattern=PLAIN, description="part of code, name, class")] = "",
    state: State | None = None,
    year_id: Annotated[str | None, Query(pattern=KEY)] = None,
    pupil_id: Annotated[str | None, Query(pattern=KEY)] = None,
    grade: Annotated[int | None, Query(ge=1, le=11)] = None,
    over: Annotated[bool | None, Query(description="whether the case has ended")] = None,
) -> CaseFilter:
    return CaseFilter(asked=q, state=state, year_id=year_id, pupil_id=pupil_id, grade=grade, over=over)


@lists(router, "/cases", Page[CaseLine])
def list_cases(
    request: Request, unit: ReadUnit, paging: Paged, narrowed: Annotated[CaseFilter, Depends(sought)]
) -> Response:
    return listing(request, paging, case_register(unit, narrowed), _line, Page[CaseLine])


@creates(router, "/cases", CaseTold)
def open_case(unit: WriteUnit, once: Once, sent: CaseSent) -> Response:
    """A new case in the state «заявление принято»."""

    def act() -> Response:
        row = life.open_case(unit, life.CaseDraft(**sent.model_dump()))
        return made(_case(row), row)

    return once(sent, act)


@reads(router, "/cases/{case_id}", CaseTold)
def get_case(request: Request, unit: ReadUnit, case_id: Id) -> Response:
    row = life.case_of(unit, case_id)
    return single(request, _case(row), row)


@writes(router, "PUT", "/cases/{case_id}/class", CaseTold)
def put_class(unit: WriteUnit, tags: Tags, case_id: Id, sent: ClassSent) -> Response:
    """Another class of the same grade, another class teacher."""
    rev = expect(unit, Case, case_id, tags).rev
    row = life.change_class(unit, case_id, rev, sent.class_title, sent.class_teacher_id)
    return changed(_case(row), row)


@reads(router, "/cases/{case_id}/choices", Choices)
def get_choices(request: Request, unit: ReadUnit, case_id: Id) -> Response:
    """Moves the table allows now, with what stands in their way today."""
    at = f"/cases/{case_id}"
    found = tuple(
        Choice(
            move=move, title=STEPS[move].said, to=STEPS[move].to, point=STEPS[move].point, reasons=reasons,
            links=links(make=f"{at}/moves"),
        )
        for move, reasons in life.choices(unit, case_id).items()
    )  # fmt: skip
    state = State(life.case_of(unit, case_id).state)
    return single(request, Choices(state=state, choices=found, links=links(this=f"{at}/choices", case=at)))


@lists(router, "/cases/{case_id}/moves", Page[MoveTold])
def list_moves(request: Request, unit: ReadUnit, paging: Paged, case_id: Id) -> Response:
    """Every move made, the first one first."""
    return listing(request, paging, life.history(unit, case_id), _move, Page[MoveTold])


@creates(router, "/cases/{case_id}/moves", MoveTold)
def make_move(unit: WriteUnit, once: Once, tags: Tags, case_id: Id, sent: MoveSent) -> Response:
    """Moves the case; refused with every reason. `If-Match` is of the case, the answered `ETag` of the move."""

    def act() -> Response:
        case = expect(unit, Case, case_id, tags)
        row = life.make_move(unit, case_id, case.rev, sent.move, sent.on)
        return made(_move(row), row)

    return once(sent, act)


@reads(router, "/moves/{move_id}", MoveTold)
def get_move(request: Request, unit: ReadUnit, move_id: Id) -> Response:
    row = registers.move_of(unit, move_id)
    return single(request, _move(row), row)


@reads(router, "/cases/{case_id}/outlook", OutlookTold)
def get_outlook(request: Request, unit: ReadUnit, case_id: Id, on: Day) -> Response:
    """Which papers hold on a day, and whether lessons may be held then."""
    seen = outlook.on_date(unit, case_id, on)
    told = OutlookTold(
        case_id=seen.case_id, on=seen.on, lessons=seen.lessons, reasons=seen.reasons,
        holdings=tuple(HoldingTold.model_validate(entry, from_attributes=True) for entry in seen.holdings),
        links=links(this=f"/cases/{case_id}/outlook?on={on.isoformat()}", case=f"/cases/{case_id}"),
    )  # fmt: skip
    return single(request, told)
