"""Files that no school sends: bombs, lies, active content, other formats; and the sentence each is refused with."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from io import BytesIO

from exports.workbook import archive, parts
from exports.workbook.write import write_template

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TOO_MANY = parts.TOO_MANY.format("Школы")
SHEET = "xl/worksheets/sheet3.xml"  # «Школы»


def repacked(
    replaced: dict[str, bytes] | None = None, added: dict[str, bytes] | None = None, *, level: int = 6
) -> bytes:
    """The template with parts replaced or added."""
    target = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(write_template())) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as made,
    ):
        for name in source.namelist():
            made.writestr(name, (replaced or {}).get(name, source.read(name)))
        for name, data in (added or {}).items():
            made.writestr(name, data)
    return target.getvalue()


def sheet(rows: str, before: str = "", after: str = "") -> bytes:
    """A sheet's XML around its rows."""
    head = f'<?xml version="1.0"?>{before}<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD17000000"/>'
    return f"{head}<sheetData>{rows}</sheetData>{after}</worksheet>".encode()


def lying_directory() -> bytes:
    """The directory says a part is small; unpacked it is not."""
    data = bytearray(repacked({SHEET: b" " * 60_000_000}))
    with zipfile.ZipFile(BytesIO(bytes(data))) as made:
        info = made.getinfo(SHEET)
    at = data.rfind(SHEET.encode()) - 46  # its entry in the directory
    assert data[at : at + 4] == b"PK\x01\x02"
    data[at + 24 : at + 28] = struct.pack("<I", 1000)
    assert info.file_size == 60_000_000
    return bytes(data)


def overlapping_members() -> bytes:
    """Many names in the directory for the bytes of one part."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("xl/workbook.xml", b"<a/>" * 1_000_000)
        for number in range(150):
            made.filelist.append(made.getinfo("xl/workbook.xml"))
            made.NameToInfo[f"xl/{number}.xml"] = made.getinfo("xl/workbook.xml")
    return target.getvalue()


def symbolic_link() -> bytes:
    info = zipfile.ZipInfo("xl/link.xml")
    info.external_attr = 0o120777 << 16
    target = BytesIO(repacked())
    with zipfile.ZipFile(target, "a") as made:
        made.writestr(info, "/etc/passwd")
    return target.getvalue()


def strings_many_times() -> bytes:
    """One long text that a hundred thousand cells point at."""
    others = "<si><t>а</t></si>" * 1000  # the other sheets of the template point at these
    texts = f'<sst xmlns="{MAIN}"><si><t>{"а" * 20_000}</t></si>{others}</sst>'.encode()
    cells = "".join(f'<row r="{n}">' + '<c t="s"><v>0</v></c>' * 8 + "</row>" for n in range(1, 12_000))
    return repacked({SHEET: sheet(cells), "xl/sharedStrings.xml": texts})


def entities() -> bytes:
    """Ten entities, each ten times the one before."""
    lines = ['<!ENTITY a0 "ха-ха-ха">', *(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))]
    doctype = f"<!DOCTYPE worksheet [{''.join(lines)}]>"
    return repacked({SHEET: sheet('<row r="1"><c t="str"><v>&a9;</v></c></row>', doctype)})


def local_file() -> bytes:
    doctype = '<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return repacked({SHEET: sheet('<row r="1"><c t="str"><v>&x;</v></c></row>', doctype)})


def deep() -> bytes:
    return repacked({SHEET: sheet("<row>" * 900_000 + "</row>" * 900_000)}, level=1)


def many_rows() -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 60_000))
    return repacked({SHEET: sheet(rows)})


def one_far_cell() -> bytes:
    """A file of a few kilobytes with something in the last row of all."""
    return repacked({SHEET: sheet('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')})


def many_columns() -> bytes:
    row = "".join("<c><v>1</v></c>" for _ in range(300))
    return repacked({SHEET: sheet(f'<row r="1">{row}</row>')})


def merged_everything() -> bytes:
    after = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>' + "<!-- -->" * 10
    rows = "".join(f'<row r="{n}"><c><v>1</v></c></row>' for n in range(1, 19_000))
    return repacked({SHEET: sheet(rows, after=after)})


def compound_file(text: str) -> bytes:
    """The first sector of an old binary file with the name of its stream."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + text.encode("utf-16-le") + bytes(2000)


def zip_of(**members: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, data in members.items():
            made.writestr(name.replace("__", "/"), data)
    return target.getvalue()


ODD = parts.ODD
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty_file": (lambda: b"", archive.NO_WORKBOOK),
    "text_file": (lambda: "Дело;Предмет\nК-01;Математика\n".encode("cp1251"), archive.NO_WORKBOOK),
    "page_of_the_web": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", archive.NO_WORKBOOK),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(3000), archive.NO_WORKBOOK),
    "document_of_word": (
        lambda: zip_of(**{"[Content_Types].xml": b"<Types/>", "word__document.xml": b"<d/>"}),
        archive.NO_WORKBOOK,
    ),
    "zip_of_something": (lambda: zip_of(**{"a.txt": b"1"}), archive.NO_WORKBOOK),
    "open_document": (
        lambda: zip_of(**{"mimetype": b"application/vnd.oasis", "content.xml": b"<x/>"}),
        archive.OPEN_DOCUMENT,
    ),
    "old_xls": (lambda: compound_file("Workbook"), archive.OLD),
    "with_a_password": (lambda: compound_file("EncryptedPackage"), archive.OLD),
    "half_a_file": (lambda: repacked()[:20_000], archive.BROKEN),
    "flipped_bytes": (lambda: repacked()[:9000] + b"\xff" * 200 + repacked()[9200:], archive.BROKEN),
    "broken_xml": (lambda: repacked({SHEET: b"<worksheet><sheetData>"}), archive.BROKEN),
    "binary_sheet": (lambda: repacked({SHEET: bytes(range(256)) * 10}), archive.BROKEN),
    "no_workbook_part": (
        lambda: zip_of(**{"[Content_Types].xml": b"<Types/>", "xl__other.xml": b"<x/>"}),
        archive.NO_WORKBOOK,
    ),
    "string_out_of_reach": (
        lambda: repacked({SHEET: sheet('<row r="1"><c t="s"><v>999999</v></c></row>')}),
        archive.BROKEN,
    ),
    "number_without_end": (
        lambda: repacked({SHEET: sheet(f'<row r="1"><c><v>{"9" * 100_000}</v></c></row>')}),
        archive.BROKEN,
    ),
    "row_seventeen_million": (
        lambda: repacked({SHEET: sheet('<row r="17000000"><c r="A17000000"><v>1</v></c></row>')}),
        archive.BROKEN,
    ),
    "cell_nowhere": (
        lambda: repacked({SHEET: sheet('<row r="1"><c r="ZZZZ9"><v>1</v></c></row>')}),
        archive.BROKEN,
    ),
    "too_large": (lambda: repacked(added={"xl/noise.bin": _noise(5_500_000)}), archive.TOO_BIG),
    "too_many_members": (
        lambda: repacked(added={f"xl/media/{n}.png": b"1" for n in range(300)}),
        ODD,
    ),
    "path_out_of_the_archive": (lambda: repacked(added={"../../etc/cron.d/x": b"1"}), ODD),
    "absolute_path": (lambda: repacked(added={"/etc/x.xml": b"1"}), ODD),
    "symbolic_link": (symbolic_link, ODD),
    "overlapping_members": (overlapping_members, ODD),
    "zip_bomb": (lambda: repacked({SHEET: b" " * 80_000_000}), archive.UNPACKED),
    "high_ratio": (lambda: repacked({SHEET: b" " * 20_000_000}), archive.UNPACKED),
    "lying_directory": (lying_directory, archive.BROKEN),
    "macros": (lambda: repacked(added={"xl/vbaProject.bin": b"1"}), archive.MACROS),
    "external_links": (
        lambda: repacked(added={"xl/externalLinks/externalLink1.xml": b"<x/>"}),
        archive.LINKS,
    ),
    "entities": (entities, ODD),
    "local_file": (local_file, ODD),
    "deep": (deep, archive.UNPACKED),
    "many_rows": (many_rows, TOO_MANY),
    "one_far_cell": (one_far_cell, TOO_MANY),
    "many_columns": (many_columns, TOO_MANY),
    "merged_everything": (merged_everything, TOO_MANY),
    "strings_many_times": (strings_many_times, TOO_MANY),
}


def _noise(size: int) -> bytes:
    """Bytes that do not pack: a simple generator, the same every time."""
    state, out = 12345, bytearray()
    while len(out) < size:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        out += state.to_bytes(8, "little")
    return bytes(out[:size])
