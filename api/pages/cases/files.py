"""Files behind papers: judged before the transaction begins, handed out as attachments only."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from api.errors import Conflict, Invalid, TooBig
from api.installation import Installation
from api.services.papers.attachments import Attachment, Owner, attach
from api.services.papers.uploads import MAX_BYTES, SUFFIX, Upload
from api.services.papers.uploads.apart import inspect_apart
from api.services.unit import Unit
from api.web.bodies import TOO_BIG
from api.web.forms import Form, Reader, attempt

HEADERS = {
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox; default-src 'none'",
    "cache-control": "no-store",
}


async def checked_file(request: Request) -> Upload | Invalid:
    """The file of the form, found harmless; Invalid as a value, to be told beside its field. Raises TooBig."""
    told = (await request.form()).get("file")
    if not isinstance(told, UploadFile) or not told.filename:
        return Invalid({"file": ["Выберите файл."]})
    content = await told.read()
    if len(content) > MAX_BYTES:
        raise TooBig(TOO_BIG)
    try:
        return await run_in_threadpool(inspect_apart, content, told.filename)
    except Invalid as refused:
        return refused


CheckedFile = Annotated[Upload | Invalid, Depends(checked_file)]
"""Stands before the writing unit in a page function: no transaction waits while a file is judged."""


def keep(
    place: Installation, unit: Unit, owner: Owner, file: Upload | Invalid, sent: Form
) -> Invalid | Conflict | None:
    """Puts the file behind its paper; what is wrong with it, if anything."""
    if isinstance(file, Invalid):
        return file

    def act() -> None:
        reader = Reader(sent)
        rev = reader.number("rev")
        reader.check()
        attach(unit, place.files, owner, rev, file)

    return attempt(unit, act)


def handed(attachment: Attachment) -> Response:
    """The file as an attachment: saved, never shown inside a page of ours."""
    plain = f"file{SUFFIX[attachment.media]}"
    named = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(attachment.name, safe='')}"
    return Response(
        attachment.content, media_type=attachment.media, headers=HEADERS | {"content-disposition": named}
    )
