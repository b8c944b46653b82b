"""Hours as typed, class plans cut to a norm: everything exact."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.errors import Invalid
from api.services.plans.copying import cut_rows, model_plans, models_for
from api.services.plans.cutting import QUARTER, cut
from api.services.plans.hours import read_hours, typed

HOURS = st.fractions(min_value=0, max_value=40, max_denominator=120)
WEIGHTS = st.lists(
    st.fractions(min_value=0, max_value=10, max_denominator=4), min_size=1, max_size=30
).filter(any)


@pytest.mark.parametrize(
    ("told", "hours"),
    [
        ("0,25", "1/4"), ("0.25", "1/4"), ("1/4", "1/4"), ("¼", "1/4"), ("1½", "3/2"), ("1 1/2", "3/2"),
        ("1,5", "3/2"), (" 2 ч ", "2"), ("3 часа", "3"), ("1 / 3", "1/3"), ("0", "0"), ("40", "40"),
    ],
)  # fmt: skip
def test_hours_are_read_as_people_type_them(told: str, hours: str) -> None:
    assert read_hours(told) == Fraction(hours)


@pytest.mark.parametrize(
    "told", ["", "час", "-1", "1/0", "41", "1e3", "0,25,5", "1//4", "١", "inf", "1 2", "½½", "1/121"]
)
def test_what_is_no_hours_is_refused(told: str) -> None:
    assert read_hours(told) is None


@given(HOURS)
def test_what_is_shown_in_a_field_is_read_back(hours: Fraction) -> None:
    assert read_hours(typed(hours)) == hours


def test_the_greatest_remainders_get_the_quarters_left() -> None:
    # 1 hour a week is four quarters; 3:2:1 of them are 2, 4/3 and 2/3: the last has the greatest remainder
    assert cut([Fraction(3), Fraction(2), Fraction(1)], Fraction(1)) == (
        Fraction(1, 2), Fraction(1, 4), Fraction(1, 4),
    )  # fmt: skip
    # of equal remainders the earlier one: 3 quarters for two are 1.5 each
    assert cut([Fraction(1), Fraction(1)], Fraction(3, 4)) == (Fraction(1, 2), Fraction(1, 4))


@given(WEIGHTS, st.integers(0, 160))
def test_a_cut_is_exact_in_total_and_within_a_quarter_of_each_share(
    weights: list[Fraction], quarters: int
) -> None:
    norm = quarters * QUARTER
    shares = cut(weights, norm)
    assert sum(shares) == norm
    for weight, share in zip(weights, shares, strict=True):
        assert share % QUARTER == 0
        assert abs(share - weight * norm / sum(weights)) < QUARTER


@given(WEIGHTS, st.integers(0, 160))
def test_whoever_has_more_in_the_class_never_gets_less_at_home(
    weights: list[Fraction], quarters: int
) -> None:
    shares = cut(weights, quarters * QUARTER)
    told = sorted(zip(weights, shares, strict=True))
    assert [share for _, share in told] == sorted(shares)


@pytest.mark.parametrize(("weights", "norm"), [([1], "0.3"), ([0], "1"), ([2, -1], "1"), ([], "1")])
def test_what_cannot_be_cut_is_an_error(weights: list[int], norm: str) -> None:
    with pytest.raises(ValueError, match="no "):
        cut([Fraction(weight) for weight in weights], Fraction(norm))


def test_a_published_plan_is_cut_to_the_norm_with_every_subject_present() -> None:
    # ФОП ООО, grade 8: 31 hours of the class; 40 quarters over them are 1.29 a weekly hour, so nobody has none
    rows = cut_rows("fop-ooo-8", Fraction(10))
    assert sum(row.hours for row in rows) == 10
    assert min(row.hours for row in rows) == QUARTER
    assert rows[0].subject == "Русский язык"
    assert rows[0].hours == 1  # 3 × 40 / 31 = 3.87 quarters


def test_published_plans_add_up_to_the_federal_totals() -> None:
    # mandatory part of the five-day federal plan, grades 5-9
    told = {plan.code: sum(row.hours for row in plan.rows) for plan in model_plans()}
    assert [told[f"fop-ooo-{grade}"] for grade in range(5, 10)] == [27, 29, 30, 31, 32]


def test_numbers_from_memory_are_told_beside_a_plan() -> None:
    (plan,) = models_for(5)
    assert "Музыка" in plan.doubts
    assert "по памяти" in plan.doubts
    assert "Русский язык" not in plan.doubts


@pytest.mark.parametrize(("code", "norm", "field"), [("no", "10", "model"), ("fop-ooo-5", "10.1", "norm")])
def test_a_cut_that_cannot_be_made_names_the_field(code: str, norm: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        cut_rows(code, Fraction(norm))
    assert list(refused.value.faults) == [field]
