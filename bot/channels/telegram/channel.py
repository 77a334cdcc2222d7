"""The Telegram channel: hears by polling or webhook, speaks by sendMessage.

The Bot API knows no key that drops doubles: when the answer to a send is lost, nobody can tell whether the
person has it. That one case leaves as OutcomeUnknown.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime

from aiogram.methods import AnswerCallbackQuery, DeleteWebhook, SetMyCommands, SetWebhook
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats
from aiohttp import web

from bot import logs
from bot.channels.base import (
    Abilities,
    Answer,
    Channel,
    Inbound,
    Misconfigured,
    OutcomeUnknown,
    Refused,
    SendError,
    TryAgain,
    Words,
)
from bot.channels.telegram import commands, inbound, outbound, webhook
from bot.channels.telegram.polling import Pace, Pauses, Poller
from bot.channels.telegram.wire import RawUpdates, Wire
from bot.settings import Settings

log = logs.get("telegram")

MOST_HALF_SENT = 256


class TelegramChannel(Channel):
    """One bot account of Telegram."""

    name = inbound.NAME
    abilities = Abilities(buttons=True, files=outbound.FILES, text_limit=outbound.LIMIT, per_second=25.0)

    def __init__(
        self,
        settings: Settings,
        take: Callable[[Inbound], Awaitable[Answer]],
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        pace: Pace | None = None,
        timeout: float = 20,
    ) -> None:
        if settings.telegram_token is None:
            raise Misconfigured("There is no Telegram without YIZHAN_TELEGRAM_TOKEN.")
        token = settings.telegram_token.get_secret_value()
        secret = settings.telegram_webhook_secret
        self.account = token.partition(":")[0]
        self._take = take
        self._now = now
        self._pace = pace or Pace()
        self._polling = settings.telegram_mode == "polling"
        self._webhook_url = webhook.address(settings.telegram_webhook_url or "", self.account)
        self._secret = secret.get_secret_value() if secret else ""
        self._wire = Wire(token, settings.telegram_api_base, timeout=timeout)
        self._half_sent: dict[tuple[str, Words], list[str]] = {}
        self._answering: set[asyncio.Task[None]] = set()

    async def send(self, to: str, words: Words, key: str) -> str:
        sent = self._half_sent.pop((key, words), [])
        try:
            for message in outbound.messages(to, words)[len(sent) :]:
                sent.append(str((await self._wire.call(message)).message_id))
        except (TryAgain, OutcomeUnknown, asyncio.CancelledError):
            self._remember(key, words, sent)
            raise
        return sent[-1]

    async def send_file(self, to: str, data: bytes, ending: str, key: str) -> str:
        del key  # the network knows none
        return str((await self._wire.call(outbound.file(to, data, ending))).message_id)

    async def fetch(self, media: str) -> tuple[bytes, str]:
        data, path = await self._wire.file(media.removeprefix(f"{self.name}:"))
        return data, path.rpartition(".")[2].lower() if "." in path else "bin"

    def mount(self, app: web.Application) -> None:
        if not self._polling:
            hook = webhook.Webhook(self._secret, self._hear)
            app.router.add_post(webhook.path(self.account), hook.deliver)

    async def listen(self) -> None:
        """Polls until cancelled, or registers the webhook and returns. Raises Misconfigured, loudly."""
        try:
            await self._prepare()
            if self._polling:
                await Poller(self._fetch, self._hear, self._pace).run()
        except Misconfigured as error:
            log.error("telegram.stopped", advice=str(error))
            raise

    async def close(self) -> None:
        for task in self._answering:
            task.cancel()
        await asyncio.gather(*self._answering, return_exceptions=True)
        await self._wire.close()

    def _remember(self, key: str, words: Words, sent: list[str]) -> None:
        """Of a long text that broke off, the next attempt sends only what is missing."""
        if not sent:
            return
        self._half_sent[key, words] = sent
        if len(self._half_sent) > MOST_HALF_SENT:
            del self._half_sent[next(iter(self._half_sent))]

    async def _fetch(self, offset: int | None, seconds: int) -> Sequence[inbound.Update]:
        method = RawUpdates(offset=offset, timeout=seconds, allowed_updates=inbound.HEARD)
        return await self._wire.call(method, wait=seconds + 10)

    async def _hear(self, update: inbound.Update) -> None:
        """Returns once the message is on disk, or is none of ours. Raises NotKept."""
        try:
            heard = inbound.read(update, self.account, self._now())
        except inbound.Unreadable as error:
            log.error("telegram.unreadable", update=update.get("update_id"), error=str(error))
            heard = None
        if heard is not None:
            await self._take(heard)
        if query := inbound.query_of(update):
            task = asyncio.create_task(self._answer(query))
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)

    async def _answer(self, query: str) -> None:
        """Ends the little clock on the button. Nothing hangs on it, so nothing is repeated."""
        try:
            await self._wire.call(AnswerCallbackQuery(callback_query_id=query))
        except SendError as error:
            log.info("telegram.tap_unanswered", error=type(error).__name__, reason=str(error))

    async def _prepare(self) -> None:
        if self._polling:
            await self._insist(lambda: self._wire.call(DeleteWebhook(drop_pending_updates=False)))
        else:
            await self._insist(self._set_webhook)
        await self._insist(self._set_menu)

    async def _insist(self, step: Callable[[], Awaitable[bool]]) -> None:
        """The network may be away when we start; only a refusal ends the attempts."""
        pauses = Pauses(self._pace)
        while True:
            try:
                await step()
            except (TryAgain, OutcomeUnknown) as error:
                log.warning("telegram.not_ready", error=type(error).__name__, reason=str(error))
                await pauses.wait()
            else:
                return

    async def _set_webhook(self) -> bool:
        method = SetWebhook(url=self._webhook_url, secret_token=self._secret, allowed_updates=inbound.HEARD)
        try:
            return await self._wire.call(method)
        except Refused as error:
            advice = f"Telegram refuses the address {self._webhook_url}. Mend YIZHAN_TELEGRAM_WEBHOOK_URL"
            raise Misconfigured(f"{advice}. Telegram says: {error}") from None

    async def _set_menu(self) -> bool:
        menu = [BotCommand(command=one.name, description=one.shown) for one in commands.menu()]
        method = SetMyCommands(commands=menu, scope=BotCommandScopeAllPrivateChats())
        try:
            return await self._wire.call(method)
        except Refused as error:
            log.error("telegram.no_menu", reason=str(error))  # people can type the words as well
            return False
