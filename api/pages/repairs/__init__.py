"""Pages of mending the dated year: substitutes for a teacher who is away, plans of make-ups."""

from __future__ import annotations

from api.pages.repairs import calls, makeups, offered, substitutions

ROUTERS = (substitutions.router, calls.router, makeups.router, offered.router)
