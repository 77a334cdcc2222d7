"""The access token: asked for once, shared by all processes over the ledger, renewed before it ends.

WeChat's stable_token gives the same token to everybody who asks, until five minutes before its end. So asking
is harmless, and a token that is refused although it should hold is asked for again, not forced. Forcing a new
one kills that of every other process and is rationed, so it comes last: when WeChat keeps giving out the very
token it refuses, and never twice within half a minute.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot import logs
from bot.channels.base import Misconfigured
from bot.channels.wechat.together import Together

log = logs.get("wechat")

MARGIN = timedelta(minutes=5)
PAUSE = timedelta(seconds=30)
"""Between two forced ones; and before we ask again although WeChat gave us one that ends soon."""
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class TokenStore(Protocol):
    """Where the processes of one account share its token."""

    async def load(self) -> tuple[str, datetime] | None:
        """The token kept last and until when it holds."""

    async def save(self, token: str, until: datetime) -> None:
        """Keep it in the place of the one before."""


class Stuck(Misconfigured):
    """WeChat keeps giving out a token that it refuses. Reset the app secret in its console, then restart."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class Tokens:
    """`ask(force)` calls stable_token: the token and how many seconds it holds."""

    def __init__(
        self,
        ask: Callable[[bool], Awaitable[tuple[str, int]]],
        store: TokenStore,
        now: Callable[[], datetime],
    ) -> None:
        self._ask = ask
        self._store = store
        self._now = now
        self._token = ""
        self._until = self._asked_at = self._forced_at = _NEVER
        self._renewal = Together[None]()

    async def get(self) -> str:
        if not self._holds():
            await self._renewal.do(lambda: self._renew(""))
        return self._token

    async def other_than(self, dead: str) -> str:
        """Another one, after WeChat refused this one. Whoever comes second gets what the first found."""
        if self._token == dead:
            await self._renewal.do(lambda: self._renew(dead))
        return self._token

    def _holds(self) -> bool:
        now = self._now()
        soon = self._until - MARGIN <= now
        return bool(self._token) and (not soon or now < min(self._until, self._asked_at + PAUSE))

    async def _renew(self, dead: str) -> None:
        kept = await self._load()
        # Of two processes that held the dead one, the second finds what the first has renewed.
        if kept and kept[0] != dead and kept[1] >= self._until and kept[1] - MARGIN > self._now():
            self._token, self._until = kept
            return
        await self._fetch(force=False)
        if dead and self._token == dead:
            if self._now() - self._forced_at < PAUSE:
                raise Stuck
            self._forced_at = self._now()
            log.warning("wechat.token_forced")
            await self._fetch(force=True)

    async def _fetch(self, *, force: bool) -> None:
        token, seconds = await self._ask(force)
        self._asked_at = self._now()
        self._token, self._until = token, self._asked_at + timedelta(seconds=seconds)
        try:
            await self._store.save(token, self._until)
        except Exception as error:
            # It holds all the same; another process will have to ask for itself.
            log.warning("wechat.token_not_shared", error=type(error).__name__)

    async def _load(self) -> tuple[str, datetime] | None:
        try:
            return await self._store.load()
        except Exception as error:
            log.warning("wechat.token_not_shared", error=type(error).__name__)
            return None
