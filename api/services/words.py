"""Russian words the services share: dates, kinds of papers, purposes of consents."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from models.case import GuardianKind
from models.document import PaperKind, Purpose

PAPER = {
    PaperKind.APPLICATION: "заявление родителя",
    PaperKind.MEDICAL: "медицинское заключение",
    PaperKind.PMPK: "заключение ПМПК",
    PaperKind.IPRA: "ИПРА",
    PaperKind.END_APPLICATION: "заявление о досрочном прекращении",
    PaperKind.OTHER: "другой документ",
}
GUARDIAN = {
    GuardianKind.MOTHER: "мать",
    GuardianKind.FATHER: "отец",
    GuardianKind.GUARDIAN: "опекун",
    GuardianKind.TRUSTEE: "попечитель",
    GuardianKind.OTHER: "другой представитель",
}
CONSENT = {
    Purpose.DATA: "на обработку персональных данных",
    Purpose.HEALTH: "на обработку сведений о здоровье",
    Purpose.PARTNER: "на передачу данных школе-партнёру",
    Purpose.MESSAGES: "на электронные сообщения",
    Purpose.SIGNATURE: "на простую электронную подпись (соглашение со школой)",
}


def shown(on: date) -> str:
    """`01.09.2026`."""
    return f"{on:%d.%m.%Y}"


def text_faults(told: str, most: int, missing: str) -> list[str]:
    """What is wrong with a text that has to be there and fits into so many characters."""
    if not told.strip():
        return [missing]
    return [f"Не длиннее {most} знаков, сейчас {len(told)}."] if len(told) > most else []


def grades_said(grades: Iterable[int] | None) -> str:
    """`1, 5–7`; empty for everybody."""
    spans: list[list[int]] = []
    for grade in sorted(grades or ()):
        if spans and grade == spans[-1][1] + 1:
            spans[-1][1] = grade
        else:
            spans.append([grade, grade])
    return ", ".join(f"{first}" if first == last else f"{first}–{last}" for first, last in spans)
