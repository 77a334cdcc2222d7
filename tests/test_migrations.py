"""Migrations and models say the same on both databases, and no way up leaves a database half-way."""

import asyncio
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, inspect, text
from sqlmodel import SQLModel

from storage import migrate as ways
from storage import schema as stands
from storage.migrate import migrate
from storage.schema import SchemaBroken, SchemaNewer, schema, transaction
from tests.conftest import BOTH

NOW = datetime(2026, 11, 21, 6, tzinfo=UTC)
KEPT = "INSERT INTO setting (name, value) VALUES ('kept', '1')"


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path}/empty.db"
        return
    server = request.getfixturevalue("postgres")
    with server.database() as url:
        asyncio.run(sql(url, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public"))
        yield url


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the migrations that a test may add to."""
    copied = tmp_path / "migrations"
    shutil.copytree(stands.FOLDER, copied, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(stands, "FOLDER", copied)
    monkeypatch.setattr(ways, "FOLDER", copied)
    return copied


def add_step(folder: Path, *lines: str) -> str:
    """The next migration, with these lines as its body."""
    last = stands.head()
    number = f"{int(last) + 1:04}"
    body = "".join(f"    {line}\n" for line in lines)
    code = (
        f'import sqlalchemy as sa\nfrom alembic import op\nrevision = "{number}"\ndown_revision = "{last}"\n'
    )
    (folder / "versions" / f"{number}_step.py").write_text(f"{code}def upgrade() -> None:\n{body}")
    return number


async def sql(url: str, *statements: str) -> Any:
    """Run the statements in one transaction; the first value of the last one."""
    async with transaction(url, write=True) as connection:
        value = None
        for statement in statements:
            result = await connection.execute(text(statement))
            value = result.scalar() if result.returns_rows else None
        return value


async def tables(url: str) -> set[str]:
    async with transaction(url, write=False) as connection:
        return set(await connection.run_sync(lambda sync: inspect(sync).get_table_names()))


async def test_models_and_migrations_agree(url: str) -> None:
    def differences(connection: Connection) -> Any:
        return compare_metadata(MigrationContext.configure(connection), SQLModel.metadata)

    async with transaction(url, write=False) as connection:
        assert await connection.run_sync(differences) == []


async def test_every_check_is_there(url: str) -> None:
    wanted = {
        (table.name, check.name, str(check.sqltext))
        for table in SQLModel.metadata.tables.values()
        for check in table.constraints
        if isinstance(check, CheckConstraint)
    }

    def checks(connection: Connection) -> set[tuple[str, str | None, str]]:
        seen = inspect(connection)
        names = seen.get_table_names()
        return {
            (name, one["name"], one["sqltext"]) for name in names for one in seen.get_check_constraints(name)
        }

    async with transaction(url, write=False) as connection:
        found = await connection.run_sync(checks)
    assert {(table, name) for table, name, _ in found} == {(table, name) for table, name, _ in wanted}
    if url.startswith("sqlite"):  # PostgreSQL says them in its own words
        assert found == wanted


async def test_a_check_refuses(url: str) -> None:
    with pytest.raises(Exception, match="ck_level_word"):
        await sql(url, "INSERT INTO area (code, name, level) VALUES ('1', 'a', 'planet')")


async def test_from_nothing_to_whole(empty_url: str, tmp_path: Path) -> None:
    assert await schema(empty_url) == stands.Schema(None, stands.head())
    assert not (tmp_path / "empty.db").exists() or not empty_url.startswith("sqlite")
    done = await migrate(empty_url, tmp_path / "copies", NOW)
    assert (done.before, done.after, done.copy) == (None, stands.head(), None)
    assert (await schema(empty_url)).whole
    assert await tables(empty_url) == {*SQLModel.metadata.tables, "alembic_version"}
    assert (await migrate(empty_url, tmp_path / "copies", NOW)).before == stands.head()


async def test_two_at_once_make_one_schema(empty_url: str, tmp_path: Path) -> None:
    await asyncio.gather(*(migrate(empty_url, tmp_path, NOW) for _ in range(3)))
    assert (await schema(empty_url)).whole


async def test_data_is_kept_and_copied_before(url: str, folder: Path, tmp_path: Path) -> None:
    await sql(url, KEPT)
    before = stands.head()
    after = add_step(
        folder,
        "with op.batch_alter_table('setting') as table:",
        "    table.add_column(sa.Column('note', sa.String(), nullable=False, server_default='-'))",
        "    table.create_check_constraint('ck_note', \"note <> ''\")",
    )
    done = await migrate(url, tmp_path / "copies", NOW)
    assert (done.before, done.after) == (before, after)
    assert await sql(url, "SELECT note FROM setting WHERE name = 'kept'") == "-"
    if not url.startswith("sqlite"):
        assert done.copy is None
        return
    assert done.copy is not None
    assert done.copy.name == f"yizhan-{before}-20261121T060000Z.db"
    assert stat.S_IMODE(done.copy.stat().st_mode) == 0o600
    with closing(sqlite3.connect(done.copy)) as copy:
        assert copy.execute("SELECT name, value FROM setting").fetchall() == [("kept", "1")]
        assert copy.execute("SELECT version_num FROM alembic_version").fetchall() == [(before,)]


async def test_a_failing_step_changes_nothing(url: str, folder: Path, tmp_path: Path) -> None:
    await sql(url, KEPT)
    before = stands.head()
    add_step(
        folder, "op.create_table('extra', sa.Column('id', sa.Integer()))", "op.execute('DELETE FROM setting')"
    )
    add_step(folder, "raise RuntimeError('half-way')")
    with pytest.raises(RuntimeError, match="half-way"):
        await migrate(url, tmp_path / "copies", NOW)
    assert (await schema(url)).current == before
    assert "extra" not in await tables(url)
    assert await sql(url, "SELECT count(*) FROM setting") == 1


async def test_a_step_that_orphans_rows_is_undone(sqlite_url: str, folder: Path, tmp_path: Path) -> None:
    """PostgreSQL refuses such a statement by itself."""
    await sql(sqlite_url, "INSERT INTO area (code, name, level) VALUES ('1', 'a', 'county')")
    await sql(sqlite_url, "INSERT INTO area (code, name, level, parent) VALUES ('11', 'b', 'town', '1')")
    add_step(folder, "op.execute(\"DELETE FROM area WHERE code = '1'\")")
    with pytest.raises(SchemaBroken):
        await migrate(sqlite_url, tmp_path / "copies", NOW)
    assert await sql(sqlite_url, "SELECT count(*) FROM area") == 2


async def test_a_newer_database_is_refused(url: str, tmp_path: Path) -> None:
    await sql(url, "UPDATE alembic_version SET version_num = '9999'")
    for attempt in (schema(url), migrate(url, tmp_path, NOW)):
        with pytest.raises(SchemaNewer, match=r"newer release.*database: 9999, this release: \d{4}"):
            await attempt


def test_steps_follow_each_other() -> None:
    """Numbers without a gap, each file's own number and the one before it inside."""
    numbers = stands.numbers()
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]
    for before, file in zip(
        [None, *numbers], sorted((stands.FOLDER / "versions").glob("0*.py")), strict=False
    ):
        told: dict[str, Any] = {}
        exec(compile(file.read_text("utf-8"), file.name, "exec"), told)
        assert (told["revision"], told["down_revision"]) == (file.name[:4], before)


async def test_a_draft_holds_what_the_models_have_more(folder: Path) -> None:
    (folder / "versions" / "0001_small.py").write_text(
        'revision = "0001"\ndown_revision = None\n\n\ndef upgrade() -> None:\n    pass\n'
    )
    for file in (folder / "versions").glob("0*.py"):
        if file.name != "0001_small.py":
            file.unlink()
    drafted = await ways.draft("more room")
    assert drafted.name == "0002_more_room.py"
    told = drafted.read_text("utf-8")
    assert '"""more room"""' in told and "ck_level_word" in told
    assert "storage." not in told and "sqlmodel" not in told, "a migration must not change with the models"
