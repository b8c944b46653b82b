"""What holds is found to hold; each thing that is broken by hand is found, and told without what somebody wrote."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import select

from api.services.papers.attachments import attach
from api.services.papers.files import FileStore
from api.services.papers.uploads import inspect
from api.services.soundness import Finding, Ground, findings
from models.audit import Anchor
from models.document import CaseMedical, Paper, PaperKind, StoredFile
from models.engines import reading, writing
from models.person import Account
from tests.api.services.papers.hostile import pdf
from tests.api.services.world import KEY, START, World, new_world

AT = datetime(2026, 9, 2, tzinfo=UTC)
LIMITS = "не дольше двух занятий подряд"


@dataclass(frozen=True)
class Kept:
    world: World
    store: FileStore
    case_id: str

    def found(self, *anchors: Anchor, at: datetime = AT) -> list[Finding]:
        ground = Ground(audit_key=KEY, store=self.store, anchors=anchors)
        with reading(self.world.engine) as session:
            return list(findings(session, ground, at))

    def file(self) -> StoredFile:
        with reading(self.world.engine) as session:
            return session.exec(select(StoredFile)).one()

    def change(self, statement: str, **values: object) -> None:
        with writing(self.world.engine) as session:
            session.execute(text(statement), values)


@pytest.fixture
def kept(database: Engine, tmp_path: Path) -> Kept:
    """Two running cases, one with a file, both with papers of the same clinic, one with a limit in words."""
    world, store = new_world(database), FileStore(tmp_path / "files", b"k" * 32)
    case_id = world.running()
    world.running()
    with world.acting(START) as unit:
        paper = unit.session.get_one(Paper, world.paper(case_id, PaperKind.APPLICATION))
        attach(unit, store, paper, paper.rev, inspect(pdf(), "Заявление.pdf"))
        row = unit.session.exec(select(CaseMedical).where(CaseMedical.case_id == case_id)).first()
        assert row is not None
        row.number, row.limits = "АБ-1234567", LIMITS
    return Kept(world, store, case_id)


def test_what_is_whole_has_no_findings(kept: Kept) -> None:
    assert kept.found() == []


def lose(kept: Kept) -> str:
    row = kept.file()
    kept.store.remove(row.school_id, row.digest)
    return f"I6 Файл пропал: запись {row.id}. Верните его из резервной копии."


def spoil(kept: Kept) -> str:
    row = kept.file()
    path = kept.store.path(row.school_id, row.digest)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    return f"I6 Файл испорчен: запись {row.id}. Верните его из резервной копии."


def resize(kept: Kept) -> str:
    kept.change("UPDATE stored_file SET size = size + 1")
    return f"I6 Размер файла другой, чем записано: запись {kept.file().id}"


def leave(kept: Kept) -> str:
    digest = kept.store.put(kept.world.school_id, b"nobody's")
    path = kept.store.path(kept.world.school_id, digest)
    hours_ago = (AT - timedelta(hours=2)).timestamp()
    os.utime(path, (hours_ago, hours_ago))
    return f"I6 Лишний файл, о котором нет записи: {path.relative_to(kept.store.folder)}"


def cut(kept: Kept) -> str:
    with reading(kept.world.engine) as session:
        last = session.execute(text("SELECT max(n) FROM audit")).scalar_one()
    for trigger in ("audit_no_DELETE", "audit_no_change ON audit"):
        if (" ON " in trigger) == (kept.world.engine.dialect.name == "postgresql"):
            kept.change(f"DROP TRIGGER {trigger}")
    kept.change("DELETE FROM audit WHERE n = 5")
    assert last > 5
    return "I4 Журнал нарушен: записи 5 нет"


def tell_in_a_name(kept: Kept) -> str:
    kept.change("UPDATE case_file SET class_title = 'АБ-1234567' WHERE id = :id", id=kept.case_id)
    return (
        f"I10 Сведения о здоровье стоят не на своём месте: "
        f"таблица case_file, столбец class_title, запись {kept.case_id}"
    )


@pytest.mark.parametrize("break_it", [lose, spoil, resize, leave, cut, tell_in_a_name])
def test_each_thing_broken_is_found_and_nothing_else(kept: Kept, break_it: Callable[[Kept], str]) -> None:
    told = break_it(kept)
    assert [f"{finding.invariant} {finding.sentence}" for finding in kept.found()] == [told]


def test_what_a_medical_paper_says_is_found_in_every_text_and_never_repeated(kept: Kept) -> None:
    kept.change("UPDATE paper SET issuer = 'по справке аб-1234567' WHERE kind = 'application'")
    kept.change("UPDATE account SET name = :name", name=f"Иванова, {LIMITS.upper()}")
    told = [finding.sentence for finding in kept.found()]
    places = {sentence.partition(": ")[2].rpartition(", ")[0] for sentence in told}
    assert places == {"таблица paper, столбец issuer", "таблица account, столбец name"}
    with reading(kept.world.engine) as session:
        assert len(told) == 2 + len(session.exec(select(Account)).all())
    assert not any("1234567" in sentence or "занятий" in sentence.casefold() for sentence in told)


def test_a_clinic_of_two_children_and_short_numbers_are_no_findings(kept: Kept) -> None:
    kept.change(
        "UPDATE paper SET issuer = 'Городская поликлиника № 1', number = '17' WHERE kind = 'application'"
    )
    assert kept.found() == []


def test_a_file_just_written_may_still_get_its_row(kept: Kept) -> None:
    kept.store.put(kept.world.school_id, b"under way")
    assert kept.found(at=datetime.now(UTC)) == []


def test_an_anchor_ahead_of_the_log_is_a_cut_tail(kept: Kept) -> None:
    (told,) = kept.found(Anchor(10_000, "0" * 64))
    assert told.sentence.startswith("Журнал нарушен: нет записей с ")
