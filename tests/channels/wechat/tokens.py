"""Access tokens as WeChat gives them out: two families that know nothing of each other."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.channels.wechat.wire_format import Refusal

LIFE = timedelta(seconds=7200)
OVERLAP = timedelta(minutes=5)
FORCED_APART = timedelta(seconds=30)
FORCED_A_DAY = 20
SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass
class Tokens:
    """One family. `until` also remembers the tokens that are over: they are told apart from unknown ones."""

    now: Callable[[], datetime]
    until: dict[str, datetime] = field(default_factory=dict)
    current: str = ""
    forced: list[datetime] = field(default_factory=list)
    stuck: bool = False
    """The family goes on giving out a token that is dead, as has been seen after an account was restored."""

    def fresh(self) -> tuple[str, int]:
        """A new one at each call; the one before it lives five minutes more (`/cgi-bin/token`)."""
        if before := self.current:
            self.until[before] = min(self.until[before], self.now() + OVERLAP)
        return self._issue()

    def stable(self, *, force: bool) -> tuple[str, int]:
        """The same one until five minutes before its end (`/cgi-bin/stable_token`)."""
        if force:
            self._forced()
            if self.current:
                self.until[self.current] = self.now()
            self.stuck = False
            return self._issue()
        if self.current and (self.stuck or self.until[self.current] - self.now() > OVERLAP):
            left = (self.until[self.current] - self.now()).total_seconds()
            return self.current, int(left) if left > 0 else int(LIFE.total_seconds())
        return self._issue()

    def kill(self, *, stuck: bool = False) -> None:
        """All are dead from now on; `stuck`: and the newest is still given out."""
        for token in self.until:
            self.until[token] = datetime.min.replace(tzinfo=self.now().tzinfo)
        self.stuck = stuck
        if not stuck:
            self.current = ""

    def holds(self, token: str) -> bool:
        """False for a token of the other family; 42001 for one that is over."""
        if token not in self.until:
            return False
        if self.until[token] == datetime.min.replace(tzinfo=self.now().tzinfo):
            raise Refusal(40001)  # revoked, not expired
        if self.until[token] <= self.now():
            raise Refusal(42001)
        return True

    def _issue(self) -> tuple[str, int]:
        self.current = "99_" + secrets.token_urlsafe(100)
        self.until[self.current] = self.now() + LIFE
        return self.current, int(LIFE.total_seconds())

    def _forced(self) -> None:
        now = self.now()
        today = [at for at in self.forced if _day(at) == _day(now)]
        if len(today) >= FORCED_A_DAY:
            raise Refusal(45009)  # force_refresh: 20 a day
        if today and now - today[-1] < FORCED_APART:
            raise Refusal(45011)  # and 30 seconds apart
        self.forced.append(now)


def _day(at: datetime) -> str:
    return at.astimezone(SHANGHAI).date().isoformat()
