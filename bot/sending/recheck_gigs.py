"""Re-checks of what is said about a gig to its employer, its workers and the station; the words are fresh."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from bot.sending.manners import Drop
from handlers import shown
from handlers.phrases import say
from handlers.staff import review, wording
from storage import applications, gigs, people
from storage.db import Session
from storage.models import Gig

Facts = dict[str, Any]
Check = Callable[[Session, Facts, int, datetime], Awaitable[Facts | Drop]]


async def applied(session: Session, params: Facts, address_id: int, now: datetime) -> Facts | Drop:
    """Who signed up: name and phone whole, for signing up is agreeing to that (rule P4)."""
    del address_id, now
    gig = await _gig(session, params)
    mine = await applications.of(session, gig.id, params["person"])
    if mine is None or mine.status not in gigs.TAKING:
        return Drop("has left again")
    return await _worker(session, gig, params)


async def left(session: Session, params: Facts, address_id: int, now: datetime) -> Facts | Drop:
    del address_id, now
    gig = await _gig(session, params)
    mine = await applications.of(session, gig.id, params["person"])
    if mine is not None and mine.status in gigs.TAKING:
        return Drop("has come back")
    if gig.status not in gigs.LIVE:
        return Drop("gig is over")
    return await _worker(session, gig, params)


async def changed(session: Session, params: Facts, address_id: int, now: datetime) -> Facts | Drop:
    """Only who is still on the gig hears what it has become."""
    del address_id
    gig = await _gig(session, params)
    mine = await applications.of(session, gig.id, params["person"])
    if mine is None or mine.status not in gigs.TAKING or gig.status not in gigs.LIVE:
        return Drop("not on it any more")
    facts = (params.get("news", ""), shown.posted(gig, now))
    return {**_named(gig), "facts": "\n".join(filter(None, facts))}


async def cancelled(session: Session, params: Facts, address_id: int, now: datetime) -> Facts | Drop:
    del address_id
    gig = await _gig(session, params)
    return {**_named(gig), "when": shown.when(gig, now)}


async def to_review(session: Session, params: Facts, address_id: int, now: datetime) -> Facts | Drop:
    """Nobody is asked to look at what a colleague has looked at."""
    del address_id
    gig = await _gig(session, params)
    if gig.status != "review":
        return Drop("was reviewed")
    employer = await gigs.employer(session, gig.employer_id)
    return {**_named(gig), "facts": shown.posted(gig, now), "who": review.who(employer)}


async def passed(session: Session, params: Facts, address_id: int, now: datetime) -> Facts | Drop:
    del address_id
    gig = await _gig(session, params)
    if gig.status not in ("open", "full"):
        return Drop("gig is closed")
    return {
        **_named(gig),
        "when": shown.when(gig, now),
        "next": shown.what_follows(gig, params["told"], now),
    }


async def sent_back(session: Session, params: Facts, address_id: int, now: datetime) -> Facts | Drop:
    del address_id, now
    gig = await _gig(session, params)
    return {**_named(gig), "reason": str(gig.private().get("reason") or say("review.not_looked"))}


async def post_refused(session: Session, params: Facts, address_id: int, now: datetime) -> Facts | Drop:
    del address_id, now
    return {"who": wording.who(await people.get(session, params["person"]), whole=True)}


CHECKS: dict[str, Check] = {
    "applied": applied,
    "application_cancelled": left,
    "gig_cancelled": cancelled,
    "gig_changed": changed,
    "post_refused": post_refused,
    "review_back": sent_back,
    "review_new": to_review,
    "review_ok": passed,
}


async def _gig(session: Session, params: Facts) -> Gig:
    return await session.get_one(Gig, params["gig"])


def _named(gig: Gig) -> Facts:
    return {"gig": shown.named(gig), "gig_id": gig.id}


async def _worker(session: Session, gig: Gig, params: Facts) -> Facts:
    worker = await people.get(session, params["person"])
    held = (await gigs.taken(session, [gig.id]))[gig.id]
    return {
        **_named(gig),
        "name": worker.name or say("my_gigs.nameless"),
        "phone": worker.phone or say("my_gigs.phoneless"),
        "held": held,
        "room": say("my_gigs.room", n=gig.heads - held) if gig.heads > held else say("my_gigs.no_room"),
    }
