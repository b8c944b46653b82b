"""Of what differs, what may be taken over: by whom, of which school; the rest is told with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import col, select

from api.services.registry.difference import Fate, FieldChange, Item
from api.services.registry.holding import Trouble
from api.services.registry.reading import Gathered
from api.services.unit import Unit
from models.person import Grant, Role
from scheduler.registry.values import Registry

ENDS = ("roads", "bells", "teachers", "availability", "classes", "lines", "families", "pinned")  # by a tick
KEEPS = {
    "places": "Место остаётся: на него могут ссылаться прежние занятия.",
    "pupils": "Дело закрывают на его странице, с основанием.",
    "schools": "Школа остаётся.",
    "years": "Учебный год остаётся.",
}
THEIRS = "Это ведёт координатор школы-партнёра: попросите его внести изменение."
NOT_YOURS = "Координатор вносит только данные своей школы: адрес, звонки, учителей, их время и уроки классов."
PAPERS = "Сроки следуют из документов дела: внесите их там."
OF_A_PARTNER = ("places", "bells", "teachers", "availability", "classes")  # a coordinator's own
MANAGERS = (Role.COORDINATOR, Role.DEPUTY, Role.DIRECTOR)


@dataclass(frozen=True, slots=True)
class Rights:
    """schools: codes whose entries may be changed. desk: False for a coordinator."""

    own: str
    schools: frozenset[str]
    desk: bool


def rights_of(unit: Unit, gathered: Gathered) -> Rights:
    """The own school, and partners that nobody of their own manages here."""
    rows = gathered.rows
    own = gathered.names.schools[rows.scope.school_id]
    if not rows.scope.pupils:
        return Rights(own, frozenset({own}), False)
    ids = [school.id for school in rows.school.schools if school.id != rows.scope.school_id]
    asked = select(Grant.school_id).where(col(Grant.school_id).in_(ids), col(Grant.role).in_(MANAGERS))
    still = col(Grant.last_on).is_(None) | (col(Grant.last_on) >= unit.today)
    managed = set(unit.session.exec(asked.where(still)))
    free = {gathered.names.schools[key] for key in ids if key not in managed}
    return Rights(own, frozenset({own} | free), True)


def aligned(before: Registry, after: Registry) -> tuple[Registry, tuple[Item, ...]]:
    """What no workbook decides is taken as the database has it; where the workbook says otherwise it is told."""
    known = {pupil.id: pupil for pupil in before.pupils}
    pupils, told = [], []
    for pupil in after.pupils:
        old = known.get(pupil.id)
        days = (old.valid_from, old.valid_to) if old else (None, None)
        if (pupil.valid_from or days[0], pupil.valid_to or days[1]) != days:
            told.append(_left("pupils", pupil, PAPERS, key=f"valid-{pupil.id}"))
        pupils.append(replace(pupil, valid_from=days[0], valid_to=days[1]))
    kinds = {school.id: school.kind for school in before.schools}
    schools = tuple(replace(school, kind=kinds.get(school.id, school.kind)) for school in after.schools)
    return replace(after, pupils=tuple(pupils), schools=schools), tuple(told)


def sifted(items: Iterable[Item], before: Registry, after: Registry, rights: Rights) -> Iterator[Item]:
    """The items, those that may not be done as LEFT."""
    owners = _Owners(before, after)
    for item in items:
        reason = _reason(item, owners, rights)
        if item.fate == Fate.GONE:
            if reason is None:
                yield replace(item, ends=item.kind in ENDS, reason=KEEPS.get(item.kind, ""))
        elif reason is not None:
            yield replace(item, fate=Fate.LEFT, reason=reason)
        else:
            yield item


def _reason(item: Item, owners: _Owners, rights: Rights) -> str | None:
    """Why an item is not to be done by this actor; None where it is."""
    school = owners.school_of(item.kind, item.after or item.before)
    if not rights.desk:
        mine = item.kind in OF_A_PARTNER and school == rights.own
        return None if mine else NOT_YOURS
    if item.kind == "schools" and school != rights.own:
        return "Название и вид школы меняет она сама или администратор."
    if item.kind in ("pupils", "lines", "families", "pinned") and school != rights.own:
        return "Это дело другой базовой школы: она вносит его сама."
    if school is not None and school not in rights.schools:
        return THEIRS
    return None


class _Owners:
    """The school an entry belongs to; None for what belongs to the network as planned by the own school."""

    def __init__(self, *registries: Registry) -> None:
        self._teachers = {teacher.id: teacher.school for each in registries for teacher in each.teachers}
        self._pupils = {pupil.id: pupil.school for each in registries for pupil in each.pupils}
        self._lines = {line.id: line.pupils for each in registries for line in each.lines}
        self._schools = {school.id for each in registries for school in each.schools}

    def school_of(self, kind: str, entry: Any) -> str | None:
        if kind in ("bells", "classes", "years", "teachers", "pupils"):
            return str(entry.school)
        if kind == "schools" or (kind == "places" and entry.id in self._schools):
            return str(entry.id)
        if kind == "availability":
            return self._teachers.get(entry.teacher)
        if kind == "families":
            return self._pupils.get(entry.pupil)
        if kind in ("lines", "pinned"):
            names = entry.pupils if kind == "lines" else self._lines.get(entry.line, ())
            schools = {self._pupils.get(name) for name in names}
            return schools.pop() if len(schools) == 1 else ""
        return None


def troubles_of(before: Registry, after: Registry, taken: frozenset[str], year: str) -> Iterator[Trouble]:
    """What stands in the way of taking the workbook over as a whole. taken: codes of cases that are closed."""
    known = {school.id for school in before.schools}
    for school in after.schools:
        if school.id not in known:
            said = f"Школы «{school.id}» в сети нет: её заводит администратор, а договор вносит ваша школа."
            yield Trouble(kind="schools", id=school.id, sentence=said)
    for entry in after.years:
        if entry.school == before.schools[0].id and entry.title != year:
            said = f"В книге учебный год {entry.title}, а открыт {year}. Выберите год или исправьте книгу."
            yield Trouble(kind="years", id=entry.school, sentence=said)
    for pupil in after.pupils:
        if pupil.id in taken:
            said = f"Дело {pupil.id} в этом году уже закрыто: дайте в книге другой номер."
            yield Trouble(kind="pupils", id=pupil.id, sentence=said)


def counted_left(items: Iterable[Item]) -> Iterator[Item]:
    """LEFT items of one kind and reason as one where there are many."""
    groups: dict[tuple[str, str], list[Item]] = {}
    for item in items:
        if item.fate != Fate.LEFT:
            yield item
        else:
            groups.setdefault((item.kind, item.reason), []).append(item)
    for (kind, _), group in groups.items():
        if len(group) <= MOST_LEFT:
            yield from group
        else:
            names = ", ".join(item.title for item in group[:MOST_LEFT])
            title = f"{names} и ещё {len(group) - MOST_LEFT}"
            yield replace(group[0], key=f"left-{kind}-{group[0].key}", title=title, fields=())


MOST_LEFT = 5


def _left(kind: str, entry: Any, reason: str, key: str) -> Item:
    days = " – ".join(f"{day:%d.%m.%Y}" if day else "…" for day in (entry.valid_from, entry.valid_to))
    return Item(
        key=key, fate=Fate.LEFT, kind=kind, title=f"Дело {entry.id}", reason=reason, after=entry,
        fields=(FieldChange(title="Документы", before="", after=days),),
    )  # fmt: skip
