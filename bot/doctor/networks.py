"""The networks: which ones people reach us by, and what stands in the way of each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.channels.base import TryAgain
from bot.channels.wechat import their_clock
from bot.channels.wechat.account import WechatAccount
from bot.channels.wechat.inbound import NAME
from bot.doctor.finding import Finding, State, finding
from bot.operator import tell
from bot.operator.errcodes import explained
from bot.settings import Settings
from storage import account_facts
from storage.rules.calendar import SHANGHAI


def examine(settings: Settings) -> Iterator[Finding]:
    """What the settings alone tell."""
    account = WechatAccount.of(settings)
    if settings.telegram_token is not None:
        bot_id = settings.telegram_token.get_secret_value().partition(":")[0]
        yield finding("telegram", "ok", account=bot_id, mode=settings.telegram_mode)
    elif settings.env == "production" and account is None:
        yield finding("channels", "warn")
    else:
        yield finding("telegram", "ok", "none")
    yield _wechat(account) if account else finding("wechat", "ok", "none")


def way_name(way: str) -> str:
    return tell(f"wechat.way_{way}")


def _wechat(account: WechatAccount) -> Finding:
    about = {"account": account.app_id, "mode": account.mode}
    if not account.secret:
        return finding("wechat", "note", "answers", **about)
    forms = [way for way in account.ways if way != "service"]
    return finding("wechat", "ok" if forms else "note", **about, forms="、".join(map(way_name, forms)))


async def examine_clock(settings: Settings, now: datetime) -> AsyncIterator[Finding]:
    """Our clock against WeChat's; without an account nobody asks."""
    account = WechatAccount.of(settings)
    if account:
        yield await clock(account, now)


async def clock(account: WechatAccount, now: datetime) -> Finding:
    try:
        ahead = await their_clock.ahead(account.api_base, now)
    except TryAgain as error:
        return finding("time", "warn", "unknown", base=account.api_base, reason=error)
    off = abs(ahead)
    state: State = "fail" if off > their_clock.FAR_OFF else "warn" if off > their_clock.OFF else "ok"
    if state == "ok":
        return finding("time", "ok")
    which = "ahead" if ahead > timedelta(0) else "behind"
    return finding("time", state, f"{state}_{which}", minutes=round(off.total_seconds() / 60))


async def examine_ways(session: AsyncSession, settings: Settings, now: datetime) -> AsyncIterator[Finding]:
    """Whether anything is sent, and the ways out that WeChat has closed for the account."""
    account = WechatAccount.of(settings)
    if account is None:
        return
    standing = await account_facts.standing(session, NAME, account.app_id, now)
    if standing.paused:
        why, following = explained(standing.paused)
        yield finding("paused", "fail", reason=why, next=following or tell("doctor.paused_log"))
    for one in standing.closed:
        about = {"way": way_name(one.way), "reason": explained(one.reason)[0]}
        if one.until is None:
            yield finding("way", "warn", **about)
        else:
            yield finding("way", "note", **about, until=f"{one.until.astimezone(SHANGHAI):%m-%d %H:%M}")
