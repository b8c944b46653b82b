"""The XML parts of a workbook as plain values: cells, dates told from numbers, merged and hidden ones.

Runs in the limited child, with expat alone: no part of the file decides how much is kept. Positions are counted
from the cells that hold something, never from what a sheet says of its size. Documents with a DTD are refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from exports.workbook.archive import BROKEN, NO_WORKBOOK, ODD, RefusedError

MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_CELLS = 400_000
MAX_ELEMENTS = 2_000_000
MAX_SHEETS = 60
MAX_TEXT = 8_000_000
MAX_MERGED = 20_000

TOO_MANY = f"На листе «{{}}» слишком много данных: не больше {MAX_ROWS} строк, {MAX_COLUMNS} столбцов и 400 000 ячеек."
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DATE_IDS = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])

Attributes = dict[str, str]
Cell = list[Any]  # [column, value] with value a text, a number, a bool or {"serial": days}


def walk(
    xml: bytes,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Feeds elements by their local names. Raises RefusedError for a DTD, too many elements, or broken XML."""
    parser = expat.ParserCreate()
    count = 0

    def begin(name: str, attributes: Attributes) -> None:
        nonlocal count
        count += 1
        if count > MAX_ELEMENTS:
            raise RefusedError(ODD)
        start(name.rpartition(":")[2], attributes)

    def doctype(*_: object) -> None:
        raise RefusedError(ODD)

    parser.buffer_text = True
    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = doctype
    if end is not None:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError, KeyError, IndexError, OverflowError):
        raise RefusedError(BROKEN) from None


def attribute(attributes: Attributes, name: str) -> str | None:
    """An attribute by its local name."""
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), None)


def relations(parts: dict[str, bytes], of: str) -> dict[str, str]:
    """Relation id -> part name, of a part's relations."""
    folder, _, name = of.rpartition("/")
    found: dict[str, str] = {}

    def start(element: str, attributes: Attributes) -> None:
        if element == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes["Target"]
            found[attributes["Id"]] = target[1:] if target.startswith("/") else f"{folder}/{target}"

    walk(parts.get(f"{folder}/_rels/{name}.rels", b"<none/>"), start)
    return found


def shared_strings(xml: bytes) -> list[str]:
    """Texts cells point at; runs joined, reading aids of Asian scripts left out."""
    texts: list[str] = []
    reader = _TextReader()

    def end(element: str) -> None:
        reader.end(element)
        if element == "si":
            texts.append(reader.taken())

    walk(xml, lambda element, _: reader.start(element), end, reader.text)
    return texts


class _TextReader:
    """Collects what stands in <t> elements outside <rPh>."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.inside = False
        self.aside = False

    def start(self, element: str) -> None:
        self.inside = element == "t" and not self.aside
        self.aside = self.aside or element == "rPh"

    def end(self, element: str) -> None:
        self.inside = False
        self.aside = self.aside and element != "rPh"

    def text(self, text: str) -> None:
        if self.inside:
            self.parts.append(text)

    def taken(self) -> str:
        joined = "".join(self.parts)
        self.parts = []
        return unescaped(joined)


def unescaped(text: str) -> str:
    """`_x000D_` is the character it stands for."""
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text) if "_x" in text else text


def date_styles(xml: bytes) -> frozenset[int]:
    """Numbers of the cell styles that show a number as a date or a time."""
    own: dict[int, str] = {}
    styles: list[int] = []
    inside = ""

    def start(element: str, attributes: Attributes) -> None:
        nonlocal inside
        if element in ("cellXfs", "cellStyleXfs", "dxfs"):
            inside = element
        elif element == "numFmt" and inside != "dxfs":
            own[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif element == "xf" and inside == "cellXfs":
            styles.append(int(attributes.get("numFmtId", "0")))

    walk(xml, start)
    dated = {number for number, code in own.items() if _is_date(code)}
    return frozenset(
        n for n, form in enumerate(styles) if form in dated or (form in _DATE_IDS and form not in own)
    )


def _is_date(code: str) -> bool:
    plain = re.sub(r'"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|_.|\*.', "", code.lower())
    return re.search(r"[dmyhs]", plain.replace("general", "")) is not None


class Book:
    """What the workbook part says: sheets in order, and which of the two epochs its dates count from."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.sheets: list[tuple[str, str, bool]] = []  # title, part, hidden
        self.shift = 0
        name = self._main(parts)
        self.related = relations(parts, name)
        walk(parts[name], self._start)
        if not self.sheets or len(self.sheets) > MAX_SHEETS:
            raise RefusedError(NO_WORKBOOK)
        self.folder = name.rpartition("/")[0]

    def _main(self, parts: dict[str, bytes]) -> str:
        name = next((part for part in parts if part.lower() == "xl/workbook.xml"), None)
        if name is None:
            raise RefusedError(NO_WORKBOOK)
        return name

    def _start(self, element: str, attributes: Attributes) -> None:
        if element == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            self.shift = 1462
        elif element == "sheet":
            part = self.related.get(attribute(attributes, "id") or "")
            if part is None:
                raise RefusedError(BROKEN)
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes["name"], part, hidden))
