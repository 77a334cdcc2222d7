"""Long polling: nothing is confirmed to Telegram before it is on disk, and nobody waits for somebody else."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, MutableMapping
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.channels.base import Misconfigured
from bot.channels.telegram import TelegramChannel
from tests.channels.telegram.conftest import Ledger, Listening, Make, end
from tests.channels.telegram.people import Person
from tests.channels.telegram.server import BotApi
from tests.channels.telegram.wire_format import Fault, Webhook

CONFLICT = Fault(status=409, body='{"ok": false, "error_code": 409, "description": "Conflict: two"}')


Log = list[MutableMapping[str, Any]]


@pytest.fixture
def log() -> Iterator[Log]:
    """The lines as they come, before anything in them is masked."""
    with capture_logs() as lines:
        yield lines


def events(log: Log) -> list[str]:
    return [line["event"] for line in log]


def offsets(api: BotApi) -> list[int | None]:
    return [int(call["offset"]) if "offset" in call else None for call in api.received("getUpdates")]


async def test_messages_arrive_and_are_then_confirmed(
    channel: TelegramChannel, api: BotApi, ledger: Ledger, zhang: Person, zhou: Person, listening: Listening
) -> None:
    await listening(channel)
    zhang.says("找活")
    zhou.says("/post")
    zhang.shares(location={"latitude": 24.2886, "longitude": 116.1222})
    await api.until(lambda: len(ledger.kept) == 3 and not api.waiting)
    assert {(one.sender, one.kind, one.text) for one in ledger.kept} == {
        ("1001", "text", "找活"),
        ("1002", "text", "发活"),
        ("1001", "location", ""),
    }
    assert {(one.channel, one.account) for one in ledger.kept} == {("telegram", "4242")}
    assert api.received("getUpdates")[0]["allowed_updates"] == ["message", "callback_query"]


async def test_what_came_while_we_were_away_is_fetched_at_start(
    channel: TelegramChannel, api: BotApi, ledger: Ledger, zhang: Person, listening: Listening
) -> None:
    for number in range(250):
        zhang.says(str(number))
    await listening(channel)
    await api.until(lambda: not api.waiting)
    assert ledger.texts == [str(number) for number in range(250)]


async def test_nothing_is_confirmed_while_the_ledger_is_away(
    channel: TelegramChannel, api: BotApi, ledger: Ledger, zhang: Person, zhou: Person, listening: Listening
) -> None:
    ledger.away = True
    zhang.says("一")
    zhou.says("二")
    first = api.waiting[0]["update_id"]
    await listening(channel)
    await api.until(lambda: len(ledger.asked) >= 6)
    assert len(api.waiting) == 2 and all(offset in (None, first) for offset in offsets(api))
    ledger.away = False
    await api.until(lambda: not api.waiting)
    assert sorted(ledger.texts) == ["一", "二"]


async def test_after_a_message_that_is_not_kept_the_same_person_waits_and_others_do_not(
    channel: TelegramChannel, api: BotApi, ledger: Ledger, zhang: Person, zhou: Person, listening: Listening
) -> None:
    ledger.away_for = {"1001"}
    zhang.says("一")
    first = api.waiting[0]["update_id"]
    zhou.says("别人的")
    zhang.says("二")
    await listening(channel)
    await api.until(lambda: len(ledger.asked) >= 4)
    assert "二" not in [one.text for one in ledger.asked]
    assert ledger.texts == ["别人的"]
    assert max(offset or 0 for offset in offsets(api)) <= first
    ledger.away_for = set()
    await api.until(lambda: not api.waiting)
    assert ledger.texts == ["别人的", "一", "二"]


async def test_pauses_grow_while_the_ledger_is_away(
    channel: TelegramChannel, api: BotApi, ledger: Ledger, zhang: Person, listening: Listening
) -> None:
    ledger.away = True
    zhang.says("一")
    await listening(channel)
    began = time.monotonic()
    so_far = len(ledger.asked)
    await api.until(lambda: len(ledger.asked) >= so_far + 8)
    assert time.monotonic() - began > 0.2, "10, 20, 40, 40 … ms: the longest pause of these tests"


async def test_a_slow_turn_holds_up_nobody_else(
    channel: TelegramChannel, api: BotApi, ledger: Ledger, zhang: Person, zhou: Person, listening: Listening
) -> None:
    ledger.slow_for["1001"] = asyncio.Event()
    await listening(channel)
    zhang.says("慢")
    await api.until(lambda: ledger.asked)
    zhang.says("然后")
    zhou.says("快")
    await api.until(lambda: "快" in ledger.texts)
    assert [one.text for one in ledger.asked if one.sender == "1001"] == ["慢"]
    assert len(api.waiting) == 3, "what lies above an open message cannot be confirmed either"
    ledger.slow_for["1001"].set()
    await api.until(lambda: not api.waiting)
    assert ledger.texts == ["快", "慢", "然后"]
    assert len(ledger.asked) == 3, "and none of it was worked on twice"


async def test_a_confirmation_that_got_lost_gives_no_second_effect(
    channel: TelegramChannel, api: BotApi, ledger: Ledger, zhang: Person, listening: Listening
) -> None:
    api.fail("getUpdates", None, Fault(cut=True), Fault(status=502), Fault(status=200, body="{"))
    zhang.says("一")
    await listening(channel)
    await api.until(lambda: ledger.kept)
    await api.until(lambda: not api.waiting)
    zhang.says("二")
    await api.until(lambda: len(ledger.kept) == 2)
    assert [one.text for one in ledger.asked] == ["一", "二"]


async def test_a_restart_before_the_confirmation_gives_no_second_effect(
    make: Make, api: BotApi, ledger: Ledger, zhang: Person, listening: Listening
) -> None:
    api.fail("getUpdates", None, *[Fault(status=502)] * 100)
    zhang.says("一")
    first = await listening(make())
    await api.until(lambda: ledger.kept)
    await end(first)
    api._faults.clear()
    await listening(make())
    await api.until(lambda: not api.waiting)
    assert len(ledger.asked) == 2 and ledger.texts == ["一"]


async def test_numbers_may_start_anew_after_a_quiet_week(
    channel: TelegramChannel, api: BotApi, ledger: Ledger, zhang: Person, listening: Listening
) -> None:
    await listening(channel)
    zhang.says("一")
    await api.until(lambda: not api.waiting and offsets(api)[-1] is None and len(offsets(api)) > 2)
    zhang.says("二")
    api.waiting[-1]["update_id"] = 5
    await api.until(lambda: ledger.texts == ["一", "二"] and not api.waiting)


async def test_groups_and_strange_updates_are_passed_over(
    channel: TelegramChannel,
    api: BotApi,
    ledger: Ledger,
    zhang: Person,
    listening: Listening,
    log: Log,
) -> None:
    group = {"id": -100200, "type": "supergroup", "title": "工友群"}
    user = {"id": 1001, "is_bot": False, "first_name": "三"}
    api.arrive({"update_id": 1, "message": {"message_id": 1, "chat": group, "from": user, "text": "招人"}})
    api.arrive({"update_id": 2, "message": {"message_id": "?", "chat": None, "from": user}})
    zhang.says("找活")
    await listening(channel)
    await api.until(lambda: not api.waiting)
    assert ledger.texts == ["找活"] and api.delivered == []
    assert events(log) == ["telegram.unreadable"]


async def test_a_second_poller_is_told_of_once_and_messages_come_again_when_it_is_gone(
    channel: TelegramChannel,
    api: BotApi,
    ledger: Ledger,
    zhang: Person,
    listening: Listening,
    log: Log,
) -> None:
    api.fail("getUpdates", *[CONFLICT] * 4)
    await listening(channel)
    await api.until(lambda: len(api.received("getUpdates")) > 4)
    zhang.says("找活")
    await api.until(lambda: ledger.texts == ["找活"])
    assert events(log) == ["telegram.conflict"]
    assert "Stop the other process" in log[0]["advice"]


async def test_two_processes_of_one_bot_get_a_conflict_from_the_network(
    make: Make, api: BotApi, listening: Listening, log: Log
) -> None:
    await listening(make())
    await listening(make())
    await api.until(lambda: "telegram.conflict" in events(log))


async def test_a_webhook_left_over_is_deleted_before_polling(
    channel: TelegramChannel, api: BotApi, ledger: Ledger, zhang: Person, listening: Listening
) -> None:
    api.webhook = Webhook("https://old.example.org", "")
    zhang.says("找活")
    await listening(channel)
    await api.until(lambda: ledger.texts == ["找活"])
    assert api.webhook is None


async def test_a_token_that_is_refused_ends_listening_loudly(make: Make, api: BotApi, log: Log) -> None:
    token = "4242:another-token-of-nobody-0123456789abcdef"
    with pytest.raises(Misconfigured, match="@BotFather"):
        await asyncio.wait_for(make(telegram_token=token).listen(), 5)
    assert events(log) == ["telegram.stopped"] and token not in str(log)


async def test_the_network_may_be_away_when_we_start(
    channel: TelegramChannel,
    api: BotApi,
    ledger: Ledger,
    zhang: Person,
    listening: Listening,
    log: Log,
) -> None:
    api.fail("deleteWebhook", Fault(status=502), Fault(cut=True))
    api.fail("setMyCommands", Fault(status=503))
    zhang.says("找活")
    await listening(channel)
    await api.until(lambda: ledger.texts == ["找活"])
    assert [command["command"] for command in api.menu] == [
        "gigs",
        "post",
        "wages",
        "progress",
        "human",
        "help",
    ]
    assert events(log) == ["telegram.not_ready"] * 3
    assert "fake-token" not in str(log)


async def test_a_menu_that_is_refused_stops_nobody(
    channel: TelegramChannel, api: BotApi, ledger: Ledger, zhang: Person, listening: Listening
) -> None:
    body = '{"ok": false, "error_code": 400, "description": "Bad Request: BOT_COMMAND_INVALID"}'
    api.fail("setMyCommands", Fault(status=400, body=body))
    zhang.says("找活")
    await listening(channel)
    await api.until(lambda: ledger.texts == ["找活"])


async def test_stopping_lets_what_has_begun_end(
    channel: TelegramChannel, api: BotApi, ledger: Ledger, zhang: Person, listening: Listening
) -> None:
    ledger.slow_for["1001"] = asyncio.Event()
    task = await listening(channel)
    zhang.says("慢")
    await api.until(lambda: ledger.asked)
    for _ in range(3):
        task.cancel()
        await asyncio.sleep(0.02)
    ledger.slow_for["1001"].set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ledger.texts == ["慢"]


async def test_stopping_does_not_wait_for_ever(
    channel: TelegramChannel, api: BotApi, ledger: Ledger, zhang: Person, listening: Listening
) -> None:
    ledger.slow_for["1001"] = asyncio.Event()
    task = await listening(channel)
    zhang.says("慢")
    await api.until(lambda: ledger.asked)
    task.cancel()
    async with asyncio.timeout(10):
        with pytest.raises(asyncio.CancelledError):
            await task
    assert ledger.kept == [] and len(api.waiting) == 1, "it is delivered again after the restart"
