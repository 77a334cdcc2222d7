"""What travels between an Official Account's server and WeChat's API, on the side of WeChat.

`SAID` is WeChat's table of error codes as far as the fake knows it: the words WeChat uses, and in the comment
what the row means. Every refusal of the fake is `Refusal(code)`, so every refusal cites its row.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Fields = dict[str, Any]

_rids = itertools.count(0x6AA00001)
_ESCAPED = re.compile(rb"(?<!\\)(?:\\\\)*\\u(?!00[01])[0-9a-fA-F]{4}")

SAID: Mapping[int, str] = {
    -1: "system error",  # busy: try again
    40001: "invalid credential, access_token is invalid or not latest",  # not a token that is valid now
    40002: "invalid grant_type",
    40003: "invalid openid",  # of nobody, or of another account
    40004: "invalid media type",
    40005: "invalid file type",  # by the ending of its name
    40006: "invalid media size",  # pictures 10 MB, voices 2 MB
    40007: "invalid media_id",  # wrong, or older than three days
    40008: "invalid message type",
    40013: "invalid appid",
    40014: "invalid access_token",  # has not even the form of one
    40016: "invalid button size",  # a menu has 1 to 3 buttons
    40017: "invalid button type",
    40018: "invalid button name size",  # at most 16 bytes
    40019: "invalid button key size",  # at most 128 bytes
    40020: "invalid button url size",  # at most 1024 bytes
    40023: "invalid sub button size",  # a button has 1 to 5 below it
    40025: "invalid sub button name size",  # at most 60 bytes
    40026: "invalid sub button key size",
    40027: "invalid sub button url size",
    40033: "invalid charset. please check your request, if include \\uxxxx will create fail!",
    40037: "invalid template_id",  # wrong, or removed with its category
    40053: "invalid action info",  # of a QR code
    40125: "invalid appsecret",
    40243: "AppSecret is frozen",
    40164: "invalid ip {ip} ipv6 ::ffff:{ip}, not in whitelist",
    40200: "invalid account type",  # msgmenu on a test account
    41005: "media data missing",
    42001: "access_token expired",
    43004: "require subscribe",  # does not follow the account
    43101: "user refuse to accept the msg",  # or gave consent to no more than they got already
    44002: "empty post data",
    45002: "content size out of limit",
    45008: "article size out of limit",  # customer service: one article
    45009: "reach max api daily quota limit",  # until midnight
    45011: "api minute-quota reach limit, must slower, retry next minute",
    45015: "response out of time limit or subscription is canceled",  # no contact for too long, or left
    45047: "out of response count limit",  # all messages of this contact used up
    45072: "invalid typing command",
    45080: "no contact within 30 seconds before typing",
    45081: "already typing",
    46003: "menu no exist",
    47001: "data format error",  # no JSON
    47003: "argument invalid! {field}",  # a field of a form breaks its rule
    48001: "api unauthorized",  # this kind of account does not have it
    48006: "api forbid to clear quota because of reaching the limit",  # ten times a month
    76021: "cgi_path not found, please check",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with one call.

    `done`: the work is done before it goes wrong. Then an answer with `errcode` or with `status` and `body`,
    a cut line (`cut`), or none at all. `slow` alone: a late answer, after so many seconds.
    """

    status: int = 0
    body: str = ""
    errcode: int = 0
    said: str = ""
    done: bool = False
    cut: bool = False
    slow: float = 0.0
    location: str = ""


@dataclass(frozen=True, slots=True)
class Bubble:
    """What one person has on the screen, and by which way it came."""

    to: str
    way: str
    text: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    template: str = ""
    number: str = ""


class Refusal(Exception):
    """An answer with an errcode; HTTP says 200 all the same."""

    def __init__(self, code: int, said: str = "", **values: str) -> None:
        self.code = code
        self.answer = refusal(code, said or SAID[code].format(**values))


def refusal(code: int, said: str = "") -> Fields:
    rid = f"{next(_rids):08x}-1f2e3d4c-5b6a7988"
    return {"errcode": code, "errmsg": f"{said or SAID.get(code, 'unknown')} rid: {rid}"}


def read_json(raw: bytes) -> Fields:
    """44002 for nothing, 40033 for escaped Chinese, 47001 for what is no JSON object."""
    if not raw:
        raise Refusal(44002)
    if _ESCAPED.search(raw):
        raise Refusal(40033)
    try:
        body = json.loads(raw.decode("utf-8"), strict=False)
    except ValueError:
        raise Refusal(47001) from None
    if not isinstance(body, dict):
        raise Refusal(47001)
    return body
