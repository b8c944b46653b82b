"""The limited child: a workbook's bytes on stdin, its plain cells (or why not) as JSON on stdout.

Started with -I and an empty environment; memory, processor time and files are limited before the first byte
is read. A crash here is an answer there: the file cannot be read.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from exports import limited
from exports.workbook.archive import BROKEN, MAX_FILE, RefusedError, open_archive
from exports.workbook.parts import MAX_TEXT, TOO_MANY, Book, date_styles, shared_strings
from exports.workbook.sheetxml import SheetReader

MEMORY = limited.MEMORY
SECONDS = limited.SECONDS


def main() -> None:
    """Reads, parses, answers."""
    limited.limit(MEMORY, SECONDS)
    data = sys.stdin.buffer.read(MAX_FILE + 1)
    try:
        answer: dict[str, Any] = {"sheets": read_sheets(data)}
    except RefusedError as refusal:
        answer = {"refused": str(refusal)}
    except (MemoryError, RecursionError):
        answer = {"refused": BROKEN}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def read_sheets(data: bytes) -> list[dict[str, Any]]:
    """Every sheet's cells. Raises RefusedError."""
    parts = open_archive(data)
    book = Book(parts)
    names = {name.lower(): name for name in parts}
    strings = shared_strings(_part(parts, names, f"{book.folder}/sharedStrings.xml"))
    dates = date_styles(_part(parts, names, f"{book.folder}/styles.xml"))
    sheets: list[dict[str, Any]] = []
    letters = 0
    for title, part, hidden in book.sheets:
        if part not in parts:
            raise RefusedError(BROKEN)
        if "worksheets/" not in part:
            continue  # a chart on a sheet of its own
        reader = SheetReader(title, strings, dates, book.shift).read(parts[part])
        letters += sum(
            len(value) for row in reader.rows.values() for value in row.values() if isinstance(value, str)
        )
        if letters > MAX_TEXT:
            raise RefusedError(TOO_MANY.format(title))
        sheets.append(reader.plain() | {"hidden": hidden})
    return sheets


def _part(parts: dict[str, bytes], names: dict[str, str], wanted: str) -> bytes:
    return parts.get(names.get(wanted.lower(), ""), b"<none/>")


if __name__ == "__main__":
    main()
