"""Full names in the cases of a sentence: «обучающегося Иванова П. С.», by the rules of Petrovich.

Rules know what names usually do; what a family's own name does stands in a table of corrections, and that table is
asked first. A name whose sex nothing tells stays as it is: an undeclined name is odd, a wrong one is an offence.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from pytrovich import enums
from pytrovich.detector import PetrovichGenderDetector
from pytrovich.maker import PetrovichDeclinationMaker

logging.getLogger("pytrovich").setLevel(logging.WARNING)  # below that it logs every name it is asked for
LINKS = frozenset({"оглы", "кызы", "заде", "уулу", "улы", "гызы"})  # parts of a patronymic that never change


class Case(StrEnum):
    """Cases a paper needs; the nominative is the name itself."""

    GENITIVE = "genitive"
    DATIVE = "dative"
    ACCUSATIVE = "accusative"
    INSTRUMENTAL = "instrumental"
    PREPOSITIONAL = "prepositional"


RULED = {
    Case.GENITIVE: enums.Case.GENITIVE,
    Case.DATIVE: enums.Case.DATIVE,
    Case.ACCUSATIVE: enums.Case.ACCUSATIVE,
    Case.INSTRUMENTAL: enums.Case.INSTRUMENTAL,
    Case.PREPOSITIONAL: enums.Case.PREPOSITIONAL,
}
PARTS = ("lastname", "firstname", "middlename")
KIND = {
    "lastname": enums.NamePart.LASTNAME,
    "firstname": enums.NamePart.FIRSTNAME,
    "middlename": enums.NamePart.MIDDLENAME,
}


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a school has said of words the rules get wrong. words: nominative (any letter case) → case → form."""

    words: Mapping[str, Mapping[Case, str]] = field(default_factory=dict)

    def of(self, word: str, case: Case) -> str | None:
        """The form a school has given, for a word or a whole name; None where it says nothing."""
        return self.words.get(_key(word), {}).get(case) or None


def corrections_of(told: Mapping[str, Mapping[Case, str]]) -> Corrections:
    """A table as people have filled it in: spaces and letter case of the nominative do not matter."""
    return Corrections({_key(word): dict(forms) for word, forms in told.items()})


def _key(word: str) -> str:
    return " ".join(word.split()).casefold()


@cache
def _maker() -> PetrovichDeclinationMaker:
    return PetrovichDeclinationMaker()


@cache
def _detector() -> PetrovichGenderDetector:
    return PetrovichGenderDetector()


def declined(name: str, case: Case, corrections: Corrections = Corrections()) -> str:
    """A full name, surname first, in a case: `Иванова Петра Сергеевича`.

    Parts beyond the third belong to the patronymic («Гасан оглы»).
    """
    whole = corrections.of(name, case)
    if whole is not None:
        return whole
    words = name.split()
    told = _gender(words)
    return " ".join(_word(word, place, told, case, corrections) for place, word in enumerate(words))


def _word(word: str, place: int, told: enums.Gender | None, case: Case, corrections: Corrections) -> str:
    known = corrections.of(word, case)
    if known is not None:
        return known
    if told is None or word.casefold() in LINKS or not _is_name(word):
        return word
    return str(_maker().make(KIND[PARTS[min(place, 2)]], told, RULED[case], word))


def _is_name(word: str) -> bool:
    """A word of Cyrillic letters; initials and signs have no cases."""
    letters = [sign for sign in word if sign.isalpha()]
    return len(letters) > 1 and all("\u0400" <= sign <= "\u04ff" for sign in letters)


def _gender(words: list[str]) -> enums.Gender | None:
    """By patronymic, then first name, then surname; None where nothing tells it for certain."""
    if len(words) > 3 and words[3].casefold() in LINKS:
        return enums.Gender.FEMALE if words[3].casefold() in ("кызы", "гызы") else enums.Gender.MALE
    for place in (2, 1, 0):
        if place < len(words) and _is_name(words[place]):
            told = _detector().detect(**{PARTS[place]: words[place]})  # type: ignore[no-untyped-call]
            if isinstance(told, enums.Gender) and told != enums.Gender.ANDROGYNOUS:
                return told
    return None


def short(name: str) -> str:
    """`Иванов П. С.`: surname and initials, held together by no-break spaces; a double name gives `А.-В.`"""
    words = name.split()
    initials = [_initial(word) for word in words[1:] if word.casefold() not in LINKS]
    return "\u00a0".join([*words[:1], *initials])


def _initial(word: str) -> str:
    return "-".join(f"{part[0].upper()}." for part in word.split("-") if part)


def short_declined(name: str, case: Case, corrections: Corrections = Corrections()) -> str:
    """`Иванова П. С.`: the surname in a case, with the initials of the name."""
    words = name.split()
    in_case = declined(name, case, corrections).split()
    if not words:
        return ""
    surnames = in_case[: max(1, len(in_case) - len(words) + 1)]
    return "\u00a0".join([*surnames, *short(name).split("\u00a0")[1:]])


def agreeing(name: str, male: str, female: str, unknown: str) -> str:
    """The word that agrees with whose name it is: `обучающегося`, `обучающейся`."""
    told = _gender(name.split())
    if told is None:
        return unknown
    return female if told == enums.Gender.FEMALE else male
