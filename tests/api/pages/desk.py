"""A client of the service over HTTP that is signed in already, with forms sent as a browser sends them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape

from fastapi.testclient import TestClient
from httpx2 import Response

from api.app import create_app
from api.installation import Installation
from models.person import Account, Role
from tests.api import place as world
from tests.browsing import let_in

SITE = {"origin": "https://school.example", "sec-fetch-site": "same-origin"}
_FIELD = re.compile(
    r"<(input|select|textarea)\b([^>]*)>(.*?)(?=<(?:input|select|textarea|button)\b|\Z)", re.S
)
_SELECTED = re.compile(r'<option value="([^"]*)" selected')
_OPTION = re.compile(r'<option value="([^"]*)"')


class Desk:
    """A person at a browser. `get` opens a page, `send` posts a form with the token of the session."""

    def __init__(self, client: TestClient, csrf: str) -> None:
        self.client, self.csrf = client, csrf

    def get(self, path: str) -> Response:
        return self.client.get(path)

    def send(self, path: str, fields: dict[str, str]) -> Response:
        return self.client.post(path, data={**fields, "csrf": self.csrf})

    def filled(self, path: str) -> dict[str, str]:
        """What the fields of a page's form hold, as a browser would send them."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return fields_of(answer.text)


def fields_of(html: str) -> dict[str, str]:
    main = html.partition("<main")[2]
    found: dict[str, str] = {}
    for kind, attributes, after in _FIELD.findall(main):
        told = dict(re.findall(r'([\w-]+)="([^"]*)"', attributes))
        if "name" not in told or (told.get("type") == "checkbox" and " checked" not in attributes):
            continue
        value = told.get("value", "")
        if kind == "select":
            chosen = _SELECTED.search(after) or _OPTION.search(after)
            value = chosen[1] if chosen else ""
        found[told["name"]] = unescape(value)
    return found


@contextmanager
def signed_in(where: Installation, account: Account, role: Role) -> Iterator[Desk]:
    cookies = let_in(where, world.grant_of(where.engine, account, role))
    with TestClient(
        create_app(where), base_url="https://school.example", headers=SITE, follow_redirects=False,
        raise_server_exceptions=False, cookies=cookies,
    ) as client:  # fmt: skip
        csrf = client.get("/me").text.split('name="csrf" value="')[1].split('"')[0]
        yield Desk(client, csrf)
