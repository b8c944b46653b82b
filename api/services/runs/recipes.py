"""Recipes of variants as they are kept: compressed, for a problem with a hint is long and says much twice."""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode

from api.errors import NotFound
from scheduler.recipe import Recipe
from scheduler.wire import dump_bytes


def packed(recipe: Recipe) -> str:
    return b64encode(zlib.compress(dump_bytes(recipe))).decode("ascii")


def unpacked(kept: str) -> bytes:
    """The bytes of the file. NotFound where nothing is kept."""
    if not kept:
        raise NotFound
    return zlib.decompress(b64decode(kept))
