"""How people write one and the same thing: spaces, ё, Latin look-alikes, initials, class titles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

_LATIN = "ABCEHKMOPTXYaceopxyk"
_CYRILLIC = "АВСЕНКМОРТХУасеорхук"
_ALIKE = str.maketrans(_LATIN, _CYRILLIC)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
_CLASS = re.compile(r"(\d{1,2})([А-ЯЁ])")
_LONGEST = 80  # letters compared of a text nobody knows
_NAME = re.compile(r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)? [А-ЯЁ]\.(?: [А-ЯЁ]\.)?")


def printable(text: str) -> str:
    """Without control characters, unseen marks and halves of surrogate pairs; newlines and tabs stay."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def squeezed(text: str) -> str:
    """One line, single spaces, no spaces around."""
    return " ".join(printable(text).split())


def one_script(text: str) -> str:
    """Latin look-alikes among Cyrillic letters made Cyrillic, word by word; wholly Latin words stay."""
    return re.sub(r"\w+", lambda word: _mended(word[0]), text)


def _mended(word: str) -> str:
    mended = word.translate(_ALIKE)
    mixed = any("а" <= letter.lower() <= "я" or letter in "ёЁ" for letter in word)
    return mended if mixed and not re.search("[A-Za-z]", mended) else word


def fold(text: str) -> str:
    """What two spellings of one thing have in common; for comparison only."""
    plain = squeezed(text).translate(_DASHES).translate(_ALIKE).lower().replace("ё", "е")
    plain = plain.translate(_ALIKE)
    return " ".join(re.sub(r"[«»\"'“”„*:]", "", plain).split())


def fold_code(text: str) -> str:
    """Folds codes and class titles: spaces, dashes and dots do not count, leading zeros of a number neither."""
    return re.sub(r"\d+", lambda number: str(int(number[0])), re.sub(r"[\s.\-]", "", fold(text)))


def person(text: str) -> str:
    """A name with its initials spaced: «Озёрная А.А» is «Озёрная А. А.»; look-alikes are mended."""
    parts = squeezed(one_script(text)).split(" ")
    spaced = " ".join([parts[0], *(_initials(part) for part in parts[1:])])
    return squeezed(spaced)


def _initials(part: str) -> str:
    if re.fullmatch(r"(?:[А-ЯЁ]\.?){1,3}", part):
        return " ".join(f"{letter}." for letter in part if letter != ".")
    return part


def fold_person(text: str) -> str:
    return fold(person(text))


def is_name(text: str) -> bool:
    """True for what looks like «Озёрная А. А.»."""
    return _NAME.fullmatch(person(text)) is not None


def class_title(text: str) -> str:
    """«5А», «5-а», «5 "A"» are «5 «А»»; other titles stay as written."""
    found = _CLASS.fullmatch(fold_code(text).upper())
    return f"{found[1]} «{found[2]}»" if found else squeezed(text)


def near(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """The known text most like the word (of equal ones the first), or an empty text."""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(fold(word)[:_LONGEST])
    best, share = "", cutoff
    for text in known:
        matcher.set_seq1(fold(text)[:_LONGEST])
        if matcher.real_quick_ratio() < share or matcher.quick_ratio() < share:
            continue
        like = matcher.ratio()
        if like > share or (like == share and not best):
            best, share = text, like
    return best


def listed(texts: Iterable[str], most: int = 6) -> str:
    """«а», «б» ... of a choice, cut after `most`."""
    known = list(texts)
    rest = ", …" if len(known) > most else ""
    return ", ".join(f"«{text}»" for text in known[:most]) + rest
