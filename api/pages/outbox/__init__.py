"""«Сообщения»: what waits for people, what went out, what could not."""

from __future__ import annotations

from api.pages.outbox import shelves

ROUTERS = (shelves.router,)
