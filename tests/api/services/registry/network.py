"""A network for tests: the schools of a registry, an agreement between them, an empty year, a deputy; undone at
the end where that is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import Engine
from sqlmodel import Session

from api.services.unit import Actor, Unit
from models.engines import WRITES
from models.person import Account, Role
from models.school import NetworkAgreement, School
from models.year import Year
from scheduler.registry.values import Registry
from tests.api.services.registry.held import FIRST, LAST, TITLE
from tests.api.services.world import KEY

TODAY = date(2026, 9, 1)


@dataclass(frozen=True, kw_only=True)
class Network:
    unit: Unit
    year_id: str
    school_id: str
    partner_id: str


def actor(session: Session, account_id: str, school_id: str, role: Role = Role.DEPUTY) -> Unit:
    return Unit(
        session=session, actor=Actor(account_id=account_id, role=role, school_id=school_id), audit_key=KEY,
        at=datetime.combine(TODAY, time(9), UTC), today=TODAY,
    )  # fmt: skip


@contextmanager
def network(engine: Engine, registry: Registry) -> Iterator[Network]:
    """The first school is the deputy's; everything is undone at the end."""
    with Session(engine.execution_options(**{WRITES: True}), expire_on_commit=False) as session:
        session.begin()
        yield made(session, registry)
        session.rollback()


def made(session: Session, registry: Registry) -> Network:
    own, partner, *_ = registry.schools
    account = Account(name="Петрова Анна Ивановна")
    schools = [
        School(code=own.id, title="Школа, пока без названия"),
        School(code=partner.id, title=partner.title, kind=partner.kind.value),
    ]
    session.add_all([account, *schools])
    session.flush()
    year = Year(school_id=schools[0].id, title=TITLE, first_on=FIRST, last_on=LAST)
    agreement = NetworkAgreement(
        base_id=schools[0].id,
        partner_id=schools[1].id,
        number="1",
        signed_on=FIRST,
        first_on=FIRST,
        last_on=LAST,
    )
    session.add_all([year, agreement])
    session.flush()
    unit = actor(session, account.id, schools[0].id)
    return Network(unit=unit, year_id=year.id, school_id=schools[0].id, partner_id=schools[1].id)
