"""Two registries compared: what would be added, changed, or is there and not in the other. No database.

Both are in the spelling of workbooks (`spelt`): teachers by their names, lines by case and subject.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from api.services.registry.wording import field_changes, said, title_of
from exports.workbook.canonical import canonical
from exports.workbook.texts import person
from scheduler.registry.values import Registry


class Fate(StrEnum):
    """GONE: in the database and not in the workbook. LEFT: in the workbook and not taken over, with a reason."""

    ADD = "add"
    CHANGE = "change"
    GONE = "gone"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A field as people call it, and what it says before and after."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of a registry that differs. key: the same for the same difference, for ticks of a person.

    kind: list of the registry; before, after: its entries, None where it has none. ends: a tick would end it.
    """

    key: str
    fate: Fate
    kind: str
    title: str
    fields: tuple[FieldChange, ...] = ()
    reason: str = ""
    ends: bool = False
    before: Any = None
    after: Any = None


KEYED: dict[str, Callable[[Any], tuple[Any, ...]]] = {
    "schools": lambda entry: (entry.id,),
    "places": lambda entry: (entry.id,),
    "roads": lambda entry: (entry.from_place, entry.to_place),
    "bells": lambda entry: (entry.school, entry.shift, entry.number),
    "teachers": lambda entry: (entry.id,),
    "pupils": lambda entry: (entry.id,),
    "lines": lambda entry: (entry.id,),
    "years": lambda entry: (entry.school,),
}
OWNED: dict[str, Callable[[Any], tuple[Any, ...]]] = {
    "classes": lambda entry: (entry.school, entry.class_title, entry.day, entry.shift, entry.number),
    "availability": lambda entry: (entry.teacher, entry.kind),
    "families": lambda entry: (entry.pupil, entry.kind),
    "pinned": lambda entry: (entry.line,),
}
ORDER = (
    "settings", "schools", "places", "roads", "bells", "years", "teachers", "availability", "classes",
    "pupils", "lines", "families", "pinned",
)  # fmt: skip


def spelt(registry: Registry) -> Registry:
    """The registry as a workbook would give it back, pupils of shared lessons in order of their codes.

    ValueError when two teachers bear one name.
    """
    lines = tuple(replace(line, pupils=tuple(sorted(line.pupils))) for line in registry.lines)
    return canonical(replace(registry, lines=lines))


def told_apart(registry: Registry) -> Registry:
    """Teachers of one name get their ids behind it: in a workbook a name tells who is meant."""
    names = Counter(person(teacher.name) for teacher in registry.teachers)
    return replace(
        registry,
        teachers=tuple(
            replace(teacher, name=f"{teacher.name} ({teacher.id})")
            if names[person(teacher.name)] > 1
            else teacher
            for teacher in registry.teachers
        ),
    )


def differences(before: Registry, after: Registry) -> tuple[Item, ...]:
    """Every difference, by kinds as in ORDER, in the order of the registries."""
    return tuple(item for kind in ORDER for item in _of_kind(kind, before, after))


def _of_kind(kind: str, before: Registry, after: Registry) -> Iterator[Item]:
    if kind == "settings":
        if before.settings != after.settings:
            yield _item(kind, ("settings",), before.settings, after.settings)
    elif kind in KEYED:
        yield from _keyed(kind, getattr(before, kind), getattr(after, kind))
    else:
        yield from _owned(kind, getattr(before, kind), getattr(after, kind))


def _keyed(kind: str, before: Iterable[Any], after: Iterable[Any]) -> Iterator[Item]:
    key = KEYED[kind]
    old, new = ({key(entry): entry for entry in side} for side in (before, after))
    for name in dict.fromkeys([*new, *old]):
        if same(kind, old.get(name)) != same(kind, new.get(name)):
            yield _item(kind, name, old.get(name), new.get(name))


def _owned(kind: str, before: Iterable[Any], after: Iterable[Any]) -> Iterator[Item]:
    """Entries without a name of their own: of one owner, what is left on both sides is taken for changed in turn."""
    old, new = _by_owner(kind, before), _by_owner(kind, after)
    for owner in dict.fromkeys([*new, *old]):
        gone, come = _unmatched(kind, old.get(owner, []), new.get(owner, []))
        pairs = list(zip(gone, come, strict=False))
        rest = [(entry, None) for entry in gone[len(pairs) :]] + [
            (None, entry) for entry in come[len(pairs) :]
        ]
        for number, (one, other) in enumerate([*pairs, *rest]):
            yield _item(kind, (*owner, number), one, other)


def _by_owner(kind: str, entries: Iterable[Any]) -> dict[tuple[Any, ...], list[Any]]:
    found: defaultdict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for entry in entries:
        found[OWNED[kind](entry)].append(entry)
    return found


def _unmatched(kind: str, old: Sequence[Any], new: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """What each side has more of, in its order."""
    return _rest(kind, old, Counter(same(kind, entry) for entry in new)), _rest(
        kind, new, Counter(same(kind, entry) for entry in old)
    )


def _rest(kind: str, entries: Sequence[Any], there: Counter[Any]) -> list[Any]:
    left = []
    for entry in entries:
        if there[same(kind, entry)] > 0:
            there[same(kind, entry)] -= 1
        else:
            left.append(entry)
    return left


SORTED = {"teachers": ("subjects",), "classes": ("teachers",), "lines": ("teachers", "pupils")}


def same(kind: str, entry: Any) -> Any:
    """What counts when entries are compared: of lists without an order their content."""
    if entry is None:
        return None
    if kind == "years":
        parts = {name: tuple(sorted(getattr(entry, name), key=repr)) for name in ("terms", "breaks", "moved")}
        return replace(entry, **parts)
    lists = {name: tuple(sorted(getattr(entry, name))) for name in SORTED.get(kind, ())}
    return replace(entry, **lists) if lists else entry


def _item(kind: str, key: tuple[Any, ...], before: Any, after: Any) -> Item:
    fate = Fate.ADD if before is None else Fate.GONE if after is None else Fate.CHANGE
    changed = (
        field_changes(kind, before, after) if fate == Fate.CHANGE else [("", "", said(kind, after or before))]
    )
    return Item(
        key=f"{kind}-{hashlib.sha256(repr((key, before, after)).encode()).hexdigest()[:16]}",
        fate=fate,
        kind=kind,
        title=title_of(kind, after or before),
        fields=tuple(FieldChange(title=name, before=one, after=other) for name, one, other in changed),
        before=before,
        after=after,
    )
