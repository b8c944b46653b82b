"""The hours ledger: what a plan row was promised by its dated lessons, what it was given, and who owes the rest.

Pure: no clock, exact fractions. Four measures stand side by side and are never turned into one another: lessons,
real minutes, academic hours of the plan, paid hours. In each of them, for lessons whose time has come,

    planned + over = held + unmarked + made_up + arranged + owed + excused

where `unmarked` are lessons that passed and nobody has said whether they were given, `arranged` are make-ups that
nobody has marked as held yet, `excused` are cancelled lessons that nobody owes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from scheduler.terms import Debtor, Fate

Moment = tuple[date, int]
"""A day and minutes since its midnight, local."""


SHORTER = "shorter"  # the cause of what a lesson lacks that was given, but shorter than promised: the school owes it


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """lessons: how many; minutes: real ones with a teacher; hours: academic, of the plan; paid: paid hours."""

    lessons: int = 0
    minutes: int = 0
    hours: Fraction = Fraction(0)
    paid: Fraction = Fraction(0)

    def __add__(self, other: Amount) -> Amount:
        if other is NOTHING:
            return self
        if self is NOTHING:
            return other
        return Amount(
            lessons=self.lessons + other.lessons, minutes=self.minutes + other.minutes,
            hours=self.hours + other.hours, paid=self.paid + other.paid,
        )  # fmt: skip

    def beyond(self, other: Amount) -> Amount:
        """What this has more than the other, measure by measure; nothing where it has less."""
        return Amount(
            lessons=max(self.lessons - other.lessons, 0), minutes=max(self.minutes - other.minutes, 0),
            hours=max(self.hours - other.hours, Fraction(0)), paid=max(self.paid - other.paid, Fraction(0)),
        )  # fmt: skip

    def __bool__(self) -> bool:
        return bool(self.lessons or self.minutes or self.hours or self.paid)


NOTHING = Amount()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A dated lesson of a row.

    promised: by the published timetable; None for one that it does not have (a make-up, one held without a
    promise). given: as the lesson stands now. ends: the local moment it is over. cause: why it is cancelled.
    makes_up: id of the lesson it stands for.
    """

    id: str
    on: date
    ends: Moment
    fate: Fate
    given: Amount
    promised: Amount | None
    cause: str | None = None
    makes_up: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """A row over some days. owed, excused: by cause, amounts above nothing only. ahead: still to come and not
    cancelled; make-ups still to come are `arranged`."""

    planned: Amount = NOTHING
    held: Amount = NOTHING
    unmarked: Amount = NOTHING
    cancelled: Amount = NOTHING
    made_up: Amount = NOTHING
    arranged: Amount = NOTHING
    owed: Mapping[str, Amount] = field(default_factory=dict)
    excused: Mapping[str, Amount] = field(default_factory=dict)
    over: Amount = NOTHING
    ahead: Amount = NOTHING

    @property
    def debt(self) -> Amount:
        return total(self.owed.values())

    @property
    def forgiven(self) -> Amount:
        return total(self.excused.values())

    @property
    def expected(self) -> Amount:
        """What the row has at the end of the days when all that is to come is given and nothing is made up besides."""
        return total((self.held, self.unmarked, self.made_up, self.arranged, self.ahead))

    def __add__(self, other: Balance) -> Balance:
        return Balance(
            planned=self.planned + other.planned, held=self.held + other.held,
            unmarked=self.unmarked + other.unmarked, cancelled=self.cancelled + other.cancelled,
            made_up=self.made_up + other.made_up, arranged=self.arranged + other.arranged,
            owed=_merged(self.owed, other.owed), excused=_merged(self.excused, other.excused),
            over=self.over + other.over, ahead=self.ahead + other.ahead,
        )  # fmt: skip


def total(amounts: Iterable[Amount]) -> Amount:
    return sum(amounts, NOTHING)


def whole(balances: Iterable[Balance]) -> Balance:
    """Several rows as one."""
    return sum(balances, Balance())


def balance(
    entries: Iterable[Entry],
    debtors: Mapping[str, Debtor],
    now: Moment,
    first: date | None = None,
    last: date | None = None,
) -> Balance:
    """Of one row of one case. first, last: the days its promises lie on, both inclusive; None: open.

    A make-up counts where the lesson lies that it stands for, whenever it is held; one that stands for no lesson
    that is cancelled is given beyond the plan. A cancelled lesson counts from its own time on, or as soon as it has
    a make-up; until then it is only no more `ahead`. A cause without a debtor is the school's.
    """
    known = tuple(entries)
    make_ups = {each.makes_up: each for each in known if each.makes_up and each.fate != Fate.CANCELLED}
    lost = {each.id for each in known if each.fate == Fate.CANCELLED and each.makes_up is None}
    told = _Told(debtors, now)
    for each in known:
        if each.makes_up in lost or not _within(each.on, first, last):
            continue
        if each.fate != Fate.CANCELLED:
            told.stands(each)
        elif each.makes_up is None:
            told.falls_out(each, make_ups.get(each.id))
    return told.balance()


def shortfall(due: Fraction | None, found: Balance) -> Fraction | None:
    """Academic hours that the plan asks of the days beyond what is to be expected; below nothing: given beyond it.

    None where no plan says what is due. So it is seen that holidays eat Mondays (domain 6): the plan counts study
    weeks, the year has 32 Mondays and 35 Tuesdays.
    """
    return None if due is None else due - found.expected.hours


class _Told:
    """A balance in the making."""

    def __init__(self, debtors: Mapping[str, Debtor], now: Moment) -> None:
        self._debtors, self._now = debtors, now
        self._sums: dict[str, Amount] = defaultdict(lambda: NOTHING)
        self._owed: dict[str, Amount] = defaultdict(lambda: NOTHING)
        self._excused: dict[str, Amount] = defaultdict(lambda: NOTHING)

    def stands(self, each: Entry) -> None:
        """A lesson that is not cancelled: held, over and not marked, or still to come."""
        if each.fate != Fate.HELD and each.ends > self._now:
            self._sums["ahead"] += each.given
            return
        self._sums["planned"] += each.promised or NOTHING
        self._sums["held" if each.fate == Fate.HELD else "unmarked"] += each.given
        self._settle(each.promised or NOTHING, each.given, SHORTER)

    def falls_out(self, each: Entry, make_up: Entry | None) -> None:
        """A cancelled lesson, with what is given instead of it."""
        promised = each.promised or each.given
        if make_up is None and each.ends > self._now:
            return
        self._sums["cancelled"] += promised
        self._sums["planned"] += promised
        if make_up is None:
            self._owe(promised, each.cause or "")
            return
        is_held = make_up.fate == Fate.HELD
        self._sums["made_up" if is_held else "arranged"] += make_up.given
        self._settle(promised, make_up.given, SHORTER)

    def _settle(self, promised: Amount, given: Amount, cause: str) -> None:
        if promised is given or promised == given:
            return
        self._sums["over"] += given.beyond(promised)
        if lacking := promised.beyond(given):
            self._owe(lacking, cause)

    def _owe(self, amount: Amount, cause: str) -> None:
        nobody = self._debtors.get(cause, Debtor.SCHOOL) == Debtor.NOBODY
        (self._excused if nobody else self._owed)[cause] += amount

    def balance(self) -> Balance:
        return Balance(**self._sums, owed=dict(self._owed), excused=dict(self._excused))


def owed_by(found: Balance, debtors: Mapping[str, Debtor]) -> dict[Debtor, Amount]:
    """What a balance leaves owed, by who owes it."""
    told: dict[Debtor, Amount] = {}
    for cause, amount in found.owed.items():
        debtor = debtors.get(cause, Debtor.SCHOOL)
        told[debtor] = told.get(debtor, NOTHING) + amount
    return told


def _within(on: date, first: date | None, last: date | None) -> bool:
    return (first is None or first <= on) and (last is None or on <= last)


def _merged(one: Mapping[str, Amount], other: Mapping[str, Amount]) -> dict[str, Amount]:
    keys: Sequence[str] = list(dict.fromkeys((*one, *other)))
    return {key: one.get(key, NOTHING) + other.get(key, NOTHING) for key in keys}
