"""Signature files: what they quote, however a program saved them; everything else refused in a sentence."""

from __future__ import annotations

import hashlib
from contextlib import suppress

import pytest
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from api.errors import Invalid
from api.services.papers.signatures import ATTACHED, MAX_BYTES, NO_SIGNATURE, apart, read_signature
from api.services.papers.signatures.apart import signature_apart
from tests.api.services.papers.hostile import pdf
from tests.api.services.papers.signers import STREEBOG, by_gost, in_base64, signature, without_signers

TEXT = "Согласен с расписанием".encode()
DIGEST = ("sha256", hashlib.sha256(TEXT).hexdigest())


@pytest.mark.parametrize(
    ("content", "quote"),
    [
        (signature(TEXT), DIGEST),
        (signature(TEXT, encoding=Encoding.PEM), DIGEST),
        (in_base64(TEXT), DIGEST),
        (signature(TEXT, SHA512()), ("sha512", hashlib.sha512(TEXT).hexdigest())),
        (by_gost(TEXT), (STREEBOG, DIGEST[1])),
    ],
    ids=["der", "pem", "base64", "sha512", "gost"],
)
def test_a_signature_quotes_its_text_however_it_was_saved(content: bytes, quote: tuple[str, str]) -> None:
    told = read_signature(content)
    assert (told.content, told.quotes) == (content, (quote,))


def refusal(content: bytes) -> str:
    with pytest.raises(Invalid) as caught:
        read_signature(content)
    assert list(caught.value.faults) == ["file"]
    return caught.value.faults["file"][0]


HOSTILE = {
    "text around": (signature(TEXT, attached=True), ATTACHED),
    "nobody signed": (without_signers(TEXT), NO_SIGNATURE),
    "a document": (pdf(), NO_SIGNATURE),
    "words": ("подпись".encode(), NO_SIGNATURE),
    "cut off": (signature(TEXT)[:-40], NO_SIGNATURE),
    "more behind": (signature(TEXT) + b"more", NO_SIGNATURE),
    "deep": (b"\x30\x80" * 20_000, NO_SIGNATURE),
}


@pytest.mark.parametrize(("content", "sentence"), HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_detached_signature_is_refused(content: bytes, sentence: str) -> None:
    assert refusal(content) == sentence


def test_size_is_judged_first() -> None:
    assert "пустой" in refusal(b"")
    assert "больше 64 КБ" in refusal(b"0" * (MAX_BYTES + 1))


@given(st.binary(max_size=40), st.integers(0, 500))
def test_a_damaged_signature_is_read_or_refused(noise: bytes, at: int) -> None:
    content = signature(TEXT)
    with suppress(Invalid):
        assert len(read_signature(content[:at] + noise + content[at + len(noise) :]).quotes) < 2


def test_the_child_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    content = in_base64(TEXT)
    assert signature_apart(content) == read_signature(content)
    with pytest.raises(Invalid) as caught:
        signature_apart(signature(TEXT, attached=True))
    assert caught.value.faults["file"] == (ATTACHED,)
    monkeypatch.setattr(apart, "COMMAND", ["false"])
    with pytest.raises(Invalid):
        signature_apart(signature(TEXT))
