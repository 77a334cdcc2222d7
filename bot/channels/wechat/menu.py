"""The menu below the chat: every entry says its name, as if the person had typed it. Pure."""

from __future__ import annotations

from typing import Any

from bot.channels.bridge import SAYS
from handlers.phrases import words

Menu = dict[str, Any]


def menu() -> Menu:
    """As WeChat takes it: up to three at the top, up to five below each."""
    below: dict[str, list[dict[str, str]]] = {}
    for line in words("wechat.menu"):
        top, name = line.split("|")
        below.setdefault(top, []).append({"type": "click", "name": name, "key": SAYS + name})
    return {"button": [{"name": top, "sub_button": entries} for top, entries in below.items()]}


def same(shown: object) -> bool:
    """Whether an account shows our menu; WeChat adds fields of its own, and a list below every entry."""
    return _told(shown) == _told(menu())


def _told(shown: object) -> object:
    if not isinstance(shown, dict):
        return None
    kept = {name: shown[name] for name in ("name", "type", "key", "url") if name in shown}
    below = shown.get("button") or shown.get("sub_button")
    return (kept, [_told(one) for one in below] if isinstance(below, list) else [])
