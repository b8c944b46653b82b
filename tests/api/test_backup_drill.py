"""The drill: a service is saved while people work in it, comes back in an empty place, is whole, and lets them in."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import select

from api.app import create_app
from api.services.papers.attachments import attach
from api.services.papers.files import FileStore
from api.services.papers.filing import PaperDraft, file_paper
from api.services.papers.uploads import inspect
from api.services.soundness import Ground, findings
from models.audit import head
from models.backup import backup, restore
from models.document import Paper, PaperKind, StoredFile
from models.engines import reading
from models.person import Role
from tests import postgres
from tests.api import place as world
from tests.api.services.papers.hostile import pdf
from tests.api.services.world import START, World, new_world
from tests.databases import empty

KEYS = world.KEYS


@pytest.fixture(autouse=True)
def programs_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump and pg_restore of the very server that the tests run."""
    folder = postgres.binaries()
    if folder is not None:
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


class Office:
    """Somebody who files papers with scans one after the other until told to stop."""

    def __init__(self, school: World, store: FileStore) -> None:
        self.school, self.store = school, store
        self.case_id = school.case()
        self.filed: list[str] = []
        self.failed: list[BaseException] = []
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._work)

    def file_one(self, number: int) -> str:
        with self.school.acting(START) as unit:
            draft = PaperDraft(kind=PaperKind.OTHER, valid_from=START, number=str(number))
            paper = file_paper(unit, self.case_id, draft)
            attach(unit, self.store, paper, paper.rev, inspect(pdf(f"/N {number}"), f"скан {number}.pdf"))
        return paper.id

    def _work(self) -> None:
        try:
            while not self.stop.is_set():
                self.filed.append(self.file_one(len(self.filed)))
        except BaseException as failed:
            self.failed.append(failed)

    def __enter__(self) -> Office:
        self.thread.start()
        while len(self.filed) < 5 and not self.failed:
            self.stop.wait(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.thread.join()
        assert self.failed == []


@pytest.fixture
def school(database: Engine, monkeypatch: pytest.MonkeyPatch) -> World:
    """A school with a deputy who can sign in; its log is chained with the key of the installation."""
    monkeypatch.setattr("tests.api.services.world.KEY", KEYS.audit)
    made = new_world.__wrapped__(database)  # type: ignore[attr-defined]  # its log has a key of its own
    world.person(database, "zavuch", (Role.TEACHER, made.school_id))
    return made


@pytest.fixture
def fresh(database: Engine, tmp_path: Path) -> Iterator[Engine]:
    """An empty place of the same kind."""
    (tmp_path / "new").mkdir()
    with empty(database.dialect.name, tmp_path / "new") as engine:
        yield engine


def whole(engine: Engine, folder: Path) -> list[str]:
    """What does not hold there; the head of its log is its own anchor."""
    with reading(engine) as session:
        last = head(session)
        assert last is not None
        ground = Ground(audit_key=KEYS.audit, store=FileStore(folder, KEYS.files), anchors=(last,))
        return [finding.sentence for finding in findings(session, ground, world.Clock()())]


def test_saved_while_people_work_and_whole_when_it_comes_back(
    school: World, fresh: Engine, tmp_path: Path
) -> None:
    store = FileStore(tmp_path / "files", KEYS.files)
    with Office(school, store) as office:
        for archive in ("first", "second", "third"):
            before = set(office.filed)
            backup(school.engine, store.folder, tmp_path / archive, KEYS.files)
        during = set(office.filed) - before
    restore(tmp_path / "third", fresh, tmp_path / "new" / "files", KEYS.files)
    assert whole(fresh, tmp_path / "new" / "files") == []
    with reading(fresh) as session:
        found = set(session.exec(select(Paper.id).where(Paper.kind == PaperKind.OTHER)))
        assert len(session.exec(select(StoredFile)).all()) == len(found)
    assert before <= found <= before | during | set(office.filed)
    assert len(found) >= 5


def test_people_sign_in_and_work_goes_on_where_it_came_back(
    school: World, fresh: Engine, tmp_path: Path
) -> None:
    store = FileStore(tmp_path / "files", KEYS.files)
    office = Office(school, store)
    kept = office.file_one(1)
    backup(school.engine, store.folder, tmp_path / "saved", KEYS.files)
    restore(tmp_path / "saved", fresh, tmp_path / "new" / "files", KEYS.files)
    where = world.place(fresh, world.Clock(), folder=tmp_path / "new")
    told = {"origin": "https://school.example", "sec-fetch-site": "same-origin"}
    with TestClient(create_app(where), base_url="https://school.example", headers=told) as client:
        answer = client.post("/signin", data={"login": "zavuch", "password": world.PASSWORD})
        assert (answer.status_code, "Лебедева Ольга Игоревна" in answer.text) == (200, True)
    there = World(fresh, school.school_id, school.deputy_id, school.year_id)
    new_store = FileStore(tmp_path / "new" / "files", KEYS.files)
    with reading(fresh) as session:
        row = session.exec(select(StoredFile)).one()
        assert new_store.get(row.school_id, row.digest) == pdf("/N 1")
        assert session.get_one(Paper, kept).file_id == row.id
    there.case(date(2026, 9, 2))
    assert whole(fresh, new_store.folder) == []


def test_a_lost_file_of_a_copy_is_found_by_the_same_look(
    school: World, fresh: Engine, tmp_path: Path
) -> None:
    store = FileStore(tmp_path / "files", KEYS.files)
    Office(school, store).file_one(1)
    backup(school.engine, tmp_path / "nothing", tmp_path / "saved", KEYS.files)
    restore(tmp_path / "saved", fresh, tmp_path / "new" / "files", KEYS.files)
    (told,) = whole(fresh, tmp_path / "new" / "files")
    assert told.startswith("Файл пропал: запись ")


def test_a_file_half_written_is_no_part_of_a_copy(school: World, fresh: Engine, tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files", KEYS.files)
    Office(school, store).file_one(1)
    (path,) = (path for path in store.folder.rglob("*") if path.is_file())
    path.with_name(f"{path.name}.0.part").write_bytes(b"half")
    backup(school.engine, store.folder, tmp_path / "saved", KEYS.files)
    restore(tmp_path / "saved", fresh, tmp_path / "new" / "files", KEYS.files)
    there = [path.name for path in (tmp_path / "new" / "files").rglob("*") if path.is_file()]
    assert there == [path.name]
