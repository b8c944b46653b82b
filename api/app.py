"""The service: one installation, its routes behind one guard, its errors as pages."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles

from api import pages, rest
from api.deps import guard
from api.installation import Installation
from api.web import error_pages
from api.web.access_log import AccessLog
from api.web.bodies import Bodies
from api.web.breakdown import Breakdown
from api.web.deadline import Deadline
from api.web.headers import Headers

STATIC = Path(__file__).parent / "static"


def create_app(place: Installation) -> FastAPI:
    """The application of an installation. Every route but the static files passes the guard."""
    app = _behind_the_guard()
    app.state.installation = place
    app.router.routes.extend(routed().router.routes)
    error_pages.install(app)
    app.add_middleware(Breakdown)
    app.add_middleware(Deadline, unlimited=("/events/",))
    app.add_middleware(Bodies)
    app.add_middleware(Headers, tls=not place.settings.plain_http)
    app.add_middleware(AccessLog)
    return app


@cache
def routed() -> FastAPI:
    """Every route, the same objects for each installation of this process: reading their signatures takes long."""
    ready = _behind_the_guard()
    for router in (*pages.ROUTERS, *rest.ROUTERS):
        ready.include_router(router)
    ready.mount("/static", StaticFiles(directory=STATIC))
    return ready


def _behind_the_guard() -> FastAPI:
    return FastAPI(dependencies=[Depends(guard)], openapi_url=None, docs_url=None, redoc_url=None)
