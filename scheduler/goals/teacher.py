"""Goals of teachers: travel, waiting, visits, and fairness between them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from scheduler.constraints.facts import Facts, Stop

if TYPE_CHECKING:
    from scheduler.variables import Linear, Unknowns

PairCost = Callable[[Facts, Stop, Stop], int]


def travel_between(facts: Facts, before: Stop, after: Stop) -> int:
    """Minutes from one engagement to the next; two busy windows count too."""
    return facts.travel(before.place, after.place)


def waiting_between(facts: Facts, before: Stop, after: Stop) -> int:
    """Minutes beyond travel, if one of the two is a lesson."""
    if not (before.is_lesson or after.is_lesson):
        return 0
    return max(0, after.start_min - before.end_min - facts.travel(before.place, after.place))


def _sum(unknowns: Unknowns, cost: PairCost, teacher: str | None = None) -> Linear:
    days = ((key[0], day) for key, day in unknowns.teacher_days.items())
    return sum(
        arc.taken * minutes
        for name, day in days
        if teacher in (None, name)
        for arc in day.arcs
        if (minutes := cost(unknowns.facts, arc.before, arc.after))
    )


def travel(unknowns: Unknowns) -> Linear:
    """Minutes of travel between consecutive engagements at different places."""
    return _sum(unknowns, travel_between)


def idle(unknowns: Unknowns) -> Linear:
    """Minutes between consecutive engagements, one of them a lesson, beyond travel."""
    return _sum(unknowns, waiting_between)


def visits(unknowns: Unknowns) -> Linear:
    """Runs of home lessons at one home: home lessons less the pairs that continue a run."""
    units: Linear = 0
    for day in unknowns.teacher_days.values():
        units += sum(sum(literals) for stop, literals in day.stops.items() if stop.is_home_lesson)
        units -= sum(arc.taken for arc in day.arcs if _same_visit(arc.before, arc.after))
    return units


def _same_visit(before: Stop, after: Stop) -> bool:
    return before.is_home_lesson and after.is_home_lesson and before.place == after.place


def fairness(unknowns: Unknowns) -> Linear:
    """The largest travel and waiting of any teacher over all weeks."""

    def both(facts: Facts, before: Stop, after: Stop) -> int:
        return travel_between(facts, before, after) + waiting_between(facts, before, after)

    names = dict.fromkeys(name for name, _, _ in unknowns.teacher_days)
    costs = [_sum(unknowns, both, name) for name in names]
    longest = 1440 * len(unknowns.facts.week_ids) * len(unknowns.facts.problem.days) * 2
    largest = unknowns.model.new_int_var(0, longest, "fairness")
    unknowns.model.add_max_equality(largest, [*costs, 0])
    return largest
