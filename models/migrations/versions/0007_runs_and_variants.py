"""Runs, variants, drafts"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = (
    "draft_step",
    "run",
    "draft",
    "variant",
    "problem_text",
)  # to go, last made first


def upgrade() -> None:
    op.create_table(
        "problem_text",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_problem_text_dates")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_problem_text_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_text")),
        sa.UniqueConstraint(
            "school_id",
            "digest",
            "first_on",
            "last_on",
            name=op.f("uq_problem_text_school_id_digest_first_on_last_on"),
        ),
    )
    with op.batch_alter_table("problem_text", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_problem_text_school_id"), ["school_id"], unique=False)

    op.create_table(
        "variant",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("year_id", sa.String(), nullable=False),
        sa.Column("problem_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("run_id", sa.String(), nullable=True),
        sa.Column("base_id", sa.String(), nullable=True),
        sa.Column("settings", sa.String(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=True),
        sa.Column("timetable", sa.String(), nullable=False),
        sa.Column("score", sa.String(), nullable=False),
        sa.Column("unplaced", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_variant_account_id_account")),
        sa.ForeignKeyConstraint(["base_id"], ["variant.id"], name=op.f("fk_variant_base_id_variant")),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["problem_text.id"], name=op.f("fk_variant_problem_id_problem_text")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_variant_school_id_school")),
        sa.ForeignKeyConstraint(["year_id"], ["school_year.id"], name=op.f("fk_variant_year_id_school_year")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_variant")),
        sa.UniqueConstraint(
            "school_id", "year_id", "number", name=op.f("uq_variant_school_id_year_id_number")
        ),
    )
    with op.batch_alter_table("variant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_variant_school_id"), ["school_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_variant_year_id"), ["year_id"], unique=False)

    op.create_table(
        "draft",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("variant_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("head", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.String(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_draft_account_id_account")),
        sa.ForeignKeyConstraint(["kept_id"], ["variant.id"], name=op.f("fk_draft_kept_id_variant")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_draft_school_id_school")),
        sa.ForeignKeyConstraint(["variant_id"], ["variant.id"], name=op.f("fk_draft_variant_id_variant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_school_id"), ["school_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_draft_variant_id"), ["variant_id"], unique=False)

    op.create_table(
        "run",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("year_id", sa.String(), nullable=False),
        sa.Column("problem_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("base_id", sa.String(), nullable=True),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("settings", sa.String(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("spent_ms", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("wish", sa.String(length=10), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("best", sa.String(), nullable=True),
        sa.Column("best_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("score", sa.String(), nullable=True),
        sa.Column("bound", sa.Integer(), nullable=True),
        sa.Column("curve", sa.String(), nullable=False),
        sa.Column("fault", sa.String(length=500), nullable=True),
        sa.CheckConstraint(
            "purpose IN ('full', 'fill', 'improve', 'few', 'join')", name=op.f("ck_run_purpose")
        ),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'done', 'stopped', 'cancelled', 'failed')",
            name=op.f("ck_run_state"),
        ),
        sa.CheckConstraint("wish IN ('', 'stop', 'cancel')", name=op.f("ck_run_wish")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_run_account_id_account")),
        sa.ForeignKeyConstraint(["base_id"], ["variant.id"], name=op.f("fk_run_base_id_variant")),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["problem_text.id"], name=op.f("fk_run_problem_id_problem_text")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_run_school_id_school")),
        sa.ForeignKeyConstraint(["year_id"], ["school_year.id"], name=op.f("fk_run_year_id_school_year")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
    )
    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_run_school_id"), ["school_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_run_year_id"), ["year_id"], unique=False)

    op.create_table(
        "draft_step",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("score", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_draft_step_account_id_account")
        ),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_step_draft_id_draft")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_step")),
        sa.UniqueConstraint("draft_id", "number", name=op.f("uq_draft_step_draft_id_number")),
    )
    with op.batch_alter_table("draft_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_step_draft_id"), ["draft_id"], unique=False)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
