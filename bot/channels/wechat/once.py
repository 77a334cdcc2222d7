"""GET /wechat/once: somebody allows one message ahead of time, by a one-time subscription.

    the menu's entry → our page → WeChat's page, where they tap yes or no → our page, which says what follows

Our page without a query leads on to WeChat's; WeChat sends them back to it with their answer in the query.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from html import escape
from urllib.parse import urlencode

from aiohttp import web

from bot import logs
from bot.channels.base import News, NotKept
from bot.channels.wechat.account import WechatAccount
from bot.channels.wechat.callback import PATH
from bot.channels.wechat.inbound import NAME, OPENID
from bot.channels.wechat.menu import once_name
from bot.channels.wechat.outbound import ONCE_SCENE
from bot.channels.wx_crypto import BadCallback
from handlers.phrases import say

log = logs.get("wechat")

CONFIRM = "https://mp.weixin.qq.com/mp/subscribemsg"
ONCE = PATH + "/once"
NONCE = 16
OUTCOMES = {"confirm": "accept", "cancel": "reject"}
# An address holds their openid: no copy of the page stays, and no other site is told where they came from.
HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
PAGE = """<!doctype html>
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<p style="margin:2em 1em;font-size:1.25em;line-height:1.6">{words}</p>
"""


def entry(account: WechatAccount) -> str:
    """Where the menu leads who wants to be asked; "" when the account cannot ask."""
    return account.public_url + ONCE if account.public_url and "once" in account.ways else ""


class OncePage:
    def __init__(
        self,
        account: WechatAccount,
        news: Callable[[News], Awaitable[None]],
        now: Callable[[], datetime],
        count: Callable[[str], None],
    ) -> None:
        self._account = account
        self._news = news
        self._now = now
        self._count = count

    def mount(self, app: web.Application) -> None:
        """WeChat's documentation puts a slash before the query it adds; both are us."""
        if entry(self._account):
            for path in (ONCE, ONCE + "/"):
                app.router.add_get(path, self.show, allow_head=False)

    async def show(self, request: web.Request) -> web.Response:
        if "action" not in request.query:
            return web.Response(status=302, headers={**HEADERS, "Location": asking(self._account)})
        try:
            outcome, heard = answer(self._account, request.query, self._now())
            if heard:
                await self._news(heard)
        except BadCallback as error:
            self._count(error.reason)
            log.info("wechat.refused", reason=error.reason)
            return _page(403, refusal())
        except NotKept:
            return _page(503, refusal())
        return _page(200, say(f"wechat.once_{outcome}", name=once_name()))


def asking(account: WechatAccount) -> str:
    """WeChat's page that asks; each time with another `reserved`, which comes back with the answer."""
    nonce = secrets.token_hex(NONCE // 2)
    asked = {
        "action": "get_confirm",
        "appid": account.app_id,
        "scene": ONCE_SCENE,
        "template_id": account.alert_once_id,
        "redirect_url": entry(account),
        "reserved": nonce + _proof(account, nonce),
    }
    return f"{CONFIRM}?{urlencode(asked)}#wechat_redirect"


def answer(account: WechatAccount, query: Mapping[str, str], now: datetime) -> tuple[str, News | None]:
    """What they tapped, and the news in it: a refusal comes without an openid. Raises BadCallback.

    One acceptance lets one message through, but its address may be opened again for ever: by going back, from
    the history, by a friend who was sent it. So an answer has effect once for each asking, which `reserved`
    names, and who wants another message asks anew, by the menu. Whoever goes back to WeChat's page and taps
    there again is not counted a second time: rather one message less than one that WeChat refuses.
    """
    reserved, outcome = query.get("reserved", ""), OUTCOMES.get(query.get("action", ""))
    ours = (query.get("template_id"), query.get("scene")) == (account.alert_once_id, str(ONCE_SCENE))
    if outcome is None or not ours or not _asked_by_us(account, reserved):
        raise BadCallback("once")
    openid = query.get("openid", "")
    if not openid and outcome == "reject":
        return outcome, None
    if not OPENID.fullmatch(openid):
        raise BadCallback("once")
    # Hashed: the row stays for ever, and the person in it may want to be forgotten.
    digest = hashlib.sha256(f"{openid}|{reserved}|{outcome}".encode()).hexdigest()[:32]
    return outcome, News(
        NAME,
        account.app_id,
        openid,
        "consent",
        now,
        outcome=outcome,
        template=account.alert_once_id,
        message_id=f"once:{digest}",
    )


def _asked_by_us(account: WechatAccount, reserved: str) -> bool:
    """In the same time for every wrong one; half characters get a no, not an error."""
    nonce, claimed = reserved[:NONCE], reserved[NONCE:]
    return hmac.compare_digest(_proof(account, nonce).encode(), claimed.encode("utf-8", "surrogatepass"))


def _proof(account: WechatAccount, nonce: str) -> str:
    """Letters and digits, as WeChat wants them; `once` keeps it apart from what else the token proves."""
    proven = "|".join(("once", account.app_id, str(ONCE_SCENE), account.alert_once_id, nonce))
    return hmac.new(
        account.token.encode(), proven.encode("utf-8", "surrogatepass"), hashlib.sha256
    ).hexdigest()


def refusal() -> str:
    return say("wechat.once_again", name=once_name())


def _page(status: int, words: str) -> web.Response:
    text = PAGE.format(title=escape(once_name()), words=escape(words))
    return web.Response(status=status, text=text, content_type="text/html", headers=HEADERS)
