"""The delivery planner: by which way a message may leave for this person now, or that it has to wait. Pure.

    direct      whenever we like                                             (Telegram, web, terminal)
    service     our own words, for a while after the person did something    (window, number of messages)
    subscribe   the fields of a form, one for each time they agreed to it
    template    the fields of a form, to whoever agreed to be told
    once        one message for a promise they tapped
    hold        it lies here and is said first when they are next in touch

The last ways but `hold` do not bring the message: they tell that something waits, and it waits on. What the
network says of its own counts (WindowClosed, WayClosed) is the truth and corrects ours.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.channels.base import Contact, Way, Window
from storage.allowances import Left

CONTACTS: tuple[Contact, ...] = ("message", "tap", "follow", "scan")
MARGIN = timedelta(seconds=5)
"""A window that closes while the message is on its way is closed."""
FORMS: tuple[Way, ...] = ("subscribe", "template", "once")
PER_DAY: Mapping[Way, int] = {"service": 500_000, "template": 100_000}
"""What a verified account may send in a day, unless the network tells otherwise."""


@dataclass(frozen=True, slots=True)
class Item:
    """What the planner has to know of a row."""

    sort: str
    not_after: datetime | None = None
    told: bool = False
    """The person was told by a form that something waits, and has not been in touch since."""
    agreed: bool = True
    """They want to be told of what they did not ask for."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The way it goes and what that costs; without a way it is held, and `reason` says why.

    `again`: no contact is needed, a way that is closed for the account opens by itself then.
    """

    way: Way | None
    spends: tuple[Left, ...] = ()
    reason: str = ""
    again: datetime | None = None


def plan(
    item: Item,
    ways: Sequence[Way],
    left: Collection[Left],
    now: datetime,
    *,
    shut: Mapping[str, datetime | None] | None = None,
) -> Plan:
    """The best open way for this row; `shut` are the account's closed ways and when each opens again."""
    if item.not_after is not None and now > item.not_after:
        return Plan(None, reason="expired")
    reason, again = "no way out", None
    for way in ways:
        found = _by(way, item, left, now)
        if isinstance(found, str):
            reason = found or reason
        elif shut is None or way not in shut:
            return found
        else:
            reason, opens = f"{way} is closed", shut[way]
            if opens and not isinstance(_by(way, item, left, opens), str):
                again = min(again or opens, opens)
    return Plan(None, reason=reason, again=again)


def _by(way: Way, item: Item, left: Collection[Left], now: datetime) -> Plan | str:
    """The plan by this way, or why not; "" when it was never meant for such a row."""
    if way == "direct":
        return Plan(way)
    if way == "service":
        windows = opened(left, now)
        if paid := tuple(one for one in windows if one.left):
            return Plan(way, paid)
        return "all said that may be" if windows else "not in touch"
    if item.sort == "reply" or (item.sort == "alert" and not item.agreed):
        return ""  # an answer they wait for needs no telling
    if item.told and item.sort != "safety":
        return ""  # a form tells once until they come; an alarm does not wait behind news
    mine = next((one for one in left if one.name == way), None)
    if way == "template":
        return Plan(way) if mine is None or mine.left else "refused by them"
    return Plan(way, (mine,)) if mine and mine.left else "no consent left"


def opened(left: Collection[Left], now: datetime) -> list[Left]:
    """The windows of contact that are open. They do not add up: whoever has most left says how many."""
    return [
        one for one in left if one.name in CONTACTS and one.until is not None and one.until - MARGIN > now
    ]


def may_say(left: Collection[Left], now: datetime) -> int:
    """How many messages of our own words may follow now."""
    return max((one.left for one in opened(left, now)), default=0)


def after_contact(
    contact: Contact, windows: Mapping[Contact, Window], at: datetime, now: datetime
) -> Left | None:
    """What somebody's doing allows us; None where the network does not count.

    The window begins when the network saw it, and never later than we did.
    """
    window = windows.get(contact)
    return Left(contact, window.most, min(at, now) + window.lasts) if window else None


def corrected(left: Collection[Left], way: Way, now: datetime) -> list[Left]:
    """What is left after the network refused this way for this person: nothing."""
    if way == "service":
        return [Left(one.name, 0, one.until) for one in opened(left, now)]
    return [Left(way, 0)]
