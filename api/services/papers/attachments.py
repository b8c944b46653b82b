"""Files behind papers, orders, contracts, consents: kept encrypted, told only through the paper they belong to."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import select

from api.errors import Forbidden, NotFound
from api.services.agreement.timetable.desk import version_of
from api.services.cases.life import case_of
from api.services.cases.pupils import pupil_of
from api.services.desk import at_desk, locked, touch
from api.services.papers.alarm import watch_reader
from api.services.papers.files import FileStore
from api.services.papers.filing import paper_of
from api.services.papers.medical import Why
from api.services.papers.uploads import SUFFIX, Upload
from api.services.unit import Unit
from models.agreement import Decision
from models.document import SENSITIVE, Consent, Contract, Order, Paper, StoredFile
from models.media import Media
from models.record import CouncilPaper
from models.school import School

Owner = Paper | Order | Contract | Consent | CouncilPaper | Decision


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Attachment:
    """A file to be handed out as an attachment, never shown inside a page."""

    name: str
    media: Media
    content: bytes


def attach(unit: Unit, store: FileStore, owner: Owner, rev: int, upload: Upload) -> StoredFile:
    """Keeps a file, found harmless before the transaction began, behind a paper of the actor's school.

    Files of medical papers are kept only where the school has chosen so, and without their names.
    """
    school_id, row = at_desk(unit), _own(unit, owner)
    sensitive = _sensitive(row)
    if sensitive and not unit.session.get_one(School, school_id).medical_scans:
        raise Forbidden("Сканы медицинских документов школа не хранит. Достаточно реквизитов и срока.")
    touch(row, rev)
    kept = kept_content(unit, store, school_id, upload.content, upload.media)
    row.file_id = kept.id
    if isinstance(row, Paper) and not sensitive:
        row.file_name = upload.name
    unit.session.flush()
    unit.note("file.attach", row.__tablename__, row.id, file=kept.id, digest=kept.digest)
    return kept


def fetch(unit: Unit, store: FileStore, owner: Owner, why: Why | None = None) -> Attachment:
    """The file behind a paper; the reading is written down first. why: asked for a medical paper."""
    row = _own(unit, owner)
    kept = unit.session.get(StoredFile, row.file_id) if row.file_id else None
    if kept is None:
        raise NotFound
    if not _sensitive(row):
        unit.note("file.read", row.__tablename__, row.id, file=kept.id)
    elif why is None:
        raise Forbidden("Откройте документ и укажите, зачем он вам: без цели скан не выдаётся.")
    else:
        unit.note("medical.file_read", row.__tablename__, row.id, file=kept.id, why=why)
        watch_reader(unit)
    media = Media(kept.media)
    name = row.file_name if isinstance(row, Paper) and row.file_name else f"документ{SUFFIX[media]}"
    return Attachment(name=name, media=media, content=store.get(kept.school_id, kept.digest))


def known_files(unit: Unit) -> set[tuple[str, str]]:
    """(school, digest) of every file a row knows of, for `FileStore.orphans` and `missing`."""
    return set(unit.session.exec(select(StoredFile.school_id, StoredFile.digest)).all())


def _own(unit: Unit, owner: Owner) -> Owner:
    """The row held for the change, once it is sure that it is the school's."""
    school_id = at_desk(unit)
    if isinstance(owner, Paper):
        paper_of(unit, owner.id)
    elif isinstance(owner, Contract | CouncilPaper):
        case_of(unit, owner.case_id)
    elif isinstance(owner, Decision):
        version_of(unit, owner.version_id)
    elif isinstance(owner, Consent):
        pupil_of(unit, owner.pupil_id)
    elif owner.school_id != school_id:
        raise NotFound
    row = locked(unit, type(owner), owner.id)
    if row is None:
        raise NotFound
    return row


def _sensitive(row: Owner) -> bool:
    return isinstance(row, Paper) and row.kind in SENSITIVE


def kept_content(unit: Unit, store: FileStore, school_id: str, content: bytes, media: Media) -> StoredFile:
    """The row of a content; the same content has one."""
    digest = store.put(school_id, content)
    asked = select(StoredFile).where(StoredFile.school_id == school_id, StoredFile.digest == digest)
    kept = unit.session.exec(asked).first()
    if kept is None:
        kept = StoredFile(school_id=school_id, digest=digest, size=len(content), media=media)
        unit.session.add(kept)
        unit.session.flush()
    return kept
