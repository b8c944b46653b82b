"""Calendars of a whole school, and why a message has not gone out

On the way down links of schools stay in the table, which goes on taking them: the older program gives them nothing.
SQLite makes a changed table anew and drops the old one, so that no row may refer to it meanwhile: rows that do are
put aside.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

HOLDER = "holder IN ('teacher', 'case', 'school')"
FAULT = "fault IS NULL OR fault IN ('unreachable', 'refused', 'no_address')"

REFERRING = ("feed_copy", "feed_event")


@contextmanager
def put_aside() -> Iterator[None]:
    """Rows that refer to links stand elsewhere for as long as the block lasts."""
    if op.get_bind().dialect.name != "sqlite":
        yield
        return
    for table in REFERRING:
        op.execute(f"CREATE TABLE {table}_aside AS SELECT * FROM {table}")
        op.execute(f"DELETE FROM {table}")
    yield
    for table in REFERRING:
        op.execute(f"INSERT INTO {table} SELECT * FROM {table}_aside")
        op.execute(f"DROP TABLE {table}_aside")


def upgrade() -> None:
    with put_aside(), op.batch_alter_table("feed_link", schema=None) as batch_op:
        batch_op.add_column(sa.Column("school_id", sa.String(), nullable=True))
        batch_op.drop_constraint(batch_op.f("ck_feed_link_holder"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_feed_link_holder"), HOLDER)
        batch_op.create_check_constraint(
            batch_op.f("ck_feed_link_school"), "school_id IS NULL OR holder = 'school'"
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_feed_link_school_id_school"), "school", ["school_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_feed_link_school_id"), ["school_id"], unique=False)

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("fault", sa.String(length=12), nullable=True))
        batch_op.create_check_constraint(batch_op.f("ck_message_fault"), FAULT)


def downgrade() -> None:
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_message_fault"), type_="check")
        batch_op.drop_column("fault")

    with put_aside(), op.batch_alter_table("feed_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feed_link_school_id"))
        batch_op.drop_constraint(batch_op.f("fk_feed_link_school_id_school"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("ck_feed_link_school"), type_="check")
        batch_op.drop_column("school_id")
