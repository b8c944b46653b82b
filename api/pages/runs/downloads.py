"""A variant as files: for the command line, for print, for a spreadsheet."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import ReadUnit
from api.services.runs.recipes import unpacked
from api.services.runs.running import problem_text_of
from api.services.runs.variants import read_variant
from exports.board import board_values
from exports.page import board_html
from exports.sheets import lessons_csv, timetable_workbook

router = APIRouter()
JSON, HTML, CSV = "application/json", "text/html; charset=utf-8", "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.api_route("/variants/{variant_id}/problem.json", methods=["GET", "HEAD"])
def problem_file(unit: ReadUnit, variant_id: str) -> Response:
    kept = problem_text_of(unit, read_variant(unit, variant_id).row.problem_id)
    return _handed(kept.text.encode("utf-8"), JSON, "problem.json")


@router.api_route("/variants/{variant_id}/timetable.json", methods=["GET", "HEAD"])
def timetable_file(unit: ReadUnit, variant_id: str) -> Response:
    return _handed(read_variant(unit, variant_id).row.timetable.encode("utf-8"), JSON, "timetable.json")


@router.api_route("/variants/{variant_id}/recipe.json", methods=["GET", "HEAD"])
def recipe_file(unit: ReadUnit, variant_id: str) -> Response:
    """For `homelessons repeat`. NotFound where nothing repeats the variant."""
    return _handed(unpacked(read_variant(unit, variant_id).row.recipe), JSON, "recipe.json")


@router.api_route("/variants/{variant_id}/timetable.xlsx", methods=["GET", "HEAD"])
def workbook(unit: ReadUnit, variant_id: str) -> Response:
    stands = read_variant(unit, variant_id)
    data = timetable_workbook(board_values(stands.problem, stands.timetable))
    return _handed(data, XLSX, "timetable.xlsx")


@router.api_route("/variants/{variant_id}/lessons.csv", methods=["GET", "HEAD"])
def lessons(unit: ReadUnit, variant_id: str) -> Response:
    stands = read_variant(unit, variant_id)
    return _handed(lessons_csv(board_values(stands.problem, stands.timetable)), CSV, "lessons.csv")


@router.api_route("/variants/{variant_id}/board.html", methods=["GET", "HEAD"])
def board_file(unit: ReadUnit, variant_id: str) -> Response:
    """Opens from disk without the service."""
    stands = read_variant(unit, variant_id)
    return _handed(
        board_html(board_values(stands.problem, stands.timetable)).encode("utf-8"), HTML, "board.html"
    )


def _handed(data: bytes, media: str, name: str) -> Response:
    """Saved, never shown inside a page of ours."""
    headers = {"content-disposition": f'attachment; filename="{name}"', "content-security-policy": "sandbox"}
    return Response(data, media_type=media, headers=headers)
