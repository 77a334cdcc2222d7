"""Settings: every mistake in one readable line that says what to do, several at once, no secret repeated."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import Settings, load_settings, settings_table
from tests.given import PRODUCTION, alone_with, load, mistakes

TOKEN = "123456789:" + "AbCdEfGhIjKlMnOpQrStUvWxYz-_0123456"
SECRET = "q7Zp-2mKx9Lw_4TfR8sVbN3e"
HOOK = {
    "YIZHAN_TELEGRAM_MODE": "webhook",
    "YIZHAN_TELEGRAM_TOKEN": TOKEN,
    "YIZHAN_TELEGRAM_WEBHOOK_URL": "https://bot.example.org/telegram",
    "YIZHAN_TELEGRAM_WEBHOOK_SECRET": SECRET,
}


own_folder = pytest.fixture(autouse=True)(alone_with)


def test_defaults_are_for_one_developer_on_one_machine() -> None:
    settings = load_settings()
    assert settings.env == "dev"
    assert settings.database_url == "sqlite+aiosqlite:///data/yizhan.db"
    assert (settings.http_host, settings.http_port) == ("127.0.0.1", 8080)
    assert (settings.log_level, settings.log_format) == ("INFO", "text")
    assert (settings.telegram_token, settings.telegram_mode) == (None, "polling")
    assert (settings.turn_timeout, settings.phones_page) == (20, True)
    assert settings.node.endswith(f"-{os.getpid()}")


@pytest.mark.parametrize(
    ("given", "field", "value"),
    [
        ({"YIZHAN_ENV": "test"}, "env", "test"),
        ({"YIZHAN_DATA_DIR": "there"}, "database_url", "sqlite+aiosqlite:///there/yizhan.db"),
        (
            {"YIZHAN_DATABASE_URL": "postgresql+asyncpg://u:p%40@/y?host=/run/pg"},
            "database_url",
            "postgresql+asyncpg://u:p%40@/y?host=/run/pg",
        ),
        ({"YIZHAN_HTTP_PORT": "9000"}, "http_port", 9000),
        ({"yizhan_http_port": "9000"}, "http_port", 9000),
        ({"YIZHAN_HTTP_PORT": ""}, "http_port", 8080),
        ({"YIZHAN_LOG_LEVEL": "debug"}, "log_level", "DEBUG"),
        (PRODUCTION, "log_format", "json"),
        ({**PRODUCTION, "YIZHAN_LOG_FORMAT": "text"}, "log_format", "text"),
        (HOOK, "telegram_mode", "webhook"),
        ({**HOOK, **PRODUCTION}, "telegram_webhook_url", "https://bot.example.org/telegram"),
        ({"YIZHAN_TELEGRAM_API_BASE": "http://127.0.0.1:9/"}, "telegram_api_base", "http://127.0.0.1:9"),
        ({"YIZHAN_NAME": "云溪县零工驿站"}, "name", "云溪县零工驿站"),
        ({"YIZHAN_TEST_POSTGRES": "x", "YIZHAN_BENCH_REPEATS": "5"}, "env", "dev"),
    ],
)
def test_what_is_accepted(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], field: str, value: object
) -> None:
    assert getattr(load(monkeypatch, given), field) == value


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"YIZHAN_ENV": "prod"}, "YIZHAN_ENV: 'prod' will not do; it takes: dev, test or production"),
        (
            {"YIZHAN_HTTP_HOTS": "x"},
            "YIZHAN_HTTP_HOTS: there is no such setting; did you mean YIZHAN_HTTP_HOST?",
        ),
        ({"YIZHAN_DATABSE_URL": ""}, "did you mean YIZHAN_DATABASE_URL?"),
        (
            {"YIZHAN_TOKEN": "geheim"},
            "there is no such setting; did you mean YIZHAN_TELEGRAM_TOKEN or YIZHAN_WECHAT_TOKEN?",
        ),
        ({"YIZHAN_PORT": "1"}, "did you mean YIZHAN_HTTP_PORT?"),
        ({"YIZHAN_DB_URL": "geheim"}, "did you mean YIZHAN_DATABASE_URL?"),
        ({"YIZHAN_TELEGRAM_TOKN_FILE": "x"}, "did you mean YIZHAN_TELEGRAM_TOKEN_FILE?"),
        (
            {"YIZHAN_HTTP_PORT": "0"},
            "YIZHAN_HTTP_PORT: '0' will not do; it takes: port of the web server, 1 to",
        ),
        ({"YIZHAN_HTTP_HOST": "http://a"}, "YIZHAN_HTTP_HOST: give a host only"),
        ({"YIZHAN_HTTP_HOST": "127.0.0.1:80"}, "YIZHAN_HTTP_HOST: give a host only"),
        ({"YIZHAN_LOG_LEVEL": "loud"}, "it takes: DEBUG, INFO, WARNING or ERROR"),
        ({"YIZHAN_LOG_FORMAT": "xml"}, "it takes: text (for people) or json"),
        ({"YIZHAN_TURN_TIMEOUT": "nan"}, "it takes: seconds one message may take"),
        ({"YIZHAN_NODE": "a b"}, "it takes: name of this process"),
        (
            {"YIZHAN_DATABASE_URL": "postgres://h/d"},
            "starts with postgres://; write postgresql+asyncpg:// there",
        ),
        (
            {"YIZHAN_DATABASE_URL": "postgresql://h/d"},
            "starts with postgresql://; write postgresql+asyncpg://",
        ),
        (
            {"YIZHAN_DATABASE_URL": "sqlite:///a.db"},
            "starts with sqlite://; write sqlite+aiosqlite:/// and then",
        ),
        ({"YIZHAN_DATABASE_URL": "sqlite+aiosqlite://"}, "names no file"),
        ({"YIZHAN_DATABASE_URL": "sqlite+aiosqlite:///:memory:"}, "names no file"),
        (
            {"YIZHAN_DATABASE_URL": "mysql://h/d"},
            "write sqlite+aiosqlite:///data/yizhan.db or postgresql+asyncpg",
        ),
        ({"YIZHAN_DATABASE_URL": "postgresql+asyncpg://u:geheim#@h:x/d"}, "the port is no number"),
        ({"YIZHAN_TELEGRAM_TOKEN": "geheim"}, "YIZHAN_TELEGRAM_TOKEN: this is no bot token"),
        ({**PRODUCTION, "YIZHAN_TELEGRAM_TOKEN": "1:geheim"}, "YIZHAN_TELEGRAM_TOKEN: this is no bot token"),
        ({**HOOK, "YIZHAN_TELEGRAM_TOKEN": ""}, "YIZHAN_TELEGRAM_MODE: webhook needs a bot"),
        (
            {**HOOK, "YIZHAN_TELEGRAM_WEBHOOK_URL": ""},
            "YIZHAN_TELEGRAM_WEBHOOK_URL: webhook mode needs an https",
        ),
        ({**HOOK, "YIZHAN_TELEGRAM_WEBHOOK_URL": "http://a.example"}, "webhook mode needs an https address"),
        (
            {**HOOK, "YIZHAN_TELEGRAM_WEBHOOK_SECRET": ""},
            "YIZHAN_TELEGRAM_WEBHOOK_SECRET: webhook mode needs a",
        ),
        (
            {**HOOK, "YIZHAN_TELEGRAM_WEBHOOK_SECRET": SECRET[1:]},
            "23 characters and needs 24; make one with:",
        ),
        ({**HOOK, "YIZHAN_TELEGRAM_WEBHOOK_SECRET": "geheim" * 5}, "repeats itself; make one with:"),
        ({**HOOK, "YIZHAN_TELEGRAM_WEBHOOK_SECRET": "abcdefghijklmnopqrstuvwxyz"}, "repeats itself"),
        ({**HOOK, "YIZHAN_TELEGRAM_WEBHOOK_SECRET": "geheim, " + SECRET}, "Telegram takes only"),
        ({"YIZHAN_TELEGRAM_API_BASE": "api.telegram.org"}, "give an http(s) address"),
        (
            {**PRODUCTION, "YIZHAN_TELEGRAM_API_BASE": "http://a.example"},
            "the bot token would travel readable",
        ),
        (
            {**PRODUCTION, "YIZHAN_DATA_DIR": "gone"},
            "YIZHAN_DATA_DIR: the folder gone does not exist; make it",
        ),
        ({"YIZHAN_ENV": "production"}, "YIZHAN_DATA_DIR: the folder data does not exist; make it"),
        ({"YIZHAN_DATA_DIR": "/dev/null"}, "YIZHAN_DATA_DIR: /dev/null is not a folder; name a folder"),
        (
            {"YIZHAN_TELEGRAM_TOKEN_FILE": "gone"},
            "YIZHAN_TELEGRAM_TOKEN_FILE: cannot read a text file at gone",
        ),
    ],
)
def test_one_mistake_is_one_line(monkeypatch: pytest.MonkeyPatch, given: dict[str, str], line: str) -> None:
    (said,) = mistakes(monkeypatch, given)
    assert line in said
    assert said.startswith("YIZHAN_")
    assert "geheim" not in said


@pytest.mark.parametrize("name", ["YIZAHN_ENV", "YIZAN_ENV", "YIZHANENV", "Yzhan_Env"])
def test_a_slip_in_the_prefix_is_no_other_programs_setting(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Passed over, production would begin as dev: with an invented county and anybody as anybody."""
    (said,) = mistakes(monkeypatch, {name: "production"})
    assert said.startswith(f"{name.upper()}: there is no such setting; did you mean YIZHAN_ENV?")


def test_other_programs_settings_are_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    load(monkeypatch, {"YIZHENG_ENV": "x", "XIZANG_PORT": "x", "ENV": "x", "PYTHON_HTTP_PORT": "x"})


def test_several_mistakes_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        **HOOK,
        "YIZHAN_HTTP_PORT": "many",
        "YIZHAN_ENVV": "x",
        "YIZHAN_TELEGRAM_WEBHOOK_URL": "http://a",
    }
    said = mistakes(monkeypatch, {**given, "YIZHAN_DATA_DIR": "/dev/null"})
    assert [line.partition(":")[0] for line in said] == [
        "YIZHAN_ENVV",
        "YIZHAN_DATA_DIR",
        "YIZHAN_HTTP_PORT",
        "YIZHAN_TELEGRAM_WEBHOOK_URL",
    ]


def test_a_folder_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everywhere
    (said,) = mistakes(monkeypatch, PRODUCTION)
    assert "YIZHAN_DATA_DIR: the folder . cannot be written" in said


def test_dotenv_is_read_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("OTHER=1\nYIZHAN_HTTP_PORT=9000\nYIZHAN_NAME=甲\n", encoding="utf-8-sig")
    settings = load(monkeypatch, {"YIZHAN_NAME": "乙"})
    assert (settings.http_port, settings.name) == (9000, "乙")


def test_mistakes_in_dotenv_are_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("YIZHAN_HTTP_PROT=9000\n")
    assert "did you mean YIZHAN_HTTP_PORT?" in mistakes(monkeypatch, {})[0]
    Path(".env").write_bytes("YIZHAN_NAME=驿站".encode("gbk"))
    assert mistakes(monkeypatch, {})[0].startswith(".env: the file is not UTF-8 text; save it as UTF-8")


def test_secrets_may_lie_in_files(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("token").write_text(TOKEN + "\n")
    Path("url").write_text("postgresql+asyncpg://u:p@h/d\n")
    settings = load(monkeypatch, {"YIZHAN_TELEGRAM_TOKEN_FILE": "token", "YIZHAN_DATABASE_URL_FILE": "url"})
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == TOKEN
    assert settings.database_url == "postgresql+asyncpg://u:p@h/d"
    (said,) = mistakes(monkeypatch, {"YIZHAN_TELEGRAM_TOKEN": TOKEN})
    assert said == "YIZHAN_TELEGRAM_TOKEN_FILE: YIZHAN_TELEGRAM_TOKEN is set too; keep one of the two"


def test_no_secret_is_printed_with_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = repr(load(monkeypatch, {**HOOK, "YIZHAN_DATABASE_URL": "postgresql+asyncpg://u:geheim@h/d"}))
    assert not any(secret in shown for secret in (TOKEN, SECRET, "geheim"))


@pytest.mark.parametrize(
    ("env", "host", "there"),
    [
        ("dev", "127.0.0.1", True),
        ("test", "localhost", True),
        ("dev", "::1", True),
        ("dev", "0.0.0.0", False),
        ("dev", "192.168.1.4", False),
        ("dev", "127.0.0.1.example", False),
        ("production", "127.0.0.1", False),
    ],
)
def test_the_phones_page_is_for_this_machine_only(
    monkeypatch: pytest.MonkeyPatch, env: str, host: str, there: bool
) -> None:
    given = {"YIZHAN_ENV": env, "YIZHAN_HTTP_HOST": host, "YIZHAN_DATA_DIR": "."}
    assert load(monkeypatch, given).phones_page is there


def test_the_table_names_every_setting_and_hides_no_default() -> None:
    rows = {row.name: row for row in settings_table()}
    assert set(rows) == {f"YIZHAN_{field.upper()}" for field in Settings.model_fields}
    assert all(row.meaning for row in rows.values())
    assert rows["YIZHAN_HTTP_PORT"].default == "8080"
    assert rows["YIZHAN_NODE"].default == "<hostname>-<pid>"
    assert "YIZHAN_TELEGRAM_TOKEN_FILE" in rows["YIZHAN_TELEGRAM_TOKEN"].meaning


def test_importing_the_settings_brings_no_heavy_library() -> None:
    check = "import bot.settings, sys; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", check],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert not {"aiogram", "aiohttp", "sqlalchemy", "sqlmodel", "cryptography", "rich"} & set(
        loaded.stdout.split()
    )
