"""Files from outside: harmless ones are kept as they are, hostile ones refused each in a sentence of its own."""

from __future__ import annotations

import io
import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from api.errors import Invalid
from api.services.papers.uploads import MAX_BYTES, NAME_LENGTH, inspect
from models.media import Media
from tests.api.services.papers.hostile import (
    HOSTILE,
    KIND,
    bomb_of_many,
    chunk,
    exif,
    external,
    jpeg,
    noise,
    office,
    pdf,
    png,
    segment,
)


@pytest.mark.parametrize(("make", "word"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_refused_with_its_sentence(make, word: str) -> None:  # type: ignore[no-untyped-def]
    content = make()
    tracemalloc.start()
    try:
        with pytest.raises(Invalid) as caught:
            inspect(content, "справка.pdf")
        # a bomb must not go off in memory: the largest lawful unpacking of a PDF stream is 50 MB
        assert tracemalloc.get_traced_memory()[1] < 120_000_000
    finally:
        tracemalloc.stop()
    assert list(caught.value.faults) == ["file"]
    (sentence,) = caught.value.faults["file"]
    assert word in sentence
    assert sentence.endswith(".")
    assert not set("<>{}") & set(sentence)


def workbook() -> bytes:
    made = io.BytesIO()
    book = Workbook()
    book.active["A1"] = "Расписание"
    book.save(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "media", "name"),
    [
        (pdf(), Media.PDF, "справка.pdf"),
        (pdf(packed=b"4 0 << /Type /Page >>"), Media.PDF, "справка.pdf"),
        (office(), Media.DOCX, "справка.docx"),
        (office(main="xl/workbook.xml"), Media.XLSX, "справка.xlsx"),
        (workbook(), Media.XLSX, "справка.xlsx"),
        (external(f"{KIND}/hyperlink", "https://example.org/"), Media.DOCX, "справка.docx"),
        (external(f"{KIND}/hyperlink", "mailto:school@example.org"), Media.DOCX, "справка.docx"),
        (office({"xl/printerSettings/printerSettings1.bin": b"x"}), Media.DOCX, "справка.docx"),
        (office({"word/media/text.bmp": noise(3)}), Media.DOCX, "справка.docx"),
        (png(), Media.PNG, "справка.png"),
        (jpeg(), Media.JPEG, "справка.jpg"),
    ],
)
def test_a_harmless_file_is_kept_as_it_is(content: bytes, media: Media, name: str) -> None:
    kept = inspect(content, "справка.exe")
    assert (kept.media, kept.content, kept.name) == (media, content, name)


def test_short_names_in_compressed_bytes_are_no_script() -> None:
    """Three letters turn up in five megabytes of a scan by chance."""
    scan = pdf().replace(
        b"trailer", b"6 0 obj\n<< /Length 9 >>\nstream\n\x01/JS\x02/XFA\nendstream\nendobj\ntrailer"
    )
    assert inspect(scan, "скан.pdf").media == Media.PDF


def test_a_member_over_the_sum_of_all_is_refused() -> None:
    with pytest.raises(Invalid) as caught:
        inspect(office({f"word/{number}.txt": noise(9) for number in range(7)}), "x.docx")
    assert "велик внутри" in caught.value.faults["file"][0]


def test_many_small_members_within_the_sum_are_kept() -> None:
    assert inspect(bomb_of_many(), "x.docx").media == Media.DOCX


@pytest.mark.parametrize(
    "piece", [b"stream\n", b"/ObjStm stream\n", b"/ObjStm ", b"/J#61", b"endstream stream\n", b"1 0 obj "]
)
def test_a_file_of_one_word_over_and_over_takes_no_square_of_its_length(piece: bytes) -> None:
    """It ends: with the square of five megabytes this test would run for hours."""
    told = b"%PDF-1.7\n" + piece * (4_500_000 // len(piece)) + b"%%EOF"
    with suppress(Invalid):
        assert inspect(told, "x.pdf").content == told


def test_five_megabytes_are_the_limit_itself() -> None:
    filled = pdf()
    filled += b"%" * (MAX_BYTES - len(filled))
    assert inspect(filled, "x.pdf").media == Media.PDF


def test_a_picture_loses_place_and_owner_and_keeps_its_orientation() -> None:
    secret = b"GPS 57.37 59.94 owner"
    taken = jpeg(
        segment(0xE1, exif(6, secret)), segment(0xED, secret), segment(0xFE, secret), segment(0xEE, b"Adobe"),
        segment(0xE2, b"ICC_PROFILE\0x"), segment(0xE2, secret), tail=b"<script>" + secret,
    )  # fmt: skip
    kept = inspect(taken, "фото.jpg").content
    assert secret not in kept
    assert b"<script>" not in kept
    assert (b"Adobe" in kept, b"ICC_PROFILE" in kept) == (True, True)
    # big-endian: tag 0x0112, kind 3, one value, 6
    assert b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06" in kept
    assert inspect(kept, "фото.jpg").content == kept


def test_an_upright_picture_gets_no_exif_at_all() -> None:
    assert inspect(jpeg(segment(0xE1, exif(1))), "фото.jpg").content == jpeg()


def test_a_png_loses_its_texts() -> None:
    told = png(1, 1, chunk(b"tEXt", b"Author\0x"), chunk(b"eXIf", b"GPS"), chunk(b"iTXt", b"x"))
    assert inspect(told + b"after the end", "x.png").content == png()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\x\\справка.docx", "справка.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ("счёт\u202efdp.exe", "счётfdp.pdf"),
        ("  . ", "документ.pdf"),
        ("", "документ.pdf"),
        ("я" * 300 + ".pdf", "я" * NAME_LENGTH + ".pdf"),
        ('a"\r\nSet-Cookie: x.pdf', 'a"Set-Cookie: x.pdf'),
    ],
)
def test_a_name_is_for_showing_only(name: str, shown: str) -> None:
    assert inspect(pdf(), name).name == shown


@given(
    st.binary(max_size=300),
    st.sampled_from([b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b""]),
)
def test_any_bytes_are_kept_or_refused_and_never_break_it(tail: bytes, head: bytes) -> None:
    with suppress(Invalid):
        assert inspect(head + tail, "x").content


@given(st.data())
def test_a_picture_spoilt_anywhere_is_kept_or_refused(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([jpeg(segment(0xE1, exif(6))), png(), office(), pdf(packed=b"4 0 x")]))
    place = data.draw(st.integers(4, len(whole) - 1))
    spoilt = whole[:place] + bytes([data.draw(st.integers(0, 255))]) + whole[place + 1 :]
    with suppress(Invalid):
        assert inspect(spoilt, "x").content
