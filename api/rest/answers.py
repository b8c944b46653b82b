"""Answers of the JSON API: single records with their ETag, pages of lists with their links, requests done once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Protocol, TypeVar
from urllib.parse import urlencode

from fastapi import Depends, Header, Query, Request
from fastapi.responses import Response

from api.deps import Acting, template_of
from api.errors import ConditionNeeded, Stale
from api.rest.shapes import Link, Page, Sent, Told
from api.services import once
from api.web.signatures import shared

JSON = "application/json"
Row = TypeVar("Row")
Item = TypeVar("Item", bound=Told)


class Revised(Protocol):
    """A row that counts its changes."""

    @property
    def rev(self) -> int: ...


def tag_of(row: Revised) -> str:
    return f'"{row.rev}"'


def digest_tag(told: Told) -> str:
    """For what has no revision of its own."""
    return f'"{hashlib.sha256(_body(told).encode()).hexdigest()[:32]}"'


def _body(told: Told) -> str:
    return told.model_dump_json(by_alias=True)


def single(request: Request, told: Told, row: Revised | None = None) -> Response:
    """One record, or 304 where the asker holds it already."""
    tag = tag_of(row) if row is not None else digest_tag(told)
    known = if_none_match(request.headers.get("if-none-match"))
    if known & {tag.strip('"'), "*"}:
        return Response(None, 304, {"etag": tag})
    return Response(_body(told), 200, {"etag": tag}, JSON)


def changed(told: Told, row: Revised | None = None) -> Response:
    """A record after a change."""
    return Response(_body(told), 200, {"etag": tag_of(row) if row is not None else digest_tag(told)}, JSON)


def made(told: Told, row: Revised | None = None) -> Response:
    """A new record, and where it is from now on."""
    tag = tag_of(row) if row is not None else digest_tag(told)
    return Response(_body(told), 201, {"etag": tag, "location": told.links["self"].href}, JSON)


def tags_in(header: str) -> frozenset[str]:
    """Opaque tags of a list, weak ones as well: `"1", W/"2"`; `*` stands for itself."""
    if header.strip() == "*":
        return frozenset("*")
    return frozenset(re.findall(r'(?:W/)?"([^"]*)"', header))


@shared
def if_none_match(
    told: Annotated[
        str | None,
        Header(
            alias="If-None-Match",
            description="ETag of what one holds",
            json_schema_extra={"examples": ['"1"']},
        ),
    ] = None,
) -> frozenset[str]:
    """What the asker holds; `*`: whatever there is."""
    return tags_in(told or "")


@shared
def if_match(
    told: Annotated[
        str | None,
        Header(alias="If-Match", description="ETag of the record that was looked at",
               json_schema_extra={"examples": ['"1"']}),
    ] = None,
) -> frozenset[str]:  # fmt: skip
    """Revisions a change was made of. Weak tags name none, and `*` would overwrite whatever there is."""
    if told is None or told.strip() in ("", "*"):
        raise ConditionNeeded
    return frozenset(re.findall(r'(?<!W/)"([^"]*)"', told))


Tags = Annotated[frozenset[str], Depends(if_match)]


def expect_digest(told: Told, tags: frozenset[str]) -> None:
    """Stale where a thing without a revision is not what was looked at."""
    now = digest_tag(told).strip('"')
    if now not in tags:
        raise Stale(now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    page: int
    per_page: int


@shared
def paging(
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    per_page: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Paging:
    return Paging(page=page, per_page=per_page)


Paged = Annotated[Paging, Depends(paging)]


def listing(
    request: Request, asked: Paging, lines: Sequence[Row], tell: Callable[[Row], Item], kind: type[Page[Item]]
) -> Response:
    """A page of all lines. The links keep what was asked for; one past the end is empty."""
    pages = max(1, -(-len(lines) // asked.per_page))
    part = lines[(asked.page - 1) * asked.per_page : asked.page * asked.per_page]
    numbers = {"self": asked.page, "first": 1, "last": pages}
    if asked.page > 1:
        numbers["prev"] = min(asked.page - 1, pages)
    if asked.page < pages:
        numbers["next"] = asked.page + 1
    to = {name: Link(href=_address(request, number, asked.per_page)) for name, number in numbers.items()}
    told = kind(
        links=to, items=tuple(tell(line) for line in part), total=len(lines), page=asked.page,
        per_page=asked.per_page, pages=pages,
    )  # fmt: skip
    header = ", ".join(f'<{link.href}>; rel="{name}"' for name, link in to.items())
    return Response(_body(told), 200, {"link": header}, JSON)


def _address(request: Request, page: int, per_page: int) -> str:
    kept = [
        (name, value)
        for name, value in request.query_params.multi_items()
        if name not in ("page", "per_page")
    ]
    return f"{request.url.path}?{urlencode([*kept, ('page', page), ('per_page', per_page)])}"


class Doing:
    """Does what a request asks for; with an `Idempotency-Key`, once."""

    def __init__(
        self,
        request: Request,
        act: Acting,
        key: Annotated[
            str | None,
            Header(alias="Idempotency-Key", pattern="^[!-~]{8,128}$",
                   description="the same key with the same request gets the same answer for a week"),
        ] = None,
    ) -> None:  # fmt: skip
        self.request, self.act, self.key = request, act, key

    def __call__(self, sent: Sent | None, act: Callable[[], Response]) -> Response:
        if self.key is None:
            return act()
        door, live = self.act
        content = f"{self.request.url.path}\n{sent.model_dump_json() if sent else ''}"
        asked = once.Asked(key=self.key, route=f"POST {template_of(self.request)}", content=content)
        answer = once.perform(door, live.actor, asked, lambda: _kept(act()))
        return Response(answer.body, answer.status, answer.headers, JSON)


def _kept(answer: Response) -> once.Answer:
    names = ("etag", "location")
    headers = {name: answer.headers[name] for name in names if name in answer.headers}
    return once.Answer(status=answer.status_code, body=bytes(answer.body).decode(), headers=headers)


Once = Annotated[Doing, Depends()]
