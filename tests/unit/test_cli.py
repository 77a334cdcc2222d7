"""The verbs as an operator types them: what they say, what they leave behind, how they end."""

import os
import re
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.alone import alone
from bot.operator import book, tell
from storage.schema import numbers

ROOT = Path(__file__).parents[2]
OF_A_KIND = (
    "clerk|lead|county|auditor|station|market|direct|service|subscribe|template|once|message|tap|follow|scan"
    "|reply|notice|alert|safety|due|sending|held|marks|command|danger|wages|measure|wish"
    "|unknown_trade|too_short|too_long|is_trade|taken"
)
HOURS = "周一至周五 08:30-12:00,14:30-17:30"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty installation, with nothing of the developer's own settings."""
    for name in [name for name in os.environ if name.startswith("YIZHAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YIZHAN_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def run(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def done(*words: str) -> str:
    result = run(*words)
    assert result.exit_code == 0, result.output
    return result.stdout


def station(name: str = "城东就业驿站") -> None:
    done("station", "add", "--name", name, "--area", "梅江区", "--hours", HOURS)


def test_help_is_there_at_once() -> None:
    """By the processor's time: the machine may be busy with other tests."""
    took, shown = [], ""
    for _ in range(3):
        began = os.times()
        shown = subprocess.run(
            [sys.executable, "-m", "bot", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        ended = os.times()
        took.append(ended.children_user + ended.children_system - began.children_user - began.children_system)
    for verb in ("serve", "chat", "migrate", "seed", "doctor", "budget", "station", "staff", "version"):
        assert re.search(rf"^ +{verb} +\S", shown, re.MULTILINE), verb
    assert min(took) < 0.5


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys, bot.__main__; print({'sqlalchemy', 'aiogram', 'aiohttp', 'pydantic'} & {*sys.modules})"
    )
    shown = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "set()"


def test_every_sentence_is_said_somewhere() -> None:
    """A sentence nobody says is a sentence nobody keeps true."""
    code = "".join(file.read_text("utf-8") for file in (ROOT / "bot").rglob("*.py"))
    for key in book():
        head, _, tail = key.partition(".")
        if head in ("doctor", "check"):
            name = tail.partition("_")[0]
            says = {"doctor": "finding", "check": "checked"}[head]
            assert re.search(rf'{says}\(\s*"{name}"|["\']{head}\.{name}', code), key
        elif head != "errcode":  # by number: tests/channels/wechat/test_verbs.py
            stem = re.sub(rf"_({OF_A_KIND})$", "_{", tail)
            assert f"{head}.{tail}" in code or f"{head}.{stem}" in code or f'"{tail}"' in code, key


def test_version(folder: Path) -> None:
    assert re.fullmatch(r"yizhan \d+\.\d+\.\d+ · schema \d{4} · Python 3\.\d+\.\d+\S*\n", done("version"))
    assert not folder.exists()


def test_wrong_settings_are_told_one_by_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIZHAN_HTTP_PORT", "eighty")
    monkeypatch.setenv("YIZHAN_HTTP_HOTS", "x")
    for words in (("serve",), ("migrate",), ("station", "list"), ("seed",)):
        result = run(*words)
        assert result.exit_code == 2
        lines = result.stderr.strip().splitlines()
        assert len(lines) == 2 and lines[0].startswith("YIZHAN_HTTP_HOTS") and "8080" not in lines[0]
    assert not folder.exists()


@pytest.mark.parametrize("words", [(), ("fly",), ("station",), ("staff", "invite"), ("serve", "--fast")])
def test_wrong_use_ends_with_2(folder: Path, words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


def test_a_station_is_set_up_and_shown(folder: Path) -> None:
    assert "station add" in done("station", "list")
    said = done(
        *(
            "station",
            "add",
            "--name",
            "西关零工市场",
            "--market",
            "--area",
            "梅江区三角镇",
            "--phone",
            "0753-2",
        ),
        *("--area", "441402199:新镇", "--hours", "每天 5:00-12:00", "--hours", "周六 13:00-20:00"),
    )
    assert "staff invite --station 西关零工市场" in said
    shown = done("station", "list")
    assert "零工市场" in shown and "三角镇、新镇" in shown and "每天 05:00-12:00；周六 13:00-20:00" in shown


@pytest.mark.parametrize(
    ("area", "hours", "code", "told"),
    [
        ("太平镇", HOURS, 1, "440222100 广东省韶关市始兴县太平镇"),
        ("没有的镇", HOURS, 1, "没有的镇"),
        ("广东省", HOURS, 1, "广东省"),
        ("梅江区", "早上", 2, "早上"),
    ],
)
def test_what_cannot_be_a_station_leaves_nothing(
    folder: Path, area: str, hours: str, code: int, told: str
) -> None:
    result = run("station", "add", "--name", "某站", "--area", "东莞市", "--area", area, "--hours", hours)
    assert result.exit_code == code
    assert told in result.stderr and len(result.stderr.strip().splitlines()) == 1
    assert "某站" not in done("station", "list")


def test_a_station_is_set_up_once(folder: Path) -> None:
    station()
    result = run("station", "add", "--name", "城东就业驿站", "--area", "梅江区", "--hours", HOURS)
    assert result.exit_code == 1 and "城东就业驿站" in result.stderr


def test_staff_are_invited_and_listed_by_name(folder: Path) -> None:
    station()
    said = done(
        "staff", "invite", "--station", "城东就业驿站", "--name", "李敏", "--role", "lead", "--on-duty"
    )
    code = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}", said)
    assert code and "李敏" in said
    listed = done("staff", "list")
    assert "李敏" in listed and code[0] not in listed
    with closing(sqlite3.connect(folder / "yizhan.db")) as file:
        assert code[0].replace("-", "") not in "\n".join(file.iterdump())


def test_an_invitation_needs_a_real_station_and_role(folder: Path) -> None:
    station()
    result = run("staff", "invite", "--station", "城东", "--name", "李敏")
    assert result.exit_code == 1 and "城东就业驿站" in result.stderr
    assert (
        run("staff", "invite", "--station", "城东就业驿站", "--name", "李敏", "--role", "boss").exit_code == 2
    )


def test_staff_are_let_go(folder: Path) -> None:
    done("seed")
    listed = done("staff", "list")
    number = re.search(r"^(\d+)  王强  ", listed, re.MULTILINE)
    assert number, "which number is whom is what the list is for"
    assert "王强" in done("staff", "disable", number[1])
    assert run("staff", "disable", "王强").exit_code == 1
    said = done("staff", "disable", "陈静")
    assert "1 件" in said, "her open case needs somebody else"


def test_seeding_is_for_empty_ledgers_outside_production(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "青禾县" in done("seed")
    assert run("seed").exit_code == 1
    monkeypatch.setenv("YIZHAN_ENV", "production")
    assert run("seed").exit_code == 2


def test_talking_into_real_data_has_to_be_meant(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir()
    monkeypatch.setenv("YIZHAN_ENV", "production")
    done("migrate")
    refused = CliRunner().invoke(app, ["chat"], input="张三 > 找活\n")
    assert refused.exit_code == 2 and len(refused.stderr.strip().splitlines()) == 1
    assert "--into-real-data" in refused.stderr
    with closing(sqlite3.connect(folder / "yizhan.db")) as file:
        assert file.execute("SELECT count(*) FROM person").fetchone() == (0,)
    command = [sys.executable, "-m", "bot", "chat", "--into-real-data"]
    meant = subprocess.run(
        command, cwd=ROOT, input="张三 > 找活\n", capture_output=True, text=True, check=True, timeout=60
    )
    assert "张三 <" in meant.stdout


@pytest.mark.parametrize("made", [False, True])
def test_a_taken_port_is_found_before_anything_is_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch, made: bool
) -> None:
    if made:
        folder.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as other:
        monkeypatch.setenv("YIZHAN_HTTP_PORT", str(other.getsockname()[1]))
        result = run("serve")
    assert result.exit_code == 1 and "YIZHAN_HTTP_PORT=" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert folder.exists() == made and not list(folder.glob("*"))


def test_migrate_says_what_it_did(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir()
    monkeypatch.setenv("YIZHAN_ENV", "production")
    behind = run("station", "list")
    assert behind.exit_code == 1 and "python -m bot migrate" in behind.stderr, (
        "production never migrates by itself"
    )
    assert f"→ {numbers()[-1]}" in done("migrate")
    assert numbers()[-1] in done("migrate")
    assert run("station", "list").exit_code == 0


def test_migrate_waits_for_nobody(folder: Path) -> None:
    done("migrate")
    with alone(folder / "yizhan.db"):
        result = run("migrate")
    assert result.exit_code == 1
    assert str(os.getpid()) in result.stderr
    assert numbers()[-1] in done("migrate"), "the lock went with its holder"


def test_a_newer_database_is_refused(folder: Path) -> None:
    done("migrate")
    with closing(sqlite3.connect(folder / "yizhan.db", isolation_level=None)) as file:
        file.execute("UPDATE alembic_version SET version_num = '9999'")
    for words in (("migrate",), ("serve",), ("station", "list")):
        result = run(*words)
        assert result.exit_code == 1 and "newer release" in result.stderr
        assert "Traceback" not in result.stderr


def test_a_damaged_database_is_refused(folder: Path) -> None:
    done("seed")
    path = folder / "yizhan.db"
    body = bytearray(path.read_bytes())
    body[4096 * 3 : 4096 * 40] = b"\xff" * (4096 * 37)
    for hurt in (bytes(body), b"no database at all" * 500):
        path.write_bytes(hurt)
        (folder / "yizhan.db-wal").unlink(missing_ok=True)
        for words in (("serve",), ("migrate",), ("staff", "list")):
            result = run(*words)
            assert result.exit_code == 1, words
            assert result.stderr == tell("start.damaged", path=path, copies=folder / "backups") + "\n"
        assert path.read_bytes() == hurt


def test_lost_keys_are_never_replaced(folder: Path) -> None:
    done("seed")
    (folder / "keys.json").unlink()
    for words in (("serve",), ("staff", "list")):
        result = run(*words)
        assert result.exit_code == 1 and "keys.json" in result.stderr
    assert not (folder / "keys.json").exists()


def test_an_unreachable_server_is_one_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIZHAN_DATABASE_URL", "postgresql+asyncpg://nobody:geheim@127.0.0.1:9/none")
    result = run("station", "list")
    assert result.exit_code == 1
    assert "PostgreSQL" in result.stderr and "geheim" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
