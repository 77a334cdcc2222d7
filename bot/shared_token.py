"""An account's access token, shared by all processes over the ledger, where it lies sealed."""

from __future__ import annotations

from datetime import datetime

from storage import account_facts
from storage.db import Database

NAME = "token"


class SharedToken:
    """What `bot/channels/wechat/token.py: TokenStore` asks for."""

    def __init__(self, db: Database, channel: str, account: str) -> None:
        self._db = db
        self._whose = (channel, account)

    async def load(self) -> tuple[str, datetime] | None:
        async with self._db.reading() as session:
            value, until = await account_facts.get(session, *self._whose, NAME)
        return (str(value), until) if value and until else None

    async def save(self, token: str, until: datetime) -> None:
        async with self._db.unit() as session:
            await account_facts.put(session, *self._whose, NAME, token, until)
