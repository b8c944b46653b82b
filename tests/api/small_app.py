"""A small application on the service's own dependencies, with pages as plain as can be."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Form, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from api import cookies, entrance
from api.access import Policy, Relation, lines
from api.deps import Acting, Here, Place, ReadUnit, WriteUnit, csrf_of, guard, visit_of
from api.errors import Refusal
from api.installation import Installation
from api.policy import POLICY
from api.services.entry import sessions
from api.services.entry.signin import Entered, Refused
from api.services.people import accounts, invitations
from models.engines import reading
from models.person import Role

STAFF = [Role.DEPUTY, Role.TEACHER]
TABLE = Policy(
    public=POLICY.public,
    rules=(
        *POLICY.rules,
        *lines(["GET /csrf", "POST /fail"], Role, Relation.SELF),
        *lines(["GET /week", "POST /week/held"], STAFF, Relation.LESSONS, device=True),
    ),
)
door = APIRouter()
people = APIRouter(prefix="/people")
week = APIRouter(prefix="/week")


def answer(place: Installation, outcome: Entered | Refused) -> Response:
    if isinstance(outcome, Refused):
        return JSONResponse({"told": outcome.sentence}, 429 if outcome.wait_s else 400)
    response = JSONResponse({"next": outcome.next})
    cookies.keep_entered(response, place, outcome)
    return response


@door.get("/signin")
def sign_in_page() -> Response:
    return PlainTextResponse("Вход")


@door.post("/signin")
def sign_in(
    request: Request, place: Place, login: Annotated[str, Form()], password: Annotated[str, Form()],
    keep: Annotated[bool, Form()] = False,
) -> Response:  # fmt: skip
    return answer(place, entrance.sign_in(place, login, password, visit_of(request, place, keep)))


@door.post("/signin/code")
def code(request: Request, place: Place, here: Here, code: Annotated[str, Form()]) -> Response:
    return answer(place, entrance.prove_code(place, here.token, code, visit_of(request, place)))


@door.post("/signout")
def sign_out(place: Place, act: Acting) -> Response:
    sessions.sign_out(*act)
    response = PlainTextResponse("Вы вышли.")
    cookies.drop_session(response, place, week=True)
    return response


@door.api_route("/invitation/{token}", methods=["GET", "HEAD"])
def link(place: Place, token: str) -> Response:
    with reading(place.engine) as session:
        return PlainTextResponse(invitations.look(place.door(session), token).standing)


@door.post("/invitation/{token}")
def press(request: Request, place: Place, token: str) -> Response:
    return answer(place, entrance.spend_invitation(place, token, visit_of(request, place)))


@door.get("/csrf")
def csrf(place: Place, here: Here) -> str:
    return csrf_of(place, here)


@door.post("/me/role/{grant_id}")
def role(place: Place, act: Acting, grant_id: str) -> Response:
    response = PlainTextResponse("Роль изменена.")
    cookies.keep_session(response, place, sessions.act_as(*act, grant_id))
    return response


@door.post("/fail")
def fail(unit: WriteUnit) -> None:
    unit.note("never", "test", "x")
    raise RuntimeError("halfway")


@people.get("")
def all_people(unit: ReadUnit) -> list[str]:
    return [account.name for account in accounts.people(unit)]


@people.get("/{account_id}")
def one(unit: ReadUnit, account_id: str) -> list[str]:
    return [grant.role for grant in accounts.roles_of(unit, account_id)]


@people.post("/{account_id}/disable")
def disable(unit: WriteUnit, account_id: str, rev: Annotated[int, Form()]) -> str:
    return accounts.disable(unit, account_id, rev).id


@week.get("")
def lessons(here: Here) -> str:
    return here.live.kind if here.live else ""


@week.post("/held")
def held(unit: WriteUnit) -> str:
    return unit.actor.role


def application(place: Installation, extra: bool = False) -> FastAPI:
    """extra: with a route nobody has listed."""
    app = FastAPI(dependencies=[Depends(guard)], openapi_url=None)
    app.state.installation = place
    for router in (door, people, week):
        app.include_router(router)
    if extra:
        app.add_api_route("/people/{account_id}/secret", one, methods=["GET"])

    @app.exception_handler(Refusal)
    def refuse(_request: Request, refusal: Refusal) -> JSONResponse:
        return JSONResponse({"code": refusal.code, "told": refusal.sentence}, refusal.status)

    return app
