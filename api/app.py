"""The service: one installation, its routes behind one guard, its errors as pages."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.routing import BaseRoute

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
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.state.installation = place
    app.router.routes.extend(_routes())
    error_pages.install(app)
    app.add_middleware(Breakdown)
    app.add_middleware(Deadline, unlimited=("/events/",))
    app.add_middleware(Bodies)
    app.add_middleware(Headers, tls=not place.settings.plain_http)
    app.add_middleware(AccessLog)
    return app


@cache
def _routes() -> tuple[BaseRoute, ...]:
    """Every route behind the guard, the same objects for each installation: reading their signatures takes long."""
    ready = FastAPI(dependencies=[Depends(guard)], openapi_url=None, docs_url=None, redoc_url=None)
    for router in pages.ROUTERS:
        ready.include_router(router)
    ready.include_router(rest.ROUTER)
    ready.mount("/static", StaticFiles(directory=STATIC))
    return tuple(ready.router.routes)
