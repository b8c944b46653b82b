"""How an upload is refused: beside the field of the file, in one sentence."""

from __future__ import annotations

from api.errors import Invalid


def refused(sentence: str) -> Invalid:
    return Invalid({"file": [sentence]})
