"""WeChat's API over aiohttp: a token on every call, JSON in plain UTF-8, every failure with its name.

The token is part of every address and the secret of one body, so no exception of aiohttp gets past this
file: what is raised is made anew, outside the handler, and carries no cause that could be printed.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    FormData,
    StreamReader,
)

from bot import logs
from bot.channels.base import (
    LARGEST_FILE,
    Misconfigured,
    OutcomeUnknown,
    Refused,
    SendError,
    TooBig,
    TryAgain,
)
from bot.channels.wechat.account import WechatAccount
from bot.channels.wechat.errors import DEAD, TABLE, Errcode, named
from bot.channels.wechat.token import Tokens, TokenStore

log = logs.get("wechat")

Fields = dict[str, Any]
T = TypeVar("T")

TOKEN = "/cgi-bin/stable_token"
MOST_ANSWER = 2 << 20
MOST_FILE = LARGEST_FILE
_JSON = {"Content-Type": "application/json"}


def _uncounted(path: str, errcode: int) -> None:
    del path, errcode


class Api:
    """One account. `count(path, errcode)` is told of every answer, 0 when all was well."""

    def __init__(
        self,
        account: WechatAccount,
        store: TokenStore,
        *,
        now: Callable[[], datetime],
        count: Callable[[str, int], None] = _uncounted,
        timeout: float = 10,
        connect: float = 5,
    ) -> None:
        self.app_id = account.app_id
        self.base = account.api_base.rstrip("/")
        self.now = now
        self._secret = account.secret
        self._count = count
        self._patience = ClientTimeout(total=timeout, sock_connect=connect)
        # Of a film that takes long every piece still has to come in time.
        self._for_files = ClientTimeout(total=6 * timeout, sock_connect=connect, sock_read=timeout)
        self._tokens = Tokens(self._ask_token, store, now)
        self._client: ClientSession | None = None

    async def post(self, path: str, body: Mapping[str, Any], *, harmless: bool = False) -> Fields:
        """What WeChat answers, or Errcode, or a SendError.

        `harmless`: a call that may be made twice; when its answer is lost it is TryAgain, not OutcomeUnknown.
        """
        return await self._signed(lambda token: self._call("POST", path, token, {}, body, harmless))

    async def get(self, path: str, **asked: str) -> Fields:
        return await self._signed(lambda token: self._call("GET", path, token, asked, None, True))

    async def file(self, path: str, **asked: str) -> tuple[bytes, str] | Fields:
        """Bytes and their content type, or what WeChat answers in JSON where it has no bytes to give."""

        async def once(token: str) -> tuple[bytes, str] | Fields:
            params = {"access_token": token, **asked}
            data, kind = await self._fetch("GET", self.base + path, params, None, MOST_FILE, harmless=True)
            if data.lstrip()[:1] == b"{":  # a refusal comes as JSON under any label
                return self._read(path, data, harmless=True)
            self._count(path, 0)
            return data, kind

        return await self._signed(once)

    async def upload(self, path: str, name: str, data: bytes, **asked: str) -> Fields:
        """Hand in a file. Nobody sees it before it is sent, so it may be handed in twice."""

        async def once(token: str) -> Fields:
            form = FormData()
            form.add_field("media", data, filename=name, content_type="application/octet-stream")
            params = {"access_token": token, **asked}
            answer, _ = await self._fetch("POST", self.base + path, params, form, MOST_ANSWER, harmless=True)
            return self._read(path, answer, harmless=True)

        return await self._signed(once)

    async def elsewhere(self, url: str) -> tuple[bytes, str]:
        """A file at an address that WeChat told us; no token goes there, so redirects are followed."""
        return await self._fetch("GET", url, {}, None, MOST_FILE, harmless=True, follow=True)

    async def token(self) -> str:
        return await self._tokens.get()

    async def fresh_token(self) -> None:
        """Ask WeChat itself, whatever is kept: to see whether it gives us one."""
        await self._ask_token(False)

    async def close(self) -> None:
        if self._client is not None:
            await self._client.close()

    async def _signed(self, call: Callable[[str], Awaitable[T]]) -> T:
        """With a token; a dead one is renewed once and the call repeated once, as it was refused unseen."""
        token = await self._tokens.get()
        try:
            return await call(token)
        except Errcode as error:
            if error.code not in DEAD:
                raise
        other = await self._tokens.other_than(token)
        try:
            return await call(other)
        except Errcode as error:
            if error.code not in DEAD:
                raise
            failure = named(error, None, self.now())
        raise failure

    async def _ask_token(self, force: bool) -> tuple[str, int]:
        """Whatever goes wrong here, no message has left: nothing is unknown, and nothing refused for good."""
        asked = {
            "grant_type": "client_credential",
            "appid": self.app_id,
            "secret": self._secret,
            "force_refresh": force,
        }
        failure: SendError
        try:
            answer = await self._call("POST", TOKEN, "", {}, asked, True)
            token, seconds = answer.get("access_token"), answer.get("expires_in")
            if isinstance(token, str) and token and isinstance(seconds, int):
                return token, seconds
            failure = TryAgain("an answer without a token")
        except Errcode as error:
            failure = named(error, None, self.now())
            if isinstance(failure, Refused):
                failure = Misconfigured(f"WeChat gives no access token: {error.reason}")
        raise failure

    async def _call(
        self,
        method: str,
        path: str,
        token: str,
        asked: Mapping[str, str],
        body: Mapping[str, Any] | None,
        harmless: bool,
    ) -> Fields:
        params = {"access_token": token, **asked} if token else asked
        # Escaped Chinese would be refused, or shown to people as it stands.
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        answer, _ = await self._fetch(method, self.base + path, params, data, MOST_ANSWER, harmless=harmless)
        return self._read(path, answer, harmless=harmless)

    def _read(self, path: str, answer: bytes, *, harmless: bool) -> Fields:
        try:
            fields = json.loads(answer.decode("utf-8"), strict=False)
            code = int(fields.get("errcode") or 0)
        except (ValueError, TypeError, AttributeError, RecursionError):
            failure = _lost("the answer could not be read", harmless)
        else:
            self._count(path, code)
            if not code:
                return dict(fields)
            refused = Errcode(code, str(fields.get("errmsg", "")))
            log.warning("wechat.refused", path=path, errcode=code, rid=refused.rid, known=code in TABLE)
            raise refused
        raise failure

    async def _fetch(
        self,
        method: str,
        url: str,
        params: Mapping[str, str],
        data: bytes | FormData | None,
        most: int,
        *,
        harmless: bool,
        follow: bool = False,
    ) -> tuple[bytes, str]:
        """With a token in the address nothing is followed: it would be handed on to wherever that leads."""
        if self._client is None:
            self._client = ClientSession()
        failure: SendError
        headers = _JSON if isinstance(data, bytes) else {}
        patience = self._for_files if most == MOST_FILE else self._patience
        try:
            async with self._client.request(
                method,
                url,
                params=params,
                data=data,
                headers=headers,
                allow_redirects=follow,
                timeout=patience,
            ) as answer:
                if answer.status != 200:
                    failure = _status(answer.status, follow)
                elif (body := await _bounded(answer.content, most)) is not None:
                    return body, answer.content_type
                elif most == MOST_FILE:
                    failure = TooBig(f"the file is larger than {most >> 20} MB")
                else:
                    failure = _lost("an answer without end", harmless)
        except (ClientConnectorError, ConnectionTimeoutError) as error:
            failure = TryAgain(type(error).__name__)
        except (ClientError, TimeoutError, ValueError) as error:
            failure = _lost(type(error).__name__, harmless)
        raise failure


async def _bounded(content: StreamReader, most: int) -> bytes | None:
    """What came, or None when it is more than we keep."""
    body = bytearray()
    async for chunk in content.iter_any():
        body += chunk
        if len(body) > most:
            return None
    return bytes(body)


def _lost(reason: str, harmless: bool) -> SendError:
    return TryAgain(reason) if harmless else OutcomeUnknown(reason)


def _status(status: int, elsewhere: bool) -> SendError:
    if status >= 500 or status in (408, 429):
        return TryAgain(f"status {status}")
    if elsewhere:
        return Refused(f"status {status}")
    return Misconfigured(f"status {status}: that is not the WeChat API, mend YIZHAN_WECHAT_API_BASE")
