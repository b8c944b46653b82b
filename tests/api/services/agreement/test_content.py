"""The text of a version: one content has one text, and the text gives the content back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.services.agreement.canonical import NotCanonicalError, digest
from api.services.agreement.timetable.content import Content, Line, Where, content_of
from scheduler.terms import LessonForm, Weekday

MATHS = Line(
    day=Weekday.MON, start_min=600, end_min=640, subject="Математика", teacher="Снегова Г. Г.",
    form=LessonForm.HOME, where=Where.HOME,
)  # fmt: skip
RUSSIAN = replace(MATHS, day=Weekday.TUE, weeks=(1, 3), subject="Русский язык")
PLAIN = Content(
    school="Школа", case="К-01", number=1, first_on=date(2026, 9, 1), last_on=date(2027, 5, 31),
    zone="Asia/Yekaterinburg", cycle_weeks=4, lines=(MATHS, RUSSIAN),
)  # fmt: skip

TEXTS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)
LINES = st.builds(
    Line,
    day=st.sampled_from(list(Weekday)),
    weeks=st.one_of(st.none(), st.sets(st.integers(1, 4), min_size=1).map(lambda told: tuple(sorted(told)))),
    start_min=st.integers(480, 900),
    end_min=st.integers(901, 1140),
    subject=TEXTS,
    teacher=TEXTS,
    form=st.sampled_from(list(LessonForm)),
    where=st.sampled_from(list(Where)),
)


def test_the_sentence_counts_lessons_of_the_cycle() -> None:
    # maths every week of four, Russian in two of them
    assert PLAIN.sentence == (
        "Я посмотрел(а) расписание с 01.09.2026 по 31.05.2027: 6 занятий за 4 недели. Оно подходит нашей семье."
    )
    assert PLAIN.totals == {"Математика": 4, "Русский язык": 2}


def test_the_sentence_is_part_of_what_is_agreed_to() -> None:
    assert json.loads(PLAIN.text)["sentence"] == PLAIN.sentence


@given(st.lists(LINES, max_size=6))
def test_the_text_gives_the_content_back(lines: list[Line]) -> None:
    content = replace(PLAIN, lines=tuple(lines))
    again = content_of(content.text)
    assert again.text == content.text
    assert sorted(line.digest for line in again.lines) == sorted(line.digest for line in content.lines)


def test_the_order_of_lines_does_not_matter() -> None:
    assert replace(PLAIN, lines=(RUSSIAN, MATHS)).text == PLAIN.text


@pytest.mark.parametrize(
    "change",
    [
        {"number": 2}, {"plan": "0" * 64}, {"first_on": date(2026, 9, 2)}, {"last_on": date(2027, 5, 30)},
        {"school": "Другая"}, {"case": "К-02"}, {"cycle_weeks": 2}, {"lines": (MATHS,)},
        {"lines": (MATHS, replace(RUSSIAN, teacher="Лугова В. В."))},
    ],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_any_change_is_another_digest(change: dict[str, object]) -> None:
    assert digest(replace(PLAIN, **change).text) != digest(PLAIN.text)  # type: ignore[arg-type]


def test_a_lesson_keeps_its_digest_over_versions() -> None:
    later = replace(PLAIN, number=7, lines=(MATHS,))
    assert content_of(later.text).lines[0].digest == MATHS.digest


def test_a_text_that_was_touched_is_refused() -> None:
    with pytest.raises(NotCanonicalError):
        content_of(PLAIN.text.replace(",", ", ", 1))
