"""Signatures in files: the text to sign goes out as an attachment, text and signature come back together."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from api.deps import Place, ReadUnit, WriteUnit
from api.errors import Invalid
from api.pages.agreement.desk import acted
from api.pages.agreement.showing import OnStage, seen_in
from api.pages.cases.files import HEADERS
from api.services.agreement.timetable.desk import Seen
from api.services.agreement.timetable.detached import (
    Signed,
    ToSign,
    enter_signed,
    signature_of,
    text_at_desk,
    text_for_family,
)
from api.services.agreement.timetable.overview import sheet_of
from api.services.papers.signatures import MAX_BYTES
from api.services.papers.signatures.apart import signature_apart
from api.services.unit import Unit
from api.web.forms import Form, Reader, Sent

router = APIRouter()
NO_TEXT = "Выберите файл с текстом, который подписали."
NO_FILE = "Выберите файл подписи."
MAX_TEXT = 1024 * 1024
LONG_TEXT = "Это не текст расписания: файл слишком большой. Скачайте текст на этой странице."


async def signed_files(request: Request) -> Signed | Invalid:
    """Both files of the form; Invalid as a value, to be told beside its field."""
    sent = await request.form()
    text, file = sent.get("text"), sent.get("file")
    faults = {
        name: [why] for name, given, why in (("text", text, NO_TEXT), ("file", file, NO_FILE))
        if not isinstance(given, UploadFile) or not given.filename
    }  # fmt: skip
    if faults or not isinstance(text, UploadFile) or not isinstance(file, UploadFile):
        return Invalid(faults)
    content = await text.read(MAX_TEXT + 1)
    if len(content) > MAX_TEXT:
        return Invalid({"text": [LONG_TEXT]})
    try:
        signature = await run_in_threadpool(signature_apart, await file.read(MAX_BYTES + 1))
    except Invalid as refused:
        return refused
    return Signed(text=content, signature=signature)


SignedFiles = Annotated[Signed | Invalid, Depends(signed_files)]
"""Stands before the writing unit in a page function: no transaction waits while a file is judged."""


@router.get("/agreement/{version_id}/text")
def text_for_staff(unit: ReadUnit, version_id: str) -> Response:
    return _as_file(text_at_desk(unit, version_id))


@router.get("/my/{version_id}/text")
def text_to_sign(unit: ReadUnit, version_id: str) -> Response:
    return _as_file(text_for_family(unit, version_id))


@router.post("/agreement/{version_id}/signed")
def enter(
    place: Place, stage: OnStage, files: SignedFiles, unit: WriteUnit, version_id: str, form: Sent
) -> Response:
    key = place.keys.secrets
    return acted(stage, unit, version_id, form, lambda: _enter(unit, key, version_id, form, files), "saved")


def _enter(unit: Unit, key: bytes, version_id: str, form: Form, files: Signed | Invalid) -> object:
    if isinstance(files, Invalid):
        raise files
    reader = Reader(form)
    speakers = frozenset(one.guardian_id for one in sheet_of(unit, version_id, "").version.speakers)
    whose = reader.among("signer", speakers, "Выберите, кто подписал.")
    reader.check()
    return enter_signed(unit, key, version_id, whose, Seen(digest=seen_in(form.said("seen")).digest), files)


@router.get("/decisions/{decision_id}/signature")
def hand_signature(place: Place, unit: WriteUnit, decision_id: str) -> Response:
    content = signature_of(unit, place.keys.secrets, decision_id)
    return _attached("signature.sig", "application/octet-stream", content)


def _as_file(told: ToSign) -> Response:
    return _attached(f"raspisanie-{told.code}.txt", "text/plain; charset=utf-8", told.content)


def _attached(name: str, media: str, content: bytes) -> Response:
    return Response(
        content, media_type=media, headers=HEADERS | {"content-disposition": f'attachment; filename="{name}"'}
    )
