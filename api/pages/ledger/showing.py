"""What pages of the ledger share: amounts in a chosen measure, forecasts and debts in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any

from fastapi import Depends
from fastapi.responses import Response

from api.deps import Here, Place, Presence
from api.installation import Installation
from api.pages.agreement.showing import status_of
from api.pages.frame import frame
from api.services.days.debts import HOLIDAY
from api.services.days.ledger import Figures
from api.services.days.words import CAUSE, DEBTOR
from api.web.forms import Form
from api.web.rendering import page
from scheduler.ledger import SHORTER, Amount
from scheduler.russian import about, exact
from scheduler.terms import Debtor

MEASURES = {"lessons": "занятия", "minutes": "минуты", "paid": "оплаченные часы"}
AS = {"lessons": "занятий", "minutes": "минут", "paid": "оплаченных часов"}
TELL: Mapping[str, Callable[[Amount], str]] = {
    "lessons": lambda one: str(one.lessons) if one.lessons or not one.minutes else f"{one.minutes}\u00a0мин",
    "minutes": lambda one: str(one.minutes),
    "paid": lambda one: exact(one.paid),
}
WHY = {**{cause.value: told for cause, told in CAUSE.items()}, HOLIDAY: "праздник", SHORTER: "короче плана"}


@dataclass(frozen=True, slots=True)
class Stage:
    """The place and who looks."""

    place: Installation
    here: Presence

    def show(
        self, template: str, title: str, content: Any, path: str, said: str = "", form: Form | None = None
    ) -> Response:
        """path: the section that is marked in the links. said: a key of `api.web.forms.SAID`. form: with what was
        refused, which gives the status."""
        around = frame(self.place, self.here, title, path, said)
        return page(f"ledger/{template}", around, content, status_of(form) if form else 200)

    def has(self, route: str) -> bool:
        """Whether there is such a page."""
        return bool(self.place.policy.of(route))


def _stage(place: Place, here: Here) -> Stage:
    return Stage(place, here)


OnStage = Annotated[Stage, Depends(_stage)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """A choice among a few: `now` is the one that is shown."""

    title: str
    href: str
    now: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """Figures as they stand in a table. why: what is owed and by whom; a forecast in academic hours of the plan,
    empty where no plan says what is due, and in the chosen measure (`forecast`); short: it lacks something. over: given
    beyond what was promised, empty: nothing."""

    planned: str
    held: str
    unmarked: str
    cancelled: str
    made_up: str
    arranged: str
    debt: str
    over: str
    why: tuple[str, ...]
    due: str
    expected: str
    forecast: str
    outcome: str
    short: bool


def measure_of(told: str) -> str:
    return told if told in MEASURES else "lessons"


def cells_of(figures: Figures, measure: str, debtors: Mapping[str, Debtor]) -> Cells:
    found, tell = figures.found, TELL[measure]
    return Cells(
        planned=tell(found.planned), held=tell(found.held), unmarked=tell(found.unmarked),
        cancelled=tell(found.cancelled), made_up=tell(found.made_up), arranged=tell(found.arranged),
        debt=tell(found.debt), over=tell(found.over) if found.over else "", why=tuple(_why(figures, tell, debtors)),
        due="" if figures.due is None else about(figures.due, 2),
        expected=about(found.expected.hours, 2), forecast=f"{AS[measure]}: {tell(found.expected)}",
        outcome=outcome(figures.lacking), short=(figures.lacking or Fraction(0)) > 0,
    )  # fmt: skip


def _why(figures: Figures, tell: Callable[[Amount], str], debtors: Mapping[str, Debtor]) -> Iterator[str]:
    """`учитель: болезнь ребёнка, 2`; what nobody owes comes last."""
    for cause, one in figures.found.owed.items():
        yield f"{DEBTOR[debtors.get(cause, Debtor.SCHOOL)]}: {WHY.get(cause, cause)}, {tell(one)}"
    for cause, one in figures.found.excused.items():
        yield f"не в долг: {WHY.get(cause, cause)}, {tell(one)}"


def outcome(lacking: Fraction | None) -> str:
    """`не хватит 2 ч`, `сверх плана 1 ч`, `по плану`; empty where no plan says."""
    if lacking is None:
        return ""
    if not lacking:
        return "по плану"
    told = f"{about(abs(lacking), 2)}\u00a0ч"
    return f"не хватит {told}" if lacking > 0 else f"сверх плана {told}"
