"""WeChat's own servers, as far as they call us: they sign, seal and read our answers by wechatpy."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xmltodict
from aiohttp import ClientSession, web
from wechatpy.crypto import PrpCrypto, WeChatCrypto
from wechatpy.utils import WeChatSigner

from bot.channels.base import Answer, Inbound, News, NotKept, Patience, Words
from bot.channels.wechat.account import WechatAccount
from bot.channels.wechat.channel import WechatChannel
from bot.channels.wechat.late import Pace
from bot.channels.wx_crypto import aes_key
from bot.server import plainly

APP, US, TOKEN = "wx7c2e91b05d4fa386", "gh_8d1e0c42f7a3", "Tok3nOfTheConsole"
KEY, BEFORE = "kWxPe2mYt7Lq9Zr4VbN8sHd3CfG6jKa1uXoTiQw5RzB", "B" * 43
ZHANG, LI = "oStn5W3kq0ZcYw8Lr1Vt6Jx2Hb4M", "oLi_5W3kq0ZcYw8Lr1Vt6Jx2Hb4M"
NOW = datetime(2025, 11, 21, 1, tzinfo=UTC)

_numbers = itertools.count(25_410_000_000_000_057)


def account(**more: Any) -> WechatAccount:
    given = {"token": TOKEN, "aes_keys": (aes_key(KEY),), "original_id": US, **more}
    return WechatAccount(APP, **given)


def message(kind: str = "text", sender: str = ZHANG, **fields: Any) -> str:
    """As WeChat writes it; `Content="找活"`, `Event="CLICK"`."""
    base = {"ToUserName": US, "FromUserName": sender, "CreateTime": int(NOW.timestamp()), "MsgType": kind}
    number = {} if kind == "event" else {"MsgId": next(_numbers)}
    return str(xmltodict.unparse({"xml": {**base, **fields, **number}}, full_document=False))


@dataclass
class Ledger:
    """Keeps what a Turn would keep: every message once, with its answer. It can be away, and slow."""

    says: Callable[[Inbound], Words] = field(default=lambda inbound: Words(f"收到：{inbound.text}"))
    kept: list[Inbound] = field(default_factory=list)
    asked: list[Inbound] = field(default_factory=list)
    news: list[News] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    """Answers that nobody waited for."""
    answers: dict[str, Answer] = field(default_factory=dict)
    away: bool = False
    slow: asyncio.Event | None = None
    committing: asyncio.Event | None = None
    """Set, it waits where the answer is already promised to the response."""

    async def take(self, inbound: Inbound, patience: Patience) -> Answer:
        self.asked.append(inbound)
        if self.slow:
            await self.slow.wait()
        if self.away:
            raise NotKept("LedgerDown")
        if known := self.answers.get(inbound.message_id):
            return Answer(known.words, repeated=True, here=known.here)
        words, here = self.says(inbound), patience.holds()
        if self.committing:
            await self.committing.wait()
        self.kept.append(inbound)
        if not here:
            self.elsewhere.append(words.text)
        answer = Answer((words,) if words.text else (), here=here)
        self.answers[inbound.message_id] = answer
        return answer

    async def hear(self, news: News) -> None:
        if self.away:
            raise NotKept("LedgerDown")
        self.news.append(news)


@dataclass(frozen=True)
class Got:
    """What our server answered."""

    status: int
    text: str
    content_type: str

    @property
    def refused(self) -> bool:
        """Turned away without a word why."""
        return self.status == 403 and not self.text

    @property
    def fields(self) -> dict[str, str]:
        return dict(xmltodict.parse(self.text, strip_whitespace=False)["xml"])


class Server:
    """WeChat's server, calling one address of ours."""

    def __init__(self, url: str, http: ClientSession) -> None:
        self.url = url
        self._http = http
        self.at = int(NOW.timestamp())

    def query(self, *signed: str, nonce: str = "", at: int | None = None, **more: str) -> dict[str, str]:
        """`signed`: what else the proof named in `more` covers."""
        stamp, nonce = str(self.at if at is None else at), nonce or str(next(_numbers))
        query = {"timestamp": stamp, "nonce": nonce, "signature": _sign(TOKEN, stamp, nonce), **more}
        if signed:
            query |= {"encrypt_type": "aes", "msg_signature": _sign(TOKEN, stamp, nonce, *signed)}
        return query

    async def verify(self, **query: str) -> Got:
        async with self._http.get(self.url, params={**self.query(), **query}) as got:
            return Got(got.status, await got.text(), got.content_type)

    async def plain(self, xml: str, **query: Any) -> Got:
        return await self.post(xml, self.query(openid=ZHANG, **query))

    async def sealed(
        self, xml: str, *, key: str = KEY, app: str = APP, beside: str = "", **query: Any
    ) -> Got:
        """`beside`: what stands open in the envelope, as in compat mode."""
        encrypted = encrypt(xml, key, app)
        return await self.post(envelope(encrypted, beside), self.query(encrypted, openid=ZHANG, **query))

    async def post(self, body: str | bytes, query: dict[str, str]) -> Got:
        data = body.encode() if isinstance(body, str) else body
        async with self._http.post(self.url, params=query, data=data) as got:
            return Got(got.status, await got.text(), got.content_type)


def envelope(encrypted: str, beside: str = "") -> str:
    open_ = beside or f"<ToUserName><![CDATA[{US}]]></ToUserName>"
    return f"<xml>{open_}<Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"


def encrypt(xml: str, key: str = KEY, app: str = APP) -> str:
    return str(PrpCrypto(WeChatCrypto(TOKEN, key, app).key).encrypt(xml, app).decode())


def opened(got: Got, key: str = KEY) -> dict[str, str]:
    """Our sealed answer as WeChat reads it; raises when its proof does not hold."""
    return dict(xmltodict.parse(decrypted(got.fields, key), strip_whitespace=False)["xml"])


def decrypted(envelope: dict[str, str], key: str = KEY) -> str:
    proof = (envelope["MsgSignature"], str(envelope["TimeStamp"]), envelope["Nonce"])
    return str(WeChatCrypto(TOKEN, key, APP).decrypt_message(envelope, *proof))


def _sign(*parts: str) -> str:
    signer = WeChatSigner()
    signer.add_data(*parts)
    return str(signer.signature)


@dataclass
class House:
    """One channel with a web server around it, the ledger behind it, WeChat before it."""

    channel: WechatChannel
    ledger: Ledger
    wechat: Server
    refused: list[str]
    folder: Path
    hands: list[datetime]
    """The clock: its last entry is now."""

    @property
    def left(self) -> list[Path]:
        return sorted(path for path in self.folder.rglob("*") if path.is_file())


QUICK = Pace(answer=0.05, first=0.01, longest=0.04, grace=0.2)


@asynccontextmanager
async def house(folder: Path, ledger: Ledger, pace: Pace | None = None, **more: Any) -> AsyncIterator[House]:
    refused: list[str] = []
    hands = [NOW]
    channel = WechatChannel(
        account(**more),
        ledger.take,
        ledger.hear,
        folder,
        now=lambda: hands[-1],
        count=refused.append,
        pace=pace or Pace(),
    )
    app = web.Application(middlewares=[plainly])
    channel.mount(app)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/wechat"
    try:
        async with ClientSession() as http:
            yield House(channel, ledger, Server(url, http), refused, folder, hands)
    finally:
        await runner.cleanup()
        await channel.close()


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110  # what is waited for knows of no event
            await asyncio.sleep(0.005)
