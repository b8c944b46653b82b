"""Russian words the services share: dates, kinds of papers, purposes of consents."""

from __future__ import annotations

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
}


def shown(on: date) -> str:
    """`01.09.2026`."""
    return f"{on:%d.%m.%Y}"
