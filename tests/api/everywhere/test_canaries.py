"""What is personal or tells of health turns up nowhere but where it must: every page, every log, both databases."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from httpx2 import Response
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlmodel import select
from structlog.testing import capture_logs

from api.access import Policy, Relation, lines
from api.app import create_app, routed
from api.deps import SAFE, ReadUnit, reading_unit, routes_of, writing_unit
from api.errors import Conflict
from models.audit import AuditRow
from models.base import Privacy
from models.case import Pupil
from models.document import CaseMedical
from models.engines import reading
from models.person import Role
from tests.api.everywhere.canaries import (
    WORD,
    WORDS,
    Mark,
    addresses_in,
    found,
    furnish,
    marked_columns,
    plant,
    told_in,
)
from tests.api.everywhere.cast import Person, Scene
from tests.api.everywhere.makers import MAKERS, Holder, make, names_of
from tests.api.everywhere.more_makers import class_set
from tests.api.everywhere.walking import Walker, holders, walking
from tests.conftest import TORTURE

EVERY = (Privacy.PERSONAL, Privacy.SPECIAL)
AT_DESK = ("deputy", "director", "deputy of another school")
# (route, who) → special columns that may be told there: to who works with the papers of the child's own school
SHOWN = {
    (route, title): columns
    for route, columns in (
        ("GET /api/v1/cases/{case_id}", {"case_file.programme"}),
        ("GET /api/v1/cases/{case_id}/plans", {"plan.kind"}),
        ("GET /api/v1/plans/{plan_id}", {"plan.kind"}),
        ("GET /api/v1/plans/{plan_id}/acts", {"plan_act.reason"}),
        ("GET /variants/{variant_id}/problem.json", {"plan.kind", "family_window.kind"}),
        ("GET /variants/{variant_id}/recipe.json", {"plan.kind", "family_window.kind"}),
        ("GET /api/v1/variants/{variant_id}/problem", {"plan.kind", "family_window.kind"}),
        ("GET /api/v1/variants/{variant_id}/recipe", {"plan.kind", "family_window.kind"}),
    )
    for title in AT_DESK
}
END = {"final_attestation.document", "final_attestation.way"}
RECORDED = {"council_paper.advice", *END}
SHOWN |= {
    ("GET /cases/{case_id}/records", title): columns
    for title, columns in (
        *((title, RECORDED) for title in AT_DESK),
        ("class teacher", RECORDED),
        ("class teacher of another school", RECORDED),
        ("parent of the child", END),
        ("parent of another child", END),
    )
}
SHOWN |= {("GET /council/{council_id}", title): {"council_paper.advice"} for title in AT_DESK}
SHOWN |= {("GET /api/v1/cases/{case_id}/results", title): {"row_result.words"} for title in AT_DESK}
SHOWN |= {  # what the family has told itself, to itself and to the desk
    ("GET /api/v1/cases/{case_id}/family", title): {"family_window.kind"}
    for title in (*AT_DESK, "parent of the child", "parent of another child")
}
# pages that tell the words of a list, and of no child: columns of such words are not looked for there
LISTS = frozenset(
    {
        "GET /api/v1/openapi.json",
        "GET /api/v1/schools/{school_id}/norms",
        "GET /cases/new",
        "GET /registry/template.xlsx",
        "GET /school/norms",
        "GET /schools/{school_id}/norms",
        "GET /static/{path}",
        "GET /variants/{variant_id}/board.html",
    }
)
SENT = "ПОСЛАНО"  # stands in everything that is sent or raised here
FIELDS = (
    "name", "login", "password", "old", "new", "email", "phone", "surname", "given_names", "number", "issuer",
    "limits", "title", "code", "class_title", "q",
)  # fmt: skip


@pytest.fixture(scope="module")
def marks(scene: Scene) -> tuple[Mark, ...]:
    """Marks everywhere, with one of everything on the stage."""
    class_set(scene.stage.child)
    for name in MAKERS:
        for realm in scene.stage.realms:
            make(scene.stage, "GET /", name, Holder(realm))
    scene.stage.known_device(scene["teacher"])
    furnish(scene.stage.engine)
    return plant(scene.stage.engine)


@pytest.fixture
def logs(caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[], str]]:
    """Everything logged so far, by the service and by the libraries below it."""
    caplog.set_level("DEBUG")
    with capture_logs() as told:
        yield lambda: "\n".join(
            [*(json.dumps(line, ensure_ascii=False, default=str) for line in told), caplog.text]
        )


def asked(walker: Walker, routes: tuple[str, ...]) -> Iterator[tuple[str, Response]]:
    """Routes with real values of every realm, and what was answered.

    Who is refused whatever they name, as the matrix proves, is answered the same for everything: one thing is asked,
    and of such routes only every tenth (TORTURE=1: each).
    """
    refused = 0
    for route in routes:
        rules = walker.stage.where.policy.of(route)
        if rules and not any(walker.person.role in rule.roles for rule in rules):
            refused += 1
            if refused % 10 != 1 and not TORTURE:
                continue
        whose: list[Holder | None] = (
            [*holders(walker.stage, walker.person, rules)] if names_of(route) else [None]
        )
        if rules == () and whose != [None]:
            whose = [Holder(realm) for realm in walker.stage.realms]  # a public route
        for holder in whose:
            yield route, walker.ask(route, walker.names(route, holder) if holder else {})


def safe(app: FastAPI) -> tuple[str, ...]:
    return tuple(route for route in routes_of(app) if route.startswith("GET "))


def leaks(walker: Walker, marks: tuple[Mark, ...], routes: tuple[str, ...]) -> set[str]:
    """What was told of health where it may not be, and what of persons stands in an address."""
    out = set()
    for route, answer in asked(walker, routes):
        told = set(found(marks, told_in(answer), Privacy.SPECIAL))
        listed = set(WORDS) if route in LISTS else set()
        for column in told - listed - SHOWN.get((route, walker.person.title), set()):
            out.add(f"{walker.person.title}, {route}: tells {column}")
        for column in found(marks, addresses_in(answer), *EVERY):
            out.add(f"{walker.person.title}, {route}: an address with {column}")
    return out


def test_every_column_of_a_person_is_marked(marks: tuple[Mark, ...]) -> None:
    assert [mark.column for mark in marks] == [
        f"{table.name}.{column.name}" for table, column in marked_columns()
    ]
    special = {mark.column for mark in marks if mark.privacy == Privacy.SPECIAL}
    assert {"case_medical.number", "case_medical.limits", "case_file.programme"} <= special


def test_no_page_tells_of_health_but_to_whom_it_must(
    scene: Scene, marks: tuple[Mark, ...], logs: Callable[[], str]
) -> None:
    out: set[str] = set()
    app = create_app(scene.stage.where)
    for person in scene.people.values():
        with walking(scene.stage, person, app) as walker:
            out |= leaks(walker, marks, safe(app))
    assert sorted(out) == [], "\n".join(sorted(out))
    assert found(marks, logs(), *EVERY) == []
    assert found(marks, acts(scene), *EVERY) == []


def test_pages_do_tell_of_persons_whom_they_concern(scene: Scene, marks: tuple[Mark, ...]) -> None:
    """The search finds: the list of cases tells the deputy names and classes of the own school."""
    with walking(scene.stage, scene["deputy"]) as walker:
        told = found(marks, told_in(walker.ask("GET /cases", {})), Privacy.PERSONAL)
    assert {"pupil.surname", "pupil.given_names", "case_file.class_title", "account.name"} <= set(told)


def test_every_request_is_logged_by_its_template(scene: Scene) -> None:
    app = create_app(scene.stage.where)
    with walking(scene.stage, scene["deputy"], app) as walker:
        for route in routes_of(app):
            holder = Holder(scene.stage.child)
            with capture_logs() as told:
                walker.ask(route, walker.names(route, holder))
            logged = [f"{line['method']} {line['route']}" for line in told if line["event"] == "request"]
            assert logged == [route]


def test_what_is_sent_gets_into_no_log_and_into_no_address(scene: Scene, logs: Callable[[], str]) -> None:
    app = create_app(scene.stage.where)
    sent = {field: f"{SENT}-{field}" for field in FIELDS}
    for title in (
        "nobody",
        "administrator",
        "deputy",
        "teacher",
        "parent of the child",
        "deputy before the code",
    ):
        with walking(scene.stage, scene[title], app) as walker:
            for route in (told for told in routes_of(app) if told.partition(" ")[0] not in SAFE):
                for body in ({"data": sent}, {"json": sent}):
                    answer = walker.ask(route, walker.names(route, Holder(scene.stage.child)), **body)
                    assert SENT not in addresses_in(answer), route
                    assert "json" not in answer.headers.get("content-type", "") or SENT not in told_in(answer)
    assert SENT not in logs()
    assert SENT not in acts(scene)


def acts(scene: Scene) -> str:
    """The log of acts as one text."""
    with reading(scene.stage.engine) as session:
        rows = session.exec(select(AuditRow.actor, AuditRow.action, AuditRow.object_id, AuditRow.facts)).all()
    assert len(rows) > 50
    return "\n".join(" ".join(row) for row in rows)


@pytest.mark.usefixtures("marks")
def test_no_file_on_disk_has_a_telling_name_or_is_readable(scene: Scene) -> None:
    folder = scene.stage.where.settings.data_folder
    files = [path for path in (folder / "files").rglob("*") if path.is_file()]
    assert files != []
    for path in folder.rglob("*"):
        assert WORD not in path.name
    for path in files:
        assert set(path.name) <= set("0123456789abcdef")
        assert b"%PDF" not in path.read_bytes()


def raised(status: int) -> Exception:
    """What makes the service answer with a status, with a mark in every text of it."""
    value = f"{SENT}-1-1"
    return {
        409: Conflict("Запись изменили, пока вы её смотрели."),
        422: RequestValidationError(
            [{"loc": ("body", "x"), "msg": value, "type": "x", "input": value}], body=value
        ),
        500: RuntimeError(value),
        501: SQLAlchemyError(value),
        503: OperationalError(f"SELECT {value}", {"x": value}, ValueError(value)),
    }[status]


STATUSES = (409, 422, 500, 501, 503)


@pytest.mark.parametrize("status", STATUSES)
def test_no_page_of_an_error_and_no_line_about_it_tells(
    scene: Scene,
    marks: tuple[Mark, ...],
    logs: Callable[[], str],
    monkeypatch: pytest.MonkeyPatch,
    status: int,
) -> None:
    """501 stands for a fault of the library of the database, which is told as 500.

    It is raised before anything is looked for, so the things of one child stand for those of all. Each route meets
    one of the errors (TORTURE=1: each of them).
    """
    app = create_app(scene.stage.where)

    def fail() -> None:
        raise raised(status)

    monkeypatch.setattr(routed(), "dependency_overrides", {reading_unit: fail, writing_unit: fail})
    came = set()
    with walking(scene.stage, scene["deputy"], app) as walker:
        for number, route in enumerate(routes_of(app)):
            if number % len(STATUSES) != STATUSES.index(status) and not TORTURE:
                continue
            answer = walker.ask(route, walker.names(route, Holder(scene.stage.child)))
            if answer.status_code == (500 if status == 501 else status):
                came.add(answer.status_code)
                assert SENT not in told_in(answer)
                if status >= 500:
                    assert found(marks, told_in(answer), *EVERY) == []
    assert came != set()
    assert SENT not in logs()


ROUTE = "GET /planted"


def planted(scene: Scene) -> tuple[Scene, FastAPI]:
    """The application with a page that tells a teacher what a medical paper says, and logs a name."""
    where = scene.stage.where
    rules = (*where.policy.rules, *lines([ROUTE], [Role.TEACHER], Relation.SELF))
    made = replace(scene.stage, where=replace(where, policy=Policy(public=where.policy.public, rules=rules)))
    app = create_app(made.where)

    @app.get("/planted")
    def page(unit: ReadUnit) -> dict[str, list[object]]:
        rows = unit.session.exec(select(CaseMedical)).all()
        pupil = unit.session.exec(select(Pupil)).first()
        structlog.get_logger("planted").info("seen", who=pupil.surname if pupil else None)
        return {"said": [[row.number, row.ends_by_min, row.issued_on] for row in rows]}

    return replace(scene, stage=made), app


def test_a_page_that_tells_and_a_line_that_names_are_caught(
    scene: Scene, marks: tuple[Mark, ...], logs: Callable[[], str]
) -> None:
    made, app = planted(scene)
    teacher: Person = scene["teacher"]
    with walking(made.stage, teacher, app) as walker:
        out = leaks(walker, marks, (ROUTE,))
    columns = ("ends_by_min", "issued_on", "number")
    assert sorted(out) == [f"teacher, {ROUTE}: tells case_medical.{column}" for column in columns]
    assert found(marks, logs(), *EVERY) == ["pupil.surname"]


def test_a_planted_file_name_would_be_seen(tmp_path: Path) -> None:
    (tmp_path / f"{WORD}.pdf").write_bytes(b"x")
    assert [path.name for path in tmp_path.rglob("*") if WORD in path.name] == [f"{WORD}.pdf"]
