"""The file before anything in it is parsed: is it a workbook, and one that can be opened without harm?

Runs in the limited child. Sources of the caps: threats T11 to T13 of the project's list (size, members, unpacked
bytes, ratio, active content). Uses the standard library alone.
"""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

MAX_FILE = 5_000_000
MAX_MEMBERS = 200
MAX_UNPACKED = 50_000_000
MAX_RATIO = 100
SMALL = 200_000  # below this a ratio says nothing

_CHUNK = 1 << 16
_SAVE_AS = "сохраните его как «Книга Excel (*.xlsx)»"


class RefusedError(Exception):
    """The file is not read; the text says why and what to do, in Russian."""


NO_WORKBOOK = f"Файл не похож на книгу Excel (.xlsx): {_SAVE_AS}."
BROKEN = f"Файл повреждён: откройте его в Excel и {_SAVE_AS}."
TOO_BIG = f"Файл больше {MAX_FILE // 1_000_000} МБ: удалите картинки и лишние листы или разделите книгу."
UNPACKED = "Файл при распаковке слишком велик: скопируйте заполненные листы в новую книгу."
OLD = (
    "Это книга старого формата (.xls) или книга с паролем: откройте её в Excel, снимите пароль и "
    + _SAVE_AS.replace("его", "её")
    + "."
)
MACROS = "В книге есть макросы: сохраните её без них, как «Книга Excel (*.xlsx)»."
LINKS = (
    "Книга ссылается на другие файлы: замените такие ссылки значениями (Данные → Изменить связи → Разорвать)."
)
ODD = "В файле есть то, чего в книге не бывает: скопируйте заполненные листы в новую книгу."
OPEN_DOCUMENT = f"Это таблица OpenDocument (.ods): {_SAVE_AS}."


def check_first_bytes(data: bytes) -> None:
    """Size and the first bytes. Raises RefusedError."""
    if len(data) > MAX_FILE:
        raise RefusedError(TOO_BIG)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise RefusedError(OLD)
    if not data.startswith(b"PK\x03\x04"):
        raise RefusedError(NO_WORKBOOK)


def open_archive(data: bytes) -> dict[str, bytes]:
    """Every XML part by its name, unpacked under the caps. Raises RefusedError."""
    check_first_bytes(data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            _check_members(members)
            return _unpacked(archive, members)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise RefusedError(BROKEN) from None


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename for member in members]
    if len(names) > MAX_MEMBERS or len(set(names)) < len(names):
        raise RefusedError(ODD)
    if any(name.startswith(("/", "\\")) or ".." in name or ":" in name for name in names):
        raise RefusedError(ODD)
    if any(member.external_attr >> 28 == 0xA for member in members):  # a symbolic link
        raise RefusedError(ODD)
    if "mimetype" in names and "content.xml" in names:
        raise RefusedError(OPEN_DOCUMENT)
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise RefusedError(NO_WORKBOOK)
    if any(
        "vbaProject" in name or "/macrosheets/" in name or (name.endswith(".bin") and "vba" in name)
        for name in names
    ):
        raise RefusedError(MACROS)
    if any(name.startswith("xl/externalLinks/") for name in names):
        raise RefusedError(LINKS)
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise RefusedError(UNPACKED)


def _unpacked(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    """Bytes are counted while they come: what the directory says may be a lie."""
    parts: dict[str, bytes] = {}
    total = 0
    for member in members:
        chunks: list[bytes] = []
        size = 0
        with archive.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if total + size > MAX_UNPACKED or size > max(SMALL, MAX_RATIO * member.compress_size):
                    raise RefusedError(UNPACKED)
                chunks.append(chunk)
        total += size
        if member.filename.endswith((".xml", ".rels")):
            parts[member.filename] = b"".join(chunks)
    return parts
