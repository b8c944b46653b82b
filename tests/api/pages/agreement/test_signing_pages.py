"""Signing an agreement with a code: sent by e-mail, sealed on its way, bound to a text, short-lived, five tries.

The mother has an address and an agreement with the school on file; the father has neither.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from httpx2 import Response
from sqlalchemy import Engine
from sqlmodel import select

from api.pages.frame import OUTBOX
from api.posting import post_due
from api.services.agreement.canonical import short_code
from api.services.agreement.timetable.signing import LASTS, NEEDED, OVER, TRIES, WRONG
from models.agreement import Decision, SigningCode
from models.case import Guardian
from models.document import Consent, Purpose, StoredFile
from models.engines import reading, writing
from models.media import Media
from models.message import SECRET, Message
from models.person import Account
from models.school import School
from tests.api import place as world
from tests.api.pages.agreement.home import Home, home_of
from tests.api.services.agreement.households import PLAIN
from tests.api.services.outbox.post import Bag
from tests.api.services.world import START


@pytest.fixture
def home(database: Engine) -> Home:
    made = home_of(database)
    signing(made)
    return made


def signing(home: Home, level: int = 0) -> None:
    """The mother has signed an agreement on signatures with the school."""
    with writing(home.engine) as session:
        school = session.exec(select(School)).one()
        school.agreement_level = level
        session.get_one(Account, home.made.mother).email = "mother@example.org"
        guardian = session.exec(select(Guardian).where(Guardian.account_id == home.made.mother)).one()
        file = StoredFile(school_id=school.id, digest="5" * 64, size=9, media=Media.PDF)
        session.add(file)
        session.flush()
        session.add(
            Consent(
                pupil_id=guardian.pupil_id, guardian_id=guardian.id, purpose=Purpose.SIGNATURE, given_on=START,
                received_at=home.clock(), file_id=file.id,
            )
        )  # fmt: skip


def code_of(home: Home, version_id: str) -> str:
    """Asks for a code; what the e-mail says."""
    shown = home.post("mother", f"/my/{version_id}/code", f"/my/{version_id}", ask="code")
    assert "Код отправлен на вашу почту" in shown.text
    bag = Bag()
    post_due(home.where, bag)
    told = re.search(r"\b(\d{6})\b", str(bag.given[-1].get_content()))
    assert told is not None
    return told[1]


def agree(home: Home, version_id: str, code: str, who: str = "mother") -> Response:
    page = f"/my/{version_id}"
    return home.post(who, f"{page}/answer", page, answer="agree", read="yes", code=code)


def strengths(home: Home) -> list[int]:
    with reading(home.engine) as session:
        return list(session.exec(select(Decision.strength)))


def test_a_code_signs_the_agreement_and_everybody_sees_it(home: Home) -> None:
    version_id = home.made.offered()
    assert agree(home, version_id, code_of(home, version_id)).status_code == 303
    assert strengths(home) == [2]
    told = home.get("mother", f"/my/{version_id}").text
    record = home.made.world.actions().index("timetable.decision") + 1
    assert f"подписано простой электронной подписью, запись журнала № {record}, " in told
    assert short_code(home.made.get(version_id).digest or "") in told
    assert "простая электронная подпись" in home.get("deputy", f"/agreement/{version_id}").text


def test_nobody_at_the_school_and_no_copy_of_the_database_can_read_a_code(home: Home) -> None:
    version_id = home.made.offered()
    home.post("mother", f"/my/{version_id}/code", f"/my/{version_id}", ask="code")
    with reading(home.engine) as session:
        message = session.exec(select(Message).where(Message.topic == "timetable.code")).one()
        row = session.exec(select(SigningCode)).one()
    sealed = message.secret or ""
    bag = Bag()
    post_due(home.where, bag)
    code = re.findall(r"\b\d{6}\b", str(bag.given[0].get_content()))[0]
    assert SECRET in message.body
    assert not any(code in told for told in (message.body, message.subject, sealed, row.code_digest))
    assert code not in home.get("deputy", f"{OUTBOX.href}?show=sent").text
    with reading(home.engine) as session:
        assert session.get_one(Message, message.id).secret is None  # gone once it has gone out


def test_a_wrong_code_signs_nothing_and_the_sixth_try_is_none(home: Home) -> None:
    version_id = home.made.offered()
    code = code_of(home, version_id)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for _ in range(TRIES):
        shown = agree(home, version_id, wrong)
        assert (shown.status_code, WRONG in shown.text) == (422, True)
    assert OVER in agree(home, version_id, code).text
    assert (strengths(home), home.made.state(version_id)) == ([], "offered")


def test_a_code_counts_ten_minutes_once_and_only_the_newest(home: Home) -> None:
    version_id = home.made.offered()
    first, second = code_of(home, version_id), code_of(home, version_id)
    assert first == second or WRONG in agree(home, version_id, first).text
    home.clock.at += LASTS
    assert OVER in agree(home, version_id, second).text
    third = code_of(home, version_id)
    home.clock.at += LASTS - timedelta(seconds=1)
    assert agree(home, version_id, third).status_code == 303
    home.post("mother", f"/my/{version_id}/withdraw", f"/my/{version_id}")
    assert OVER in agree(home, version_id, third).text


def test_a_code_for_one_text_does_not_sign_another(home: Home) -> None:
    code = code_of(home, home.made.offered())
    moved = [words.replace("tue 11:00", "wed 11:00") for words in PLAIN]
    newer = home.made.offered(variant=home.made.variant_of(*moved))
    assert OVER in agree(home, newer, code).text
    assert strengths(home) == []


def test_enter_in_the_field_of_the_code_does_not_make_it_worthless(home: Home) -> None:
    version_id = home.made.offered()
    code = code_of(home, version_id)
    shown = home.post("mother", f"/my/{version_id}/code", f"/my/{version_id}", ask="code", code=code)
    assert (shown.status_code, "нажмите «Согласиться с расписанием»" in shown.text) == (422, True)
    assert f'value="{code}"' in shown.text
    assert agree(home, version_id, code).status_code == 303


def test_codes_are_not_sent_without_end(home: Home) -> None:
    version_id = home.made.offered()
    page = f"/my/{version_id}"
    told = [home.post("mother", f"{page}/code", page, ask="code") for _ in range(6)]
    assert [shown.status_code for shown in told] == [200] * 5 + [409]
    assert "Слишком много попыток подряд" in told[-1].text


def test_who_has_no_agreement_with_the_school_is_offered_no_code(home: Home) -> None:
    version_id = home.made.offered()
    page = home.get("father", f"/my/{version_id}").text
    assert "Прислать код" not in page
    assert "Это ваше мнение, а не подпись." in page
    assert home.post("father", f"/my/{version_id}/code", f"/my/{version_id}").status_code == 409
    assert agree(home, version_id, "", "father").status_code == 303
    assert strengths(home) == [0]


def test_an_agreement_without_its_paper_on_file_unlocks_nothing(home: Home) -> None:
    with writing(home.engine) as session:
        session.exec(select(Consent).where(Consent.purpose == Purpose.SIGNATURE)).one().file_id = None
    assert "Прислать код" not in home.get("mother", f"/my/{home.made.offered()}").text


def test_where_the_school_asks_for_signatures_an_opinion_is_none(database: Engine) -> None:
    home = home_of(database)
    signing(home, level=2)
    version_id = home.made.offered()
    assert NEEDED in agree(home, version_id, "").text
    assert agree(home, version_id, "", "father").status_code == 303  # has none to sign with: an opinion

    refused = approve(home, version_id)
    assert (refused.status_code, "согласие дано без подписи, которую просит школа" in refused.text) == (
        422,
        True,
    )
    assert agree(home, version_id, code_of(home, version_id)).status_code == 303
    assert approve(home, version_id).status_code == 303
    assert home.made.state(version_id) == "approved"


def approve(home: Home, version_id: str) -> Response:
    return home.post("director", "/approvals", "/approvals", version=version_id, password=world.PASSWORD)
