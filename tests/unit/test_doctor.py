"""The doctor: each thing that can be wrong is found, named, and comes with the next step."""

import json
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.doctor import examine
from bot.doctor.finding import Finding
from bot.settings import Settings, load_settings
from storage import keyring, outbox, people, schema
from storage.db import Database
from storage.models import use_vault
from storage.rules.calendar import is_estimate
from storage.vault import Vault

NOW = datetime(2026, 6, 1, 4, tzinfo=UTC)  # the table of holidays is known two months ahead


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A county that somebody serves: the invented one."""
    for name in [name for name in os.environ if name.startswith("YIZHAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YIZHAN_DATA_DIR", str(tmp_path / "data"))
    assert CliRunner().invoke(app, ["seed"]).exit_code == 0
    return load_settings()


async def found(settings: Settings, now: datetime = NOW) -> dict[str, Finding]:
    return {one.name: one for one in await examine(settings, now)}


def change(settings: Settings, *statements: str) -> None:
    with closing(sqlite3.connect(settings.data_dir / "yizhan.db", isolation_level=None)) as file:
        for statement in statements:
            file.execute(statement)


async def test_all_is_well_but_nobody_serves(settings: Settings) -> None:
    began = time.monotonic()
    seen = await found(settings)
    assert time.monotonic() - began < 10
    assert {name for name, one in seen.items() if one.state != "ok"} == {"clock"}
    assert "serve" in seen["clock"].next
    assert all(one.next for one in seen.values() if one.state != "ok")


async def test_nothing_there_yet_and_nothing_is_made(settings: Settings, tmp_path: Path) -> None:
    fresh = settings.model_copy(update={"data_dir": tmp_path / "new"})
    fresh = fresh.model_copy(update={"database_url": f"sqlite+aiosqlite:///{tmp_path}/new/yizhan.db"})
    seen = await found(fresh)
    assert seen["schema"].state == "warn" and "migrate" in seen["schema"].next
    assert "ledger" not in seen
    assert list((tmp_path / "new").iterdir()) == []


def _exposed(settings: Settings) -> None:
    (settings.data_dir / keyring.FILE).chmod(0o644)


def _other_ring(settings: Settings) -> None:
    ring = settings.data_dir / keyring.FILE
    ring.unlink()
    keyring.load_ring(settings.data_dir)


def _no_ring(settings: Settings) -> None:
    (settings.data_dir / keyring.FILE).unlink()


def _damaged(settings: Settings) -> None:
    (settings.data_dir / "yizhan.db").write_bytes(b"no database" * 1000)


def _nobody_on_duty(settings: Settings) -> None:
    change(settings, "UPDATE staff SET on_duty = 0")


def _no_stations(settings: Settings) -> None:
    change(settings, "PRAGMA foreign_keys=OFF", "DELETE FROM staff", "DELETE FROM station")


def _parked(settings: Settings) -> None:
    change(
        settings,
        "INSERT INTO inbox (id, channel, account, message_id, address_id, raw, status, tries, received_at)"
        " VALUES (1, 'web', 'phones', 'm', 1, x'', 'parked', 3, 0)",
    )


@pytest.mark.parametrize(
    ("hurt", "name", "state"),
    [
        (_exposed, "secrets", "fail"),
        (_exposed, "keyring", "fail"),
        (_other_ring, "keyring", "fail"),
        (_no_ring, "keyring", "fail"),
        (_damaged, "ledger", "fail"),
        (_nobody_on_duty, "station", "fail"),
        (_no_stations, "station", "warn"),
        (_parked, "inbox", "warn"),
    ],
)
async def test_what_is_wrong_is_found(
    settings: Settings, hurt: Callable[[Settings], None], name: str, state: str
) -> None:
    before = (await found(settings)).get(name)
    assert before is None or before.state == "ok"
    hurt(settings)
    after = (await found(settings))[name]
    assert after.state == state and after.next


async def test_a_lost_ring_is_not_replaced(settings: Settings) -> None:
    _no_ring(settings)
    await found(settings)
    assert not (settings.data_dir / keyring.FILE).exists()


async def test_an_older_database_is_told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = [*schema.numbers(), "9999"]
    monkeypatch.setattr("storage.schema.numbers", lambda: newer)
    seen = await found(settings)
    assert seen["schema"].state == "fail" and "migrate" in seen["schema"].next
    assert "outbox" not in seen, "nothing is asked of tables that may look different"


async def test_a_full_disk_is_seen_coming(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for free, state in ((5_000, "ok"), (500, "warn"), (50, "fail")):
        monkeypatch.setattr("shutil.disk_usage", lambda _path, free=free: _Usage(free << 20))
        assert (await found(settings))["disk"].state == state


class _Usage:
    def __init__(self, free: int) -> None:
        self.free = free


@pytest.mark.parametrize(("minutes", "state"), [(0, "ok"), (11, "warn"), (61, "fail")])
async def test_what_waits_too_long(settings: Settings, minutes: int, state: str) -> None:
    db = Database(settings.database_url)
    await db.open()
    use_vault(Vault(keyring.load_ring(settings.data_dir)))
    async with db.unit() as session:
        address = await people.welcome(session, "web", "phones", "late", NOW)
        await outbox.put(session, address.id, "notice", once="x", now=NOW - timedelta(minutes=minutes))
    await db.close()
    assert (await found(settings))["outbox"].state == state


@pytest.mark.parametrize(
    ("days", "state"), [(61, "ok"), (40, "note"), (20, "warn"), (3, "fail"), (-9, "fail")]
)
async def test_the_table_of_holidays_ends_with_a_year(settings: Settings, days: int, state: str) -> None:
    """Its next year is published in November: a fresh installation of that month is not broken."""
    end = next(year for year in range(2026, 2100) if is_estimate(date(year + 1, 1, 1)))
    seen = (await found(settings, datetime(end, 12, 31, 4, tzinfo=UTC) - timedelta(days=days)))["calendar"]
    assert seen.state == state and bool(seen.next) == (state != "ok")
    if state != "fail":
        assert str(end) in seen.said


def test_a_note_is_no_warning(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    async def examined(*_: object) -> list[Finding]:
        return [Finding("calendar", "note", "said", "later"), Finding("disk", "ok", "said")]

    monkeypatch.setattr("bot.doctor.examine", examined)
    shown = CliRunner().invoke(app, ["doctor"])
    assert shown.exit_code == 0 and "later" in shown.stdout
    assert shown.stdout.splitlines()[-1] == "共 2 项：正常 1，提示 1，注意 0，故障 0"


async def test_production_without_a_channel(settings: Settings) -> None:
    seen = await found(settings.model_copy(update={"env": "production"}))
    assert seen["channels"].state == "warn" and seen["phones"].state == "ok"


def test_exit_codes(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    run = CliRunner().invoke
    assert run(app, ["doctor"]).exit_code == 3
    listed = run(app, ["doctor", "--json"])
    told = json.loads(listed.stdout)
    assert listed.exit_code == 3
    assert all(set(one) == {"name", "state", "said", "next"} for one in told)
    _nobody_on_duty(settings)
    assert run(app, ["doctor"]).exit_code == 1
    monkeypatch.setenv("YIZHAN_HTTP_PORT", "x")
    wrong = run(app, ["doctor"])
    assert wrong.exit_code == 1 and "YIZHAN_HTTP_PORT" in wrong.stdout


async def test_no_person_is_told(settings: Settings) -> None:
    told = " ".join(one.said + one.next for one in (await found(settings)).values())
    assert "李敏" not in told and "1300000" not in told
