"""Templates of a school: the newest that is not withdrawn, else the one the service brings along.

A template was judged (`exports.document.apart.judge`) and tried on invented values before it comes here; a change
makes papers to come otherwise and never one that was given out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import col, func, select

from api.errors import Conflict, Invalid, NotFound
from api.services.desk import in_office
from api.services.papers.attachments import kept_content
from api.services.papers.files import FileStore
from api.services.papers.uploads import Upload
from api.services.unit import Unit
from exports.document.apart import Ask, Layout, Made, judge, make_one
from exports.document.forms import Form
from exports.document.samples import made_up
from exports.document.standard import digest_of, standard
from models.document import StoredFile
from models.media import Media
from models.printing import PaperTemplate

DIED = "Шаблон не удалось проверить: он слишком сложный или повреждён. Упростите его и загрузите снова."
UNUSED = "Шаблон не удалось заполнить на вымышленных данных. Проверьте метки и загрузите снова."


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """The template of a form as it stands. id None: the one the service brings along."""

    content: bytes = field(repr=False)
    digest: str
    id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A template found sound, with the DOCX of the same paper on invented values."""

    form: Form
    content: bytes = field(repr=False)


def judged(form: Form, upload: Upload | Invalid) -> Judged | Invalid:
    """No transaction waits for it. Invalid tells every fault beside the field of the file."""
    if isinstance(upload, Invalid):
        return upload
    if upload.media != Media.DOCX:
        return Invalid({"file": ["Шаблон — это документ Word (DOCX). Сохраните его так и загрузите снова."]})
    faults = judge(form, upload.content)
    if faults is None:
        return Invalid({"file": [DIED]})
    if faults:
        return Invalid({"file": faults})
    if previewed(form, upload.content, Layout.PDF) is None:
        return Invalid({"file": [UNUSED]})
    return Judged(form=form, content=upload.content)


def previewed(form: Form, template: bytes, layout: Layout) -> bytes | None:
    """A paper of invented people; None where the template cannot be used."""
    made: Made | None = make_one(Ask(form=form, template=template, values=made_up(form), layouts=(layout,)))
    return made.files[layout] if made else None


def used(unit: Unit, store: FileStore, form: Form, school_id: str) -> Used:
    """The template papers of a form are made from now."""
    row = _newest(unit, form, school_id)
    if row is None:
        content = standard(form)
        return Used(content=content, digest=digest_of(content), id=None)
    kept = unit.session.get_one(StoredFile, row.file_id)
    return Used(content=store.get(school_id, kept.digest), digest=row.digest, id=row.id)


def _newest(unit: Unit, form: Form, school_id: str) -> PaperTemplate | None:
    asked = select(PaperTemplate).where(
        PaperTemplate.school_id == school_id, PaperTemplate.form == form.value,
        col(PaperTemplate.withdrawn_at).is_(None),
    )  # fmt: skip
    return unit.session.exec(asked.order_by(col(PaperTemplate.number).desc())).first()


def templates_of(unit: Unit, school_id: str) -> Sequence[PaperTemplate]:
    """Every template a school ever brought, the newest first."""
    in_office(unit, school_id)
    asked = select(PaperTemplate).where(PaperTemplate.school_id == school_id)
    return unit.session.exec(asked.order_by(col(PaperTemplate.form), col(PaperTemplate.number).desc())).all()


def add_template(unit: Unit, store: FileStore, school_id: str, told: Judged) -> PaperTemplate:
    """The next version of a form's template; papers to come are made from it."""
    in_office(unit, school_id)
    highest = select(func.max(PaperTemplate.number)).where(
        PaperTemplate.school_id == school_id, PaperTemplate.form == told.form.value
    )
    kept = kept_content(unit, store, school_id, told.content, Media.DOCX)
    row = PaperTemplate(
        school_id=school_id, form=told.form.value, number=(unit.session.exec(highest).one() or 0) + 1,
        file_id=kept.id, digest=digest_of(told.content), account_id=unit.actor.account_id, at=unit.at,
    )  # fmt: skip
    unit.session.add(row)
    unit.session.flush()
    unit.note("template.add", "paper_template", row.id, form=row.form, n=row.number, digest=row.digest)
    return row


def withdraw(unit: Unit, school_id: str, form: Form, number: int) -> None:
    """The newest template makes no papers any more: the one before it does, at last the one that came along."""
    in_office(unit, school_id)
    row = _newest(unit, form, school_id)
    if row is None:
        raise NotFound
    if row.number != number:
        raise Conflict("Шаблон уже сменили. Откройте страницу снова.")
    row.withdrawn_at = unit.at
    row.rev += 1
    unit.session.flush()
    unit.note("template.withdraw", "paper_template", row.id, form=row.form, n=row.number)
