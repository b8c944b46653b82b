"""The log: appended one by one, and no way of changing it goes unseen."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from models.audit import Act, Anchor, AuditRow, Flaw, append, head, mac_of, verify
from models.engines import reading, writing

KEY = b"a key that stands outside the database"


def act(number: int = 0) -> Act:
    return Act(
        actor="a" * 32, role="deputy", action="case.move", object_kind="case", object_id=f"c{number}",
        facts={"to": "running"},
    )  # fmt: skip


def filled(engine: Engine, rows: int = 5) -> None:
    with writing(engine) as session:
        for number in range(rows):
            append(session, KEY, act(number))


def unguarded(engine: Engine, statement: str) -> None:
    """What somebody with rights on the database could do: take the guards away, then change."""
    with writing(engine) as session:
        if engine.dialect.name == "postgresql":
            session.execute(text("DROP TRIGGER audit_no_change ON audit"))
        else:
            for act_name in ("UPDATE", "DELETE"):
                session.execute(text(f"DROP TRIGGER audit_no_{act_name}"))
        session.execute(text(statement))


def flaws(engine: Engine, *anchors: Anchor, key: bytes = KEY) -> tuple[Flaw, ...]:
    with reading(engine) as session:
        return verify(session, key, anchors)


def anchor(engine: Engine) -> Anchor:
    with reading(engine) as session:
        found = head(session)
    assert found is not None
    return found


def test_a_whole_chain_has_no_flaw(database: Engine) -> None:
    filled(database)
    kept = anchor(database)
    assert kept.n == 5
    assert flaws(database, kept) == ()


def test_an_instant_of_another_zone_is_the_same_instant(database: Engine) -> None:
    with writing(database) as session:
        append(session, KEY, act(), datetime(2026, 9, 1, 12, tzinfo=ZoneInfo("Asia/Yekaterinburg")))
    assert flaws(database) == ()


def test_an_empty_log_has_no_head_and_no_flaw(database: Engine) -> None:
    with reading(database) as session:
        assert head(session) is None
    assert flaws(database) == ()


@pytest.mark.parametrize("statement", ["UPDATE audit SET action = 'x' WHERE n = 3", "DELETE FROM audit"])
def test_the_database_itself_refuses_changes(database: Engine, statement: str) -> None:
    filled(database)
    with pytest.raises(DBAPIError, match="append-only"), writing(database) as session:
        session.execute(text(statement))
    assert flaws(database, anchor(database)) == ()


def test_an_edited_row_is_found(database: Engine) -> None:
    filled(database)
    unguarded(database, "UPDATE audit SET object_id = 'c9' WHERE n = 3")
    assert flaws(database) == (Flaw("edited", 3),)


def test_the_digest_is_of_every_column_but_itself(database: Engine) -> None:
    with writing(database) as session:
        row = append(session, KEY, act())
        mac, columns = row.mac, set(AuditRow.__table__.columns.keys()) - {"mac"}  # type: ignore[attr-defined]
        for column in columns:
            value = getattr(row, column)
            other = value + (timedelta(1) if column == "at" else 1 if column == "n" else "0")
            changed = AuditRow(**{name: getattr(row, name) for name in columns} | {column: other}, mac=mac)
            assert mac_of(KEY, changed) != mac, column


def test_a_missing_middle_is_found(database: Engine) -> None:
    filled(database)
    unguarded(database, "DELETE FROM audit WHERE n = 3")
    assert flaws(database) == (Flaw("missing", 3),)


def test_a_cut_tail_is_found_by_the_anchor_alone(database: Engine) -> None:
    filled(database)
    kept = anchor(database)
    unguarded(database, "DELETE FROM audit WHERE n >= 4")
    assert flaws(database) == ()
    assert flaws(database, kept) == (Flaw("cut", 4),)


def test_a_chain_made_anew_with_another_key_is_found(database: Engine) -> None:
    filled(database)
    kept = anchor(database)
    unguarded(database, "DELETE FROM audit")
    with writing(database) as session:
        for number in range(5):
            append(session, b"another key", act(number))
    assert flaws(database, key=b"another key") == ()
    assert flaws(database, kept, key=b"another key") == (Flaw("replaced", 5),)
    assert flaws(database)[0] == Flaw("edited", 1)


def test_an_action_whose_row_cannot_be_written_fails_whole(database: Engine) -> None:
    nameless = replace(act(), action=cast("str", None))

    def write_both() -> None:
        with writing(database) as session:
            append(session, KEY, act())
            append(session, KEY, nameless)

    with pytest.raises(DBAPIError):
        write_both()
    with reading(database) as session:
        assert head(session) is None


def test_many_writers_make_one_chain(database: Engine) -> None:
    def write() -> None:
        for number in range(5):
            with writing(database) as session:
                append(session, KEY, act(number))

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert anchor(database).n == 20
    assert flaws(database) == ()
