"""Rounds of the service by itself: silence is written down on its hour, one reminder goes out, what is over ends, the
log has its anchor outside.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.installation import Installation
from api.jobs.rounds import Watchman, anchored, anchors_of, go_round
from api.services.papers.filing import PaperDraft, file_paper
from models.agreement import Answer
from models.audit import Anchor, Flaw, head, verify
from models.document import PaperKind
from models.engines import reading
from models.message import Message
from models.states import Move
from tests.api import place as world
from tests.api.services.agreement.households import UNTIL, Families, families
from tests.api.services.world import END, KEY

MINUTE = timedelta(minutes=1)


@pytest.fixture
def made(database: Engine) -> Families:
    return families(database)


def at(made: Families, when: datetime, folder: Path = Path()) -> Installation:
    return world.place(made.world.engine, world.Clock(when), folder=folder)


def told(made: Families) -> list[tuple[str, str]]:
    """Who was sent something, and what about."""
    with reading(made.world.engine) as session:
        return sorted(session.exec(select(Message.account_id, Message.topic)).all())


def test_a_silent_parent_is_reminded_once_a_day_before(made: Families) -> None:
    version_id = made.offered()
    made.answer(version_id, Answer.AGREED, made.father)
    made.answer(version_id, Answer.WITHDRAWN, made.father)
    made.answer(version_id, Answer.AGREED)  # agreed by one is agreed: nobody is reminded
    assert go_round(at(made, UNTIL - timedelta(hours=1))).reminded == 0
    made.answer(version_id, Answer.WITHDRAWN)
    assert go_round(at(made, UNTIL - timedelta(hours=24) - MINUTE)).reminded == 0
    assert go_round(at(made, UNTIL - timedelta(hours=24))).reminded == 2
    assert told(made) == sorted((who, "timetable.remind") for who in (made.mother, made.father))
    assert go_round(at(made, UNTIL - timedelta(hours=1))).reminded == 0


def test_silence_is_written_down_when_its_time_has_come(made: Families) -> None:
    version_id = made.offered()
    assert go_round(at(made, UNTIL - MINUTE)).settled == 0
    assert (go_round(at(made, UNTIL)).settled, made.state(version_id)) == (1, "unanswered")
    assert go_round(at(made, UNTIL)).settled == 0
    assert go_round(at(made, UNTIL)).reminded == 0


def test_a_timetable_ends_after_its_last_day_or_with_its_case(made: Families) -> None:
    lasting, closed = made.published(0), made.published(1)
    newer = made.offered(1)
    with made.deputy() as unit:
        asked = PaperDraft(kind=PaperKind.END_APPLICATION, valid_from=unit.today, issued_on=unit.today)
        file_paper(unit, made.cases[1], asked)
    made.world.move(made.cases[1], Move.END_EARLY, END)
    place = at(made, datetime(2027, 5, 31, 6, tzinfo=UNTIL.tzinfo))
    assert (
        go_round(place).settled == 2 + 1
    )  # nobody has answered the newer one: first that, then it is taken back
    assert [made.state(key) for key in (lasting, closed, newer)] == ["published", "ended", "recalled"]
    assert go_round(at(made, datetime(2027, 6, 1, 6, tzinfo=UNTIL.tzinfo))).settled == 1
    assert made.state(lasting) == "ended"


def test_the_head_of_the_log_is_kept_outside_once_a_day(made: Families, tmp_path: Path) -> None:
    place = at(made, UNTIL, tmp_path)
    watchman = Watchman(place)
    watchman.look()
    watchman.look()
    (line,) = anchors_of(place).read_text(encoding="utf-8").splitlines()
    with reading(made.world.engine) as session:
        last = head(session)
    assert last is not None
    assert line.split()[1:] == [str(last.n), last.mac]
    assert anchored(place) == last
    with reading(made.world.engine) as session:
        assert Flaw("cut", last.n + 1) in verify(session, KEY, [Anchor(last.n + 1, last.mac)])
