"""DOCX and XLSX: parcels of XML within limits, without macros and without anything fetched from elsewhere.

Limits of trust.md T11: members, unpacked bytes counted while reading, ratio, names, no DTD.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from xml.etree import ElementTree

from api.services.papers.uploads.refusal import refused
from models.media import Media

MAX_MEMBERS = 200
MAX_UNPACKED = 50 * 1024 * 1024
MAX_RATIO = 100
MAX_DESCRIPTION = 1024 * 1024  # of the parts that describe others
CHUNK = 64 * 1024
MAIN = {"word/document.xml": Media.DOCX, "xl/workbook.xml": Media.XLSX}
LINK = "/hyperlink"  # a link to click on, fetched by nobody
ACTIVE = re.compile(r"vbaproject|vbadata|activex|oleobject|macrosheets|\.bin$|\.exe$|\.js$", re.IGNORECASE)
PRINTER = re.compile(r"printersettings\d*\.bin$", re.IGNORECASE)
DTD = (b"<!DOCTYPE", b"<!ENTITY")
BROKEN = "Файл повреждён. Сохраните документ ещё раз и приложите."
BOMB = "Файл слишком велик внутри. Скопируйте нужное в новый документ и приложите его."
MACRO = "В файле есть макросы или вложенные объекты. Сохраните его без них или как PDF."
OUTSIDE = "Файл берёт содержимое из другого места. Сохраните его как PDF и приложите."
STRANGE = "Файл записан необычно, проверить его нельзя. Сохраните его как PDF."


def office_media(content: bytes) -> Media:
    """What the parcel is; raises its refusal."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parcel:
            return _checked(parcel)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ElementTree.ParseError) as fault:
        raise refused(BROKEN) from fault


def _checked(parcel: zipfile.ZipFile) -> Media:
    members = parcel.infolist()
    _refuse_members(members)
    left = MAX_UNPACKED
    for member in members:
        left -= _read_through(parcel, member, left)
    names = {member.filename for member in members}
    found = [media for name, media in MAIN.items() if name in names]
    if len(found) != 1 or "[Content_Types].xml" not in names:
        raise refused("В архиве нет документа Word или Excel. Можно приложить PDF, JPEG, PNG, DOCX или XLSX.")
    _refuse_described(parcel, members)
    return found[0]


def _refuse_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise refused(BOMB)
    if len({member.filename.lower() for member in members}) < len(members):
        raise refused(STRANGE)
    for member in members:
        parts = member.filename.split("/")
        if ".." in parts or "\\" in member.filename or member.filename.startswith("/") or ":" in parts[0]:
            raise refused(STRANGE)
        if stat.S_ISLNK(member.external_attr >> 16) or member.flag_bits & 1:
            raise refused(STRANGE)
        if member.file_size > MAX_RATIO * max(member.compress_size, CHUNK // MAX_RATIO):
            raise refused(BOMB)
        if ACTIVE.search(member.filename) and not PRINTER.search(member.filename):
            raise refused(MACRO)


def _read_through(parcel: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> int:
    """Bytes of a member as they come out, not as they are promised; no DTD in any part of XML."""
    size, tail = 0, b""
    is_xml = member.filename.lower().endswith((".xml", ".rels", ".vml"))
    with parcel.open(member) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > left:
                raise refused(BOMB)
            if is_xml:
                _refuse_dtd(tail + chunk)
                tail = chunk[-16:]
    return size


def _refuse_dtd(data: bytes) -> None:
    if b"\0" in data or any(word in data for word in DTD):
        raise refused(STRANGE)


def _refuse_described(parcel: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    for member in members:
        name = member.filename
        if name != "[Content_Types].xml" and not name.lower().endswith(".rels"):
            continue
        if member.file_size > MAX_DESCRIPTION:
            raise refused(BOMB)
        for element in ElementTree.fromstring(parcel.read(member)).iter():
            _refuse_element(element.attrib)


def _refuse_element(told: dict[str, str]) -> None:
    kind = told.get("ContentType", "") + told.get("Type", "")
    if re.search(r"macroEnabled|vbaProject|activeX|oleObject|attachedTemplate", kind, re.IGNORECASE):
        raise refused(MACRO)
    if told.get("TargetMode", "").strip().lower() != "external":
        return
    target = told.get("Target", "").strip().lower()
    if not (kind.endswith(LINK) and target.startswith(("http://", "https://", "mailto:"))):
        raise refused(OUTSIDE)
