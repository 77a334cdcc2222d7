"""What a claimed row says when it leaves now, or why it does not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot import logs
from bot.channels.base import Choice, Words
from bot.sending import manners, recheck
from bot.sending.render import offers, render
from storage import outbox_queue
from storage.db import Session, is_outage
from storage.outbox import open_body
from storage.outbox_queue import Claimed, Finish
from storage.rules.quiet import day_start

log = logs.get("sender")


@dataclass(frozen=True, slots=True)
class Ready:
    """Words that may leave, and the parameters they were made of."""

    words: Words
    params: dict[str, Any]


async def decide(session: Session, row: Claimed, now: datetime) -> Ready | Finish:
    """A row that cannot be worded fails alone; only the ledger's own trouble is raised."""
    try:
        return await _look(session, row, now)
    except Exception as error:
        if isinstance(error, SQLAlchemyError) or is_outage(error):
            raise
        log.error("sender.cannot_word", row=row.id, kind=row.kind, exc_info=error)
        return Finish("failed", f"cannot be worded: {type(error).__name__}")


async def _look(session: Session, row: Claimed, now: datetime) -> Ready | Finish:
    stands = manners.look(row, now, offers=offers(row.kind))
    if isinstance(stands, manners.Later):
        return Finish("due", due_at=stands.due_at, tries=row.tries - 1)
    if isinstance(stands, manners.Drop):
        return Finish("dropped", stands.reason)
    body = open_body(row.id, row.body)
    if body.text is not None:
        return Ready(Words(body.text, tuple(Choice(*pair) for pair in body.choices)), body.params)
    facts = await recheck.facts(session, row.kind, body.params, row.address_id, now)
    if isinstance(facts, manners.Drop):
        return Finish("dropped", facts.reason)
    # Counted last: what is not true any more takes nobody's place.
    if row.sort == "alert" and await _told_enough(session, row, now):
        return Finish("dropped", "enough for today")
    return Ready(render(row.kind, {**body.params, **facts}), body.params)


async def _told_enough(session: Session, row: Claimed, now: datetime) -> bool:
    return await outbox_queue.alerts_since(session, row, day_start(now)) >= manners.ALERTS_A_DAY
