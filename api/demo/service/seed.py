"""The demo service filled in whole, once: schools, people, cases, their data. What stands already is left as it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import select

from api.demo.service import cases, data, days, people, records, school
from api.demo.service.hands import Hand
from api.demo.service.timetables import offered
from api.first import add_administrator
from api.installation import Installation
from api.services.people.invitations import invite
from models.engines import reading
from models.person import Account, Grant, Role
from models.school import School
from models.year import Year

WEEK = timedelta(weeks=1)
ASKED = 1  # the child whose family has something to answer, and whose mother has a link


@dataclass(frozen=True, slots=True)
class SignIn:
    """A way into the demo. link: of a parent, the path with its token; else login and the common password."""

    said: str
    login: str = ""
    link: str = ""


def demo_now(at: datetime) -> datetime:
    """The instant, moved by whole weeks into the demo's school year: its papers hold then."""
    first, last = school.YEAR
    while at.date() > last:
        at -= 26 * WEEK
    while at.date() <= first:
        at += 13 * WEEK
    return at


def seeded(place: Installation) -> bool:
    with reading(place.engine) as session:
        return session.exec(select(School.id)).first() is not None


def seed(place: Installation) -> None:
    """Fills an empty database. The clock of `place` has to be inside the demo's school year."""
    today = place.clock().astimezone(place.settings.zone).date()
    first = next(entry for entry in people.source()["staff"] if entry["login"] == people.ADMINISTRATOR)
    account = add_administrator(place, first["login"], first["name"], people.PASSWORD)
    administrator = Hand(place, account.id, Role.ADMINISTRATOR, None)
    schools = school.schools(administrator)
    staff = people.staff(administrator, schools)
    deputy = Hand(place, staff["zavuch"].grant.account_id, Role.DEPUTY, schools["s100"])
    pupils = people.children(deputy)
    people.parents(deputy, pupils)
    desk = cases.Desk(deputy, _year(place, schools["s100"]), today)
    running = cases.running(desk, pupils)
    coordinator = Hand(place, staff["partner"].grant.account_id, Role.COORDINATOR, schools["s200"])
    data.filled(deputy, coordinator)
    data.linked(deputy, staff)
    director = Hand(place, staff["director"].grant.account_id, Role.DIRECTOR, schools["s100"])
    data.approved(deputy, director, waiting=people.source()["children"][1]["case"])
    records.recorded(desk, running)
    cases.begun(desk, people.beginners(deputy, today - timedelta(days=1)))
    others = days.in_force(desk, director, running)
    code = people.source()["children"][ASKED]["case"]
    offered(desk, code, running[code], f"http://{place.settings.host}:{place.settings.port}", others)
    days.lived(desk, running)


def _year(place: Installation, school_id: str) -> str:
    with reading(place.engine) as session:
        return session.exec(select(Year.id).where(Year.school_id == school_id)).one()


def sign_ins(place: Installation) -> list[SignIn]:
    """Ways into the demo; each call makes the parent's link anew, as «прислать ссылку снова» does."""
    told = [SignIn(said=_said(entry), login=entry["login"]) for entry in people.source()["staff"]]
    entry = people.source()["children"][ASKED]
    _, name = entry["parents"][0]
    with reading(place.engine) as session:
        found = select(Grant).where(Grant.account_id == Account.id, Account.name == name)
        grant = session.exec(found).one()
        deputy = session.exec(
            select(Grant).where(Grant.account_id == Account.id, Account.login == "zavuch")
        ).one()
    with Hand(place, deputy.account_id, Role.DEPUTY, deputy.school_id).on(_today(place)) as unit:
        token = invite(unit, place.door(unit.session), grant.id).token.get_secret_value()
    return [*told, SignIn(said=f"мать, ребёнок {entry['given'].split()[0]}", link=f"/invitation/{token}")]


def _said(entry: people.Table) -> str:
    return {
        "administrator": "администратор",
        "deputy": "завуч",
        "director": "директор",
        "class_teacher": "классный руководитель",
        "teacher": "учитель",
        "specialist": "логопед",
        "coordinator": "координатор партнёра",
    }[entry["role"]]


def _today(place: Installation) -> date:
    return place.clock().astimezone(place.settings.zone).date()
