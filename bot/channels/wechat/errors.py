"""WeChat's table of error codes, as data: what each means for a message that was on its way.

WeChat answers 200 to everything; the `errcode` inside says whether it was done. A code leaves here as one of
the SendError family. Two things are for the caller, who knows more: a dead token (DEAD) is renewed first, and
a field that broke its rule (FIELD) is mended first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.channels.base import (
    Misconfigured,
    Refused,
    SendError,
    TooLong,
    TryAgain,
    Unreachable,
    Way,
    WayClosed,
    WindowClosed,
)
from storage.rules.calendar import SHANGHAI

Sort = Literal[
    "busy",
    "twice",
    "account",
    "gone",
    "message",
    "long",
    "form",
    "consent",
    "window",
    "day",
    "minute",
    "ability",
]

_RID = re.compile(r"rid: ?([0-9a-fA-F][0-9a-fA-F-]{3,60})")
_IP = re.compile(r"invalid ip ([0-9a-fA-F.:]{3,45})")
_FIELD = re.compile(r"data\.(\w{1,40})")


@dataclass(frozen=True, slots=True)
class Row:
    sort: Sort
    means: str


_TOKEN = "The access token is refused, a new one too. Compare YIZHAN_WECHAT_APP_ID and YIZHAN_WECHAT_SECRET"
_ADDRESS = "WeChat takes no calls from our address {ip}: add it to the account's IP list in WeChat's console"

TABLE: Mapping[int, Row] = {
    -1: Row("busy", "WeChat is busy"),
    40001: Row("account", _TOKEN),
    40014: Row("account", _TOKEN),
    42001: Row("account", _TOKEN),
    40013: Row("account", "WeChat knows no such app id: copy it from the console into YIZHAN_WECHAT_APP_ID"),
    40125: Row("account", "The app secret is wrong: reset it in the console for YIZHAN_WECHAT_SECRET"),
    40243: Row("account", "The app secret is frozen: unfreeze it in the console"),
    40164: Row("account", _ADDRESS),
    61004: Row("account", _ADDRESS),
    48004: Row("account", "WeChat has blocked this API for the account: read the notices in its console"),
    50002: Row("account", "WeChat has limited the account: read the notices in its console"),
    40003: Row("gone", "no such openid at this account"),
    43004: Row("gone", "does not follow the account"),
    50005: Row("gone", "does not follow the account"),
    40007: Row("message", "the file is wrong or too old"),
    44002: Row("message", "nothing in the message"),
    47001: Row("message", "no JSON"),
    45002: Row("long", "the message is too long"),
    45008: Row("message", "more than one article"),
    47003: Row("message", "a field of the form breaks its rule"),
    45072: Row("message", "no such command of typing"),
    45080: Row("message", "typing needs a contact in the last 30 seconds"),
    45081: Row("message", "typing is shown already"),
    40037: Row("form", "the account has no such template"),
    43101: Row("consent", "consent refused or used up"),
    45015: Row("window", "no contact for too long, or left"),
    45047: Row("window", "all messages since the last contact used up"),
    45009: Row("day", "enough for today"),
    45011: Row("minute", "enough for this minute"),
    48001: Row("ability", "the account may not use this API"),
    # In no table of WeChat's, seen since 2024: the same message to the same person within a minute. Later its
    # client_msg_id makes the repeat harmless.
    40241: Row("twice", "the same message within a minute"),
}  # fmt: skip
ADDRESS = frozenset({40164, 61004})
DEAD = frozenset({40001, 40014, 42001})
FIELD = 47003
NO_ABILITY = 48001
NO_TEMPLATE = 40037
NO_MENU = 46003
NO_MENUS = frozenset({40008, 40200})
"""A test account, or one of another kind, takes no menus of choices."""


class Errcode(Exception):
    """WeChat refused a call. It stays inside the channel: `named` makes a SendError of it.

    Of WeChat's own words only three are kept, as the rest may quote what was sent: the request id, by which
    the console tells everything, the address of ours that was seen, and the field of a form.
    """

    def __init__(self, code: int, said: str = "") -> None:
        super().__init__(str(code))
        self.code = code
        self.rid = _first(_RID, said)
        self.ip = _first(_IP, said)
        self.field = _first(_FIELD, said) if code == FIELD else ""

    @property
    def reason(self) -> str:
        row = TABLE.get(self.code)
        means = row.means.format(ip=self.ip or "(not told)") if row else "unknown to us"
        return f"{self.code} {means}" + (f", rid {self.rid}" if self.rid else "")


class AddressRefused(Misconfigured):
    """Our address is not on the account's list. Add it in WeChat's console, then run `wechat check`."""

    def __init__(self, reason: str, address: str) -> None:
        super().__init__(reason)
        self.address = address


def _first(pattern: re.Pattern[str], said: str) -> str:
    found = pattern.search(said)
    return found[1] if found else ""


def named(refused: Errcode, way: Way | None, now: datetime) -> SendError:
    """What a refusal means for what was on its `way`; None: it was no message, so no way closes."""
    reason = refused.reason
    row = TABLE.get(refused.code)
    match row.sort if row else "message":
        case "busy":
            return TryAgain(reason)
        case "long":
            return TooLong(reason)
        case "twice":
            return TryAgain(reason)  # no time is named: with one the whole account would rest for one person
        case "account" if refused.code in ADDRESS:
            return AddressRefused(reason, refused.ip)
        case "account":
            return Misconfigured(reason)
        case "gone":
            return Unreachable(reason)
        case "consent" if way:
            return WindowClosed(reason, way)
        case "window":
            return WindowClosed(reason, "service")
        case "form" | "ability" if way:
            return WayClosed(reason, way)
        case "day":
            return _later(reason, way, now, tomorrow(now))
        case "minute":
            return _later(reason, way, now, next_minute(now))
    return Refused(reason)


def _later(reason: str, way: Way | None, now: datetime, until: datetime) -> SendError:
    if way is None:
        return TryAgain(reason, after=(until - now).total_seconds())
    return WayClosed(reason, way, until)


def tomorrow(now: datetime) -> datetime:
    """When WeChat counts the day anew: midnight in China."""
    local = now.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    return local + timedelta(days=1)


def next_minute(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0) + timedelta(minutes=1)
