"""The list of a school's cases: what comes next in each and how many days are left."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import col, select

from api.services.cases.loading import load
from api.services.cases.pupils import pupil_of
from api.services.cases.watch import URGENCY, Attention, Severity, Topic, watch
from api.services.desk import at_desk
from api.services.unit import Unit
from models.case import Case, Pupil
from models.states import OVER, SAID, STEPS, Move, State
from models.year import Year

NEXT = {
    State.APPLIED: Move.COMPLETE,
    State.COMPLETE: Move.ORDER,
    State.ORDERED: Move.CONTRACT,
    State.CONTRACTED: Move.PLAN,
    State.PLANNED: Move.SCHEDULE,
    State.SCHEDULED: Move.START,
    State.SUSPENDED: Move.RESUME,
}
HOT = (Severity.OVERDUE, Severity.URGENT)


class Arranged(StrEnum):
    """What the list is sorted by; cases that are over come last in each."""

    URGENT = "urgent"
    ACTION = "action"
    CODE = "code"
    PUPIL = "pupil"
    CLASS = "class"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which cases, and in what order. hot: past their day or within three days of it."""

    state: State | None = None
    class_title: str = ""
    hot: bool = False
    arranged: Arranged = Arranged.URGENT


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One case as a line of the list. next: what to do; on: the day it is about; left: days until it, below 0 past."""

    id: str
    code: str
    pupil: str
    class_title: str
    state: str
    since: date
    over: bool
    next: str
    topic: str
    severity: Severity | None
    on: date | None
    left: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLink:
    """One of the cases of a pupil."""

    id: str
    code: str
    year: str
    state: str
    over: bool


EVERYTHING = Chosen()


def case_lines(unit: Unit, asked: str = "", chosen: Chosen = EVERYTHING) -> tuple[CaseLine, ...]:
    """The cases of the actor's school. asked: part of a code, a name or a class."""
    school_id = at_desk(unit)
    rows = unit.session.exec(
        select(Case, Pupil)
        .where(Case.pupil_id == Pupil.id, Case.school_id == school_id)
        .order_by(col(Case.code), col(Case.id))
    ).all()
    bases = load(unit.session, [case for case, _ in rows if State(case.state) not in OVER])
    told = {key: watch(basis, unit.today) for key, basis in bases.items()}
    lines = [
        _line(case, pupil, told, unit.today)
        for case, pupil in rows
        if _fits(case, pupil, asked.strip().casefold(), chosen)
    ]
    found = [line for line in lines if not chosen.hot or line.severity in HOT]
    return tuple(sorted(found, key=ARRANGED[chosen.arranged]))


def classes(unit: Unit) -> tuple[str, ...]:
    """Titles of the classes that have a case, by grade and letter."""
    asked = select(Case.grade, Case.class_title).where(Case.school_id == at_desk(unit)).distinct()
    return tuple(dict.fromkeys(title for _, title in sorted(unit.session.exec(asked))))


def cases_of_pupil(unit: Unit, pupil_id: str) -> tuple[CaseLink, ...]:
    """Every case of a pupil of the actor's school, the newest first."""
    pupil_of(unit, pupil_id)
    asked = (
        select(Case, Year.title)
        .where(Case.year_id == Year.id, Case.pupil_id == pupil_id)
        .order_by(col(Year.first_on).desc(), col(Case.code).desc())
    )
    return tuple(
        CaseLink(
            id=case.id, code=case.code, year=year, state=SAID[State(case.state)],
            over=State(case.state) in OVER,
        )
        for case, year in unit.session.exec(asked)
    )  # fmt: skip


def _fits(case: Case, pupil: Pupil, wanted: str, chosen: Chosen) -> bool:
    text = f"{case.code} {pupil.surname} {pupil.given_names} {case.class_title}".casefold()
    return (
        wanted in text
        and chosen.state in (None, State(case.state))
        and chosen.class_title in ("", case.class_title)
    )


def _line(case: Case, pupil: Pupil, told: Mapping[str, list[Attention]], today: date) -> CaseLine:
    state = State(case.state)
    first = next(iter(told.get(case.id, [])), None)
    move = NEXT.get(state)
    return CaseLine(
        id=case.id,
        code=case.code,
        pupil=f"{pupil.surname} {pupil.given_names}",
        class_title=case.class_title,
        state=SAID[state],
        since=case.state_since,
        over=state in OVER,
        next=_sentence(first, case.code) if first else f"Можно {STEPS[move].said}." if move else "",
        topic=first.topic if first else move or "",
        severity=first.severity if first else None,
        on=first.on if first else None,
        left=(first.on - today).days if first and first.topic not in UNDATED else None,
    )


UNDATED = (Topic.PACKAGE, Topic.CONSENT)  # what is missing has no day of its own


def _sentence(entry: Attention, code: str) -> str:
    """The sentence without the code the line begins with anyway."""
    said = entry.sentence.removeprefix(f"{code}: ")
    return said[:1].upper() + said[1:]


def _urgency(line: CaseLine) -> tuple[bool, int, date]:
    place = len(URGENCY) if line.severity is None else URGENCY.index(line.severity)
    return line.over, place, line.on or date.max


ARRANGED: dict[Arranged, Callable[[CaseLine], tuple[object, ...]]] = {
    Arranged.URGENT: lambda line: (*_urgency(line), line.code),
    Arranged.ACTION: lambda line: (line.over, not line.topic, line.topic, *_urgency(line), line.code),
    Arranged.CODE: lambda line: (line.over, line.code),
    Arranged.PUPIL: lambda line: (line.over, line.pupil, line.code),
    Arranged.CLASS: lambda line: (line.over, line.class_title, line.pupil),
}
