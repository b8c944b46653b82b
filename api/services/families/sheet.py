"""The week of a family as one value: every section, a summary in words, and what cannot be yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from api.services.families.addresses import homes_of
from api.services.families.choices import DayChoice, choice_of
from api.services.families.room import Room, room_of
from api.services.families.seen import Family, family_of
from api.services.families.windows import DESIRABLE, windows_of
from api.services.families.wishes import Sorted, sorted_wishes
from api.services.unit import Unit
from api.services.weekly import Days, Hours, clock, days_said, hours_of, hours_said, in_order, weeks_said
from models.case import Pupil
from models.family import Channel, FamilyChoice, FamilyWindow
from models.person import Role
from models.place import Place
from scheduler.russian import counted, lessons
from scheduler.terms import FamilyKind, Weekday

CHANNEL = {
    Channel.FAMILY: "от семьи",
    Channel.CALL: "по звонку",
    Channel.PAPER: "на бумаге",
    Channel.WORKBOOK: "из таблицы",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowLine:
    """A row in words; by: how it came."""

    id: str
    said: str
    by: str
    very: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeLine:
    """address; mapped: somebody has told where it is on the map."""

    id: str
    address: str
    zone: str
    mapped: bool
    rev: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilySheet:
    """lines: by section (see windows.SECTIONS), and `other` for homes by day, `rest` for wishes of no form."""

    case_id: str
    code: str
    child: str
    class_title: str
    at_desk: bool
    may_write: bool
    over: bool
    days: Days
    cycle: int
    lines: dict[str, tuple[WindowLine, ...]]
    wishes: Sorted
    choice: DayChoice
    choice_rev: int
    home: HomeLine | None
    places: tuple[HomeLine, ...]
    summary: tuple[str, ...]
    lacking: tuple[str, ...]


def family_sheet(unit: Unit, case_id: str) -> FamilySheet:
    family = family_of(unit, case_id)
    rows, homes = windows_of(unit, case_id), homes_of(unit, family.case.pupil_id)
    row = choice_of(unit, case_id)
    choice, wishes = _choice(row), sorted_wishes(rows)
    told = [_home_line(home) for home in homes]
    main = next((line for line, home in zip(told, homes, strict=True) if home.main), None)
    room = room_of(
        unit, family, _hours(rows, FamilyKind.ADULT_HOME),
        [*_hours(rows, FamilyKind.AVOID), *_hours(rows, FamilyKind.WITH_CLASS)], choice,
    )  # fmt: skip
    pupil = unit.session.get_one(Pupil, family.case.pupil_id)
    at_desk = family.guardian is None
    return FamilySheet(
        case_id=case_id, code=family.case.code, child=pupil.full_name if at_desk else pupil.first_name,
        class_title=family.case.class_title, at_desk=at_desk, may_write=family.may_write, over=family.over,
        days=family.days, cycle=family.cycle, lines=_lines(rows, homes, family.days, wishes), wishes=wishes,
        choice=choice, choice_rev=row.rev if row else 0, home=main,
        places=tuple(line for line in told if line is not main),
        summary=tuple(_summary(rows, wishes, choice, main, family)),
        lacking=tuple(_lacking(rows, main, room, unit.actor.role == Role.PARENT)),
    )  # fmt: skip


def _choice(row: FamilyChoice | None) -> DayChoice:
    if row is None:
        return DayChoice()
    return DayChoice(
        max_day_lessons=row.max_day_lessons, max_teachers_day=row.max_teachers_day, break_min=row.break_min
    )


def _home_line(row: Place) -> HomeLine:
    return HomeLine(
        id=row.id, address=row.title, zone=row.zone, rev=row.rev,
        mapped=row.lat is not None or row.same_as_id is not None,
    )  # fmt: skip


def _hours(rows: Iterable[FamilyWindow], kind: FamilyKind) -> list[Hours]:
    return in_order(hours_of(row) for row in rows if row.kind == kind)


def _lines(
    rows: Sequence[FamilyWindow], homes: Sequence[Place], days: Days, wishes: Sorted
) -> dict[str, tuple[WindowLine, ...]]:
    titles = {home.id: home.title for home in homes}
    of_kind = {
        "adult": FamilyKind.ADULT_HOME, "taken": FamilyKind.AVOID, "liked": FamilyKind.PREFER,
        "class": FamilyKind.WITH_CLASS,
    }  # fmt: skip
    found = {
        section: tuple(_line(row, days) for row in _weekly(rows) if row.kind == kind)
        for section, kind in of_kind.items()
    }
    other = (row for row in rows if row.kind == FamilyKind.OTHER_HOME)
    return found | {
        "other": tuple(_line(row, days, titles.get(row.place_id or "", "другой адрес")) for row in other),
        "rest": tuple(_line(row, days) for row in wishes.others),
    }


def _weekly(rows: Iterable[FamilyWindow]) -> list[FamilyWindow]:
    return sorted(rows, key=lambda row: ((hours_of(row).days or (Weekday.MON,))[0].number, row.start_min))


def _line(row: FamilyWindow, days: Days, address: str = "") -> WindowLine:
    hours = hours_of(row)
    said = hours_said(hours, days)
    if address:
        when = [days_said(hours.days, days) if hours.days else "", weeks_said(hours.weeks)]
        said = f"{', '.join(word for word in when if word)}: {address}"
    return WindowLine(id=row.id, said=said, by=CHANNEL[Channel(row.channel)], very=row.weight > DESIRABLE)


def _summary(
    rows: Sequence[FamilyWindow], wishes: Sorted, choice: DayChoice, home: HomeLine | None, family: Family
) -> Iterator[str]:
    """What the school has understood, in sentences."""
    for kind, words in (
        (FamilyKind.ADULT_HOME, "Взрослый дома"),
        (FamilyKind.AVOID, "Занятий быть не может"),
        (FamilyKind.WITH_CLASS, "Ребёнок занимается с классом"),
        (FamilyKind.PREFER, "Удобнее всего"),
    ):
        told = [hours_said(hours, family.days) for hours in _hours(rows, kind)]
        if told:
            yield f"{words}: {'; '.join(told)}."
    yield from _wishes_said(wishes, family.days)
    if choice.max_day_lessons is not None:
        yield f"Не больше {counted(choice.max_day_lessons, 'занятия', 'занятий', 'занятий')} в день."
    if choice.max_teachers_day is not None:
        yield f"За день приходит не больше {counted(choice.max_teachers_day, 'учителя', 'учителей', 'учителей')}."
    if choice.break_min != 10:
        yield f"Между занятиями перемена {choice.break_min} минут."
    if home is not None:
        yield f"Адрес: {home.address}."


def _wishes_said(wishes: Sorted, days: Days) -> Iterator[str]:
    told = wishes.wishes
    if told.early_min is not None:
        yield f"Не раньше {clock(told.early_min)} ({weight_said(told.early_weight)})."
    if told.late_min is not None:
        yield f"Закончить до {clock(told.late_min)} ({weight_said(told.late_weight)})."
    if told.off:
        yield f"Без занятий: {days_said(told.off, days)} ({weight_said(told.off_weight)})."


def weight_said(weight: int) -> str:
    return "очень важно" if weight > DESIRABLE else "желательно"


def _lacking(rows: Sequence[FamilyWindow], home: HomeLine | None, room: Room, parent: bool) -> Iterator[str]:
    """What nobody has told yet, and what cannot be."""
    if not any(row.kind == FamilyKind.ADULT_HOME for row in rows):
        yield "Не указано, когда дома взрослый. Пока считаем, что всегда."
    if home is None:
        yield "Не указан адрес. Без него занятия дома не поставить."
    if room.short:
        yield (
            f"В неделе нужно {lessons(room.needed or 0)} по {room.lesson_min} минут, "
            f"а дома взрослый {_duration(room.adult_min)}: помещается не больше {room.fits}. "
            + (
                "Добавьте время или позвоните в школу."
                if parent
                else "Договоритесь с семьёй о другом времени."
            )
        )


def _duration(minutes: int) -> str:
    """`5 часов`, `5 ч 30 мин`, `40 минут`."""
    hours, rest = divmod(minutes, 60)
    if rest and hours:
        return f"{hours} ч {rest} мин"
    return counted(hours, "час", "часа", "часов") if hours or not rest else f"{rest} минут"
