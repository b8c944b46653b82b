"""Short secrets sealed for a column: AES-256-GCM, bound to the row they belong to."""

from __future__ import annotations

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


class SealBrokenError(Exception):
    """What was sealed with another key, for another row, or changed since."""


def seal(key: bytes, owner: str, secret: str) -> str:
    """The secret as text for a column; `owner` is the id of its row."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = nonce + AESGCM(key).encrypt(nonce, secret.encode("utf-8"), owner.encode("utf-8"))
    return base64.b64encode(sealed).decode("ascii")


def unseal(key: bytes, owner: str, sealed: str) -> str:
    """The secret. Raises SealBrokenError, which holds nothing of it."""
    try:
        raw = base64.b64decode(sealed, validate=True)
        return (
            AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], owner.encode("utf-8")).decode("utf-8")
        )
    except (InvalidTag, ValueError):
        raise SealBrokenError("a sealed value does not open with this key") from None
