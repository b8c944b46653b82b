"""Single entries of a case: a page to make one of each kind, small forms that return, mark and remove them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import Acting, ReadUnit, WriteUnit
from api.errors import Conflict, Forbidden, Invalid
from api.pages.doing import acted, again
from api.pages.frame import CASES
from api.pages.records.fields import SECTIONS, Field, Section
from api.pages.records.one import show_records
from api.pages.records.showing import OnStage, Stage
from api.services.records import journal
from api.services.records.forms import FormDraft, set_forms
from api.services.records.looking import Look, look
from api.services.records.words import ATTENDANCE, RHYTHM, SCALE
from api.services.unit import Unit
from api.web.forms import Form, Reader, Sent, attempt, done, form_of
from api.web.rows import rows
from models.base import new_id
from models.record import Attendance, BookLoan, CaseEvent, Consultation, Rhythm, Scale

router = APIRouter()

NOT_YOURS = "Эту запись вносит заместитель директора. Обратитесь к нему."
GONE = "Этой записи уже нет. Откройте страницу снова."
KINDS: dict[str, type[journal.Removable]] = {
    "books": BookLoan,
    "events": CaseEvent,
    "consultations": Consultation,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionPage:
    """A form of one entry. where: its address."""

    case_id: str
    code: str
    where: str
    heading: str
    intro: str
    button: str
    fields: tuple[Field, ...]
    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestationPage:
    """Forms of attestation, a line per row. sources: of what the rules say for the rows."""

    case_id: str
    code: str
    look: Look
    rhythms: tuple[tuple[str, str], ...]
    scales: tuple[tuple[str, str], ...]
    form: Form


def _section(unit: Unit, case_id: str, name: str) -> tuple[Look, Section]:
    seen, section = look(unit, case_id), SECTIONS[name]
    if seen.eye not in section.eyes:
        raise Forbidden(NOT_YOURS)
    return seen, section


@router.api_route("/cases/{case_id}/records/{section}", methods=["GET", "HEAD"])
def new_entry(stage: OnStage, unit: ReadUnit, case_id: str, section: str) -> Response:
    seen, kind = _section(unit, case_id, section)
    return _show(stage, unit, seen, section, _new(kind.start(unit, seen)))


def _new(form: Form) -> Form:
    """With a key of its own."""
    return replace(form, values={**form.values, "request": new_id()})


@router.post("/cases/{case_id}/records/{section}")
def add_entry(
    stage: OnStage, act: Acting, unit: WriteUnit, case_id: str, section: str, sent: Sent
) -> Response:
    seen, kind = _section(unit, case_id, section)

    def write(unit: Unit) -> str:
        kind.act(unit, case_id, sent)
        return f"/cases/{case_id}/records?said=added"

    made = acted(stage.place, act, f"records/{case_id}/{section}", sent, write)
    if isinstance(made, Invalid | Conflict):
        return _show(stage, unit, seen, section, again(sent, made), made.status)
    return made


def _show(stage: Stage, unit: Unit, seen: Look, name: str, form: Form, status: int = 200) -> Response:
    section, case = SECTIONS[name], seen.case
    content = SectionPage(
        case_id=case.id, code=case.code, where=f"/cases/{case.id}/records/{name}", heading=section.title,
        intro=section.intro, button=section.button, fields=section.fields(unit, seen), form=form,
    )  # fmt: skip
    return stage.show("section.html", f"{section.title}: дело {case.code}", content, CASES.href, status)


@router.post("/cases/{case_id}/records/{section}/change")
def change_entry(stage: OnStage, unit: WriteUnit, case_id: str, section: str, sent: Sent) -> Response:
    """A book returned, an event attended or not, an entry made by mistake taken out."""
    refused = attempt(unit, lambda: _change(unit, case_id, section, sent))
    if isinstance(refused, Invalid | Conflict):
        told = refused if isinstance(refused, Conflict) else Conflict(_sentences(refused))
        return show_records(stage, unit, case_id, sent.refused(told), refused.status)
    return done(f"/cases/{case_id}/records", "ended")


def _sentences(refused: Invalid) -> str:
    return " ".join(sentence for told in refused.faults.values() for sentence in told)


def _change(unit: Unit, case_id: str, section: str, sent: Form) -> None:
    reader = Reader(sent)
    key, rev = reader.text("id"), reader.number("rev")
    kind = KINDS.get(section)
    if kind is None or not journal.there(unit, kind, case_id, key):
        raise Conflict(GONE)
    if sent.said("act") == "remove":
        reader.check()
        journal.remove_entry(unit, kind, key, rev)
    elif kind is BookLoan:
        on = reader.day("on")
        reader.check()
        journal.return_book(unit, key, rev, on)
    else:
        told = reader.among("attendance", frozenset(word.value for word in ATTENDANCE), "Выберите отметку.")
        reader.check()
        journal.attend_event(unit, key, rev, Attendance(told))


@router.api_route("/cases/{case_id}/attestation", methods=["GET", "HEAD"])
def attestation(stage: OnStage, unit: ReadUnit, case_id: str, said: str = "") -> Response:
    seen = look(unit, case_id)
    values = {
        f"{name}-{n}": value
        for n, row in enumerate(seen.rows)
        for name, value in (
            ("key", row.key), ("rhythm", row.rhythm.value), ("scale", row.scale.value), ("way", row.way),
        )
    }  # fmt: skip
    return _attestation(stage, seen, form_of(**values), said=said)


@router.post("/cases/{case_id}/attestation")
def set_attestation(stage: OnStage, unit: WriteUnit, case_id: str, sent: Sent) -> Response:
    refused = attempt(unit, lambda: set_forms(unit, case_id, _forms(sent)))
    if isinstance(refused, Invalid | Conflict):
        return _attestation(stage, look(unit, case_id), sent.refused(refused), refused.status)
    return done(f"/cases/{case_id}/records", "saved")


def _forms(sent: Form) -> list[FormDraft]:
    reader, drafts = Reader(sent), []
    for n in rows(sent, "key"):
        rhythm = reader.among(f"rhythm-{n}", frozenset(word.value for word in Rhythm), "Выберите, как часто.")
        scale = reader.among(
            f"scale-{n}", frozenset(word.value for word in Scale), "Выберите, как оценивают."
        )
        if f"rhythm-{n}" not in reader.faults and f"scale-{n}" not in reader.faults:
            drafts.append(
                FormDraft(
                    row_key=reader.text(f"key-{n}"), rhythm=Rhythm(rhythm), scale=Scale(scale),
                    way=reader.text(f"way-{n}"),
                )
            )  # fmt: skip
    reader.check()
    return drafts


def _attestation(stage: Stage, seen: Look, form: Form, status: int = 200, said: str = "") -> Response:
    content = AttestationPage(
        case_id=seen.case.id, code=seen.case.code, look=seen,
        rhythms=tuple((word.value, told) for word, told in RHYTHM.items()),
        scales=tuple((word.value, told) for word, told in SCALE.items()), form=form,
    )  # fmt: skip
    title = f"Формы аттестации: дело {seen.case.code}"
    return stage.show("attestation.html", title, content, CASES.href, status, said)
