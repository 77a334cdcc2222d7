"""A Bot API server on loopback, with a ledger of what people really got.

It speaks the wire format and refuses what the real one refuses, so what passes here was sent as it has to be.
`fail(method, Fault(…))` lets the next call of a method go wrong. The people's side is in people.py.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from tests.channels.telegram.wire_format import (
    MOST_FILE,
    SECRET,
    SENT,
    Bubble,
    Chat,
    Fault,
    Fields,
    File,
    Refusal,
    Webhook,
    buttons_of,
    read_fields,
)


@dataclass
class BotApi:
    token: str = "4242:fake-token-of-the-test-bot-0123456789"
    most_in_window: int = 1000
    window: float = 1.0
    chats: dict[int, Chat] = field(default_factory=dict)
    delivered: list[Bubble] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    calls: list[tuple[str, Fields]] = field(default_factory=list)
    menu: list[Fields] = field(default_factory=list)
    webhook: Webhook | None = None
    public: dict[str, str] = field(default_factory=dict)
    """What a name on the internet leads to here: {"https://bot.example.org": "http://127.0.0.1:…"}."""
    waiting: list[Fields] = field(default_factory=list)
    files: dict[str, File] = field(default_factory=dict)
    """What people sent, by file_id."""
    open_queries: set[str] = field(default_factory=set)
    refused_deliveries: int = 0
    base: str = ""

    def __post_init__(self) -> None:
        self._faults: dict[str, deque[Fault | None]] = defaultdict(deque)
        self._allowed: list[str] = []
        self._poller = 0
        self._sent_at: deque[float] = deque()
        self._stopped = asyncio.Event()
        self._courier: asyncio.Task[None] | None = None

    async def start(self, port: int = 0) -> None:
        self._stopped.clear()
        app = web.Application(client_max_size=60 << 20)
        app.router.add_post("/bot{token}/{method}", self._called)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.port = self._runner.addresses[0][1]
        self.base = f"http://127.0.0.1:{self.port}"

    async def stop(self) -> None:
        self._stopped.set()
        if self._courier:
            self._courier.cancel()
            await asyncio.gather(self._courier, return_exceptions=True)
        await self._runner.cleanup()

    def fail(self, method: str, *faults: Fault | None) -> None:
        """Of the next calls, in this order; None lets one pass."""
        self._faults[method].extend(faults)

    def arrive(self, update: Fields) -> None:
        """An update of a kind the bot did not ask for never reaches it."""
        kind = next(iter(update.keys() - {"update_id"}))
        if not self._allowed or kind in self._allowed:
            self.waiting.append(update)

    def received(self, method: str) -> list[Fields]:
        return [fields for name, fields in self.calls if name == method]

    async def until(self, condition: Callable[[], object], seconds: float = 20) -> None:
        async with asyncio.timeout(seconds):
            while not condition():  # noqa: ASYNC110  # what is waited for knows of no event
                await asyncio.sleep(0.005)

    async def _called(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        fields = await read_fields(request)
        self.calls.append((method, fields))
        fault = self._faults[method].popleft() if self._faults[method] else None
        if fault is None:
            return await self._answer(request.match_info["token"], method, fields)
        if fault.done:
            await self._answer(request.match_info["token"], method, fields)
        if fault.status:
            headers = {"Location": fault.location} if fault.location else {}
            return web.Response(status=fault.status, text=fault.body, headers=headers)
        if not fault.cut:
            await self._stopped.wait()
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    async def _answer(self, token: str, method: str, fields: Fields) -> web.Response:
        methods: dict[str, Callable[[Fields], Awaitable[Any]]] = {
            "getUpdates": self._get_updates,
            "sendMessage": self._send_message,
            "getFile": self._get_file,
            **{f"send{kind.capitalize()}": partial(self._send_file, kind) for kind in SENT},
            "answerCallbackQuery": self._answer_callback_query,
            "setMyCommands": self._set_my_commands,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
        }
        try:
            if token != self.token:
                raise Refusal(401, "Unauthorized")
            if method not in methods:
                raise Refusal(404, "Not Found")
            result = await methods[method](fields)
        except Refusal as refusal:
            return web.json_response(refusal.answer, status=refusal.status)
        return web.json_response({"ok": True, "result": result})

    async def _get_file(self, fields: Fields) -> Fields:
        file = self.files.get(str(fields.get("file_id")))
        if file is None:
            raise Refusal(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(file.data) > MOST_FILE:
            raise Refusal(400, "Bad Request: file is too big")
        size = {"file_size": len(file.data)} if file.tells_size else {}
        ids = {"file_id": fields["file_id"], "file_unique_id": "u"}
        return {**ids, **size, **({"file_path": file.path} if file.path else {})}

    async def _download(self, request: web.Request) -> web.StreamResponse:
        fault = self._faults["file"].popleft() if self._faults["file"] else None
        found = [one for one in self.files.values() if one.path == request.match_info["path"]]
        if fault and fault.cut and request.transport is not None:
            request.transport.abort()
        if fault and fault.status:
            return web.Response(status=fault.status)
        if request.match_info["token"] != self.token or not found:
            raise web.HTTPNotFound
        return web.Response(body=found[0].data)

    async def _get_updates(self, fields: Fields) -> list[Fields]:
        if self.webhook:
            raise Refusal(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        self._allowed = fields.get("allowed_updates", self._allowed)
        offset, limit = int(fields.get("offset", 0)), int(fields.get("limit", 100))
        if offset > 0:
            self.waiting = [one for one in self.waiting if one["update_id"] >= offset]
        self._poller += 1
        mine, ends = self._poller, time.monotonic() + int(fields.get("timeout", 0))
        while not self.waiting and time.monotonic() < ends and not self._stopped.is_set():
            await asyncio.sleep(0.005)
            if self._poller != mine:
                raise Refusal(
                    409,
                    "Conflict: terminated by other getUpdates request; "
                    "make sure that only one bot instance is running",
                )
        return self.waiting[:limit]

    async def _send_file(self, kind: str, fields: Fields) -> Fields:
        sent = fields.pop(kind, None)
        if not isinstance(sent, web.FileField):
            raise Refusal(400, f"Bad Request: there is no {kind} in the request")
        if not (data := sent.file.read()):
            raise Refusal(400, "Bad Request: file must be non-empty")
        if len(data) > SENT[kind]:
            raise Refusal(413, "Request Entity Too Large")
        return await self._send_message({**fields, "text": f"[{kind} {len(data)}]"})

    async def _send_message(self, fields: Fields) -> Fields:
        self._count_against_flood()
        chat_id = int(fields["chat_id"]) if str(fields.get("chat_id")).isdecimal() else 0
        chat = self.chats.get(chat_id)
        if chat is None:
            raise Refusal(400, "Bad Request: chat not found")
        if chat.deactivated:
            raise Refusal(403, "Forbidden: user is deactivated")
        if chat.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        text = str(fields.get("text", "")).strip()
        if not text:
            raise Refusal(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le")) > 2 * 4096:
            raise Refusal(400, "Bad Request: message is too long")
        markup = fields.get("reply_markup") or {}
        buttons = buttons_of(markup)
        chat.last_message += 1
        self.delivered.append(Bubble(chat_id, chat.last_message, text, buttons))
        return self.bot_message(self.delivered[-1])

    def bot_message(self, bubble: Bubble) -> Fields:
        rows = [[{"text": label, "callback_data": data}] for label, data in bubble.buttons]
        message = {
            "message_id": bubble.message_id,
            "from": {"id": int(self.token.split(":")[0]), "is_bot": True, "first_name": "零工驿站"},
            "chat": {"id": bubble.chat, "type": "private", "first_name": self.chats[bubble.chat].name},
            "date": int(time.time()),
            "text": bubble.text,
        }
        return {**message, "reply_markup": {"inline_keyboard": rows}} if rows else message

    async def _answer_callback_query(self, fields: Fields) -> bool:
        query = str(fields.get("callback_query_id", ""))
        if query not in self.open_queries:
            raise Refusal(
                400, "Bad Request: query is too old and response timeout expired or query ID is invalid"
            )
        self.open_queries.discard(query)
        self.answered.append(query)
        return True

    async def _set_my_commands(self, fields: Fields) -> bool:
        commands = fields.get("commands", [])
        for command in commands:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
                raise Refusal(400, "Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise Refusal(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        self.menu = commands
        return True

    async def _set_webhook(self, fields: Fields) -> bool:
        url, secret = str(fields.get("url", "")), str(fields.get("secret_token", ""))
        if not url.startswith("https://"):
            raise Refusal(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
            raise Refusal(400, "Bad Request: secret token contains unallowed characters")
        self.webhook = Webhook(url, secret)
        self._allowed = fields.get("allowed_updates", self._allowed)
        self._courier = self._courier or asyncio.create_task(self._carry())
        return True

    async def _delete_webhook(self, fields: Fields) -> bool:
        self.webhook = None
        if fields.get("drop_pending_updates"):
            self.waiting.clear()
        return True

    async def _carry(self) -> None:
        """To the webhook: the first of every person at a time, again and again until it is answered 2xx."""
        async with ClientSession(timeout=ClientTimeout(total=5)) as session:
            while True:
                first = {_person(update): update for update in reversed(self.waiting)}
                if self.webhook:
                    await asyncio.gather(*(self._hand_over(session, one) for one in first.values()))
                await asyncio.sleep(0.01)

    async def _hand_over(self, session: ClientSession, update: Fields) -> None:
        if self.webhook is None:
            return
        url = self.webhook.url
        for name, place in self.public.items():
            url = url.replace(name, place)
        try:
            async with session.post(url, json=update, headers={SECRET: self.webhook.secret}) as response:
                kept = 200 <= response.status < 300
        except (ClientError, TimeoutError):
            kept = False
        if kept:
            self.waiting.remove(update)
        else:
            self.refused_deliveries += 1

    def _count_against_flood(self) -> None:
        now = time.monotonic()
        while self._sent_at and self._sent_at[0] < now - self.window:
            self._sent_at.popleft()
        if len(self._sent_at) >= self.most_in_window:
            after = max(1, round(self.window))
            raise Refusal(429, f"Too Many Requests: retry after {after}", retry_after=after)
        self._sent_at.append(now)


def _person(update: Fields) -> Any:
    event = next(value for key, value in update.items() if key != "update_id")
    return event["from"]["id"] if "from" in event else event["chat"]["id"]
