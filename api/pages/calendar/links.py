"""«Календарь»: one's own links, a new one in two taps, how to subscribe, and what a link tells."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.deps import Acting, Here, Place, Presence, ReadUnit, origin_of
from api.errors import Conflict, Invalid
from api.installation import Installation
from api.pages.frame import CALENDAR, frame
from api.services.feeds import links
from api.services.feeds.links import ALARMS, LEVELS, LinkDraft, MadeLink, Whose
from api.services.unit import Unit
from api.services.words import shown
from api.web.forms import Form, Reader, Sent, attempt, done, form_of
from api.web.rendering import page
from api.web.square import square
from models.message import FeedHolder, FeedLevel, FeedLink
from models.person import Role

router = APIRouter()
PATH = CALENDAR.href
LEVEL = {
    FeedLevel.BARE: "Только предмет и время",
    FeedLevel.INITIALS: "Ещё инициалы и класс",
    FeedLevel.ADDRESS: "Ещё адрес",
}
LEVEL_OF_FAMILY = LEVEL | {FeedLevel.INITIALS: "Ещё учитель и форма занятия"}
SHOWN = {
    FeedLevel.BARE: "предмет и время",
    FeedLevel.INITIALS: "предмет и время, инициалы и класс",
    FeedLevel.ADDRESS: "предмет и время, инициалы, класс и адрес",
}
SHOWN_OF_FAMILY = SHOWN | {FeedLevel.INITIALS: "предмет и время, учитель и форма"}
ALARM = {None: "Без напоминаний", 10: "За 10 минут", 30: "За 30 минут", 60: "За час"}
LABEL = "Мой календарь"
UNDERSTOOD = "Отметьте, что понимаете: по этой ссылке будут видны адреса."


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLink:
    """good: it gives lessons. used: when and by which program it was last asked."""

    id: str
    label: str
    about: str
    used: str
    good: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPage:
    """whose, levels, alarms: pairs of value and title. addresses: the fullest level may be chosen."""

    whose: tuple[tuple[str, str], ...]
    levels: tuple[tuple[str, str], ...]
    alarms: tuple[tuple[str, str], ...]
    addresses: bool
    links: tuple[OwnLink, ...]
    form: Form
    family: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLinkPage:
    """square: the link as a picture. tells: what whoever has the link sees."""

    about: str
    link: str
    square: str
    tells: str


@router.api_route(PATH, methods=["GET", "HEAD"])
def calendar(place: Place, here: Here, unit: ReadUnit, said: str = "") -> Response:
    form = form_of(label=LABEL, level=FeedLevel.BARE, alarm_min=None)
    return _shown(place, here, unit, form, said=said)


@router.post(PATH)
def make(request: Request, place: Place, here: Here, act: Acting, form: Sent) -> Response:
    """The new link exists on this page alone."""
    door, live = act
    unit = place.unit(door, live)
    outcome = attempt(unit, lambda: links.make(unit, door, _draft(unit, form)))
    if isinstance(outcome, Invalid | Conflict):
        return _shown(place, here, unit, form.refused(outcome), status=outcome.status)
    return _link(request, place, here, unit, outcome)


@router.post(PATH + "/{feed_id}/renew")
def renew(request: Request, place: Place, here: Here, act: Acting, feed_id: str) -> Response:
    door, live = act
    unit = place.unit(door, live)
    return _link(request, place, here, unit, links.renew(unit, door, feed_id))


@router.post(PATH + "/{feed_id}/revoke")
def revoke(place: Place, act: Acting, feed_id: str) -> Response:
    door, live = act
    links.revoke(place.unit(door, live), feed_id)
    return done(PATH, "unlinked")


def _draft(unit: Unit, form: Form) -> LinkDraft:
    """What was chosen; where there is nothing to choose, the poorest. Raises Invalid."""
    reader, whose = Reader(form), links.offered(unit)
    only = whose[0].key if len(whose) == 1 else ""
    level = form.said("level") or FeedLevel.BARE
    if level not in set(FeedLevel):
        reader.faults["level"] = ("Выберите, что показывать.",)
    if level == FeedLevel.ADDRESS and not form.ticked("understood"):
        reader.faults["understood"] = (UNDERSTOOD,)
    alarm_min = reader.number_or_none("alarm_min")
    reader.check()
    return LinkDraft(
        whose=form.said("whose") or only, label=form.said("label") or LABEL, level=FeedLevel(level),
        alarm_min=alarm_min,
    )  # fmt: skip


def _shown(
    place: Installation, here: Presence, unit: Unit, form: Form, said: str = "", status: int = 200
) -> Response:
    whose, family = links.offered(unit), unit.actor.role == Role.PARENT
    allowed = {level for each in whose for level in LEVELS[each.holder]}
    words = LEVEL_OF_FAMILY if family else LEVEL
    zone = zone_at(place, here)
    content = CalendarPage(
        whose=tuple((each.key, each.title) for each in whose),
        levels=tuple((level, title) for level, title in words.items() if level in allowed),
        alarms=tuple(("" if minutes is None else str(minutes), ALARM[minutes]) for minutes in ALARMS),
        addresses=FeedLevel.ADDRESS in allowed,
        links=tuple(_own(row, whose, zone) for row in links.own(unit)),
        form=replace(form, values={"label": LABEL} | dict(form.values)),
        family=family,
    )
    return page("calendar/own.html", frame(place, here, "Календарь", PATH, said), content, status)


def zone_at(place: Installation, here: Presence) -> ZoneInfo:
    school = here.live.school if here.live else None
    return ZoneInfo(school.timezone) if school else place.settings.zone


def _own(link: FeedLink, whose: tuple[Whose, ...], zone: ZoneInfo) -> OwnLink:
    if link.revoked_at is not None:
        used = f"Отключена {moment_at(link.revoked_at, zone)}"
    elif link.last_used_at is None:
        used = f"Создана {moment_at(link.created_at, zone)}, календарь за ней ещё не приходил"
    else:
        used = f"Последний раз приходил {moment_at(link.last_used_at, zone)}: {link.last_agent}"
    return OwnLink(
        id=link.id, label=link.label, about=_about(link, whose), used=used, good=link.revoked_at is None
    )


def _about(link: FeedLink, whose: tuple[Whose, ...]) -> str:
    title = next((each.title for each in whose if each.id == links.holder_id(link)), "Занятия")
    words = SHOWN_OF_FAMILY if link.holder == FeedHolder.CASE else SHOWN
    alarm = "" if link.alarm_min is None else f"; напоминание {ALARM[link.alarm_min].lower()}"
    return f"{title}: {words[FeedLevel(link.level)]}{alarm}"


def moment_at(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{shown(local.date())} в {local:%H:%M}"


def _link(request: Request, place: Installation, here: Presence, unit: Unit, made: MadeLink) -> Response:
    link = f"{origin_of(request, place)}/feeds/{made.token.get_secret_value()}.ics"
    content = NewLinkPage(
        about=_about(made.link, links.offered(unit)), link=link, square=square(link),
        tells=TELLS[FeedHolder(made.link.holder), FeedLevel(made.link.level)],
    )  # fmt: skip
    return page("calendar/link.html", frame(place, here, "Ссылка готова", PATH), content)


_PLAIN = "предметы и время занятий. Имён и адресов там нет"
TELLS = {
    (FeedHolder.TEACHER, FeedLevel.BARE): _PLAIN,
    (FeedHolder.TEACHER, FeedLevel.INITIALS): "предметы и время занятий, инициалы и классы детей",
    (FeedHolder.TEACHER, FeedLevel.ADDRESS): (
        "предметы и время занятий, инициалы и классы детей и домашние адреса"
    ),
    (FeedHolder.CASE, FeedLevel.BARE): _PLAIN,
    (FeedHolder.CASE, FeedLevel.INITIALS): (
        "предметы и время занятий, имена учителей. Имени ребёнка и адреса там нет"
    ),
    (FeedHolder.SCHOOL, FeedLevel.BARE): _PLAIN,
    (FeedHolder.SCHOOL, FeedLevel.INITIALS): "предметы и время занятий, учителя, инициалы и классы детей",
}
