"""Where only one message goes back in a response: what it carries, what waits, what is said again."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.channels.base import Abilities, Answer, Inbound, Patience, Window
from handlers.phrases import say
from storage import allowances, dialogues, inbox, outbox, outbox_held, people
from storage.db import Database
from storage.models import Outbox
from tests.small_house import LONG, NOW, House, said, text_of

ONE = Abilities(
    answers_in_response=True,
    one_answer=2048,
    ways=("service",),
    windows={"message": Window(5, timedelta(hours=48)), "tap": Window(3, timedelta(minutes=1))},
)
HOUR = timedelta(hours=1)


@pytest.fixture
def house(db: Database) -> House:
    return House(db, ONE)


async def waits(house: House, text: str, *choices: tuple[str, str], **more: Any) -> None:
    """Lay something out for 张三 that could not leave."""
    async with house.db.unit() as session:
        address = await people.address(session, "test", "one", "张三")
        assert address
        facts = {"kind": "case_reply", "sort": "notice", "status": "held", **more}
        row = Outbox(address_id=address.id, once=text, due_at=NOW, created_at=NOW, **facts)
        shown = "\n".join([text, *(f"{place} {label}" for place, (label, _) in enumerate(choices, 1))])
        row.body = outbox.Body({}, shown, choices).pack(row.id)
        session.add(row)


async def states(house: House) -> dict[str, str]:
    _, rows = await house.rows()
    return {(outbox.open_body(row.id, row.body).text or "")[:6]: row.status for row in rows}


async def test_what_waited_is_said_first_and_once(house: House) -> None:
    await house.turns.take(said("加", 1))
    await waits(house, "您的单有人接了")
    first = await house.turns.take(said("加", 2))
    assert text_of(first) == "您的单有人接了\n\n共2次\n1 再来"
    assert text_of(await house.turns.take(said("加", 3))) == "共3次\n1 再来"
    again = await house.turns.take(said("加", 2))
    assert again == replace(first, repeated=True), "what waited is in the repeated answer too"
    assert (await states(house))["您的单有人接"] == "answered"


async def test_what_the_answer_offers_too_has_one_number(house: House) -> None:
    await house.turns.take(said("加", 1))
    await waits(house, "有新的", ("看看", "see:1"), ("再来", "again:1"))
    assert text_of(await house.turns.take(said("加", 2))) == "有新的\n1 看看\n\n共2次\n2 再来"


async def test_a_long_answer_comes_in_pieces(house: House) -> None:
    first = await house.turns.take(said("长", 1))
    assert await house.turns.take(said("长", 1)) == replace(first, repeated=True), "with how to hear the rest"
    assert len(text_of(first).encode()) <= 2048 and text_of(first).endswith(f"{say('bundle.more')}\n1 更多")
    second = await house.turns.take(said("1", 2))
    third = await house.turns.take(said("更多", 3))
    heard = text_of(first) + text_of(second) + text_of(third)
    assert heard.count("今天有活。") == LONG.count("今天有活。")
    assert text_of(third).endswith("去吗？\n1 去\n2 不去")
    assert text_of(await house.turns.take(said("更多", 4))) == "听到2字：更多", "nothing is left"
    for number, answer in enumerate((first, second, third), 1):
        text = "长" if number == 1 else "1" if number == 2 else "更多"
        assert await house.turns.take(said(text, number)) == replace(answer, repeated=True)


async def test_who_goes_on_is_done_with_the_rest(house: House) -> None:
    await house.turns.take(said("长", 1))
    assert text_of(await house.turns.take(said("加", 2))) == "共1次\n1 再来"
    assert text_of(await house.turns.take(said("更多", 3))) == "听到2字：更多"
    assert "held" not in (await states(house)).values()


async def test_an_answer_that_could_not_leave_is_no_rest_of_one(house: House) -> None:
    await house.turns.take(said("加", 1))
    await waits(house, "听到了", kind="reply", sort="reply")
    assert text_of(await house.turns.take(said("加", 2))).startswith("听到了\n\n共2次")


async def test_who_is_here_hears_an_alert_at_once(house: House) -> None:
    """What stands against sending it by itself, an open question here, does not stand against saying it."""
    await house.turns.take(said("问", 1))
    await waits(house, "有新活", kind="applied", sort="alert")
    assert text_of(await house.turns.take(said("5", 2))) == "有新活\n\n5岁"
    assert (await states(house))["有新活"] == "answered"


async def test_the_answer_has_room_before_what_waited(house: House) -> None:
    await house.turns.take(said("加", 1))
    for name in "甲乙丙":
        await waits(house, name + "，有消息。" * 60)
    answer = text_of(await house.turns.take(said("加", 2)))
    assert "共2次" in answer and "甲" in answer and len(answer.encode()) <= 2048
    assert answer.endswith(say("bundle.more") + "\n2 更多")
    rest = text_of(await house.turns.take(said("2", 3)))
    assert "丙" in rest and "共" not in rest


async def test_what_finds_no_room_is_announced_and_never_cuts_the_answer(house: House) -> None:
    await house.turns.take(said("加", 1))
    await waits(house, "消" * 678)
    assert text_of(await house.turns.take(said("加", 2))) == f"共2次\n1 再来\n\n{say('bundle.more')}\n2 更多"
    await waits(house, "甲" * 300)
    long = text_of(await house.turns.take(said("长", 3)))
    assert long.startswith("今天有活。") and "甲" not in long


async def test_who_came_may_be_told_again_of_what_still_waits(house: House) -> None:
    await house.turns.take(said("加", 1))
    for name in "甲乙丙":
        await waits(house, name + "，有消息。" * 60, sent_at=NOW)
    await house.turns.take(said("加", 2))
    _, rows = await house.rows()
    waiting = [row for row in rows if row.status == "held"]
    assert waiting and not any(row.sent_at for row in waiting)
    async with house.db.reading() as session:
        assert not await outbox_held.was_told(session, waiting[0].address_id)


async def test_what_is_past_its_time_is_dropped(house: House) -> None:
    await house.turns.take(said("加", 1))
    await waits(house, "昨天的活", not_after=NOW - HOUR)
    assert text_of(await house.turns.take(said("加", 2))) == "共2次\n1 再来"
    assert (await states(house))["昨天的活"] == "dropped"


async def test_whoever_comes_for_what_is_past_its_time_hears_that(house: House) -> None:
    """A form told them to: silence would be a broken promise."""
    await house.turns.take(said("加", 1))
    await waits(house, "昨天的活", not_after=NOW - HOUR)
    assert text_of(await house.turns.take(said("更多", 2))) == say("bundle.gone")


@pytest.mark.parametrize("sort", ["alert", "notice"])
async def test_other_numbers_do_not_stand_in_for_those_of_a_question(house: House, sort: str) -> None:
    """多大了？ 1 would leave a gig. Whoever asks for it hears it."""
    await house.turns.take(said("加", 1))
    await waits(house, "改了时间", ("不去了", "gig.leave:7"), sort=sort)
    assert text_of(await house.turns.take(said("问", 2))) == "多大了？"
    assert text_of(await house.turns.take(said("更多", 3))) == "改了时间\n1 不去了"


async def test_what_waits_with_numbers_comes_behind_the_form(house: House) -> None:
    await house.turns.take(said("问", 1))
    await waits(house, "改了时间", ("不去了", "gig.leave:7"))
    assert text_of(await house.turns.take(said("40", 2))) == "改了时间\n1 不去了\n\n40岁"


async def test_the_numbers_beside_an_apology_count(house: House) -> None:
    await house.turns.take(said("问", 1))
    await house.turns.take(said("40", 2))
    await waits(house, "您的单办好了", ("没解决", "case.unsolved:7"))
    house.breaks = lambda: 1 / 0
    assert "1 没解决" in text_of(await house.turns.take(said("坏", 3)))
    async with house.db.unit() as session:
        talk = await dialogues.of_sender(session, "test", "one", "张三")
    assert talk and talk.menu == [("没解决", "case.unsolved:7")]


async def test_an_answer_that_arrived_neither_time_leaves_by_itself(house: House) -> None:
    """Delivered again it was not answered in time, and acknowledged: nobody will ask for it any more."""
    first = await house.turns.take(said("加", 1))
    for _ in range(2):
        gone = Patience()
        assert gone.ends()
        again = await house.turns.take(said("加", 1), gone)
        assert again == replace(first, repeated=True, here=False)
    _, rows = await house.rows()
    assert [(row.status, outbox.open_body(row.id, row.body).text) for row in rows] == [
        ("answered", "共1次\n1 再来"),
        ("due", "共1次\n1 再来"),
    ]
    assert await house.turns.take(said("加", 1), Patience()) == replace(first, repeated=True)


async def test_a_second_delivery_that_left_while_the_first_was_kept(house: House) -> None:
    gone = Patience()
    assert gone.ends()
    first, second = await asyncio.gather(
        house.turns.take(said("问", 1), Patience()), house.turns.take(said("问", 1), gone)
    )
    assert first.here and not second.here
    assert sorted((await states(house)).values()) == ["due"]
    assert len((await house.rows())[1]) == 2


async def test_nobody_waits_any_more(house: House) -> None:
    """The answer takes another way, and what waited with it; a repetition answers nothing."""
    await house.turns.take(said("加", 1))
    await waits(house, "您的单有人接了")
    patience = Patience()
    assert patience.ends()
    late = await house.turns.take(said("加", 2), patience)
    assert not late.here
    assert await states(house) == {"共1次\n1 ": "answered", "您的单有人接": "due", "共2次\n1 ": "due"}
    assert await house.turns.take(said("加", 2)) == Answer((), repeated=True)


async def test_whoever_is_answered_stays(house: House) -> None:
    patience = Patience()
    answer = await house.turns.take(said("加"), patience)
    assert answer.here and patience.answered and not patience.ends()


async def test_a_failing_handler_apologises_by_the_open_way(house: House) -> None:
    house.breaks = lambda: 1 / 0
    patience = Patience()
    answer = await house.turns.take(said("坏", 1), patience)
    assert answer.here and len(answer.words) == 1 and patience.answered
    gone = Patience()
    assert gone.ends()
    assert not (await house.turns.take(said("坏", 2), gone)).here
    _, rows = await house.rows()
    assert [row.status for row in rows] == ["answered", "due"]


async def test_ten_deliveries_share_one_answer_with_what_waited(house: House) -> None:
    await house.turns.take(said("加", 1))
    await waits(house, "您的单有人接了")
    answers = await asyncio.gather(*(house.turns.take(said("加", 2)) for _ in range(10)))
    assert {text_of(answer) for answer in answers} == {"您的单有人接了\n\n共2次\n1 再来"}


async def test_every_contact_opens_its_window_and_a_repetition_none(house: House) -> None:
    await house.turns.take(said("加", 1))
    tap = Inbound("test", "one", "张三", "m2", "tap", NOW - HOUR, text="x:1", contact="tap")
    await house.turns.take(tap)
    async with house.db.unit() as session:
        address = await people.address(session, "test", "one", "张三")
        assert address
        found = {one.name: (one.left, one.until) for one in await allowances.of(session, address.id)}
        await allowances.spend(session, address.id, ["message"])
    assert found == {
        "message": (5, NOW + 48 * HOUR),
        "tap": (3, NOW - HOUR + timedelta(minutes=1)),
    }
    await house.turns.take(said("加", 1))
    async with house.db.reading() as session:
        assert ("message", 4) in [(one.name, one.left) for one in await allowances.of(session, address.id)]


async def test_more_that_fell_over_brings_what_waited_when_it_is_tried_again(house: House) -> None:
    await house.turns.take(said("加", 1))
    await waits(house, "您的单有人接了")
    await house.turns.keep(said("更多", 2))
    async with house.db.reading() as session:
        (message,) = await inbox.kept(session, NOW)
    await house.turns.redo(message, said("更多", 2))
    assert (await states(house))["您的单有人接"] == "due"
