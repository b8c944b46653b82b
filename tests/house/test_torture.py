"""The table of the long harnesses: made from a report, put between the marks of the README."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house.files import ROOT
from tests.mutations.bugs import BUGS
from tests.mutations.plant import Fate, Result
from tests.torture import HARNESSES, README, REST, Harness, read_report, table, with_table

REPORT = """<testsuites><testsuite>
<testcase classname="tests.scheduler.test_brute_force" name="a" time="1.5"/>
<testcase classname="tests.scheduler.test_brute_force" name="b" time="2.0"><failure>no</failure></testcase>
<testcase classname="tests.api.test_cli" name="c" time="0.25"/>
</testsuite></testsuites>"""


def test_a_report_is_counted_by_harness(tmp_path: Path) -> None:
    report = tmp_path / "tests.xml"
    report.write_text(REPORT, encoding="utf-8")
    counted = {one.name: (one.tests, one.failed, one.seconds) for one in read_report(report)}
    expected = dict.fromkeys((*HARNESSES.values(), REST), (0, 0, 0.0))
    expected[HARNESSES["test_brute_force"]] = (2, 1, 3.5)
    expected[REST] = (1, 0, 0.25)
    assert counted == expected


def test_every_harness_named_is_a_file_of_tests() -> None:
    files = {path.stem for path in (ROOT / "tests").rglob("test_*.py")}
    assert set(HARNESSES) - files == set()


def test_table_tells_bugs_that_were_not_caught() -> None:
    bugs = [Result(BUGS[0], Fate.CAUGHT, 2.0, ""), Result(BUGS[1], Fate.SURVIVED, 3.0, "")]
    lines = table([Harness("one", 5, 0, 9.6)], bugs, 120).splitlines()
    assert lines[2:] == [
        "| harness | tests | failed | seconds |",
        "| --- | ---: | ---: | ---: |",
        "| one | 5 | 0 | 10 |",
        "| planted bugs (of them not caught) | 2 | 1 | 5 |",
    ]


def test_readme_has_a_place_for_the_table() -> None:
    page = README.read_text(encoding="utf-8")
    assert "\nNEW\n" in with_table(page, "NEW")
    with pytest.raises(ValueError, match="no <!-- torture"):
        with_table("nothing", "NEW")
