"""Detached electronic signatures: files in CMS (RFC 5652), binary, in Base64, or in PEM. Read, never verified.

Whose signature it is and whether it is genuine is for the programs that hold the keys of certification authorities.
Here only what it quotes is read: the digest of the text it was made for.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from asn1crypto import cms, pem

from api.services.papers.uploads.refusal import refused

MAX_BYTES = 64 * 1024
NO_SIGNATURE = "Это не файл электронной подписи. Нужен файл .sig или .p7s, его сохраняет программа подписи."
ATTACHED = "Подпись и текст в одном файле. Подпишите текст ещё раз и выберите отсоединённую подпись."


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A signature as it may be kept. quotes: of each signer the function (`sha256`, else its OID) and the digest in
    hexadecimal digits; a signer that quotes none (without signed attributes) is not there."""

    content: bytes
    quotes: tuple[tuple[str, str], ...]


def read_signature(content: bytes) -> Signature:
    """The signature in a file. Raises api.errors.Invalid, field `file`, with what to do instead.

    Judges in this process; `apart.signature_apart` does the same in a limited child.
    """
    refuse_size(content)
    try:
        told = cms.ContentInfo.load(_binary(content), strict=True)
        signed = told["content"] if told["content_type"].native == "signed_data" else None
        if signed is None or not len(signed["signer_infos"]):
            raise refused(NO_SIGNATURE)
        enclosed = signed["encap_content_info"]["content"].native is not None
        quotes = tuple(_quoted(signer) for signer in signed["signer_infos"])
    except (ValueError, TypeError, KeyError, RecursionError):
        raise refused(NO_SIGNATURE) from None
    if enclosed:
        raise refused(ATTACHED)
    return Signature(content=content, quotes=tuple(quote for quote in quotes if quote is not None))


def refuse_size(content: bytes) -> None:
    """Raises the refusal of a file that is empty or too big."""
    if not content:
        raise refused("Файл подписи пустой. Выберите другой файл.")
    if len(content) > MAX_BYTES:
        raise refused("Файл подписи больше 64 КБ. Проверьте, что выбран файл подписи, а не сам документ.")


def _binary(content: bytes) -> bytes:
    """The DER or BER of a file."""
    if pem.detect(content):
        return bytes(pem.unarmor(content)[2])
    if content[:1] == b"\x30":
        return content
    try:
        return base64.b64decode(b"".join(content.split()), validate=True)
    except binascii.Error:
        raise refused(NO_SIGNATURE) from None


def _quoted(signer: cms.SignerInfo) -> tuple[str, str] | None:
    """What a signer quotes: RFC 5652, 11.2."""
    function = str(signer["digest_algorithm"]["algorithm"].native)
    for attribute in signer["signed_attrs"] or ():
        if attribute["type"].native == "message_digest":
            return function, bytes(attribute["values"][0].native).hex()
    return None
