"""The last resort: when a handler fails, the person hears an apology with a number, the log gets the rest."""

from __future__ import annotations

import secrets

from bot import logs
from bot.channels.base import Inbound, Words
from handlers.phrases import say

log = logs.get("mishap")

# No 0/O, 1/I: people read these numbers out over the phone.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def report(error: BaseException, inbound: Inbound) -> str:
    """Log the whole trace under a new incident number."""
    incident = "".join(secrets.choice(_LETTERS) for _ in range(5))
    log.error(
        "incident",
        incident=incident,
        channel=inbound.channel,
        kind=inbound.kind,
        exc_info=error,
    )
    return incident


def apology(incident: str) -> Words:
    return Words(say("common.apology", incident=incident))
