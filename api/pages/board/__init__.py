"""The board: a page where lessons of a variant are moved by hand, with every start judged before it is taken."""

from __future__ import annotations

from api.pages.board import acting, looking

ROUTERS = (looking.router, acting.router)
