"""The school year, bells, hours, agreements"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OPTIONS = (
    "clock_days INTEGER DEFAULT 3 NOT NULL CONSTRAINT ck_school_clock_days CHECK (clock_days BETWEEN 1 AND 30)",
    "consent_blocks BOOLEAN DEFAULT false NOT NULL",
    "medical_scans BOOLEAN DEFAULT false NOT NULL",
)  # as SQL: a batch would make the table anew under the keys that point to it
TABLES = (
    "school_year_term",
    "school_year_moved_day",
    "school_year_break",
    "school_year",
    "network_agreement",
    "hours_norm",
    "bell",
)  # to go, last made first


def upgrade() -> None:
    op.create_table(
        "bell",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("shift", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("start_min", sa.Integer(), nullable=False),
        sa.Column("end_min", sa.Integer(), nullable=False),
        sa.CheckConstraint("number BETWEEN 0 AND 20", name=op.f("ck_bell_number")),
        sa.CheckConstraint("shift BETWEEN 1 AND 9", name=op.f("ck_bell_shift")),
        sa.CheckConstraint(
            "start_min >= 0 AND start_min < end_min AND end_min <= 1440", name=op.f("ck_bell_span")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_bell_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bell")),
        sa.UniqueConstraint("school_id", "shift", "number", name=op.f("uq_bell_school_id_shift_number")),
    )
    with op.batch_alter_table("bell", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bell_school_id"), ["school_id"], unique=False)

    op.create_table(
        "hours_norm",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("hours_part", sa.Integer(), nullable=False),
        sa.Column("hours_over", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.CheckConstraint("grade BETWEEN 1 AND 11", name=op.f("ck_hours_norm_grade")),
        sa.CheckConstraint("hours_over >= 1 AND hours_part >= 1", name=op.f("ck_hours_norm_hours")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_hours_norm_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_norm")),
        sa.UniqueConstraint(
            "school_id", "grade", "first_on", name=op.f("uq_hours_norm_school_id_grade_first_on")
        ),
    )
    with op.batch_alter_table("hours_norm", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hours_norm_school_id"), ["school_id"], unique=False)

    op.create_table(
        "network_agreement",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("base_id", sa.String(), nullable=False),
        sa.Column("partner_id", sa.String(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint("base_id <> partner_id", name=op.f("ck_network_agreement_two_schools")),
        sa.CheckConstraint("ended_on IS NULL OR ended_on <= last_on", name=op.f("ck_network_agreement_end")),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_network_agreement_dates")),
        sa.ForeignKeyConstraint(["base_id"], ["school.id"], name=op.f("fk_network_agreement_base_id_school")),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["school.id"], name=op.f("fk_network_agreement_partner_id_school")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_agreement")),
        sa.UniqueConstraint(
            "base_id", "partner_id", "number", name=op.f("uq_network_agreement_base_id_partner_id_number")
        ),
    )
    with op.batch_alter_table("network_agreement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_network_agreement_base_id"), ["base_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_network_agreement_partner_id"), ["partner_id"], unique=False)

    op.create_table(
        "school_year",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(length=20), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("to_check", sa.Boolean(), nullable=False),
        sa.CheckConstraint("last_on > first_on", name=op.f("ck_school_year_dates")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_school_year_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_year")),
        sa.UniqueConstraint("school_id", "title", name=op.f("uq_school_year_school_id_title")),
    )
    with op.batch_alter_table("school_year", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_school_year_school_id"), ["school_id"], unique=False)

    op.create_table(
        "school_year_break",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("year_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("grades", sa.String(length=40), nullable=True),
        sa.Column("to_check", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('vacation', 'day_off', 'quarantine')", name=op.f("ck_school_year_break_kind")
        ),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_school_year_break_dates")),
        sa.ForeignKeyConstraint(
            ["year_id"], ["school_year.id"], name=op.f("fk_school_year_break_year_id_school_year")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_year_break")),
    )
    with op.batch_alter_table("school_year_break", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_school_year_break_year_id"), ["year_id"], unique=False)

    op.create_table(
        "school_year_moved_day",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("year_id", sa.String(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("as_day", sa.String(length=3), nullable=False),
        sa.Column("to_check", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "as_day IN ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')",
            name=op.f("ck_school_year_moved_day_as_day"),
        ),
        sa.ForeignKeyConstraint(
            ["year_id"], ["school_year.id"], name=op.f("fk_school_year_moved_day_year_id_school_year")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_year_moved_day")),
        sa.UniqueConstraint("year_id", "on_date", name=op.f("uq_school_year_moved_day_year_id_on_date")),
    )
    with op.batch_alter_table("school_year_moved_day", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_school_year_moved_day_year_id"), ["year_id"], unique=False)

    op.create_table(
        "school_year_term",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("year_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("to_check", sa.Boolean(), nullable=False),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_school_year_term_dates")),
        sa.ForeignKeyConstraint(
            ["year_id"], ["school_year.id"], name=op.f("fk_school_year_term_year_id_school_year")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_year_term")),
        sa.UniqueConstraint("year_id", "title", name=op.f("uq_school_year_term_year_id_title")),
    )
    with op.batch_alter_table("school_year_term", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_school_year_term_year_id"), ["year_id"], unique=False)

    for column in OPTIONS:
        op.execute(f"ALTER TABLE school ADD COLUMN {column}")


def downgrade() -> None:
    for column in reversed(OPTIONS):
        op.execute(f"ALTER TABLE school DROP COLUMN {column.split()[0]}")
    for table in TABLES:
        op.drop_table(table)
