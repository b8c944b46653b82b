"""Titles of subjects as plans write them and the codes of the difficulty scale."""

from __future__ import annotations

import pytest

from api.demo.plans import plans
from scheduler.norms import norm_files
from scheduler.registry.subjects import known_titles, subject_code


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Русский язык", "russian"),
        ("  русский   ЯЗЫК ", "russian"),
        ("Литературное чтение", "literature"),
        ("Литература", "literature"),
        ("Английский язык", "foreign"),
        ("Труд (технология)", "labour"),
        ("Технология", "labour"),
        ("Физическая культура", "pe"),
        ("ОБЗР", "safety"),
        ("ОДНКНР", "ethics"),
        ("Вероятность и статистика", "probability"),
        ("Природоведение", "nature"),
    ],
)
def test_titles_and_their_synonyms_have_one_code(title: str, code: str) -> None:
    assert subject_code(title) == code


def test_a_title_nothing_knows_is_its_own_code() -> None:
    assert subject_code(" Шахматы ") == "Шахматы"


def test_every_subject_of_the_scale_has_a_title() -> None:
    scale = {norm.subject for file in norm_files() for norm in file.norm if norm.code == "difficulty"}
    assert scale - set(known_titles().values()) == set()


def test_the_demo_plans_and_the_kernel_agree_on_codes() -> None:
    lines = [line for plan in plans().values() for line in plan.lines]
    assert {line.title: subject_code(line.title) for line in lines} == {
        line.title: line.subject for line in lines
    }
