"""A tap is a message like any other; ending the little clock on the button is a courtesy."""

from __future__ import annotations

from bot.channels.base import Choice, Words
from bot.channels.telegram import TelegramChannel
from tests.channels.telegram.conftest import Ledger, Listening
from tests.channels.telegram.people import Person
from tests.channels.telegram.server import BotApi
from tests.channels.telegram.wire_format import Fault

OFFER = Words("瓷砖工\n1 报名", (Choice("报名", "gig.apply:17"),))


async def test_a_tap_is_heard_and_answered(
    channel: TelegramChannel, api: BotApi, ledger: Ledger, zhang: Person, listening: Listening
) -> None:
    await channel.send("1001", OFFER, "row:1")
    await listening(channel)
    query = zhang.presses("报名")
    await api.until(lambda: api.answered == [query])
    assert [(one.kind, one.text, one.message_id) for one in ledger.kept] == [
        ("tap", "gig.apply:17", f"q{query}")
    ]


async def test_a_tap_that_is_not_kept_is_not_answered(
    channel: TelegramChannel, api: BotApi, ledger: Ledger, zhang: Person, listening: Listening
) -> None:
    await channel.send("1001", OFFER, "row:1")
    ledger.away = True
    await listening(channel)
    query = zhang.presses("报名")
    await api.until(lambda: len(ledger.asked) > 2)
    assert api.received("answerCallbackQuery") == []
    ledger.away = False
    await api.until(lambda: api.answered == [query])


async def test_the_answer_to_a_tap_holds_up_nothing(
    channel: TelegramChannel, api: BotApi, ledger: Ledger, zhang: Person, listening: Listening
) -> None:
    await channel.send("1001", OFFER, "row:1")
    api.fail("answerCallbackQuery", Fault())
    await listening(channel)
    zhang.presses("报名")
    zhang.says("下一句")
    await api.until(lambda: len(ledger.kept) == 2 and not api.waiting)
    assert api.answered == []
