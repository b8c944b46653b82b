"""A sealed stream: AES-256-GCM in parts, so that size does not matter, and no part can be changed, moved or cut off.

Format: magic, 8 random bytes, then parts of [4 bytes length][sealed bytes]. The nonce of a part is the random
bytes and its number; whether it is the last one is bound into it.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable, Iterator
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"HLSEAL01"
PART_BYTES = 1 << 20
KEY_BYTES = 32


class SealError(Exception):
    """The stream is not sealed with this key, or not whole."""


def seal(key: bytes, source: IO[bytes], target: IO[bytes]) -> None:
    """Reads source to its end and writes it sealed. key: 32 bytes."""
    cipher, prefix = AESGCM(key), os.urandom(8)
    target.write(MAGIC + prefix)
    for number, (part, last) in enumerate(_parts(source)):
        sealed = cipher.encrypt(_nonce(prefix, number), part, _bound(last))
        target.write(struct.pack(">I", len(sealed)) + sealed)


def unseal(key: bytes, source: IO[bytes]) -> Iterator[bytes]:
    """The parts as they were. Raises SealError before anything of a changed part is given out."""
    head = source.read(len(MAGIC) + 8)
    if head[: len(MAGIC)] != MAGIC or len(head) != len(MAGIC) + 8:
        raise SealError("not a sealed file of this program")
    cipher, prefix = AESGCM(key), head[len(MAGIC) :]
    for number, (sealed, last) in enumerate(_sealed_parts(source)):
        try:
            yield cipher.decrypt(_nonce(prefix, number), sealed, _bound(last))
        except InvalidTag:
            raise SealError("another key, or the file was changed or cut off") from None


def unseal_into(key: bytes, source: IO[bytes], target: IO[bytes]) -> None:
    for part in unseal(key, source):
        target.write(part)


def _parts(source: IO[bytes]) -> Iterator[tuple[bytes, bool]]:
    part = source.read(PART_BYTES)
    while True:
        following = source.read(PART_BYTES)
        yield part, not following
        if not following:
            return
        part = following


def _sealed_parts(source: IO[bytes]) -> Iterable[tuple[bytes, bool]]:
    length = source.read(4)
    if not length:
        raise SealError("the file is cut off")
    while length:
        if len(length) < 4:
            raise SealError("the file is cut off")
        (size,) = struct.unpack(">I", length)
        if size > PART_BYTES + 16:
            raise SealError("not a sealed file of this program")
        sealed = source.read(size)
        if len(sealed) < size:
            raise SealError("the file is cut off")
        length = source.read(4)
        yield sealed, not length


def _nonce(prefix: bytes, number: int) -> bytes:
    return prefix + struct.pack(">I", number)


def _bound(last: bool) -> bytes:
    return b"last" if last else b"more"
