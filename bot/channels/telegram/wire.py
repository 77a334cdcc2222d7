"""The Bot API by aiogram's own client. Every failure leaves here as one of the SendError family.

The token is part of every address that is called, so no exception of a library gets past this file: what is
raised is made anew, outside the handler, and carries no cause that could be printed.
"""

from __future__ import annotations

import json
from contextlib import aclosing
from typing import Any, TypeVar, cast

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetFile, Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientResponseError,
    ClientTimeout,
    ConnectionTimeoutError,
)

from bot.channels.base import (
    LARGEST_FILE,
    Misconfigured,
    OutcomeUnknown,
    Refused,
    SendError,
    TooBig,
    TryAgain,
    Unreachable,
)

T = TypeVar("T")

_GONE = ("chat not found", "user not found", "user is deactivated", "peer_id_invalid")
_TOO_BIG = "file is too big"
_DOWNLOAD = 50
_NO_ANSWER = "no answer of the Bot API"
_UNEXPLAINED_PAUSE = 5


class TokenRefused(Misconfigured):
    """Telegram does not know the token. Copy it anew from @BotFather into YIZHAN_TELEGRAM_TOKEN, restart."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class Conflict(Misconfigured):
    """Somebody else fetches this bot's messages. Stop the other process, or give each its own bot."""

    def __init__(self, described: str) -> None:
        super().__init__(f"{self.__doc__} Telegram says: {described}")


class RawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """getUpdates whose result stays JSON, so that one strange update does not hold up all others."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    timeout: int = 0
    allowed_updates: list[str]


class Wire:
    def __init__(self, token: str, api_base: str, *, timeout: float = 20, connect: float = 10) -> None:
        self._token = token
        session = _Session(api=TelegramAPIServer.from_base(api_base))
        # aiogram hands this on to aiohttp as it is. A connection that never came about is told apart from
        # an answer that never came: only the second may have been a delivery.
        session.timeout = cast(float, ClientTimeout(total=timeout, sock_connect=connect))
        self._bot = Bot(token, session=session)

    async def call(self, method: TelegramMethod[T], wait: int | None = None) -> T:
        """`wait`: seconds to be patient for, where the network is asked to take its time."""
        try:
            return await self._bot(method, wait)
        except AiogramError as error:
            failure = self._named(error)
        raise failure

    async def file(self, file_id: str) -> tuple[bytes, str]:
        """What lies under a file_id, and its path there. Raises TooBig, Refused and what `call` raises."""
        found = await self.call(GetFile(file_id=file_id))
        if not found.file_path:
            raise Refused("Telegram keeps no path of this file")
        if (found.file_size or 0) > LARGEST_FILE:
            raise TooBig("larger than we keep")
        failure: SendError
        try:
            return await self._download(found.file_path), found.file_path
        except ClientResponseError as error:
            busy = error.status >= 500 or error.status in (408, 429)
            failure = (TryAgain if busy else Refused)(f"status {error.status}")
        except (ClientError, TimeoutError, ValueError) as error:
            failure = TryAgain(type(error).__name__)
        raise failure

    async def _download(self, path: str) -> bytes:
        session, data = self._bot.session, bytearray()
        url = session.api.file_url(self._token, path)
        timeout = cast(int, ClientTimeout(total=_DOWNLOAD))  # handed on to aiohttp as it is
        async with aclosing(session.stream_content(url, timeout=timeout)) as chunks:
            async for chunk in chunks:
                data += chunk
                if len(data) > LARGEST_FILE:
                    raise TooBig("larger than we keep")
        return bytes(data)

    async def close(self) -> None:
        await self._bot.session.close()

    def _named(self, error: AiogramError) -> SendError:
        said = getattr(error, "message", "").replace(self._token, "[token]")
        match error:
            case TelegramRetryAfter():
                return TryAgain("too many messages", after=float(error.retry_after))
            case TelegramUnauthorizedError() | TelegramNotFound():
                return TokenRefused()
            case TelegramConflictError():
                return Conflict(said)
            case TelegramForbiddenError():
                return Unreachable(said)
            case TelegramBadRequest():
                if _TOO_BIG in said.lower():
                    return TooBig(said)
                gone = any(sign in said.lower() for sign in _GONE)
                return Unreachable(said) if gone else Refused(said)
            case TelegramServerError():
                return TryAgain(said)
            case TelegramEntityTooLarge():
                return Refused(said)
            case TelegramNetworkError():
                return _cut_off(error.__cause__)
            case ClientDecodeError():
                # Its text would be the whole answer, with what people wrote.
                return OutcomeUnknown("the answer could not be read")
        return Refused(said or type(error).__name__)


def _cut_off(cause: BaseException | None) -> SendError:
    reason = type(cause).__name__
    if isinstance(cause, ClientConnectorError | ConnectionTimeoutError):
        return TryAgain(reason)
    return OutcomeUnknown(reason)


class _Session(AiohttpSession):
    """Between us and Telegram stand servers that answer in HTML; their status still says what happened."""

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        if status_code >= 400 and not _is_answer(content):
            answer: dict[str, Any] = {"ok": False, "description": f"{_NO_ANSWER}, status {status_code}"}
            if status_code == 429:
                answer["parameters"] = {"retry_after": _UNEXPLAINED_PAUSE}
            content = json.dumps(answer)
        return super().check_response(bot, method, status_code, content)

    async def close(self) -> None:
        """aiohttp waits for its connections by itself; aiogram's quarter of a second on top is not needed."""
        if self._session is not None:
            await self._session.close()


def _is_answer(content: str) -> bool:
    try:
        answer = json.loads(content)
    except ValueError:
        return False
    return isinstance(answer, dict) and isinstance(answer.get("description"), str)
