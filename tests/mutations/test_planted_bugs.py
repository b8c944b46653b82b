"""The tests see planted bugs: a few here, all of them with `make mutants`."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.rulebook import GOALS, HARD_RULES, RULES
from tests.mutations.bugs import BUGS, CHECKS, ENGINE, MODEL, Bug
from tests.mutations.plant import ROOT, Fate, Workshop, matches, run_tests, suite
from tests.mutations.service_bugs import SERVICES

SAMPLE = (CHECKS[len(CHECKS) // 2], MODEL[len(MODEL) // 2], ENGINE[len(ENGINE) // 2])


def test_every_bug_still_fits_its_file_exactly_once() -> None:
    assert {(bug.file, bug.old): matches(bug) for bug in (*BUGS, *SERVICES) if matches(bug) != 1} == {}


def test_the_list_is_long_and_names_rules_of_the_rulebook() -> None:
    assert min(len(CHECKS), len(MODEL), len(ENGINE)) >= 20
    assert {bug.rule for bug in BUGS} - RULES.keys() == set()
    assert all(bug.old != bug.new for bug in BUGS)
    assert len(set(BUGS)) == len(BUGS)


def test_every_hard_rule_has_a_bug_in_the_checker() -> None:
    damaged = {bug.rule for bug in CHECKS}
    assert [rule.code for rule in HARD_RULES if rule.code not in damaged] == []


def test_every_goal_has_a_bug_somewhere() -> None:
    damaged = {bug.rule for bug in BUGS}
    assert [rule.code for rule in GOALS if rule.code not in damaged] == []


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("workshop"))


@pytest.mark.parametrize("bug", SAMPLE, ids=lambda bug: f"{bug.file}:{bug.rule}")
def test_a_planted_bug_is_caught(workshop: Workshop, bug: Bug) -> None:
    result = workshop.plant(bug)
    assert result.fate is Fate.CAUGHT, result.told


def test_a_change_that_changes_nothing_survives(workshop: Workshop) -> None:
    assert workshop.plant(CHECKS[0]._replace(new=CHECKS[0].old)).fate is Fate.SURVIVED


def test_a_bug_whose_text_is_gone_is_an_error(workshop: Workshop) -> None:
    assert workshop.plant(CHECKS[0]._replace(old="no such text")).fate is Fate.STALE


def test_every_bug_has_tests_that_should_see_it() -> None:
    assert {suite(bug)[0].startswith("tests/scheduler/") for bug in BUGS} == {True}


def test_every_bug_of_the_services_has_tests_that_are_there() -> None:
    assert [bug for bug, tests in SERVICES.items() if not (ROOT / tests[0]).exists()] == []
    assert all(bug.old != bug.new for bug in SERVICES)


def test_a_copy_that_cannot_run_its_tests_is_no_catch(tmp_path: Path) -> None:
    (tmp_path / "test_x.py").write_text("import nothing_of_this_name\n", encoding="utf-8")
    assert run_tests(tmp_path, ["test_x.py"])[0] not in (0, 1)
