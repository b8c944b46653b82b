"""Papers given out: made apart from any transaction, then kept sealed with who, when, for whom and from what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import col, or_, select

from api.errors import Conflict, Forbidden, NotFound
from api.services.agreement.canonical import short_code
from api.services.cases.life import case_of
from api.services.cases.sheet import guardians_of
from api.services.desk import at_desk
from api.services.papers.attachments import Attachment, kept_content
from api.services.papers.files import FileStore
from api.services.papers.medical import Why
from api.services.printing.orders import order
from api.services.printing.preparing import Prepared
from api.services.printing.templates import Used, used
from api.services.unit import Unit
from exports.document.apart import Ask, Layout
from exports.document.forms import FILE, TITLE, Form
from models.agreement import TimetableVersion
from models.case import Case, Guardian, Pupil
from models.document import OrderPupil, StoredFile
from models.media import Media
from models.person import Account
from models.plan import Plan
from models.printing import IssuedPaper, PaperTemplate, PrintLayout
from models.school import School

MEDIA = {PrintLayout.DOCX: Media.DOCX, PrintLayout.PDF: Media.PDF}
GONE = "Срок хранения файла истёк, осталась только запись о нём."
WHY = "Укажите, зачем нужен файл: в нём реквизиты медицинских документов."
BROKEN = "Шаблон не подошёл к этим данным. Проверьте его: Школа → Шаблоны."


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedLine:
    """A paper given out, as it is listed. to: for whom it was made. version: code of the plan or timetable it says."""

    id: str
    form: Form
    title: str
    layout: str
    at: datetime
    by: str
    to: str
    digest: str
    template: str
    version: str
    medical: bool
    has_file: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Of whom papers are made. speakers: (id, name) of those who speak for the child today."""

    code: str
    pupil: str
    speakers: tuple[tuple[str, str], ...]


def subject_of(unit: Unit, case_id: str) -> Subject:
    case = case_of(unit, case_id)
    pupil = unit.session.get_one(Pupil, case.pupil_id)
    lines = guardians_of(unit, pupil.id)
    return Subject(
        code=case.code, pupil=pupil.full_name,
        speakers=tuple((line.id, f"{line.name}, {line.kind}") for line in lines if line.now),
    )  # fmt: skip


def prepare_order(unit: Unit, order_id: str) -> Prepared:
    """The whole order with every child: for the archive, never for a parent."""
    return Prepared(form=Form.ORDER, values=order(unit, order_id).values, order_id=order_id)


def asked_of(prepared: Prepared, template: Used, layout: PrintLayout) -> Ask:
    return Ask(
        form=prepared.form, template=template.content, values=prepared.values, layouts=(Layout(layout.value),)
    )


def template_for(unit: Unit, store: FileStore, form: Form) -> Used:
    return used(unit, store, form, at_desk(unit))


def issue(
    unit: Unit, store: FileStore, prepared: Prepared, template: Used, layout: PrintLayout, content: bytes,
    set_id: str | None = None,
) -> IssuedPaper:  # fmt: skip
    """Keeps a paper that was made. content: its file."""
    school_id = at_desk(unit)
    if prepared.case_id is not None:
        case_of(unit, prepared.case_id)
    kept = kept_content(unit, store, school_id, content, MEDIA[layout])
    row = IssuedPaper(
        school_id=school_id, case_id=prepared.case_id, order_id=prepared.order_id, form=prepared.form.value,
        layout=layout, file_id=kept.id, digest=kept.digest, template_id=template.id,
        template_digest=template.digest, plan_id=prepared.plan_id, version_id=prepared.version_id,
        guardian_id=prepared.guardian_id, set_id=set_id, account_id=unit.actor.account_id, at=unit.at,
        medical=prepared.medical,
    )  # fmt: skip
    unit.session.add(row)
    unit.session.flush()
    unit.note(
        "print.issue", "issued_paper", row.id, form=row.form, layout=row.layout, case=row.case_id,
        order=row.order_id, digest=row.digest, template=row.template_digest, set=set_id,
    )  # fmt: skip
    return row


def issued_of(unit: Unit, issued_id: str) -> IssuedPaper:
    """A paper of the actor's school."""
    school_id = at_desk(unit)
    row = unit.session.get(IssuedPaper, issued_id)
    if row is None or row.school_id != school_id:
        raise NotFound
    return row


def fetch_issued(unit: Unit, store: FileStore, issued_id: str, why: Why | None = None) -> Attachment:
    """The file as it was given out; the reading is written down first."""
    row = issued_of(unit, issued_id)
    if row.file_id is None:
        raise Conflict(GONE)
    if row.medical and why is None:
        raise Forbidden(WHY)
    if row.medical:
        unit.note("medical.file_read", "issued_paper", row.id, file=row.file_id, why=why)
    else:
        unit.note("file.read", "issued_paper", row.id, file=row.file_id)
    kept = unit.session.get_one(StoredFile, row.file_id)
    media = Media(kept.media)
    return Attachment(name=name_of(unit, row), media=media, content=store.get(kept.school_id, kept.digest))


def name_of(unit: Unit, row: IssuedPaper) -> str:
    """`К-01 08 расписание.pdf`: the code of the case, no name and nothing of health."""
    case = unit.session.get(Case, row.case_id) if row.case_id else None
    told = FILE[Form(row.form)] if row.form in set(Form) else "документ"
    return f"{f'{case.code} ' if case else ''}{told}.{row.layout}"


def issued_line(unit: Unit, issued_id: str) -> IssuedLine:
    """One paper as it is listed."""
    (line,) = _lines(unit, [IssuedPaper.id == issued_of(unit, issued_id).id], 1)
    return line


def issued_for_case(unit: Unit, case_id: str, most: int = 100) -> tuple[IssuedLine, ...]:
    """Papers of a case and orders it stands in, the newest first."""
    case = case_of(unit, case_id)
    orders = select(OrderPupil.order_id).where(OrderPupil.case_id == case.id)
    return _lines(unit, [IssuedPaper.case_id == case.id, col(IssuedPaper.order_id).in_(orders)], most)


def issued_for_order(unit: Unit, order_id: str, most: int = 50) -> tuple[IssuedLine, ...]:
    return _lines(unit, [IssuedPaper.order_id == order_id], most)


def _lines(unit: Unit, any_of: Sequence[object], most: int) -> tuple[IssuedLine, ...]:
    school = unit.session.get_one(School, at_desk(unit))
    asked = select(IssuedPaper).where(IssuedPaper.school_id == school.id, or_(*any_of))  # type: ignore[arg-type]
    rows = unit.session.exec(
        asked.order_by(col(IssuedPaper.at).desc(), col(IssuedPaper.id)).limit(most)
    ).all()
    zone = ZoneInfo(school.timezone)
    guardians = {row.guardian_id for row in rows if row.guardian_id}
    found = unit.session.exec(select(Guardian).where(col(Guardian.id).in_(guardians))).all()
    accounts = {row.account_id for row in rows} | {row.account_id for row in found}
    names = {
        row.id: row.name for row in unit.session.exec(select(Account).where(col(Account.id).in_(accounts)))
    }
    to = {row.id: names[row.account_id] for row in found}
    codes, told_of = _codes(unit, rows), _templates(unit, rows)
    return tuple(
        IssuedLine(
            id=row.id, form=Form(row.form), title=TITLE[Form(row.form)], layout=row.layout.upper(),
            at=row.at.astimezone(zone), by=names[row.account_id], to=to.get(row.guardian_id or "", ""),
            digest=row.digest[:12], template=told_of.get(row.template_id or "", "обычный"),
            version=codes.get(row.version_id or row.plan_id or "", ""), medical=row.medical,
            has_file=row.file_id is not None,
        )
        for row in rows
    )  # fmt: skip


def _codes(unit: Unit, rows: Sequence[IssuedPaper]) -> dict[str, str]:
    """Codes of the versions papers were made of, by id."""
    versions = select(TimetableVersion.id, TimetableVersion.digest).where(
        col(TimetableVersion.id).in_({row.version_id for row in rows if row.version_id})
    )
    plans = select(Plan.id, Plan.digest).where(col(Plan.id).in_({row.plan_id for row in rows if row.plan_id}))
    found = (*unit.session.exec(versions), *unit.session.exec(plans))
    return {key: short_code(digest) for key, digest in found if digest}


def _templates(unit: Unit, rows: Sequence[IssuedPaper]) -> dict[str, str]:
    """The school's own templates in words, by id."""
    ids = {row.template_id for row in rows if row.template_id}
    asked = select(PaperTemplate.id, PaperTemplate.number).where(col(PaperTemplate.id).in_(ids))
    return {key: f"свой, версия {number}" for key, number in unit.session.exec(asked)}
