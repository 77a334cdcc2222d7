"""WeChat's servers for the bench: callbacks sealed and answers opened by wechatpy, all off the clock.

On the clock there are only bytes to write and to read, so that the load costs little beside the server.
"""

from __future__ import annotations

import asyncio
import itertools
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import xmltodict
from wechatpy.crypto import PrpCrypto, WeChatCrypto
from wechatpy.utils import WeChatSigner

from bench.wechat_plan import Said, Tap

APP, US, TOKEN = "wx7c2e91b05d4fa386", "gh_8d1e0c42f7a3", "Tok3nOfTheConsole"
KEY = "kWxPe2mYt7Lq9Zr4VbN8sHd3CfG6jKa1uXoTiQw5RzB"
SUCCESS = b"success"
MOST_CONNECTIONS = 500
GIVES_UP = 30.0
"""Seconds. WeChat itself waits for five."""

_LINK = re.compile(r'msgmenuid=([^"]*)">([^<]*)</a>')
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CLOSES = re.compile(rb"^HTTP/1\.0|\r\nconnection: *close", re.IGNORECASE)
_crypto = WeChatCrypto(TOKEN, KEY, APP)
_cipher = PrpCrypto(_crypto.key)
_nonces = itertools.count(100_000_000)


def openid(who: int) -> str:
    return f"oStn5W3kq0ZcYw8Lr1Vt6{who:07d}"


def request(said: Said, now: int) -> bytes:
    """The whole request, proved and sealed as in safe mode; each with a nonce of its own."""
    tapped = f"<bizmsgmenuid><![CDATA[{said.data}]]></bizmsgmenuid>" if said.data else ""
    message = (
        f"<xml><ToUserName><![CDATA[{US}]]></ToUserName>"
        f"<FromUserName><![CDATA[{openid(said.who)}]]></FromUserName><CreateTime>{now}</CreateTime>"
        f"<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{said.text}]]></Content>{tapped}"
        f"<MsgId>{said.number}</MsgId></xml>"
    )
    sealed = _cipher.encrypt(message, APP).decode()
    stamp, nonce = str(now), str(next(_nonces))
    query = {
        "signature": _sign(stamp, nonce),
        "timestamp": stamp,
        "nonce": nonce,
        "openid": openid(said.who),
        "encrypt_type": "aes",
        "msg_signature": _sign(stamp, nonce, sealed),
    }
    body = f"<xml><ToUserName><![CDATA[{US}]]></ToUserName><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
    head = f"POST /wechat?{urlencode(query)} HTTP/1.1\r\nHost: bench\r\nContent-Type: text/xml\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode()


def _sign(*parts: str) -> str:
    signer = WeChatSigner()
    signer.add_data(TOKEN, *parts)
    return str(signer.signature)


def opened(body: bytes) -> dict[str, str]:
    """The fields of a sealed answer as WeChat reads it; raises when its proof does not hold."""
    envelope = xmltodict.parse(body)["xml"]
    proof = (envelope["MsgSignature"], str(envelope["TimeStamp"]), envelope["Nonce"])
    return dict(xmltodict.parse(_crypto.decrypt_message(envelope, *proof), strip_whitespace=False)["xml"])


def taps(content: str) -> list[Tap]:
    """The lines of an answer that can be tapped."""
    return [(label, data) for data, label in _LINK.findall(content)]


@dataclass(frozen=True, slots=True)
class Got:
    """What came back, counted from the moment it was due: 0 as status when nothing came."""

    status: int
    body: bytes
    took: float
    late: float = 0.0
    """So much after that moment we sent it: the load's own fault."""

    @property
    def well(self) -> bool:
        return self.status == 200


class Pool:
    """Connections that are kept, as many as are needed at once."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self._room = asyncio.Semaphore(MOST_CONNECTIONS)

    async def post(self, sent: bytes, due: float) -> Got:
        late = time.perf_counter() - due
        try:
            async with self._room, asyncio.timeout(GIVES_UP):
                status, body = await self._exchange(sent)
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            return Got(0, b"", time.perf_counter() - due, late)
        return Got(status, body, time.perf_counter() - due, late)

    async def _exchange(self, sent: bytes) -> tuple[int, bytes]:
        streams = self._idle.pop() if self._idle else await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = streams
        try:
            writer.write(sent)
            head = await reader.readuntil(b"\r\n\r\n")
            length = _LENGTH.search(head)
            body = await reader.readexactly(int(length[1])) if length else await reader.read()
        except BaseException:
            writer.close()
            raise
        if _CLOSES.search(head):
            writer.close()
        else:
            self._idle.append(streams)
        return int(head[9:12]), body

    def close(self) -> None:
        for _, writer in self._idle:
            writer.close()


async def at_their_moments(port: int, sendings: Sequence[tuple[float, bytes]]) -> list[Got]:
    """Each at its own moment whatever the server does, as people write; in the order given."""
    pool, began = Pool(port), time.perf_counter() + 0.1
    tasks = []
    for after, sent in sendings:
        due = began + after
        if (left := due - time.perf_counter()) > 0:
            await asyncio.sleep(left)
        tasks.append(asyncio.create_task(pool.post(sent, due)))
    got = await asyncio.gather(*tasks)
    pool.close()
    return got


async def in_turn(port: int, sendings: Sequence[bytes], connections: int = 16) -> list[Got]:
    """As fast as the server answers: before the clock starts."""
    pool, got = Pool(port), [Got(0, b"", 0.0)] * len(sendings)
    places = iter(range(len(sendings)))

    async def work() -> None:
        for place in places:
            got[place] = await pool.post(sendings[place], time.perf_counter())

    await asyncio.gather(*(work() for _ in range(connections)))
    pool.close()
    return got
