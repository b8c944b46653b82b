"""Every address a finding may lead to is one that somebody answers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import api
from api.policy import POLICY
from api.services.registry.addresses import ADDRESSES, PARTS
from scheduler.problem import Pupil, Teacher

TEMPLATES = Path(api.__file__).parent / "templates"
ROUTES = {re.sub(r"\{\w+\}", "{}", rule.route) for rule in POLICY.rules}


@pytest.mark.parametrize("kind", ADDRESSES)
def test_the_address_of_a_kind_has_a_page(kind: str) -> None:
    assert "GET " + re.sub(r"\{\w+\}", "{}", ADDRESSES[kind]) in ROUTES


PAGES = {"family": "families/week.html", "time": "teachers/time.html"}


@pytest.mark.parametrize(("kind", "name"), PARTS)
def test_the_part_of_a_page_is_on_it(kind: str, name: str) -> None:
    assert name in (Pupil if kind == "family" else Teacher).model_fields
    text = (TEMPLATES / PAGES[kind]).read_text()
    part = PARTS[kind, name]
    assert f'id="{part}"' in text or f'part("{part}"' in text
