"""WeChat's clock: a callback whose time is ten minutes off ours is refused, so ours has to be right."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.channels.base import TryAgain

ANY_PATH = "/cgi-bin/getcallbackip"
"""Answers whoever asks, with a refusal or not: only the Date above it is read."""
OFF, FAR_OFF = timedelta(minutes=2), timedelta(minutes=10)


async def ahead(base: str, now: datetime, seconds: float = 5.0) -> timedelta:
    """How far `now`, our time when this is called, is ahead of WeChat's; TryAgain when it cannot be asked."""
    began = time.monotonic()
    try:
        async with (
            ClientSession(timeout=ClientTimeout(total=seconds)) as client,
            client.get(base + ANY_PATH, allow_redirects=False) as answer,
        ):
            said = answer.headers.get("Date", "")
    except (ClientError, TimeoutError, OSError) as error:
        trouble = type(error).__name__
    else:
        # The answer was dated somewhere on its way; a second more or less does not matter here.
        here = now + timedelta(seconds=(time.monotonic() - began) / 2)
        theirs = _date(said)
        if theirs is not None:
            return here - theirs
        trouble = "an answer without a date"
    raise TryAgain(trouble)


def _date(said: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(said)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
