"""Conditional requests by RFC 9110: whether what somebody has is still right."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from starlette.datastructures import Headers


def http_date(at: datetime) -> str:
    """`Tue, 01 Sep 2026 06:00:00 GMT`."""
    return format_datetime(at.astimezone(UTC).replace(microsecond=0), usegmt=True)


def is_not_modified(headers: Headers, etag: str, changed_at: datetime) -> bool:
    """True when If-None-Match names the tag (a list, weak ones, `*`); by If-Modified-Since where there is none.

    etag without quotes. A request without a condition is never answered with 304.
    """
    asked = headers.get("if-none-match")
    if asked is not None:
        tags = {tag.strip().removeprefix("W/").strip('"') for tag in asked.split(",")}
        return "*" in tags or etag in tags
    since = headers.get("if-modified-since")
    if since is None:
        return False
    try:
        told = parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False
    told = told if told.tzinfo else told.replace(tzinfo=UTC)
    return changed_at.replace(microsecond=0) <= told
