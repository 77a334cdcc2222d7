"""A pytest plugin (`-p parts`) for the system parts of the tests: a database server and a browser.

A test that needs one carries its marker and skips itself where the part is missing. Such skips are told
plainly at the end; where YIZHAN_TEST_REQUIRE names the part they fail, and so does a run without such tests.
"""

import os
import subprocess
from collections import Counter
from collections.abc import Generator
from pathlib import Path

import pytest

PARTS = {"postgres": "PostgreSQL", "browser": "the browser"}
SYSTEM_PACKAGES = Path(__file__).with_name("system-packages")

required = [part for part in PARTS if part in os.environ.get("YIZHAN_TEST_REQUIRE", "").split()]
passed: Counter[str] = Counter()
skipped: Counter[str] = Counter()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and any(item.get_closest_marker(part) for part in required):
        report.outcome = "failed"
        report.longrepr = f"YIZHAN_TEST_REQUIRE wants this tested, yet it was skipped: {report.longreprtext}"
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    for part in PARTS:
        if part in report.keywords:
            passed[part] += report.passed and report.when == "call"
            skipped[part] += report.skipped


def pytest_sessionfinish(session: pytest.Session) -> None:
    # Under xdist the workers come past here too, each having seen only its share of the tests.
    if not hasattr(session.config, "workerinput") and not all(passed[part] for part in required):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for part, name in PARTS.items():
        if part in required and not passed[part]:
            terminalreporter.write_line(
                f"YIZHAN_TEST_REQUIRE names {part}, but no test with it passed.", red=True
            )
        elif skipped[part]:
            tests = f"{skipped[part]} test{'s' * (skipped[part] > 1)} with {name} left out here."
            terminalreporter.write_line(f"NOT TESTED: {tests} {remedy(part)}", yellow=True)


def remedy(part: str) -> str:
    asked = subprocess.run(
        ["sh", SYSTEM_PACKAGES, "--ask", part], capture_output=True, text=True, check=False
    )
    packages = asked.stdout.strip()
    return (
        f"To test them: apt-get install {packages}" if packages else "It is installed; see the reasons above."
    )
