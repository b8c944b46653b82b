"""Two people at the same version at the same time: one of them is told, nothing is half done. Both databases."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.errors import Refusal
from api.services.plans.acts import acts_of, answer, approve, offer, withdraw
from api.services.plans.drafts import PlanDraft, next_version, start_plan, write_rows
from api.services.unit import Unit
from models.audit import verify
from models.engines import reading
from models.plan import Act, Plan, PlanKind, PlanState
from models.states import State
from tests.api.services.plans.families import P3, Families, new_families
from tests.api.services.world import END, KEY, START

ROUNDS = 6
Step = tuple[str, Callable[[Unit], object]]


def race(home: Families, *steps: Step) -> list[str]:
    """Everybody at once; what each was told: `done`, or the kind of refusal."""
    barrier = threading.Barrier(len(steps))
    told = [""] * len(steps)

    def run(number: int, who: str, act: Callable[[Unit], object]) -> None:
        barrier.wait()
        try:
            with home.acting(who) as unit:
                act(unit)
            told[number] = "done"
        except Refusal as refused:
            told[number] = refused.code

    threads = [threading.Thread(target=run, args=(n, who, act)) for n, (who, act) in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def whole(home: Families) -> None:
    """What holds after every race: the log is unbroken, at most one version is approved, acts count from 1."""
    with reading(home.world.engine) as session:
        assert verify(session, KEY) == ()
        plans = session.exec(select(Plan)).all()
        approved = Counter(plan.case_id for plan in plans if plan.state == PlanState.APPROVED)
        assert set(approved.values()) <= {1}
        for plan in plans:
            numbers = [act.number for act in acts_of(session, plan.id)]
            assert numbers == list(range(1, len(numbers) + 1))


@pytest.fixture
def home(database: Engine) -> Families:
    return new_families(database)


def test_agreeing_against_a_newer_offer_never_leaves_an_agreed_old_version(home: Families) -> None:
    old = home.offered()
    for _ in range(ROUNDS):
        with home.acting("deputy") as unit:
            new = next_version(unit, old, START, END).id
        bound = home.bound(old)
        agreed, offered = race(
            home,
            ("mother", lambda unit, plan=old, bound=bound: answer(unit, plan, bound, True)),  # type: ignore[misc]
            ("deputy", lambda unit, plan=new: offer(unit, plan, 1)),  # type: ignore[misc]
        )
        assert offered == "done"
        assert agreed in ("done", "conflict")
        assert (home.plan(old).state, home.plan(new).state) == (PlanState.SUPERSEDED, PlanState.OFFERED)
        assert acts_made(home, old).count(Act.AGREE) == (agreed == "done")
        whole(home)
        old = new


def acts_made(home: Families, plan_id: str) -> list[str]:
    with reading(home.world.engine) as session:
        return [act.act for act in acts_of(session, plan_id)]


def test_two_deputies_writing_one_draft_lose_nothing_silently(home: Families) -> None:
    plan_id = home.draft()
    for count in range(1, ROUNDS):
        rev = home.plan(plan_id).rev
        told = race(
            home,
            ("deputy", lambda unit, rev=rev, n=count: write_rows(unit, plan_id, rev, P3[:n])),  # type: ignore[misc]
            ("other", lambda unit, rev=rev, n=count: write_rows(unit, plan_id, rev, P3[: n + 1])),  # type: ignore[misc]
        )
        assert sorted(told) == ["conflict", "done"]
        assert home.plan(plan_id).rev == rev + 1
    whole(home)


def test_two_deputies_offering_one_draft_make_one_offer(home: Families) -> None:
    plan_id = home.draft()
    told = race(
        home,
        ("deputy", lambda unit: offer(unit, plan_id, 1)),
        ("other", lambda unit: offer(unit, plan_id, 1)),
    )
    assert sorted(told) == ["conflict", "done"]
    assert acts_made(home, plan_id) == [Act.OFFER]
    whole(home)


def test_two_deputies_beginning_a_plan_get_one_draft(home: Families) -> None:
    draft = PlanDraft(kind=PlanKind.IUP, first_on=START, last_on=END)

    def begin(unit: Unit) -> object:
        return start_plan(unit, home.case_id, draft)

    assert sorted(race(home, ("deputy", begin), ("other", begin))) == ["conflict", "done"]
    whole(home)


def test_approving_against_withdrawing_ends_as_one_of_the_two(home: Families) -> None:
    for _ in range(ROUNDS):
        with home.acting("deputy") as unit:
            plan_id = start_plan(
                unit, home.case_id, PlanDraft(kind=PlanKind.IUP, first_on=START, last_on=END), P3
            ).id
            offer(unit, plan_id, 1)
        home.answered(plan_id, "mother")
        bound = home.bound(plan_id)
        approved, withdrawn = race(
            home,
            ("director", lambda unit, plan=plan_id, bound=bound: approve(unit, plan, bound)),  # type: ignore[misc]
            ("mother", lambda unit, plan=plan_id, bound=bound: withdraw(unit, plan, bound)),  # type: ignore[misc]
        )
        assert sorted((approved, withdrawn)) == ["conflict", "done"]
        state = home.plan(plan_id).state
        assert state == (PlanState.APPROVED if approved == "done" else PlanState.OFFERED)
        if approved == "done":
            assert home.case().state == State.PLANNED
        whole(home)


def test_one_form_sent_eight_times_at_once_makes_one_answer(home: Families) -> None:
    plan_id = home.offered()
    bound = home.bound(plan_id, request="k" * 32)
    steps = [("mother", lambda unit: answer(unit, plan_id, bound, True))] * 8
    assert race(home, *steps) == ["done"] * 8  # type: ignore[arg-type]
    assert acts_made(home, plan_id) == [Act.OFFER, Act.AGREE]
    whole(home)


def test_both_parents_at_once_are_each_heard_or_asked_to_look_again(home: Families) -> None:
    plan_id = home.offered()
    bound = home.bound(plan_id)
    told = race(
        home,
        ("mother", lambda unit: answer(unit, plan_id, bound, True)),
        ("father", lambda unit: answer(unit, plan_id, bound, False, "Много часов")),
    )
    assert sorted(told) == ["conflict", "done"]
    heard = PlanState.AGREED if told[0] == "done" else PlanState.DECLINED
    assert home.plan(plan_id).state == heard
    whole(home)
