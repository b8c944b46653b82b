"""The service behind its port, until somebody stops it."""

from __future__ import annotations

import socket

import uvicorn

from api.app import create_app
from api.installation import Installation


def serve(place: Installation, port: int | None = None) -> None:
    """Serves an installation; port None: the one of its settings. Ends with Ctrl-C or SIGTERM."""
    settings = place.settings
    uvicorn.run(
        create_app(place), host=settings.host, port=port or settings.port, access_log=False,
        log_level="warning", server_header=False, proxy_headers=False,
    )  # fmt: skip


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
