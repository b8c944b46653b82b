"""The menu: every section of a role is reached, and none it may not open."""

from __future__ import annotations

import pytest

from api.pages.frame import MENUS, Group, Link, tabs_of
from api.policy import POLICY
from api.web.rendering import Tab
from models.person import Role

CASES, PLANS, HOME = Link("/cases", "Дела"), Link("/cases/plans", "Планы"), Link("/", "Начало")
MENU = (HOME, Group("Дети", (CASES, PLANS)), Link("/school", "Школа"))


def test_the_second_line_stands_while_its_group_is_open() -> None:
    first, second = tabs_of(MENU, "/cases/17")
    assert first == (Tab("/", "Начало"), Tab("/cases", "Дети", "true"), Tab("/school", "Школа"))
    assert second == (Tab("/cases", "Дела", "page"), Tab("/cases/plans", "Планы"))


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", ["Начало"]),
        ("/school", ["Школа"]),
        ("/school/years", ["Школа"]),
        ("/schools", []),  # another word, not a page below /school
        ("/me", []),  # below "/" as everything is, and yet not the start page
        ("/cases/plans", ["Дети", "Планы"]),  # the longer address, not "Дела"
    ],
)
def test_one_place_is_current(path: str, current: list[str]) -> None:
    first, second = tabs_of(MENU, path)
    assert [tab.title for tab in (*first, *second) if tab.current] == current


@pytest.mark.parametrize("role", list(Role))
def test_a_role_reaches_what_its_menu_names_and_may_open_it(role: Role) -> None:
    menu = MENUS[role]
    named = {link.href for entry in menu for link in (entry.links if isinstance(entry, Group) else (entry,))}
    first, _ = tabs_of(menu, "/")
    reached = {tab.href for start in first for line in tabs_of(menu, start.href) for tab in line}
    assert reached == named  # by two presses at the most
    for href in named:
        assert any(role in rule.roles for rule in POLICY.of(f"GET {href}")), href
