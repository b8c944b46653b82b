"""What holds for every test: nothing skips itself where it counts, random examples are the same each time.

TORTURE=1 asks the long harnesses for their full length and for examples nobody has seen before.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings

TORTURE = bool(os.environ.get("TORTURE"))

pytest_plugins = ["tests.browsing", "tests.databases"]

settings.register_profile("sample", derandomize=True, deadline=None, max_examples=50, database=None)
settings.register_profile(
    "torture", deadline=None, max_examples=1000, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("torture" if TORTURE else "sample")


def _skip_counts(report: pytest.TestReport | pytest.CollectReport) -> None:
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} was skipped: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With CI=true a skipped test is a failed one: a test that cannot run there guards nothing."""
    report = yield
    _skip_counts(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a whole file that skips itself."""
    report = yield
    _skip_counts(report)
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What did not run is told loudly, each reason once with the number of tests."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(str(report.longrepr[-1] if report.longrepr else "") for report in skipped)
    for reason, number in sorted(reasons.items()):
        terminalreporter.write_line(
            f"NOT RUN: {number} test(s): {reason.removeprefix('Skipped: ')}", red=True
        )
