"""Forms of single entries: which fields each has, what stands in them first, which service takes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeVar

from api.services.people.staff import person
from api.services.records import council, ending, journal
from api.services.records.looking import WRITING, Eye, Look
from api.services.records.words import CONSULTED, COUNCIL, END_PAPER, EVENT, FORM, OUTCOME, WAY
from api.services.unit import Unit
from api.web.forms import Form, Reader, form_of
from models.record import Consulted, CouncilKind, EndPaper, EventKind, FinalWay, Outcome
from scheduler.terms import LessonForm

Word = TypeVar("Word", bound=StrEnum)
Choices = tuple[tuple[str, str], ...]
PLAIN = "Пишите только о занятиях: диагнозов и сведений о здоровье здесь не хранят."
CHOOSE = "Выберите из списка."


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a form, as the template draws it."""

    name: str
    label: str
    kind: Literal["text", "date", "number", "area", "choice", "tick"] = "text"
    hint: str | None = None
    required: bool = False
    choices: Choices = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A kind of entry. eyes: who may enter it. act: takes the form; what is refused it raises."""

    title: str
    intro: str
    button: str
    eyes: frozenset[Eye]
    fields: Callable[[Unit, Look], tuple[Field, ...]]
    start: Callable[[Unit, Look], Form]
    act: Callable[[Unit, str, Form], object]


def _choices(words: dict[Word, str]) -> Choices:
    return tuple((word.value, said) for word, said in words.items())


def _word(reader: Reader, name: str, words: dict[Word, str]) -> Word:
    """The word of a list; the first stands in for a wrong one until `check`."""
    told = reader.among(name, frozenset(word.value for word in words), CHOOSE)
    return next((word for word in words if word.value == told), next(iter(words)))


def _book(unit: Unit, case_id: str, sent: Form) -> object:
    reader = Reader(sent)
    draft = journal.BookDraft(
        title=reader.text("title"), copy_number=reader.text_or_none("copy_number"),
        lent_on=reader.day("lent_on"), due_on=reader.day_or_none("due_on"),
    )  # fmt: skip
    reader.check()
    return journal.lend_book(unit, case_id, draft)


def _event(unit: Unit, case_id: str, sent: Form) -> object:
    reader = Reader(sent)
    kind: EventKind = _word(reader, "kind", EVENT)
    form: LessonForm = _word(reader, "form", FORM)
    draft = journal.EventDraft(
        kind=kind, title=reader.text("title"), form=form, on_date=reader.day("on_date")
    )
    reader.check()
    return journal.offer_event(unit, case_id, draft, to_all=sent.ticked("to_all"))


def _consultation(unit: Unit, case_id: str, sent: Form) -> object:
    reader = Reader(sent)
    whom: Consulted = _word(reader, "whom", CONSULTED)
    form: LessonForm = _word(reader, "form", FORM)
    draft = journal.ConsultationDraft(
        on_date=reader.day("on_date"), minutes=reader.number("minutes"), whom=whom, form=form,
        by_name=reader.text("by_name"), topic=reader.text("topic"),
    )  # fmt: skip
    reader.check()
    return journal.hold_consultation(unit, case_id, draft)


def _control(unit: Unit, case_id: str, sent: Form) -> object:
    reader = Reader(sent)
    draft = journal.ControlDraft(
        on_date=reader.day("on_date"), fine=sent.ticked("fine"), note=reader.text_or_none("note")
    )
    reader.check()
    return journal.note_control(unit, case_id, draft)


def _council(unit: Unit, case_id: str, sent: Form) -> object:
    reader = Reader(sent)
    kind: CouncilKind = _word(reader, "kind", COUNCIL)
    draft = council.CouncilDraft(
        kind=kind, number=reader.text_or_none("number"), issued_on=reader.day("issued_on"),
        valid_to=reader.day_or_none("valid_to"), advice=reader.text("advice"), released=sent.ticked("released"),
    )  # fmt: skip
    reader.check()
    return council.file_council(unit, case_id, draft)


def _next(unit: Unit, case_id: str, sent: Form) -> object:
    reader = Reader(sent)
    outcome: Outcome = _word(reader, "outcome", OUTCOME)
    draft = ending.NextDraft(
        rev=reader.number("rev"), outcome=outcome, order_number=reader.text("order_number"),
        order_on=reader.day("order_on"), debts=reader.text_or_none("debts"),
        debts_until=reader.day_or_none("debts_until"),
    )  # fmt: skip
    reader.check()
    return ending.write_next(unit, case_id, draft)


def _final(unit: Unit, case_id: str, sent: Form) -> object:
    reader = Reader(sent)
    way: FinalWay = _word(reader, "way", WAY)
    document: EndPaper = _word(reader, "document", END_PAPER)
    draft = ending.FinalDraft(
        rev=reader.number("rev"), way=way, passed=sent.ticked("passed"), held_on=reader.day("held_on"),
        document=document, number=reader.text_or_none("number"), issued_on=reader.day_or_none("issued_on"),
    )  # fmt: skip
    reader.check()
    return ending.write_final(unit, case_id, draft)


def _final_fields(unit: Unit, seen: Look) -> tuple[Field, ...]:
    """What the rules of the end of the level let choose; without a rule nothing."""
    rule = ending.end_rule_of(seen.case, unit.today)
    ways = tuple((way.value, WAY[way]) for way in rule.ways) if rule else ()
    papers = tuple((paper.value, END_PAPER[paper]) for paper in rule.documents) if rule else ()
    told = f"{rule.source}; отметка источника: {rule.mark}" if rule else ending.NO_END
    return (
        Field(name="way", label="Как проходит", kind="choice", choices=ways, hint=told),
        Field(name="held_on", label="День решения", kind="date", required=True),
        Field(name="passed", label="Пройдена успешно", kind="tick"),
        Field(name="document", label="Что выдаётся", kind="choice", choices=papers),
        Field(name="number", label="Номер документа", hint="когда выдан"),
        Field(name="issued_on", label="Дата выдачи", kind="date", hint="когда выдан"),
    )


def _final_start(unit: Unit, seen: Look) -> Form:
    row = ending.final_of(unit, seen.case.id)
    if row is None:
        return form_of(rev=0, held_on=unit.today)
    return form_of(
        **row.model_dump(include={"rev", "way", "passed", "held_on", "document", "number", "issued_on"})
    )


def _next_start(unit: Unit, seen: Look) -> Form:
    row = ending.next_of(unit, seen.case.id)
    if row is None:
        return form_of(rev=0, order_on=unit.today)
    names = {"rev", "outcome", "order_number", "order_on", "debts", "debts_until"}
    return form_of(**row.model_dump(include=names))


def _consultation_start(unit: Unit, _seen: Look) -> Form:
    me = person(unit, unit.actor.account_id)
    return form_of(on_date=unit.today, minutes=30, by_name=me.name if me else "")


def _event_fields(_unit: Unit, seen: Look) -> tuple[Field, ...]:
    fields = (
        Field(name="kind", label="Что предлагаем", kind="choice", choices=_choices(EVENT)),
        Field(name="title", label="Название", required=True),
        Field(name="form", label="Где", kind="choice", choices=_choices(FORM)),
        Field(name="on_date", label="Дата, для кружка — первое занятие", kind="date", required=True),
    )
    to_all = Field(name="to_all", label="Предложить всем, кто сейчас учится дома", kind="tick")
    return (*fields, to_all) if seen.eye == Eye.DESK else fields


BOOK_FIELDS = (
    Field(name="title", label="Книга", required=True),
    Field(name="copy_number", label="Номер экземпляра"),
    Field(name="lent_on", label="Выдана", kind="date", required=True),
    Field(name="due_on", label="Вернуть до", kind="date"),
)
CONSULTATION_FIELDS = (
    Field(name="on_date", label="Дата", kind="date", required=True),
    Field(name="minutes", label="Минут", kind="number", required=True),
    Field(name="whom", label="Кого консультировали", kind="choice", choices=_choices(CONSULTED)),
    Field(name="form", label="Где", kind="choice", choices=_choices(FORM)),
    Field(name="by_name", label="Кто консультировал", required=True),
    Field(name="topic", label="О чём", required=True, hint=PLAIN),
)
CONTROL_FIELDS = (
    Field(name="on_date", label="Дата", kind="date", required=True),
    Field(name="fine", label="Замечаний нет", kind="tick"),
    Field(name="note", label="Замечания", kind="area", hint=PLAIN),
)
COUNCIL_FIELDS = (
    Field(name="kind", label="Документ", kind="choice", choices=_choices(COUNCIL)),
    Field(name="number", label="Номер"),
    Field(name="issued_on", label="Дата документа", kind="date", required=True),
    Field(name="valid_to", label="Действует до", kind="date"),
    Field(name="advice", label="Рекомендации для занятий", kind="area", hint=PLAIN),
    Field(name="released", label="Показать рекомендации учителям ребёнка", kind="tick"),
)
NEXT_FIELDS = (
    Field(name="outcome", label="Решение", kind="choice", choices=_choices(OUTCOME)),
    Field(name="order_number", label="Номер приказа", required=True),
    Field(name="order_on", label="Дата приказа", kind="date", required=True),
    Field(name="debts", label="Предметы с долгом", hint="только при условном переводе"),
    Field(name="debts_until", label="Сдать долг до", kind="date", hint="только при условном переводе"),
)
STAFF = frozenset({Eye.DESK, Eye.CLASS})
ONLY_DESK = frozenset({Eye.DESK})
SECTIONS: dict[str, Section] = {
    "books": Section(
        title="Выдать книгу", intro="Учебники и пособия, которые ребёнок получил в библиотеке.",
        button="Записать выдачу", eyes=STAFF, fields=lambda _unit, _seen: BOOK_FIELDS,
        start=lambda unit, _seen: form_of(lent_on=unit.today), act=_book,
    ),
    "events": Section(
        title="Предложить мероприятие или кружок", intro="Что школа предложила ребёнку и чем это кончилось.",
        button="Записать", eyes=STAFF, fields=_event_fields,
        start=lambda unit, _seen: form_of(on_date=unit.today), act=_event,
    ),
    "consultations": Section(
        title="Записать консультацию", intro="Консультации ученику и родителям, которые уже прошли.",
        button="Записать", eyes=WRITING, fields=lambda _unit, _seen: CONSULTATION_FIELDS,
        start=_consultation_start, act=_consultation,
    ),
    "control": Section(
        title="Отметить контроль",
        intro="Классный руководитель отмечает, что занятия идут, заместитель — что план выполняется (п. 2.19).",
        button="Отметить", eyes=STAFF, fields=lambda _unit, _seen: CONTROL_FIELDS,
        start=lambda unit, _seen: form_of(on_date=unit.today), act=_control,
    ),
    "council": Section(
        title="Внести документ ППк", intro="ППк — психолого-педагогический консилиум школы.",
        button="Внести", eyes=ONLY_DESK, fields=lambda _unit, _seen: COUNCIL_FIELDS,
        start=lambda unit, _seen: form_of(issued_on=unit.today), act=_council,
    ),
    "next": Section(
        title="Перевод в следующий класс", intro="Решение педагогического совета по приказу.",
        button="Сохранить", eyes=ONLY_DESK, fields=lambda _unit, _seen: NEXT_FIELDS, start=_next_start, act=_next,
    ),
    "final": Section(
        title="Итоговая аттестация", intro="Чем завершён уровень образования и что выдано.",
        button="Сохранить", eyes=ONLY_DESK, fields=_final_fields, start=_final_start, act=_final,
    ),
}  # fmt: skip
