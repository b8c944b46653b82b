"""Absences, changes of lessons on their dates, notes of lessons, who owes what

Tables of the dated year.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TABLES = ("absence_lesson", "lesson_change", "absence", "lesson_note", "debt_rule")  # to go, last made first


def upgrade() -> None:
    op.create_table(
        "debt_rule",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("cause", sa.String(length=14), nullable=False),
        sa.Column("debtor", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "cause = 'holiday' OR cause IN ('child_ill', 'child_away', 'teacher_ill', 'teacher_away', 'no_entry', 'no_adult', 'no_show', 'school')",
            name=op.f("ck_debt_rule_cause"),
        ),
        sa.CheckConstraint("debtor IN ('teacher', 'school', 'nobody')", name=op.f("ck_debt_rule_debtor")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_debt_rule_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debt_rule")),
        sa.UniqueConstraint("school_id", "cause", name=op.f("uq_debt_rule_school_id_cause")),
    )
    with op.batch_alter_table("debt_rule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_debt_rule_school_id"), ["school_id"], unique=False)

    op.create_table(
        "lesson_note",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("lesson", sa.String(length=160), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("topic", sa.String(length=300), nullable=True),
        sa.Column("homework", sa.String(length=500), nullable=True),
        sa.Column("mark", sa.String(length=20), nullable=True),
        sa.Column("handover", sa.String(length=1000), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_lesson_note_account_id_account")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_lesson_note_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_note")),
        sa.UniqueConstraint("case_id", "lesson", name=op.f("uq_lesson_note_case_id_lesson")),
    )
    with op.batch_alter_table("lesson_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lesson_note_case_id"), ["case_id"], unique=False)

    op.create_table(
        "absence",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=True),
        sa.Column("teacher_id", sa.String(), nullable=True),
        sa.Column("cause", sa.String(length=14), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("whole", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resumed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "cause IN ('child_ill', 'child_away', 'teacher_ill', 'teacher_away', 'school')",
            name=op.f("ck_absence_cause"),
        ),
        sa.CheckConstraint("channel IN ('page', 'call', 'visit')", name=op.f("ck_absence_channel")),
        sa.CheckConstraint("(case_id IS NULL) <> (teacher_id IS NULL)", name=op.f("ck_absence_side")),
        sa.CheckConstraint("last_on IS NULL OR last_on >= first_on", name=op.f("ck_absence_dates")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_absence_account_id_account")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_absence_case_id_case_file")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_absence_school_id_school")),
        sa.ForeignKeyConstraint(["teacher_id"], ["teacher.id"], name=op.f("fk_absence_teacher_id_teacher")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absence_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_absence_school_id"), ["school_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_absence_teacher_id"), ["teacher_id"], unique=False)

    op.create_table(
        "lesson_change",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("lesson", sa.String(length=160), nullable=False),
        sa.Column("row_key", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("base_on", sa.Date(), nullable=True),
        sa.Column("base_start_min", sa.Integer(), nullable=True),
        sa.Column("base_end_min", sa.Integer(), nullable=True),
        sa.Column("base_teacher_id", sa.String(), nullable=True),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("start_min", sa.Integer(), nullable=False),
        sa.Column("end_min", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.String(), nullable=False),
        sa.Column("form", sa.String(length=10), nullable=False),
        sa.Column("place_id", sa.String(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("cause", sa.String(length=14), nullable=True),
        sa.Column("despite", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("makes_up", sa.String(length=160), nullable=True),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'cancelled') = (cause IS NOT NULL)", name=op.f("ck_lesson_change_why")),
        sa.CheckConstraint("(state = 'held') = (held_at IS NOT NULL)", name=op.f("ck_lesson_change_held")),
        sa.CheckConstraint(
            "cause IS NULL OR cause IN ('child_ill', 'child_away', 'teacher_ill', 'teacher_away', 'no_entry', 'no_adult', 'no_show', 'school')",
            name=op.f("ck_lesson_change_cause"),
        ),
        sa.CheckConstraint("form IN ('home', 'remote', 'school')", name=op.f("ck_lesson_change_form")),
        sa.CheckConstraint("state IN ('planned', 'held', 'cancelled')", name=op.f("ck_lesson_change_state")),
        sa.CheckConstraint("(base_on IS NULL) = (makes_up IS NOT NULL)", name=op.f("ck_lesson_change_base")),
        sa.CheckConstraint(
            "start_min >= 0 AND start_min < end_min AND end_min <= 1440", name=op.f("ck_lesson_change_span")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_lesson_change_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["base_teacher_id"], ["teacher.id"], name=op.f("fk_lesson_change_base_teacher_id_teacher")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_lesson_change_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_lesson_change_place_id_place")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_lesson_change_school_id_school")),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["teacher.id"], name=op.f("fk_lesson_change_teacher_id_teacher")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_change")),
        sa.UniqueConstraint("case_id", "lesson", name=op.f("uq_lesson_change_case_id_lesson")),
    )
    with op.batch_alter_table("lesson_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lesson_change_base_on"), ["base_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_lesson_change_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lesson_change_on_date"), ["on_date"], unique=False)
        batch_op.create_index(batch_op.f("ix_lesson_change_school_id"), ["school_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lesson_change_teacher_id"), ["teacher_id"], unique=False)
        batch_op.create_index(
            "ux_lesson_change_made_up_once",
            ["case_id", "makes_up"],
            unique=True,
            sqlite_where=sa.text("makes_up IS NOT NULL AND state <> 'cancelled'"),
            postgresql_where=sa.text("makes_up IS NOT NULL AND state <> 'cancelled'"),
        )

    op.create_table(
        "absence_lesson",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("absence_id", sa.String(), nullable=False),
        sa.Column("lesson", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(
            ["absence_id"], ["absence.id"], name=op.f("fk_absence_lesson_absence_id_absence")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence_lesson")),
        sa.UniqueConstraint("absence_id", "lesson", name=op.f("uq_absence_lesson_absence_id_lesson")),
    )
    with op.batch_alter_table("absence_lesson", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absence_lesson_absence_id"), ["absence_id"], unique=False)


def downgrade() -> None:
    for name in TABLES:
        op.drop_table(name)
