"""What chats cannot show of complaints and the desk: codes, roles, every state against anything, rule A1."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import select

from bot.channels.console import Spoken
from handlers.phrases import book, say
from storage import audit, dialogues, stations
from storage import staff as employed
from storage.db import Session
from storage.models import Case, CaseMove, Staff
from tests.wires import Direct

STORIES = {
    "Complaining:story": [("张三", "讨薪")],
    "Complaining:asking": [("张三", "老板欠我3000")],
    "FollowUp:more": [("张三", "老板欠我3000"), ("张三", "取消"), ("张三", "补充")],
    "Desk:words": [("张三", "老板欠我3000"), ("小陈", "接单 1001"), ("小陈", "回复 1001")],
}
ANYTHING = [
    Spoken("text", "呃呃呃123"), Spoken("text", ""), Spoken("text", " \n\0 "), Spoken("photo"),
    Spoken("voice"), Spoken("location", lat=24.5, lon=113.5), Spoken("text", "取消"), Spoken("text", "1"),
    Spoken("text", "{n}%s"),
    Spoken("text", "老板不给钱" * 20_000),
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


async def state_of(town: Direct, who: str) -> str | None:
    async with town.app.db.unit() as session:
        talk = await dialogues.of_sender(session, *town.where(who))
    return talk.state if talk else None


async def code_for(town: Direct, role: str = "clerk") -> str:
    async with town.app.db.unit() as session:
        station = (await stations.everything(session))[0]
        return await employed.invite(session, station, role, "小吴", town.app.clock.now())


@pytest.mark.parametrize("state", STORIES)
@pytest.mark.parametrize("said", ANYTHING, ids=range(len(ANYTHING)))
async def test_every_state_answers_anything_kindly(town: Direct, state: str, said: Spoken) -> None:
    for who, words in STORIES[state]:
        await heard(town, who, words)
    who = STORIES[state][-1][0]
    assert await state_of(town, who) == state
    answers = await heard(town, who, said)
    assert answers and all(answer.strip() for answer in answers)
    assert town.incidents() == 0
    assert await heard(town, who, "查进度")
    assert town.incidents() == 0


async def test_a_code_opens_the_desk_once(town: Direct) -> None:
    code = await code_for(town)
    before = await heard(town, "新人", "待办")
    assert "小吴" in (await heard(town, "新人", code.lower()))[0]
    assert await heard(town, "新人", "待办") != before
    # Used up, it is a text like any other: two strangers hear the same, whatever they typed.
    assert await heard(town, "甲", code) == await heard(town, "乙", "K7MD-3XQP")
    assert await heard(town, "甲", "待办") == before


async def test_who_left_is_answered_like_anyone(town: Direct) -> None:
    await heard(town, "张三", "老板欠我3000")
    assert "1001" in (await heard(town, "小陈", "待办"))[0]
    async with town.app.db.unit() as session:
        row = (await session.exec(select(Staff).where(Staff.name == "小陈"))).one()
        await employed.disable(session, row)
    assert await heard(town, "小陈", "待办") == await heard(town, "陌生人", "待办")


async def test_an_auditor_looks_and_does_not_act(town: Direct) -> None:
    await heard(town, "审计", await code_for(town, "auditor"))
    await heard(town, "张三", "老板欠我3000，电话13000000001")
    assert (await heard(town, "审计", "待办"))[0].endswith("1 看 1001")
    for looking in ("看 1001", "1001", Spoken("tap", label="看 1001")):
        seen = "".join(await heard(town, "审计", looking))
        assert "1001号 欠薪" in seen and "13000000001" not in seen and "备注" not in seen
    numbered = ("接单 1001", "办结 1001 好了", "回复 1001 好", "转办 1001 小陈")
    for acting in (*numbered, "回复 老板没给钱", "转办 小陈", "接单", "值班"):
        assert await heard(town, "审计", acting) == [book()["cases.only_look"]]
    assert await heard(town, "审计", "接到电话了") != [book()["cases.only_look"]]
    async with town.app.db.reading() as session:
        case = (await session.exec(select(Case))).one()
    assert (case.status, case.owner_id) == ("open", None)


async def test_a_choice_of_somebody_elses_case_does_nothing(town: Direct) -> None:
    await heard(town, "张三", "老板欠我3000")
    async with town.app.db.reading() as session:
        case = (await session.exec(select(Case))).one()
    for verb in (
        "withdraw:yes",
        "withdraw",
        "add",
        "mine",
        "unsolved",
        "solved",
        "take",
        "view",
        "close",
        "more",
    ):
        for head in ("case", "wages"):
            town._choices["李四"].add([("偷", f"{head}.{verb}:{case.id}")])
            answers = await heard(town, "李四", Spoken("tap", label="偷"))
            assert "3000" not in "".join(answers) and "1001" not in "".join(answers)
    async with town.app.db.reading() as session:
        after = (await session.exec(select(Case))).one()
        steps = (await session.exec(select(CaseMove.verb))).all()
    assert (after.status, list(steps)) == ("open", ["opened"])


async def test_every_step_of_staff_is_audited(town: Direct) -> None:
    await heard(town, "张三", "老板欠我3000")
    for words in (
        "接单 1001",
        "看 1001",
        "回复 1001 在办",
        "备注 1001 难",
        "要材料 1001 欠条",
        "办结 1001 好了",
        "重开 1001",
    ):
        await heard(town, "小陈", words)
    async with town.app.db.reading() as session:
        case = (await session.exec(select(Case))).one()
        verbs = [line.verb for line in await audit.of(session, f"case:{case.id}")]
        assert verbs == ["claim", "view", "view", "reply", "note", "papers", "close", "reopen"]
        assert await audit.broken_at(session) is None


async def test_an_answer_is_in_the_case_before_the_next_question(town: Direct) -> None:
    for words in ("讨薪", "干完活不给钱", "李老板", "三千八"):
        await heard(town, "张三", words)
    async with town.app.db.reading() as session:
        case = (await session.exec(select(Case))).one()
    assert (case.text, case.employer, case.amount_fen) == ("干完活不给钱", "李老板", 380_000)


async def test_a_post_that_promises_to_pay_is_no_complaint(town: Direct) -> None:
    await heard(town, "老周", "招小工3人，一天180，工资不拖欠")
    async with town.app.db.reading() as session:
        assert (await session.exec(select(Case))).all() == []


@pytest.mark.parametrize(
    "words", ["退回 17 不能扣身份证", "备注 1001 他说要跳楼", "回复1001 老板不给工资我们来办"]
)
async def test_staff_at_work_may_quote_anything(town: Direct, words: str) -> None:
    """And the same words of somebody who is not staff are heard."""
    await heard(town, "小陈", words)
    async with town.app.db.reading() as session:
        assert (await session.exec(select(Case))).all() == []
    await heard(town, "张三", words)
    async with town.app.db.reading() as session:
        assert len((await session.exec(select(Case))).all()) == 1


FORBIDDEN = re.compile(
    r"[一肯必]定(?:能|会|可以)|保证|放心|犯法|违法|不归|不受理|不予|受理不了|管不了|超龄|要得?回来|讨得?回来|帮您要回|败诉|胜诉|时效"
)


@pytest.mark.parametrize("file", ["wages", "follow_up", "danger", "push", "cases"])
def test_nothing_is_promised_judged_or_refused(file: str) -> None:
    """Rule A1."""
    spoken = {
        key: text for key, text in book().items() if key.startswith(f"{file}.") and isinstance(text, str)
    }
    assert spoken
    assert not {key: text for key, text in spoken.items() if FORBIDDEN.search(text)}


@pytest.mark.parametrize(
    "text", ["您的钱一定能要回来", "老板犯法了", "这个不归我们管", "您超龄了不受理", "放心，保证要回来"]
)
def test_the_forbidden_words_are_known(text: str) -> None:
    assert FORBIDDEN.search(text)


@pytest.mark.parametrize(
    "kind", ["self_harm", "violence", "locked_in", "child", "injury", "crowd", "unclear"]
)
def test_the_safety_text_names_numbers_and_people(kind: str) -> None:
    """Rule 1.4 P0: fixed words, the numbers, that people come; no question, no promise of money."""
    text = book()[f"danger.{kind}"]
    assert isinstance(text, str)
    assert "110" in text and "120" in text and "我们的工作人员马上联系您" in text
    assert "？" not in text and "钱" not in text and (kind != "self_harm" or "12356" in text)


async def nobody(session: Session, now: datetime) -> None:
    """A ledger before the first station is set up."""


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("老板欠我3000块工资不给", "handoff.alone"),
        ("讨薪|老板欠我3000", "handoff.alone"),
        ("我不想活了", "danger.alone"),
    ],
)
async def test_whoever_complains_where_no_station_is_yet_is_told_whom_to_call(
    sqlite_url: str, ring: None, tmp_path: Path, said: str, answer: str
) -> None:
    wire = Direct()
    await wire.start(sqlite_url, tmp_path, found=nobody)
    answers = [await heard(wire, "张三", text) for text in said.split("|")]
    assert answers[-1] == [say(answer)] and not wire.incidents()
    async with wire.app.db.reading() as session:
        talk = await dialogues.of_sender(session, *wire.where("张三"))
    assert talk and talk.state is None
    await wire.stop()
