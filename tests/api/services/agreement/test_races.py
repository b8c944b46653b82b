"""Two people at the same version at once: one of them is told, nothing is half done. Both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.errors import Refusal
from api.services.agreement.timetable import offering
from api.services.agreement.timetable.answering import Reply, reply
from api.services.agreement.timetable.approving import ToApprove, approve
from api.services.agreement.timetable.desk import Seen
from api.services.agreement.timetable.publishing import ToPublish
from api.services.agreement.timetable.review import publish_and_tell
from api.services.unit import Unit
from models.agreement import Answer, Approval, Decision, Publication, TimetableVersion, VersionState
from models.audit import verify
from models.base import Kept
from models.engines import reading
from models.message import Message
from models.person import Role
from tests.api.services.agreement.households import UNTIL, Families, families
from tests.api.services.world import KEY

ROUNDS = 5
ADDRESS = "https://school.example"
Step = tuple[str, Role, Callable[[Unit], object]]
OPEN = ("offered", "agreed", "declined", "disputed", "unanswered", "approved")


@pytest.fixture
def made(database: Engine) -> Families:
    return families(database)


def race(made: Families, *steps: Step) -> list[str]:
    """Everybody at once; what each was told: `done`, or the kind of refusal."""
    barrier = threading.Barrier(len(steps))
    told = [""] * len(steps)

    def run(number: int, step: Step) -> None:
        account_id, role, act = step
        barrier.wait()
        try:
            with made.acting(account_id, role) as unit:
                act(unit)
            told[number] = "done"
        except Refusal as refused:
            told[number] = refused.code

    threads = [threading.Thread(target=run, args=(n, step)) for n, step in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole(made)
    return told


def rows(made: Families, kind: type[Kept]) -> Sequence[Kept]:
    with reading(made.world.engine) as session:
        return session.exec(select(kind)).all()


def whole(made: Families) -> None:
    """What holds after every race: the log is unbroken, of a case at most one version is open and one in force."""
    with reading(made.world.engine) as session:
        assert verify(session, KEY) == ()
        versions = session.exec(select(TimetableVersion)).all()
    for case_id in made.cases:
        told = [row.state for row in versions if row.case_id == case_id]
        assert sum(state in OPEN for state in told) <= 1
        assert told.count(VersionState.PUBLISHED) <= 1


def shown(made: Families, version_id: str) -> Seen:
    """What the page of a family carries: the digest alone."""
    return Seen(digest=made.get(version_id).digest or "")


def agree(made: Families, version_id: str, answer: Answer = Answer.AGREED) -> Step:
    seen = shown(made, version_id)
    return made.mother, Role.PARENT, lambda unit: reply(unit, version_id, seen, Reply(answer=answer))


def approval(made: Families, version_id: str) -> Step:
    chosen = ToApprove(version_id=version_id, seen=made.seen(version_id))
    return made.director, Role.DIRECTOR, lambda unit: approve(unit, (chosen,), unit.at)


def test_agreeing_against_a_newer_offer_never_leaves_an_agreed_old_version(made: Families) -> None:
    old = made.offered()
    for _ in range(ROUNDS):
        new = made.drafted()
        seen = made.seen(new)
        offer: Step = (
            made.world.deputy_id, Role.DEPUTY,
            lambda unit, new=new, seen=seen: offering.offer(unit, new, seen, UNTIL),  # type: ignore[misc]
        )  # fmt: skip
        agreed, offered = race(made, agree(made, old), offer)
        assert (offered, made.state(old), made.state(new)) == ("done", "superseded", "offered")
        assert agreed in ("done", "conflict")
        old = new


def test_one_answer_sent_eight_times_at_once_is_one_answer(made: Families) -> None:
    version_id = made.offered()
    assert race(made, *[agree(made, version_id)] * 8) == ["done"] * 8
    assert len(rows(made, Decision)) == 1
    assert made.state(version_id) == "agreed"


def test_approving_against_taking_back_is_one_or_the_other(made: Families) -> None:
    for _ in range(ROUNDS):
        version_id = made.offered()
        made.answer(version_id, Answer.AGREED)
        back, approved = race(made, agree(made, version_id, Answer.WITHDRAWN), approval(made, version_id))
        assert sorted([back, approved]) == ["conflict", "done"]
        assert made.state(version_id) == ("approved" if approved == "done" else "offered")


def test_two_directors_approve_once(made: Families) -> None:
    version_id = made.offered()
    made.answer(version_id, Answer.AGREED)
    assert sorted(race(made, *[approval(made, version_id)] * 3)) == ["conflict", "conflict", "done"]
    assert len(rows(made, Approval)) == 1


def test_two_deputies_publish_once_and_tell_once(made: Families) -> None:
    version_id = made.offered()
    made.answer(version_id, Answer.AGREED)
    made.approve(version_id)
    chosen = [ToPublish(version_id=version_id, seen=made.seen(version_id))]
    step: Step = made.world.deputy_id, Role.DEPUTY, lambda unit: publish_and_tell(unit, chosen, ADDRESS)
    assert sorted(race(made, step, step, step)) == ["conflict", "conflict", "done"]
    assert len(rows(made, Publication)) == 1
    assert len(rows(made, Message)) == 2  # mother and father


def test_two_representatives_at_once_who_differ_make_a_dispute(made: Families) -> None:
    version_id = made.offered()
    seen = shown(made, version_id)
    told = Reply(answer=Answer.DECLINED, comment="Во вторник процедуры")
    father: Step = made.father, Role.PARENT, lambda unit: reply(unit, version_id, seen, told)
    assert race(made, agree(made, version_id), father) == ["done", "done"]
    assert made.state(version_id) == "disputed"


def test_nobody_acts_on_what_was_shown_before_an_answer(made: Families) -> None:
    version_id = made.offered()
    made.answer(version_id, Answer.AGREED)
    recalled, approved = made.seen(version_id), approval(made, version_id)
    made.answer(version_id, Answer.DECLINED, made.father)
    deputy: Step = (
        made.world.deputy_id, Role.DEPUTY, lambda unit: offering.recall(unit, version_id, recalled)
    )  # fmt: skip
    assert [race(made, deputy), race(made, approved)] == [["conflict"], ["conflict"]]
    assert made.state(version_id) == "disputed"
