"""Dependencies of routes: who asks, whether they may, and the transaction they act in.

`guard` stands before every route of the application. A writing unit is committed before the answer leaves.
"""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import iter_route_contexts
from starlette.routing import Mount

from api import cookies
from api.access import Denied, Rule, Seen, decide
from api.entrance import found
from api.errors import Forbidden, NotFound
from api.installation import Installation
from api.relations.resolving import resolver
from api.services.entry import sessions
from api.services.entry.devices import label_of
from api.services.entry.doors import Door, digest
from api.services.entry.sessions import Live
from api.services.entry.signin import Visit
from api.services.unit import Unit
from api.web.signatures import shared
from models.engines import reading, writing
from models.session import SessionKind

SAFE = ("GET", "HEAD", "OPTIONS")
FIELD, HEADER = "csrf", "x-csrf-token"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
STALE_FORM = "Страница устарела. Откройте её заново и повторите."
ELSEWHERE = "Запрос пришёл с чужого сайта. Откройте страницу сервиса и повторите."


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """Who is here in this request: their session, its token, and the instant that counts for all of it."""

    live: Live | None
    token: str = field(repr=False)
    at: datetime

    @property
    def seen(self) -> Seen | None:
        """As the policy sees it."""
        if self.live is None:
            return None
        return Seen(self.live.kind, None if self.live.kind == SessionKind.PENDING else self.live.actor)


@shared
async def place_of(request: Request) -> Installation:
    """The installation the application was made for (`app.state.installation`)."""
    return _place(request)


def _place(request: Request) -> Installation:
    """The same for the dependencies here: one level less in every route, of which FastAPI reads each at the start."""
    place = request.app.state.installation
    assert isinstance(place, Installation)
    return place


Place = Annotated[Installation, Depends(place_of)]


@shared
async def presence(request: Request) -> Presence:
    """The session in force; a teacher's 30 days where there is none. Seeing it keeps it awake.

    Who carries none costs no thread: calendar programs ask often.
    """
    place = _place(request)
    at = place.clock()
    for name in (cookies.SESSION, cookies.WEEK):
        token = request.cookies.get(cookies.name_of(place.settings, name), "")
        live = await run_in_threadpool(_live, place, token, at) if token else None
        if live is not None:
            return Presence(live=live, token=token, at=at)
    return Presence(live=None, token="", at=at)


def _live(place: Installation, token: str, at: datetime) -> Live | None:
    with reading(place.engine) as session:
        live = sessions.find(place.door(session, at), token)
    if live is not None and sessions.needs_touch(live, at):
        with writing(place.engine) as session:
            sessions.touch(place.door(session, at), live.sign_in.id)
    return live


Here = Annotated[Presence, Depends(presence)]


def csrf_of(place: Installation, here: Presence) -> str:
    """What a form of this session carries; empty where nobody is signed in."""
    return digest(place.keys.tokens, FIELD, here.token) if here.live else ""


@shared
async def carried_token(request: Request) -> AsyncIterator[str]:
    """The token a changing request carries, in its header or its form. Files of the form are closed at the end."""
    try:
        yield await _carried(request)
    finally:
        await request.close()


async def _carried(request: Request) -> str:
    told = request.headers.get(HEADER, "")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if told or request.method in SAFE or kind not in FORMS:
        return told
    value = (await request.form()).get(FIELD, "")
    return value if isinstance(value, str) else ""


@shared
async def guard(request: Request, here: Here, carried: Annotated[str, Depends(carried_token)]) -> None:
    """Default deny: refuses what the policy does not allow, what other sites send, forms without their token.

    Public forms (signing in, links) may have been opened before a session began; they carry no token, and the
    browser has to say that they come from here.
    """
    place, route = _place(request), _named(request)
    rule = (
        None if place.policy.is_public(route) else await run_in_threadpool(_rule, request, place, here, route)
    )
    if request.method in SAFE:
        return
    refuse_other_sites(request, place, must_tell=rule is None)
    told, due = carried.encode("utf-8", "replace"), csrf_of(place, here).encode()
    if rule is not None and not hmac.compare_digest(told, due):
        raise Forbidden(STALE_FORM)


def refuse_other_sites(request: Request, place: Installation, must_tell: bool) -> None:
    """By Sec-Fetch-Site and Origin. must_tell: where no token of a form can speak for the request, one has to."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site not in (None, "same-origin", "none") or (
        origin is not None and origin != origin_of(request, place)
    ):
        raise Forbidden(ELSEWHERE)
    if must_tell and site is None and origin is None:
        raise Forbidden(ELSEWHERE)


def origin_of(request: Request, place: Installation) -> str:
    """The address of the service as browsers write it: of the settings, else as this request came."""
    return place.settings.origin or f"{urlsplit(str(request.url)).scheme}://{request.headers.get('host', '')}"


def _named(request: Request) -> str:
    """`METHOD /path/{template}` of a request whose names can be names of something."""
    route = f"{request.method} {template_of(request)}"
    if any("\0" in str(value) for value in request.path_params.values()):
        raise NotFound  # no name of anything; a database refuses even to look for it
    return route


def _rule(request: Request, place: Installation, here: Presence, route: str) -> Rule | None:
    """The line of the policy that lets this request in; None: anybody is."""
    with reading(place.engine) as session:
        door, seen = place.door(session, here.at), here.seen
        if here.live is None or seen is None or seen.actor is None:
            decision = decide(place.policy, route, seen, lambda _relation, _actor: False)
        else:
            names = {name: str(value) for name, value in request.path_params.items()}
            unit = place.unit(door, here.live)
            decision = decide(place.policy, route, seen, resolver(unit, names, place.resolvers))
    if isinstance(decision, Denied):
        raise decision.refusal
    return decision.rule


def template_of(request: Request) -> str:
    """The whole template of the matched route. A router that is included knows its own part of the path only."""
    context = request.scope.get("fastapi", {}).get("effective_route_context")
    route = request.scope.get("route")
    if context is not None and context.original_route is route:
        return str(context.path_format)
    if route is None:
        raise NotFound
    return str(route.path_format)


def routes_of(app: FastAPI) -> tuple[str, ...]:
    """Every route of an application as `METHOD /path/{template}`; a mounted folder counts as GET."""
    told = []
    for context in iter_route_contexts(app.routes):
        methods = {"GET"} if isinstance(context.original_route, Mount) else context.methods or set()
        told += [f"{method} {context.path_format or context.path}" for method in methods]
    return tuple(sorted(told))


def visit_of(request: Request, place: Installation, keep: bool = False) -> Visit:
    """The browser that asks, for the services of signing in."""
    return Visit(
        device_token=request.cookies.get(cookies.name_of(place.settings, cookies.DEVICE)),
        label=label_of(request.headers.get("user-agent", "")), keep=keep,
    )  # fmt: skip


@shared
def reading_unit(request: Request, here: Here) -> Iterator[Unit]:
    """A unit that only reads."""
    place, live = _place(request), found(here.live)
    with reading(place.engine) as session:
        yield place.unit(place.door(session, here.at), live)


@shared
def looking(request: Request, here: Here) -> Iterator[tuple[Door, Live]]:
    """A transaction that only reads, with the session that is here."""
    place, live = _place(request), found(here.live)
    with reading(place.engine) as session:
        yield place.door(session, here.at), live


Looking = Annotated[tuple[Door, Live], Depends(looking, scope="function")]


@shared
def acting(place: Place, here: Here) -> Iterator[tuple[Door, Live]]:
    """A transaction that changes, with the session found anew inside it: one ended meanwhile acts no more."""
    with writing(place.engine) as session:
        door = place.door(session, here.at)
        yield door, found(sessions.find(door, here.token))


Acting = Annotated[tuple[Door, Live], Depends(acting, scope="function")]


@shared
def writing_unit(request: Request, act: Acting) -> Unit:
    """The unit of a changing request."""
    door, live = act
    return _place(request).unit(door, live)


ReadUnit = Annotated[Unit, Depends(reading_unit, scope="function")]
WriteUnit = Annotated[Unit, Depends(writing_unit)]
