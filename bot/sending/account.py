"""One account of one channel: how fast it may send, how much is in the air, whether it must rest."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot import logs
from bot.channels.base import Channel, Misconfigured, SendError, TryAgain
from bot.sending.bucket import Bucket

log = logs.get("sender")

BATCH = 50
PARALLEL = 16
ALERTS = 8
"""Of them alerts: so many may a kill leave in doubt. Enough for 25 a second at 300 ms each, and a push that
hangs leaves places for answers."""
LONGEST_REST = timedelta(seconds=60)


@dataclass(slots=True)
class Account:
    """`paused` since the network refused the account as such: until a restart, or until somebody has mended
    it and seen that the network takes our calls again."""

    channel: Channel
    bucket: Bucket = field(init=False)
    flying: int = 0
    alerts: int = 0
    """Of those that fly."""
    paused: datetime | None = None
    rests_until: datetime | None = None

    def __post_init__(self) -> None:
        self.bucket = Bucket(self.channel.abilities.per_second)

    def places(self, now: datetime) -> int:
        """How many more may be sent at once; what waits for its turn here must not outlive its lease."""
        # A clock that was set back must not make the rest longer.
        rests = self.rests_until is not None and now < self.rests_until <= now + LONGEST_REST
        if self.paused or rests:
            return 0
        return min(BATCH, PARALLEL - self.flying, max(1, int(self.bucket.rate * 10)))

    def counts(self, sort: str, step: int) -> None:
        """One more flies, or one less."""
        self.flying += step
        self.alerts += step if sort == "alert" else 0

    def mended(self, at: datetime | None) -> None:
        """Go on, when that was after we stopped."""
        if self.paused and at and at > self.paused:
            self.paused = None
            log.info("sender.account_goes_on", channel=self.channel.name, account=self.channel.account)

    def trouble(self, error: Exception, row: int, now: datetime) -> None:
        """What a failed send means for the account as a whole."""
        if isinstance(error, Misconfigured) and not self.paused:
            self.paused = now
            log.error(
                "sender.account_paused",
                channel=self.channel.name,
                account=self.channel.account,
                reason=str(error),
                advice=type(error).__doc__ or Misconfigured.__doc__,
            )
        elif isinstance(error, TryAgain) and error.after:
            # It named a time: the account, not the person, is too fast.
            self.rests_until = now + min(timedelta(seconds=error.after), LONGEST_REST)
        elif not isinstance(error, SendError):
            log.error("sender.channel_fault", row=row, channel=self.channel.name, exc_info=error)
