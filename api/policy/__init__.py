"""The table of routes: who may ask for what. A route that is not here is refused to everybody and fails the tests.

One module per section of the service; a route of the JSON API has its own line beside that of the page.
"""

from __future__ import annotations

from api.access import Policy
from api.policy import (
    agreement,
    availability,
    board,
    calendar,
    cases,
    data,
    ledger,
    outbox,
    people,
    plans,
    printing,
    records,
    repairs,
    rest,
    runs,
    schools,
    way_in,
    weeks,
)

POLICY = Policy(
    public=way_in.PUBLIC | calendar.PUBLIC | printing.PUBLIC | agreement.PUBLIC,
    rules=(
        *way_in.RULES,
        *cases.RULES,
        *availability.RULES,
        *people.RULES,
        *runs.RULES,
        *board.RULES,
        *rest.RULES,
        *schools.RULES,
        *plans.RULES,
        *records.RULES,
        *agreement.RULES,
        *calendar.RULES,
        *data.RULES,
        *outbox.RULES,
        *weeks.RULES,
        *ledger.RULES,
        *printing.RULES,
        *repairs.RULES,
    ),
)
