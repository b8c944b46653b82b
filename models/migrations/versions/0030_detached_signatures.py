"""Answers signed by a file of their own: the sealed signature, and what an answer by file weighs

On the way down such answers become what they are without the file: told to the staff on a visit.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

CHANNEL = "channel IN ('page', 'call', 'paper', 'visit'{})"
STRENGTH = "strength BETWEEN 0 AND {}"
BY_FILE = "(channel = 'file') = (strength = 3)"
FOREIGN = {"version_id": "timetable_version", "decision_id": "decision"}


def upgrade() -> None:
    _checks(CHANNEL.format(", 'file'"), STRENGTH.format(3))
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_check_constraint(batch_op.f("ck_decision_by_file"), BY_FILE)
    op.create_table(
        "detached_signature",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.String(), nullable=False),
        sa.Column("decision_id", sa.String(), nullable=False),
        sa.Column("sealed", sa.String(length=200_000), nullable=False),
        sa.Column("quoted", sa.Boolean(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_detached_signature_{column}_{table}")
            )
            for column, table in FOREIGN.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_detached_signature")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_detached_signature_decision_id")),
    )
    with op.batch_alter_table("detached_signature", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_detached_signature_version_id"), ["version_id"], unique=False)


def downgrade() -> None:
    op.drop_table("detached_signature")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_decision_by_file"), type_="check")
    op.execute("UPDATE decision SET channel = 'visit', strength = 0 WHERE channel = 'file'")
    _checks(CHANNEL.format(""), STRENGTH.format(2))


def _checks(channel: str, strength: str) -> None:
    with op.batch_alter_table("decision", schema=None) as batch_op:
        for name, said in {"channel": channel, "strength": strength}.items():
            batch_op.drop_constraint(batch_op.f(f"ck_decision_{name}"), type_="check")
            batch_op.create_check_constraint(batch_op.f(f"ck_decision_{name}"), said)
