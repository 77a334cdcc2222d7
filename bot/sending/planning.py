"""The planner at work: what it has to know is read from the ledger, and what came of a plan written back.

What a message costs is spent when its row is claimed, in the same unit, and given back when it has certainly
not left. So no two processes, and no kill, can promise more than the network allows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot import logs
from bot.channels.base import Channel, Misconfigured, Way, WayClosed, WindowClosed
from bot.sending import budget
from bot.sending.budget import Item, Plan
from storage import account_facts, allowances, outbox_held
from storage.account_facts import Standing
from storage.db import Session
from storage.outbox_queue import Claimed
from storage.rules.quiet import day_start

log = logs.get("sender")


def counts(channel: Channel) -> bool:
    """Whether this network limits what may be said, and to whom."""
    return "direct" not in channel.abilities.ways


async def standing(session: Session, channel: Channel, now: datetime) -> Standing:
    """How the account stands; not asked where nothing is counted."""
    if not counts(channel):
        return Standing()
    return await account_facts.standing(session, channel.name, channel.account, now)


async def choose(session: Session, channel: Channel, row: Claimed, account: Standing, now: datetime) -> Plan:
    """The way for this row; what it costs is spent with the unit that claims it."""
    item, ways = Item(row.sort, row.not_after, agreed=row.alerts), channel.abilities.ways
    if not counts(channel):
        return budget.plan(item, ways, (), now)
    item = replace(item, told=await outbox_held.was_told(session, row.address_id))
    left = await allowances.of(session, row.address_id)
    plan = budget.plan(item, ways, left, now, shut=shut(account, now))
    await allowances.spend(session, row.address_id, [one.name for one in plan.spends])
    return plan


def shut(account: Standing, now: datetime) -> dict[str, datetime | None]:
    """The ways nobody may go now, and when each opens again."""
    spent = {way for way, most in budget.PER_DAY.items() if account.sent.get(way, 0) >= most}
    return {
        **{way: day_start(now) + timedelta(days=1) for way in spent},
        **{one.way: one.until for one in account.closed},
    }


async def count(session: Session, channel: Channel, ways: Iterable[Way | None], now: datetime) -> None:
    """Write down how many leave by the ways that have a limit a day."""
    tomorrow = day_start(now) + timedelta(days=1)
    for way, number in Counter(way for way in ways if way in budget.PER_DAY).items():
        await account_facts.count(session, channel.name, channel.account, str(way), number, tomorrow)


async def learn(
    session: Session, channel: Channel, row: Claimed, plan: Plan, error: Exception, now: datetime
) -> None:
    """What a failed send says about the budget. The network's own counts are the truth."""
    if isinstance(error, WindowClosed):
        left = await allowances.of(session, row.address_id)
        for one in budget.corrected(left, error.way, now):
            await allowances.put(session, row.address_id, one)
        return
    if isinstance(error, WayClosed):
        await account_facts.close(session, channel.name, channel.account, error.way, str(error), error.until)
    if isinstance(error, Misconfigured) and counts(channel):
        # The sender only remembers it; the doctor and the operator's verbs are other processes.
        await account_facts.pause(session, channel.name, channel.account, str(error))
    await allowances.give_back(session, row.address_id, plan.spends)
