"""A version from draft to publication, on both databases: who may do what, and what stands in the way."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from api.errors import Conflict, Forbidden, Invalid, NotFound
from api.services.agreement.canonical import digest
from api.services.agreement.timetable import offering
from api.services.agreement.timetable.answering import By, Reply, enter_reply, mark_lesson, reply
from api.services.agreement.timetable.approving import ToApprove, approve
from api.services.agreement.timetable.content import content_of
from api.services.agreement.timetable.desk import Seen
from api.services.agreement.timetable.publishing import ToPublish, publish
from models.agreement import Answer, AnswerChannel, Decision, Mark, TimetableEntry
from models.case import Guardian
from models.engines import reading, writing
from models.person import Role
from models.states import State
from tests import builders
from tests.api.services.agreement.households import (
    PLAIN,
    UNTIL,
    Families,
    families,
    guardian_id,
    small,
)
from tests.api.services.world import END, START


@pytest.fixture
def made(database: Engine) -> Families:
    return families(database)


def test_a_draft_holds_the_lessons_of_its_child(made: Families) -> None:
    version = made.get(made.drafted())
    content = content_of(version.text or "")
    assert version.digest == digest(version.text or "")
    assert [(line.subject, line.weeks, line.teacher) for line in content.lines] == [
        ("Математика", None, "Снегова Г. Г."), ("Русский язык", (1,), "Лугова В. В.")
    ]  # fmt: skip
    with reading(made.world.engine) as session:
        entries = session.exec(select(TimetableEntry).where(TimetableEntry.version_id == version.id)).all()
    assert {entry.digest for entry in entries} == {line.digest for line in content.lines}


def test_a_newer_draft_takes_the_place_of_an_older_one(made: Families) -> None:
    first = made.drafted()
    second = made.drafted()
    with pytest.raises(Exception, match="No row"):
        made.get(first)
    assert made.get(second).number == 1


def test_a_case_without_lessons_in_the_variant_is_told(made: Families) -> None:
    given = builders.problem(pupils=[builders.pupil("К-01")], rows=[builders.row(pupils=["К-01"])])
    variant = made.variant_of("r1 mon 10:00", problem=given)
    with pytest.raises(Invalid) as refused:
        made.drafted(1, variant=variant)
    assert refused.value.faults == {
        "cases": ("В этом варианте нет занятий по делу К-02. Уберите его из списка.",)
    }


def test_the_whole_way_to_publication(made: Families) -> None:
    version_id = made.offered()
    assert made.state(version_id) == "offered"
    made.answer(version_id, Answer.AGREED)
    assert made.state(version_id) == "agreed"
    made.approve(version_id)
    assert made.state(version_id) == "approved"
    made.publish(version_id)
    assert made.state(version_id) == "published"
    told = [action for action in made.world.actions() if action.startswith("timetable.")]
    assert told == [
        "timetable.draft", "timetable.offer", "timetable.decision", "timetable.answer", "timetable.approve",
        "timetable.publish",
    ]  # fmt: skip


def test_both_families_are_published_together(made: Families) -> None:
    one, two = made.offered(0), made.offered(1)
    made.answer(one, Answer.AGREED)
    made.answer(two, Answer.AGREED, made.other)
    made.approve(one)
    made.approve(two)
    made.publish(one, two)
    assert [made.state(one), made.state(two)] == ["published", "published"]


def test_silence_is_never_agreement(made: Families) -> None:
    version_id = made.offered()
    with pytest.raises(Conflict, match="ждёт ответа семьи"):
        made.approve(version_id)
    with made.deputy(UNTIL + timedelta(seconds=1)) as unit:
        assert offering.lapse(unit, made.get(version_id))
    assert made.state(version_id) == "unanswered"
    with pytest.raises(Invalid, match="отмеченные поля"):
        made.approve(version_id)
    made.approve(version_id, "Трижды звонили, мнение учтено по заявлению.")
    assert made.state(version_id) == "approved"


def test_a_deadline_that_has_not_passed_changes_nothing(made: Families) -> None:
    version_id = made.offered()
    with made.deputy(UNTIL - timedelta(seconds=1)) as unit:
        assert not offering.lapse(unit, made.get(version_id))
    assert made.state(version_id) == "offered"


def test_two_representatives_who_differ_make_a_dispute(made: Families) -> None:
    version_id = made.offered()
    made.answer(version_id, Answer.AGREED)
    made.answer(version_id, Answer.DECLINED, made.father)
    assert made.state(version_id) == "disputed"
    made.answer(version_id, Answer.AGREED, made.father)
    assert made.state(version_id) == "agreed"


def test_an_agreement_may_be_taken_back_until_the_approval(made: Families) -> None:
    version_id = made.offered()
    made.answer(version_id, Answer.AGREED)
    made.answer(version_id, Answer.WITHDRAWN)
    assert made.state(version_id) == "offered"
    made.answer(version_id, Answer.AGREED)
    made.approve(version_id)
    with pytest.raises(Conflict, match="утверждено директором"):
        made.answer(version_id, Answer.WITHDRAWN)


def test_the_same_answer_twice_is_one_answer(made: Families) -> None:
    version_id = made.offered()
    for _ in range(3):
        made.answer(version_id, Answer.AGREED)
    with reading(made.world.engine) as session:
        assert len(session.exec(select(Decision).where(Decision.version_id == version_id)).all()) == 1


def test_an_answer_to_another_text_is_refused(made: Families) -> None:
    version_id = made.offered()
    with (
        pytest.raises(Conflict, match="Расписание изменилось, пока вы смотрели"),
        made.acting(made.mother, Role.PARENT) as unit,
    ):
        reply(unit, version_id, Seen(digest="0" * 64), Reply(answer=Answer.AGREED))


def test_a_newer_offer_closes_the_older_one(made: Families) -> None:
    first = made.offered()
    seen = made.seen(first)
    second = made.offered()
    assert [made.state(first), made.state(second)] == ["superseded", "offered"]
    with pytest.raises(Conflict), made.acting(made.mother, Role.PARENT) as unit:
        reply(unit, first, seen, Reply(answer=Answer.AGREED))


def test_declining_needs_a_word_of_why(made: Families) -> None:
    version_id = made.offered()
    with pytest.raises(Invalid) as refused, made.acting(made.mother, Role.PARENT) as unit:
        reply(unit, version_id, made.seen(version_id), Reply(answer=Answer.DECLINED, comment=" "))
    assert refused.value.faults == {
        "comment": (
            "Отметьте занятие, которое не подходит, или напишите об этом словами: школа предложит другое.",
        )
    }


def test_foreign_and_missing_versions_are_not_found_alike(made: Families) -> None:
    version_id = made.offered()
    for account, key in ((made.other, version_id), (made.mother, "0" * 32)):
        with pytest.raises(NotFound), made.acting(account, Role.PARENT) as unit:
            reply(unit, key, Seen(digest="0" * 64), Reply(answer=Answer.AGREED))


def test_a_draft_is_not_there_for_the_family(made: Families) -> None:
    version_id = made.drafted()
    with pytest.raises(NotFound), made.acting(made.mother, Role.PARENT) as unit:
        reply(unit, version_id, made.seen(version_id), Reply(answer=Answer.AGREED))


def test_who_only_reads_does_not_answer(made: Families) -> None:
    with writing(made.world.engine) as session:
        row = session.exec(select(Guardian).where(Guardian.account_id == made.father)).one()
        row.may_decide = False
    version_id = made.offered()
    with pytest.raises(Forbidden, match="ответ даёт другой представитель"):
        made.answer(version_id, Answer.AGREED, made.father)


def test_a_representative_whose_time_is_over_finds_nothing(made: Families) -> None:
    version_id = made.offered()
    with writing(made.world.engine) as session:
        row = session.exec(select(Guardian).where(Guardian.account_id == made.mother)).one()
        row.last_on = START
    with pytest.raises(NotFound):
        made.answer(version_id, Answer.AGREED)


def test_staff_enter_an_answer_with_its_channel(made: Families) -> None:
    version_id = made.offered()
    with made.deputy() as unit:
        told = Reply(answer=Answer.AGREED)
        who = guardian_id(made, made.mother)
        made_decision = enter_reply(
            unit, version_id, who, made.seen(version_id), told, By(channel=AnswerChannel.CALL)
        )
        assert (made_decision.channel, made_decision.entered_by) == ("call", made.world.deputy_id)
    assert made.state(version_id) == "agreed"


def test_staff_do_not_answer_for_somebody_elses_parent(made: Families) -> None:
    version_id = made.offered()
    who, told = guardian_id(made, made.other), Reply(answer=Answer.AGREED)
    with pytest.raises(NotFound), made.deputy() as unit:
        enter_reply(unit, version_id, who, made.seen(version_id), told, By(channel=AnswerChannel.CALL))


def test_who_offered_does_not_approve(made: Families) -> None:
    version_id = made.drafted()
    with made.acting(made.director, Role.DIRECTOR) as unit:
        offering.offer(unit, version_id, made.seen(version_id), UNTIL)
    made.answer(version_id, Answer.AGREED)
    with pytest.raises(Conflict, match="кто предложил расписание, тот его не утверждает"):
        made.approve(version_id)


def test_an_approval_asks_for_the_password_again(made: Families) -> None:
    version_id = made.offered()
    made.answer(version_id, Answer.AGREED)
    for password_at in (None, datetime(2026, 9, 2, 8, 49, 59, tzinfo=UNTIL.tzinfo)):  # it is 9:00 now
        with (
            pytest.raises(Forbidden, match="Введите пароль ещё раз"),
            made.acting(made.director, Role.DIRECTOR) as unit,
        ):
            approve(unit, (ToApprove(version_id=version_id, seen=made.seen(version_id)),), password_at)


def test_a_deputy_does_not_approve(made: Families) -> None:
    version_id = made.offered()
    made.answer(version_id, Answer.AGREED)
    with pytest.raises(Forbidden), made.deputy() as unit:
        approve(unit, (ToApprove(version_id=version_id, seen=made.seen(version_id)),), unit.at)


def test_what_is_not_approved_is_not_published(made: Families) -> None:
    version_id = made.offered()
    made.answer(version_id, Answer.AGREED)
    with pytest.raises(Conflict, match="семья согласна"):
        made.publish(version_id)


def test_a_newer_publication_ends_the_one_before_the_day_before(made: Families) -> None:
    first = made.published()
    second = made.published(first=date(2026, 10, 5))
    assert [made.state(first), made.state(second)] == ["superseded", "published"]
    assert made.get(first).ended_on == date(2026, 10, 4)


def test_a_teacher_is_not_promised_to_two_homes_at_once(made: Families) -> None:
    made.published(0)
    clash = [words.replace("mon 11:10", "mon 10:45") for words in PLAIN]
    second = made.offered(1, variant=made.variant_of(*clash))
    made.answer(second, Answer.AGREED, made.other)
    made.approve(second)
    # 10:00–10:40 at h1, 8 minutes of way, 10:45 at h2: the checker of the kernel knows the way
    with pytest.raises(Conflict, match="учитель в одном месте и успевает доехать"):
        made.publish(second)
    assert made.state(second) == "approved"


def test_a_promise_beyond_the_contract_is_refused(made: Families) -> None:
    version_id = made.offered(last=date(2027, 6, 15))
    made.answer(version_id, Answer.AGREED)
    made.approve(version_id)
    with pytest.raises(Conflict, match=r"Расписание до 15\.06\.2027, а договор действует до 31\.05\.2027"):
        made.publish(version_id)


def test_a_text_edited_behind_the_service_is_not_published(made: Families) -> None:
    version_id = made.offered()
    made.answer(version_id, Answer.AGREED)
    made.approve(version_id)
    with writing(made.world.engine) as session:
        version = session.get_one(type(made.get(version_id)), version_id)
        version.text = (version.text or "").replace("10:00", "09:00")
    with pytest.raises(Conflict, match="Текст расписания не тот"):
        made.publish(version_id)


def test_all_are_published_or_none(made: Families) -> None:
    one, two = made.offered(0), made.offered(1, last=date(2027, 6, 15))
    made.answer(one, Answer.AGREED)
    made.answer(two, Answer.AGREED, made.other)
    made.approve(one)
    made.approve(two)
    with pytest.raises(Conflict):
        made.publish(one, two)
    assert [made.state(one), made.state(two)] == ["approved", "approved"]


def test_marks_of_lessons_that_stay_the_same_are_carried_over(made: Families) -> None:
    first = made.offered()
    lines = content_of(made.get(first).text or "").lines
    with made.acting(made.mother, Role.PARENT) as unit:
        mark_lesson(unit, first, lines[0].digest, True, None)
        mark_lesson(unit, first, lines[1].digest, False, "Во вторник бассейн")
    moved = [words.replace("tue 11:00", "wed 11:00") for words in PLAIN]
    second = made.offered(variant=made.variant_of(*moved))
    with reading(made.world.engine) as session:
        marks = session.exec(select(Mark).where(Mark.version_id == second).order_by(col(Mark.digest))).all()
    assert [(mark.digest, mark.fits, mark.carried) for mark in marks] == [(lines[0].digest, True, True)]


def test_a_lesson_of_another_version_is_not_marked(made: Families) -> None:
    version_id = made.offered()
    with pytest.raises(NotFound), made.acting(made.mother, Role.PARENT) as unit:
        mark_lesson(unit, version_id, "0" * 64, True, None)


def test_two_deputies_do_not_offer_one_draft_twice(made: Families) -> None:
    version_id = made.drafted()
    seen = made.seen(version_id)
    with made.deputy() as unit:
        offering.offer(unit, version_id, seen, UNTIL)
    with pytest.raises(Conflict), made.deputy() as unit:
        offering.offer(unit, version_id, seen, UNTIL)


def test_an_offer_is_taken_back_before_the_approval_only(made: Families) -> None:
    version_id = made.offered()
    with made.deputy() as unit:
        offering.recall(unit, version_id, made.seen(version_id))
    assert made.state(version_id) == "recalled"
    with pytest.raises(Conflict, match="отозвано школой"):
        made.answer(version_id, Answer.AGREED)


def test_an_approved_timetable_moves_a_case_that_waits_for_it(made: Families) -> None:
    world = made.world
    from models.states import Move

    case_id = world.case(START)
    world.package(case_id, START)
    world.consents(case_id, START)
    world.order(START, "о-9", (case_id, START, END))
    world.contract(case_id, START, END)
    for move in (Move.COMPLETE, Move.ORDER, Move.CONTRACT, Move.PLAN):
        world.move(case_id, move, START)
    assert world.get(case_id).code == "К-03"
    given = builders.problem(pupils=[builders.pupil("К-03")], rows=[builders.row(pupils=["К-03"])])
    with made.deputy() as unit:
        from api.services.agreement.timetable.drafting import draft_versions

        variant = made.variant_of("r1 mon 10:00", problem=given)
        version_id = draft_versions(unit, variant, [case_id], START, END)[0].id
    with made.deputy() as unit:
        offering.offer(unit, version_id, made.seen(version_id), UNTIL)
    with made.deputy(UNTIL + timedelta(hours=1)) as unit:
        offering.lapse(unit, made.get(version_id))
    made.approve(version_id, "Родители в отъезде, мнение учтено по телефону.")
    assert world.get(case_id).state == State.SCHEDULED


def test_lessons_with_shared_rows_are_checked_once(made: Families) -> None:
    given = small()
    shared = given.model_copy(
        update={"rows": (given.rows[0].model_copy(update={"pupils": ("К-01", "К-02")}), *given.rows[1:])}
    )
    variant = made.variant_of(
        "math-1/1 w1 mon 10:00", "math-1/2 w2 mon 10:00", "rus-1 w1 tue 11:00", problem=shared
    )
    one, two = made.offered(0, variant=variant), made.offered(1, variant=variant)
    made.answer(one, Answer.AGREED)
    made.answer(two, Answer.AGREED, made.other)
    made.approve(one)
    made.approve(two)
    with made.deputy() as unit:
        publish(unit, [ToPublish(version_id=key, seen=made.seen(key)) for key in (one, two)])
    assert made.state(two) == "published"
