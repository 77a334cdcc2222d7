"""Every way in which a send can fail has its name, and none of them tells the token."""

from __future__ import annotations

import asyncio
import json
import socket
import traceback

import pytest
from aiogram.methods import SendMessage

from bot.channels.base import (
    Choice,
    Misconfigured,
    OutcomeUnknown,
    Refused,
    SendError,
    TryAgain,
    Unreachable,
    Words,
)
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram.wire import Wire
from tests.channels.telegram.conftest import Make
from tests.channels.telegram.people import Person
from tests.channels.telegram.server import BotApi
from tests.channels.telegram.wire_format import Fault

HTML = "<html><body><h1>Bad gateway</h1></body></html>"


def refusal(status: int, description: str, **parameters: int) -> Fault:
    answer = {"ok": False, "error_code": status, "description": description, "parameters": parameters}
    return Fault(status=status, body=json.dumps(answer))


FAULTS: list[tuple[Fault, type[SendError]]] = [
    (refusal(429, "Too Many Requests: retry after 7", retry_after=7), TryAgain),
    (Fault(status=429, body=HTML), TryAgain),
    (refusal(403, "Forbidden: bot was blocked by the user"), Unreachable),
    (refusal(403, "Forbidden: user is deactivated"), Unreachable),
    (refusal(403, "Forbidden: bot can't initiate conversation with a user"), Unreachable),
    (refusal(400, "Bad Request: chat not found"), Unreachable),
    (refusal(400, "Bad Request: PEER_ID_INVALID"), Unreachable),
    (refusal(400, "Bad Request: message is too long"), Refused),
    (refusal(400, "Bad Request: chat was upgraded", migrate_to_chat_id=-1001), Refused),
    (refusal(413, "Request Entity Too Large"), Refused),
    (refusal(418, "I'm a teapot"), Refused),
    (refusal(401, "Unauthorized"), Misconfigured),
    (refusal(404, "Not Found"), Misconfigured),
    (Fault(status=404, body=HTML), Misconfigured),
    (refusal(409, "Conflict: terminated by other getUpdates request"), Misconfigured),
    (refusal(500, "Internal Server Error"), TryAgain),
    (refusal(502, "Bad Gateway"), TryAgain),
    (Fault(status=502, body=HTML), TryAgain),
    (Fault(status=503, body=""), TryAgain),
    (Fault(status=200, body="{", done=True), OutcomeUnknown),
    (Fault(status=200, body='{"ok": true, "result": {"odd": 1}}', done=True), OutcomeUnknown),
    (Fault(done=True), OutcomeUnknown),
    (Fault(done=True, cut=True), OutcomeUnknown),
    (Fault(cut=True), OutcomeUnknown),
]


def told(error: BaseException) -> str:
    """Everything of an exception that could ever be printed, with what lies behind it."""
    behind = [one for one in (error.__cause__, error.__context__) if one is not None]
    return "".join([repr(error), str(error), *traceback.format_exception(error), *map(told, behind)])


@pytest.mark.parametrize(("fault", "kind"), FAULTS, ids=lambda one: str(one)[:60])
async def test_each_failure_has_its_name_and_the_next_send_works(
    fault: Fault, kind: type[SendError], channel: TelegramChannel, api: BotApi, zhang: Person
) -> None:
    api.fail("sendMessage", fault)
    with pytest.raises(SendError) as failed:
        await channel.send("1001", Words("您好"), "row:1")
    assert type(failed.value) is kind or (kind is Misconfigured and isinstance(failed.value, kind))
    assert api.token not in told(failed.value) and "fake-token" not in told(failed.value)
    assert str(failed.value)
    await channel.send("1001", Words("再见"), "row:2")
    assert zhang.hears == ["您好", "再见"] if fault.done else ["再见"]


async def test_the_pause_telegram_asks_for_is_told(
    channel: TelegramChannel, api: BotApi, zhang: Person
) -> None:
    api.fail("sendMessage", refusal(429, "Too Many Requests: retry after 7", retry_after=7))
    with pytest.raises(TryAgain) as failed:
        await channel.send("1001", Words("您好"), "row:1")
    assert failed.value.after == 7.0


async def test_too_many_messages_in_a_second(channel: TelegramChannel, api: BotApi, zhang: Person) -> None:
    api.most_in_window, api.window = 2, 60.0
    for place in range(2):
        await channel.send("1001", Words(f"{place}"), f"row:{place}")
    with pytest.raises(TryAgain) as failed:
        await channel.send("1001", Words("2"), "row:2")
    assert failed.value.after == 60.0
    assert zhang.hears == ["0", "1"]


async def test_who_is_gone_is_unreachable(channel: TelegramChannel, api: BotApi, zhang: Person) -> None:
    for trouble in ("blocked", "deactivated"):
        setattr(api.chats[1001], trouble, True)
        with pytest.raises(Unreachable):
            await channel.send("1001", Words("您好"), "row:1")
        setattr(api.chats[1001], trouble, False)
    with pytest.raises(Unreachable):
        await channel.send("999", Words("您好"), "row:1")
    with pytest.raises(Unreachable):
        await channel.send("@someone", Words("您好"), "row:1")
    assert api.delivered == []


@pytest.mark.parametrize(
    "words",
    [Words(""), Words("  \n"), Words("好", (Choice("报名", "x" * 65),)), Words("好", (Choice("", "x"),))],
)
async def test_what_telegram_never_takes_is_refused(
    words: Words, channel: TelegramChannel, api: BotApi, zhang: Person
) -> None:
    with pytest.raises(Refused):
        await channel.send("1001", words, "row:1")
    assert api.delivered == []


async def test_a_server_that_is_not_there_has_got_nothing(make: Make, api: BotApi, zhang: Person) -> None:
    channel = make()
    await channel.send("1001", Words("一"), "row:1")
    await api.stop()
    await asyncio.sleep(0.05)  # a line that is still open when we write is another case: OutcomeUnknown
    with pytest.raises(TryAgain) as failed:
        await channel.send("1001", Words("二"), "row:2")
    assert "fake-token" not in told(failed.value)
    await api.start(port=api.port)
    await channel.send("1001", Words("二"), "row:2")
    assert zhang.hears == ["一", "二"]


async def test_a_library_that_tells_the_address_is_not_quoted(
    channel: TelegramChannel, api: BotApi, zhang: Person
) -> None:
    here = f"{api.base}/bot{api.token}/sendMessage"
    api.fail("sendMessage", *[Fault(status=307, location=here)] * 20)
    with pytest.raises(OutcomeUnknown, match="TooManyRedirects") as failed:
        await channel.send("1001", Words("您好"), "row:1")
    assert "fake-token" not in told(failed.value)


async def test_a_connection_that_never_comes_about_has_delivered_nothing() -> None:
    with socket.socket() as deaf, socket.socket() as fills:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        fills.connect(deaf.getsockname())
        wire = Wire("4242:x", f"http://127.0.0.1:{deaf.getsockname()[1]}", timeout=2, connect=0.1)
        with pytest.raises(TryAgain, match="Timeout"):
            await wire.call(SendMessage(chat_id=1001, text="您好"))
        await wire.close()


async def test_a_name_nobody_knows_has_got_nothing(make: Make) -> None:
    channel = make(telegram_api_base="http://no-such-host.invalid")
    with pytest.raises(TryAgain):
        await channel.send("1001", Words("您好"), "row:1")


async def test_a_wrong_token_is_for_the_operator(make: Make, zhang: Person) -> None:
    token = "4242:another-token-of-nobody-0123456789abcdef"
    channel = make(telegram_token=token)
    with pytest.raises(Misconfigured, match="YIZHAN_TELEGRAM_TOKEN") as failed:
        await channel.send("1001", Words("您好"), "row:1")
    assert token not in told(failed.value)
