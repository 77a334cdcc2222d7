"""People with WeChat in their hands, as far as the API knows them: who follows, who wrote when."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from tests.channels.wechat.wire_format import Bubble, Refusal

Trigger = Literal["message", "tap", "follow", "scan"]
# What each contact opens: so many messages, for so long. A tap on a msgmenu counts as a tap on the menu.
OPENS: dict[Trigger, tuple[int, timedelta]] = {
    "message": (5, timedelta(hours=48)),
    "tap": (3, timedelta(minutes=1)),
    "follow": (3, timedelta(minutes=1)),
    "scan": (3, timedelta(minutes=1)),
}


def openid_of(account: str, name: str) -> str:
    """28 characters, another for each account."""
    digest = hashlib.sha256(f"{account}/{name}".encode()).digest()
    return "o" + base64.urlsafe_b64encode(digest).decode()[:27]


@dataclass
class Opened:
    left: int
    until: datetime


@dataclass
class Person:
    """`zhang = api.person("张三")`, then `zhang.contact("message")`; `zhang.hears` is what they got."""

    name: str
    openid: str
    now: Callable[[], datetime]
    delivered: Sequence[Bubble]
    follows: bool = True
    since: datetime | None = None
    scene: str = ""
    opened: dict[Trigger, Opened] = field(default_factory=dict)
    last_contact: datetime | None = None
    typing_until: datetime | None = None
    accepted: Counter[str] = field(default_factory=Counter)
    """Subscription notices they agreed to, by template; each lets one through."""
    for_good: set[str] = field(default_factory=set)
    """Templates of long-term subscriptions."""
    once: set[int] = field(default_factory=set)
    """Scenes of one-time subscriptions: one message each, not cumulative."""

    @property
    def bubbles(self) -> list[Bubble]:
        return [bubble for bubble in self.delivered if bubble.to == self.openid]

    @property
    def hears(self) -> list[str]:
        return [bubble.text for bubble in self.bubbles]

    def follow(self, scene: str = "") -> None:
        self.follows, self.since, self.scene = True, self.now(), scene
        self.contact("follow")

    def leave(self) -> None:
        self.follows = False
        self.opened.clear()

    def contact(self, trigger: Trigger = "message") -> None:
        """They wrote, tapped, followed or scanned: the windows are full again for this kind of contact."""
        most, lasts = OPENS[trigger]
        self.last_contact = self.now()
        self.opened[trigger] = Opened(most, self.now() + lasts)

    def accept(self, template: str, *, for_good: bool = False) -> None:
        if for_good:
            self.for_good.add(template)
        else:
            self.accepted[template] += 1

    def use_window(self) -> None:
        """Quotas of several contacts do not add up: a message counts in every window that is open."""
        now = self.now()
        running = [one for one in self.opened.values() if one.until > now]
        if not running or not self.follows:
            raise Refusal(45015)
        if not any(one.left for one in running):
            raise Refusal(45047)
        for one in running:
            one.left = max(0, one.left - 1)

    def use_consent(self, template: str) -> None:
        if template in self.for_good:
            return
        if not self.accepted[template]:
            raise Refusal(43101)
        self.accepted[template] -= 1
