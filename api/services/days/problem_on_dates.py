"""The problem of some dated weeks: everybody's time as it is on each date, rows for what each week asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from api.errors import Conflict, Invalid
from api.services.days.repairs.grounds import NO_YEAR, Asked, by_own_clock, exceptions_of
from api.services.registry.problems import Posed, Unposed, built_of, contradicted, facts_of, judged
from api.services.registry.reading import Gathered
from api.services.registry.zones import ahead_of
from api.services.unit import Unit
from scheduler.calendar.network import MissingYearError
from scheduler.calendar.turns import monday_of
from scheduler.problem import Problem
from scheduler.references import meaning_faults
from scheduler.registry.build import Built
from scheduler.registry.windows import Grid
from scheduler.repair.asked import asked, row_of
from scheduler.repair.weeks import Calendar, Exceptions, Span, dated
from scheduler.salvage import Draft

MOST_WEEKS = 8
Fit = Callable[[int, int], Span | None]
TOO_MANY = f"По датам — не больше {MOST_WEEKS} недель. Возьмите дни ближе друг к другу."


def problem_on_dates(
    unit: Unit,
    year_id: str,
    first: date,
    last: date,
    cases: Iterable[str] | None = None,
    *,
    network: bool = True,
    drafts: bool = True,
) -> Posed:
    """The weeks that meet first..last (both included), other days closed: teachers' exceptions, absences, holidays
    of each school, papers that begin or end. Arguments and errors as `problem_of`; Conflict without a calendar."""
    if (monday_of(last) - monday_of(first)).days // 7 >= MOST_WEEKS:
        raise Invalid({"last_on": [TOO_MANY]})
    found = facts_of(unit, year_id, first, last, cases, network=network, drafts=drafts)
    built = built_of(found, first, last)
    try:
        problem = _laid(unit, found, built)
    except MissingYearError:
        raise Conflict(NO_YEAR) from None
    faults = meaning_faults(Draft(problem))
    if faults:
        raise Unposed(contradicted(found, problem, faults))
    lines = built.line_of_row
    parts = {row.id: lines[row_of(row.id)] for row in problem.rows}
    return judged(found, replace(built, problem=problem), parts)


def _laid(unit: Unit, found: Gathered, built: Built) -> Problem:
    registry = found.registry
    calendar = Calendar(
        years=registry.years, parity=registry.settings.parity, reference=found.rows.school.schools[0].code
    )
    scope = found.rows.scope
    days = Asked(
        school_id=scope.school_id, year_id=scope.year_id, first=built.first, last=built.last, medical=True
    )
    single = by_own_clock(exceptions_of(unit.session, found, days), ahead_of(found, built.first))
    told = _on_grid(single, built.problem)
    weeks = dated(built.problem, calendar, built.first, built.last, told)
    return asked(built.problem, weeks, calendar)


def _on_grid(told: Exceptions, problem: Problem) -> Exceptions:
    """Free time shrinks to the grid, what is taken grows to it, as in a repeating week."""
    grid = Grid(problem.step_min, problem.days)

    def fitted(fit: Fit, spans: Iterable[Span]) -> list[Span]:
        return [span for each in spans if (span := fit(*each))]

    return Exceptions(
        free={key: fitted(grid.inside, spans) for key, spans in told.free.items()},
        cannot={key: fitted(grid.around, spans) for key, spans in told.cannot.items()},
        busy={
            key: [(span, place) for each, place in spans for span in fitted(grid.around, [each])]
            for key, spans in told.busy.items()
        },
        away=told.away,
    )
