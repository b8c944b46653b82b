"""Russian sentences about what closes a start."""

from __future__ import annotations

from scheduler.checks.desk import Engagement
from scheduler.preflight.spoken import span
from scheduler.problem import Pupil, Teacher
from scheduler.russian import DAY, counted
from scheduler.suggest.scene import Near, Scene
from scheduler.terms import Weekday, clock


def spans_said(spans: list[tuple[int, int]]) -> str:
    return ", ".join(span(*each) for each in spans)


def item_said(scene: Scene, item: Engagement, busy: str) -> str:
    """`Математика (К-17) 14:00–14:40` or `свои уроки 08:30–13:10 (СОШ № 8)`."""
    time = span(item.start_min, item.end_min)
    if item.lesson is None:
        return f"{busy} {time} ({scene.names.place(item.place)})"
    return f"{scene.names.row(scene.desk.row(item.lesson))} {time}"


def teacher_clash_said(scene: Scene, teacher: Teacher, near: Near) -> str:
    there, back = near.from_min, near.to_min
    way = f", дорога {there} мин" if there == back else f", дорога {there} мин, обратно {back} мин"
    return f"{teacher.name}: {item_said(scene, near.item, 'свои уроки')}{way if there or back else ''}"


def pupil_clash_said(scene: Scene, pupil: Pupil, near: Near) -> str:
    after, before = near.from_min, near.to_min
    pause = f"{after} мин" if after == before else f"{after} мин после, {before} мин до"
    said = f"{pupil.name}: {item_said(scene, near.item, 'уроки с классом')}"
    return f"{said}, перерыв {pause}" if after or before else said


def gap_said(scene: Scene, teacher: Teacher, near: Near) -> str:
    most = teacher.max_gap_min
    return f"{teacher.name}: ожидание рядом с «{item_said(scene, near.item, 'свои уроки')}» больше {most} мин"


def day_load_said(name: str, held: int, most: int) -> str:
    return f"{name}: в этот день уже {counted(held, 'занятие', 'занятия', 'занятий')}, можно {most}"


def minutes_said(name: str, when: str, held_min: int, more_min: int, most_min: int) -> str:
    return f"{name}: {when} уже {held_min} мин занятий, с этим {held_min + more_min}, можно {most_min}"


def teachers_said(name: str, held: int, most: int) -> str:
    people = counted(held, "другой учитель", "других учителя", "других учителей")
    return f"{name}: в этот день уже {people}, разных учителей можно {most}"


def windows_said(name: str, what: str, missing: str, spans: list[tuple[int, int]]) -> str:
    """`Озёрная А. А.: свободное время вт 13:30–18:00`, or that there is none."""
    return f"{name}: {what} {spans_said(spans)}" if spans else f"{name}: {missing}"


def slot_said(day: str, start_min: int) -> str:
    return f"{DAY[Weekday(day)] if day in DAY else day} {clock(start_min)}"
