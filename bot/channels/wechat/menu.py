"""The menu below the chat: every entry says its name, as if the person had typed it. Pure.

One may be a page: there people allow a message ahead of time, where the account has that (once.py).
"""

from __future__ import annotations

from typing import Any

from bot.channels.bridge import SAYS
from handlers.phrases import say, words

Menu = dict[str, Any]


def menu(once: str = "") -> Menu:
    """As WeChat takes it: up to three at the top, up to five below each. `once`: the address of that page."""
    below: dict[str, list[dict[str, str]]] = {}
    for line in words("wechat.menu"):
        top, name = line.split("|")
        below.setdefault(top, []).append({"type": "click", "name": name, "key": SAYS + name})
    if once:
        below[say("wechat.once_below")].append({"type": "view", "name": once_name(), "url": once})
    return {"button": [{"name": top, "sub_button": entries} for top, entries in below.items()]}


def once_name() -> str:
    return say("wechat.once_entry")


def same(shown: object, ours: Menu) -> bool:
    """Whether an account shows our menu; WeChat adds fields of its own, and a list below every entry."""
    return _told(shown) == _told(ours)


def _told(shown: object) -> object:
    if not isinstance(shown, dict):
        return None
    kept = {name: shown[name] for name in ("name", "type", "key", "url") if name in shown}
    below = shown.get("button") or shown.get("sub_button")
    return (kept, [_told(one) for one in below] if isinstance(below, list) else [])
