"""What every test may ask for: a ledger with tables on SQLite and PostgreSQL, and `--update-chats`."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import pytest

from bot import logs
from storage.db import Database
from storage.keyring import new_ring
from storage.migrate import migrate
from storage.models import use_vault
from storage.vault import Vault
from tests.postgres import NoPostgres, Server, apart, open_server

BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-chats", action="store_true", help="rewrite what people hear in tests/chats/*.chat"
    )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Figures that tests came to (tests/kill), also when they ran in other processes."""
    for one in terminalreporter.getreports("passed"):
        for name, value in one.user_properties:
            if name == "figures":
                terminalreporter.write_line(f"\n{value}")


def missing(part: str, reason: str) -> NoReturn:
    """Leave a test out, or fail it where YIZHAN_TEST_REQUIRE wants it."""
    if part in os.environ.get("YIZHAN_TEST_REQUIRE", "").split():
        pytest.fail(f"YIZHAN_TEST_REQUIRE wants {part}: {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def any_postgres() -> Iterator[Server | str]:
    """The server, or why there is none: asked once, however many tests want it."""
    try:
        server = open_server()
    except NoPostgres as error:
        yield str(error)
        return
    yield server
    server.close()


@pytest.fixture
def postgres(any_postgres: Server | str) -> Server:
    if isinstance(any_postgres, str):
        missing("postgres", any_postgres)
    return any_postgres


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with tables, migrated once and copied for every test."""
    folder = tmp_path_factory.mktemp("ledger")
    apart(migrate(f"sqlite+aiosqlite:///{folder}/template.db", folder, datetime.now(UTC)))
    return folder / "template.db"


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    shutil.copy(sqlite_template, tmp_path / "yizhan.db")
    return f"sqlite+aiosqlite:///{tmp_path}/yizhan.db"


@pytest.fixture
def postgres_url(postgres: Server) -> Iterator[str]:
    with postgres.database() as url:
        yield url


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest) -> str:
    """The address of a database with tables, on both kinds."""
    found: str = request.getfixturevalue(f"{request.param}_url")
    return found


@pytest.fixture
def ring() -> None:
    """Keys for sealed fields."""
    use_vault(Vault(new_ring()))


@pytest.fixture
async def db(url: str, ring: None) -> AsyncIterator[Database]:
    """The ledger, open."""
    database = Database(url)
    await database.open()
    yield database
    await database.close()


@pytest.fixture
async def sqlite(sqlite_url: str, ring: None) -> AsyncIterator[Database]:
    """The ledger on SQLite alone, for what only it can do."""
    database = Database(sqlite_url)
    await database.open()
    yield database
    await database.close()


@pytest.fixture(autouse=True)
def logs_as_in_life() -> None:
    """Whichever test runs first: lines are masked and go to stderr, as serve does it."""
    logs.configure("INFO", "text")
