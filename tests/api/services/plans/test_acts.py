"""The way of a version: offered, answered, approved, superseded; who may do what, and what is kept of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from api.errors import Conflict, Forbidden, Invalid, NotFound
from api.services.agreement.canonical import digest, short_code
from api.services.cases.life import make_move
from api.services.cases.pupils import end_guardian
from api.services.plans.acts import (
    acts_of,
    answer,
    approve,
    enter_answer,
    offer,
    recall,
    withdraw,
)
from api.services.plans.drafts import next_version, remove_draft, write_rows
from api.services.plans.seen import plan_seen
from api.services.plans.store import rows_of, spans, versions
from api.services.plans.text import sheet_in, text_of
from models.case import Guardian
from models.engines import reading, writing
from models.plan import Act, AnswerChannel, PlanState
from models.states import Move, State
from tests.api.services.plans.families import P3, Families, new_families, row
from tests.api.services.world import END, START, day


@pytest.fixture
def home(database: Engine) -> Families:
    return new_families(database)


def acts(home: Families, plan_id: str) -> list[str]:
    with reading(home.world.engine) as session:
        return [act.act for act in acts_of(session, plan_id)]


def test_an_offered_version_is_bound_to_its_text(home: Families) -> None:
    plan = home.plan(home.offered())
    assert plan.state == PlanState.OFFERED
    assert plan.text is not None
    assert plan.digest == digest(plan.text)
    sheet = sheet_in(plan.text)
    assert text_of(sheet) == plan.text
    assert (sheet.hours, sheet.code, sheet.number) == ("10", "К-01", 1)
    assert sheet.sentence == (
        "Я прочитал(а) этот план: 12 предметов, часов в неделю 10, "
        "с 01.09.2026 по 31.05.2027. Я согласен(на) с ним."
    )


def test_what_was_offered_is_not_written_any_more(home: Families) -> None:
    plan_id = home.offered()
    with pytest.raises(Conflict), home.acting("deputy") as unit:
        write_rows(unit, plan_id, home.plan(plan_id).rev, P3[:3])
    with pytest.raises(Conflict), home.acting("deputy") as unit:
        remove_draft(unit, plan_id, home.plan(plan_id).rev)


def test_a_plan_without_rows_is_not_offered(home: Families) -> None:
    plan_id = home.draft()
    with home.acting("deputy") as unit:
        write_rows(unit, plan_id, 1, ())
    with pytest.raises(Conflict, match="нет ни одной строки"), home.acting("deputy") as unit:
        offer(unit, plan_id, 2)


def test_agreed_and_approved_by_different_people_moves_the_case_on(home: Families) -> None:
    plan_id = home.offered()
    home.answered(plan_id, "mother")
    assert home.plan(plan_id).state == PlanState.AGREED
    home.approve(plan_id)
    assert home.plan(plan_id).state == PlanState.APPROVED
    assert home.case().state == State.PLANNED
    assert acts(home, plan_id) == [Act.OFFER, Act.AGREE, Act.APPROVE]
    told = [
        (action, facts.get("digest"))
        for action, kind, facts in home.world.log()
        if kind == "plan" and action != "plan.draft"
    ]
    same = home.plan(plan_id).digest
    assert told == [("plan.offer", same), ("plan.agree", same), ("plan.approve", same)]


def test_who_offered_does_not_approve(home: Families) -> None:
    plan_id = home.draft()
    with home.acting("director") as unit:
        offer(unit, plan_id, 1)
    home.answered(plan_id, "mother")
    with pytest.raises(Conflict, match="вы сами"):
        home.approve(plan_id)
    assert home.plan(plan_id).state == PlanState.AGREED


def test_silence_is_never_agreement(home: Families) -> None:
    plan_id = home.offered()
    with pytest.raises(Conflict, match="Молчание"):
        home.approve(plan_id, "Срок ответа прошёл, план нужен.")


def test_a_declined_version_is_approved_for_a_written_reason_only(home: Families) -> None:
    plan_id = home.offered()
    home.answered(plan_id, "mother", agrees=False, reason="Мало математики")
    assert home.plan(plan_id).state == PlanState.DECLINED
    with pytest.raises(Invalid) as refused:
        home.approve(plan_id, "нет")
    assert list(refused.value.faults) == ["reason"]
    home.approve(plan_id, "По заключению комиссии больше часов нельзя.")
    assert home.plan(plan_id).state == PlanState.APPROVED
    with reading(home.world.engine) as session:
        made = acts_of(session, plan_id)[-1]
    assert made.reason == "По заключению комиссии больше часов нельзя."


def test_one_no_outweighs_a_yes_whichever_came_first(home: Families) -> None:
    plan_id = home.offered()
    home.answered(plan_id, "mother")
    home.answered(plan_id, "father", agrees=False, reason="Много часов")
    assert home.plan(plan_id).state == PlanState.DECLINED
    bound = home.bound(plan_id)
    with home.acting("father") as unit:
        withdraw(unit, plan_id, bound)
    assert home.plan(plan_id).state == PlanState.AGREED  # the mother's answer stands


def test_an_answer_is_taken_back_until_approval(home: Families) -> None:
    plan_id = home.offered()
    home.answered(plan_id, "mother")
    bound = home.bound(plan_id)
    with home.acting("mother") as unit:
        withdraw(unit, plan_id, bound)
    assert home.plan(plan_id).state == PlanState.OFFERED
    home.answered(plan_id, "mother")
    home.approve(plan_id)
    bound = home.bound(plan_id)
    with pytest.raises(Conflict, match="уже утверждён"), home.acting("mother") as unit:
        withdraw(unit, plan_id, bound)


def test_declining_needs_a_reason(home: Families) -> None:
    plan_id = home.offered()
    with pytest.raises(Invalid) as refused:
        home.answered(plan_id, "mother", agrees=False, reason="  ")
    assert list(refused.value.faults) == ["reason"]


def test_who_only_reads_does_not_answer_and_who_spoke_last_month_sees_nothing(home: Families) -> None:
    plan_id = home.offered()
    with writing(home.world.engine) as session:
        session.get_one(Guardian, home.guardian("father")).may_decide = False
    bound = home.bound(plan_id)
    with home.acting("father") as unit:
        assert plan_seen(unit, plan_id).guardian is not None
        with pytest.raises(Forbidden):
            answer(unit, plan_id, bound, True)
    with home.acting("deputy") as unit:
        end_guardian(unit, home.guardian("mother"), 1, START)
    with pytest.raises(NotFound), home.acting("mother", day("02.09.2026")) as unit:
        answer(unit, plan_id, bound, True)


@pytest.mark.parametrize("who", ["stranger", "director", "deputy"])
def test_nobody_answers_for_a_child_of_somebody_else(home: Families, who: str) -> None:
    plan_id = home.offered()
    bound = home.bound(plan_id)
    with pytest.raises((NotFound, Forbidden)), home.acting(who) as unit:
        answer(unit, plan_id, bound, True)
    assert acts(home, plan_id) == [Act.OFFER]


def test_a_draft_is_not_there_for_a_parent(home: Families) -> None:
    plan_id = home.draft()
    with pytest.raises(NotFound), home.acting("mother") as unit:
        plan_seen(unit, plan_id)


def test_another_school_finds_no_plan(home: Families) -> None:
    plan_id = home.offered()
    foreign = new_families(home.world.engine, "s200", contracted=False)
    for who in ("deputy", "director", "mother"):
        with pytest.raises(NotFound), foreign.acting(who) as unit:
            plan_seen(unit, plan_id)


def test_an_answer_by_telephone_is_entered_with_its_channel(home: Families) -> None:
    plan_id = home.offered()
    bound = home.bound(plan_id)
    with home.acting("deputy") as unit:
        made = enter_answer(unit, plan_id, bound, home.guardian("father"), True, AnswerChannel.CALL)
    assert (made.channel, made.account_id) == (AnswerChannel.CALL, home.accounts["deputy"])
    assert home.plan(plan_id).state == PlanState.AGREED


def test_a_paper_counts_for_the_version_whose_code_stands_on_it(home: Families) -> None:
    plan_id = home.offered()
    bound, father = home.bound(plan_id), home.guardian("father")
    with pytest.raises(Invalid) as refused, home.acting("deputy") as unit:
        enter_answer(unit, plan_id, bound, father, True, AnswerChannel.PAPER, code="0000-0000-00")
    assert list(refused.value.faults) == ["code"]
    code = short_code(bound.digest).lower().replace("-", " ")
    with home.acting("deputy") as unit:
        enter_answer(unit, plan_id, bound, father, True, AnswerChannel.PAPER, code=code)
    assert home.plan(plan_id).state == PlanState.AGREED


def test_the_same_form_sent_twice_makes_one_act(home: Families) -> None:
    plan_id = home.offered()
    bound = home.bound(plan_id, request="k" * 32)
    for _ in range(3):
        with home.acting("mother") as unit:
            answer(unit, plan_id, bound, True)
    assert acts(home, plan_id) == [Act.OFFER, Act.AGREE]
    with pytest.raises(Conflict, match="другим ответом"), home.acting("mother") as unit:
        answer(unit, plan_id, bound, False, "передумали")
    again = replace(bound, request="m" * 32)
    with home.acting("mother") as unit:
        answer(unit, plan_id, again, True)  # a new form, the same decision: no second record
    assert acts(home, plan_id) == [Act.OFFER, Act.AGREE]


def test_an_answer_to_what_stood_there_before_is_refused(home: Families) -> None:
    plan_id = home.offered()
    bound = home.bound(plan_id)
    wrong = replace(bound, digest="0" * 64)
    with pytest.raises(Conflict, match="изменился"), home.acting("mother") as unit:
        answer(unit, plan_id, wrong, True)
    late = replace(bound, rev=bound.rev - 1)
    with pytest.raises(Conflict), home.acting("mother") as unit:
        answer(unit, plan_id, late, True)


def test_a_newer_offer_supersedes_what_waited(home: Families) -> None:
    old = home.offered()
    stale = home.bound(old)
    with home.acting("deputy") as unit:
        new = next_version(unit, old, START, END).id
        offer(unit, new, 1)
    assert (home.plan(old).state, home.plan(new).state) == (PlanState.SUPERSEDED, PlanState.OFFERED)
    with pytest.raises(Conflict, match="больше не ждёт"), home.acting("mother") as unit:
        answer(unit, old, stale, True)


def test_a_recalled_version_waits_no_more(home: Families) -> None:
    plan_id = home.offered()
    bound = home.bound(plan_id)
    with home.acting("other") as unit:
        recall(unit, plan_id, bound)
    assert home.plan(plan_id).state == PlanState.SUPERSEDED
    assert acts(home, plan_id) == [Act.OFFER, Act.RECALL]


def test_a_new_version_keeps_the_keys_and_ends_the_one_before_on_its_eve(home: Families) -> None:
    old = home.approved()
    change = day("01.02.2027")
    with home.acting("deputy") as unit:
        new = next_version(unit, old, change, END).id
        assert [one.key for one in rows_of(unit.session, new)] == [
            one.key for one in rows_of(unit.session, old)
        ]
        offer(unit, new, 1)
    home.answered(new, "father")
    home.approve(new)
    assert (home.plan(old).state, home.plan(old).last_on) == (PlanState.SUPERSEDED, day("31.01.2027"))
    assert home.plan(new).state == PlanState.APPROVED
    with reading(home.world.engine) as session:
        told = [(plan.number, first, last) for plan, first, last in spans(versions(session, home.case_id))]
    assert told == [(1, START, day("31.01.2027")), (2, change, END)]


def test_a_version_replaced_before_it_began_never_held(home: Families) -> None:
    old = home.approved()
    with home.acting("deputy") as unit:
        new = next_version(unit, old, START, END).id
        offer(unit, new, 1)
    home.answered(new, "mother")
    home.approve(new)
    with reading(home.world.engine) as session:
        told = [(plan.id, first, last) for plan, first, last in spans(versions(session, home.case_id))]
    assert told == [(new, START, END)]


def test_where_a_plan_is_kept_the_mark_by_hand_waits_for_approval(home: Families) -> None:
    home.offered()
    with pytest.raises(Conflict, match="ещё не утверждён"), home.acting("deputy") as unit:
        make_move(unit, home.case_id, home.case().rev, Move.PLAN)
    assert home.case().state == State.CONTRACTED


def test_without_a_plan_in_the_service_the_mark_is_made_by_hand_as_before(home: Families) -> None:
    plan_id = home.draft()
    with home.acting("deputy") as unit:
        remove_draft(unit, plan_id, 1)
    home.world.move(home.case_id, Move.PLAN, START)
    assert home.case().state == State.PLANNED


def test_approving_before_the_contract_leaves_the_case_where_it_is(database: Engine) -> None:
    home = new_families(database, contracted=False)
    home.approved()
    assert home.case().state == State.APPLIED


def test_a_text_that_was_tampered_with_is_not_approved(home: Families) -> None:
    plan_id = home.offered()
    home.answered(plan_id, "mother")
    with writing(home.world.engine) as session:
        plan = home.plan(plan_id)
        session.add(plan)
        assert plan.text is not None
        plan.text = plan.text.replace('"hours":"10"', '"hours":"12"')
    with pytest.raises(Conflict, match="не совпадает с его кодом"):
        home.approve(plan_id)


def test_only_a_director_approves(home: Families) -> None:
    plan_id = home.offered(row("Математика", "8"))
    home.answered(plan_id, "mother")
    bound = home.bound(plan_id)
    with pytest.raises(Forbidden), home.acting("other") as unit:
        approve(unit, plan_id, bound)
