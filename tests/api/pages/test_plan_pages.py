"""Pages of plans over HTTP: what each role sees, forms that keep what was typed, the live preview. Both databases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Engine, event
from sqlmodel import select

from api.app import create_app
from api.installation import Installation
from api.services.plans.acts import offer
from api.services.plans.drafts import next_version
from api.services.plans.store import rows_of
from models.engines import reading, writing
from models.person import Account, Grant, Role
from models.plan import PlanState
from models.states import State
from tests.api import place as world
from tests.api.services.plans.families import P3, ROLES, Families, new_families, row
from tests.api.services.world import START, day
from tests.browsing import let_in

SITE = {"origin": "https://school.example", "sec-fetch-site": "same-origin"}


@dataclass(frozen=True)
class House:
    """A service with a family in it."""

    where: Installation
    home: Families

    def client(self, who: str) -> TestClient:
        """A browser of somebody, signed in."""
        made = TestClient(
            create_app(self.where), base_url="https://school.example", headers=SITE, follow_redirects=False
        )
        with reading(self.where.engine) as session:
            grant = session.exec(select(Grant).where(Grant.account_id == self.home.accounts[who])).one()
        for name, value in let_in(self.where, grant).items():
            made.cookies.set(name, value)
        return made

    def post(self, who: str, path: str, page: str | None = None, **fields: Any) -> Response:
        """Sends the form of a page as somebody, with its token and hidden fields."""
        client = self.client(who)
        shown = client.get(page or path).text
        hidden = {name: hidden_in(shown, name) for name in ("csrf", "rev", "digest", "request")}
        return client.post(path, data={**{k: v for k, v in hidden.items() if v}, **fields})


def hidden_in(page: str, name: str) -> str:
    """The last hidden field of a name."""
    return page.split(f'name="{name}" value="')[-1].split('"')[0] if f'name="{name}" value="' in page else ""


def grants(engine: Engine, home: Families) -> None:
    """Roles for everybody in the family's world, and passwords."""
    with writing(engine) as session:
        for who, role in ROLES.items():
            account = session.get_one(Account, home.accounts[who])
            account.login, account.password_hash = f"{who}-{home.world.school_id[:4]}", world.HASH
            session.add(
                Grant(account_id=account.id, role=role, school_id=home.world.school_id, first_on=START)
            )


@pytest.fixture
def house(database: Engine) -> House:
    home = new_families(database)
    grants(database, home)
    return House(world.place(database, world.Clock()), home)


def lines(*told: tuple[str, str], **more: str) -> dict[str, str]:
    """Fields of the form of rows: subject and hours of each."""
    fields = {
        "kind": "iup", "first_on": "2026-09-01", "last_on": "2027-05-31", "lines": str(len(told)), "do": "save"
    }  # fmt: skip
    for number, (subject, hours) in enumerate(told):
        fields |= {
            f"subject-{number}": subject, f"hours-{number}": hours, f"block-{number}": "mandatory",
            f"manner-{number}": "contact:home",
        }  # fmt: skip
    return {**fields, **more}


def test_a_plan_goes_from_an_empty_sheet_to_approval(house: House) -> None:
    home = house.home
    made = house.post(
        "deputy", f"/cases/{home.case_id}/plan", kind="iup", source="model", model="fop-ooo-5", norm="10",
        first_on="2026-09-01", last_on="2027-05-31",
    )  # fmt: skip
    assert made.status_code == 303
    plan_id = made.headers["location"].split("/")[2]
    with reading(house.where.engine) as session:
        assert sum(one.hours for one in rows_of(session, plan_id)) == 10
    assert house.client("mother").get(f"/plans/{plan_id}").status_code == 404  # a draft
    assert house.post("deputy", f"/plans/{plan_id}/offer", f"/plans/{plan_id}").status_code == 303
    led = house.client("mother").get(f"/cases/{home.case_id}/plan")
    assert led.headers["location"] == f"/plans/{plan_id}"
    path = f"/plans/{plan_id}"
    assert house.post("mother", f"{path}/answer", path, answer="agree", read="yes").status_code == 303
    receipt = house.client("mother").get(path).text
    assert "Вы согласились" in receipt
    assert "01.09.2026 в 11:00" in receipt  # six in UTC, eleven in Yekaterinburg
    assert house.post("director", f"{path}/approve", password=world.PASSWORD).status_code == 303
    assert (home.plan(plan_id).state, home.case().state) == (PlanState.APPROVED, State.PLANNED)


def test_rows_are_written_from_the_form_as_typed(house: House) -> None:
    plan_id = house.home.draft(*P3)
    typed = lines(("Музыка", "1/4"), ("", ""), ("Алгебра", "1,5"), ("Физика", "½"))
    assert house.post("deputy", f"/plans/{plan_id}/edit", **typed).status_code == 303
    with reading(house.where.engine) as session:
        told = [(one.subject, str(one.hours)) for one in rows_of(session, plan_id)]
    assert told == [("Музыка", "1/4"), ("Алгебра", "3/2"), ("Физика", "1/2")]


def test_a_refused_form_keeps_every_field_and_names_the_faults(house: House) -> None:
    plan_id = house.home.draft(*P3)
    typed = lines(("Музыка", "четверть"), ("", "1"), ("Алгебра <b>", "2"), first_on="когда-нибудь")
    answer = house.post("deputy", f"/plans/{plan_id}/edit", **typed)
    assert answer.status_code == 422
    for kept in ('value="четверть"', 'value="Алгебра &lt;b&gt;"', 'value="когда-нибудь"'):
        assert kept in answer.text
    assert 'href="#hours-0"' in answer.text
    assert 'id="hours-0-fault"' in answer.text
    again = house.post("deputy", f"/plans/{plan_id}/edit", **lines(("Музыка", "1"), ("", "1")))
    assert again.status_code == 422
    assert 'id="subject-1-fault"' in again.text


def test_buttons_of_a_row_save_and_move_open_or_remove_it(house: House) -> None:
    plan_id = house.home.draft(row("А", "1"), row("Б", "2"), row("В", "3"))
    with reading(house.where.engine) as session:
        keys = [one.key for one in rows_of(session, plan_id)]
    fields = lines(("А", "1"), ("Б", "2,5"), ("В", "3"))
    fields |= {f"key-{number}": str(key) for number, key in enumerate(keys)}
    path = f"/plans/{plan_id}/edit"
    house.post("deputy", path, **{**fields, "do": "up-1"})
    with reading(house.where.engine) as session:
        told = [(one.subject, one.hours, one.key) for one in rows_of(session, plan_id)]
    assert [one[0] for one in told] == ["Б", "А", "В"]
    assert told[0][1:] == (2.5, keys[1])
    opened = house.post("deputy", path, **{**fields, "do": "open-2"})
    assert opened.headers["location"].startswith(f"/plans/{plan_id}/rows/{keys[2]}")
    house.post("deputy", path, **{**fields, "remove-0": "yes"})
    with reading(house.where.engine) as session:
        assert [one.key for one in rows_of(session, plan_id)] == keys[1:]


def test_a_form_opened_before_somebody_else_saved_is_told_so(house: House) -> None:
    plan_id = house.home.draft(row("А", "1"))
    stale = house.post("deputy", f"/plans/{plan_id}/edit", **lines(("Б", "1"), rev="0"))
    assert (stale.status_code, 'value="Б"' in stale.text) == (409, True)


def test_the_preview_counts_what_is_typed_and_writes_nothing(house: House) -> None:
    plan_id = house.home.draft(row("А", "1"))
    typed = lines(("Математика", "30"), ("Музыка", "0,25"), ("Труд", "x"))
    answer = house.post("deputy", f"/plans/{plan_id}/preview", f"/plans/{plan_id}/edit", **typed)
    assert answer.status_code == 200
    assert "30,25 ч в неделю" in answer.text
    assert "при норме не больше 29" in answer.text
    assert "СанПиН 1.2.3685-21, таблица 6.6" in answer.text
    assert "Строка 3: Укажите часы" in answer.text
    assert 'id="lessons-1" class="lessons" hx-swap-oob="true">1 занятие за 4 недели<' in answer.text
    assert house.home.plan(plan_id).rev == 1


def test_a_preview_takes_as_many_queries_for_sixty_rows_as_for_one(house: House) -> None:
    plan_id = house.home.draft(row("А", "1"))

    def queries(count: int) -> int:
        told: list[str] = []
        client, path = house.client("deputy"), f"/plans/{plan_id}"
        csrf = hidden_in(client.get(f"{path}/edit").text, "csrf")

        def note(*args: Any) -> None:
            told.append(args[2])

        event.listen(house.where.engine, "before_cursor_execute", note)
        client.post(f"{path}/preview", data={**lines(*[("Музыка", "0,5")] * count), "csrf": csrf})
        event.remove(house.where.engine, "before_cursor_execute", note)
        return len(told)

    assert queries(60) == queries(1) > 0


def test_a_row_is_written_on_its_own_page(house: House) -> None:
    plan_id = house.home.draft(row("Алгебра", "1"))
    with reading(house.where.engine) as session:
        key = rows_of(session, plan_id)[0].key
    path = f"/plans/{plan_id}/rows/{key}"
    fields = {
        "subject": "Алгебра", "area": "", "block": "formed", "manner": "remote:remote", "hours": "0,5",
        "in_class": "", "pattern": "short", "slot": "", "lesson_min": "25", "max_per_day": "2", "paid": "1/2",
        "difficulty": "", "first_on": "", "last_on": "2026-12-30", "weeks": ["1", "3"],
    }  # fmt: skip
    wrong = house.post("deputy", path, **{**fields, "lesson_min": "5 минут", "paid": "даром"})
    assert (wrong.status_code, 'value="даром"' in wrong.text) == (422, True)
    assert house.post("deputy", path, **fields).status_code == 303
    with reading(house.where.engine) as session:
        (found,) = rows_of(session, plan_id)
    assert (found.lesson_min, found.max_per_day, found.weeks) == (25, 2, (1, 3))
    assert (found.kind, found.last_on, str(found.paid)) == ("remote", day("30.12.2026"), "1/2")
    assert found.by_screen
    barred = fields | {"manner": "contact:home", "no_screen": "yes"}
    assert house.post("deputy", path, **barred).status_code == 303
    with reading(house.where.engine) as session:
        assert not rows_of(session, plan_id)[0].by_screen
    assert "checked" in house.client("deputy").get(path).text.partition('name="no_screen"')[2][:40]
    assert "очно, дома, без дистанционных занятий" in house.client("deputy").get(f"/plans/{plan_id}").text


def test_a_parent_without_the_tick_or_the_reason_is_asked_for_it(house: House) -> None:
    plan_id = house.home.offered()
    path = f"/plans/{plan_id}"
    unread = house.post("mother", f"{path}/answer", path, answer="agree")
    assert (unread.status_code, "Поставьте отметку" in unread.text) == (422, True)
    silent = house.post("mother", f"{path}/answer", path, answer="decline", reason=" ")
    assert (silent.status_code, "с чем вы не согласны" in silent.text) == (422, True)
    assert house.home.plan(plan_id).state == PlanState.OFFERED


def test_looking_at_an_offer_in_every_way_decides_nothing(house: House) -> None:
    plan_id = house.home.offered()
    client = house.client("mother")
    for path in (
        f"/plans/{plan_id}",
        f"/plans/{plan_id}/answer",
        "/plans",
        f"/cases/{house.home.case_id}/plan",
    ):
        client.get(path, headers={"purpose": "prefetch"})
        client.head(path)
    plan = house.home.plan(plan_id)
    assert (plan.state, plan.rev) == (PlanState.OFFERED, 2)


def test_an_answer_to_a_superseded_version_is_told_and_led_on(house: House) -> None:
    home = house.home
    old = home.offered()
    client = house.client("mother")
    shown = client.get(f"/plans/{old}").text
    with home.acting("deputy") as unit:
        new = next_version(unit, old, START, day("31.05.2027")).id
        offer(unit, new, 1)
    hidden = {name: hidden_in(shown, name) for name in ("csrf", "rev", "digest", "request")}
    answer = client.post(f"/plans/{old}/answer", data={**hidden, "answer": "agree", "read": "yes"})
    assert answer.status_code == 409
    assert "больше не ждёт решения" in answer.text
    assert f'href="/plans/{new}"' in answer.text


def test_the_same_form_posted_again_answers_alike(house: House) -> None:
    plan_id = house.home.offered()
    client, path = house.client("mother"), f"/plans/{plan_id}"
    shown = client.get(path).text
    hidden = {name: hidden_in(shown, name) for name in ("csrf", "rev", "digest", "request")}
    assert len(hidden["request"]) == 32
    told = [
        client.post(f"{path}/answer", data={**hidden, "answer": "agree", "read": "yes"}).status_code
        for _ in range(3)
    ]
    assert told == [303] * 3
    assert house.home.world.actions().count("plan.agree") == 1


def test_the_director_proves_the_password_and_it_is_not_sent_back(house: House) -> None:
    plan_id = house.home.offered()
    house.home.answered(plan_id, "mother", agrees=False, reason="Мало математики")
    path = f"/plans/{plan_id}/approve"
    wrong = house.post("director", path, password="не тот пароль", reason="Так решила комиссия.")
    assert wrong.status_code == 422
    assert "не тот пароль" not in wrong.text
    assert "Так решила комиссия." in wrong.text
    bare = house.post("director", path, password=world.PASSWORD, reason="")
    assert (bare.status_code, 'id="reason-fault"' in bare.text) == (422, True)
    assert house.home.plan(plan_id).state == PlanState.DECLINED
    assert (
        house.post("director", path, password=world.PASSWORD, reason="Так решила комиссия.").status_code
        == 303
    )


def test_a_deputy_enters_an_answer_from_paper_by_its_code(house: House) -> None:
    plan_id = house.home.offered()
    fields = {"guardian_id": house.home.guardian("father"), "channel": "paper", "answer": "agree"}
    path = f"/plans/{plan_id}"
    wrong = house.post("deputy", f"{path}/entered", path, **fields, code="AAAA-AAAA-AA")
    assert (wrong.status_code, 'value="AAAA-AAAA-AA"' in wrong.text) == (422, True)
    code = house.client("deputy").get(path).text.split('class="code">')[1].split("<")[0]
    assert house.post("deputy", f"{path}/entered", path, **fields, code=code).status_code == 303
    assert house.home.plan(plan_id).state == PlanState.AGREED


@pytest.mark.parametrize(
    ("method", "path", "wanted"),
    [
        # deputy, director, mother, stranger, teacher, another school's director
        ("GET", "/plans", (200, 200, 200, 200, 403, 200)),
        ("GET", "/cases/{case}/plan", (200, 200, 303, 404, 403, 404)),
        ("GET", "/plans/{plan}", (200, 200, 200, 404, 403, 404)),
        ("GET", "/plans/{plan}/edit", (303, 303, 403, 403, 403, 404)),
        ("GET", "/plans/{plan}/approve", (403, 200, 403, 403, 403, 404)),
        ("GET", "/plans/{plan}/change", (200, 200, 403, 403, 403, 404)),
        ("GET", "/plans/{plan}/rows/{row}", (404, 404, 403, 403, 403, 404)),
        ("POST", "/plans/{plan}/answer", (403, 403, 422, 404, 403, 403)),
        ("POST", "/plans/{plan}/withdraw", (403, 403, 409, 404, 403, 403)),
        ("POST", "/plans/{plan}/entered", (422, 422, 403, 403, 403, 404)),
        ("POST", "/plans/{plan}/edit", (409, 409, 403, 403, 403, 404)),
        ("POST", "/plans/{plan}/rows/{row}/share", (404, 404, 403, 403, 403, 404)),
        ("POST", "/plans/{plan}/approve", (403, 422, 403, 403, 403, 404)),
        ("POST", "/plans/{plan}/recall", (409, 409, 403, 403, 403, 404)),
        ("POST", "/plans/{plan}/remove", (409, 409, 403, 403, 403, 404)),
        ("POST", "/plans/{plan}/next", (422, 422, 403, 403, 403, 404)),
        ("POST", "/cases/{case}/plan", (422, 422, 403, 403, 403, 404)),
    ],
)
def test_each_role_reaches_its_own(house: House, method: str, path: str, wanted: tuple[int, ...]) -> None:
    home = house.home
    foreign = new_families(house.where.engine, "s200", contracted=False)
    grants(house.where.engine, foreign)
    teacher = world.person(house.where.engine, "uchitel", (Role.TEACHER, home.world.school_id))
    plan_id = home.offered()
    with reading(house.where.engine) as session:
        key = rows_of(session, plan_id)[0].key
    asked = path.format(case=home.case_id, plan=plan_id, row=key)
    people = [house.client(who) for who in ("deputy", "director", "mother", "stranger")]
    other = House(house.where, Families(home.world, home.case_id, {**home.accounts, "teacher": teacher.id}))
    people += [other.client("teacher"), House(house.where, foreign).client("director")]
    told = []
    for client in people:
        csrf = hidden_in(client.get("/", follow_redirects=True).text, "csrf")
        fields = (
            {"csrf": csrf, "rev": "2", "answer": "agree", **lines(("А", "1"))} if method == "POST" else None
        )
        told.append(client.request(method, asked, data=fields).status_code)
    assert tuple(told) == wanted
