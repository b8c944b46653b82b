"""The life of a case by random acts, against a small model that knows days as numbers and nothing of the services.

The model keeps the day each kind of paper ends on and asks the questions of the regulation afresh.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Engine

from api.errors import Conflict, Invalid
from api.services.papers.filing import PaperDraft, file_paper
from api.services.papers.medical import file_medical
from models.document import PaperKind
from models.states import Move
from tests.api.services.world import END, START, World, medical, new_world, pmpk
from tests.conftest import TORTURE
from tests.models.test_states import LAWFUL

LAST = (END - START).days  # the school year is days 0..LAST
DAYS = st.integers(0, LAST + 20)
SHORT = st.sampled_from([5, 40, 60])
MOVES = st.sampled_from([move.value for move in Move])


class Model:
    """A case as a parent would keep it on a sheet of paper: days as numbers, spans as pairs."""

    def __init__(self) -> None:
        self.state, self.since, self.today = "applied", 0, 0
        self.applied, self.asked_to_end, self.pmpk = False, None, False
        self.medical: list[tuple[int, int]] = []
        self.orders: list[tuple[int, int]] = []
        self.contracts: list[tuple[int, int]] = []

    def well(self, on: int) -> bool:
        return any(first <= on <= last for first, last in self.medical)

    def covered(self, first: int, last: int) -> bool:
        return all(self.well(on) for on in range(first, last + 1))

    def package(self) -> bool:
        return self.applied and self.pmpk and any(last >= self.today for _, last in self.medical)

    def fits(self, span: tuple[int, int]) -> bool:
        """An order or a contract: within the year, every day of it with a medical paper."""
        return span[0] <= span[1] <= LAST and self.covered(*span)

    def may(self, move: str) -> bool:
        return (self.state, move) in LAWFUL and self.today >= self.since and getattr(self, f"may_{move}")()

    def in_year(self) -> bool:
        return self.today <= LAST

    def may_complete_package(self) -> bool:
        return self.in_year() and self.package()

    may_renew = may_complete_package

    def may_reopen_package(self) -> bool:
        return not self.package()

    def may_order(self) -> bool:
        return self.may_complete_package() and any(last >= self.today for _, last in self.orders)

    def may_contract(self) -> bool:
        return self.in_year() and any(last >= self.today for _, last in self.contracts)

    may_plan = may_schedule = may_complete_package

    def may_start(self) -> bool:
        held = all(
            any(first <= self.today <= last for first, last in spans)
            for spans in (self.medical, self.orders, self.contracts)
        )
        return held and self.pmpk

    may_resume = may_start

    def may_suspend(self) -> bool:
        return self.in_year()

    def may_amend(self) -> bool:
        return self.in_year() and self.well(self.today) and self.pmpk

    def may_prolong(self) -> bool:
        last = max((last for _, last in self.orders), default=LAST)
        if not self.in_year() or last >= LAST:
            return False
        return self.covered(min(self.today, last), max(self.today, last + 1))

    def may_expire(self) -> bool:
        return not self.in_year() or not (self.well(self.today) and self.pmpk)

    def may_end_early(self) -> bool:
        return self.asked_to_end is not None and self.asked_to_end <= self.today

    def may_finish(self) -> bool:
        return not self.in_year()

    def go(self, move: str) -> None:
        self.state, self.since = LAWFUL[self.state, move], self.today
        if move in ("end_early", "expire"):
            self.orders = [(first, min(last, self.today - 1)) for first, last in self.orders]
            self.contracts = [(first, min(last, self.today - 1)) for first, last in self.contracts]


def on(number: int) -> date:
    return START + timedelta(days=number)


class Life(RuleBasedStateMachine):
    """The acts, on a database that all examples share: each opens a school of its own."""

    engine: Engine
    count = 0

    @initialize(walked=st.booleans(), order_days=SHORT, contract_days=SHORT)
    def open(self, walked: bool, order_days: int, contract_days: int) -> None:
        Life.count += 1
        self.world: World = new_world(self.engine, f"m{Life.count}")
        self.case_id = self.world.case()
        self.model = Model()
        if walked:
            self.everything_to_start(order_days, contract_days)

    def act(self, allowed: bool, doing: Any) -> None:
        """Does it, and is refused exactly when the model says so."""
        try:
            doing()
        except (Conflict, Invalid):
            assert not allowed
        else:
            assert allowed

    @property
    def open_for_papers(self) -> bool:
        return self.model.state not in ("ended_early", "finished")

    @rule(days=st.sampled_from([1, 3, 30, 90]))
    def time_passes(self, days: int) -> None:
        self.model.today = min(self.model.today + days, LAST + 30)

    def filed(self, doing: Any) -> None:
        def in_unit() -> None:
            with self.world.acting(on(self.model.today)) as unit:
                doing(unit)

        self.act(self.open_for_papers, in_unit)

    @rule()
    def apply(self) -> None:
        draft = PaperDraft(kind=PaperKind.APPLICATION, valid_from=on(self.model.today))
        self.filed(lambda unit: file_paper(unit, self.case_id, draft))
        self.model.applied |= self.open_for_papers

    @rule()
    def bring_pmpk(self) -> None:
        # of days gone by: it holds from the first day of the year
        self.filed(lambda unit: file_medical(unit, self.case_id, pmpk(START)))
        self.model.pmpk |= self.open_for_papers

    @rule(ahead=st.integers(-3, 3), days=st.sampled_from([0, 5, 60, 120, 300]))
    def bring_medical(self, ahead: int, days: int) -> None:
        first = max(self.model.today + ahead, 0)
        draft = medical(on(first), on(first + days), issued_on=START)
        self.filed(lambda unit: file_medical(unit, self.case_id, draft))
        if self.open_for_papers:
            self.model.medical.append((first, first + days))

    @rule()
    def go_on_medical(self) -> None:
        """A new paper from the day after the last one ends."""
        first = max((last + 1 for _, last in self.model.medical), default=self.model.today)
        draft = medical(on(first), on(first + 60), issued_on=START)
        self.filed(lambda unit: file_medical(unit, self.case_id, draft))
        if self.open_for_papers:
            self.model.medical.append((first, first + 60))

    def span(self, whole: bool, first: int, last: int) -> tuple[int, int]:
        """As far as the papers go, or anything."""
        if not whole:
            return (first, last)
        until = self.model.today
        while self.model.well(until + 1) and until < LAST:
            until += 1
        return (self.model.today, until)

    @rule(whole=st.booleans(), first=DAYS, last=DAYS)
    def issue_order(self, whole: bool, first: int, last: int) -> None:
        span = self.span(whole, first, last)
        allowed = self.open_for_papers and self.model.package() and self.model.fits(span)
        number = f"{len(self.model.orders) + 1}"
        self.act(
            allowed,
            lambda: self.world.order(on(self.model.today), number, (self.case_id, on(span[0]), on(span[1]))),
        )
        if allowed:
            self.model.orders.append(span)

    @rule(whole=st.booleans(), first=DAYS, last=DAYS)
    def sign_contract(self, whole: bool, first: int, last: int) -> None:
        span = self.span(whole, first, last)
        allowed = self.open_for_papers and self.model.fits(span)
        number = f"{len(self.model.contracts) + 1}"
        self.act(
            allowed,
            lambda: self.world.contract(self.case_id, on(self.model.today), on(span[1]), on(span[0]), number),
        )
        if allowed:
            self.model.contracts.append(span)

    @rule()
    def ask_to_end(self) -> None:
        draft = PaperDraft(kind=PaperKind.END_APPLICATION, valid_from=on(self.model.today))
        self.filed(lambda unit: file_paper(unit, self.case_id, draft))
        if self.open_for_papers and self.model.asked_to_end is None:
            self.model.asked_to_end = self.model.today

    @rule(move=MOVES)
    def try_any(self, move: str) -> None:
        self.try_move(move)

    @rule(place=st.integers(0, 20))
    def try_lawful(self, place: int) -> None:
        from_here = [move for state, move in LAWFUL if state == self.model.state]
        if from_here:
            self.try_move(from_here[place % len(from_here)])

    @rule(order_days=SHORT, contract_days=SHORT)
    def everything_to_start(self, order_days: int, contract_days: int) -> None:
        """The plain way, so that most examples come to lessons, or fail at the last step for a paper too short."""
        self.apply()
        self.bring_pmpk()
        self.bring_medical(0, 60)
        today = self.model.today
        self.issue_order(False, today, today + order_days)
        self.sign_contract(False, today, today + contract_days)
        for move in ("complete_package", "order", "contract", "plan", "schedule"):
            self.try_move(move)
        self.model.today += 10
        self.try_move("start")

    def try_move(self, move: str) -> None:
        allowed = self.model.may(move)
        self.act(allowed, lambda: self.world.move(self.case_id, Move(move), on(self.model.today)))
        if allowed:
            self.model.go(move)

    @invariant()
    def same_state(self) -> None:
        case = self.world.get(self.case_id)
        assert (case.state, case.state_since) == (self.model.state, on(self.model.since))


def test_a_case_lives_as_the_model_says(database: Engine) -> None:
    run_state_machine_as_test(
        type("LifeOnDatabase", (Life,), {"engine": database}),
        settings=settings(
            max_examples=200 if TORTURE else 15,
            stateful_step_count=40 if TORTURE else 15,
            deadline=None,
            derandomize=not TORTURE,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
