"""Plans and what families tell"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = (
    "plan_row_teacher",
    "plan_row",
    "plan_act",
    "pinned_time",
    "plan",
    "family_window",
    "family_choice",
)  # to go, last made first


def upgrade() -> None:
    op.create_table(
        "family_choice",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("max_day_lessons", sa.Integer(), nullable=True),
        sa.Column("max_day_min", sa.Integer(), nullable=True),
        sa.Column("break_min", sa.Integer(), nullable=False),
        sa.Column("max_remote_day_min", sa.Integer(), nullable=True),
        sa.Column("max_teachers_day", sa.Integer(), nullable=True),
        sa.CheckConstraint("break_min BETWEEN 0 AND 120", name=op.f("ck_family_choice_break_min")),
        sa.CheckConstraint(
            "max_day_lessons IS NULL OR max_day_lessons BETWEEN 1 AND 12",
            name=op.f("ck_family_choice_lessons"),
        ),
        sa.CheckConstraint(
            "max_teachers_day IS NULL OR max_teachers_day BETWEEN 1 AND 12",
            name=op.f("ck_family_choice_teachers"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_family_choice_case_id_case_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_choice")),
        sa.UniqueConstraint("case_id", name=op.f("uq_family_choice_case_id")),
    )

    op.create_table(
        "family_window",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("days", sa.String(length=40), nullable=True),
        sa.Column("weeks", sa.String(length=20), nullable=True),
        sa.Column("start_min", sa.Integer(), nullable=False),
        sa.Column("end_min", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.String(), nullable=True),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("account_id", sa.String(), nullable=True),
        sa.CheckConstraint(
            "channel IN ('family', 'call', 'paper', 'workbook')", name=op.f("ck_family_window_channel")
        ),
        sa.CheckConstraint(
            "kind <> 'other_home' OR place_id IS NOT NULL", name=op.f("ck_family_window_other_home")
        ),
        sa.CheckConstraint(
            "kind IN ('adult_home', 'avoid', 'prefer', 'dislike', 'with_class', 'other_home')",
            name=op.f("ck_family_window_kind"),
        ),
        sa.CheckConstraint(
            "start_min >= 0 AND start_min < end_min AND end_min <= 1440", name=op.f("ck_family_window_span")
        ),
        sa.CheckConstraint("weight IN (1, 2, 4)", name=op.f("ck_family_window_weight")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_family_window_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_family_window_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_family_window_place_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_window")),
    )
    with op.batch_alter_table("family_window", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_family_window_case_id"), ["case_id"], unique=False)

    op.create_table(
        "plan",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("basis_id", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('iup', 'iom', 'sipr')", name=op.f("ck_plan_kind")),
        sa.CheckConstraint("state = 'draft' OR digest IS NOT NULL", name=op.f("ck_plan_bound")),
        sa.CheckConstraint(
            "state IN ('draft', 'offered', 'agreed', 'approved', 'declined', 'superseded')",
            name=op.f("ck_plan_state"),
        ),
        sa.CheckConstraint("(text IS NULL) = (digest IS NULL)", name=op.f("ck_plan_digest")),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_plan_dates")),
        sa.ForeignKeyConstraint(["basis_id"], ["plan.id"], name=op.f("fk_plan_basis_id_plan")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_plan_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_plan_case_id_number")),
    )
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "ux_plan_one_approved",
            ["case_id"],
            unique=True,
            sqlite_where=sa.text("state = 'approved'"),
            postgresql_where=sa.text("state = 'approved'"),
        )

    op.create_table(
        "plan_act",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("guardian_id", sa.String(), nullable=True),
        sa.Column("channel", sa.String(length=10), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("request", sa.String(length=32), nullable=True),
        sa.CheckConstraint(
            "act IN ('offer', 'agree', 'decline', 'withdraw', 'recall', 'approve')",
            name=op.f("ck_plan_act_act"),
        ),
        sa.CheckConstraint(
            "act NOT IN ('agree', 'decline') OR guardian_id IS NOT NULL", name=op.f("ck_plan_act_answer")
        ),
        sa.CheckConstraint(
            "channel IS NULL OR channel IN ('page', 'call', 'paper', 'meeting')",
            name=op.f("ck_plan_act_channel"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_plan_act_account_id_account")),
        sa.ForeignKeyConstraint(
            ["guardian_id"], ["guardian.id"], name=op.f("fk_plan_act_guardian_id_guardian")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_act_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_act")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_plan_act_plan_id_number")),
        sa.UniqueConstraint("request", name=op.f("uq_plan_act_request")),
    )
    with op.batch_alter_table("plan_act", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_act_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "pinned_time",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("row_key", sa.String(length=60), nullable=False),
        sa.Column("day", sa.String(length=3), nullable=False),
        sa.Column("week", sa.Integer(), nullable=True),
        sa.Column("start_min", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.String(), nullable=True),
        sa.CheckConstraint(
            "day IN ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')", name=op.f("ck_pinned_time_day")
        ),
        sa.CheckConstraint("start_min BETWEEN 0 AND 1439", name=op.f("ck_pinned_time_start")),
        sa.CheckConstraint("week IS NULL OR week BETWEEN 1 AND 4", name=op.f("ck_pinned_time_week")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_pinned_time_case_id_case_file")),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["teacher.id"], name=op.f("fk_pinned_time_teacher_id_teacher")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pinned_time")),
    )
    with op.batch_alter_table("pinned_time", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pinned_time_case_id"), ["case_id"], unique=False)

    op.create_table(
        "plan_row",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("shared", sa.String(length=60), nullable=True),
        sa.Column("area", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("block", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("form", sa.String(length=10), nullable=False),
        sa.Column("place_id", sa.String(), nullable=True),
        sa.Column("hours_part", sa.Integer(), nullable=False),
        sa.Column("hours_over", sa.Integer(), nullable=False),
        sa.Column("in_class_part", sa.Integer(), nullable=False),
        sa.Column("in_class_over", sa.Integer(), nullable=False),
        sa.Column("lesson_min", sa.Integer(), nullable=True),
        sa.Column("paid_part", sa.Integer(), nullable=True),
        sa.Column("paid_over", sa.Integer(), nullable=True),
        sa.Column("yearly_part", sa.Integer(), nullable=True),
        sa.Column("yearly_over", sa.Integer(), nullable=True),
        sa.Column("pattern", sa.String(length=12), nullable=False),
        sa.Column("slot", sa.String(length=60), nullable=True),
        sa.Column("max_per_day", sa.Integer(), nullable=False),
        sa.Column("weeks", sa.String(length=20), nullable=True),
        sa.Column("difficulty", sa.Integer(), nullable=True),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "block IN ('mandatory', 'formed', 'correction', 'extracurricular')",
            name=op.f("ck_plan_row_block"),
        ),
        sa.CheckConstraint("form IN ('home', 'remote', 'school')", name=op.f("ck_plan_row_form")),
        sa.CheckConstraint("kind IN ('contact', 'remote', 'self_study')", name=op.f("ck_plan_row_kind")),
        sa.CheckConstraint(
            "pattern IN ('parity', 'short', 'paired', 'block', 'other_form', 'round_up')",
            name=op.f("ck_plan_row_pattern"),
        ),
        sa.CheckConstraint("(paid_part IS NULL) = (paid_over IS NULL)", name=op.f("ck_plan_row_paid")),
        sa.CheckConstraint("(yearly_part IS NULL) = (yearly_over IS NULL)", name=op.f("ck_plan_row_yearly")),
        sa.CheckConstraint("hours_part >= 0 AND hours_over >= 1", name=op.f("ck_plan_row_hours")),
        sa.CheckConstraint("in_class_part >= 0 AND in_class_over >= 1", name=op.f("ck_plan_row_in_class")),
        sa.CheckConstraint(
            "lesson_min IS NULL OR lesson_min BETWEEN 5 AND 120", name=op.f("ck_plan_row_lesson")
        ),
        sa.CheckConstraint("max_per_day BETWEEN 1 AND 8", name=op.f("ck_plan_row_max_per_day")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_plan_row_place_id_place")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_row_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_row")),
        sa.UniqueConstraint("plan_id", "key", name=op.f("uq_plan_row_plan_id_key")),
        sa.UniqueConstraint("plan_id", "position", name=op.f("uq_plan_row_plan_id_position")),
    )
    with op.batch_alter_table("plan_row", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_row_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "plan_row_teacher",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.String(), nullable=False),
        sa.Column("teacher_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["row_id"], ["plan_row.id"], name=op.f("fk_plan_row_teacher_row_id_plan_row")
        ),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["teacher.id"], name=op.f("fk_plan_row_teacher_teacher_id_teacher")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_row_teacher")),
        sa.UniqueConstraint("row_id", "teacher_id", name=op.f("uq_plan_row_teacher_row_id_teacher_id")),
    )
    with op.batch_alter_table("plan_row_teacher", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_row_teacher_row_id"), ["row_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_row_teacher_teacher_id"), ["teacher_id"], unique=False)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
