"""What chats cannot show of workers: every state against anything, a real race, what an erasure leaves."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiogram.filters import StateFilter
from aiogram.fsm.state import State
from sqlmodel import col, select

from bot.channels.base import Inbound
from bot.channels.console import Spoken
from handlers import conversations, shown
from handlers.phrases import words
from storage import applications, dialogues, gigs, outbox
from storage.models import (
    Address,
    Application,
    Consent,
    Employer,
    Findable,
    Gig,
    Inbox,
    Outbox,
    Person,
    WorkerTrade,
)
from storage.rules.calendar import SHANGHAI
from storage.rules.opening import opens
from tests.wires import Direct

STORIES = {
    "WorkerRegistering:asking": ["登记"],
    "Signing:asking": ["报名1"],
    "Erasing:sure": ["删除我的信息"],
    None: ["你好"],
}
ANYTHING = [
    Spoken("text", "呃呃呃123"), Spoken("text", ""), Spoken("text", " \n\0 "), Spoken("photo"),
    Spoken("voice"), Spoken("location", lat=24.5, lon=113.5), Spoken("text", "取消"), Spoken("text", "0"),
    Spoken("text", "1"), Spoken("text", "跳过"), Spoken("text", "再说一遍"), Spoken("text", "帮助"),
    Spoken("text", "{n}%s\ud800"), Spoken("text", "找活" * 50_000),
]  # fmt: skip


@pytest.fixture
async def town(sqlite_url: str, ring: None, tmp_path: Path) -> AsyncIterator[Direct]:
    wire = Direct()
    await wire.start(sqlite_url, tmp_path)
    yield wire
    await wire.stop()


async def heard(town: Direct, who: str, said: str | Spoken) -> list[str]:
    await town.say(who, Spoken("text", said) if isinstance(said, str) else said)
    return (await town.heard()).get(who, [])


async def a_gig(town: Direct, *, heads: int = 1, trade: str = "瓷砖工", place: str = "江南市场") -> Gig:
    """For tomorrow, of the town's employer."""
    now = town.app.clock.now()
    start = datetime(2026, 11, 22, 7, tzinfo=SHANGHAI)
    async with town.app.db.unit() as session:
        employer = (await session.exec(select(Employer))).one()
        new = gigs.NewGig(
            trade, place, start.date(), start, start + timedelta(hours=8), 24000, "day", "day", heads,
            contact="13000000088",
        )  # fmt: skip
        assert employer.station_id is not None
        return await gigs.publish(session, employer, employer.station_id, new, now)


@pytest.mark.parametrize("state", STORIES)
@pytest.mark.parametrize("said", ANYTHING, ids=range(len(ANYTHING)))
async def test_every_state_answers_anything_kindly(town: Direct, state: str | None, said: Spoken) -> None:
    await a_gig(town)
    for sentence in STORIES[state]:
        await heard(town, "张三", sentence)
    async with town.app.db.unit() as session:
        talk = await dialogues.of_sender(session, *town.where("张三"))
    assert talk and talk.state == state
    answers = await heard(town, "张三", said)
    assert answers and all(answer.strip() for answer in answers)
    assert await heard(town, "张三", "找活")
    assert town.incidents() == 0


def test_no_two_conversations_share_a_state() -> None:
    """Their questions would be answered by the wrong one."""
    owners: dict[str, set[str]] = {}
    for router in conversations():
        for handler in router.message.handlers:
            for part in handler.filters or ():
                states = part.callback.states if isinstance(part.callback, StateFilter) else ()
                for one in states:
                    if isinstance(one, State):
                        owners.setdefault(str(one.state), set()).add(str(router.name))
    assert {state: who for state, who in owners.items() if len(who) > 1} == {}


async def test_a_question_of_an_older_release_is_left_politely(town: Direct) -> None:
    await heard(town, "张三", "你好")
    async with town.app.db.unit() as session:
        talk = await dialogues.of_sender(session, *town.where("张三"))
        assert talk
        talk.state, talk.data = "Long:gone", {"form": "gone", "draft": {"what": 1}, "drafts": {}}
        await dialogues.save(session, talk, town.app.clock.now())
    assert "没听明白" in (await heard(town, "张三", "那就这样"))[0]
    assert "上次" not in (await heard(town, "张三", "登记"))[0]
    assert town.incidents() == 0


async def test_of_ten_who_tap_at_once_three_get_a_place(town: Direct) -> None:
    gig = await a_gig(town, heads=3)
    people = [f"工友{n}" for n in range(10)]
    for n, who in enumerate(people):
        for said in (f"我叫李{'一二三四五六七八九十'[n]}，会贴瓷砖，在城东，电话1300000010{n}", "同意", "对"):
            await heard(town, who, said)
        await heard(town, who, "报名1")  # asks whether they are 18
    now = town.app.clock.now()
    last = [Inbound(*town.where(who), f"race-{who}", "text", now, text="满了") for who in people]
    await asyncio.gather(*(town.app.turns.take(one) for one in last))
    async with town.app.db.unit() as session:
        rows = (await session.exec(select(Application).where(Application.gig_id == gig.id))).all()
        after = await gigs.get(session, gig.id)
    assert Counter(row.status for row in rows) == {"confirmed": 3}
    assert after and after.status == "full"
    assert sum("有人报名" in line for line in (await town.heard())["老周"]) == 3
    assert town.incidents() == 0


async def test_erasing_leaves_nothing_that_says_who_somebody_is(town: Direct) -> None:
    await a_gig(town)
    told = (
        "我叫张三，会贴瓷砖，在城东，电话13000000001",
        "同意",
        "对",
        "报名1",
        "满了",
        "老板欠我3000",
        "取消",
    )
    for said in told:
        await heard(town, "张三", said)
    await heard(town, "张三", "删除我的信息")
    await town.say("张三", Spoken("text", "删掉"))
    everybody = await town.heard()
    assert "1001号" in everybody["张三"][0] and "不来了" in everybody["老周"][0]
    async with town.app.db.unit() as session:
        address = (await session.exec(select(Address).where(Address.external == "张三"))).one()
        person = await session.get_one(Person, address.person_id)
        assert (person.private(), person.area_code, person.birth_year, person.is_worker) == (
            {},
            None,
            None,
            False,
        )
        for model in (WorkerTrade, Findable, Consent):
            assert not (await session.exec(select(model).where(model.person_id == person.id))).all()
        raw = (await session.exec(select(Inbox.raw).where(Inbox.address_id == address.id))).all()
        assert len(raw) == len(told) + 2 and not any(raw)
        kept = (
            await session.exec(select(Outbox).where(Outbox.address_id == address.id).order_by(col(Outbox.id)))
        ).all()
        assert [bool(row.body) for row in kept][-1] and not any(row.body for row in kept[:-1])
        assert not await applications.of_person(session, person.id, town.app.clock.now())
    assert await heard(town, "张三", "查进度")


async def test_repeating_says_all_bubbles_again(town: Direct) -> None:
    first = await heard(town, "张三", "你好")
    assert len(first) == 2
    assert await heard(town, "张三", "再说一遍") == first
    async with town.app.db.unit() as session:
        talk = await dialogues.of_sender(session, *town.where("张三"))
        assert talk and await outbox.last_heard(session, talk.address_id) == first
    assert (await heard(town, "张三", "1"))[0].startswith("这会儿还没有新零工")


def test_a_label_is_short_and_keeps_what_matters() -> None:
    start = datetime(2026, 11, 22, 7, tzinfo=SHANGHAI)
    gig = Gig(
        id=1, number=1, employer_id=1, station_id=1, trade="施工升降机司机",
        place="城东镇河堤路江南批发市场三号门", day=start.date(), starts_at=start,
        ends_at=start + timedelta(hours=8), pay_fen=24000, heads=1, created_at=start,
    )  # fmt: skip
    label = shown.label(gig, start - timedelta(days=1))
    assert shown.hanzi(label) <= shown.LABEL and label.startswith("明天 施工升降机司机 240元")
    gig.trade = "瓷砖工"
    assert shown.label(gig, start) == "瓷砖工 240元 河堤路"


@pytest.mark.parametrize(
    ("place", "room", "cut"),
    [
        ("河堤路18号", 3, "河堤路"), ("河堤路18号", 4, "河堤路18号"), ("幸福小区3栋502", 4, "幸福小区"),
        ("江南农产品批发市场", 5, "江南农产品…"), ("河堤123456号大院", 2, "河堤…"),
        ("人民路123号幸福花园", 5, "人民路123号"), ("桥头", 2, "桥头"),
        ("城东镇", 1, ""), ("西陂街道永辉超市", 4, "永辉超市"), ("城东镇河堤路18号", 4, "河堤路18号"),
    ],
)  # fmt: skip
def test_a_place_is_never_cut_inside_a_number(place: str, room: int, cut: str) -> None:
    assert shown.shortened(shown.near_name(place), room) == cut


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-21 05:00", "2026-11-21 08:30"),
        ("2026-11-21 09:15", "2026-11-21 09:15"),
        ("2026-11-21 12:00", "2026-11-21 14:30"),
        ("2026-11-21 17:30", "2026-11-23 08:30"),  # closed on Sunday
    ],
)
def test_a_station_opens_next(now: str, then: str) -> None:
    hours = [
        {"days": "1-6", "from": "08:30", "to": "12:00"},
        {"days": "1,3,6", "from": "14:30", "to": "17:30"},
    ]
    at = datetime.strptime(now, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI).astimezone(UTC)
    assert f"{opens(hours, at).astimezone(SHANGHAI):%Y-%m-%d %H:%M}" == then


def test_without_hours_somebody_is_there() -> None:
    now = datetime(2026, 11, 21, tzinfo=UTC)
    assert opens([], now) == now


def test_menus_stay_short() -> None:
    for key in ("start.of_staff", "start.of_everybody", "start.of_employers", "fallback.ways"):
        labels = [row.partition("|")[0] for row in words(key)]
        assert len(labels) <= 6 and all(len(label) <= 12 for label in labels)
