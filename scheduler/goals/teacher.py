"""Goals of teachers: travel, waiting, visits, and fairness between them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from scheduler.constraints.facts import Facts, Stop

if TYPE_CHECKING:
    from scheduler.sequence import Arc, Day, Move
    from scheduler.variables import Linear, Unknowns


def _way(facts: Facts, step: Arc | Move) -> int:
    """Minutes from one engagement to the next; two busy windows count too."""
    return facts.travel(step.before.place, step.after.place)


def _waiting(facts: Facts, arc: Arc) -> int:
    """Minutes beyond travel, if one of the two is a lesson."""
    if not (arc.before.is_lesson or arc.after.is_lesson):
        return 0
    return max(0, arc.after.start_min - arc.before.end_min - _way(facts, arc))


def _travel_on(facts: Facts, day: Day) -> Linear:
    return sum(step.taken * way for step in day.steps if (way := _way(facts, step)))


def _idle_on(facts: Facts, day: Day) -> Linear:
    known = sum(arc.taken * minutes for arc in day.arcs if (minutes := _waiting(facts, arc)))
    return known + sum(wait.taken * wait.minutes for wait in day.waits)


def travel(unknowns: Unknowns) -> Linear:
    """Minutes of travel between consecutive engagements at different places."""
    return sum(_travel_on(unknowns.facts, day) for day in unknowns.teacher_days.values())


def idle(unknowns: Unknowns) -> Linear:
    """Minutes between consecutive engagements, one of them a lesson, beyond travel."""
    return sum(_idle_on(unknowns.facts, day) for day in unknowns.teacher_days.values())


def visits(unknowns: Unknowns) -> Linear:
    """Runs of home lessons at one home: home lessons less the pairs that continue a run."""
    units: Linear = 0
    for day in unknowns.teacher_days.values():
        units += sum(sum(literals) for stop, literals in day.stops.items() if stop.is_home_lesson)
        units -= sum(step.taken for step in day.steps if _same_visit(step.before, step.after))
    return units


def _same_visit(before: Stop, after: Stop) -> bool:
    return before.is_home_lesson and after.is_home_lesson and before.place == after.place


def fairness(unknowns: Unknowns) -> Linear:
    """The largest travel and waiting of any teacher over all weeks."""

    facts = unknowns.facts
    costs: defaultdict[str, list[Linear]] = defaultdict(list)
    for (name, _, _), day in unknowns.teacher_days.items():
        costs[name] += [_travel_on(facts, day), _idle_on(facts, day)]
    longest = 1440 * len(facts.week_ids) * len(facts.problem.days) * 2
    largest = unknowns.model.new_int_var(0, longest, "fairness")
    unknowns.model.add_max_equality(largest, [*(sum(own) for own in costs.values()), 0])
    return largest
