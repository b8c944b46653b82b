"""What teachers said that a repeating week cannot hold: days that differ, hours that are possible and unwanted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from sqlmodel import Session, col, select

from api.services.registry.point import Point
from api.services.registry.reading import Gathered
from api.services.registry.rows import spares
from models.staff import TeacherWindow
from scheduler.russian import counted, day_said

MOST_DAYS = 3  # named one by one
DIFFERENT = (
    "{who}: {days} не как обычно ({dates}). Повторяющаяся неделя этого не учитывает, "
    "проверьте эти недели «по датам»."
)
USABLE = "{who} нежелательное время, оно занимается наравне с остальным. Не занимать его можно в настройках."
SPARED = "{who} нежелательное время, оно не занимается: так выбрано в настройках."


def told_of_teachers(session: Session, found: Gathered) -> Iterator[Point]:
    """Of everybody who works on the days of the registry; a teacher's reasons are not told."""
    names, scope = found.names.teachers, found.rows.scope
    asked = select(TeacherWindow).where(col(TeacherWindow.teacher_id).in_(list(names)))
    dated = asked.where(col(TeacherWindow.on_date).between(scope.first, scope.last))
    days: defaultdict[str, set[date]] = defaultdict(set)
    for row in session.exec(dated.where(col(TeacherWindow.soft).is_(False))):
        days[row.teacher_id].add(row.on_date or scope.first)
    for key in sorted(days, key=lambda key: names[key]):
        yield Point(text=_different(names[key], sorted(days[key])), href=f"/teachers/{key}/time")
    soft = asked.where(col(TeacherWindow.soft).is_(True), col(TeacherWindow.on_date).is_(None))
    many = len({row.teacher_id for row in session.exec(soft)})
    if many:
        who = counted(many, "учитель назвал", "учителя назвали", "учителей назвали")
        said = SPARED if spares(found.rows.school.settings) else USABLE
        yield Point(text=said.format(who=who), href="/planning#h-unwanted")


def _different(who: str, days: list[date]) -> str:
    told = ", ".join(day_said(on) for on in days[:MOST_DAYS])
    more = f" и ещё {len(days) - MOST_DAYS}" if len(days) > MOST_DAYS else ""
    return DIFFERENT.format(who=who, days=counted(len(days), "день", "дня", "дней"), dates=told + more)
