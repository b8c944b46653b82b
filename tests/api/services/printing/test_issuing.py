"""Papers given out: kept sealed with everything about them, opened again, in sets; codes checked by anybody."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from sqlmodel import col, select

from api.errors import Conflict, Forbidden, Invalid, NotFound
from api.jobs.papers import print_due
from api.services.agreement.canonical import prefix_of, short_code
from api.services.papers.medical import Why
from api.services.papers.uploads import Upload
from api.services.printing.checking import verdict_of
from api.services.printing.issuing import (
    asked_of,
    fetch_issued,
    issue,
    issued_for_case,
    template_for,
)
from api.services.printing.preparing import prepare
from api.services.printing.sets import SetDraft, ask_set, cancel_set, parcel_of, seen, set_of
from api.services.printing.templates import Judged, add_template, judged, used, withdraw
from api.services.printing.working import LEASE, release, take
from exports.document.apart import Layout, make_one
from exports.document.forms import Form
from exports.document.standard import digest_of, standard
from models.case import Case
from models.document import StoredFile
from models.engines import reading, writing
from models.media import Media
from models.person import Grant, Role
from models.printing import IssuedPaper, PrintLayout, PrintSet, SetState
from tests.api import place as places
from tests.api.services.agreement.households import TODAY, Families, families
from tests.api.services.world import END
from tests.databases import KINDS, migrated
from tests.exports.document.looking import pdf_text, text_of
from tests.exports.document.test_judging import template

BOTH = (Form.CONSENT, Form.TIMETABLE)


class Room:
    """Two families, К-01 with a published timetable, and an installation around them."""

    def __init__(self, made: Families, folder: Path) -> None:
        self.folder = folder
        self.made, self.clock = made, places.Clock(datetime.combine(TODAY, time(10), UTC))
        self.where = places.place(made.world.engine, self.clock, folder=folder)
        self.version = made.published()
        with writing(made.world.engine) as session:
            session.add(
                Grant(
                    account_id=made.world.deputy_id, role=Role.DEPUTY, school_id=made.world.school_id,
                    first_on=self.clock().date(),
                )
            )  # fmt: skip

    def issue(self, form: Form, layout: PrintLayout, requisites: bool = False) -> tuple[str, bytes]:
        """What the page does: read, print apart, write down."""
        with self.made.deputy() as unit:
            told = prepare(unit, self.made.cases[0], form, "https://school.example", None, requisites)
            mould = template_for(unit, self.where.files, form)
        made = make_one(asked_of(told, mould, layout))
        assert made is not None
        content = made.files[Layout(layout.value)]
        with self.made.deputy() as unit:
            return issue(unit, self.where.files, told, mould, layout, content).id, content

    def ask(self, **more: object) -> str:
        draft = {"year_id": self.made.world.year_id, "forms": BOTH, "layout": PrintLayout.DOCX} | more
        with self.made.deputy() as unit:
            return ask_set(unit, SetDraft(**draft), "https://school.example").id  # type: ignore[arg-type]

    def row(self, set_id: str) -> PrintSet:
        with reading(self.made.world.engine) as session:
            return session.get_one(PrintSet, set_id)


@pytest.fixture(scope="module", params=KINDS)
def room(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    folder: Path = tmp_path_factory.mktemp("issued")
    with migrated(request.param) as engine:
        yield Room(families(engine), folder)


def test_a_timetable_is_printed_from_the_version_and_remembered(room: Room) -> None:
    key, content = room.issue(Form.TIMETABLE, PrintLayout.PDF)
    told, version = pdf_text(content), room.made.get(room.version)
    code = short_code(version.digest or "")
    for text in (
        "понедельник",
        "Математика",
        "10:00–10:40",
        "Снегова Г. Г.",
        "1-я неделя",
        "действует",
        code,
    ):
        assert text in told
    with room.made.deputy() as unit:
        row = unit.session.get_one(IssuedPaper, key)
        assert (row.version_id, row.template_id) == (room.version, None)
        assert row.template_digest == digest_of(standard(Form.TIMETABLE))
        line = issued_for_case(unit, room.made.cases[0])[0]
        assert (line.title, line.to, line.by) == (
            "Индивидуальное расписание",
            "Мать",
            "Петрова Анна Ивановна",
        )
        assert (line.version, line.template) == (code, "обычный")
        again = fetch_issued(unit, room.where.files, key)
        assert (again.name, again.content) == ("К-01 08 расписание.pdf", content)
    assert room.made.world.actions()[-2:] == ["print.issue", "file.read"]


def test_what_lies_on_disk_is_sealed_and_its_name_tells_nothing(room: Room) -> None:
    key, content = room.issue(Form.CONSENT, PrintLayout.DOCX)
    with room.made.deputy() as unit:
        row = unit.session.get_one(IssuedPaper, key)
        kept = unit.session.get_one(StoredFile, row.file_id)
    path = room.where.files.path(kept.school_id, kept.digest)
    assert path.name == row.digest == kept.digest
    assert b"word/document.xml" not in path.read_bytes()
    assert text_of(content).startswith("Директору")


def test_requisites_are_opened_with_a_purpose_only(room: Room) -> None:
    key, content = room.issue(Form.APPLICATION, PrintLayout.DOCX, requisites=True)
    assert "Городская поликлиника № 1" in text_of(content)
    with room.made.deputy() as unit, pytest.raises(Forbidden, match="зачем"):
        fetch_issued(unit, room.where.files, key)
    with room.made.deputy() as unit:
        assert fetch_issued(unit, room.where.files, key, Why.ORDER).content == content
    assert room.made.world.actions()[-1] == "medical.file_read"
    assert "поликлиника" not in str(room.made.world.log())


def test_a_paper_of_another_school_is_not_found(room: Room) -> None:
    key, _ = room.issue(Form.CONSENT, PrintLayout.DOCX)
    with room.made.world.acting(END, school_id="f" * 32) as unit, pytest.raises(NotFound):
        fetch_issued(unit, room.where.files, key)


def test_a_school_s_template_makes_papers_to_come_and_changes_none_given_out(room: Room) -> None:
    before, old = room.issue(Form.CONSENT, PrintLayout.DOCX)
    mine = template("Своё согласие: {{ child.name.genitive }}, {{ school.title }}")
    told = judged(Form.CONSENT, Upload(media=Media.DOCX, content=mine, name="согласие.docx"))
    assert isinstance(told, Judged)
    with room.made.deputy() as unit:
        row = add_template(unit, room.where.files, room.made.world.school_id, told)
        assert (row.number, row.digest) == (1, digest_of(mine))
    after, new = room.issue(Form.CONSENT, PrintLayout.DOCX)
    assert text_of(new) == "Своё согласие: Иванова Петра Сергеевича, Школа s100"
    with room.made.deputy() as unit:
        assert fetch_issued(unit, room.where.files, before).content == old
        assert unit.session.get_one(IssuedPaper, after).template_id == row.id
        with pytest.raises(Conflict, match="уже сменили"):
            withdraw(unit, room.made.world.school_id, Form.CONSENT, 7)
        withdraw(unit, room.made.world.school_id, Form.CONSENT, 1)
        assert used(unit, room.where.files, Form.CONSENT, room.made.world.school_id).id is None


@pytest.mark.parametrize(
    ("media", "content", "said"),
    [
        (Media.PDF, b"%PDF-", "документ Word"),
        (Media.DOCX, template("{{ ''.__class__.__mro__ }}"), "у этой формы нет"),
        (Media.DOCX, template("{{ child.diagnosis }}"), "Поля «child.diagnosis»"),
        (Media.DOCX, b"PK\x03\x04 broken", "не документ Word"),
    ],
)
def test_a_hostile_template_is_refused_beside_its_field(media: Media, content: bytes, said: str) -> None:
    told = judged(Form.CONSENT, Upload(media=media, content=content, name="x"))
    assert isinstance(told, Invalid)
    assert said in " ".join(told.faults["file"])


def test_a_set_makes_what_can_be_made_and_hands_it_out_as_a_parcel(room: Room) -> None:
    set_id = room.ask()
    assert room.row(set_id).total == 4  # two cases, two forms
    assert print_due(room.where) == 1
    row = room.row(set_id)
    assert (row.state, row.made, row.skipped) == (SetState.DONE, 3, 1)  # К-02 has no timetable yet
    with room.made.deputy() as unit:
        parcel = parcel_of(unit, room.where.files, set_id)
    with zipfile.ZipFile(io.BytesIO(parcel)) as told:
        names = told.namelist()
        texts = [text_of(told.read(name)) for name in names]
    assert names == ["К-01/03 согласие.docx", "К-01/08 расписание.docx", "К-02/03 согласие.docx"]
    assert "Иванов" in texts[0]
    assert not any("Иванов" in name or "дом" in name for name in names)
    assert print_due(room.where) == 0
    with room.made.deputy() as unit:  # a code may have come with a workbook
        case = unit.session.get_one(Case, room.made.cases[0])
        usual, case.code = case.code, "../К:01/.."
        parcel = parcel_of(unit, room.where.files, set_id)
        case.code = usual
    with zipfile.ZipFile(io.BytesIO(parcel)) as told:
        assert {name.partition("/")[0] for name in told.namelist()} == {"_К_01_", "К-02"}


def test_a_set_left_in_the_middle_is_gone_on_with_and_nothing_is_made_twice(room: Room) -> None:
    set_id = room.ask(layout=PrintLayout.PDF)
    with writing(room.made.world.engine) as session:
        taken = take(session, room.clock(), room.clock().date())
    assert taken is not None
    assert taken.id == set_id
    assert print_due(room.where) == 0  # somebody has it for three minutes
    with writing(room.made.world.engine) as session:
        release(session, taken, room.clock())
    assert print_due(room.where) == 1
    with writing(room.made.world.engine) as session:
        row = session.get_one(PrintSet, set_id)
        row.state, row.due_at = SetState.RUNNING, room.clock()
    assert print_due(room.where) == 1
    assert (room.row(set_id).made, room.row(set_id).skipped, room.row(set_id).state) == (3, 1, SetState.DONE)


KILLED = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from api.jobs import papers
from api.services.printing import working
from models.engines import make_engine
from tests.api import place as places

def issue(*args, **more):
    made = real(*args, **more)
    done.append(made.id)
    if len(done) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return made

real, done = working.issue, []
working.issue, papers.PORTION = issue, 1
clock = places.Clock(datetime.fromisoformat(sys.argv[3]))
papers.print_due(places.place(make_engine(sys.argv[1]), clock, folder=Path(sys.argv[2])))
"""


def test_a_set_whose_service_is_killed_is_gone_on_with_and_nothing_is_made_twice(room: Room) -> None:
    """kill -9 while the second paper of three is being written down: the first stays, the others come later."""
    set_id, engine = room.ask(), room.made.world.engine
    url, at = engine.url.render_as_string(hide_password=False), room.clock().isoformat()
    command = [sys.executable, "-c", KILLED, url, str(room.folder), at]
    died = subprocess.run(command, env=os.environ | {"PYTHONPATH": str(Path.cwd())}).returncode
    row = room.row(set_id)
    assert (died, row.state, row.made) == (-signal.SIGKILL, SetState.RUNNING, 1)
    assert print_due(room.where) == 0  # until its time is over it is the dead one's
    room.clock.at += LEASE
    assert print_due(room.where) == 1
    row = room.row(set_id)
    assert (row.state, row.made, row.skipped, row.tries) == (SetState.DONE, 3, 1, 2)
    with reading(engine) as session:
        asked = select(IssuedPaper.case_id, IssuedPaper.form).where(IssuedPaper.set_id == set_id)
        assert len(set(session.exec(asked))) == len(session.exec(asked).all()) == 3
    noted = [told for act, _, told in room.made.world.log() if act == "print.issue" and told["set"] == set_id]
    assert len(noted) == 3


def test_a_set_is_refused_cancelled_and_ended_with_the_role_of_who_asked(room: Room) -> None:
    for more in ({"forms": ()}, {"class_title": "11 Я"}):
        with pytest.raises(Invalid):
            room.ask(**more)
    set_id = room.ask(case_id=room.made.cases[0])
    with room.made.deputy() as unit:
        cancel_set(unit, set_id)
        assert seen(unit, set_of(unit, set_id)).what == "дело К-01"
        with pytest.raises(Conflict, match="уже закончен"):
            cancel_set(unit, set_id)
        with pytest.raises(Conflict, match="ни одного"):
            parcel_of(unit, room.where.files, set_id)
    assert print_due(room.where) == 0
    later = room.ask()
    with writing(room.made.world.engine) as session:
        grant = session.exec(select(Grant).where(col(Grant.account_id) == room.made.world.deputy_id)).one()
        grant.last_on = grant.first_on.replace(year=2025)
        grant.first_on = grant.last_on
    print_due(room.where)
    assert (room.row(later).state, room.row(later).made) == (SetState.FAILED, 0)


def test_a_code_tells_whether_its_version_is_in_force_and_nothing_personal(room: Room) -> None:
    version = room.made.get(room.version)
    code = short_code(version.digest or "")
    today = room.clock().date()
    with reading(room.made.world.engine) as session:
        told = verdict_of(session, code, today)
        assert told is not None
        assert (told.what, told.code, told.in_force, told.said) == ("Расписание", code, True, "действует")
        later = verdict_of(session, code.lower().replace("-", " "), END.replace(year=2028))
        assert later is not None
        assert not later.in_force
        assert verdict_of(session, "K7Q2-9FMA-3X", today) is None
        assert verdict_of(session, "'; DROP TABLE", today) is None
    assert "Иванов" not in str(told)
    assert prefix_of(code) == (version.digest or "")[:12]
    assert prefix_of("K7Q2") is None
