"""The contract and what is agreed in it: plan and timetable, both from their canonical texts; notice of a change."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from api.services.agreement.canonical import short_code
from api.services.agreement.timetable.content import Content, content_of
from api.services.agreement.timetable.seen import answer_seen, changes_before
from api.services.agreement.timetable.shelf import shelf_of
from api.services.agreement.timetable.signing import record_of
from api.services.agreement.timetable.states import SAID
from api.services.agreement.timetable.week import DAY, how_many, span, weeks_said, where_said
from api.services.plans.store import rows_of
from api.services.plans.text import Sheet, sheet_in
from api.services.plans.words import STATE
from api.services.printing.found import Found, lacking
from api.services.printing.ground import Ground
from api.services.printing.load import plan_of, version_of
from api.services.words import shown
from exports.document import values
from exports.document.values import NoticeRow, PlanBlock, PlanKind, PlanRow, TimetableRow
from exports.russian.numbers import HOUR, hours, quoted_date, spelled
from models.agreement import Answer, TimetableVersion, VersionState
from models.plan import Plan, PlanState
from scheduler.terms import LessonForm, Weekday

NO_PLAN = "Нет учебного плана, отправленного родителю. Составьте и отправьте его: Планы."
NO_VERSION = "Нет расписания, отправленного семье. Отправьте его: Согласование."
NO_CHANGE = "В расписании нет изменений против согласованного раньше."


def contract(ground: Ground) -> Found:
    """Annex 3; numbers and days that are not known yet are left for the hand."""
    row, plan = ground.contract, plan_of(ground.unit, ground.case)
    line, order = ground.orders[-1] if ground.orders else (None, None)
    days = row or line
    return Found(
        values=values.Contract(
            school=ground.school, today=ground.today, child=ground.child, parent=ground.parent,
            number=row.number if row else "", on=quoted_date(row.signed_on) if row else "",
            first=shown(days.first_on) if days else "", last=shown(days.last_on) if days else "",
            order_number=order.number if order else "", order_on=quoted_date(order.issued_on) if order else "",
            hours=spelled(_hours(ground, plan), HOUR) if plan else "",
        ),
        plan_id=plan.id if plan else None,
    )  # fmt: skip


def _hours(ground: Ground, plan: Plan) -> Fraction:
    return sum((row.hours for row in rows_of(ground.unit.session, plan.id)), Fraction(0))


def plan(ground: Ground) -> Found:
    """Annex 1 of the contract."""
    row = plan_of(ground.unit, ground.case)
    if row is None or not row.text or not row.digest:
        return lacking(NO_PLAN)
    sheet, code = sheet_in(row.text), short_code(row.digest)
    return Found(
        values=values.Plan(
            school=ground.school, today=ground.today, child=ground.child, parent=ground.parent,
            title=sheet.title, number=f"{row.number}", version_code=code, link=link_of(ground.origin, code),
            state=STATE[PlanState(row.state)], first=sheet.first, last=sheet.last,
            blocks=tuple(_blocks(sheet)),
            kinds=tuple(PlanKind(title=_capital(kind.title), hours=kind.hours) for kind in sheet.kinds),
            hours=sheet.hours, hours_said=hours(_hours(ground, row)), year_hours=sheet.year,
            **_contract_said(ground),
        ),
        plan_id=row.id,
    )  # fmt: skip


def _blocks(sheet: Sheet) -> Iterator[PlanBlock]:
    for block in sheet.blocks:
        rows = tuple(
            PlanRow(
                area=row.area, subject=row.subject, hours=row.hours, manner=row.manner, lessons=row.lessons,
                year=row.year, teachers=row.teachers,
            )
            for row in block.rows
        )  # fmt: skip
        yield PlanBlock(title=block.title, rows=rows, hours=block.hours, year=block.year)


def _contract_said(ground: Ground) -> dict[str, str]:
    row = ground.contract
    return {
        "contract_number": row.number if row else "",
        "contract_on": quoted_date(row.signed_on) if row else "",
    }


def timetable(ground: Ground) -> Found:
    """Annex 2 of the contract, with the line for the parent's signature."""
    row = version_of(ground.unit, ground.case)
    if row is None or not row.text or not row.digest:
        return lacking(NO_VERSION)
    content, code = content_of(row.text), short_code(row.digest)
    return Found(
        values=values.Timetable(
            school=ground.school, today=ground.today, child=ground.child, parent=ground.parent,
            number=f"{row.number}", version_code=code, link=link_of(ground.origin, code),
            state=SAID[VersionState(row.state)], first=shown(content.first_on), last=shown(content.last_on),
            total=how_many(content), rows=tuple(_week(content)), signed=_signed(ground, row),
            **_contract_said(ground),
        ),
        plan_id=row.plan_id, version_id=row.id,
    )  # fmt: skip


def _signed(ground: Ground, row: TimetableVersion) -> str:
    """The mark of a simple electronic signature (trust 4.4), empty where nobody has signed so."""
    shelf = shelf_of(ground.unit, [ground.case], frozenset({VersionState(row.state)}))
    found = [answer_seen(shelf, each) for each in shelf.latest(row).values() if each.answer == Answer.AGREED]
    return " ".join(
        f"Согласовано простой электронной подписью: {each.who}, {shown(each.at.date())} в {each.at:%H:%M} "
        f"(часовой пояс {shelf.zone.key}), код версии {short_code(row.digest or '')}, запись журнала № "
        f"{record_of(ground.unit, row.id, each.id)}."
        for each in found
        if each.signed
    )


def _week(content: Content) -> Iterator[TimetableRow]:
    before: Weekday | None = None
    for line in sorted(content.lines, key=lambda line: line.order):
        remote = line.form == LessonForm.REMOTE
        yield TimetableRow(
            day=DAY[line.day] if line.day != before else "", subject=line.subject,
            time=span(line.start_min, line.end_min), teacher=line.teacher, place=where_said(line),
            manner="дистанционно" if remote else "очно", weeks=weeks_said(line.weeks) or "каждая",
        )  # fmt: skip
        before = line.day


def notice(ground: Ground) -> Found:
    """What is different from what was agreed before."""
    row = version_of(ground.unit, ground.case)
    changes = _changes(ground, row) if row and row.text else ()
    if row is None or not row.text or not row.digest or not changes:
        return lacking(NO_CHANGE if row else NO_VERSION)
    code = short_code(row.digest)
    return Found(
        values=values.Notice(
            school=ground.school, today=ground.today, child=ground.child, parent=ground.parent,
            first=shown(row.first_on), version_code=code, link=link_of(ground.origin, code), rows=changes,
            deputy=ground.deputy_named, phone=ground.phone,
        ),
        version_id=row.id,
    )  # fmt: skip


def _changes(ground: Ground, row: TimetableVersion) -> tuple[NoticeRow, ...]:
    shelf = shelf_of(ground.unit, [ground.case])
    found = changes_before(shelf, row) or ()
    return tuple(NoticeRow(subject=each.subject, was=each.was, now=each.now) for each in found)


def link_of(origin: str, code: str) -> str:
    """Where anybody may ask whether a version is in force."""
    return f"{origin}/v/{code}" if origin else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
