"""The service behind its port, until somebody stops it."""

from __future__ import annotations

import gc
import logging
import socket
from collections.abc import Callable
from contextlib import suppress

import uvicorn

from api.app import create_app
from api.installation import Installation
from api.jobs.papers import printing
from api.jobs.rounds import watching
from api.jobs.running import working
from api.logs import write_log
from api.posting import posting
from api.settings import Mode


def serve(place: Installation, port: int | None = None, told: Callable[[], None] = lambda: None) -> None:
    """Serves an installation, works off its runs and sends its messages; ends with Ctrl-C or SIGTERM.

    port None: the one of its settings. told: called once the queue is this server's own. Raises QueueBusyError
    where another server works with the same data.
    """
    settings = place.settings
    write_log(logging.WARNING if settings.mode == Mode.DEMO else logging.INFO)
    app = create_app(place)
    settle()
    with working(place), posting(place), printing(place), watching(place):
        told()
        server = uvicorn.Server(
            uvicorn.Config(
                app, host=settings.host, port=port or settings.port, access_log=False, log_level="warning",
                server_header=False, proxy_headers=False, timeout_graceful_shutdown=3,
            )
        )  # fmt: skip
        with suppress(KeyboardInterrupt):  # at whatever moment: also before it listens
            server.run()


def settle() -> None:
    """What the program itself consists of is not looked through for rubbish again while somebody waits for a page.

    Looking through it takes some 0.2 s, and without this it would happen with every tenth page that lists people.
    """
    gc.freeze()
    gc.enable()


def free_port(host: str, first: int, tries: int = 20) -> int:
    """The first port nobody listens on, from `first` on; `first` itself when all are taken."""
    for port in range(first, first + tries):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    return first
