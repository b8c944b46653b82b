"""One's own account: data, roles, sessions and devices, password, recovery codes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api import cookies, entrance
from api.deps import Acting, Here, Looking, Place, Presence
from api.errors import Invalid
from api.installation import Installation
from api.pages.frame import ROLE, frame
from api.pages.way_in import RecoveryPage
from api.services.entry import proofs, sessions
from api.services.entry.doors import Door
from api.services.entry.sessions import Live
from api.services.entry.signin import Refused
from api.services.words import shown
from api.web.forms import Form, Sent, done
from api.web.proving import ProofSent
from api.web.rendering import page
from models.person import Account, Grant, Role
from models.session import SessionKind, SignIn

router = APIRouter()
PATH = "/me"
KIND = {
    SessionKind.STAFF: "с паролем",
    SessionKind.DEVICE: "30 дней, только мои уроки",
    SessionKind.PARENT: "по ссылке от школы",
}
DIFFERENT = "Пароли не совпали. Введите новый пароль дважды."
NO_FORM = Form()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRole:
    """used: the role one works in now."""

    id: str
    title: str
    school: str
    used: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSession:
    """here: the session that asks. seen: day and time at the school."""

    id: str
    device: str
    kind: str
    seen: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MePage:
    """form: change of password; codes: new recovery codes. family: came by a link and has no password."""

    account: Account
    roles: tuple[OwnRole, ...]
    sessions: tuple[OwnSession, ...]
    form: Form
    codes: Form
    family: bool
    coded: bool
    ask_proof: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavePage:
    """Before every session is ended. family: there is no password to come back with."""

    name: str
    today: str
    sessions: tuple[OwnSession, ...]
    family: bool


@router.api_route("/me", methods=["GET", "HEAD"])
def me(place: Place, here: Here, look: Looking, said: str = "") -> Response:
    return _shown(place, here, look, said=said)


@router.api_route("/me/session", methods=["GET", "HEAD"])
def session(here: Here) -> dict[str, int | None]:
    """For the script that warns: asking is a sign of life, so that the answer is the whole time again."""
    return {"left_s": sessions.left_s(entrance.found(here.live), here.at)}


@router.post("/me/role/{grant_id}")
def act_as(place: Place, act: Acting, grant_id: str) -> Response:
    response = done("/", "role")
    cookies.keep_session(response, place, sessions.act_as(*act, grant_id))
    return response


@router.post("/me/sessions/{sign_in_id}/end")
def end_session(place: Place, act: Acting, sign_in_id: str) -> Response:
    door, live = act
    sessions.end_one(door, live, sign_in_id)
    return _gone(place) if sign_in_id == live.sign_in.id else done(PATH, "left")


@router.api_route("/me/sessions/end", methods=["GET", "HEAD"])
def review_end_all(place: Place, here: Here, look: Looking) -> Response:
    door, live = look
    content = LeavePage(
        name=live.account.name,
        today=shown(live.today),
        sessions=_sessions(place, door, live),
        family=_family(live),
    )
    return page("leave.html", frame(place, here, "Закончить все входы", PATH), content)


@router.post("/me/sessions/end")
def end_all(place: Place, act: Acting) -> Response:
    sessions.sign_out_everywhere(*act)
    return _gone(place)


@router.post("/me/password")
def change_password(place: Place, here: Here, look: Looking, form: Sent) -> Response:
    """What `look` reads, it reads after the change has its own transactions behind it."""
    outcome = _changed(place, here, form)
    if isinstance(outcome, Invalid):
        return _shown(place, here, look, form=form.refused(outcome), status=outcome.status)
    response = done(PATH, "password")
    cookies.keep_session(response, place, outcome)
    return response


@router.post("/me/codes")
def new_codes(place: Place, here: Here, proof: ProofSent, act: Acting) -> Response:
    if not proof.fresh:
        refused = NO_FORM.refused(Invalid({"proof": [proof.fault]}))
        return _shown(place, here, act, codes=refused, status=Invalid.status)
    made = tuple(code.get_secret_value() for code in proofs.renew_recovery_codes(*act))
    return page("recovery.html", frame(place, here, "Запасные коды", PATH), RecoveryPage(codes=made))


def _changed(place: Installation, here: Presence, form: Form) -> sessions.Issued | Invalid:
    old, new = form.values.get("old", ""), form.values.get("new", "")
    if new != form.values.get("again", ""):
        return Invalid({"again": [DIFFERENT]})
    try:
        outcome = entrance.change_password(place, here.token, old, new)
    except Invalid as weak:
        return weak
    return Invalid({"old": [outcome.sentence]}) if isinstance(outcome, Refused) else outcome


def _gone(place: Installation) -> Response:
    response = RedirectResponse("/signin?said=left", 303)
    cookies.drop_session(response, place, week=True)
    return response


def _shown(
    place: Installation, here: Presence, look: tuple[Door, Live], said: str = "", form: Form = NO_FORM,
    codes: Form = NO_FORM, status: int = 200,
) -> Response:  # fmt: skip
    door, live = look
    content = MePage(
        account=live.account, roles=_roles(door, live), sessions=_sessions(place, door, live), form=form, codes=codes,
        family=_family(live), coded=live.account.totp_since is not None and not _family(live),
        ask_proof=not proofs.fresh(live, here.at),
    )  # fmt: skip
    return page("me.html", frame(place, here, "Мои данные", PATH, said), content, status)


def _family(live: Live) -> bool:
    return live.kind == SessionKind.PARENT


def _roles(door: Door, live: Live) -> tuple[OwnRole, ...]:
    return tuple(
        OwnRole(
            id=grant.id,
            title=_title(grant),
            school=school.title if school else "",
            used=live.grant is not None and grant.id == live.grant.id,
        )
        for grant, school in sessions.roles(door, live)
    )


def _title(grant: Grant) -> str:
    return ROLE[Role(grant.role)] + (f", {grant.class_title}" if grant.class_title else "")


def _sessions(place: Installation, door: Door, live: Live) -> tuple[OwnSession, ...]:
    zone = _zone(place, door, live)
    return tuple(_session(row, device, live, zone) for row, device in sessions.own(door, live))


def _zone(place: Installation, door: Door, live: Live) -> ZoneInfo:
    """Of the school one works for, else of the installation."""
    mine = live.grant.id if live.grant else ""
    school = next((school for grant, school in sessions.roles(door, live) if grant.id == mine), None)
    return ZoneInfo(school.timezone) if school else place.settings.zone


def _session(row: SignIn, device: str, live: Live, zone: ZoneInfo) -> OwnSession:
    return OwnSession(
        id=row.id, device=device or "Браузер", kind=KIND[SessionKind(row.kind)],
        seen=_moment(row.last_seen_at.astimezone(zone), live), here=row.id == live.sign_in.id,
    )  # fmt: skip


def _moment(at: datetime, live: Live) -> str:
    day = "сегодня" if at.date() == live.today else shown(at.date())
    return f"{day} в {at:%H:%M}"
