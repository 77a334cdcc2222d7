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
    """Words that may leave, the parameters they were made of, and all that is known for wording them."""

    words: Words
    params: dict[str, Any]
    facts: dict[str, Any]


async def decide(session: Session, row: Claimed, now: datetime, *, in_touch: bool = False) -> Ready | Finish:
    """A row that cannot be worded fails alone; only the ledger's own trouble is raised.

    `in_touch`: the person is here just now, so neither night nor an open question stands against it.
    """
    try:
        if not in_touch:
            return await _look(session, row, now)
        over = manners.over(row, now)
        return Finish("dropped", over.reason) if over else await _worded(session, row, now)
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
    if isinstance(stands, manners.Wait):
        return Finish("held", stands.reason)
    worded = await _worded(session, row, now)
    # Counted last: what is not true any more takes nobody's place.
    if isinstance(worded, Ready) and row.sort == "alert" and await _told_enough(session, row, now):
        return Finish("dropped", "enough for today")
    return worded


async def _worded(session: Session, row: Claimed, now: datetime) -> Ready | Finish:
    body = open_body(row.id, row.body)
    if body.text is not None:
        return Ready(Words(body.text, tuple(Choice(*pair) for pair in body.choices)), body.params, {})
    facts = await recheck.facts(session, row.kind, body.params, row.address_id, now)
    if isinstance(facts, manners.Drop):
        return Finish("dropped", facts.reason)
    known = {**body.params, **facts}
    return Ready(render(row.kind, known), body.params, known)


async def _told_enough(session: Session, row: Claimed, now: datetime) -> bool:
    return await outbox_queue.alerts_since(session, row, day_start(now)) >= manners.ALERTS_A_DAY
