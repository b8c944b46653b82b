"""The list of cases: what comes next and how many days are left. Class teachers see those of their class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.deps import ReadUnit
from api.pages.cases.showing import MARK, Choices, OnStage, left, paged
from api.services.cases.caselist import Arranged, CaseLine, Chosen, case_lines, classes
from api.services.cases.seen import ShortLine, seen_lines
from api.services.desk import DESK
from api.web.forms import Form
from api.web.listing import SIZE, Listed, listed
from models.states import SAID, State

router = APIRouter()

ARRANGED = {
    Arranged.URGENT: "сначала срочные",
    Arranged.ACTION: "по следующему действию",
    Arranged.CODE: "по коду",
    Arranged.PUPIL: "по фамилии",
    Arranged.CLASS: "по классу",
}
WHOLE = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A case and how its urgency is told."""

    case: CaseLine
    look: str
    mark: str
    left: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesPage:
    """form: what was asked for. narrowed: something was. whole: everything stands on one page, to be printed."""

    form: Form
    states: Choices
    classes: Choices
    arranged: Choices
    lines: Listed[Line]
    narrowed: bool
    whole: bool
    print_link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassPage:
    asked: str
    lines: tuple[ShortLine, ...]


@router.api_route("/cases", methods=["GET", "HEAD"])
def cases(
    stage: OnStage,
    unit: ReadUnit,
    q: str = "",
    state: str = "",
    of_class: Annotated[str, Query(alias="class")] = "",
    hot: str = "",
    sort: str = "",
    page: str = "",
    said: str = "",
) -> Response:
    if unit.actor.role not in DESK:
        mine = tuple(line for line in seen_lines(unit) if q.strip().casefold() in _text(line))
        return stage.show("class.html", "Дела моего класса", ClassPage(asked=q[:100], lines=mine))
    asked = {"q": q[:100], "state": state, "class": of_class[:40], "hot": hot and "yes", "sort": sort}
    found = tuple(_line(line) for line in case_lines(unit, q, _chosen(asked)))
    whole = page == "all"
    content = CasesPage(
        form=Form(values=asked),
        states=tuple((word.value, said) for word, said in SAID.items()),
        classes=tuple((title, title) for title in classes(unit)),
        arranged=tuple((word.value, title) for word, title in ARRANGED.items()),
        lines=listed(found, paged(page), "/cases", asked, WHOLE if whole else SIZE),
        narrowed=any(value for name, value in asked.items() if name != "sort"),
        whole=whole,
        print_link=f"/cases?{urlencode({name: value for name, value in asked.items() if value} | {'page': 'all'})}",
    )
    return stage.show("list.html", "Дела", content, said=said)


def _text(line: ShortLine) -> str:
    return f"{line.code} {line.pupil} {line.class_title}".casefold()


def _chosen(asked: dict[str, str]) -> Chosen:
    """What an address asks for; words it does not know count as none."""
    state, sort = asked["state"], asked["sort"]
    return Chosen(
        state=State(state) if state in set(State) else None,
        class_title=asked["class"],
        hot=bool(asked["hot"]),
        arranged=Arranged(sort) if sort in set(Arranged) else Arranged.URGENT,
    )


def _line(line: CaseLine) -> Line:
    look, mark = MARK[line.severity] if line.severity else ("", "")
    return Line(case=line, look=look, mark=mark, left=left(line.left))
