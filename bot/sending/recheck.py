"""Whether a message that waited is still true when it leaves, and the fresh facts its sentence needs.

One function a kind; a kind without one is always true and needs nothing but its parameters.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from bot.sending import recheck_cases, recheck_gigs
from bot.sending.manners import Drop
from handlers import shown
from handlers.ask import pay_words
from handlers.phrases import say
from storage import applications, cases, gigs
from storage.db import Session
from storage.models import Case, Gig
from storage.rules.calendar import SHANGHAI

Facts = dict[str, Any]
Check = Callable[[Session, Facts, int, datetime], Awaitable[Facts | Drop]]


async def facts(session: Session, kind: str, params: Facts, address_id: int, now: datetime) -> Facts | Drop:
    """Fresh facts for a message of this kind, or why it must not be sent any more."""
    check = CHECKS.get(kind)
    return await check(session, params, address_id, now) if check else {}


async def gig_alert(session: Session, params: Facts, address_id: int, now: datetime) -> Facts | Drop:
    """The best of the row's gigs that is still to be had by this worker."""
    del address_id
    mine = await applications.of_person(session, params["person"], now)
    for gig_id in params["gigs"]:
        gig = await gigs.get(session, gig_id)
        if gig is None or gig.status != "open" or gig.starts_at <= now:
            continue
        if any(one.starts_at < gig.ends_at and one.ends_at > gig.starts_at for one in mine):
            continue
        left = await gigs.places_left(session, gig)
        if left > 0:
            return {"gig": gig.id, "left": left, **_gig_words(gig, now)}
    return Drop("no gig left")


async def untaken(session: Session, params: Facts, address_id: int, now: datetime) -> Facts | Drop:
    """Nobody is alarmed about what a colleague has taken."""
    del address_id, now
    case = await _case(session, params)
    return {"number": case.number} if case is not None and case.status == "open" else Drop("case was taken")


async def still_running(session: Session, params: Facts, address_id: int, now: datetime) -> Facts | Drop:
    del address_id, now
    case = await _case(session, params)
    return (
        {"due": _day(case.due_at)} if case is not None and case.status in cases.LIVE else Drop("case is over")
    )


CHECKS: dict[str, Check] = {
    "gig_alert": gig_alert,
    "case_not_taken": untaken,
    "case_due_soon": still_running,
    "case_overdue": still_running,
    **recheck_cases.CHECKS,
    **recheck_gigs.CHECKS,
}


async def _case(session: Session, params: Facts) -> Case | None:
    return await cases.get(session, params["case"])


def _gig_words(gig: Gig, now: datetime) -> dict[str, str]:
    pay = pay_words(gig.pay_fen, gig.pay_unit, gig.pay_per)
    return {"trade": gig.trade, "place": gig.place, "pay": pay, "when": shown.when(gig, now)}


def _day(due_at: datetime) -> str:
    """The day that ends when the time is up, not the one that begins."""
    local = due_at.astimezone(SHANGHAI) - timedelta(seconds=1)
    return say("push.day", month=local.month, day=local.day)
