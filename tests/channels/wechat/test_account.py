"""An account is what the settings say, and tells none of its secrets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.channels.wechat.account import WechatAccount
from bot.channels.wx_crypto import aes_key
from bot.settings import Settings

APP = "wx7c2e91b05d4fa386"
SECRET, KEY, BEFORE = "0123456789abcdef0123456789abcdef", "k" * 43, "B" * 43


@pytest.fixture(autouse=True)
def _no_dotenv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def account(**given: Any) -> WechatAccount:
    base = {"env": "test", "wechat_app_id": APP, "wechat_token": "Tok3nOfTheConsole", "wechat_aes_key": KEY}
    found = WechatAccount.of(Settings(**{**base, **given}))
    assert found is not None
    return found


def test_without_an_app_id_there_is_no_account() -> None:
    nothing: dict[str, Any] = {"env": "test"}
    assert WechatAccount.of(Settings(**nothing)) is None


def test_the_least_account_only_answers() -> None:
    found = account()
    assert (found.app_id, found.token, found.mode) == (APP, "Tok3nOfTheConsole", "safe")
    assert found.aes_keys == (aes_key(KEY),)
    assert found.ways == ()
    assert account(wechat_alert_template_id="T1").ways == ()


def test_the_key_before_comes_second() -> None:
    assert account(wechat_aes_key_previous=BEFORE).aes_keys == (aes_key(KEY), aes_key(BEFORE))
    assert account(wechat_mode="plain", wechat_aes_key=None).aes_keys == ()


def test_ways_are_those_that_are_set_up_best_first() -> None:
    assert account(wechat_secret=SECRET).ways == ("service",)
    every = {
        "wechat_alert_once_id": "O1",
        "wechat_alert_template_id": "T1",
        "wechat_alert_subscribe_id": "S1",
    }
    assert account(wechat_secret=SECRET, **every).ways == ("service", "subscribe", "template", "once")
    found = account(wechat_secret=SECRET, **every)
    assert (found.alert_once_id, found.alert_template_id, found.alert_subscribe_id) == ("O1", "T1", "S1")


def test_the_rest_of_the_settings() -> None:
    found = account(
        wechat_original_id="gh_8d1e0c42f7a3",
        wechat_api_base="http://127.0.0.1:9",
        wechat_public_url="https://bot.example.org",
    )
    assert (found.original_id, found.api_base, found.public_url) == (
        "gh_8d1e0c42f7a3",
        "http://127.0.0.1:9",
        "https://bot.example.org",
    )


def test_no_secret_shows_in_a_trace() -> None:
    shown = repr(account(wechat_secret=SECRET, wechat_aes_key_previous=BEFORE))
    assert APP in shown
    assert not any(secret in shown for secret in (SECRET, "Tok3n", repr(aes_key(KEY))[2:20]))
