"""The place of the ledger where processes share the access token, and an account to go with the fake API."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.channels.wechat.account import WechatAccount
from bot.channels.wechat.api import Api
from tests.channels.wechat.server import WechatApi


@dataclass
class Shared:
    """Whoever is handed the same one shares its token; `away`: the ledger is down."""

    kept: tuple[str, datetime] | None = None
    saved: list[str] = field(default_factory=list)
    away: bool = False

    async def load(self) -> tuple[str, datetime] | None:
        self._there()
        return self.kept

    async def save(self, token: str, until: datetime) -> None:
        self._there()
        self.kept = (token, until)
        self.saved.append(token)

    def _there(self) -> None:
        if self.away:
            raise OSError("the ledger is down")


def account_of(api: WechatApi, **more: Any) -> WechatAccount:
    given = {"token": "callback7token", "secret": api.secret, "api_base": api.base, "mode": "plain"}
    return WechatAccount(**{"app_id": api.app_id, **given, **more})


def client_of(api: WechatApi, store: Shared, **more: Any) -> Api:
    """One process's client; another one with the same store is another process."""
    account = more.pop("account", None) or account_of(api)
    return Api(account, store, **{"now": api.now, "timeout": 2, **more})
