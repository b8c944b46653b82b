"""Uploads judged by a child process with limits: what a file does to its reader, it does there."""

from __future__ import annotations

import json

from api.services.papers.uploads import Upload, clean_name, refuse_size
from api.services.papers.uploads.refusal import refused
from exports import limited
from models.media import Media

COMMAND = limited.command("api.services.papers.uploads.child")
WALL_S = 8.0  # within the deadline of a request
FAILED = "Файл не удалось проверить. Распечатайте документ в PDF заново и приложите."


def inspect_apart(content: bytes, name: str) -> Upload:
    """The file as it may be kept. Raises api.errors.Invalid, field `file`, with what to do instead."""
    refuse_size(content)
    answer = limited.ask(COMMAND, content, WALL_S)
    if answer is None:
        raise refused(FAILED)
    head, _, kept = answer.partition(b"\n")
    told = json.loads(head)
    if "refused" in told:
        raise refused(told["refused"])
    media = Media(told["media"])
    return Upload(media=media, content=kept, name=clean_name(name, media))
