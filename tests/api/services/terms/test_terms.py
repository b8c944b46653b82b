"""Terms of keeping are kept: nothing goes before its day or where no term is set; on it, no text of a person is left.

Rows of every table are made up from the tables alone, so that a column to come has to be thought of here.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from api.installation import Installation
from api.jobs import rounds
from api.jobs.rounds import go_round
from api.services.schools.retention import RetentionDraft, write_retention
from api.services.terms.due import due, is_over
from api.services.terms.tables import is_free, table_of
from models import tables
from models.audit import AuditRow
from models.base import Keep, Kept
from models.case import Case, Pupil
from models.document import CaseMedical, Order, Paper, PaperKind, StoredFile
from models.engines import reading, writing
from models.media import Media
from models.person import Account
from models.place import Place
from models.printing import NameForms, PaperTemplate
from models.school import TERMS, RetentionTerm, School
from models.states import Move
from models.year import Year
from tests.api import place as world
from tests.api.services.world import END, START, new_world
from tests.models.rows import rows_for

WROTE = "«&<>"  # stands in every text that is made up
LEFT = {
    "rule_choices.words": "what a school holds now, in its own words",
}
LATER = datetime(2040, 1, 1, 6, tzinfo=UTC)


def furnished(engine: Engine) -> None:
    """Three rows in every table; everything and everybody is over, each school has its year."""
    made = rows_for(Kept.metadata)
    with writing(engine) as session:
        for table in Kept.metadata.sorted_tables:
            session.connection().execute(table.insert(), made[table.name])
        for name, values in (
            ("case_file", {"state": "finished", "state_since": START}),
            ("grant_of_role", {"first_on": START, "last_on": START}),
            ("teacher", {"first_on": START, "last_on": START}),
            ("problem_text", {"first_on": START, "last_on": START}),
            ("school_year", {"first_on": START, "last_on": END}),
            ("school", {"timezone": "Asia/Yekaterinburg"}),
        ):
            session.connection().execute(Kept.metadata.tables[name].update().values(**values))
        pupil_id = session.exec(select(Pupil.id)).first()  # a place of nobody tells of nobody
        session.connection().execute(
            table_of(Place).update().values(kind="home", main=False, pupil_id=pupil_id)
        )
        session.connection().execute(table_of(RetentionTerm).delete())
        schools = session.exec(select(School.id).order_by(School.id)).all()
        for year, school_id in zip(session.exec(select(Year)).all(), schools, strict=True):
            year.school_id = school_id
        named = [*(f"{row.surname} {row.given_names}" for row in session.exec(select(Pupil)).all()[:2])]
        named += [row.name for row in session.exec(select(Account)).all()[:1]]
        for forms, name in zip(session.exec(select(NameForms)).all(), named, strict=True):
            forms.name = name
        session.add_all(
            RetentionTerm(school_id=key, term=term, years=1, source="для пробы")
            for key in schools
            for term in TERMS
        )


def written(engine: Engine) -> set[str]:
    """Columns of persons in which somebody's text is still to be read."""
    told = set()
    with reading(engine) as session:
        for kind in tables.ALL:
            table = table_of(kind)
            for column in (column for column in table.columns if is_free(table, column)):
                values = session.connection().execute(table.select().with_only_columns(column)).scalars()
                if any(WROTE in str(value) or "bytes " in str(value) for value in values):
                    told.add(f"{table.name}.{column.name}")
    return told


def place(engine: Engine, folder: Path, at: datetime) -> Installation:
    return world.place(engine, world.Clock(at), folder=folder)


def test_when_every_term_is_over_no_text_of_a_person_is_left(database: Engine, tmp_path: Path) -> None:
    furnished(database)
    assert len(written(database)) > 60
    go_round(place(database, tmp_path, LATER))
    assert written(database) - LEFT.keys() == set()
    with reading(database) as session:
        others = {*session.exec(select(PaperTemplate.file_id)), *session.exec(select(Order.file_id))}
        assert set(session.exec(select(StoredFile.id))) <= others  # made-up orders name children of elsewhere
        assert {row.birth_on.year for row in session.exec(select(Pupil))} == {1900}
        acts = session.exec(select(AuditRow.action).where(AuditRow.actor == "rounds")).all()
    assert {act for act in acts if act.startswith("terms.")} == {
        "terms.account", "terms.case", "terms.journal", "terms.medical"
    }  # fmt: skip
    assert go_round(place(database, tmp_path, LATER)).removed == 0


@pytest.mark.parametrize(
    ("counted_from", "last", "after"),
    [
        (date(2026, 9, 1), date(2029, 9, 1), date(2029, 9, 2)),
        (date(2028, 2, 29), date(2031, 2, 28), date(2031, 3, 1)),
    ],
)
def test_a_term_ends_with_its_day(counted_from: date, last: date, after: date) -> None:
    assert [is_over(counted_from, 3, on) for on in (last, after)] == [False, True]


def test_nothing_goes_without_a_term_and_a_medical_paper_goes_on_its_day(
    database: Engine, tmp_path: Path
) -> None:
    school = new_world(database)
    case_id = school.running()
    school.move(case_id, Move.FINISH, date(2027, 6, 1))
    store = place(database, tmp_path, LATER).files
    digest = store.put(school.school_id, b"scan")
    with writing(database) as session:
        file = StoredFile(school_id=school.school_id, digest=digest, size=4, media=Media.PDF)
        session.add(file)
        session.flush()
        paper = session.exec(select(Paper).where(Paper.kind == PaperKind.MEDICAL)).one()
        paper.file_id = file.id
    assert go_round(place(database, tmp_path, LATER)).removed == 0
    term = RetentionDraft(term=Keep.MEDICAL, years=2, source="для пробы")
    with school.acting(START) as unit:
        write_retention(unit, school.school_id, [term])
    # finished on 01.06.2027: kept through 01.06.2029
    assert go_round(place(database, tmp_path, datetime(2029, 6, 1, 6, tzinfo=UTC))).removed == 0
    assert store.get(school.school_id, digest) == b"scan"
    assert go_round(place(database, tmp_path, datetime(2029, 6, 2, 6, tzinfo=UTC))).removed == 1
    with reading(database) as session:
        assert session.exec(select(CaseMedical)).all() == []
        assert session.exec(select(Paper.file_id).where(Paper.kind == PaperKind.MEDICAL)).all() == [None]
        assert session.exec(select(Pupil.surname)).one() != "—"
        assert session.exec(select(Case.id).where(col(Case.id) == case_id)).one()
    assert not store.path(school.school_id, digest).exists()


def test_what_two_servers_find_at_once_goes_once(
    database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = new_world(database)
    school.move(school.running(), Move.FINISH, date(2027, 6, 1))
    with school.acting(START) as unit:
        term = RetentionDraft(term=Keep.MEDICAL, years=2, source="для пробы")
        write_retention(unit, school.school_id, [term])
    with reading(database) as session:
        found = due(session, school.school_id, LATER.date())
    assert len(found) == 1
    monkeypatch.setattr(rounds, "due", lambda *_: found)  # both looked before either acted
    assert [go_round(place(database, tmp_path, LATER)).removed for _server in range(2)] == [1, 0]
    with reading(database) as session:
        acts = session.exec(select(AuditRow.action).where(AuditRow.actor == "rounds")).all()
    assert acts.count("terms.medical") == 1


def test_a_scan_of_an_order_goes_with_the_last_child_it_names(database: Engine, tmp_path: Path) -> None:
    school = new_world(database)
    case_id = school.running()
    school.move(case_id, Move.FINISH, date(2027, 6, 1))
    digest = place(database, tmp_path, LATER).files.put(school.school_id, b"order")
    with writing(database) as session:
        file = StoredFile(school_id=school.school_id, digest=digest, size=5, media=Media.PDF)
        session.add(file)
        session.flush()
        for order in session.exec(select(Order)):
            order.file_id = file.id
    with school.acting(START) as unit:
        draft = RetentionDraft(term=Keep.CASE, years=3, source="для пробы")
        write_retention(unit, school.school_id, [draft])
    assert go_round(place(database, tmp_path, LATER)).removed == 1
    with reading(database) as session:
        assert session.exec(select(StoredFile.id)).all() == []
        assert session.exec(select(Pupil.surname)).all() == ["—"]
