"""The page of a link to one version: it shows the week for fourteen days, changes nothing, lets nobody in.

Where its holder is signed in on the device, it leads to the page that takes an answer.
"""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api import entrance
from api.deps import Here, Place, Presence, origin_of
from api.installation import Installation
from api.pages.agreement.family import GONE
from api.pages.agreement.showing import moment
from api.pages.frame import frame
from api.services.agreement.timetable import links
from api.services.agreement.timetable.family import FamilyView, family_view
from api.services.agreement.timetable.links import LinkSeen, LinkStanding
from api.web.rendering import page
from models.engines import reading

router = APIRouter()
TITLE = "Расписание"
UNKNOWN_A_MINUTE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class LookPage:
    """view None: the link is over or was never made (known: it was made). asked: a way in was asked for; fault: why not
    now."""

    path: str
    view: FamilyView | None
    known: bool
    until: str = ""
    gone: str = ""
    asked: bool = False
    fault: str = ""


@router.api_route("/look/{link_token}", methods=["GET", "HEAD"])
def look(place: Place, here: Here, link_token: str) -> Response:
    with reading(place.engine) as session:
        door = place.door(session, here.at)
        seen = links.look(session, place.keys.audit, link_token, door.at, door.today)
        if seen is not None and _inside(here, seen):
            return RedirectResponse(f"/my/{seen.version_id}", 303)
        if seen is None or seen.standing == LinkStanding.EXPIRED:
            content = LookPage(path=_path(link_token), view=None, known=seen is not None)
            return _shown(place, here, content, 404 if seen is None else 410)
        view = family_view(entrance.reader(place, door, seen), seen.version_id)
    told = view.version
    content = LookPage(
        path=_path(link_token), view=view, known=True, until=moment(told.until) if told.until else "",
        gone=GONE.get(told.state, ""),
    )  # fmt: skip
    return _shown(place, here, content)


@router.post("/look/{link_token}/again")
def again(request: Request, place: Place, here: Here, link_token: str) -> Response:
    """«Прислать ссылку для входа»: answered alike for every link, the never made ones included."""
    refused = entrance.send_way_in(place, link_token, origin_of(request, place))
    fault = refused.sentence if refused else ""
    content = LookPage(path=_path(link_token), view=None, known=True, asked=True, fault=fault)
    answer = _shown(place, here, content, 429 if refused else 200)
    if refused is not None:
        answer.headers["retry-after"] = str(refused.wait_s)
    return answer


def _path(token: str) -> str:
    return f"/look/{token}"


def _inside(here: Presence, seen: LinkSeen) -> bool:
    return here.live is not None and here.live.account.id == seen.account_id


def _shown(place: Installation, here: Presence, content: LookPage, status: int = 200) -> Response:
    answer = page("agreement/look.html", frame(place, here, TITLE, "/look"), content, status)
    answer.headers["x-robots-tag"] = "noindex, nofollow"
    answer.headers["referrer-policy"] = "no-referrer"
    return answer
