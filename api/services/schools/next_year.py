"""Opening the year after this one: what becomes of its dates, what is to be looked at, who goes on with what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from api.services.cases.basis import Basis
from api.services.cases.loading import load
from api.services.desk import at_desk
from api.services.schools.year_draft import HOLIDAYS, DaysOff, Part, YearDraft, a_year_on, parts_of
from api.services.schools.years import read_year
from api.services.unit import Unit
from api.services.words import PAPER
from models.case import Case, Pupil, level_of
from models.document import PaperKind
from models.states import SAID, State
from models.year import OffKind
from scheduler.calendar.year import MovedDay, Term

LAST_GRADE = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A part of this year and what it becomes; None: it is not repeated. advice: what to look at."""

    now: Part
    then: Part | None
    advice: str


def carried(draft: YearDraft) -> tuple[Carried, ...]:
    """Every part of a year beside its counterpart a year on, in the order terms, days off, moved days."""
    following = a_year_on(draft)
    repeated = iter(following.off)
    off = [(entry, None if entry.kind == OffKind.QUARANTINE else next(repeated)) for entry in draft.off]
    pairs: list[tuple[Part, Part | None]] = [
        *zip(draft.terms, following.terms, strict=True),
        *off,
        *zip(draft.moved, following.moved, strict=True),
    ]
    return tuple(Carried(now=now, then=then, advice=advice(then or now, now)) for now, then in pairs)


def advice(part: Part, before: Part | None = None) -> str:
    """What somebody who confirms a date is to look at; before: what it was a year ago."""
    if isinstance(part, Term):
        return "Дни недели те же, что в этом году. Сверьте с годовым календарным графиком."
    if isinstance(part, MovedDay):
        return "Перенос действует один раз. Сверьте с постановлением или уберите."
    if part.kind == OffKind.QUARANTINE:
        return "Карантин не повторяется."
    if part.kind == OffKind.VACATION:
        return _of_vacation(part)
    if not (_holiday(part) and _holiday(before or part)):
        return "Перенос выходного бывает по постановлению на этот год. Сверьте или уберите."
    if part.first == part.last and part.first.weekday() >= 5:
        return "Праздник выпал на выходной. Узнайте, на какой день его перенесли."
    return "Праздник остаётся в свой день."


def advices(draft: YearDraft, before: YearDraft | None) -> dict[Part, str]:
    """What to look at in a year, part by part; before: the year its dates came from."""
    came = {entry.then: entry.advice for entry in carried(before)} if before else {}
    return {part: came.get(part) or advice(part) for part in parts_of(draft)}


def _holiday(part: Part) -> bool:
    return isinstance(part, DaysOff) and (part.first.month, part.first.day) in HOLIDAYS


def _of_vacation(part: DaysOff) -> str:
    if part.grades is not None:
        return "Только для отмеченных классов. Сверьте с графиком."
    return "Дни недели те же. Каникулы должны длиться не меньше 7 дней."


@dataclass(frozen=True, slots=True, kw_only=True)
class GoingOn:
    """A pupil of this year in the next: class then (None: leaves school) and papers to bring, in words."""

    code: str
    pupil: str
    class_now: str
    class_then: str | None
    state: str
    papers: tuple[str, ...]


def going_on(unit: Unit, year_id: str) -> tuple[GoingOn, ...]:
    """Pupils of a year who may study at home in the next one, by class and name (regulation 2.7)."""
    school_id = at_desk(unit)
    year, draft = read_year(unit, year_id)
    asked = (
        select(Case, Pupil)
        .where(Case.pupil_id == Pupil.id, Case.school_id == school_id, Case.year_id == year.id)
        .where(col(Case.state) != State.ENDED_EARLY.value)
        .order_by(col(Case.grade), col(Case.class_title), col(Pupil.surname), col(Pupil.given_names))
    )
    rows = unit.session.exec(asked).all()
    bases = load(unit.session, [case for case, _ in rows])
    first = a_year_on(draft).first_on
    return tuple(_going_on(case, pupil, bases[case.id], first) for case, pupil in rows)


def _going_on(case: Case, pupil: Pupil, basis: Basis, first: date) -> GoingOn:
    leaves = case.grade >= LAST_GRADE
    return GoingOn(
        code=case.code,
        pupil=f"{pupil.surname} {pupil.given_names}",
        class_now=case.class_title,
        class_then=None if leaves else moved_up(case.class_title, case.grade),
        state=SAID[State(case.state)],
        papers=() if leaves else tuple(_papers(basis, first)),
    )


def moved_up(class_title: str, grade: int) -> str:
    """`5 А` becomes `6 А`; a title that does not begin with the grade gets it told."""
    if re.match(rf"{grade}(?!\d)", class_title):
        return f"{grade + 1}{class_title[len(str(grade)) :]}"
    return f"{class_title} ({grade + 1} класс)"


def _papers(basis: Basis, first: date) -> Iterator[str]:
    yield f"новое {PAPER[PaperKind.APPLICATION]}"
    yield f"новое {PAPER[PaperKind.MEDICAL]}"
    then = level_of(basis.grade + 1)
    fitting = [paper for paper in basis.of(PaperKind.PMPK) if paper.level in (None, then)]
    if any(not paper.lapsed(first) for paper in fitting):
        return
    why = "новый уровень образования" if then != basis.level else "нет действующего"
    hint = "" if basis.needs_pmpk() else ", при наличии"
    yield f"{PAPER[PaperKind.PMPK]} ({why}{hint})"
