"""Settings of the WeChat account: what goes together, and each mistake in one line that says what to do."""

from pathlib import Path

import pytest

from tests.given import PRODUCTION, alone_with, load, mistakes

KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"  # its last letter has spare bits, as most have
SECRET = "0123456789abcdef0123456789abcdef"
ACCOUNT = {
    "YIZHAN_WECHAT_APP_ID": "wx0123456789abcdef",
    "YIZHAN_WECHAT_TOKEN": "yunxi2026",
    "YIZHAN_WECHAT_AES_KEY": KEY,
}

own_folder = pytest.fixture(autouse=True)(alone_with)


@pytest.mark.parametrize(
    ("given", "field", "value"),
    [
        (PRODUCTION, "app_id", None),
        ({**PRODUCTION, "MODE": "plain"}, "app_id", None),
        ({**ACCOUNT, **PRODUCTION}, "mode", "safe"),
        ({**ACCOUNT, **PRODUCTION, "MODE": "compat"}, "mode", "compat"),
        ({**ACCOUNT, "MODE": "plain", "YIZHAN_WECHAT_AES_KEY": ""}, "mode", "plain"),
        ({**ACCOUNT, "ORIGINAL_ID": "gh_b629c48b653e"}, "original_id", "gh_b629c48b653e"),
        ({**ACCOUNT, "API_BASE": "http://127.0.0.1:9/"}, "api_base", "http://127.0.0.1:9"),
        ({**ACCOUNT, "PUBLIC_URL": "https://a.example/bot/wechat/"}, "public_url", "https://a.example/bot"),
        ({**ACCOUNT, "PUBLIC_URL": "http://127.0.0.1:8080"}, "public_url", "http://127.0.0.1:8080"),
    ],
)
def test_what_is_accepted(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], field: str, value: object
) -> None:
    assert getattr(load(monkeypatch, whole(given)), f"wechat_{field}") == value


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"APP_ID": "gh_b629c48b653e"}, "APP_ID: this is no app id; copy it from the console"),
        ({"APP_ID": ""}, "TOKEN: it does nothing without an account; set YIZHAN_WECHAT_APP_ID too"),
        ({"TOKEN": ""}, "TOKEN: without it nobody knows that WeChat calls; write the token"),
        ({"TOKEN": "geheim-geheim"}, "TOKEN: WeChat takes 3 to 32 letters or digits; choose such"),
        ({"TOKEN": "ab"}, "TOKEN: WeChat takes 3 to 32 letters or digits; choose such"),
        ({"TOKEN": "geheim" * 6}, "TOKEN: WeChat takes 3 to 32 letters or digits; choose such"),
        ({"AES_KEY": ""}, "AES_KEY: safe mode needs it; copy the EncodingAESKey"),
        ({"AES_KEY": "", "MODE": "compat"}, "AES_KEY: compat mode needs it; copy the EncodingAESKey"),
        ({"AES_KEY": "geheim"}, "AES_KEY: this has 6 characters and needs 43; copy it whole"),
        ({"AES_KEY": "geheim-" + KEY[7:]}, "AES_KEY: only letters and digits may stand in it; copy it"),
        ({"AES_KEY_PREVIOUS": KEY + "C"}, "AES_KEY_PREVIOUS: this has 44 characters and needs 43"),
        ({**PRODUCTION, "MODE": "plain"}, "MODE: plain lets names and phones travel readable; choose"),
        ({"MODE": "aes"}, "MODE: 'aes' will not do; it takes: plain, compat or safe"),
        ({"ORIGINAL_ID": "yunxi"}, "ORIGINAL_ID: this is no original id; copy it"),
        (
            {**PRODUCTION, "API_BASE": "http://a.example"},
            "API_BASE: the app secret would travel readable; use",
        ),
        ({"API_BASE": "a.example"}, "API_BASE: give an http(s) address, for example https://api.weixin"),
        ({"PUBLIC_URL": "http://a.example"}, "PUBLIC_URL: give an https address"),
        ({**PRODUCTION, "PUBLIC_URL": "http://127.0.0.1"}, "PUBLIC_URL: give an https address"),
        ({"PUBLIC_URL": "https://a.example/?to=b"}, "PUBLIC_URL: give an https address without a query"),
        (
            {"ALERT_TEMPLATE_ID": "T1", "ALERT_SUBSCRIBE_ID": "T1"},
            "ALERT_SUBSCRIBE_ID: this id stands under YIZHAN_WECHAT_ALERT_TEMPLATE_ID too, but each kind",
        ),
        (
            {"ALERT_SUBSCRIBE_ID": "T1", "ALERT_ONCE_ID": "T1"},
            "ALERT_ONCE_ID: this id stands under YIZHAN_WECHAT_ALERT_SUBSCRIBE_ID too, but each kind",
        ),
        ({"SECRET_FILE": "gone"}, "SECRET_FILE: cannot read a text file at gone; correct the path"),
    ],
)
def test_one_mistake_is_one_line(monkeypatch: pytest.MonkeyPatch, given: dict[str, str], line: str) -> None:
    (said,) = mistakes(monkeypatch, whole({**ACCOUNT, **whole(given)}))
    assert said.startswith(f"YIZHAN_WECHAT_{line}")
    assert "geheim" not in said and KEY not in said


def test_secrets_may_lie_in_files(monkeypatch: pytest.MonkeyPatch) -> None:
    named = ("SECRET", "TOKEN", "AES_KEY", "AES_KEY_PREVIOUS")
    for name, text in zip(named, (SECRET, "yunxi2026", KEY, KEY[::-1]), strict=True):
        Path(name).write_text(text + "\n")
    given = {"APP_ID": ACCOUNT["YIZHAN_WECHAT_APP_ID"], **{f"{name}_FILE": name for name in named}}
    settings = load(monkeypatch, whole(given))
    held = [getattr(settings, f"wechat_{name.lower()}") for name in named]
    assert [one.get_secret_value() for one in held] == [SECRET, "yunxi2026", KEY, KEY[::-1]]


def test_no_secret_is_printed_with_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = repr(
        load(monkeypatch, whole({**ACCOUNT, "SECRET": SECRET, "AES_KEY_PREVIOUS": KEY[::-1]})),
    )
    assert "wx0123456789abcdef" in shown
    assert not any(secret in shown for secret in (SECRET, "yunxi2026", KEY, KEY[::-1]))


def whole(given: dict[str, str]) -> dict[str, str]:
    """With the prefix, where a table leaves it out."""
    return {
        name if name.startswith("YIZHAN_") else f"YIZHAN_WECHAT_{name}": value
        for name, value in given.items()
    }
