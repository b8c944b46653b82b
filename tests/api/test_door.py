"""The way in through a running application: cookies, tokens of forms, other sites, endings, foreign like missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import select

from api.deps import routes_of
from api.installation import Installation
from api.services.entry import codes
from api.services.entry.doors import digest
from api.services.people import invitations
from models.audit import AuditRow, verify
from models.engines import reading, writing
from models.person import Account, Role
from tests.api.place import KEYS, PASSWORD, Clock, code, grant_of, person, place, row, school, unit
from tests.api.small_app import TABLE, application

ORIGIN = "https://school.example"


@dataclass
class Site:
    """An application, its clock, and browsers that talk to it."""

    where: Installation
    clock: Clock
    home: str
    open: list[TestClient] = field(default_factory=list)

    def browser(self) -> TestClient:
        made = TestClient(application(self.where), base_url=ORIGIN, headers={"Origin": ORIGIN})
        self.open.append(made)
        return made

    def signed_in(self, login: str, **more: str) -> TestClient:
        browser = self.browser()
        answer = browser.post("/signin", data={"login": login, "password": PASSWORD} | more)
        assert answer.json() == {"next": "done"}, answer.text
        return browser


@pytest.fixture
def site(database: Engine) -> Iterator[Site]:
    clock = Clock()
    made = Site(place(database, clock, TABLE), clock, school(database))
    person(database, "petrov", (Role.TEACHER, made.home), name="Петров Иван Ильич")
    yield made
    for browser in made.open:
        browser.close()


def csrf(browser: TestClient) -> dict[str, str]:
    return {"csrf": browser.get("/csrf").json()}


def token(browser: TestClient, name: str = "__Host-session") -> str | None:
    return browser.cookies.get(name)


def deputy(site: Site) -> TestClient:
    """Signed in with a code."""
    account = person(site.where.engine, "zavuch", (Role.DEPUTY, site.home))
    browser = site.browser()
    assert browser.post("/signin", data={"login": "zavuch", "password": PASSWORD}).json() == {"next": "enrol"}
    before = token(browser)
    with writing(site.where.engine) as session:
        codes.enrolment(site.where.door(session), session.get_one(Account, account.id))
    assert browser.get("/people").status_code == 401
    assert browser.post("/signin/code", data={"code": code(site.where, account)}).status_code == 403
    pending = {"csrf": digest(KEYS.tokens, "csrf", before or "")}
    assert browser.post("/signin/code", data=pending | {"code": code(site.where, account)}).json() == {
        "next": "done"
    }
    assert token(browser) != before
    return browser


def test_cookies_are_bound_to_tls_and_this_host(site: Site) -> None:
    answer = site.browser().post("/signin", data={"login": "petrov", "password": PASSWORD, "keep": "1"})
    told = {item.partition("=")[0]: item.partition("; ")[2] for item in answer.headers.get_list("set-cookie")}
    flags = "Path=/; SameSite=lax; Secure"
    assert told == {
        "__Host-session": f"HttpOnly; {flags}",
        "__Host-week": f"HttpOnly; Max-Age={30 * 24 * 3600}; {flags}",
        "__Host-device": f"HttpOnly; Max-Age={400 * 24 * 3600}; {flags}",
    }


def test_without_tls_on_this_computer_cookies_go_without_the_prefix(database: Engine) -> None:
    where = place(database, Clock(), TABLE, plain_http=True, origin=None)
    person(database, "petrov", (Role.TEACHER, school(database)))
    with TestClient(application(where), base_url="http://127.0.0.1:8000") as browser:
        answer = browser.post(
            "/signin",
            data={"login": "petrov", "password": PASSWORD},
            headers={"Origin": "http://127.0.0.1:8000"},
        )
        assert answer.headers.get_list("set-cookie")[0].partition("; ")[2] == "HttpOnly; Path=/; SameSite=lax"
        assert browser.get("/week").status_code == 200


def test_a_token_given_before_sign_in_is_not_taken_over(site: Site) -> None:
    browser = site.browser()
    browser.cookies.set("__Host-session", "x" * 43, domain="school.example")
    answer = browser.post("/signin", data={"login": "petrov", "password": PASSWORD})
    assert "x" * 43 not in str(answer.headers)


def test_another_role_means_another_token_and_the_old_one_is_dead(site: Site) -> None:
    two = person(site.where.engine, "two", (Role.TEACHER, site.home), (Role.SPECIALIST, site.home))
    browser = site.signed_in("two")
    before = token(browser)
    form = csrf(browser)
    for role in (Role.TEACHER, Role.SPECIALIST):
        answer = browser.post(f"/me/role/{grant_of(site.where.engine, two, role).id}", data=form)
        assert answer.status_code == 200
        form = csrf(browser)
    assert token(browser) != before
    assert browser.get("/csrf").status_code == 200
    thief = site.browser()
    assert thief.get("/csrf", headers={"cookie": f"__Host-session={before}"}).status_code == 401


def test_a_session_ends_when_nothing_is_asked_for_half_an_hour(site: Site) -> None:
    browser = site.signed_in("petrov")
    for _ in range(3):
        site.clock.on(minutes=29)
        assert browser.get("/week").status_code == 200
    site.clock.on(minutes=30)
    assert browser.get("/week").status_code == 401


def test_a_session_ends_after_twelve_hours_whatever_is_asked(site: Site) -> None:
    browser = site.signed_in("petrov")
    for _ in range(12 * 3 - 1):
        site.clock.on(minutes=20)
        assert browser.get("/week").status_code == 200
    site.clock.on(minutes=20)
    assert browser.get("/week").status_code == 401


def test_thirty_days_show_lessons_and_nothing_else(site: Site) -> None:
    browser = site.signed_in("petrov", keep="1")
    assert browser.get("/week").json() == "staff"
    site.clock.on(hours=13)
    assert browser.get("/week").json() == "device"
    refused = browser.get("/csrf")
    assert (refused.status_code, refused.json()["code"]) == (401, "sign_in_needed")
    site.clock.on(days=30)
    assert browser.get("/week").status_code == 401


def test_signing_out_kills_the_token_itself(site: Site) -> None:
    browser = site.signed_in("petrov")
    kept = token(browser)
    assert browser.post("/signout", data=csrf(browser)).status_code == 200
    assert token(browser) is None
    assert site.browser().get("/week", headers={"cookie": f"__Host-session={kept}"}).status_code == 401


def test_a_code_is_asked_before_anything_else_opens(site: Site) -> None:
    assert deputy(site).get("/people").json() == ["Лебедева Ольга Игоревна", "Петров Иван Ильич"]


def test_a_disabled_persons_open_page_is_dead_at_the_next_click(site: Site) -> None:
    browser, boss = site.signed_in("petrov"), deputy(site)
    with reading(site.where.engine) as session:
        account = session.exec(select(Account).where(Account.login == "petrov")).one()
    form = csrf(boss) | {"rev": "1"}
    assert browser.get("/week").status_code == 200
    assert boss.post(f"/people/{account.id}/disable", data=form).status_code == 200
    assert browser.get("/week").status_code == 401


def test_a_form_without_its_token_changes_nothing(site: Site) -> None:
    browser, boss = site.signed_in("petrov"), deputy(site)
    with reading(site.where.engine) as session:
        account = session.exec(select(Account).where(Account.login == "petrov")).one()
    path = f"/people/{account.id}/disable"
    for form in (
        {"rev": "1"},
        {"rev": "1", "csrf": ""},
        {"rev": "1"} | csrf(browser),
        {"rev": "1", "csrf": "ё"},
    ):
        answer = boss.post(path, data=form)
        assert (answer.status_code, answer.json()["told"][:19]) == (403, "Страница устарела. ")
    assert row(site.where.engine, account).disabled_at is None
    assert boss.post(path, data={"rev": "1"}, headers={"x-csrf-token": csrf(boss)["csrf"]}).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": ORIGIN}, 200),
        ({"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://school.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": ORIGIN, "Sec-Fetch-Site": "same-site"}, 403),
    ],
)
def test_another_site_changes_nothing_even_with_a_token(
    site: Site, headers: dict[str, str], status: int
) -> None:
    browser = site.signed_in("petrov")
    form = csrf(browser)
    del browser.headers["Origin"]
    assert browser.post("/week/held", data=form, headers=headers).status_code == status
    signin = {"login": "petrov", "password": PASSWORD}
    browser.cookies.clear()
    assert browser.post("/signin", data=signin, headers=headers).status_code == status


def test_signing_in_asks_the_browser_to_say_where_it_comes_from(site: Site) -> None:
    browser = site.browser()
    del browser.headers["Origin"]
    signin = {"login": "petrov", "password": PASSWORD}
    assert browser.post("/signin", data=signin).status_code == 403
    assert browser.post("/signin", data=signin, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200


def test_previews_and_scanners_spend_no_link(site: Site) -> None:
    engine = site.where.engine
    boss, mother = (
        person(engine, "zavuch", (Role.DEPUTY, site.home)),
        person(engine, None, (Role.PARENT, site.home)),
    )
    with writing(engine) as session:
        door = site.where.door(session)
        grant = grant_of(engine, mother, Role.PARENT)
        sent = invitations.invite(unit(door, boss, Role.DEPUTY, site.home), door, grant.id)
    path = f"/invitation/{sent.token.get_secret_value()}"
    browser = site.browser()
    for _ in range(3):
        assert (browser.get(path).text, browser.head(path).status_code) == ("open", 200)
    assert token(browser) is None
    assert browser.post(path, headers={"Origin": "https://evil.example"}).status_code == 403
    answer = browser.post(path)
    assert answer.json() == {"next": "done"}
    session_cookie = answer.headers.get_list("set-cookie")[0]
    assert f"Max-Age={400 * 24 * 3600}" in session_cookie
    assert (browser.get(path).text, browser.post(path).status_code) == ("spent", 400)


def test_foreign_and_missing_people_answer_byte_for_byte_alike(site: Site) -> None:
    foreign = person(site.where.engine, "foreign", (Role.TEACHER, school(site.where.engine, "s7")))
    boss = deputy(site)
    for method, path in (("GET", "/people/{}"), ("POST", "/people/{}/disable")):
        told = []
        for key in (foreign.id, "0" * 32):
            answer = boss.request(method, path.format(key), data=csrf(boss) | {"rev": "1"})
            told.append((answer.status_code, answer.content, sorted(answer.headers.items())))
        assert told[0] == told[1]
        assert told[0][0] == 404
    assert row(site.where.engine, foreign).disabled_at is None


def test_a_role_without_a_line_is_refused(site: Site) -> None:
    assert site.signed_in("petrov").get("/people").status_code == 403
    assert site.browser().get("/people").status_code == 401


def test_an_unlisted_route_is_found_and_refused(site: Site) -> None:
    assert TABLE.unlisted(routes_of(application(site.where))) == ()
    extended = application(site.where, extra=True)
    assert TABLE.unlisted(routes_of(extended)) == ("GET /people/{account_id}/secret",)
    boss = deputy(site)
    with TestClient(extended, base_url=ORIGIN, cookies=dict(boss.cookies)) as browser:
        assert browser.get("/people").status_code == 200
        assert browser.get("/people/x/secret").status_code == 403


def test_a_failure_halfway_leaves_nothing(site: Site) -> None:
    browser = site.signed_in("petrov")
    with pytest.raises(RuntimeError, match="halfway"):
        browser.post("/fail", data=csrf(browser))
    with reading(site.where.engine) as session:
        assert session.exec(select(AuditRow).where(AuditRow.action == "never")).all() == []
        assert verify(session, KEYS.audit) == ()


def test_no_secret_reaches_the_log_or_an_answer(site: Site) -> None:
    browser = site.browser()
    answers = [
        browser.post("/signin", data={"login": "petrov", "password": "КАНАРЕЙКА-пароль"}).text
        for _ in range(7)
    ]
    boss = deputy(site)
    secrets = [PASSWORD, "КАНАРЕЙКА", *boss.cookies.values(), csrf(boss)["csrf"]]
    with reading(site.where.engine) as session:
        told = "".join(item.model_dump_json() for item in session.exec(select(AuditRow)))
    told += "".join(answers)
    assert [secret for secret in secrets if secret in told] == []
    assert answers[:5] == answers[:1] * 5
    assert answers[6] != answers[0]
