"""Every address a finding may lead to is one that somebody answers."""

from __future__ import annotations

import re

import pytest

from api.policy import POLICY
from api.services.registry.addresses import ADDRESSES

ROUTES = {re.sub(r"\{\w+\}", "{}", rule.route) for rule in POLICY.rules}


@pytest.mark.parametrize("kind", ADDRESSES)
def test_the_address_of_a_kind_has_a_page(kind: str) -> None:
    assert "GET " + re.sub(r"\{\w+\}", "{}", ADDRESSES[kind]) in ROUTES
