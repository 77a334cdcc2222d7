"""`wechat check`: an Official Account from end to end, in the order in which one thing needs the other.

Nobody hears of it: what the account may do is seen by calls that concern nobody. What is wrong with our own
callback is told in callback.py.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Iterator, Sequence
from datetime import datetime

from bot.channels.base import SendError
from bot.channels.wechat import files, setup
from bot.channels.wechat.account import WechatAccount
from bot.channels.wechat.api import Api
from bot.channels.wechat.errors import NO_ABILITY
from bot.channels.wechat.inbound import NAME
from bot.channels.wechat.outbound import FORMS, SEND
from bot.channels.wechat.setup import FormCheck, Granted, Kind, Quota
from bot.doctor import networks
from bot.doctor.finding import Finding, checked
from bot.operator import tell
from bot.operator.errcodes import explained
from storage import account_facts
from storage.db import Database

SETTINGS = {
    "template": "YIZHAN_WECHAT_ALERT_TEMPLATE_ID",
    "subscribe": "YIZHAN_WECHAT_ALERT_SUBSCRIBE_ID",
    "once": "YIZHAN_WECHAT_ALERT_ONCE_ID",
}
CALLS = {
    SEND: "service",
    **{path: way for way, path in FORMS.items()},
    files.PATH: "media",
    setup.MENU: "menu",
    setup.CODE: "qrcode",
}
SCARCE = 10
"""Less than one in so many calls of the day left."""
_PASSES = ("-1", "45009", "45011")


def settings(account: WechatAccount) -> Iterator[Finding]:
    """What the settings alone tell."""
    key = "" if account.mode == "safe" else account.mode
    yield checked("account", "warn" if key else "ok", key, account=account.app_id)
    if not account.original_id:
        yield checked("original", "note")
    if not account.secret:
        yield checked("secret", "note")


async def examine(
    account: WechatAccount, api: Api, db: Database, now: Callable[[], datetime]
) -> AsyncIterator[Finding]:
    """What WeChat itself says of the account; without a token nothing more can be asked."""
    yield await networks.clock(account, now())
    token = await _token(api)
    yield token
    if token.state != "ok":
        return
    powers, forms = await setup.powers(api), await setup.forms(api, account)
    granted = {str(one.power) for one in powers if one.granted}
    yield _powers(powers)
    for form in forms:
        yield _form(form)
    if not forms:
        yield (
            checked("form", "note", "none") if granted & SETTINGS.keys() else checked("form", "ok", "unable")
        )
    if granted:
        yield _quotas(await setup.quotas(api), granted)
    if "menu" in granted:
        yield await _menu(api, account)
    shut = {str(one.power) for one in powers if one.granted is False} | {
        one.way for one in forms if one.ok is False
    }
    async for line in _reopen(account, db, shut, now()):
        yield line


async def _reopen(
    account: WechatAccount, db: Database, shut: Collection[str], now: datetime
) -> AsyncIterator[Finding]:
    """What was closed is tried again, unless we have just seen that it is closed; `serve` goes on."""
    async with db.unit() as session:
        await account_facts.mend(session, NAME, account.app_id, now)
        opened = await account_facts.reopen(session, NAME, account.app_id, but=shut)
        left = await account_facts.standing(session, NAME, account.app_id, now)
    if opened:
        yield checked("ways", "ok", "reopened", ways="、".join(map(networks.way_name, opened)))
    if left.closed:
        yield checked(
            "ways", "note", "kept", ways="、".join(networks.way_name(one.way) for one in left.closed)
        )
    if not opened and not left.closed:
        yield checked("ways", "ok")


async def _token(api: Api) -> Finding:
    got = await setup.token(api)
    if got.ok:
        return checked("token", "ok")
    if got.address:
        return checked("list", "fail", address=got.address)
    why, following = explained(got.why)
    if got.why.startswith(_PASSES):
        return checked("token", "warn", why=why, next=following)
    if following:
        return checked("token", "fail", why=why, next=following)
    return checked("token", "fail", "unknown" if " unknown " in why else "away", base=api.base, why=why)


def _powers(found: Sequence[Granted]) -> Finding:
    unseen = [one for one in found if one.granted is None]
    if unseen:
        why = explained(unseen[0].why)[0]
        return checked("powers", "warn", unseen=_names(one.power for one in unseen), why=why)
    kind: Kind = setup.kind(found)
    has = _names(one.power for one in found if one.granted)
    lacks = _names(one.power for one in found if not one.granted)
    return checked("powers", "ok", kind=tell(f"check.kind_{kind}"), has=has, lacks=lacks)


def _names(powers: Iterator[str]) -> str:
    return "、".join(tell(f"check.power_{power}") for power in powers) or tell("check.powers_none")


def _form(one: FormCheck) -> Finding:
    about = {"way": networks.way_name(one.way), "setting": SETTINGS[one.way], "why": explained(one.why)[0]}
    if one.ok:
        return checked("form", "ok", **about, title=one.title, labels="、".join(one.labels))
    if one.ok is None:
        return (
            checked("form", "note", "once", **about)
            if one.way == "once"
            else checked("form", "warn", **about)
        )
    if one.why.startswith(str(NO_ABILITY)):
        return checked("form", "fail", "refused", **about)
    return checked("form", "fail", "fieldless" if "fields" in one.why else "missing", **about)


def _quotas(found: Sequence[Quota], granted: Collection[str]) -> Finding:
    told = [one for one in found if one.left is not None and one.most and CALLS[one.path] in granted]
    if not told:
        return checked("quota", "note", why=explained(found[0].why)[0])
    left = "、".join(f"{tell(f'check.power_{CALLS[one.path]}')} {one.left}/{one.most}" for one in told)
    scarce = any((one.left or 0) * SCARCE < (one.most or 0) for one in told)
    return checked("quota", "warn" if scarce else "ok", left=left)


async def _menu(api: Api, account: WechatAccount) -> Finding:
    try:
        ours = await setup.menu_is_ours(api, account)
    except SendError as error:
        return checked("menu", "warn", "unknown", why=explained(str(error))[0])
    return checked("menu", "ok" if ours else "warn")
