"""Plans of make-ups, lessons that teachers are asked to take over"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TABLES = ("substitute_asked", "make_up_lesson", "substitute_call", "make_up_plan")  # to go, last made first


def upgrade() -> None:
    op.create_table(
        "make_up_plan",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("absence_id", sa.String(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("week_count", sa.Integer(), nullable=False),
        sa.Column("most_a_day", sa.Integer(), nullable=False),
        sa.Column("remote_until", sa.Date(), nullable=True),
        sa.Column("others", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(state = 'answered') = (answered_at IS NOT NULL)", name=op.f("ck_make_up_plan_answered")
        ),
        sa.CheckConstraint(
            "(state IN ('draft', 'dropped')) OR sent_at IS NOT NULL", name=op.f("ck_make_up_plan_sent")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'sent', 'answered', 'dropped')", name=op.f("ck_make_up_plan_state")
        ),
        sa.CheckConstraint("most_a_day BETWEEN 1 AND 2", name=op.f("ck_make_up_plan_most_a_day")),
        sa.CheckConstraint("week_count BETWEEN 1 AND 6", name=op.f("ck_make_up_plan_week_count")),
        sa.ForeignKeyConstraint(
            ["absence_id"], ["absence.id"], name=op.f("fk_make_up_plan_absence_id_absence")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_make_up_plan_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["account.id"], name=op.f("fk_make_up_plan_answered_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_make_up_plan_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_make_up_plan_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_make_up_plan")),
    )
    with op.batch_alter_table("make_up_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_make_up_plan_absence_id"), ["absence_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_make_up_plan_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_make_up_plan_school_id"), ["school_id"], unique=False)

    op.create_table(
        "substitute_call",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("absence_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("lesson", sa.String(length=160), nullable=False),
        sa.Column("tag", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("start_min", sa.Integer(), nullable=False),
        sa.Column("end_min", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("teacher_id", sa.String(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'taken') = (teacher_id IS NOT NULL)", name=op.f("ck_substitute_call_taken")
        ),
        sa.CheckConstraint("form IN ('home', 'remote', 'school')", name=op.f("ck_substitute_call_form")),
        sa.CheckConstraint("state IN ('open', 'taken', 'closed')", name=op.f("ck_substitute_call_state")),
        sa.CheckConstraint(
            "start_min >= 0 AND start_min < end_min AND end_min <= 1440", name=op.f("ck_substitute_call_span")
        ),
        sa.ForeignKeyConstraint(
            ["absence_id"], ["absence.id"], name=op.f("fk_substitute_call_absence_id_absence")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_substitute_call_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_substitute_call_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_substitute_call_school_id_school")
        ),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["teacher.id"], name=op.f("fk_substitute_call_teacher_id_teacher")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitute_call")),
    )
    with op.batch_alter_table("substitute_call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_substitute_call_absence_id"), ["absence_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_substitute_call_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_substitute_call_school_id"), ["school_id"], unique=False)
        batch_op.create_index(
            "ux_substitute_call_one_open",
            ["case_id", "lesson"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "make_up_lesson",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.String(), nullable=False),
        sa.Column("lesson", sa.String(length=160), nullable=False),
        sa.Column("tag", sa.String(length=16), nullable=False),
        sa.Column("row_key", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("lost_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=True),
        sa.Column("start_min", sa.Integer(), nullable=True),
        sa.Column("end_min", sa.Integer(), nullable=True),
        sa.Column("teacher_id", sa.String(), nullable=False),
        sa.Column("form", sa.String(length=10), nullable=False),
        sa.Column("place_id", sa.String(), nullable=True),
        sa.Column("why", sa.String(length=1000), nullable=False),
        sa.Column("fits", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("change_id", sa.String(), nullable=True),
        sa.CheckConstraint("form IN ('home', 'remote', 'school')", name=op.f("ck_make_up_lesson_form")),
        sa.CheckConstraint(
            "(on_date IS NULL) = (start_min IS NULL) AND (on_date IS NULL) = (end_min IS NULL)",
            name=op.f("ck_make_up_lesson_placed"),
        ),
        sa.CheckConstraint(
            "on_date IS NULL OR (start_min >= 0 AND start_min < end_min AND end_min <= 1440)",
            name=op.f("ck_make_up_lesson_span"),
        ),
        sa.ForeignKeyConstraint(
            ["change_id"], ["lesson_change.id"], name=op.f("fk_make_up_lesson_change_id_lesson_change")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_make_up_lesson_place_id_place")),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["make_up_plan.id"], name=op.f("fk_make_up_lesson_plan_id_make_up_plan")
        ),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["teacher.id"], name=op.f("fk_make_up_lesson_teacher_id_teacher")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_make_up_lesson")),
        sa.UniqueConstraint("plan_id", "lesson", name=op.f("uq_make_up_lesson_plan_id_lesson")),
    )
    with op.batch_alter_table("make_up_lesson", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_make_up_lesson_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_make_up_lesson_teacher_id"), ["teacher_id"], unique=False)

    op.create_table(
        "substitute_asked",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("teacher_id", sa.String(), nullable=False),
        sa.Column("answer", sa.Boolean(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["call_id"], ["substitute_call.id"], name=op.f("fk_substitute_asked_call_id_substitute_call")
        ),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["teacher.id"], name=op.f("fk_substitute_asked_teacher_id_teacher")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitute_asked")),
        sa.UniqueConstraint("call_id", "teacher_id", name=op.f("uq_substitute_asked_call_id_teacher_id")),
    )
    with op.batch_alter_table("substitute_asked", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_substitute_asked_call_id"), ["call_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_substitute_asked_teacher_id"), ["teacher_id"], unique=False)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
