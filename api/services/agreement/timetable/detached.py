"""A strengthened electronic signature in a file (trust 4.4, level 3): kept, its digest compared, nothing else.

The family signs the version's canonical text, byte by byte, with a program of its own (63-ФЗ art. 5), and hands over
both files. That the text is the version's is sure; the digest that the signature quotes is compared where its function
is known here (SHA-2). Whose it is, and whether it is genuine, is checked with a program made for that.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from sqlmodel import select

from api.errors import Invalid, NotFound
from api.services.agreement.canonical import short_code
from api.services.agreement.timetable.answering import By, Reply, enter_reply
from api.services.agreement.timetable.desk import Seen, seen_by_family, version_of
from api.services.desk import at_desk
from api.services.entry.sealing import seal, unseal
from api.services.papers.signatures import Signature
from api.services.unit import Unit
from models.agreement import Answer, AnswerChannel, Decision, DetachedSignature, TimetableVersion

OTHER_TEXT = "Подписан другой текст. Скачайте текст этой версии, подпишите его и приложите оба файла."
OTHER_QUOTED = "Подпись сделана не для этого текста. Приложите подпись, сохранённую вместе с ним."
FUNCTIONS = {
    "sha224": hashlib.sha224, "sha256": hashlib.sha256, "sha384": hashlib.sha384, "sha512": hashlib.sha512,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What a family handed over. text: of the file that was signed."""

    text: bytes
    signature: Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class ToSign:
    """A text as a file. code: the version's, for the file's name: no name of a person is in it."""

    code: str
    content: bytes


def text_at_desk(unit: Unit, version_id: str) -> ToSign:
    """The text of a version for the staff."""
    at_desk(unit)
    return _text(version_of(unit, version_id))


def text_for_family(unit: Unit, version_id: str) -> ToSign:
    """The text of a version that was offered to the family."""
    return _text(seen_by_family(unit, version_id)[0])


def _text(version: TimetableVersion) -> ToSign:
    if version.text is None or version.digest is None:
        raise NotFound
    return ToSign(code=short_code(version.digest), content=version.text.encode("utf-8"))


def enter_signed(
    unit: Unit, key: bytes, version_id: str, guardian_id: str, seen: Seen, told: Signed
) -> Decision:
    """The agreement of a representative by a signature in a file. key: of sealed columns.

    Raises Invalid (text, file) where another text was signed. The same signature sent twice is one answer.
    """
    version = version_of(unit, version_id)
    if hashlib.sha256(told.text).hexdigest() != version.digest:
        raise Invalid({"text": [OTHER_TEXT]})
    compared = [FUNCTIONS[name](told.text).hexdigest() == quoted for name, quoted in told.signature.quotes
                if name in FUNCTIONS]  # fmt: skip
    if not all(compared):
        raise Invalid({"file": [OTHER_QUOTED]})
    decision = enter_reply(
        unit, version_id, guardian_id, seen, Reply(answer=Answer.AGREED), By(channel=AnswerChannel.FILE, filed=True)
    )  # fmt: skip
    if _row(unit, decision.id) is None:
        unit.session.add(_sealed(key, version_id, decision.id, told.signature, bool(compared)))
        unit.session.flush()
        unit.note("timetable.signature", "timetable_version", version_id, decision=decision.id)
    return decision


def signature_of(unit: Unit, key: bytes, decision_id: str) -> bytes:
    """The signature behind an answer, as it was handed over; the reading is written down."""
    at_desk(unit)
    row = _row(unit, decision_id)
    if row is None:
        raise NotFound
    version_of(unit, row.version_id)
    unit.note("timetable.signature_read", "timetable_version", row.version_id, decision=decision_id)
    return base64.b64decode(unseal(key, decision_id, row.sealed))


def _row(unit: Unit, decision_id: str) -> DetachedSignature | None:
    return unit.session.exec(
        select(DetachedSignature).where(DetachedSignature.decision_id == decision_id)
    ).first()


def _sealed(
    key: bytes, version_id: str, decision_id: str, signature: Signature, quoted: bool
) -> DetachedSignature:
    sealed = seal(key, decision_id, base64.b64encode(signature.content).decode("ascii"))
    return DetachedSignature(version_id=version_id, decision_id=decision_id, sealed=sealed, quoted=quoted)
