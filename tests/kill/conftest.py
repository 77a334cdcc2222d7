"""An installation with its invented county, made once by the real verbs and copied for every test."""

from __future__ import annotations

import faulthandler
import re
import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.kill.child import Serve, verb
from tests.kill.outside import Outside
from tests.postgres import apart

STATION = "城东就业驿站"
STAFF = ("小赵", "小钱", "小孙")


Report = Callable[[str], None]
"""Keeps a table of figures for the end of the run."""


@pytest.fixture
def report(record_property: Callable[[str, object], None]) -> Report:
    return lambda table: record_property("figures", table)


@pytest.fixture(autouse=True)
def _takes_its_time() -> None:
    """These tests know themselves when something hangs; the dump after two minutes would only alarm."""
    faulthandler.cancel_dump_traceback_later()


@dataclass(frozen=True)
class County:
    """A folder with database and key ring; the codes make three people staff of a station."""

    folder: Path
    codes: tuple[str, ...]


async def invite(serve: Serve) -> tuple[str, ...]:
    codes = []
    for name in STAFF:
        status, out, err = await verb(serve, "staff", "invite", "--station", STATION, "--name", name)
        found = re.search(r"\w{4}-\w{4}", out)
        assert status == 0 and found, out + err
        codes.append(found.group())
    return tuple(codes)


async def found(folder: Path) -> County:
    serve = Serve(folder, {})
    try:
        await serve.start()
        code, _ = await serve.stop()
        assert code == 0, serve.said()
        return County(folder, await invite(serve))
    finally:
        await serve.close()


@pytest.fixture(scope="session")
def county_template(tmp_path_factory: pytest.TempPathFactory) -> County:
    return apart(found(tmp_path_factory.mktemp("county")))


@pytest.fixture
def county(county_template: County, tmp_path: Path) -> County:
    folder = tmp_path / "here"
    shutil.copytree(county_template.folder, folder)
    return County(folder, county_template.codes)


@pytest.fixture
async def outside() -> AsyncIterator[Outside]:
    network = Outside()
    await network.start()
    yield network
    await network.stop()
