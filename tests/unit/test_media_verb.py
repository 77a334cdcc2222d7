"""`media <case number> <folder>`: the files of a case, opened for whoever runs the verb, and on record."""

from __future__ import annotations

import os
import stat
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select
from typer.testing import CliRunner, Result

from bot.__main__ import app
from storage import audit, cases, evidence, media, people
from storage.db import Database, Session
from storage.keyring import load_ring
from storage.models import AuditLine, Case, Station, use_vault
from storage.vault import Vault
from tests.given import alone_with
from tests.postgres import apart

NOW = datetime(2026, 11, 21, 1, 10, tzinfo=UTC)
VOICE, PHOTO = b"#!AMR\nsaid", b"\xff\xd8\xff\xe0"

own_folder = pytest.fixture(autouse=True)(alone_with)


class Ledger:
    """A case 1001 in the ledger of the verb."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.store = url, folder / "media"

    def do(self, work: Callable[[Session], Awaitable[None]]) -> None:
        async def whole() -> None:
            db = Database(self.url)
            await db.open()
            async with db.unit() as session:
                await work(session)
            await db.close()

        apart(whole())

    def sends(self, *files: tuple[str, str]) -> None:
        """Somebody complains and sends files of these kinds, known by these names."""

        async def work(session: Session) -> None:
            station = Station(name="清溪驿站")
            session.add(station)
            address = await people.welcome(session, "wechat", "wx1", "o1", NOW)
            await session.flush()
            case = await cases.open_case(
                session, kind="wages", person_id=address.person_id, address_id=address.id,
                station_id=station.id, now=NOW, text="老板不给钱",
            )  # fmt: skip
            for kind, name in files:
                await evidence.add(session, case, kind, name, NOW, address.id)

        self.do(work)

    def audited(self) -> list[str]:
        found: list[str] = []

        async def work(session: Session) -> None:
            case = (await session.exec(select(Case))).one()
            found.extend(line.verb for line in await audit.of(session, f"case:{case.id}"))
            assert await audit.broken_at(session) is None
            assert len((await session.exec(select(AuditLine))).all()) == len(found)

        self.do(work)
        return found


@pytest.fixture
def ledger(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    monkeypatch.setenv("YIZHAN_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("YIZHAN_DATABASE_URL", url)
    use_vault(Vault(load_ring(tmp_path)))
    return Ledger(url, tmp_path)


def run(number: int, folder: Path) -> Result:
    return CliRunner().invoke(app, ["media", str(number), str(folder)])


def test_the_files_of_a_case_are_opened_under_names_that_tell_what_they_are(
    ledger: Ledger, tmp_path: Path
) -> None:
    voice, photo = media.keep(ledger.store, VOICE, "amr"), media.keep(ledger.store, PHOTO, "jpg")
    ledger.sends(("voice", voice), ("location", "move:1"), ("photo", photo))
    out = tmp_path / "seen" / "now"
    done = run(1001, out)
    assert done.exit_code == 0, done.output
    assert {one.name: one.read_bytes() for one in out.iterdir()} == {
        "1001-01-voice-20261121-0910.amr": VOICE,
        "1001-02-photo-20261121-0910.jpg": PHOTO,
    }
    assert {stat.S_IMODE(one.stat().st_mode) for one in (out, *out.iterdir())} == {0o700, 0o600}
    assert "2/2" in done.stdout and ledger.audited() == ["open media"]
    assert run(1001, out).exit_code == 0 and ledger.audited() == ["open media"] * 2


def test_what_is_not_there_is_told_why(ledger: Ledger, tmp_path: Path) -> None:
    erased = media.keep(ledger.store, VOICE, "amr")
    (ledger.store / erased).unlink()
    ledger.sends(("voice", "wechat:M1"), ("voice", "gone:old"), ("photo", "console-1"), ("voice", erased))
    done = run(1001, tmp_path / "seen")
    assert done.exit_code == 0 and "0/4" in done.stdout and not list((tmp_path / "seen").iterdir())
    told = [line.partition(" ")[2] for line in done.stdout.splitlines()[:4]]
    assert all("没" in line or "已经删除" in line for line in told) and len(set(told)) == 4


def test_another_number_opens_nothing(ledger: Ledger, tmp_path: Path) -> None:
    ledger.sends(("voice", media.keep(ledger.store, VOICE, "amr")))
    done = run(1002, tmp_path / "seen")
    assert done.exit_code == 1 and "1002" in done.stderr and not (tmp_path / "seen").exists()
    assert ledger.audited() == []


def test_it_writes_through_no_link_and_says_where_it_cannot(ledger: Ledger, tmp_path: Path) -> None:
    ledger.sends(("voice", media.keep(ledger.store, VOICE, "amr")))
    out = tmp_path / "seen"
    out.mkdir()
    os.symlink(tmp_path / "elsewhere", out / "1001-01-voice-20261121-0910.amr")
    done = run(1001, out)
    assert done.exit_code == 1 and "写不进" in done.stderr and not (tmp_path / "elsewhere").exists()
    (tmp_path / "file").write_text("")
    assert run(1001, tmp_path / "file").exit_code == 1
