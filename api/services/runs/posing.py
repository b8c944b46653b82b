"""Which problem a run is about: the school's own data, or that of the variant it goes out from."""

from __future__ import annotations

from datetime import date

from api.services.runs.limits import RunLimits
from api.services.runs.problems import Given, NoDataError, given_problem, own_problem
from api.services.runs.rules import choices_of
from api.services.runs.variants import read_variant
from api.services.unit import Unit


def given_for(
    unit: Unit, year_id: str, days: tuple[date, date], limits: RunLimits, base_id: str | None
) -> Given:
    """The problem of the school's data; where these hold no lesson yet, that of the variant to go out from, by the
    weights and rules that the school goes by now; what was let go of it before stays so, and stays in mind.

    Data that contradict each other are told, never passed over: see own_problem.
    """
    try:
        problem, lifted = own_problem(unit, year_id, *days)
    except NoDataError:
        if base_id is None:
            raise
        stands = read_variant(unit, base_id)
        problem, lifted = choices_of(unit).applied(stands.problem)
        return given_problem(problem, limits, stands.lifted | lifted)
    return given_problem(problem, limits, lifted)
