"""One value, one text, one digest; a code that survives being copied by hand."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.services.agreement.canonical import (
    NotCanonicalError,
    canonical,
    digest,
    parsed,
    same_code,
    short_code,
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.integers() | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("абвй ", max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)


def test_text_has_sorted_keys_and_no_spaces() -> None:
    assert canonical({"я": [1, "два"], "а": {"b": 0}}) == '{"а":{"b":0},"я":[1,"два"]}'


def test_composed_and_decomposed_letters_are_one_text() -> None:
    apart = unicodedata.normalize("NFD", "Йод, ё")
    assert apart != "Йод, ё"
    assert canonical({apart: apart}) == canonical({"Йод, ё": "Йод, ё"})


@pytest.mark.parametrize("wrong", [1.0, True, None, Fraction(1, 4), b"x", {1: "x"}, {"a": [0.25]}, "\ud800"])
def test_whatever_could_be_written_in_two_ways_is_refused(wrong: object) -> None:
    with pytest.raises(NotCanonicalError):
        canonical(wrong)


def test_two_keys_that_are_one_in_nfc_are_refused() -> None:
    with pytest.raises(NotCanonicalError):
        canonical({"й": 1, unicodedata.normalize("NFD", "й"): 2})


@given(VALUES)
def test_text_and_value_are_one_to_one(value: object) -> None:
    try:
        text = canonical(value)
    except NotCanonicalError:
        return
    assert canonical(parsed(text)) == text
    assert json.loads(text) == parsed(text)


@pytest.mark.parametrize("text", ['{"b":1,"a":2}', '{"a": 1}', "1.0", '"\\u0430"', "{", '{"a":1,"a":1}'])
def test_a_text_that_is_not_canonical_is_not_read(text: str) -> None:
    with pytest.raises(NotCanonicalError):
        parsed(text)


def test_digest_is_sha256_of_the_utf8_text() -> None:
    assert digest("ж") == hashlib.sha256(b"\xd0\xb6").hexdigest()


def test_short_code_is_the_first_fifty_bits() -> None:
    # 50 bits of ones are ten times the last letter; 0x0044321... is 00000 00001 00010 00011 00100 00101...
    assert short_code("f" * 64) == "ZZZZ-ZZZZ-ZZ"
    assert short_code("00443214c74254b" + "0" * 49) == "0123-4567-89"


@given(st.binary(min_size=32, max_size=32))
def test_a_code_copied_by_hand_is_the_same_code(told: bytes) -> None:
    key = told.hex()
    code = short_code(key)
    as_typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert same_code(as_typed, key)
    assert same_code(code.replace("A", "А").replace("C", "С"), key)
    assert not same_code(code[:-1] + ("Z" if code[-1] != "Z" else "Y"), key)
