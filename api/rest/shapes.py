"""What goes in and out as JSON: strict types, fields nobody knows refused, links beside what is told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Path
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

ROOT = "/api/v1"
PLAIN = r"^[^\x00-\x1f\x7f]*$"  # no control characters: a database refuses some of them
KEY = "^[0-9a-f]{32}$"
DAY = r"^(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$"
SAMPLE_ID = "0f8fad5bd9cb469fa16570867728950e"


def _day(value: Any) -> date:
    """A day of 1900–2099 as `2026-09-01`, and in no other writing."""
    try:
        if isinstance(value, str) and re.fullmatch(DAY, value):
            return date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("day", "no such day") from None
    raise PydanticCustomError("day", "not a day")


Day = Annotated[
    date,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": DAY, "examples": ["2026-09-01"]}),
]
Instant = Annotated[datetime, AfterValidator(lambda at: at.astimezone(UTC))]
Ref = Annotated[str, Field(strict=True, pattern=KEY, examples=[SAMPLE_ID])]
Id = Annotated[
    str, Path(json_schema_extra={"pattern": KEY, "examples": [SAMPLE_ID]}, description="id of the record")
]
Whole = Annotated[int, Field(strict=True)]
Flag = Annotated[bool, Field(strict=True)]
Grade = Annotated[int, Field(strict=True, ge=1, le=11, examples=[5])]
Minute = Annotated[int, Field(strict=True, ge=0, le=1440, examples=[510])]


def text(longest: int, example: str) -> Any:
    """For `Annotated[str, ...]`: a line of text of 1 to `longest` characters."""
    return Field(strict=True, min_length=1, max_length=longest, pattern=PLAIN, examples=[example])


class Sent(BaseModel):
    """What comes with a request."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Plain(BaseModel):
    """A part of what is answered."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class Link(Plain):
    href: str = Field(examples=[f"{ROOT}/me"])


class Told(BaseModel):
    """What is answered: fields listed one by one, and links to what belongs to it."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, defer_build=True)

    links: dict[str, Link] = Field(
        alias="_links", description="related things by name", examples=[{"self": {"href": ROOT}}]
    )


class Record(Told):
    """A stored record. rev: its revision, which `ETag` repeats and `If-Match` asks for."""

    id: str = Field(examples=[SAMPLE_ID])
    rev: int = Field(examples=[1])


Item = TypeVar("Item", bound=Told)
Shape = TypeVar("Shape", bound=Told)


class Page(Told, Generic[Item]):
    """One page of a list; pages are numbered from 1."""

    items: tuple[Item, ...]
    total: int = Field(examples=[1], description="items on all pages together")
    page: int = Field(examples=[1])
    per_page: int = Field(examples=[50])
    pages: int = Field(examples=[1], description="at least 1")


def links(**targets: str | None) -> dict[str, Link]:
    """Links by name; `this` stands for self, None for a link there is not."""
    named = {("self" if name == "this" else name): target for name, target in targets.items()}
    return {name: Link(href=f"{ROOT}{target}") for name, target in named.items() if target is not None}


def shape(kind: type[Shape], row: object, to: Mapping[str, Link], **more: Any) -> Shape:
    """The shape of a row: the fields the shape names, and no others. `more`: those the row does not have."""
    names = set(kind.model_fields) - {"links", *more}
    return kind(links=dict(to), **{name: getattr(row, name) for name in names}, **more)
