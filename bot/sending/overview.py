"""What may be said to a person just now, for the operator's eyes: the planner asked, nothing spent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.channels.base import Way
from bot.sending import planning
from bot.sending.budget import Item, Plan, plan
from storage import account_facts, allowances, backlog, outbox_held, people
from storage.account_facts import Standing
from storage.allowances import Left
from storage.backlog import Unsent
from storage.db import Session
from storage.models import Address, Person

SORTS = ("reply", "notice", "alert")
Ways = Callable[[str, str], Sequence[Way]]
"""The ways out of a channel's account, best first."""


@dataclass(frozen=True, slots=True)
class Place:
    """One address of a person: which ways lead there, what is left of each, what waits."""

    channel: str
    account: str
    reachable: bool
    ways: tuple[Way, ...]
    left: Sequence[Left]
    standing: Standing
    plans: Mapping[str, Plan]
    waits: Sequence[Unsent]


async def look(session: Session, person: Person, ways: Ways, now: datetime) -> list[Place]:
    """Every address of a person, also those that take nothing any more."""
    return [
        await _place(session, person, one, tuple(ways(one.channel, one.account)), now)
        for one in await people.places(session, person.id)
    ]


async def _place(
    session: Session, person: Person, address: Address, ways: tuple[Way, ...], now: datetime
) -> Place:
    standing = await account_facts.standing(session, address.channel, address.account, now)
    left = await allowances.of(session, address.id)
    told = await outbox_held.was_told(session, address.id)
    plans = {
        sort: plan(
            Item(sort, told=told, agreed=person.alerts), ways, left, now, shut=planning.shut(standing, now)
        )
        for sort in SORTS
    }
    waits = await backlog.unsent(session, address.id)
    return Place(address.channel, address.account, address.reachable, ways, left, standing, plans, waits)
