"""A link that invites: shown once, with words to copy and a square code for whoever stands beside."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.deps import Acting, Here, Place, origin_of
from api.errors import Conflict, Invalid
from api.pages.frame import PEOPLE, frame
from api.pages.people.person import Given, shown_person
from api.pages.people.words import title_of
from api.services.people import directory, invitations
from api.services.people.directory import Held
from api.services.words import shown
from api.web.forms import Form, attempt
from api.web.proving import ProofShown
from api.web.rendering import page
from api.web.square import square
from models.person import Role

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPage:
    """square: the link as a picture. staff: a password is set through it. until: its last whole day."""

    name: str
    role: str
    link: str
    square: str
    letter: str
    short: str
    until: str
    staff: bool
    back: str


@router.post("/roles/{grant_id}/invite")
def invite(
    request: Request, place: Place, here: Here, act: Acting, proof: ProofShown, grant_id: str
) -> Response:
    """The new link exists on this page alone: opened again, it makes another one and ends this."""
    door, live = act
    unit = place.unit(door, live)
    outcome = attempt(unit, lambda: invitations.invite(unit, door, grant_id))
    found, held = directory.role_of(unit, grant_id)
    if isinstance(outcome, Invalid | Conflict):
        given = Given(top=Form().refused(outcome))
        return shown_person(place, here, unit, found.account.id, proof, given, outcome.status)
    link = f"{origin_of(request, place)}/invitation/{outcome.token.get_secret_value()}"
    content = _content(found.account.name, held, link, f"{PEOPLE.href}/{found.account.id}")
    return page("people/link.html", frame(place, here, "Приглашение", PEOPLE.href), content)


def _content(name: str, held: Held, link: str, back: str) -> LinkPage:
    staff, until = held.role != Role.PARENT, shown(directory.last_day(held))
    school = f" ({held.school.title})" if held.school else ""
    return LinkPage(
        name=name, role=title_of(held), link=link, square=square(link), until=until, staff=staff, back=back,
        letter=_letter(school, link, until, staff), short=f"Уроки дома{school}. Вход до {until}: {link}",
    )  # fmt: skip


def _letter(school: str, link: str, until: str, staff: bool) -> str:
    """What is sent to a messenger, the link on a line of its own. No child and no adult is named in it."""
    begin = (
        f"Здравствуйте! Вам открыт вход в «Уроки дома»{school}. По этой ссылке вы придумаете себе пароль:"
        if staff
        else f"Здравствуйте! Школа приглашает вас в «Уроки дома»{school}. "
        "Откройте ссылку на своём телефоне и нажмите «Войти»:"
    )
    end = f"Ссылка действует по {until} включительно, один раз и только для вас: не пересылайте её."
    return f"{begin}\n{link}\n{end}"
