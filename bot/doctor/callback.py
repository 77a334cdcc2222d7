"""Whether WeChat can reach us and whether we know it from a stranger: lines of `wechat check`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime

from bot.channels.wechat import selftest
from bot.channels.wechat.account import WechatAccount
from bot.channels.wechat.callback import PATH
from bot.channels.wechat.once import entry
from bot.channels.wechat.selftest import Probe
from bot.doctor.finding import Finding, checked
from bot.operator import tell
from bot.settings import Settings

NOT_THERE = ("nameless", "away", "silent", "certificate")


async def examine(
    account: WechatAccount, settings: Settings, now: Callable[[], datetime]
) -> AsyncIterator[Finding]:
    """By the public address, and by our own where that one fails or is not known."""
    here = at_home(settings) + PATH
    if account.public_url:
        outside = await selftest.probe(account, account.public_url + PATH, now)
        lost = outside[-1].trouble
        at_all = (
            lost not in NOT_THERE or (await selftest.probe(account, here, now))[-1].trouble not in NOT_THERE
        )
        yield _line(outside, account.public_url + PATH, here, serving=at_all)
        if (page := entry(account)) and lost not in NOT_THERE:
            yield _once(await selftest.probe_once(page), page, at_home(settings))
    else:
        yield checked("public", "note")
        if account.alert_once_id:
            yield checked("once", "note")
        yield _line(await selftest.probe(account, here, now), here, here)


def at_home(settings: Settings) -> str:
    """Where `serve` can be reached on this machine."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.http_host, settings.http_host)
    return f"http://[{host}]:{settings.http_port}" if ":" in host else f"http://{host}:{settings.http_port}"


def _line(found: Sequence[Probe], url: str, here: str, *, serving: bool | None = None) -> Finding:
    """The first trouble; it explains those behind it. `serving`: on this machine; None: that was asked."""
    wrong = next((one for one in found if one.trouble), None)
    if wrong is None:
        return checked("callback", "ok", url=url)
    about = {"url": url, "here": here, "what": tell(f"check.what_{wrong.step}")}
    if wrong.trouble in ("nameless", "away", "silent"):
        if serving is None:
            return checked("callback", "warn", wrong.trouble, **about, next=tell("check.next_serve"))
        key = "name" if wrong.trouble == "nameless" else "proxy" if serving else "front"
        following = tell(f"check.next_{key}", here=here)
        if not serving:
            following += tell("check.next_then", serve=tell("check.next_serve"))
        return checked("callback", "fail", wrong.trouble, **about, next=following)
    if wrong.trouble in ("certificate", "other"):
        return checked("callback", "fail", wrong.trouble, **about)
    if wrong.trouble == "accepted":
        following = tell("check.next_mode" if wrong.step == "plain" else "check.next_stranger", here=here)
        return checked("callback", "fail", "accepted", **about, next=following)
    key = {"403": "next_restart", "404": "next_path"}.get(wrong.trouble, "next_logs")
    following = tell(f"check.{key}", here=here)
    return checked("callback", "fail", "status", **about, status=wrong.trouble, next=following)


def _once(found: Probe, url: str, here: str) -> Finding:
    """The page behind the menu's entry; a web server that only knows of the callback does not pass it on."""
    if not found.trouble:
        return checked("once", "ok", url=url)
    return checked("once", "fail", url=url, here=here)
