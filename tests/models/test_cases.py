"""What the database itself refuses of cases and papers, and the migration with data on both ways."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import IntegrityError

from models.base import Keep, Privacy, Table, now
from models.case import Case, Guardian, Pupil, level_of
from models.document import Consent, Contract, Order, OrderPupil, Paper, StoredFile
from models.engines import reading, writing
from models.migrate import downgrade, upgrade
from models.school import Bell, HoursNorm, NetworkAgreement, School
from models.year import Year, YearBreak, YearMovedDay, YearTerm
from tests.api.services.world import END, START, World, new_world

SPECIAL = {
    "case_file.programme", "case_medical.number", "case_medical.issuer", "case_medical.issued_on",
    "case_medical.max_day_min", "case_medical.ends_by_min", "case_medical.limits",
    "plan.kind", "plan.text", "plan_act.reason", "family_window.kind", "once.answer",
    "council_paper.advice", "final_attestation.document", "final_attestation.way", "row_result.words",
}  # fmt: skip


def test_special_values_stand_where_they_should_and_nowhere_else() -> None:
    found = {
        f"{table.name}.{column.name}"
        for table in Table.metadata.tables.values()
        for column in table.columns
        if column.info["privacy"] == Privacy.SPECIAL
    }
    assert found == SPECIAL


def test_what_medical_papers_say_is_kept_for_their_own_term() -> None:
    table = Table.metadata.tables["case_medical"]
    terms = {column.info["keep"] for column in table.columns if column.info["privacy"] == Privacy.SPECIAL}
    assert terms == {Keep.MEDICAL}


@pytest.mark.parametrize(
    ("grade", "level"),
    [(1, "primary"), (4, "primary"), (5, "basic"), (9, "basic"), (10, "secondary"), (11, "secondary")],
)
def test_level_follows_the_grade(grade: int, level: str) -> None:
    assert level_of(grade) == level


@pytest.fixture
def world(database: Engine) -> World:
    return new_world(database)


@dataclass(frozen=True)
class Keys:
    """A world with a case, and its keys."""

    world: World
    case_id: str
    pupil_id: str


def case_row(keys: Keys, **more: Any) -> Case:
    told: dict[str, Any] = {
        "school_id": keys.world.school_id, "year_id": keys.world.year_id, "pupil_id": keys.pupil_id, "code": "К-77",
        "class_title": "5 А", "grade": 5, "programme": "general", "state_since": START,
    }  # fmt: skip
    return Case(**{**told, **more})


def paper_row(case_id: str, **more: Any) -> Paper:
    return Paper(**{"case_id": case_id, "kind": "medical", "valid_from": START, "valid_to": END, **more})


Make = Callable[[Keys], Table]
DAY_BEFORE = date(2026, 8, 31)
BROKEN: dict[str, Make] = {
    "second living case": lambda k: case_row(k),
    "grade 12": lambda k: case_row(k, grade=12, state="finished"),
    "unknown state": lambda k: case_row(k, state="lost"),
    "unknown programme": lambda k: case_row(k, programme="x", state="finished"),
    "code twice": lambda k: case_row(k, code="К-01", state="finished"),
    "medical number in paper": lambda k: paper_row(k.case_id, number="17"),
    "medical issuer in paper": lambda k: paper_row(k.case_id, issuer="Поликлиника"),
    "medical day in paper": lambda k: paper_row(k.case_id, issued_on=START),
    "medical file name in paper": lambda k: paper_row(k.case_id, file_name="справка.pdf"),
    "pmpk issuer in paper": lambda k: paper_row(k.case_id, kind="pmpk", level="basic", issuer="Комиссия"),
    "medical without end": lambda k: paper_row(k.case_id, valid_to=None),
    "pmpk without level": lambda k: paper_row(k.case_id, kind="pmpk"),
    "level of another paper": lambda k: paper_row(k.case_id, kind="application", level="basic"),
    "unknown paper": lambda k: paper_row(k.case_id, kind="diagnosis"),
    "paper ends before it begins": lambda k: paper_row(k.case_id, valid_to=DAY_BEFORE),
    "unknown purpose": lambda k: Consent(
        pupil_id=k.pupil_id, purpose="all", given_on=START, received_at=now()
    ),
    "guardian of no kind": lambda k: Guardian(
        account_id=k.world.deputy_id, pupil_id=k.pupil_id, kind="aunt", first_on=START
    ),
    "contract backwards": lambda k: Contract(
        case_id=k.case_id, number="1", signed_on=START, first_on=START, last_on=DAY_BEFORE
    ),
    "file of 5 MB and a byte": lambda k: StoredFile(
        school_id=k.world.school_id, digest="0" * 64, size=5 * 1024 * 1024 + 1, media="application/pdf"
    ),
    "file of a program": lambda k: StoredFile(
        school_id=k.world.school_id, digest="0" * 64, size=5, media="text/html"
    ),
    "agreement with oneself": lambda k: NetworkAgreement(
        base_id=k.world.school_id, partner_id=k.world.school_id, number="1", signed_on=START,
        first_on=START, last_on=END,
    ),
    "bell backwards": lambda k: Bell(school_id=k.world.school_id, number=1, start_min=600, end_min=560),
    "no hours": lambda k: HoursNorm(
        school_id=k.world.school_id, grade=5, first_on=START, hours_part=0, source="x"
    ),
    "year twice": lambda k: Year(
        school_id=k.world.school_id, title="2026/27", first_on=START, last_on=END
    ),
    "term backwards": lambda k: YearTerm(
        year_id=k.world.year_id, title="5", first_on=START, last_on=DAY_BEFORE
    ),
    "break of no kind": lambda k: YearBreak(
        year_id=k.world.year_id, title="x", kind="nap", first_on=START, last_on=END
    ),
    "moved to no day": lambda k: YearMovedDay(year_id=k.world.year_id, on_date=START, as_day="xxx"),
}  # fmt: skip


@pytest.mark.parametrize("make", BROKEN.values(), ids=BROKEN.keys())
def test_database_refuses(world: World, make: Make) -> None:
    case_id = world.case()
    row = make(Keys(world, case_id, world.get(case_id).pupil_id))
    with pytest.raises(IntegrityError), writing(world.engine) as session:
        session.add(row)


def test_a_pupil_may_have_a_case_after_one_that_is_over(world: World) -> None:
    case_id = world.case()
    keys = Keys(world, case_id, world.get(case_id).pupil_id)
    with writing(world.engine) as session:
        session.add(case_row(keys, state="finished"))


def test_an_order_has_a_pupil_once(world: World) -> None:
    case_id = world.case()
    with writing(world.engine) as session:
        order = Order(school_id=world.school_id, year_id=world.year_id, number="1", issued_on=START)
        session.add(order)
    line = {"order_id": order.id, "case_id": case_id, "first_on": START, "last_on": END}
    with pytest.raises(IntegrityError), writing(world.engine) as session:
        session.add_all([OrderPupil(**line), OrderPupil(**line)])


def test_schools_outlive_the_way_down_and_up_again(world: World) -> None:
    world.running()
    downgrade(world.engine, "0001")
    assert set(inspect(world.engine).get_table_names()) >= {"school", "account", "audit"}
    assert "case_file" not in inspect(world.engine).get_table_names()
    upgrade(world.engine)
    with reading(world.engine) as session:
        school = session.get_one(School, world.school_id)
        told = (school.code, school.clock_days, school.consent_blocks, school.medical_scans)
        left = session.connection().execute(text("SELECT count(*) FROM case_file")).scalar()
    assert (told, left) == (("s100", 3, False, False), 0)
    with pytest.raises(IntegrityError), writing(world.engine) as session:
        session.get_one(School, world.school_id).clock_days = 0


def test_a_pupil_of_no_school_is_refused(world: World) -> None:
    with pytest.raises(IntegrityError), writing(world.engine) as session:
        session.add(
            Pupil(school_id="0" * 32, surname="Иванов", given_names="Пётр", birth_on=date(2015, 1, 1))
        )
