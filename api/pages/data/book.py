"""The school's workbook: brought in as a file, taken out as one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from api.deps import ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.pages.data.stage import BOOK, NO_YEAR, Around, OnStage, Stage
from api.pages.runs.downloads import XLSX
from api.services.registry.columns import forget, remembered
from api.services.registry.scope import years_of
from api.services.registry.sending import school_workbook
from api.services.registry.staging import read_grids, stage, under_review
from api.services.unit import Unit
from api.web.forms import Form, done
from exports.workbook.faults import BadWorkbookError
from exports.workbook.grid import Grid
from exports.workbook.upload import open_workbook
from exports.workbook.write import write_template
from models.person import Role
from models.year import Year

router = APIRouter(prefix=BOOK.href)
HEADERS = {"content-security-policy": "sandbox; default-src 'none'", "cache-control": "no-store"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A file of a form: its bytes, and its sheets or why there are none."""

    book: bytes
    grids: list[Grid] | BadWorkbookError


@dataclass(frozen=True, slots=True, kw_only=True)
class BookPage:
    """year: empty where the school has none. waits: a workbook is under review. columns: headings remembered."""

    around: Around
    year: str
    form: Form
    waits: bool
    columns: int
    coordinator: bool


@router.api_route("", methods=["GET", "HEAD"])
def overview(at: OnStage, unit: ReadUnit, said: str = "") -> Response:
    return _show(at, unit, Form(), said=said)


def _show(at: Stage, unit: Unit, form: Form, status: int = 200, said: str = "") -> Response:
    year = _year(unit)
    content = BookPage(
        around=at.around(BOOK), year=year.title if year else "", form=form,
        waits=year is not None and under_review(unit, year.id), columns=remembered(unit),
        coordinator=unit.actor.role == Role.COORDINATOR,
    )  # fmt: skip
    return at.show("book.html", "Книга школы", content, status, said)


def _year(unit: Unit) -> Year | None:
    """The year that is on or comes next, else the latest."""
    years = years_of(unit)
    ahead = [year for year in years if year.last_on >= unit.today]
    return ahead[-1] if ahead else next(iter(years), None)


async def brought(request: Request) -> Brought | None:
    """The workbook of the form, taken apart by the limited child; None where none was chosen. Stands before the
    writing unit in a page function: no transaction waits while a file is judged."""
    told = (await request.form()).get("file")
    if not isinstance(told, UploadFile) or not told.filename:
        return None
    data = await told.read()
    return Brought(book=data, grids=await run_in_threadpool(opened, data))


def opened(data: bytes) -> list[Grid] | BadWorkbookError:
    try:
        return open_workbook(data)
    except BadWorkbookError as refused:
        return refused


@router.post("/book")
def bring(at: OnStage, book: Annotated[Brought | None, Depends(brought)], unit: WriteUnit) -> Response:
    """Nothing is changed yet: the workbook is read, kept and shown."""
    year = _year(unit)
    if book is None or year is None or isinstance(book.grids, BadWorkbookError):
        said = NO_YEAR if year is None else "Выберите файл книги (xlsx)."
        if book is not None and isinstance(book.grids, BadWorkbookError):
            said = str(book.grids.faults[0])
        return _show(at, unit, Form().refused(Invalid({"file": [said]})), 422)
    stage(unit, year.id, book.book, read_grids(unit, book.grids))
    return done(f"{BOOK.href}/review", "read")


@router.post("/forget")
def forget_columns(unit: WriteUnit) -> Response:
    forget(unit)
    return done(BOOK.href, "removed")


@router.post("/school.xlsx")
def take_out(unit: WriteUnit) -> Response:
    """A POST, for it leaves a row in the log: names and homes of all children go with it."""
    year = _year(unit)
    if year is None:
        raise Conflict(NO_YEAR)
    return _handed(school_workbook(unit, year.id), f"school-{unit.today}.xlsx")


@router.api_route("/template.xlsx", methods=["GET", "HEAD"])
def template() -> Response:
    return _handed(write_template(), "school-template.xlsx")


def _handed(data: bytes, name: str) -> Response:
    headers = {**HEADERS, "content-disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type=XLSX, headers=headers)
