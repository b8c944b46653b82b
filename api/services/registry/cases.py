"""Pupils of a registry: cases by their codes, the days their papers hold, what families and doctors limit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from api.services.registry.lists import days_of, weeks_of
from api.services.registry.naming import HOMELESS, Names
from api.services.registry.places import homes_of
from api.services.registry.rows import Rows
from models.case import Case, Programme, Pupil
from models.family import FamilyChoice
from scheduler.registry.values import FamilyKind, FamilyWindow, PupilEntry
from scheduler.terms import MINUTES_A_DAY, Needs

NEEDS = {Programme.GENERAL: Needs.GENERAL, Programme.ADAPTED: Needs.OVZ, Programme.INDIVIDUAL: Needs.SIPR}
PROGRAMMES = {needs: programme for programme, needs in NEEDS.items()}
DAY = timedelta(days=1)
Span = tuple[date, date]  # both ends included


def pupil_entries(rows: Rows, names: Names) -> Iterator[PupilEntry]:
    """One entry per case, by code. The name is for print; nothing of it goes into a problem."""
    homes = homes_of(rows, names)
    for case in rows.people.cases:
        choice = rows.people.choices.get(case.id) or FamilyChoice(case_id=case.id)
        first, last = validity(rows, case)
        limits = rows.people.limits.get(case.id)
        yield PupilEntry(
            id=case.code,
            name=name_of(rows.people.pupils[case.pupil_id], case),
            class_title=case.class_title,
            grade=case.grade,
            needs=NEEDS[Programme(case.programme)],
            school=names.schools[case.school_id],
            home=homes.get(case.pupil_id, HOMELESS.format(case.code)),
            valid_from=first,
            valid_to=last,
            max_day_lessons=choice.max_day_lessons,
            max_day_min=_least(choice.max_day_min, limits.max_day_min if limits else None),
            break_min=choice.break_min,
            max_remote_day_min=choice.max_remote_day_min,
            max_teachers_day=choice.max_teachers_day,
        )


def name_of(pupil: Pupil, case: Case) -> str | None:
    """Surname and names; None where the case's code stands for them."""
    name = f"{pupil.surname} {pupil.given_names}".strip()
    return None if name == case.code else name


def families(rows: Rows, names: Names) -> Iterator[FamilyWindow]:
    """Windows of families, then the hours after which a medical paper allows no lessons."""
    for case in rows.people.cases:
        for row in rows.people.windows.get(case.id, ()):
            yield FamilyWindow(
                pupil=case.code,
                kind=FamilyKind(row.kind),
                days=days_of(row.days),
                weeks=weeks_of(row.weeks),
                start_min=row.start_min,
                end_min=row.end_min,
                weight=row.weight,
                place=names.places.get(row.place_id or ""),
            )
        limits = rows.people.limits.get(case.id)
        if limits and limits.ends_by_min is not None and limits.ends_by_min < MINUTES_A_DAY:
            yield FamilyWindow(pupil=case.code, kind=FamilyKind.AVOID, start_min=limits.ends_by_min)


def validity(rows: Rows, case: Case) -> tuple[date | None, date | None]:
    """First and last day of the unbroken stretch that medical papers and contracts both cover.

    The stretch of the first day of the range, else the next one, else the last one before. Contracts count once
    there is one. None, None: there are no papers yet.
    """
    papers = merged(
        (row.valid_from, row.valid_to or date.max) for row in rows.people.medical.get(case.id, ())
    )
    told = rows.people.contracts.get(case.id, ())
    contracts = merged((row.first_on, row.ended_on or row.last_on) for row in told)
    spans = common(papers, contracts) if papers and contracts else papers or contracts
    if not spans:
        return (None, None) if not (papers or contracts) else _never(rows)
    ahead = [span for span in spans if span[1] >= rows.scope.first]
    first, last = ahead[0] if ahead else spans[-1]
    return first, None if last == date.max else last


def _never(rows: Rows) -> Span:
    """Papers and contract share no day: nothing is left in the range."""
    before = rows.scope.first - DAY
    return before, before


def merged(spans: Iterable[Span]) -> list[Span]:
    """Overlapping and adjoining stretches as one, in order; a stretch that ends before it begins is none."""
    found: list[Span] = []
    for first, last in sorted(span for span in spans if span[0] <= span[1]):
        if found and (found[-1][1] == date.max or first <= found[-1][1] + DAY):
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


def common(some: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """The days both have."""
    others = list(others)
    pairs = ((max(a[0], b[0]), min(a[1], b[1])) for a in some for b in others)
    return merged(pairs)


def _least(*told: int | None) -> int | None:
    return min((each for each in told if each is not None), default=None)
