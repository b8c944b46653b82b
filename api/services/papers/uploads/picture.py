"""JPEG and PNG without what cameras and editors write into them: place, owner, preview. The picture is untouched.

A JPEG keeps its orientation, or a page photographed sideways would lie on its side.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from api.services.papers.uploads.refusal import refused

MAX_PIXELS = 60_000_000
BROKEN = "Снимок повреждён. Сохраните его как JPEG ещё раз."
HUGE = "Снимок слишком большой. Уменьшите его, например до 3000 точек по длинной стороне."
APP0, APP1, APP2, APP14, APP15, COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
SOS, EOI = 0xDA, 0xD9
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
ALONE = frozenset(range(0xD0, 0xD8)) | {0x01}
PNG_KEPT = frozenset(
    (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"sBIT", b"bKGD")
)
EXIF = b"Exif\0\0"
ORIENTATION = 0x0112


def clean_jpeg(content: bytes) -> bytes:
    """The JPEG up to its end mark with the segments a picture needs."""
    kept, orientation, framed, scanned = [], 1, False, False
    for marker, segment in _segments(content):
        if marker in FRAMES and len(segment) >= 9:
            _refuse_size(*struct.unpack(">HH", segment[5:9]))
            framed = True
        if marker == APP1 and segment[4:].startswith(EXIF):
            orientation = _orientation(segment[4 + len(EXIF) :])
        scanned |= marker == SOS
        if not _tells_more(marker, segment):
            kept.append(segment)
    if not (framed and scanned):
        raise refused(BROKEN)
    turned = [_turned(orientation)] if orientation != 1 else []
    return b"".join([b"\xff\xd8", *turned, *kept, b"\xff\xd9"])


def _tells_more(marker: int, segment: bytes) -> bool:
    """Segments that tell more than the picture; the colour profile (APP2) and Adobe's mark stay."""
    if marker == APP2:
        return not segment[4:].startswith(b"ICC_PROFILE\0")
    return marker == COMMENT or (APP1 <= marker <= APP15 and marker != APP14)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each segment with its marker, entropy-coded data included in its scan; ends at the end mark."""
    at = 2
    while at + 2 <= len(content):
        if content[at] != 0xFF:
            raise refused(BROKEN)
        marker = content[at + 1]
        if marker == EOI:
            return
        if marker == 0xFF:  # a filling byte
            at += 1
            continue
        end = at + 2 if marker in ALONE else at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if end > len(content) or (marker not in ALONE and end < at + 4):
            raise refused(BROKEN)
        if marker == SOS:
            end = _scan_end(content, end)
        yield marker, content[at:end]
        at = end
    raise refused(BROKEN)


def _scan_end(content: bytes, at: int) -> int:
    """Where the coded data of a scan end: the next marker that is neither a stuffed byte nor a restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise refused(BROKEN)
        if content[at + 1] != 0 and content[at + 1] not in ALONE:
            return at
        at += 2


def _orientation(tiff: bytes) -> int:
    """The orientation 1–8 an EXIF block names in its first folder; 1 when it names none."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None or len(tiff) < 8:
        return 1
    (folder,) = struct.unpack(order + "I", tiff[4:8])
    count = struct.unpack(order + "H", tiff[folder : folder + 2])[0] if folder + 2 <= len(tiff) else 0
    for place in range(min(count, 200)):
        entry = tiff[folder + 2 + 12 * place : folder + 14 + 12 * place]
        if len(entry) == 12 and struct.unpack(order + "H", entry[:2])[0] == ORIENTATION:
            value = struct.unpack(order + "H", entry[8:10])[0]
            return value if 1 <= value <= 8 else 1
    return 1


def _turned(orientation: int) -> bytes:
    """An EXIF segment that tells the orientation and nothing else."""
    entry = struct.pack(">HHIHH", ORIENTATION, 3, 1, orientation, 0)
    body = EXIF + b"MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def clean_png(content: bytes) -> bytes:
    """The PNG with the chunks a picture needs, each with its checksum right."""
    kept, at = [content[:8]], 8
    kinds: list[bytes] = []
    while not kinds or kinds[-1] != b"IEND":
        if at + 12 > len(content):
            raise refused(BROKEN)
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        end = at + 12 + length
        chunk = content[at:end]
        if len(chunk) < 12 + length or zlib.crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:], "big"):
            raise refused(BROKEN)
        if not kinds:
            _refuse_head(kind, chunk)
        kinds.append(kind)
        if kind in PNG_KEPT:
            kept.append(chunk)
        at = end
    if b"IDAT" not in kinds:
        raise refused(BROKEN)
    return b"".join(kept)


def _refuse_head(kind: bytes, chunk: bytes) -> None:
    if kind != b"IHDR" or len(chunk) != 25:
        raise refused(BROKEN)
    _refuse_size(*struct.unpack(">II", chunk[8:16]))


def _refuse_size(height: int, width: int) -> None:
    if not 0 < height * width <= MAX_PIXELS:
        raise refused(HUGE if height and width else BROKEN)
