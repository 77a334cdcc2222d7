"""Checks of single settings: each gives back the value, or a ValueError that says what to write instead.

No message repeats a value that may be secret.
"""

import os
import re
from ipaddress import ip_address
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

SQLITE, POSTGRES = "sqlite+aiosqlite:///", "postgresql+asyncpg://"
LEAST_SECRET = 24
LEAST_VARIETY = 10
AES_KEY = 43
MAKE_SECRET = "make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def data_folder(path: Path, *, production: bool) -> Path:
    """Outside production the folder is made on first run."""
    if path.exists() and not path.is_dir():
        raise ValueError(f"{path} is not a folder; name a folder")
    if production and not path.is_dir():
        raise ValueError(f"the folder {path} does not exist; make it and give it to the user of this program")
    if path.is_dir() and not os.access(path, os.W_OK | os.X_OK):
        raise ValueError(f"the folder {path} cannot be written; give it to the user of this program")
    return path


def database_url(url: str) -> str:
    scheme, _, rest = url.partition("://")
    if scheme + "://" == POSTGRES and rest:
        try:
            _ = urlsplit(url).port
        except ValueError:
            raise ValueError(
                "the port is no number; in a password write @ : / # as %40 %3A %2F %23"
            ) from None
        return url
    if url.startswith(SQLITE) and url != SQLITE and ":memory:" not in rest:
        return url
    if scheme.startswith("postgres") and scheme + "://" != POSTGRES:
        raise ValueError(f"it starts with {scheme}://; write {POSTGRES} there and leave the rest as it is")
    if scheme.startswith("sqlite") and scheme + ":///" != SQLITE:
        raise ValueError(f"it starts with {scheme}://; write {SQLITE} and then the path of the database file")
    if scheme.startswith("sqlite"):
        raise ValueError(f"this names no file to keep the data in; write for example {SQLITE}data/yizhan.db")
    raise ValueError(f"write {SQLITE}data/yizhan.db or {POSTGRES}user:password@host/database")


def host(value: str) -> str:
    try:
        ip_address(value)
    except ValueError:
        if not re.fullmatch(r"[A-Za-z0-9.-]+", value):
            raise ValueError("give a host only, no http://, port or path, for example 0.0.0.0") from None
    return value


def bot_token(token: str, *, production: bool) -> str:
    if not re.fullmatch(r"\d+:[A-Za-z0-9_-]{30,}" if production else r"\d+:[A-Za-z0-9_-]+", token):
        raise ValueError("this is no bot token; copy it from @BotFather, it looks like 123456:ABC-DEF…")
    return token


def webhook_url(url: str) -> str:
    if urlsplit(url).scheme != "https" or not urlsplit(url).hostname:
        raise ValueError("webhook mode needs an https address, for example https://bot.example.org/telegram")
    return url


def webhook_secret(secret: str) -> str:
    weakness = _weakness(secret)
    if weakness:
        raise ValueError(f"webhook mode needs a secret nobody guesses, {weakness}; {MAKE_SECRET}")
    return secret


def _weakness(secret: str) -> str:
    if not secret:
        return "but there is none"
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        return "but Telegram takes only A-Z a-z 0-9 _ -, at most 256"
    if len(secret) < LEAST_SECRET:
        return f"but this has {len(secret)} characters and needs {LEAST_SECRET}"
    steps = [abs(ord(one) - ord(following)) for one, following in pairwise(secret)]
    if len(set(secret)) < LEAST_VARIETY or sum(step < 2 for step in steps) > len(steps) / 2:
        return "but this repeats itself"
    return ""


def api_base(url: str, example: str, secret: str, *, production: bool) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"give an http(s) address, for example {example}")
    if production and parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ValueError(f"the {secret} would travel readable; use https, or a server on this machine")
    return url.rstrip("/")


def public_url(url: str, *, production: bool) -> str:
    """Where a network calls us: the address before the path of its channel."""
    parts = urlsplit(url)
    here = not production and parts.scheme == "http" and is_loopback(parts.hostname or "")
    if not parts.hostname or parts.query or parts.fragment or not (parts.scheme == "https" or here):
        raise ValueError("give an https address without a query, for example https://bot.example.gov.cn")
    return url.rstrip("/").removesuffix("/wechat")


def wechat_app_id(value: str) -> str:
    if not re.fullmatch(r"wx[0-9a-f]{16}", value):
        raise ValueError("this is no app id; copy it from the console, it is wx and 16 of 0-9 a-f")
    return value


def wechat_original_id(value: str) -> str:
    if not re.fullmatch(r"gh_[0-9a-zA-Z]{4,32}", value):
        raise ValueError(
            "this is no original id; copy it from the console's account page, it begins with gh_"
        )
    return value


def wechat_token(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9]{3,32}", value):
        raise ValueError(
            "WeChat takes 3 to 32 letters or digits; choose such a token, here and in the console"
        )
    return value


def wechat_aes_key(value: str) -> str:
    """By length and letters: its last letter has two spare bits, so a good key need not encode to itself."""
    if len(value) != AES_KEY:
        raise ValueError(
            f"this has {len(value)} characters and needs {AES_KEY}; copy it whole from the console"
        )
    if not re.fullmatch(r"[A-Za-z0-9]*", value):
        raise ValueError("only letters and digits may stand in it; copy it anew from the console")
    return value
