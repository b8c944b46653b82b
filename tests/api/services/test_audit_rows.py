"""Every change leaves its rows in the same transaction; a change whose row cannot be written is not made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from api.services.cases.life import CaseDraft, change_class, make_move, open_case
from api.services.cases.orders import (
    ContractDraft,
    LineDraft,
    OrderDraft,
    end_line,
    issue_order,
    sign_contract,
)
from api.services.cases.pupils import (
    GuardianDraft,
    PupilDraft,
    add_guardian,
    add_pupil,
    change_pupil,
    end_guardian,
)
from api.services.papers.attachments import attach, fetch
from api.services.papers.files import FileStore
from api.services.papers.filing import (
    ConsentDraft,
    PaperDraft,
    annul_paper,
    file_paper,
    give_consent,
    withdraw_consent,
)
from api.services.papers.medical import Why, change_medical, file_medical, limits_on, read_medical
from api.services.papers.uploads import inspect
from api.services.schools.network import (
    AgreementDraft,
    BellDraft,
    HoursDraft,
    add_agreement,
    end_agreement,
    write_bells,
    write_hours,
)
from api.services.schools.options import SchoolDraft, add_school, write_school
from api.services.schools.retention import USUAL, write_retention
from api.services.schools.years import add_year, open_next, write_year
from api.services.unit import Unit
from models.audit import verify
from models.base import Table
from models.case import GuardianKind, Programme
from models.document import Paper, PaperKind, Purpose
from models.engines import reading, writing
from models.person import Role
from models.states import Move
from tests.api.services.papers.hostile import pdf
from tests.api.services.world import END, KEY, PUPIL, START, YEAR, World, medical, new_world


@dataclass(frozen=True)
class Desk:
    """A world with one of everything, and the keys of it."""

    world: World
    partner_id: str
    case_id: str
    pupil_id: str
    guardian_id: str
    paper_id: str
    medical_id: str
    order_id: str
    consent_id: str
    agreement_id: str
    store: FileStore


@pytest.fixture
def desk(database: Engine, tmp_path: Path) -> Desk:
    world, partner = new_world(database), new_world(database, "s200")
    case_id = world.case()
    world.package(case_id, START)
    order_id = world.order(START, "1", (case_id, START, END))
    pupil_id = world.get(case_id).pupil_id
    with world.acting(START) as unit:
        guardian = add_guardian(unit, pupil_id, guardian_draft(world))
        consent = give_consent(unit, pupil_id, ConsentDraft(purpose=Purpose.DATA, given_on=START))
        agreement = add_agreement(unit, world.school_id, agreement_draft(partner.school_id, "1"))
    return Desk(
        world, partner.school_id, case_id, pupil_id, guardian.id, world.paper(case_id, PaperKind.APPLICATION),
        world.paper(case_id, PaperKind.MEDICAL), order_id, consent.id, agreement.id,
        FileStore(tmp_path / "files", b"k" * 32),
    )  # fmt: skip


def guardian_draft(world: World) -> GuardianDraft:
    return GuardianDraft(account_id=world.deputy_id, kind=GuardianKind.MOTHER, first_on=START, last_on=START)


def agreement_draft(partner_id: str, number: str) -> AgreementDraft:
    return AgreementDraft(partner_id=partner_id, number=number, signed_on=START, first_on=START, last_on=END)


def attached(unit: Unit, desk: Desk) -> Any:
    return attach(unit, desk.store, unit.session.get_one(Paper, desk.paper_id), 1, inspect(pdf(), "x.pdf"))


def case_draft(desk: Desk, pupil_id: str) -> CaseDraft:
    return CaseDraft(
        pupil_id=pupil_id, year_id=desk.world.year_id, class_title="5 А", grade=5,
        programme=Programme.GENERAL, applied_on=START,
    )  # fmt: skip


def order_draft(desk: Desk) -> OrderDraft:
    line = LineDraft(case_id=desk.case_id, first_on=START, last_on=END)
    return OrderDraft(year_id=desk.world.year_id, number="2", issued_on=START, lines=(line,))


SCHOOL = SchoolDraft(code="s1", title="Школа")
PAPER = PaperDraft(kind=PaperKind.OTHER, valid_from=START, number="1")
CONTRACT = ContractDraft(number="1", signed_on=START, first_on=START, last_on=END)
BELLS = [BellDraft(shift=1, number=1, start_min=510, end_min=550)]
HOURS = [HoursDraft(grade=5, first_on=START, hours=Fraction(10), source="Положение школы")]

Act = Callable[[Unit, Desk], object]
# name → (act, the rows it leaves)
ACTS: dict[str, tuple[Act, list[str]]] = {
    "school": (lambda u, d: write_school(u, d.world.school_id, 1, SCHOOL), ["school.write"]),
    "agreement": (
        lambda u, d: add_agreement(u, d.world.school_id, agreement_draft(d.partner_id, "2")),
        ["agreement.add"],
    ),
    "end of agreement": (lambda u, d: end_agreement(u, d.agreement_id, 1, START), ["agreement.end"]),
    "bells": (lambda u, d: write_bells(u, d.world.school_id, BELLS), ["bells.write"]),
    "hours": (lambda u, d: write_hours(u, d.world.school_id, HOURS), ["hours.write"]),
    "terms of keeping": (lambda u, d: write_retention(u, d.world.school_id, USUAL), ["retention.write"]),
    "year": (lambda u, d: add_year(u, d.world.school_id, replace(YEAR, title="x")), ["year.add"]),
    "year written": (lambda u, d: write_year(u, d.world.year_id, 1, YEAR), ["year.write"]),
    "next year": (lambda u, d: open_next(u, d.world.year_id), ["year.add"]),
    "pupil": (lambda u, d: add_pupil(u, PUPIL), ["pupil.add"]),  # noqa: ARG005
    "pupil changed": (lambda u, d: change_pupil(u, d.pupil_id, 1, PUPIL), ["pupil.change"]),
    "guardian": (
        lambda u, d: add_guardian(u, d.pupil_id, replace(guardian_draft(d.world), first_on=END, last_on=None)),
        ["guardian.add"],
    ),
    "end of guardian": (lambda u, d: end_guardian(u, d.guardian_id, 1, END), ["guardian.end"]),
    "case": (lambda u, d: open_case(u, case_draft(d, add_pupil(u, PUPIL).id)), ["pupil.add", "case.open"]),
    "class": (lambda u, d: change_class(u, d.case_id, 1, "5 Б", None), ["case.class"]),
    "move": (lambda u, d: make_move(u, d.case_id, 1, Move.COMPLETE), ["case.move"]),
    "paper": (lambda u, d: file_paper(u, d.case_id, PAPER), ["paper.file"]),
    "paper annulled": (lambda u, d: annul_paper(u, d.paper_id, 1), ["paper.annul"]),
    "medical": (lambda u, d: file_medical(u, d.case_id, medical(START, END)), ["medical.file"]),
    "medical changed": (lambda u, d: change_medical(u, d.medical_id, 1, medical(START, END)), ["medical.change"]),
    "medical read": (lambda u, d: read_medical(u, d.medical_id, Why.CHECK), ["medical.read"]),
    "limits read": (lambda u, d: limits_on(u, d.case_id, START), ["medical.limits"]),
    "consent": (
        lambda u, d: give_consent(u, d.pupil_id, ConsentDraft(purpose=Purpose.HEALTH, given_on=START)),
        ["consent.give"],
    ),
    "consent withdrawn": (lambda u, d: withdraw_consent(u, d.consent_id, 1, START), ["consent.withdraw"]),
    "order": (lambda u, d: issue_order(u, order_draft(d)), ["order.issue", "order.line"]),
    "end of a line": (lambda u, d: end_line(u, d.order_id, d.case_id, 1, START), ["order.end_line"]),
    "contract": (lambda u, d: sign_contract(u, d.case_id, CONTRACT), ["contract.sign"]),
    "file": (attached, ["file.attach"]),
}  # fmt: skip


@pytest.mark.parametrize(("act", "rows"), ACTS.values(), ids=ACTS.keys())
def test_each_act_leaves_its_rows_and_no_name(desk: Desk, act: Act, rows: list[str]) -> None:
    before = len(desk.world.log())
    with desk.world.acting(START) as unit:
        act(unit, desk)
    left = desk.world.log(before)
    assert [action for action, _, _ in left] == rows
    assert not any(word in repr(left) for word in ("Иванов", "Пётр", "поликлиника", "5 А", "5 Б"))
    with reading(desk.world.engine) as session:
        assert verify(session, KEY) == ()


def everything(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    with reading(engine) as session:
        return {
            table.name: sorted(tuple(row) for row in session.connection().execute(table.select()).all())
            for table in Table.metadata.tables.values()
            if table.name != "audit"
        }


@pytest.mark.parametrize("act", [act for act, _ in ACTS.values()], ids=ACTS.keys())
def test_an_act_whose_row_cannot_be_written_changes_nothing(desk: Desk, act: Act) -> None:
    with writing(desk.world.engine) as session:
        session.execute(text("ALTER TABLE audit RENAME TO audit_gone"))
    before = repr(everything(desk.world.engine))
    with pytest.raises(DBAPIError, match="audit"), desk.world.acting(START) as unit:
        act(unit, desk)
    assert repr(everything(desk.world.engine)) == before


def test_a_reading_of_a_file_is_a_row(desk: Desk) -> None:
    with desk.world.acting(START) as unit:
        attached(unit, desk)
    before = len(desk.world.log())
    with desk.world.acting(START) as unit:
        kept = fetch(unit, desk.store, unit.session.get_one(Paper, desk.paper_id))
    assert (kept.name, kept.content, desk.world.actions(before)) == ("x.pdf", pdf(), ["file.read"])


def test_a_new_school_is_an_administrators_row(desk: Desk) -> None:
    before = len(desk.world.log())
    with desk.world.acting(START, Role.ADMINISTRATOR) as unit:
        add_school(unit, SchoolDraft(code="s300", title="Школа № 300"))
    assert desk.world.log(before) == [("school.add", "school", {"code": "s300"})]


def test_a_refused_move_leaves_no_row(desk: Desk) -> None:
    before = len(desk.world.log())
    with pytest.raises(Exception, match="нельзя"):
        desk.world.move(desk.case_id, Move.START, START)
    assert desk.world.log(before) == []


def test_pupil_draft_is_what_is_stored(desk: Desk) -> None:
    draft = PupilDraft(surname=" Сидорова ", given_names=" Анна-Мария ", birth_on=START.replace(year=2016))
    with desk.world.acting(START) as unit:
        pupil = change_pupil(unit, desk.pupil_id, 1, draft)
        assert (pupil.surname, pupil.given_names, pupil.rev) == ("Сидорова", "Анна-Мария", 2)
