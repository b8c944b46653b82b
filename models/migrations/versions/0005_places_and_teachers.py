"""Places and teachers"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = (
    "teacher_window",
    "teacher_subject",
    "class_lesson_teacher",
    "availability_submission",
    "teacher",
    "road",
    "place",
    "planning_settings",
    "class_lesson",
)  # to go, last made first


def upgrade() -> None:
    op.create_table(
        "class_lesson",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("class_title", sa.String(length=40), nullable=False),
        sa.Column("day", sa.String(length=3), nullable=False),
        sa.Column("shift", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("weeks", sa.String(length=20), nullable=True),
        sa.CheckConstraint(
            "day IN ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')", name=op.f("ck_class_lesson_day")
        ),
        sa.CheckConstraint("number BETWEEN 0 AND 20", name=op.f("ck_class_lesson_number")),
        sa.CheckConstraint("shift BETWEEN 1 AND 9", name=op.f("ck_class_lesson_shift")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_class_lesson_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_lesson")),
    )
    with op.batch_alter_table("class_lesson", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_class_lesson_school_id"), ["school_id"], unique=False)

    op.create_table(
        "planning_settings",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("cycle_weeks", sa.Integer(), nullable=False),
        sa.Column("parity", sa.String(length=20), nullable=False),
        sa.Column("day_start_min", sa.Integer(), nullable=False),
        sa.Column("day_end_min", sa.Integer(), nullable=False),
        sa.Column("step_min", sa.Integer(), nullable=False),
        sa.Column("speed_mh", sa.Integer(), nullable=False),
        sa.Column("detour_percent", sa.Integer(), nullable=False),
        sa.Column("door_min", sa.Integer(), nullable=False),
        sa.CheckConstraint("parity IN ('calendar', 'count')", name=op.f("ck_planning_settings_parity")),
        sa.CheckConstraint("cycle_weeks BETWEEN 1 AND 4", name=op.f("ck_planning_settings_cycle")),
        sa.CheckConstraint(
            "day_start_min >= 0 AND day_start_min < day_end_min AND day_end_min <= 1440",
            name=op.f("ck_planning_settings_day"),
        ),
        sa.CheckConstraint("detour_percent BETWEEN 100 AND 400", name=op.f("ck_planning_settings_detour")),
        sa.CheckConstraint("door_min BETWEEN 0 AND 60", name=op.f("ck_planning_settings_door")),
        sa.CheckConstraint("speed_mh BETWEEN 500 AND 120000", name=op.f("ck_planning_settings_speed")),
        sa.CheckConstraint("step_min IN (5, 10, 15, 20, 30)", name=op.f("ck_planning_settings_step")),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_planning_settings_school_id_school")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planning_settings")),
        sa.UniqueConstraint("school_id", name=op.f("uq_planning_settings_school_id")),
    )

    op.create_table(
        "place",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("pupil_id", sa.String(), nullable=True),
        sa.Column("main", sa.Boolean(), nullable=False),
        sa.Column("same_as_id", sa.String(), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("zone", sa.String(length=100), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.CheckConstraint("kind = 'home' OR pupil_id IS NULL", name=op.f("ck_place_home_of_pupil")),
        sa.CheckConstraint("NOT main OR pupil_id IS NOT NULL", name=op.f("ck_place_main_of_pupil")),
        sa.CheckConstraint("same_as_id IS NULL OR same_as_id <> id", name=op.f("ck_place_same_as")),
        sa.CheckConstraint("kind IN ('school', 'home')", name=op.f("ck_place_kind")),
        sa.CheckConstraint("(lat IS NULL) = (lon IS NULL)", name=op.f("ck_place_coordinates")),
        sa.CheckConstraint("lat IS NULL OR lat BETWEEN -90 AND 90", name=op.f("ck_place_lat")),
        sa.CheckConstraint("lon IS NULL OR lon BETWEEN -180 AND 180", name=op.f("ck_place_lon")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_place_pupil_id_pupil")),
        sa.ForeignKeyConstraint(["same_as_id"], ["place.id"], name=op.f("fk_place_same_as_id_place")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_place_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("school_id", "code", name=op.f("uq_place_school_id_code")),
    )
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_pupil_id"), ["pupil_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_place_same_as_id"), ["same_as_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_place_school_id"), ["school_id"], unique=False)
        batch_op.create_index(
            "ux_place_main_home",
            ["pupil_id"],
            unique=True,
            sqlite_where=sa.text("main"),
            postgresql_where=sa.text("main"),
        )

    op.create_table(
        "road",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("from_id", sa.String(), nullable=False),
        sa.Column("to_id", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_road_two_places")),
        sa.CheckConstraint("minutes BETWEEN 0 AND 600", name=op.f("ck_road_minutes")),
        sa.ForeignKeyConstraint(["from_id"], ["place.id"], name=op.f("fk_road_from_id_place")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_road_school_id_school")),
        sa.ForeignKeyConstraint(["to_id"], ["place.id"], name=op.f("fk_road_to_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_road")),
        sa.UniqueConstraint("school_id", "from_id", "to_id", name=op.f("uq_road_school_id_from_id_to_id")),
    )
    with op.batch_alter_table("road", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_road_from_id"), ["from_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_road_school_id"), ["school_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_road_to_id"), ["to_id"], unique=False)

    op.create_table(
        "teacher",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=True),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("grade_first", sa.Integer(), nullable=False),
        sa.Column("grade_last", sa.Integer(), nullable=False),
        sa.Column("transport", sa.String(length=10), nullable=False),
        sa.Column("remote_place_id", sa.String(), nullable=True),
        sa.Column("max_week_min", sa.Integer(), nullable=True),
        sa.Column("max_day_lessons", sa.Integer(), nullable=True),
        sa.Column("max_gap_min", sa.Integer(), nullable=True),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.CheckConstraint("transport IN ('walk', 'bus', 'car')", name=op.f("ck_teacher_transport")),
        sa.CheckConstraint(
            "grade_first BETWEEN 1 AND 11 AND grade_last BETWEEN grade_first AND 11",
            name=op.f("ck_teacher_grades"),
        ),
        sa.CheckConstraint("last_on IS NULL OR last_on >= first_on", name=op.f("ck_teacher_dates")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_teacher_account_id_account")),
        sa.ForeignKeyConstraint(
            ["remote_place_id"], ["place.id"], name=op.f("fk_teacher_remote_place_id_place")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_teacher_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teacher")),
        sa.UniqueConstraint("school_id", "code", name=op.f("uq_teacher_school_id_code")),
    )
    with op.batch_alter_table("teacher", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_teacher_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_teacher_school_id"), ["school_id"], unique=False)

    op.create_table(
        "availability_submission",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.String(), nullable=False),
        sa.Column("year_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_availability_submission_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["teacher.id"], name=op.f("fk_availability_submission_teacher_id_teacher")
        ),
        sa.ForeignKeyConstraint(
            ["year_id"], ["school_year.id"], name=op.f("fk_availability_submission_year_id_school_year")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_availability_submission")),
        sa.UniqueConstraint(
            "teacher_id",
            "year_id",
            "number",
            name=op.f("uq_availability_submission_teacher_id_year_id_number"),
        ),
    )
    with op.batch_alter_table("availability_submission", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_availability_submission_teacher_id"), ["teacher_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_availability_submission_year_id"), ["year_id"], unique=False)

    op.create_table(
        "class_lesson_teacher",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.String(), nullable=False),
        sa.Column("teacher_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lesson_id"], ["class_lesson.id"], name=op.f("fk_class_lesson_teacher_lesson_id_class_lesson")
        ),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["teacher.id"], name=op.f("fk_class_lesson_teacher_teacher_id_teacher")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_lesson_teacher")),
        sa.UniqueConstraint(
            "lesson_id", "teacher_id", name=op.f("uq_class_lesson_teacher_lesson_id_teacher_id")
        ),
    )
    with op.batch_alter_table("class_lesson_teacher", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_class_lesson_teacher_lesson_id"), ["lesson_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_class_lesson_teacher_teacher_id"), ["teacher_id"], unique=False)

    op.create_table(
        "teacher_subject",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.String(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["teacher.id"], name=op.f("fk_teacher_subject_teacher_id_teacher")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teacher_subject")),
        sa.UniqueConstraint("teacher_id", "subject", name=op.f("uq_teacher_subject_teacher_id_subject")),
    )
    with op.batch_alter_table("teacher_subject", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_teacher_subject_teacher_id"), ["teacher_id"], unique=False)

    op.create_table(
        "teacher_window",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("days", sa.String(length=40), nullable=True),
        sa.Column("weeks", sa.String(length=20), nullable=True),
        sa.Column("on_date", sa.Date(), nullable=True),
        sa.Column("start_min", sa.Integer(), nullable=False),
        sa.Column("end_min", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.String(), nullable=True),
        sa.Column("reason", sa.String(length=100), nullable=True),
        sa.CheckConstraint("kind IN ('free', 'busy', 'cannot')", name=op.f("ck_teacher_window_kind")),
        sa.CheckConstraint(
            "on_date IS NULL OR (days IS NULL AND weeks IS NULL)", name=op.f("ck_teacher_window_exception")
        ),
        sa.CheckConstraint(
            "start_min >= 0 AND start_min < end_min AND end_min <= 1440", name=op.f("ck_teacher_window_span")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_teacher_window_place_id_place")),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["teacher.id"], name=op.f("fk_teacher_window_teacher_id_teacher")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teacher_window")),
    )
    with op.batch_alter_table("teacher_window", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_teacher_window_teacher_id"), ["teacher_id"], unique=False)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
