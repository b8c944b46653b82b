"""What every table has: a key, a time of birth, names of constraints, and a class of privacy for each column."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime
from sqlalchemy import MetaData
from sqlmodel import Field, SQLModel
from sqlmodel._compat import SQLModelConfig

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Privacy(StrEnum):
    """OPEN: about no person or known to all; PERSONAL: 152-ФЗ; SPECIAL: tells or lets infer a state of health."""

    OPEN = "open"
    PERSONAL = "personal"
    SPECIAL = "special"


class Keep(StrEnum):
    """How long a value is kept. The years of each term are a setting of the school (domain 8: unchecked)."""

    WITH_ROW = "with_row"  # no term of its own: lives as long as what it belongs to
    ACCOUNT = "account"  # until the account ends and its papers need it no longer
    CASE = "case"  # personal file: years after the pupil left
    JOURNAL = "journal"  # lessons, timetables, time sheets
    MEDICAL = "medical"  # requisites of medical papers: until the case ends and its order is archived
    AUDIT = "audit"  # the log, without names


class Table(SQLModel):
    """Base of all tables. What judges values is built when something is judged: tables never do."""

    model_config = SQLModelConfig(defer_build=True)
    metadata = MetaData(naming_convention=NAMES)


def opened(**field: Any) -> Any:
    """A column that tells nothing about a person."""
    return _classed(Privacy.OPEN, Keep.WITH_ROW, field)


def personal(keep: Keep, **field: Any) -> Any:
    """A column of personal data, kept for a term."""
    return _classed(Privacy.PERSONAL, keep, field)


def special(keep: Keep, **field: Any) -> Any:
    """A column that tells or lets infer a state of health."""
    return _classed(Privacy.SPECIAL, keep, field)


def _classed(privacy: Privacy, keep: Keep, field: dict[str, Any]) -> Any:
    more = field.pop("sa_column_kwargs", {})
    return Field(**field, sa_column_kwargs={**more, "info": {"privacy": privacy, "keep": keep}})


def new_id() -> str:
    """An opaque key that tells neither number nor order."""
    return uuid.uuid4().hex


def now() -> datetime:
    """The instant, aware, in UTC and whole microseconds."""
    return datetime.now(UTC)


class Kept(Table):
    """A row with an opaque key, its time of birth, and a revision that guards against silent overwriting."""

    id: str = opened(default_factory=new_id, primary_key=True, min_length=32, max_length=32)
    created_at: AwareDatetime = opened(default_factory=now)
    rev: int = opened(default=1, ge=1)
