"""What programs get over HTTP: headers, conditions, refusals; nothing that a browser would need."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from structlog.testing import capture_logs

from api.pages.calendar.feed import program_of
from api.services.entry.doors import new_token
from tests.api.pages.calendar.town import program, town
from tests.api.services.feeds.subscribers import Subscribers


@pytest.fixture
def made(database: Engine) -> Subscribers:
    return town(database)


@pytest.fixture
def client(made: Subscribers) -> Iterator[TestClient]:
    with program(made) as opened:
        yield opened


def path(token: str) -> str:
    return f"/feeds/{token}.ics"


def test_a_calendar_comes_with_what_programs_need(made: Subscribers, client: TestClient) -> None:
    answer = client.get(path(made.of_teacher()), headers={"accept-encoding": "gzip, br"})
    assert answer.status_code == 200
    assert answer.content.startswith(b"BEGIN:VCALENDAR\r\n")
    told = {name: answer.headers[name] for name in (
        "content-type", "content-disposition", "cache-control", "vary", "referrer-policy", "x-robots-tag",
        "last-modified",
    )}  # fmt: skip
    assert told == {
        "content-type": "text/calendar; charset=utf-8",
        "content-disposition": 'inline; filename="raspisanie.ics"',
        "cache-control": "private, max-age=0, must-revalidate",
        "vary": "accept-encoding",
        "referrer-policy": "no-referrer",
        "x-robots-tag": "noindex",
        "last-modified": "Wed, 02 Sep 2026 09:00:00 GMT",
    }
    assert answer.headers["content-length"] == str(len(answer.content))
    assert answer.headers["etag"].strip('"') == made.row_copy().etag
    assert not {"set-cookie", "content-encoding", "location"} & set(answer.headers)


def test_head_tells_the_same_without_the_bytes(made: Subscribers, client: TestClient) -> None:
    token = made.of_teacher()
    whole, head = client.get(path(token)), client.head(path(token))
    assert head.status_code == 200
    assert head.content == b""
    assert dict(head.headers) == dict(whole.headers)


def test_what_a_program_has_already_is_not_sent_again(
    made: Subscribers, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = made.of_teacher()
    first = client.get(path(token))
    tag, date = first.headers["etag"], first.headers["last-modified"]
    monkeypatch.setattr("api.services.feeds.keeping.copy_of", None)  # whoever reads the copy now fails
    for condition in (
        {"if-none-match": tag},
        {"if-none-match": f'"other", W/{tag}'},
        {"if-none-match": "*"},
        {"if-modified-since": date},
        {"if-none-match": tag, "if-modified-since": "Tue, 01 Sep 2026 00:00:00 GMT"},
    ):
        answer = client.get(path(token), headers=condition)
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag), condition
        assert client.head(path(token), headers=condition).status_code == 304


def test_what_has_changed_is_sent(made: Subscribers, client: TestClient) -> None:
    token = made.of_teacher()
    first = client.get(path(token))
    before = format_datetime(made.clock() - timedelta(seconds=1), usegmt=True)
    for condition in (
        {},
        {"if-none-match": '"other"'},
        {"if-modified-since": before},
        {"if-modified-since": "yesterday"},
        {"if-none-match": '"other"', "if-modified-since": first.headers["last-modified"]},
    ):
        assert client.get(path(token), headers=condition).status_code == 200, condition
    made.made.published(0, variant=made.made.variant_of("math-1/1 w1 wed 12:00", "math-1/2 w2 wed 12:00"))
    again = client.get(path(token), headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 200
    assert again.headers["etag"] != first.headers["etag"]


def test_a_link_that_was_never_made_is_nothing_at_all(client: TestClient) -> None:
    answer = client.get(path(new_token().get_secret_value()))
    assert (answer.status_code, answer.content) == (404, b"")
    assert "set-cookie" not in answer.headers


def test_guessing_is_slowed_down_and_known_links_are_not(made: Subscribers, client: TestClient) -> None:
    token = made.of_teacher()
    came = [client.get(path(new_token().get_secret_value())).status_code for _ in range(21)]
    assert came == [404] * 20 + [429]
    assert client.get(path(token)).status_code == 200


def test_a_link_asked_sixty_times_a_minute_waits(made: Subscribers, client: TestClient) -> None:
    token = made.of_teacher()
    came = [client.head(path(token)) for _ in range(65)]
    assert came[59].status_code == 200
    assert came[64].status_code == 429
    assert int(came[64].headers["retry-after"]) >= 1


def test_a_revoked_link_speaks_once_more_and_is_then_unknown(made: Subscribers, client: TestClient) -> None:
    token = made.of_mother()
    first = client.get(path(token))
    made.revoke(token)
    answer = client.get(path(token), headers={"if-none-match": first.headers["etag"]})
    assert answer.status_code == 200
    assert "больше не действует" in answer.content.replace(b"\r\n ", b"").decode()
    assert client.get(path(token), headers={"if-none-match": answer.headers["etag"]}).status_code == 304
    made.clock.on(days=61)
    gone, never = client.get(path(token)), client.get(path(new_token().get_secret_value()))
    assert (gone.status_code, gone.content, dict(gone.headers)) == (404, b"", dict(never.headers))


def test_no_token_gets_into_any_log(
    made: Subscribers, client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    token = made.of_teacher()
    with capture_logs() as told:
        client.get(path(token))
        client.get(path(f"{token}x"))
    lines = [(line["route"], line["status"]) for line in told if line["event"] == "request"]
    assert lines == [("/feeds/{feed_token}.ics", 200), ("/feeds/{feed_token}.ics", 404)]
    assert token not in str(told) + "".join(
        line.getMessage() for line in caplog.records if line.name != "httpx2"
    )


def test_where_nothing_can_be_built_nothing_is_said(
    made: Subscribers, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.services.feeds.rendering.shown_by", None)
    answer = client.get(path(made.of_teacher()))
    assert (answer.status_code, answer.content) == (503, b"")
    assert "text/html" not in answer.headers.get("content-type", "")


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Google-Calendar-Importer", "Google"),
        ("Microsoft.Exchange/15.20", "Outlook"),
        ("macOS/14.4 (23E214) dataaccessd/1.0", "Apple"),
        ("Mozilla/5.0 (Windows NT 10.0) Thunderbird/128.0", "Thunderbird"),
        ("Иванов Пётр", "другая программа"),
        ("", "другая программа"),
    ],
)
def test_programs_are_known_by_their_family(agent: str, name: str) -> None:
    assert program_of(agent) == name
