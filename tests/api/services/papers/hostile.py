"""Files made in code: harmless ones of each kind, and hostile ones that each carry one trick."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
PART = '<Override PartName="/{}" ContentType="application/vnd.openxmlformats-officedocument.{}.main+xml"/>'
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def pdf(body: str = "", packed: bytes | None = None) -> bytes:
    """A PDF with a catalogue; `packed` goes into a compressed object stream."""
    parts = [b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R ", body.encode("latin-1"), b" >>\nendobj\n"]
    if packed is not None:
        squeezed = zlib.compress(packed)
        head = b"5 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\n" % len(squeezed)
        parts += [head, b"stream\n", squeezed, b"\nendstream\nendobj\n"]
    return b"".join([*parts, b"trailer\n<< /Root 1 0 R >>\n%%EOF\n"])


def office(members: dict[str, str | bytes] | None = None, main: str = "word/document.xml") -> bytes:
    """A DOCX (or XLSX by its main part) with more members, or other ones."""
    family = "wordprocessingml.document" if main.startswith("word") else "spreadsheetml.sheet"
    told: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES.format(PART.format(main, family)),
        "_rels/.rels": RELS.format(f'<Relationship Id="r1" Type="{KIND}/officeDocument" Target="{main}"/>'),
        main: "<document>текст</document>",
        **(members or {}),
    }
    return zipped(told)


def zipped(members: dict[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as parcel:
        for name, content in members.items():
            parcel.writestr(name, content)
    return made.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int = 1, height: int = 1, *more: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + b"".join(more)
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
    )


def segment(marker: int, body: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body


def exif(orientation: int, more: bytes = b"") -> bytes:
    """A little-endian EXIF block that names an orientation and holds more bytes."""
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0)
    return b"Exif\0\0II*\0" + struct.pack("<IH", 8, 1) + entry + struct.pack("<I", 0) + more


def jpeg(*more: bytes, width: int = 8, height: int = 8, tail: bytes = b"") -> bytes:
    frame = segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
    return b"\xff\xd8" + segment(0xE0, b"JFIF\0") + b"".join(more) + frame + scan + b"\xff\xd9" + tail


def external(kind: str, target: str, mode: str = "External") -> bytes:
    link = f'<Relationship Id="r9" Type="{kind}" Target="{target}" TargetMode="{mode}"/>'
    return office({"word/_rels/document.xml.rels": RELS.format(link)})


def encrypted_member() -> bytes:
    """The flag of a password set on the first member, in both of its headers."""
    made = bytearray(office())
    made[6] |= 1
    made[made.index(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


def link_member() -> bytes:
    made = io.BytesIO(office())
    with zipfile.ZipFile(made, "a") as parcel:
        entry = zipfile.ZipInfo("word/media/link")
        entry.external_attr = 0o120777 << 16
        parcel.writestr(entry, "/etc/passwd")
    return made.getvalue()


def lying_size() -> bytes:
    """60 MB of zeros that the directory calls 100 bytes: more comes out than was promised."""
    made = bytearray(office({"word/media/image1.bmp": b"\0" * 60_000_000}))
    at = made.rindex(b"PK\x01\x02")
    made[at + 24 : at + 28] = struct.pack("<I", 100)
    return bytes(made)


def bomb_of_many() -> bytes:
    """Each member within the ratio, together more than 50 MB: 64 KB of zeros each are let through one by one."""
    return office(
        {f"word/media/{number}.bmp": b"\0" * 65_000 for number in range(190)} | {"word/big.bin2": noise(9)}
    )


def noise(megabytes: int) -> bytes:
    """Squeezes about tenfold, so that the ratio alone does not tell."""
    line = bytes(range(97, 123)) * 3
    return b"".join(line[number % 7 :] + b"%d" % number for number in range(megabytes * 11_000))


STREAM = b"4 0 << /S /JavaScript /JS (app.alert\\(1\\)) >>"
MACRO, OUTSIDE, STRANGE, BOMB, ACTIVE = "макросы", "другого места", "необычно", "велик внутри", "сценарий"

# name → (made by, a word of the sentence)
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "Файл пустой"),
    "over 5 MB": (lambda: pdf() + b"%" * (5 * 1024 * 1024), "больше 5 МБ"),
    "page called pdf": (lambda: b"<html><script>alert(1)</script></html>", "приложить нельзя"),
    "svg": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "приложить нельзя"),
    "program": (lambda: b"MZ\x90\0" + b"\0" * 100, "приложить нельзя"),
    "old office": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Старый формат"),
    "heic": (lambda: b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
    "pdf cut off": (lambda: pdf()[:-8], "повреждён"),
    "pdf with script": (lambda: pdf("/Names << /JavaScript 7 0 R >>"), ACTIVE),
    "pdf with script spelt in hex": (lambda: pdf("/A << /S /J#61vaScr#69pt >>"), ACTIVE),
    "pdf with bare js": (lambda: pdf("/A << /JS (x) >>"), ACTIVE),
    "pdf that launches": (lambda: pdf("/A << /S /Launch /F (cmd.exe) >>"), ACTIVE),
    "pdf that acts on opening": (lambda: pdf("/OpenAction << /S /URI >>"), ACTIVE),
    "pdf with a file inside": (lambda: pdf("/EF << /Type /EmbeddedFile >>"), ACTIVE),
    "pdf with a form of xfa": (lambda: pdf("/AcroForm << /XFA 9 0 R >>"), ACTIVE),
    "pdf with a packed script": (lambda: pdf(packed=STREAM), ACTIVE),
    "pdf with a bomb": (lambda: pdf(packed=b"4 0 " + b" " * 53_000_000), BOMB),
    "pdf packed otherwise": (lambda: pdf(packed=b"3430203c3c").replace(b"Flate", b"ASCIIHex"), STRANGE),
    "pdf packed and broken": (lambda: pdf(packed=STREAM).replace(b"stream\nx", b"stream\ny"), STRANGE),
    "pdf locked": (lambda: pdf("/Encrypt 8 0 R"), "паролем"),
    "docx with macros": (lambda: office({"word/vbaProject.bin": b"x"}), MACRO),
    "docx with macros by type": (
        lambda: office({"[Content_Types].xml": TYPES.format(
            '<Default Extension="x" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>')}), MACRO,
    ),
    "docx with activex": (lambda: office({"word/activeX/activeX1.xml": "<x/>"}), MACRO),
    "docx with an object": (lambda: office({"word/embeddings/oleObject1.bin": b"x"}), MACRO),
    "docx with a remote template": (lambda: external(f"{KIND}/attachedTemplate", "http://example.org/t"), MACRO),
    "docx with a remote picture": (lambda: external(f"{KIND}/image", "http://example.org/p.png"), OUTSIDE),
    "docx with a remote picture in disguise": (
        lambda: external(f"{KIND}/image", "http://example.org/p.png", "Ext&#101;rnal"), OUTSIDE,
    ),
    "docx with a link to a share": (lambda: external(f"{KIND}/hyperlink", "file://host/share"), OUTSIDE),
    "docx with a dtd": (lambda: office({"word/x.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), STRANGE),
    "docx with an entity after 64 KB": (
        lambda: office({"word/x.xml": f"<!--{''.join(map(hex, range(20_000)))}--><!ENTITY b 'c'>"}), STRANGE,
    ),
    "docx in another alphabet": (
        lambda: office({"word/x.xml": '<!DOCTYPE a><a/>'.encode("utf-16")}), STRANGE,
    ),
    "docx that climbs out": (lambda: office({"../../etc/cron.d/x": "x"}), STRANGE),
    "docx with a whole path": (lambda: office({"/etc/passwd": "x"}), STRANGE),
    "docx with a drive": (lambda: office({"C:/x": "x"}), STRANGE),
    "docx with a link": (link_member, STRANGE),
    "docx with a locked part": (encrypted_member, STRANGE),
    "docx with a name twice": (lambda: office({"WORD/document.xml": "<x/>"}), STRANGE),
    "docx with a bomb": (lambda: office({"word/media/image1.bmp": b"\0" * 60_000_000}), BOMB),
    "docx with a lying bomb": (lying_size, "повреждён"),
    "docx with 201 members": (lambda: office({f"word/media/{n}.png": b"x" for n in range(198)}), BOMB),
    "docx with a description of 2 MB": (
        lambda: office({"word/_rels/a.xml.rels": RELS.format("<!--" + noise(2).decode() + "-->")}), BOMB,
    ),
    "docx with broken xml": (lambda: office({"word/_rels/a.xml.rels": "<a"}), "повреждён"),
    "docx cut off": (lambda: office()[:-30], "повреждён"),
    "both word and excel": (lambda: office({"xl/workbook.xml": "<x/>"}), "нет документа"),
    "plain zip": (lambda: zipped({"a.txt": "x"}), "нет документа"),
    "jpeg of a mark only": (lambda: b"\xff\xd8\xff\xe0", "повреждён"),
    "jpeg without an end": (lambda: jpeg()[:-2], "повреждён"),
    "jpeg without a picture": (lambda: b"\xff\xd8" + segment(0xE0, b"JFIF\0") + b"\xff\xd9", "повреждён"),
    "jpeg of a page": (lambda: b"\xff\xd8\xff<script>alert(1)</script>", "повреждён"),
    "jpeg of four milliards of points": (lambda: jpeg(width=65_000, height=65_000), "слишком большой"),
    "png of four milliards of points": (lambda: png(65_000, 65_000), "слишком большой"),
    "png with a wrong sum": (lambda: png()[:-1] + b"\0", "повреждён"),
    "png without a head": (lambda: b"\x89PNG\r\n\x1a\n" + chunk(b"IDAT", b"") + chunk(b"IEND", b""), "повреждён"),
    "png cut off": (lambda: png()[:-12], "повреждён"),
}  # fmt: skip
