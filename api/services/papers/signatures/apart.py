"""Signatures read by a child process with limits, as uploads are."""

from __future__ import annotations

import json

from api.services.papers.signatures import NO_SIGNATURE, Signature, refuse_size
from api.services.papers.uploads.refusal import refused
from exports import limited

COMMAND = limited.command("api.services.papers.signatures.child")
WALL_S = 8.0  # within the deadline of a request


def signature_apart(content: bytes) -> Signature:
    """The signature in a file. Raises api.errors.Invalid, field `file`, with what to do instead."""
    refuse_size(content)
    answer = limited.ask(COMMAND, content, WALL_S)
    if answer is None:
        raise refused(NO_SIGNATURE)
    told = json.loads(answer)
    if "refused" in told:
        raise refused(told["refused"])
    return Signature(content=content, quotes=tuple((name, digest) for name, digest in told["quotes"]))
