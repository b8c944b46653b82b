"""Norm sets in words: documents of a day, their numbers by grade, how certain each is, what runs out soon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from api.services.words import shown
from scheduler.norms import Mark, Norm, NormFile, norms_on
from scheduler.russian import counted

SOON = timedelta(days=366)  # a school year ahead
CERTAIN = {
    Mark.SEEN: "текст видели",
    Mark.SECONDARY: "из вторых рук",
    Mark.MEMORY: "по памяти, проверьте",
    Mark.INFERENCE: "вывод, проверьте",
}
DIFFICULTY = "difficulty"


@dataclass(frozen=True, slots=True, kw_only=True)
class NormLine:
    """One number, or one per grade, in words. certain: True where the text of the norm was seen."""

    title: str
    value: str
    section: str
    certainty: str
    certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSaid:
    """A document with its numbers. warning: it has run out, or will within a year."""

    code: str
    title: str
    validity: str
    warning: str | None
    lapsed: bool
    lines: tuple[NormLine, ...]


def documents(on: date) -> tuple[DocumentSaid, ...]:
    """The documents in force on a day, then those that have run out; the long scale of difficulty last."""
    norms = norms_on(on)
    files = sorted((*norms.in_force, *norms.lapsed), key=_is_difficulty)
    return tuple(_document(file, on) for file in files)


def warnings(on: date) -> tuple[str, ...]:
    """One sentence for each document that has run out or will within a year; a document in parts counts once."""
    told = (document.warning for document in documents(on))
    return tuple(dict.fromkeys(sentence for sentence in told if sentence))


def _is_difficulty(file: NormFile) -> bool:
    return file.norm[0].code == DIFFICULTY


def name_of(file: NormFile) -> str:
    """`СП 2.4.3648-20`: the document without what stands in brackets."""
    return file.document.partition(" (")[0]


def _document(file: NormFile, on: date) -> DocumentSaid:
    last = file.valid_to - timedelta(days=1) if file.valid_to else None
    title = f"{file.document}: трудность предметов" if _is_difficulty(file) else file.document
    return DocumentSaid(
        code=file.code,
        title=title,
        validity=f"с {shown(file.valid_from)}" + (f" по {shown(last)}" if last else ", срок не указан"),
        warning=_warning(file, on),
        lapsed=not file.in_force(on),
        lines=tuple(_line(norm) for norm in file.norm),
    )


def _warning(file: NormFile, on: date) -> str | None:
    if file.valid_to is None or file.valid_to > on + SOON:
        return None
    if file.valid_to <= on:
        return f"{name_of(file)} не действует с {shown(file.valid_to)}."
    left = counted((file.valid_to - on).days, "день", "дня", "дней")
    return f"{name_of(file)} перестанет действовать {shown(file.valid_to)}, через {left}."


def _line(norm: Norm) -> NormLine:
    return NormLine(
        title=norm.title[0].upper() + norm.title[1:],
        value=value_said(norm),
        section=norm.section or "",
        certainty=CERTAIN[norm.mark],
        certain=norm.mark == Mark.SEEN,
    )


def value_said(norm: Norm) -> str:
    """`45 мин`, `08:00`, `1–2 кл. — 20 мин; 3 кл. — 25 мин`."""
    if norm.by_grade is None:
        return amount_said(norm.value or 0, norm.unit)
    parts = []
    for value, group in groupby(sorted(norm.by_grade.items()), key=lambda pair: pair[1]):
        grades = [grade for grade, _ in group]
        span = f"{grades[0]}" if len(grades) == 1 else f"{grades[0]}–{grades[-1]}"
        parts.append(f"{span} кл. — {amount_said(value, norm.unit)}")
    return "; ".join(parts)


def amount_said(value: int, unit: str) -> str:
    match unit:
        case "min":
            return f"{value} мин"
        case "clock_min":
            return f"{value // 60:02d}:{value % 60:02d}"
        case "hour":
            return f"{value} ч"
        case "point":
            return counted(value, "балл", "балла", "баллов")
        case _:
            return counted(value, "урок", "урока", "уроков")
