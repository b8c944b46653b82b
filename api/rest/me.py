"""Who one is here, and what a changing request has to carry."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response
from pydantic import Field

from api.deps import Here, Place, csrf_of
from api.entrance import found
from api.rest.answers import single
from api.rest.routing import reads, section
from api.rest.shapes import SAMPLE_ID, Instant, Told, links
from models.person import Role
from models.session import SessionKind

router = section("me")


class Me(Told):
    """csrf: for the header `x-csrf-token` of every changing request. ends_at: the session's last instant."""

    account_id: str = Field(examples=[SAMPLE_ID])
    name: str = Field(examples=["Лебедева Ольга Игоревна"])
    role: Role
    school_id: str | None = Field(description="none for an administrator")
    grant_id: str = Field(examples=[SAMPLE_ID], description="the role in use")
    session: SessionKind
    ends_at: Instant
    csrf: str = Field(examples=["6b1e" * 16])


@reads(router, "/me", Me)
def me(request: Request, place: Place, here: Here) -> Response:
    """Who is signed in, in which role, and the token of changing requests."""
    live = found(here.live)
    actor, grant = live.actor, live.grant
    assert grant is not None
    told = Me(
        account_id=actor.account_id, name=live.account.name, role=actor.role, school_id=actor.school_id,
        grant_id=grant.id, session=live.kind, ends_at=live.sign_in.ends_at, csrf=csrf_of(place, here),
        links=links(
            this="/me", school=actor.school_id and f"/schools/{actor.school_id}", attention="/attention",
            cases="/cases", people="/people", description="/openapi.json",
        ),
    )  # fmt: skip
    return single(request, told)
