"""Runs of the solver, the variants they give, and the drafts a deputy makes of them by hand."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime
from sqlalchemy import CheckConstraint, UniqueConstraint

from models.base import Keep, Kept, opened, personal
from models.case import among


class RunState(StrEnum):
    """QUEUED and RUNNING go on; the others are ends. STOPPED: by hand, with the best so far."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    CANCELLED = "cancelled"
    FAILED = "failed"


class RunPurpose(StrEnum):
    """FULL: everything anew. FILL: what is placed stays. IMPROVE: pins stay. FEW: at most a number of changes.
    JOIN: a new case with few changes for the others."""

    FULL = "full"
    FILL = "fill"
    IMPROVE = "improve"
    FEW = "few"
    JOIN = "join"


class RunWish(StrEnum):
    """What a person has asked of a run that goes on."""

    NOTHING = ""
    STOP = "stop"
    CANCEL = "cancel"


class Severity(StrEnum):
    """How strict a rule of usage is that no law lays down. BLOCKS: never broken. WARNS: broken where nothing else
    helps, and said. OFF: not looked at."""

    BLOCKS = "blocks"
    WARNS = "warns"
    OFF = "off"


class LiftReason(StrEnum):
    """Why a rule of usage is not kept to: a word for the log, which holds no names."""

    AGREED = "agreed"
    CONSENT = "consent"
    FAMILY = "family"
    SHORTAGE = "shortage"
    FOR_A_TIME = "for_a_time"
    OTHER = "other"


class RuleChoices(Kept, table=True):
    """What a school has chosen for its timetables. weights: JSON, goal → weight, of those that are not as usual.
    teacher_gap, subject_day, rhythm: severity of the rules the law leaves to the school; reason, words: of the last
    change of these."""

    __tablename__ = "rule_choices"
    __table_args__ = (
        CheckConstraint(among("teacher_gap", Severity), name="teacher_gap"),
        CheckConstraint(among("subject_day", Severity), name="subject_day"),
        CheckConstraint(among("rhythm", Severity), name="rhythm"),
        CheckConstraint(among("reason", LiftReason), name="reason"),
    )

    school_id: str = opened(foreign_key="school.id", unique=True)
    weights: str = opened(default="{}")
    teacher_gap: str = opened(default=Severity.BLOCKS, max_length=10)
    subject_day: str = opened(default=Severity.BLOCKS, max_length=10)
    rhythm: str = opened(default=Severity.BLOCKS, max_length=10)
    reason: str | None = opened(default=None, max_length=20)
    words: str = personal(Keep.JOURNAL, default="", max_length=300)


class ProblemText(Kept, table=True):
    """A problem as it was handed to the solver (problem-format.md), kept once per content and dates. digest:
    SHA-256."""

    __tablename__ = "problem_text"
    __table_args__ = (
        UniqueConstraint("school_id", "digest", "first_on", "last_on"),
        CheckConstraint("last_on >= first_on", name="dates"),
    )

    school_id: str = opened(foreign_key="school.id", index=True)
    digest: str = opened(min_length=64, max_length=64)
    first_on: date = opened()
    last_on: date = opened()
    text: str = personal(Keep.JOURNAL)


class Run(Kept, table=True):
    """A run. settings, score, curve: JSON. best: the best timetable so far (problem-format.md), bound: unplaced
    lessons nobody can avoid. beat_at: last sign of life; attempt: how often it was begun; spent_ms: time it has
    searched, over all attempts, of the `seconds` it may. lifted: JSON, rules of usage that its problem does without;
    empty for none. recipe: what the best is found from once more, packed; empty where nothing repeats it."""

    __tablename__ = "run"
    __table_args__ = (
        CheckConstraint(among("state", RunState), name="state"),
        CheckConstraint(among("purpose", RunPurpose), name="purpose"),
        CheckConstraint("wish IN ('', 'stop', 'cancel')", name="wish"),
    )

    school_id: str = opened(foreign_key="school.id", index=True)
    year_id: str = opened(foreign_key="school_year.id", index=True)
    problem_id: str = opened(foreign_key="problem_text.id")
    account_id: str = opened(foreign_key="account.id")
    base_id: str | None = opened(default=None, foreign_key="variant.id")
    purpose: str = opened(default=RunPurpose.FULL, max_length=10)
    state: str = opened(default=RunState.QUEUED, max_length=12)
    settings: str = opened(default="{}")
    seconds: int = opened(default=60, ge=1, le=3600)
    spent_ms: int = opened(default=0, ge=0)
    seed: int = opened(default=1)
    wish: str = opened(default=RunWish.NOTHING, max_length=10)
    attempt: int = opened(default=0)
    started_at: AwareDatetime | None = opened(default=None)
    ended_at: AwareDatetime | None = opened(default=None)
    beat_at: AwareDatetime | None = opened(default=None)
    best: str | None = personal(Keep.JOURNAL, default=None)
    best_at: AwareDatetime | None = opened(default=None)
    score: str | None = opened(default=None)
    bound: int | None = opened(default=None)
    curve: str = opened(default="[]")
    fault: str | None = opened(default=None, max_length=500)
    lifted: str = personal(Keep.JOURNAL, default="")
    recipe: str = personal(Keep.JOURNAL, default="")


class Variant(Kept, table=True):
    """A timetable that was kept, with everything it can be made anew from. Passed the checker when it was kept.
    lifted, recipe: as of a run."""

    __tablename__ = "variant"
    __table_args__ = (UniqueConstraint("school_id", "year_id", "number"),)

    school_id: str = opened(foreign_key="school.id", index=True)
    year_id: str = opened(foreign_key="school_year.id", index=True)
    problem_id: str = opened(foreign_key="problem_text.id")
    number: int = opened(ge=1)
    name: str = opened(min_length=1, max_length=100)
    account_id: str = opened(foreign_key="account.id")
    run_id: str | None = opened(default=None)
    base_id: str | None = opened(default=None, foreign_key="variant.id")
    settings: str = opened(default="{}")
    seed: int | None = opened(default=None)
    timetable: str = personal(Keep.JOURNAL)
    score: str = opened()
    unplaced: int = opened(ge=0)
    removed_at: AwareDatetime | None = opened(default=None)
    lifted: str = personal(Keep.JOURNAL, default="")
    recipe: str = personal(Keep.JOURNAL, default="")


class Draft(Kept, table=True):
    """Moves by hand on a variant. head: how many of its steps count; the ones after it may be redone."""

    __tablename__ = "draft"

    school_id: str = opened(foreign_key="school.id", index=True)
    variant_id: str = opened(foreign_key="variant.id", index=True)
    account_id: str = opened(foreign_key="account.id")
    head: int = opened(default=0, ge=0)
    kept_id: str | None = opened(default=None, foreign_key="variant.id")
    closed_at: AwareDatetime | None = opened(default=None)


class DraftStep(Kept, table=True):
    """One step: what was done (JSON: lessons before and after), and the change of score it made."""

    __tablename__ = "draft_step"
    __table_args__ = (UniqueConstraint("draft_id", "number"),)

    draft_id: str = opened(foreign_key="draft.id", index=True)
    number: int = opened(ge=1)
    account_id: str = opened(foreign_key="account.id")
    change: str = personal(Keep.JOURNAL)
    score: str = opened()
