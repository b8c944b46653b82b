"""The serving program as people start it, asked from within: what it has loaded once the first page is answered.

`python -m tests.api.serving_alone` with the settings in the environment: runs `homelessons serve` in this
process, asks for the first page as soon as the port answers, prints a line of JSON and ends.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
import urllib.request
from collections.abc import Callable

HEAVY = (
    "alembic",
    "numba",
    "numpy",
    "ortools",
    "pandas",
    "scheduler.engine",
    "scheduler.exact",
    "scheduler.solve",
)
PATIENCE_S = 120


def first_page(address: str) -> str:
    """The page, asked for again and again until the port answers."""
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return str(answer.read().decode())
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.01)


def heavy_modules() -> list[str]:
    """Modules of the solver, and of what it stands on, that this process has loaded."""
    return sorted(name for name in sys.modules if name.startswith(HEAVY))


def tell(end: Callable[[int], None]) -> None:
    """Prints what was found and ends the process whatever the server does."""
    page = first_page(f"http://127.0.0.1:{os.environ['HOMELESSONS_PORT']}/signin")
    print(
        json.dumps({"page": "<h1>" in page, "heavy": heavy_modules(), "modules": len(sys.modules)}),
        flush=True,
    )
    end(0)


if __name__ == "__main__":
    threading.Thread(target=tell, args=(os._exit,), daemon=True).start()
    from api.cli import app

    app(["serve"])
