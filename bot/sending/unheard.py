"""Staff hear when words of theirs wait for a person's next message: in a hurry they call instead."""

from __future__ import annotations

from datetime import datetime

from storage import case_news, cases
from storage.db import Session
from storage.outbox import open_body
from storage.outbox_queue import Claimed

THEIRS = frozenset({"case_reply", "case_papers", "case_closed"})


async def told(session: Session, row: Claimed, now: datetime) -> None:
    """This row is held; once for each, whatever happens to it afterwards."""
    if row.kind not in THEIRS:
        return
    case = await cases.get(session, open_body(row.id, row.body).params.get("case", 0))
    if case is not None:
        await case_news.unheard(session, case, row.id, now)
