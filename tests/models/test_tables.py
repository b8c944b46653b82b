"""What holds for every table: listed, classed, guarded by the database, and equal to what migrations make."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, inspect
from sqlalchemy.exc import IntegrityError

from models.base import Keep, Privacy, Table
from models.engines import writing
from models.migrate import differences, downgrade, upgrade
from models.school import School
from models.tables import ALL
from models.version import current, newest


def test_every_table_is_listed() -> None:
    assert {table.__tablename__ for table in ALL} == set(Table.metadata.tables)


def test_every_column_has_a_class_and_a_term() -> None:
    unclassed = [
        f"{table.name}.{column.name}"
        for table in Table.metadata.tables.values()
        for column in table.columns
        if not isinstance(column.info.get("privacy"), Privacy)
        or not isinstance(column.info.get("keep"), Keep)
    ]
    assert unclassed == []


def test_what_is_personal_has_a_term_of_its_own() -> None:
    lasting = [
        f"{table.name}.{column.name}"
        for table in Table.metadata.tables.values()
        for column in table.columns
        if column.info["privacy"] != Privacy.OPEN and column.info["keep"] == Keep.WITH_ROW
    ]
    assert lasting == []


def test_migrations_make_the_tables_of_the_program(database: Engine) -> None:
    assert current(database) == newest()
    assert differences(database) == []


def test_going_down_leaves_an_empty_database_and_up_again_the_same(bare: Engine) -> None:
    upgrade(bare)
    downgrade(bare, "base")
    left = set(inspect(bare).get_table_names()) - {"alembic_version"}
    assert left == set()
    upgrade(bare)
    assert differences(bare) == []


@pytest.mark.parametrize("change", [{"week_days": 7}, {"academic_hour_min": 60}, {"kind": "club"}])
def test_database_refuses_what_a_table_class_lets_pass(database: Engine, change: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), writing(database) as session:
        session.add(School(code="s1", title="СОШ № 1", **change))
