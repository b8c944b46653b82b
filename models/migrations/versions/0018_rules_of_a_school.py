"""Rules and weights a school chooses for its timetables"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

SEVERITIES = "IN ('blocks', 'warns', 'off')"
LOOSENED = ("run", "variant")


def upgrade() -> None:
    op.create_table(
        "rule_choices",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("weights", sa.String(), nullable=False),
        sa.Column("teacher_gap", sa.String(length=10), nullable=False),
        sa.Column("subject_day", sa.String(length=10), nullable=False),
        sa.Column("rhythm", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "reason IN ('agreed', 'consent', 'family', 'shortage', 'for_a_time', 'other')",
            name=op.f("ck_rule_choices_reason"),
        ),
        sa.CheckConstraint(f"rhythm {SEVERITIES}", name=op.f("ck_rule_choices_rhythm")),
        sa.CheckConstraint(f"subject_day {SEVERITIES}", name=op.f("ck_rule_choices_subject_day")),
        sa.CheckConstraint(f"teacher_gap {SEVERITIES}", name=op.f("ck_rule_choices_teacher_gap")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_rule_choices_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_choices")),
        sa.UniqueConstraint("school_id", name=op.f("uq_rule_choices_school_id")),
    )
    for name in LOOSENED:
        op.add_column(name, sa.Column("lifted", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    for name in LOOSENED:
        op.execute(f"ALTER TABLE {name} DROP COLUMN lifted")  # a table others refer to is not made anew
    op.drop_table("rule_choices")
