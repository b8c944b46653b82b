"""Teachers: the list at the desk, a teacher's card, and the time each can give."""

from __future__ import annotations

from api.pages.teachers import card, listing, time

# `/teachers/new` stands before `/teachers/{teacher_id}`
ROUTERS = (listing.router, card.router, time.router)
