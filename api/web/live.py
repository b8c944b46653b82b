"""A run as it stands for somebody who watches it: looked at anew each time, while their session stands."""

from __future__ import annotations

from api.deps import Presence
from api.installation import Installation
from api.services.entry import sessions
from api.services.runs.watching import Watched, seen_by
from models.engines import reading

LOOK_SECONDS = 0.5
MOST_SECONDS = 1800.0


def run_now(place: Installation, here: Presence, run_id: str) -> Watched | None:
    """None once the watcher is signed out."""
    with reading(place.engine) as session:
        live = sessions.find(place.door(session), here.token)
        return seen_by(session, live.actor.school_id, run_id) if live is not None else None
