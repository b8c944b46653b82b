"""Text that any calendar program can read: no control characters, no halves of characters."""

from __future__ import annotations

import re
import unicodedata

# every line break Python and others know; only "\n" may stay, for it is escaped
_BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")
# C0 but TAB and LF, DEL, C1, lone surrogates, the two that are never characters
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(r"\s+")
_LATIN = dict(zip("абвгдезийклмнопрстуфцыэ", "abvgdeziyklmnoprstufcye", strict=True)) | {
    "ё": "e", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "",
    "ю": "yu", "я": "ya",
}  # fmt: skip
_SLUG_LENGTH = 60


def clean(text: str) -> str:
    """The text with line breaks as "\\n" and nothing that makes a reader refuse the file."""
    return _FORBIDDEN.sub("", _BREAKS.sub("\n", text))


def one_line(text: str) -> str:
    """Clean text with every run of white space as one space."""
    return _SPACES.sub(" ", clean(text)).strip()


def slug(text: str) -> str:
    """Latin small letters, digits and hyphens for a file name: `Озёрная А. А.` is `ozernaya-a-a`."""
    latin = "".join(_LATIN.get(letter, letter) for letter in clean(text).lower())
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_SLUG_LENGTH].strip("-")


def initials(name: str) -> str:
    """`Вымышленный Пётр Ильич` is `В. П. И.`: nobody's surname."""
    return " ".join(f"{word[0].upper()}." for word in one_line(name).split(" ") if word[:1].isalpha())
