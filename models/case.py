"""Pupils, who may speak for them, and their cases (дела) with every move made."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime
from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text

from models.base import Keep, Kept, opened, personal, special
from models.states import LAST, Move, State

UNKNOWN_BIRTH = date(1900, 1, 1)  # nobody has told it yet; pages ask for it


class Level(StrEnum):
    """Levels of general education (273-ФЗ art. 10): grades 1–4, 5–9, 10–11."""

    PRIMARY = "primary"
    BASIC = "basic"
    SECONDARY = "secondary"


def level_of(grade: int) -> Level:
    """The level a grade belongs to."""
    if grade <= 4:
        return Level.PRIMARY
    return Level.BASIC if grade <= 9 else Level.SECONDARY


class Programme(StrEnum):
    """Kind of programme; it reveals a disability, so it is special data (domain 8, 5)."""

    GENERAL = "general"
    ADAPTED = "adapted"
    INDIVIDUAL = "individual"  # СИПР


class GuardianKind(StrEnum):
    MOTHER = "mother"
    FATHER = "father"
    GUARDIAN = "guardian"  # опекун
    TRUSTEE = "trustee"  # попечитель
    OTHER = "other"


def among(column: str, words: Iterable[StrEnum]) -> str:
    """The CHECK that lets only the words of an enumeration into a column."""
    return f"{column} IN ({', '.join(repr(word.value) for word in words)})"


class Pupil(Kept, table=True):
    """birth_on: UNKNOWN_BIRTH where the child came in with a workbook, which says no birthdays."""

    __tablename__ = "pupil"

    school_id: str = opened(foreign_key="school.id", index=True)
    surname: str = personal(Keep.CASE, min_length=1, max_length=100)
    given_names: str = personal(Keep.CASE, min_length=1, max_length=100)
    birth_on: date = personal(Keep.CASE)

    @property
    def full_name(self) -> str:
        """`Иванов Пётр Сергеевич`, as the school says it."""
        return f"{self.surname} {self.given_names}"

    @property
    def first_name(self) -> str:
        """`Пётр`, as the family says it."""
        return self.given_names.split()[0]


class Guardian(Kept, table=True):
    """An account speaks for a pupil between dates (inclusive). may_decide: answers count, else reading only."""

    __tablename__ = "guardian"
    __table_args__ = (
        UniqueConstraint("account_id", "pupil_id", "first_on"),
        CheckConstraint(among("kind", GuardianKind), name="kind"),
        CheckConstraint("last_on IS NULL OR last_on >= first_on", name="dates"),
    )

    account_id: str = opened(foreign_key="account.id", index=True)
    pupil_id: str = opened(foreign_key="pupil.id", index=True)
    kind: str = personal(Keep.CASE, max_length=10)
    may_decide: bool = opened(default=True)
    first_on: date = opened()
    last_on: date | None = opened(default=None)


ALIVE = text(f"state NOT IN ({', '.join(repr(state.value) for state in sorted(LAST))})")


class Case(Kept, table=True):
    """One pupil at home in one school year. clock_on: the day the package was complete (regulation 2.5)."""

    __tablename__ = "case_file"
    __table_args__ = (
        UniqueConstraint("school_id", "year_id", "code"),
        CheckConstraint("grade BETWEEN 1 AND 11", name="grade"),
        CheckConstraint(among("state", State), name="state"),
        CheckConstraint(among("programme", Programme), name="programme"),
        Index(
            "ux_case_file_one_alive", "pupil_id", "year_id",
            unique=True, sqlite_where=ALIVE, postgresql_where=ALIVE,
        ),
    )  # fmt: skip

    school_id: str = opened(foreign_key="school.id", index=True)
    year_id: str = opened(foreign_key="school_year.id", index=True)
    pupil_id: str = opened(foreign_key="pupil.id", index=True)
    code: str = opened(min_length=1, max_length=20)
    class_title: str = personal(Keep.CASE, min_length=1, max_length=20)
    grade: int = personal(Keep.CASE)
    programme: str = special(Keep.CASE, max_length=12)
    state: str = opened(default=State.APPLIED, max_length=12)
    state_since: date = opened()
    clock_on: date | None = opened(default=None)
    deputy_id: str | None = opened(default=None, foreign_key="account.id")
    class_teacher_id: str | None = opened(default=None, foreign_key="account.id")

    @property
    def level(self) -> Level:
        return level_of(self.grade)


class CaseMove(Kept, table=True):
    """A move made: what was, what is, since which date, by whom, on which paper."""

    __tablename__ = "case_move"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        CheckConstraint(among("move", Move), name="move"),
        CheckConstraint(among("from_state", State), name="from_state"),
        CheckConstraint(among("to_state", State), name="to_state"),
    )

    case_id: str = opened(foreign_key="case_file.id", index=True)
    number: int = opened(ge=1)
    move: str = opened(max_length=20)
    from_state: str = opened(max_length=12)
    to_state: str = opened(max_length=12)
    on_date: date = opened()
    at: AwareDatetime = opened()
    account_id: str = opened(foreign_key="account.id")
    paper_id: str | None = opened(default=None, foreign_key="paper.id")
