"""The kinds of Official Account, and what each may do: WeChat's table of abilities and of daily limits."""

from __future__ import annotations

from typing import Literal

Kind = Literal[
    "unverified_subscription", "verified_subscription", "unverified_service", "verified_service", "test"
]
Ability = Literal[
    "menu", "service", "user_info", "media", "once", "template", "subscribe", "qrcode", "msgmenu"
]

_VERIFIED: frozenset[Ability] = frozenset({"menu", "service", "user_info", "media", "msgmenu"})
_SERVICE: frozenset[Ability] = frozenset({"template", "subscribe", "qrcode"})

ABILITIES: dict[Kind, frozenset[Ability]] = {
    # A token, inbound messages and the passive reply are everybody's.
    "unverified_subscription": frozenset(),
    "verified_subscription": _VERIFIED | {"once"},
    "unverified_service": frozenset({"menu"}),
    "verified_service": _VERIFIED | _SERVICE | {"once"},
    # The sandbox has most of a service account, but neither msgmenu nor one-time subscription.
    "test": (_VERIFIED | _SERVICE) - {"msgmenu"},
}

# Path: what it needs. None: every account has it.
NEEDS: dict[str, Ability | None] = {
    "/cgi-bin/message/custom/send": "service",
    "/cgi-bin/message/custom/typing": "service",
    "/cgi-bin/message/template/send": "template",
    "/cgi-bin/template/get_all_private_template": "template",
    "/cgi-bin/message/subscribe/bizsend": "subscribe",
    "/wxaapi/newtmpl/gettemplate": "subscribe",
    "/cgi-bin/message/template/subscribe": "once",
    "/cgi-bin/media/get": "media",
    "/cgi-bin/media/upload": "media",
    "/cgi-bin/menu/create": "menu",
    "/cgi-bin/menu/get": "menu",
    "/cgi-bin/qrcode/create": "qrcode",
    "/cgi-bin/user/info": "user_info",
    "/cgi-bin/getcallbackip": None,
    "/cgi-bin/clear_quota": None,
    "/cgi-bin/openapi/quota/get": None,
}

# Calls a day: of a new account, of a test account.
DAILY: dict[str, tuple[int, int]] = {
    "/cgi-bin/token": (2000, 200),
    "/cgi-bin/stable_token": (500_000, 500_000),
    "/cgi-bin/message/custom/send": (500_000, 50_000),
    "/cgi-bin/message/template/send": (100_000, 100_000),
    "/cgi-bin/media/get": (200_000, 200_000),
    "/cgi-bin/media/upload": (100_000, 100_000),
    "/cgi-bin/menu/create": (1000, 100),
    "/cgi-bin/qrcode/create": (100_000, 10_000),
    "/cgi-bin/user/info": (5_000_000, 500_000),
}


def daily(kind: Kind) -> dict[str, int]:
    return {path: limits[kind == "test"] for path, limits in DAILY.items()}
