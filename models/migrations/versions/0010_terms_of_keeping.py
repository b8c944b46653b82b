"""How long a school keeps what"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "retention_term",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("term", sa.String(length=10), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("to_check", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "term IN ('account', 'case', 'journal', 'medical', 'audit')",
            name=op.f("ck_retention_term_term"),
        ),
        sa.CheckConstraint("years BETWEEN 0 AND 75", name=op.f("ck_retention_term_years")),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_retention_term_school_id_school")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_term")),
        sa.UniqueConstraint("school_id", "term", name=op.f("uq_retention_term_school_id_term")),
    )
    with op.batch_alter_table("retention_term", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_retention_term_school_id"), ["school_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("retention_term", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_retention_term_school_id"))

    op.drop_table("retention_term")
