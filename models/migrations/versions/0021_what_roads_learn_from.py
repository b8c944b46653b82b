"""Late arrivals, from which the table of roads is put right; whether unwanted hours of teachers are spared"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0019"
branch_labels = None
depends_on = None

FOREIGN = {
    "account_id": "account",
    "case_id": "case_file",
    "from_id": "place",
    "school_id": "school",
    "teacher_id": "teacher",
    "to_id": "place",
}
INDEXED = ("case_id", "from_id", "school_id", "teacher_id", "to_id")
CHECKS = {
    "late": "late_min BETWEEN 1 AND 120",
    "start": "start_min BETWEEN 0 AND 1439",
    "left": "(from_id IS NULL) = (left_min IS NULL)",
    "left_before": "left_min IS NULL OR left_min BETWEEN 0 AND start_min",
    "settled": "NOT taken OR settled_at IS NOT NULL",
}


def upgrade() -> None:
    with op.batch_alter_table("planning_settings", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("spare_unwanted", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    op.create_table(
        "late_arrival",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("lesson", sa.String(length=160), nullable=False),
        sa.Column("teacher_id", sa.String(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("start_min", sa.Integer(), nullable=False),
        sa.Column("late_min", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.String(), nullable=True),
        sa.Column("to_id", sa.String(), nullable=False),
        sa.Column("left_min", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken", sa.Boolean(), server_default=sa.false(), nullable=False),
        *(
            sa.CheckConstraint(said, name=op.f(f"ck_late_arrival_{name}"))
            for name, said in sorted(CHECKS.items())
        ),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_late_arrival_{column}_{table}"))
            for column, table in FOREIGN.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_arrival")),
        sa.UniqueConstraint("case_id", "lesson", name=op.f("uq_late_arrival_case_id_lesson")),
    )
    with op.batch_alter_table("late_arrival", schema=None) as batch_op:
        for column in INDEXED:
            batch_op.create_index(batch_op.f(f"ix_late_arrival_{column}"), [column], unique=False)


def downgrade() -> None:
    op.drop_table("late_arrival")
    with op.batch_alter_table("planning_settings", schema=None) as batch_op:
        batch_op.drop_column("spare_unwanted")
