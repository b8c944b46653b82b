"""A registry of two invented children: one with a name, one known by its case code alone."""

from __future__ import annotations

from scheduler.registry.values import PupilEntry, Registry, Settings


def small_registry() -> Registry:
    pupils = (
        PupilEntry(
            id="К-03", name="Вымышленный Пётр Ильич", class_title="5 «А»", grade=5, school="s1", home="h1"
        ),
        PupilEntry(id="К-07", class_title="6 «Б»", grade=6, school="s1", home="h2"),
    )
    return Registry(settings=Settings(name="сеть"), schools=(), places=(), pupils=pupils)
