"""What the operator asks of an account and does to it: its token, its powers, its forms, its menu, its codes.

Nothing here reaches people: what an account may do is seen by how it refuses a call that concerns nobody.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from urllib.parse import quote

from bot.channels.base import SendError, Way, WayClosed
from bot.channels.wechat import files
from bot.channels.wechat.account import WechatAccount
from bot.channels.wechat.api import Api
from bot.channels.wechat.errors import NO_ABILITY, NO_MENU, TABLE, AddressRefused, Errcode, named
from bot.channels.wechat.menu import Menu, menu, same
from bot.channels.wechat.once import entry
from bot.channels.wechat.outbound import FORMS, SEND, SUBSCRIPTIONS, TEMPLATES, chosen, form_ids, listed_forms

Power = Literal["service", "template", "subscribe", "once", "menu", "media", "user_info", "qrcode"]
Kind = Literal[
    "unverified_subscription",
    "verified_subscription",
    "unverified_service",
    "verified_service",
    "test",
    "unknown",
]

CALLBACK_IPS, QUOTA = "/cgi-bin/getcallbackip", "/cgi-bin/openapi/quota/get"
MENU, MENU_SHOWN = "/cgi-bin/menu/create", "/cgi-bin/menu/get"
CODE, PERSON = "/cgi-bin/qrcode/create", "/cgi-bin/user/info"
LONGEST_CODE = timedelta(days=30)
SHOWN_AT = "https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket="
QUOTED = (SEND, *FORMS.values(), files.PATH, MENU, CODE)
NOBODY = "o" + "0" * 27
_SAYS_NOTHING = frozenset({"busy", "day", "minute", "account"})
"""Refusals of these sorts leave open whether the account may."""


@dataclass(frozen=True, slots=True)
class TokenCheck:
    """`address`: ours, as WeChat saw it, when it is not on the account's list."""

    ok: bool
    why: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Granted:
    """Whether the account has a power; None: this time it was not to be seen, and `why`."""

    power: Power
    granted: bool | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class FormCheck:
    """A form of the settings, as WeChat's own list has it; `labels` in its order."""

    way: Way
    ok: bool | None
    title: str = ""
    labels: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Quota:
    """Calls of today. None where WeChat does not tell, and `why`."""

    path: str
    most: int | None = None
    used: int | None = None
    left: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code: `image` is where it can be seen, `leads` what stands in it; `until` None: for ever."""

    scene: str
    image: str
    leads: str
    until: datetime | None


async def token(api: Api) -> TokenCheck:
    """Asks WeChat anew, whatever is kept: it proves app id, secret and the list of addresses."""
    try:
        await api.fresh_token()
        await api.get(CALLBACK_IPS)
    except AddressRefused as error:
        return TokenCheck(False, str(error), error.address)
    except SendError as error:
        return TokenCheck(False, str(error))
    except Errcode as error:
        return TokenCheck(False, error.reason)
    return TokenCheck(True)


async def powers(api: Api) -> tuple[Granted, ...]:
    to_nobody = {"touser": NOBODY}
    text = {**to_nobody, "msgtype": "text", "text": {"content": "-"}}
    once = {**to_nobody, "template_id": "-", "scene": "0", "title": "-", "data": {"content": {"value": "-"}}}
    probes: Mapping[Power, Callable[[], Awaitable[object]]] = {
        "service": lambda: api.post(SEND, text, harmless=True),
        "template": lambda: api.get(TEMPLATES),
        "subscribe": lambda: api.get(SUBSCRIPTIONS),
        "once": lambda: api.post(FORMS["once"], once, harmless=True),
        "menu": lambda: api.get(MENU_SHOWN),
        "media": lambda: api.file(files.PATH, media_id="-"),
        "user_info": lambda: api.get(PERSON, openid=NOBODY),
        "qrcode": lambda: api.post(CODE, {"action_name": "-", "action_info": {}}, harmless=True),
    }
    return tuple([await _granted(power, probe) for power, probe in probes.items()])


async def _granted(power: Power, probe: Callable[[], Awaitable[object]]) -> Granted:
    try:
        await probe()
    except SendError as error:
        return Granted(power, None, str(error))
    except Errcode as error:
        row = TABLE.get(error.code)
        if error.code == NO_ABILITY:
            return Granted(power, False, error.reason)
        if row is not None and row.sort in _SAYS_NOTHING:
            return Granted(power, None, error.reason)
    return Granted(power, True)


def kind(found: Sequence[Granted]) -> Kind:
    """The kind of account that has just these powers."""
    has = {one.power: one.granted for one in found}
    if any(has.get(power) is None for power in ("service", "template", "menu", "once")):
        return "unknown"
    if has["template"]:
        return "verified_service" if has["once"] else "test"  # the sandbox has no one-time subscription
    if has["service"]:
        return "verified_subscription"
    return "unverified_service" if has["menu"] else "unverified_subscription"


async def forms(api: Api, account: WechatAccount) -> tuple[FormCheck, ...]:
    """The forms that are set. Of one-time subscriptions WeChat keeps no list: their id is in the console."""
    return tuple([await _form(api, way, form_id) for way, form_id in form_ids(account).items()])


async def _form(api: Api, way: Way, form_id: str) -> FormCheck:
    if way == "once":
        return FormCheck(way, None)
    try:
        found = chosen(await listed_forms(api, way), form_id, way)
    except WayClosed as error:
        return FormCheck(way, False, why=str(error))
    except Errcode as error:
        return FormCheck(way, False if error.code == NO_ABILITY else None, why=error.reason)
    except SendError as error:
        return FormCheck(way, None, why=str(error))
    return FormCheck(way, True, found.title, tuple(field.label for field in found.fields))


async def quotas(api: Api) -> tuple[Quota, ...]:
    return tuple([await _quota(api, path) for path in QUOTED])


async def _quota(api: Api, path: str) -> Quota:
    try:
        told = (await api.post(QUOTA, {"cgi_path": path}, harmless=True)).get("quota")
    except Errcode as error:
        return Quota(path, why=error.reason)
    except SendError as error:
        return Quota(path, why=str(error))
    numbers: Mapping[str, Any] = told if isinstance(told, dict) else {}
    most, used, left = (numbers.get(name) for name in ("daily_limit", "used", "remain"))
    return Quota(path, most, used, left)


async def callback_ips(api: Api) -> tuple[str, ...]:
    """Where callbacks come from, these days. Raises a SendError."""
    found = (await _done(api, api.get(CALLBACK_IPS))).get("ip_list")
    return tuple(map(str, found)) if isinstance(found, list) else ()


def menu_of(account: WechatAccount) -> Menu:
    return menu(entry(account))


async def push_menu(api: Api, account: WechatAccount) -> None:
    """People see it when they come back, or after five minutes. Raises a SendError."""
    await _done(api, api.post(MENU, menu_of(account), harmless=True))


async def menu_is_ours(api: Api, account: WechatAccount) -> bool:
    """Whether the account shows the menu that `push_menu` would give it. Raises a SendError."""
    try:
        shown = await api.get(MENU_SHOWN)
    except Errcode as error:
        if error.code == NO_MENU:
            return False
        failure = named(error, None, api.now())
    else:
        return same(shown.get("menu"), menu_of(account))
    raise failure


async def qrcode(api: Api, scene: str, lasts: timedelta | None = None) -> Code:
    """A code that brings people with this scene; for ever, or for at most thirty days. Raises a SendError."""
    asked: dict[str, Any] = {
        "action_name": "QR_STR_SCENE" if lasts else "QR_LIMIT_STR_SCENE",
        "action_info": {"scene": {"scene_str": scene}},
    }
    if lasts:
        asked["expire_seconds"] = int(min(lasts, LONGEST_CODE).total_seconds())
    answer = await _done(api, api.post(CODE, asked, harmless=True))
    image = SHOWN_AT + quote(str(answer.get("ticket", "")), safe="")
    seconds = answer.get("expire_seconds")
    until = api.now() + timedelta(seconds=seconds) if isinstance(seconds, int) else None
    return Code(scene, image, str(answer.get("url", "")), until)


async def _done(api: Api, call: Awaitable[dict[str, Any]]) -> dict[str, Any]:
    try:
        return await call
    except Errcode as error:
        failure = named(error, None, api.now())
    raise failure
