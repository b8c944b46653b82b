"""Dated numbers of the law: norm sets in normsets/*.toml, each number with its document, dates and mark.

A number is asked for on a date. A document that has run out no longer answers: its last numbers are kept
apart (`lapsed`) and used only by whoever says so: whether an old number still binds is a person's decision.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from scheduler.errors import BadFileError, Fault
from scheduler.problem import Norms

FOLDER = Path(__file__).parent / "normsets"

Text = Annotated[str, StringConstraints(min_length=1)]
Grade = Annotated[int, Field(ge=1, le=11)]
Amount = Annotated[int, Field(ge=0, le=10_000, strict=True)]
Day = Annotated[date, Field(strict=True)]
SELECTORS = ("days", "needs", "subject", "device")


class Mark(StrEnum):
    """How certain a number is."""

    SEEN = "V"
    SECONDARY = "V2"
    MEMORY = "M"
    INFERENCE = "I"


def _told(found: str, allowed: str) -> PydanticCustomError:
    return PydanticCustomError("told", "{allowed}", {"found": found, "allowed": allowed})


class NormsLapsedError(LookupError):
    """No norm set in force on the date holds the number; the text names the document that has run out."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Norm(_Frozen):
    """One number, or one per grade. unit clock_min: minutes since midnight. Absent selectors mean all."""

    code: Text
    title: Text
    unit: Literal["min", "clock_min", "lesson", "hour", "point"]
    value: Amount | None = None
    by_grade: dict[Grade, Amount] | None = None
    days: Literal[5, 6] | None = None
    months: frozenset[Annotated[int, Field(ge=1, le=12, strict=True)]] | None = None
    needs: Literal["general", "ovz", "sipr"] | None = None
    subject: Text | None = None
    device: Literal["computer", "tablet", "board", "panel"] | None = None
    section: Text | None = None
    mark: Mark
    seen: Text

    @model_validator(mode="after")
    def _one_kind_of_value(self) -> Norm:
        if (self.value is None) == (self.by_grade is None):
            raise _told("both or neither", "exactly one of value and by_grade")
        return self

    def answers(self, grade: int | None, month: int, asked: Mapping[str, object]) -> int | None:
        """The number if this norm speaks of what is asked."""
        if any(getattr(self, key) not in (None, asked.get(key)) for key in SELECTORS):
            return None
        if self.months is not None and month not in self.months:
            return None
        return self.value if self.by_grade is None or grade is None else self.by_grade.get(grade)

    def meets(self, other: Norm) -> bool:
        """True when both would answer the same question."""
        if self.code != other.code:
            return False
        same = all(
            None in (mine, theirs) or mine == theirs
            for mine, theirs in ((getattr(self, key), getattr(other, key)) for key in SELECTORS)
        )
        months = None in (self.months, other.months) or bool((self.months or set()) & (other.months or set()))
        mine, theirs = self.by_grade, other.by_grade
        return same and months and (mine is None or theirs is None or bool(mine.keys() & theirs.keys()))


class NormFile(_Frozen):
    """One document: valid from the first date to the day before the second; None means open-ended."""

    code: Text
    document: Text
    valid_from: Day
    valid_to: Day | None = None
    norm: tuple[Norm, ...]

    @model_validator(mode="after")
    def _holds_something(self) -> NormFile:
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise _told(str(self.valid_to), "valid_to after valid_from")
        if not self.norm:
            raise _told("no norm", "at least one")
        return self

    def in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True, slots=True)
class Answer:
    """A number and what says so. lapsed: the document had run out by the date that was asked for."""

    value: int
    norm: Norm
    file: NormFile
    lapsed: bool


@dataclass(frozen=True, slots=True)
class NormSet:
    """The documents in force on a date, and those that have run out by then."""

    on: date
    in_force: tuple[NormFile, ...]
    lapsed: tuple[NormFile, ...]

    def find(
        self, code: str, *, grade: int | None = None, keep_lapsed: bool = False, **asked: object
    ) -> int | None:
        """The number in the unit of its norm, or None where no norm speaks of it.

        asked: days, needs, subject, device. The month is that of the date. keep_lapsed also asks documents
        that have run out, the latest first.
        """
        answer = self.answer(code, grade=grade, keep_lapsed=keep_lapsed, **asked)
        return None if answer is None else answer.value

    def answer(
        self, code: str, *, grade: int | None = None, keep_lapsed: bool = False, **asked: object
    ) -> Answer | None:
        """As `find`, with the norm that speaks and its document."""
        files = list(self.in_force)
        if keep_lapsed:
            files += sorted(self.lapsed, key=lambda file: file.valid_to or date.max, reverse=True)
        for file in files:
            for norm in file.norm:
                found = norm.answers(grade, self.on.month, asked) if norm.code == code else None
                if found is not None:
                    return Answer(found, norm, file, file not in self.in_force)
        return None

    def difficulty(self, subject: str, grade: int, *, keep_lapsed: bool = False) -> int | None:
        """Difficulty points, or None where the scale is silent and the school says its own number."""
        return self.find("difficulty", grade=grade, subject=subject, keep_lapsed=keep_lapsed)


def load_norm_files(folder: Path = FOLDER) -> tuple[NormFile, ...]:
    """Every norm set of a folder, by name. Raises BadFileError with every fault of every file."""
    faults: list[Fault] = []
    files: dict[str, NormFile] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            raw = tomllib.loads(path.read_text(encoding="utf-8"))
            files[path.name] = NormFile.model_validate(raw)
        except ValidationError as error:
            faults += [_reworded(path.name, item) for item in error.errors(include_url=False)]
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            faults.append(Fault(path.name, str(error), "TOML in UTF-8"))
    faults += _doubled(files)
    if not files and not faults:
        faults.append(Fault("*.toml", "no norm set", "at least one"))
    if faults:
        raise BadFileError(str(folder), faults)
    return tuple(files.values())


@cache
def norm_files() -> tuple[NormFile, ...]:
    """The program's own norm sets."""
    return load_norm_files()


def norms_on(on: date, files: Iterable[NormFile] | None = None) -> NormSet:
    """The norms of a date; files default to those of the program."""
    known = tuple(norm_files() if files is None else files)
    lapsed = tuple(file for file in known if file.valid_to is not None and file.valid_to <= on)
    return NormSet(on, tuple(file for file in known if file.in_force(on)), lapsed)


def problem_norms(on: date, *, keep_lapsed: bool = False) -> Norms:
    """The numbers a problem carries. Raises NormsLapsedError when one has run out and none follows it."""
    norms = norms_on(on)
    return Norms(
        remote_end_min=_needed(norms, "remote_end", keep_lapsed),
        correction_break_min=_needed(norms, "correction_break", keep_lapsed),
    )


def _needed(norms: NormSet, code: str, keep_lapsed: bool) -> int:
    found = norms.find(code, keep_lapsed=keep_lapsed)
    if found is None:
        ended = "; ".join(
            f"{file.document} — до {file.valid_to:%d.%m.%Y}"
            for file in norms.lapsed
            if any(norm.code == code for norm in file.norm)
        )
        text = f"На {norms.on:%d.%m.%Y} нет действующей нормы {code}"
        raise NormsLapsedError(f"{text}: {ended}" if ended else text)
    return found


def _reworded(name: str, item: Any) -> Fault:
    path = ".".join(str(part) for part in (name, *item["loc"]) if part != "[key]")
    if item["type"] == "missing":
        return Fault(path, "no such key", "a value")
    if item["type"] == "extra_forbidden":
        return Fault(path, "an unknown key", "the keys of a norm set")
    found = item["ctx"]["found"] if item["type"] == "told" else repr(item["input"])
    return Fault(path, found, item["msg"].removeprefix("Input should be "))


def _doubled(files: dict[str, NormFile]) -> list[Fault]:
    """Two norms that answer the same question on the same date."""
    entries = [(name, number, norm) for name, file in files.items() for number, norm in enumerate(file.norm)]
    faults = []
    for index, (name, number, norm) in enumerate(entries):
        for earlier_name, earlier_number, earlier in entries[:index]:
            if norm.meets(earlier) and _overlap(files[name], files[earlier_name]):
                told = f"{norm.code} also in {earlier_name}.norm.{earlier_number}"
                faults.append(Fault(f"{name}.norm.{number}", told, "one norm per question and date"))
    return faults


def _overlap(one: NormFile, other: NormFile) -> bool:
    return one.valid_from < (other.valid_to or date.max) and other.valid_from < (one.valid_to or date.max)
