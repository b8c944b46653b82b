"""What the rows of one sheet are called by others: exact names first, then tolerant ones where they are unique."""

from __future__ import annotations

from collections.abc import Iterable

from exports.workbook.faults import WrongCellError
from exports.workbook.layout import Sheet
from exports.workbook.texts import fold, fold_code, fold_person, listed, near, person

_SUGGESTED = 200  # unknown names that get a suggestion; comparing takes time


class Keys:
    """The keys of one or several sheets; `noun` is how one is called and that it is not found."""

    def __init__(self, sheets: Iterable[Sheet], keys: Iterable[str]) -> None:
        self.sheets = tuple(sheets)
        self.people = self.sheets[0].key == "teachers"
        self.keys = tuple(keys)
        self.exact = {self._plain(key): key for key in reversed(self.keys)}
        self.loose: dict[str, list[str]] = {}
        for key in self.keys:
            for spelling in self._spellings(key):
                self.loose.setdefault(spelling, []).append(key)

        self.unknown: dict[str, tuple[str, str, str]] = {}

    def find(self, text: str) -> str:
        """The key a person means. Raises WrongCellError with the likeliest one, or with some that there are."""
        if text in self.unknown:
            raise WrongCellError(*self.unknown[text])
        exact = self.exact.get(self._plain(text))
        if exact is not None:
            return exact
        for spelling in self._spellings(text):
            found = list(dict.fromkeys(self.loose.get(spelling, ())))
            if len(found) == 1 and self._agree(text, found[0]):
                return found[0]
            if len(found) > 1:
                raise WrongCellError(
                    "", said=f"{self._named(text)}: подходят {listed(found)}; напишите полнее"
                )
        self.unknown[text] = self._unknown(text)
        raise WrongCellError(*self.unknown[text])

    def _unknown(self, text: str) -> tuple[str, str, str]:
        few = len(self.unknown) < _SUGGESTED
        meant = self._meant(text) if few else ""
        titles = " и ".join(f"«{sheet.title}»" for sheet in self.sheets)
        many = "на листах" if len(self.sheets) > 1 else "на листе"
        known = f"есть: {listed(self.keys, 4)}" if self.keys else "пока ничего нет"
        said = f"{self._named(text)} {self.sheets[0].noun[1]}"
        return (f"{many} {titles}", meant, said if meant else f"{said}; {many} {titles} {known}")

    def _meant(self, text: str) -> str:
        """The likeliest key; of people the surname decides."""
        if not self.people:
            return near(text, self.keys)
        said = person(text)
        surnames = {key: key.split(" ")[0] for key in self.keys}
        surname = near(said.split(" ")[0], surnames.values(), 0.7)
        return near(said, [key for key in self.keys if surname and surnames[key] == surname], 0.0)

    def _named(self, text: str) -> str:
        return f"{self.sheets[0].noun[0]} «{text}»"

    def _plain(self, text: str) -> str:
        return fold_person(text) if self.people else fold(text)

    def _spellings(self, text: str) -> list[str]:
        """From the narrowest to the widest: for people surname and two initials, and one, and none."""
        if not self.people:
            return [fold_code(text.replace("№", ""))]
        words = fold_person(text).replace(".", "").split(" ")
        letters = [word[:1] for word in words[1:3]]
        return [" ".join([words[0], *letters[:count]]) for count in (2, 1, 0) if count <= len(letters)]

    def _agree(self, text: str, key: str) -> bool:
        """Nothing that is written differs: «Иванова А. Б.» is no «Иванова А. А.», «Иванова Анна» may be."""
        if not self.people:
            return True
        said, known = (fold_person(name).replace(".", "").split(" ")[1:] for name in (text, key))
        return len(said) <= 2 and all(
            mine.startswith(other) or other.startswith(mine) for mine, other in zip(said, known, strict=False)
        )
