"""An agreement by a signature in a file: the text goes out, text and signature come back, both are kept."""

from __future__ import annotations

import pytest
from httpx2 import Response
from sqlalchemy import Engine
from sqlmodel import select

from api.services.agreement.canonical import short_code
from api.services.agreement.timetable.answering import By, Reply, enter_reply
from api.services.agreement.timetable.desk import Seen
from api.services.agreement.timetable.detached import OTHER_QUOTED, OTHER_TEXT
from models.agreement import Answer, AnswerChannel, Decision, DetachedSignature, VersionState
from models.case import Guardian
from models.engines import reading
from models.person import Role
from tests.api.pages.agreement.home import Home, home_of
from tests.api.services.papers.hostile import pdf
from tests.api.services.papers.signers import by_gost, signature


@pytest.fixture
def home(database: Engine) -> Home:
    return home_of(database)


def mother(home: Home) -> str:
    with reading(home.engine) as session:
        return session.exec(select(Guardian).where(Guardian.account_id == home.made.mother)).one().id


def text_of(home: Home, version_id: str) -> bytes:
    return home.get("deputy", f"/agreement/{version_id}/text").content


def hand_in(home: Home, version_id: str, text: bytes, file: bytes, signer: str | None = None) -> Response:
    page = f"/agreement/{version_id}"
    files = {"text": ("text.txt", text, "text/plain"), "file": ("text.sig", file, "application/octet-stream")}
    return home.send("deputy", f"{page}/signed", page, files, signer=signer or mother(home), kind="signed")


def kept(home: Home) -> list[tuple[str, int, bool]]:
    """(answer, strength, digest compared) of every answer that has a signature."""
    with reading(home.engine) as session:
        asked = select(Decision, DetachedSignature).where(DetachedSignature.decision_id == Decision.id)
        return [(row.answer, row.strength, file.quoted) for row, file in session.exec(asked)]


def test_text_and_signature_make_an_agreement_and_come_out_again(home: Home) -> None:
    version_id = home.made.offered()
    text = text_of(home, version_id)
    version = home.made.get(version_id)
    assert text.decode() == version.text
    told = home.get("mother", f"/my/{version_id}/text")
    assert (told.content, short_code(version.digest or "") in told.headers["content-disposition"]) == (
        text,
        True,
    )
    file = signature(text)
    assert hand_in(home, version_id, text, file).status_code == 303
    assert (kept(home), home.made.get(version_id).state) == ([(Answer.AGREED, 3, True)], VersionState.AGREED)
    page = home.get("deputy", f"/agreement/{version_id}").text
    assert "усиленная электронная подпись" in page
    with reading(home.engine) as session:
        row = session.exec(select(DetachedSignature)).one()
    assert file not in row.sealed.encode()
    assert home.get("deputy", f"/decisions/{row.decision_id}/signature").content == file
    assert home.made.world.actions()[-2:] == ["timetable.signature", "timetable.signature_read"]


def test_a_signature_by_gost_counts_with_the_text_and_is_not_said_to_be_compared(home: Home) -> None:
    version_id = home.made.offered()
    text = text_of(home, version_id)
    assert hand_in(home, version_id, text, by_gost(text)).status_code == 303
    assert kept(home) == [(Answer.AGREED, 3, False)]


@pytest.mark.parametrize("wrong", ["text", "quoted", "file", "signer"])
def test_another_text_another_signature_or_no_signature_is_refused(home: Home, wrong: str) -> None:
    version_id = home.made.offered()
    text = text_of(home, version_id)
    told, file, sentence = {
        "text": (text + b" ", signature(text + b" "), OTHER_TEXT),
        "quoted": (text, signature(text + b" "), OTHER_QUOTED),
        "file": (text, pdf(), "не файл электронной подписи"),
        "signer": (text, signature(text), "Выберите, кто подписал."),
    }[wrong]
    refused = hand_in(home, version_id, told, file, "0" * 32 if wrong == "signer" else None)
    assert (refused.status_code, sentence in refused.text) == (422, True)
    assert kept(home) == []


def test_a_signature_makes_more_of_what_was_said_before_and_is_kept_once(home: Home) -> None:
    version_id, who = home.made.offered(), mother(home)
    said, seen = Reply(answer=Answer.AGREED), Seen(digest=home.made.get(version_id).digest or "")
    code = short_code(seen.digest)
    for channel in (AnswerChannel.CALL, AnswerChannel.PAPER, AnswerChannel.CALL):
        with home.made.acting(home.account("deputy"), Role.DEPUTY, home.clock()) as unit:
            enter_reply(unit, version_id, who, seen, said, By(channel=channel, code=code))
    text = text_of(home, version_id)
    for _ in range(2):
        assert hand_in(home, version_id, text, signature(text)).status_code == 303
    assert len(kept(home)) == 1
    with reading(home.engine) as session:
        assert list(session.exec(select(Decision.strength).order_by(Decision.created_at))) == [0, 1, 3]  # type: ignore[arg-type]


def test_nobody_says_a_file_came_who_has_none(home: Home) -> None:
    version_id = home.made.offered()
    page = f"/agreement/{version_id}"
    refused = home.post(
        "deputy", f"{page}/entered", page, guardian_id=mother(home), channel="file", answer="agree"
    )
    assert (refused.status_code, kept(home)) == (422, [])
