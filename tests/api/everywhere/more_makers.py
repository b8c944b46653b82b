"""More on the stage: printed papers (one given out, a set, a correction of a name), an agreement of two schools."""

from __future__ import annotations

from sqlmodel import select

from api.services.agreement.timetable.links import token_of
from api.services.entry.sealing import seal
from api.services.papers.attachments import attach
from api.services.papers.uploads import inspect
from api.services.printing.issuing import issue, template_for
from api.services.printing.naming import NameDraft, write_name
from api.services.printing.preparing import prepare
from api.services.printing.sets import SetDraft, ask_set
from api.services.schools.network import AgreementDraft, add_agreement
from api.services.unit import Unit
from exports.document.forms import Form as PaperForm
from models.agreement import Answer, AnswerChannel, Decision, DetachedSignature, Strength, TimetableVersion
from models.base import new_id
from models.case import Case
from models.engines import reading, writing
from models.printing import IssuedPaper, PrintLayout, PrintSet, SetState
from models.school import School
from tests.api.everywhere.cast import Realm, Stage
from tests.api.services import world as services
from tests.api.services.papers.hostile import pdf


def link_token(stage: Stage, realm: Realm, version_id: str) -> str:
    """A link of the realm's parent to a version."""
    with reading(stage.engine) as session:
        version = session.get_one(TimetableVersion, version_id)
        return token_of(stage.where.keys.audit, version, realm.parent_id)


def decision(stage: Stage, realm: Realm, version_id: str) -> str:
    """An answer on paper with its scan, and a signature that came later."""
    with realm.school.acting(services.START) as unit:
        version = unit.session.get_one(TimetableVersion, version_id)
        row = Decision(
            version_id=version_id, guardian_id=realm.guardian_id, answer=Answer.AGREED, digest=version.digest or "",
            channel=AnswerChannel.PAPER, entered_by=realm.school.deputy_id, at=stage.clock(), strength=Strength.PAPER,
        )  # fmt: skip
        unit.session.add(row)
        unit.session.flush()
        attach(unit, stage.store, row, row.rev, inspect(pdf(), "Лист.pdf"))
        sealed = seal(stage.where.keys.secrets, row.id, "c2ln")
        unit.session.add(
            DetachedSignature(version_id=version_id, decision_id=row.id, sealed=sealed, quoted=False)
        )
        return row.id


def issued(stage: Stage, realm: Realm) -> str:
    """A paper of the case that was given out."""
    with realm.school.acting(services.START) as unit:
        return issued_in(unit, stage, realm)


def print_set(stage: Stage, realm: Realm) -> str:
    """A set of the case that waits, with a paper in it."""
    school = realm.school
    with school.acting(services.START) as unit:
        draft = SetDraft(
            year_id=school.year_id, forms=(PaperForm.CONSENT,), layout=PrintLayout.PDF,
            case_id=realm.case_id,
        )  # fmt: skip
        asked = select(PrintSet).where(PrintSet.school_id == school.school_id)
        for earlier in unit.session.exec(asked):
            earlier.state = SetState.DONE
        made = ask_set(unit, draft, "")
        paper = unit.session.get_one(IssuedPaper, issued_in(unit, stage, realm))
        paper.set_id = made.id
        return made.id


def class_set(realm: Realm) -> None:
    """A set of a class that is done: no name in a path leads to it, lists tell it."""
    school = realm.school
    with school.acting(services.START) as unit:
        title = unit.session.get_one(Case, realm.case_id).class_title
        draft = SetDraft(
            year_id=school.year_id, forms=(PaperForm.CONSENT,), layout=PrintLayout.PDF, class_title=title
        )
        ask_set(unit, draft, "").state = SetState.DONE


def issued_in(unit: Unit, stage: Stage, realm: Realm) -> str:
    prepared = prepare(unit, realm.case_id, PaperForm.CONSENT, "")
    template = template_for(unit, stage.store, PaperForm.CONSENT)
    return issue(unit, stage.store, prepared, template, PrintLayout.PDF, pdf()).id


def name_forms(_stage: Stage, realm: Realm) -> str:
    """A correction of a name."""
    school = realm.school
    with school.acting(services.START) as unit:
        draft = NameDraft(name=f"Имя {new_id()[:8]}", genitive="Имени")
        return write_name(unit, school.school_id, draft).id


def agreement(stage: Stage, realm: Realm) -> str:
    """With a school that nobody on the stage acts for: both sides of an agreement may see it."""
    home, code = realm.school, f"partner-{new_id()[:8]}"
    with writing(stage.engine) as session:
        partner = School(code=code, title=f"Школа {code}")
        session.add(partner)
    draft = AgreementDraft(
        partner_id=partner.id, number=code, signed_on=services.START, first_on=services.START,
        last_on=services.END,
    )  # fmt: skip
    with home.acting(services.START) as unit:
        return add_agreement(unit, home.school_id, draft).id
