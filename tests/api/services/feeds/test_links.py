"""Links of one's own: who may have what, tokens that stand nowhere, renewing, revoking, others' links."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api import feeding
from api.errors import Conflict, Invalid, NotFound
from api.services.feeds import links
from api.services.feeds.links import LinkDraft
from models.engines import reading
from models.message import FeedLevel, FeedLink
from models.person import Role
from tests.api.services.feeds.subscribers import AGENT, Subscribers, subscribers
from tests.api.services.world import KEY


@pytest.fixture
def made(database: Engine) -> Subscribers:
    return subscribers(database, published=False)


def titles(made: Subscribers, account_id: str, role: Role) -> list[str]:
    with made.acting(account_id, role) as (unit, _):
        return [each.title for each in links.offered(unit)]


def test_everybody_is_offered_what_is_theirs(made: Subscribers) -> None:
    home = made.made
    assert titles(made, made.maths, Role.TEACHER) == ["Мои занятия"]
    assert titles(made, home.mother, Role.PARENT) == ["Занятия, Пётр"]
    assert titles(made, home.world.deputy_id, Role.DEPUTY) == ["Все занятия школы"]
    assert titles(made, home.director, Role.CLASS_TEACHER) == []
    assert titles(made, home.mother, Role.TEACHER) == []


def test_a_token_stands_nowhere_and_has_256_bits(made: Subscribers) -> None:
    token = made.of_teacher()
    row = made.row(token)
    assert len(token) == 43  # 32 bytes in base 64 without padding
    assert token not in row.model_dump_json()
    assert (row.level, row.alarm_min, row.ends_on) == (FeedLevel.BARE, None, None)
    assert made.row(made.of_mother()).ends_on == date(2027, 8, 31)


def test_a_link_of_a_child_shows_no_address_whatever_is_asked(made: Subscribers) -> None:
    with pytest.raises(Invalid) as refused:
        made.of_mother(level=FeedLevel.ADDRESS)
    assert refused.value.faults == {"level": ("Выберите, что показывать.",)}


def test_every_fault_of_a_draft_is_told_at_once(made: Subscribers) -> None:
    draft = LinkDraft(whose="case:x", label=" ", alarm_min=7)
    with made.acting(made.maths, Role.TEACHER) as (unit, door), pytest.raises(Invalid) as refused:
        links.make(unit, door, draft)
    assert set(refused.value.faults) == {"label", "whose", "alarm_min"}


def test_somebody_elses_children_and_lessons_cannot_be_asked_for(made: Subscribers) -> None:
    for account_id, role, whose in (
        (made.made.mother, Role.PARENT, f"case:{made.made.cases[1]}"),
        (made.maths, Role.TEACHER, f"school:{made.made.world.school_id}"),
        (made.made.mother, Role.PARENT, f"school:{made.made.world.school_id}"),
    ):
        with made.acting(account_id, role) as (unit, door), pytest.raises(Invalid) as refused:
            links.make(unit, door, LinkDraft(whose=whose, label="Телефон"))
        assert list(refused.value.faults) == ["whose"]


def test_ten_links_are_enough(made: Subscribers) -> None:
    tokens = [made.of_teacher() for _ in range(links.MOST)]
    with pytest.raises(Conflict, match="У вас уже 10 ссылок"):
        made.of_teacher()
    with made.acting(made.maths, Role.TEACHER) as (unit, _):
        links.revoke(unit, made.row(tokens[0]).id)
    assert made.of_teacher()


def test_a_renewed_link_shows_the_same_and_the_old_one_nothing(made: Subscribers) -> None:
    old = made.of_teacher(level=FeedLevel.ADDRESS, alarm_min=30)
    with made.acting(made.maths, Role.TEACHER) as (unit, door):
        new = links.renew(unit, door, made.row(old).id).token.get_secret_value()
    assert made.row(old).revoked_at == made.clock()
    row = made.row(new)
    assert (row.level, row.alarm_min, row.label) == (FeedLevel.ADDRESS, 30, "Телефон")


@pytest.mark.parametrize("act", ["revoke", "renew"])
def test_somebody_elses_link_is_not_there(made: Subscribers, act: str) -> None:
    link_id = made.row(made.of_teacher()).id
    with made.acting(made.russian, Role.TEACHER) as (unit, door), pytest.raises(NotFound):
        links.revoke(unit, link_id) if act == "revoke" else links.renew(unit, door, link_id)
    assert made.row(made.of_teacher()).revoked_at is None


def test_revoking_twice_is_one_revocation(made: Subscribers) -> None:
    token = made.of_teacher()
    with made.acting(made.maths, Role.TEACHER) as (unit, _):
        links.revoke(unit, made.row(token).id)
    first = made.row(token).revoked_at
    made.clock.on(days=1)
    with made.acting(made.maths, Role.TEACHER) as (unit, _):
        links.revoke(unit, made.row(token).id)
    assert made.row(token).revoked_at == first


def test_a_token_never_made_finds_nothing(made: Subscribers) -> None:
    token = made.of_teacher()
    for wrong in ("", "x", token[:-1], token.swapcase(), KEY.decode()):
        assert feeding.ask(made.where, wrong, AGENT) is None


def test_one_link_asked_too_often_waits_and_others_do_not(made: Subscribers) -> None:
    busy, calm = made.of_teacher(), made.of_teacher()
    memory = made.where.feeds
    link_id = made.row(busy).id
    assert [memory.wait(link_id, 60, now=100.0) for _ in range(61)] == [0] * 60 + [1]
    assert memory.wait(link_id, 60, now=101.0) == 0
    assert memory.wait(made.row(calm).id, 60, now=100.0) == 0


def test_acts_are_in_the_log_by_key_alone(made: Subscribers) -> None:
    token = made.of_teacher()
    with made.acting(made.maths, Role.TEACHER) as (unit, _):
        links.revoke(unit, made.row(token).id)
    assert [act for act, _, _ in made.made.world.log() if act.startswith("feed")] == [
        "feed.make",
        "feed.revoke",
    ]
    with reading(made.engine) as session:
        assert session.exec(select(FeedLink.label)).all() == ["Телефон"]
