"""Where a child is taught: the home, and other addresses by day or week."""

from __future__ import annotations

from typing import Annotated

from fastapi import Request
from fastapi.responses import Response
from pydantic import Field

from api.deps import ReadUnit, WriteUnit
from api.rest.answers import Once, Tags, changed, expect_digest, made, single
from api.rest.families import AT, FamilyHoursTold, How, told_window
from api.rest.hours import Days, Weeks
from api.rest.routing import creates, reads, section, writes
from api.rest.shapes import PLAIN, SAMPLE_ID, Id, Plain, Ref, Sent, Told, links
from api.services.families.addresses import LONGEST, add_other_home, homes_of, write_home
from api.services.families.seen import family_of
from api.services.unit import Unit
from api.services.weekly import Hours

router = section("families")
Address = Annotated[
    str, Field(strict=True, max_length=LONGEST, pattern=PLAIN, examples=["ул. Придуманная, 7"])
]


class HomeSent(Sent):
    """zone: what other schools see of it; told by the desk alone."""

    address: Address
    zone: Annotated[str, Field(strict=True, max_length=100, pattern=PLAIN)] = ""
    channel: How = "call"


class AddressTold(Plain):
    place_id: str = Field(examples=[SAMPLE_ID])
    address: str


class HomeTold(Told):
    """place_id none: nobody has told an address. mapped: it has coordinates. others: addresses told besides."""

    case_id: str = Field(examples=[SAMPLE_ID])
    place_id: str | None
    address: str
    zone: str
    mapped: bool
    others: tuple[AddressTold, ...]


class OtherHomeSent(Sent):
    """On some days or weeks the child lives elsewhere: at an address told before, or at a new one."""

    days: Days = None
    weeks: Weeks = None
    place_id: Ref | None = None
    address: Address = ""
    channel: How = "call"

    @property
    def hours(self) -> Hours:
        days = tuple(sorted(set(self.days), key=lambda day: day.number)) if self.days else None
        return Hours(days=days, weeks=tuple(sorted(set(self.weeks))) if self.weeks else None)


def _home(unit: Unit, case_id: str) -> tuple[HomeTold, int]:
    """The home and its revision, 0 where there is none."""
    found = homes_of(unit, family_of(unit, case_id).case.pupil_id)
    main = next((row for row in found if row.main), None)
    told = HomeTold(
        links=links(this=f"/cases/{case_id}/family/home", family=f"/cases/{case_id}/family"), case_id=case_id,
        place_id=main.id if main else None, address=main.title if main else "", zone=main.zone if main else "",
        mapped=main is not None and (main.lat is not None or main.same_as_id is not None),
        others=tuple(AddressTold(place_id=row.id, address=row.title) for row in found if row is not main),
    )  # fmt: skip
    return told, main.rev if main else 0


@reads(router, f"{AT}/home", HomeTold)
def get_home(request: Request, unit: ReadUnit, case_id: Id) -> Response:
    return single(request, _home(unit, case_id)[0])


@writes(router, "PUT", f"{AT}/home", HomeTold)
def put_home(unit: WriteUnit, tags: Tags, case_id: Id, sent: HomeSent) -> Response:
    """A family names it once; from then on the school changes it, for roads hang on it."""
    now, rev = _home(unit, case_id)
    expect_digest(now, tags)
    write_home(unit, case_id, rev, sent.address, sent.zone, sent.channel)
    return changed(_home(unit, case_id)[0])


@creates(router, f"{AT}/homes", FamilyHoursTold)
def add_home(unit: WriteUnit, once: Once, case_id: Id, sent: OtherHomeSent) -> Response:
    """Another address on some days or weeks; it is taken back as any other hours are."""

    def act() -> Response:
        row = add_other_home(
            unit, case_id, sent.hours, place_id=sent.place_id or "", address=sent.address,
            channel=sent.channel,
        )  # fmt: skip
        return made(told_window(row), row)

    return once(sent, act)
