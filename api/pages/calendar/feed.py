"""`/feeds/….ics`: what calendar programs ask for. No session, no cookie, no page: text of a calendar, or nothing."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api import feeding
from api.deps import Place
from api.feeding import Calendar, NoCopyError, Slow
from api.services.feeds.memory import UNKNOWN_A_MINUTE
from api.web.conditions import http_date, is_not_modified

router = APIRouter()
MEDIA = "text/calendar; charset=utf-8"
ALWAYS = {
    "cache-control": "private, max-age=0, must-revalidate",
    "vary": "accept-encoding",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex",
}
PROGRAMS = (  # part of a User-Agent, small letters → as people know the program
    ("google", "Google"),
    ("outlook", "Outlook"),
    ("microsoft", "Outlook"),
    ("dataaccessd", "Apple"),
    ("ios/", "Apple"),
    ("mac os", "Apple"),
    ("macos", "Apple"),
    ("thunderbird", "Thunderbird"),
    ("evolution", "Evolution"),
    ("icsx5", "ICSx5"),
    ("nextcloud", "Nextcloud"),
    ("yandex", "Яндекс"),
)
OTHER = "другая программа"


@router.api_route("/feeds/{feed_token}.ics", methods=["GET", "HEAD"])
def feed(request: Request, place: Place, feed_token: str) -> Response:
    """304 is decided by the tag of the kept copy, before any calendar is read."""
    try:
        given = feeding.ask(place, feed_token, program_of(request.headers.get("user-agent", "")))
    except NoCopyError:
        return Response(status_code=503, headers=ALWAYS | {"retry-after": "600"}, media_type="text/plain")
    if given is None:
        return _unknown(request, place)
    if isinstance(given, Slow):
        return _slow(given.wait_s)
    return _calendar(request, given)


def _calendar(request: Request, given: Calendar) -> Response:
    told = ALWAYS | {"etag": f'"{given.etag}"', "last-modified": http_date(given.changed_at)}
    if is_not_modified(request.headers, given.etag, given.changed_at):
        return Response(status_code=304, headers=told)
    name = {"content-disposition": 'inline; filename="raspisanie.ics"'}
    return Response(given.load(), headers=told | name | {"content-type": MEDIA})


def _unknown(request: Request, place: Place) -> Response:
    """Guessing is slowed down by network; links that are known are never."""
    wait_s = place.feeds.wait(f"net {network_of(request)}", UNKNOWN_A_MINUTE)
    return _slow(wait_s) if wait_s else Response(status_code=404, headers=ALWAYS)


def _slow(wait_s: int) -> Response:
    return Response(status_code=429, headers=ALWAYS | {"retry-after": str(wait_s)})


def network_of(request: Request) -> str:
    """The /24 or /48 an address is in."""
    try:
        address = ip_address(request.client.host if request.client else "")
    except ValueError:
        return "unknown"
    return str(ip_network((address, 24 if address.version == 4 else 48), strict=False))


def program_of(agent: str) -> str:
    """The family of a program, never its whole name."""
    told = agent.lower()
    return next((name for part, name in PROGRAMS if part in told), OTHER)
