"""One lesson on the page of the desk: what it is, what was noted, where it could go instead."""

from __future__ import annotations

from dataclasses import dataclass

from api.errors import Conflict
from api.services.days.desk import LessonKey, case_seen, found, local
from api.services.days.deskline import Desk, DeskLine
from api.services.days.lines import when
from api.services.days.notes import notes_of
from api.services.days.repairs.moving import Elsewhere, places
from api.services.desk import at_desk
from api.services.unit import Unit
from models.day import Fate


@dataclass(frozen=True, slots=True, kw_only=True)
class Single:
    """was: `вт 24.11, 10:00–10:40` where it was promised, empty where it is there. makes_up: it stands for a lost one.
    may_hold: it has begun and is not marked. places: where it could go; no_places: why none are told."""

    line: DeskLine
    key: LessonKey
    was: str
    makes_up: bool
    may_hold: bool
    places: tuple[Elsewhere, ...]
    no_places: str
    topic: str
    homework: str
    mark: str
    handover: str


def single(unit: Unit, case_id: str, lesson: str) -> Single:
    """Of a case of the desk's school. NotFound for what is none."""
    at_desk(unit)
    case = case_seen(unit, case_id)
    each, days = found(unit, case, lesson)
    key, here = LessonKey(case_id=case.id, lesson=each.id, tag=each.tag), local(unit, case.school_id)
    now, note = each.lesson, notes_of(unit.session, [each]).get((case.id, each.id))
    begun = (now.on, now.start_min) <= (here.date(), here.hour * 60 + here.minute)
    around, why = _places(unit, key) if each.fate == Fate.PLANNED and not begun else ((), "")
    return Single(
        line=Desk(unit.session, days).line(each), key=key, makes_up=each.makes_up is not None,
        was=when(each.base.on, each.base.start_min, each.base.end_min) if each.base and each.is_moved else "",
        may_hold=begun and each.fate == Fate.PLANNED, places=around, no_places=why,
        topic=(note and note.topic) or "", homework=(note and note.homework) or "",
        mark=(note and note.mark) or "", handover=(note and note.handover) or "",
    )  # fmt: skip


def _places(unit: Unit, key: LessonKey) -> tuple[tuple[Elsewhere, ...], str]:
    """What stands against all of them, as data that contradict each other do, closes only this part of the page."""
    try:
        return places(unit, key), ""
    except Conflict as refused:
        return (), refused.sentence
