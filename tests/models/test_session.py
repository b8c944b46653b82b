"""Sessions and links in the database: what it refuses, and a migration that keeps what is there."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, inspect
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from models.engines import reading, writing
from models.migrate import downgrade, upgrade
from models.person import Account, Grant, Role
from models.school import School
from models.session import Invitation, SignIn

AT = datetime(2026, 9, 1, 6, tzinfo=UTC)


def person(engine: Engine) -> tuple[str, str]:
    """Ids of an account and its grant."""
    with writing(engine) as session:
        school, account = School(code="s100", title="СОШ № 100"), Account(name="Орлова Анна Петровна")
        session.add_all([school, account])
        session.flush()
        grant = Grant(
            account_id=account.id, role=Role.TEACHER, school_id=school.id, first_on=date(2026, 9, 1)
        )
        session.add(grant)
    return account.id, grant.id


def row(account_id: str, grant_id: str | None, **changed: object) -> SignIn:
    fields = {
        "kind": "staff", "token_digest": "0" * 64, "signed_in_at": AT, "last_seen_at": AT,
        "ends_at": AT + timedelta(hours=12),
    }  # fmt: skip
    return SignIn(account_id=account_id, grant_id=grant_id, **(fields | changed))


@pytest.mark.parametrize(
    "changed",
    [{"kind": "guest"}, {"kind": "pending"}, {"ends_at": AT}, {"revoked_at": AT}, {"revoked_at": AT, "ended": "x"}],
)  # fmt: skip
def test_database_refuses_a_session_that_cannot_be(database: Engine, changed: dict[str, object]) -> None:
    account_id, grant_id = person(database)
    with writing(database) as session:
        session.add(row(account_id, grant_id, token_digest="1" * 64))
    with pytest.raises(IntegrityError), writing(database) as session:
        session.add(row(account_id, grant_id, **changed))


def test_database_refuses_a_link_both_spent_and_revoked(database: Engine) -> None:
    account_id, grant_id = person(database)
    with pytest.raises(IntegrityError), writing(database) as session:
        session.add(
            Invitation(
                account_id=account_id, grant_id=grant_id, purpose="staff", token_digest="0" * 64, sent_at=AT,
                ends_at=AT, spent_at=AT, revoked_at=AT,
            )
        )  # fmt: skip


def test_going_down_and_up_keeps_accounts(database: Engine) -> None:
    account_id, _ = person(database)
    downgrade(database, "0001")
    columns = {column["name"] for column in inspect(database).get_columns("account")}
    assert columns & {"totp_since", "totp_step"} == set()
    upgrade(database)
    with reading(database) as session:
        assert session.exec(select(Account.id)).all() == [account_id]
        assert len(session.exec(select(Grant)).all()) == 1
