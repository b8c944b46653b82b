"""Requests done once"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "once",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("key_digest", sa.String(length=64), nullable=False),
        sa.Column("route", sa.String(length=200), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IS NULL OR status BETWEEN 200 AND 399", name=op.f("ck_once_status")),
        sa.CheckConstraint("(status IS NULL) = (answer IS NULL)", name=op.f("ck_once_answered")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_once_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_once")),
        sa.UniqueConstraint("account_id", "key_digest", name=op.f("uq_once_account_id_key_digest")),
    )
    with op.batch_alter_table("once", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_once_at"), ["at"], unique=False)


def downgrade() -> None:
    op.drop_table("once")
