"""Somebody who is away: the child of a realm, or a teacher of its school."""

from __future__ import annotations

from models.day import Absence, Cause
from models.engines import writing
from tests.api.everywhere.cast import Realm, Stage
from tests.api.services.world import START


def absent(stage: Stage, realm: Realm, teacher_id: str | None = None) -> str:
    """Key of an absence of one day, as the school was told."""
    row = Absence(
        school_id=realm.school.school_id, case_id=None if teacher_id else realm.case_id, teacher_id=teacher_id,
        cause=Cause.TEACHER_ILL if teacher_id else Cause.CHILD_ILL, first_on=START, last_on=START,
        account_id=realm.school.deputy_id, at=stage.clock(),
    )  # fmt: skip
    with writing(stage.engine) as session:
        session.add(row)
    return row.id
