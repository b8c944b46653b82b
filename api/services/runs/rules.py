"""Rules and weights of a school: what a timetable is good by, and how strict the rules are that no law lays down."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlmodel import select

from api.errors import Invalid
from api.services.desk import at_desk, touch
from api.services.runs.lifting import GAP, LIFTABLE, RHYTHM, SAME_DAY, Lifted, chosen
from api.services.unit import Unit
from models.school import School
from models.timetable import LiftReason, RuleChoices, Severity
from scheduler.problem import GoalSetting, Problem
from scheduler.rulebook import GOALS

WEIGHED = tuple(rule for rule in GOALS if rule.rank == 2)
USUAL: Mapping[str, int] = {rule.code: rule.weight for rule in WEIGHED}
MOST_WEIGHT = 1000
MOST_WORDS = 300
COLUMN = {GAP: "teacher_gap", SAME_DAY: "subject_day", RHYTHM: "rhythm"}
REASON = {
    LiftReason.AGREED: "договорились с учителем",
    LiftReason.CONSENT: "есть письменное согласие учителя",
    LiftReason.FAMILY: "просит семья",
    LiftReason.SHORTAGE: "иначе занятиям не хватает места",
    LiftReason.FOR_A_TIME: "на время, потом вернём",
    LiftReason.OTHER: "другое",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a school is to go by from now on. reason, words: needed where a severity changes."""

    weights: Mapping[str, int]
    severities: Mapping[str, Severity]
    reason: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a school goes by. weights: of every goal that is weighed; severities: of every rule that may be let go."""

    rev: int = 0
    weights: Mapping[str, int] = field(default_factory=lambda: USUAL)
    severities: Mapping[str, Severity] = field(
        default_factory=lambda: dict.fromkeys(LIFTABLE, Severity.BLOCKS)
    )
    reason: str = ""
    words: str = ""

    def goals(self) -> Mapping[str, GoalSetting]:
        """As a problem has them: what is as usual is left out."""
        return goals_of(self.weights)

    def applied(self, problem: Problem) -> tuple[Problem, Lifted]:
        """The problem weighed as the school weighs, without the rules that it lets go, and those it is warned of."""
        weighed = problem.model_copy(update={"goals": {**problem.goals, **self.goals()}})
        return chosen(weighed, self.severities)


def goals_of(weights: Mapping[str, int]) -> dict[str, GoalSetting]:
    return {code: GoalSetting(weight=weight) for code, weight in weights.items() if USUAL.get(code) != weight}


def choices_of(unit: Unit) -> Choices:
    """What the actor's school has chosen; the usual where it has chosen nothing."""
    row = _row(unit, at_desk(unit))
    if row is None:
        return Choices()
    return Choices(
        rev=row.rev, weights={**USUAL, **json.loads(row.weights)},
        severities={code: Severity(getattr(row, name)) for code, name in COLUMN.items()},
        reason=row.reason or "", words=row.words,
    )  # fmt: skip


def write_choices(unit: Unit, rev: int, wanted: Wanted) -> Choices:
    """The choices anew. Invalid with every fault; Conflict where somebody has changed them since."""
    school_id = at_desk(unit)
    unit.session.exec(select(School.id).where(School.id == school_id).with_for_update()).one()
    before = choices_of(unit)
    loosened = {code for code in LIFTABLE if wanted.severities.get(code) != before.severities[code]}
    faults = dict(_faults(wanted, bool(loosened)))
    if faults:
        raise Invalid(faults)
    row = _row(unit, school_id) or RuleChoices(school_id=school_id, rev=0)
    touch(row, rev)
    row.weights = json.dumps(
        {code: weight for code, weight in sorted(wanted.weights.items()) if weight != USUAL[code]}
    )
    for code, name in COLUMN.items():
        setattr(row, name, wanted.severities[code])
    if loosened:
        row.reason, row.words = LiftReason(wanted.reason), " ".join(wanted.words.split())
    unit.session.add(row)
    unit.session.flush()
    changed = {code: weight for code, weight in wanted.weights.items() if weight != before.weights[code]}
    told: dict[str, str | int | None] = {f"weight_{code}": weight for code, weight in changed.items()}
    told |= {COLUMN[code]: wanted.severities[code].value for code in sorted(loosened)}
    unit.note("rules.write", "school", school_id, **told, **({"reason": row.reason} if loosened else {}))
    return choices_of(unit)


def _row(unit: Unit, school_id: str) -> RuleChoices | None:
    return unit.session.exec(select(RuleChoices).where(RuleChoices.school_id == school_id)).first()


def _faults(wanted: Wanted, loosened: bool) -> Iterator[tuple[str, list[str]]]:
    if set(wanted.weights) != set(USUAL):
        yield "weights", ["Назовите вес каждой цели."]
    for code, weight in wanted.weights.items():
        if not 0 <= weight <= MOST_WEIGHT:
            yield f"weight_{code}", [f"Вес — от 0 до {MOST_WEIGHT}."]
    if set(wanted.severities) != set(LIFTABLE):
        yield "severities", ["Назовите строгость каждого правила."]
    yield from reason_faults(wanted.reason, wanted.words, loosened)


def reason_faults(reason: str, words: str, needed: bool) -> Iterator[tuple[str, list[str]]]:
    """What is wrong with a reason for letting a rule go."""
    if needed and reason not in set(LiftReason):
        yield "reason", ["Выберите причину: она останется в журнале."]
    if needed and reason == LiftReason.OTHER and not words.strip():
        yield "words", ["Напишите, в чём причина."]
    if len(words) > MOST_WORDS:
        yield "words", [f"Сократите до {MOST_WORDS} знаков."]
