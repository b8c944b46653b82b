"""What may be kept: told from the bytes, never from the name. Active content is refused with a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from api.services.papers.uploads.office import office_media
from api.services.papers.uploads.pdf import refuse_active_pdf
from api.services.papers.uploads.picture import clean_jpeg, clean_png
from api.services.papers.uploads.refusal import refused
from models.media import Media

MAX_BYTES = 5 * 1024 * 1024
NAME_LENGTH = 120
SUFFIX = {Media.PDF: ".pdf", Media.JPEG: ".jpg", Media.PNG: ".png", Media.DOCX: ".docx", Media.XLSX: ".xlsx"}
ALLOWED = "Можно приложить PDF, JPEG, PNG, DOCX или XLSX."


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file found harmless. content: its bytes, pictures without what cameras write into them."""

    media: Media
    content: bytes
    name: str


def inspect(content: bytes, name: str) -> Upload:
    """The file as it may be kept. Raises api.errors.Invalid, field `file`, with what to do instead.

    Judges in this process; `apart.inspect_apart` does the same in a limited child.
    """
    refuse_size(content)
    media, kept = judged(content)
    return Upload(media=media, content=kept, name=clean_name(name, media))


def refuse_size(content: bytes) -> None:
    """Raises the refusal of a file that is empty or too big."""
    if not content:
        raise refused("Файл пустой. Выберите другой файл.")
    if len(content) > MAX_BYTES:
        raise refused("Файл больше 5 МБ. Уменьшите его, например отсканируйте в чёрно-белом виде.")


def judged(content: bytes) -> tuple[Media, bytes]:
    """What the bytes are, and what of them may be kept."""
    if content.startswith(b"%PDF-"):
        refuse_active_pdf(content)
        return Media.PDF, content
    if content.startswith(b"\xff\xd8\xff"):
        return Media.JPEG, clean_jpeg(content)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Media.PNG, clean_png(content)
    if content.startswith(b"PK\x03\x04"):
        return office_media(content), content
    if content[4:8] == b"ftyp":
        raise refused("Фотографии в формате HEIC не принимаются. Сохраните снимок как JPEG.")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise refused(
            "Старый формат Office или файл с паролем. Сохраните его как DOCX, XLSX или PDF без пароля."
        )
    raise refused(f"Такой файл приложить нельзя. {ALLOWED}")


def clean_name(name: str, media: Media) -> str:
    """A name for showing only: no folders, no invisible signs, the ending of what the file is."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(sign for sign in last if sign.isprintable()).strip(" .")
    stem = plain.rsplit(".", 1)[0].strip(" .") or "документ"
    return stem[:NAME_LENGTH] + SUFFIX[media]
