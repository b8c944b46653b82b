"""Pages of plans: lists and one version, its rows, the answers and the approval."""

from __future__ import annotations

from api.pages.plans import answering, approving, looking, rowpage, writing

ROUTERS = (looking.router, writing.router, rowpage.router, answering.router, approving.router)
