"""People of a school: the list, one person, weighty steps with their review, links that invite."""

from __future__ import annotations

from api.pages.people import inviting, listing, person, steps

ROUTERS = (listing.router, steps.router, person.router, inviting.router)
