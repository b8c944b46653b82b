"""The list of a school's cases: what a deputy looks for first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from api.services.desk import at_desk
from api.services.unit import Unit
from models.case import Case, Pupil
from models.states import OVER, SAID, State


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One case as a line of the list."""

    id: str
    code: str
    pupil: str
    class_title: str
    state: str
    since: date
    over: bool


def case_lines(unit: Unit, asked: str = "") -> tuple[CaseLine, ...]:
    """The cases of the actor's school, running ones first, by code. asked: part of a code, a name or a class."""
    school_id = at_desk(unit)
    rows = unit.session.exec(
        select(Case, Pupil)
        .where(Case.pupil_id == Pupil.id, Case.school_id == school_id)
        .order_by(col(Case.code))
    )
    lines = [_line(case, pupil) for case, pupil in rows]
    wanted = asked.strip().casefold()
    found = [line for line in lines if wanted in f"{line.code} {line.pupil} {line.class_title}".casefold()]
    return tuple(sorted(found, key=lambda line: line.over))


def _line(case: Case, pupil: Pupil) -> CaseLine:
    state = State(case.state)
    return CaseLine(
        id=case.id,
        code=case.code,
        pupil=f"{pupil.surname} {pupil.given_names}",
        class_title=case.class_title,
        state=SAID[state],
        since=case.state_since,
        over=state in OVER,
    )
