"""PDF without anything that acts by itself: scripts, launches, opening actions, embedded files, forms of XFA.

Names are sought in the raw bytes, written plainly or with #xx, and once more inside compressed object streams,
where a reader would find them and a search of the file would not. What cannot be looked into is refused.
"""

from __future__ import annotations

import re
import zlib

from api.services.papers.uploads.refusal import refused

MAX_UNPACKED = 50 * 1024 * 1024
MAX_STREAMS = 5_000  # object streams; a document of hundreds of pages has some dozens
CHUNK = 64 * 1024
ACTIVE = (
    b"JavaScript", b"Launch", b"OpenAction", b"Rendition", b"RichMedia", b"EmbeddedFile", b"ImportData",
    b"SubmitForm",
)  # fmt: skip
SHORT = (b"XFA", b"JS")  # told from chance only outside of compressed bytes


def _name(word: bytes) -> bytes:
    """A pattern for a PDF name: each sign plain or as #xx."""
    signs = (b"(?:%s|#%02x|#%02X)" % (re.escape(bytes([sign])), sign, sign) for sign in word)
    return b"/" + b"".join(signs) + rb"(?![A-Za-z0-9#])"


_ACTIVE = re.compile(b"|".join(_name(word) for word in ACTIVE))
_SHORT = re.compile(b"|".join(_name(word) for word in SHORT))
_ENCRYPTED = re.compile(_name(b"Encrypt"))
_PACKED = re.compile(_name(b"ObjStm"))
_NUMBERED = re.compile(rb"\s*\d+\s+\d+")
_CODED = re.compile(rb"[0-9A-Fa-f\s>]*")
_STREAM = re.compile(rb"stream\r?\n")


def refuse_active_pdf(content: bytes) -> None:
    """Raises the refusal of a PDF that acts, is locked, or hides what it holds."""
    if b"%%EOF" not in content:
        raise refused("Файл PDF повреждён. Сохраните документ в PDF ещё раз.")
    if _ENCRYPTED.search(content):
        raise refused("Файл PDF защищён паролем. Сохраните его без защиты.")
    if _acts(content) or _SHORT.search(_without_bodies(content)):
        raise _active()
    left = MAX_UNPACKED
    for start in _object_streams(content):
        inner = _unpacked(content, start, left)
        left -= len(inner)
        if _acts(inner) or _SHORT.search(inner):
            raise _active()


def _acts(data: bytes) -> bool:
    return _ACTIVE.search(data) is not None


def _active() -> Exception:
    return refused("В файле PDF есть сценарий или вложение. Распечатайте документ в PDF заново и приложите.")


def _without_bodies(content: bytes) -> bytes:
    """The file without what stands between `stream` and `endstream`."""
    kept, at = [], 0
    while (found := _STREAM.search(content, at)) is not None:
        end = content.find(b"endstream", found.end())
        if end < 0:
            break
        kept.append(content[at : found.start()])
        at = end + len(b"endstream")
    return b"".join([*kept, content[at:]])


def _object_streams(content: bytes) -> list[int]:
    """Where the body of every object stream begins; each is looked for on its own, whatever stands around it."""
    starts: dict[int, None] = {}
    at = -1
    for found in _PACKED.finditer(content):
        if found.end() > at:  # else the same body once more
            body = _STREAM.search(content, found.end())
            if body is None:
                break
            at = body.end()
            starts[at] = None
    if len(starts) > MAX_STREAMS:
        raise _strange()
    return list(starts)


def _unpacked(content: bytes, start: int, limit: int) -> bytes:
    """What zlib makes of a stream, if that is an object stream: numbers and offsets first, no further coding."""
    unpacker, parts, size = zlib.decompressobj(), [], 0
    try:
        for place in range(start, len(content), CHUNK):
            parts.append(unpacker.decompress(content[place : place + CHUNK], limit + 1 - size))
            size += len(parts[-1])
            if size > limit:
                raise refused("Файл PDF слишком велик внутри. Распечатайте его в PDF заново.")
            if unpacker.eof:
                break
    except zlib.error as fault:
        raise _strange() from fault
    inner = b"".join(parts)
    if not _NUMBERED.match(inner) or _CODED.fullmatch(inner):
        raise _strange()
    return inner


def _strange() -> Exception:
    return refused("Файл PDF записан необычно, проверить его нельзя. Распечатайте его в PDF заново.")
