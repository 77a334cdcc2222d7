"""The chat player itself: what it reads, what it refuses, what it finds, what it rewrites."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.channels.console import Spoken, spoken, written
from tests.chat_player import BadChat, Chat, ChatFailed, fits, play, read_chat
from tests.town import FIVE
from tests.wires import Heard, NoSuchChoice, Wire


class Scripted(Wire):
    """Answers from a table; nothing of the product is behind it."""

    name = "scripted"
    answers_again = True

    def __init__(self, answers: dict[str, Heard]) -> None:
        super().__init__()
        self.answers = answers
        self.said: list[tuple[str, Spoken]] = []
        self.clock = FIVE
        self.failed = 0

    def where(self, who: str) -> tuple[str, str, str]:
        return "scripted", "", who

    def now(self) -> datetime:
        return self.clock

    async def move(self, to: datetime) -> None:
        self.clock = to
        self._hear(f"@{to:%H:%M}")

    async def say(self, who: str, said: Spoken) -> None:
        if said.label == "没有的":
            raise NoSuchChoice(said.label)
        self.said.append((who, said))
        self._hear(said.text)

    async def again(self, who: str) -> None:
        self._hear("again:" + self.said[-1][1].text)

    async def heard(self) -> Heard:
        heard, self._heard = self._heard, {}
        return heard

    async def pushes(self, who: str) -> set[str]:
        return {"张三来了", "李四来了"}

    def incidents(self) -> float:
        return self.failed

    def _hear(self, key: str) -> None:
        for who, bubbles in self.answers.get(key, {}).items():
            for bubble in bubbles:
                self.hears(who, bubble)


ANSWERS: dict[str, Heard] = {
    "找活": {"张三": ["您想干什么工种？\n比如：瓷砖工", "第二句"], "李四": ["张三来了"]},
    "again:找活": {"张三": ["您想干什么工种？\n比如：瓷砖工", "第二句"]},
    "@06:30": {"张三": ["【今日零工】\n\n瓷砖工 240元/天"]},
}
GOOD = """# 一次都对
@ 06:00
张三 > 找活
李四 < 张三来了
张三 < 您想干什么工种？
  比如：瓷砖工
# 中间的话
张三 < 第二句
张三 >>

@ 06:30
张三 < 【今日零工】
|
  瓷砖工 …
@ 07:00
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def chat(folder: Path, text: str) -> Chat:
    path = folder / "one.chat"
    path.write_text(text, "utf-8")
    return read_chat(path)


async def test_a_chat_that_is_right(folder: Path) -> None:
    wire = Scripted(ANSWERS)
    good = chat(folder, GOOD)
    await play(good, wire)
    assert good.title == "一次都对"
    assert good.text() == GOOD
    assert wire.said == [("张三", Spoken("text", "找活"))]
    assert wire.clock == FIVE + timedelta(hours=2)


@pytest.mark.parametrize(
    ("right", "wrong", "shown"),
    [
        ("李四 < 张三来了\n", "", "+ 李四 < 张三来了"),
        ("张三 < 第二句\n", "张三 < 第二句\n张三 < 第三句\n", "- 张三 < 第三句"),
        ("张三 < 第二句\n", "张三 < 第儿句\n", "+ 张三 < 第二句"),
        ("  比如：瓷砖工\n", "", "+   比如：瓷砖工"),
        ("@ 07:00\n", "@ 07:00\n王五 < 您好\n", "- 王五 < 您好"),
        ("张三 < 您想干什么工种？\n  比如：瓷砖工\n# 中间的话\n张三 < 第二句\n",
         "张三 < 第二句\n张三 < 您想干什么工种？\n  比如：瓷砖工\n", "- 张三 < 第二句"),
    ],
)  # fmt: skip
async def test_what_differs_is_shown_with_its_place(folder: Path, right: str, wrong: str, shown: str) -> None:
    assert right in GOOD
    with pytest.raises(ChatFailed) as caught:
        await play(chat(folder, GOOD.replace(right, wrong)), Scripted(ANSWERS))
    assert shown in str(caught.value)
    assert "one.chat:" in str(caught.value)


@pytest.mark.parametrize(
    ("listed", "right"),
    [
        (["一", "二", "张三来了", "李四来了"], True),
        (["张三来了", "一", "李四来了", "二"], True),
        (["一", "张三来了", "二", "…"], True),
        (["二", "一", "张三来了", "李四来了"], False),
        (["一", "二", "李四来了", "张三来了"], False),
        (["一", "张三来了", "李四来了"], False),
        (["一", "二", "张三来了", "李四来了", "李四来了"], False),
        ([], False),
    ],
)
async def test_an_answer_and_a_push_come_in_either_order(
    folder: Path, listed: list[str], right: bool
) -> None:
    wire = Scripted({"早": {"王五": ["张三来了", "一", "二", "李四来了"]}})
    text = "\n".join(["# x", "王五 > 早", *(f"王五 < {one}" for one in listed)])
    if right:
        await play(chat(folder, text), wire)
        return
    with pytest.raises(ChatFailed):
        await play(chat(folder, text), wire)


async def test_a_repeated_message_with_another_answer_fails(folder: Path) -> None:
    for other in ({}, {"张三": ["别的"]}):
        wire = Scripted({**ANSWERS, "again:找活": other})
        with pytest.raises(ChatFailed, match="another answer"):
            await play(chat(folder, GOOD), wire)


async def test_a_repeated_message_that_others_hear_fails(folder: Path) -> None:
    twice: Heard = {**ANSWERS["again:找活"], "李四": ["张三来了"]}
    with pytest.raises(ChatFailed, match="李四 < 张三来了"):
        await play(chat(folder, GOOD), Scripted({**ANSWERS, "again:找活": twice}))


async def test_a_handler_that_failed_is_never_right(folder: Path) -> None:
    wire = Scripted(ANSWERS)
    wire.failed = 1
    for update in (False, True):
        with pytest.raises(ChatFailed, match="a handler failed"):
            await play(chat(folder, GOOD), wire, update=update)


async def test_a_choice_nobody_showed(folder: Path) -> None:
    with pytest.raises(ChatFailed, match=r"one\.chat:2: 张三 sees no such choice"):
        await play(chat(folder, "# x\n张三 > [点 没有的]\n"), Scripted({}))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("张三 < 没人说话\n张三 > 找活\n", "one.chat:1: nobody has said anything yet"),
        ("# x\n张三：找活\n", "one.chat:2: neither"),
        ("张三 > 找活\n\n  接着说\n", "one.chat:3: nothing goes on here"),
        ("张三 >> 找活\n", "one.chat:1: neither"),
        ("@06:00\n", "one.chat:1: neither"),
    ],
)
def test_what_cannot_be_read_is_named(folder: Path, text: str, said: str) -> None:
    with pytest.raises(BadChat) as caught:
        chat(folder, text)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"), [("@ 昨天\n", "is no time to go to"), ("张三 >>\n", "nothing that could")]
)
async def test_what_cannot_be_played_is_named(folder: Path, text: str, said: str) -> None:
    with pytest.raises(BadChat, match=said):
        await play(chat(folder, text), Scripted({}))


async def test_rewriting_keeps_remarks_actions_and_what_is_right(folder: Path) -> None:
    wrong = GOOD.replace("李四 < 张三来了\n", "").replace("第二句", "旧的话").replace("瓷砖工 …", "瓦工")
    await play(chat(folder, wrong), Scripted(ANSWERS), update=True)
    rewritten = (folder / "one.chat").read_text("utf-8")
    await play(chat(folder, rewritten), Scripted(ANSWERS))
    assert [line for line in rewritten.splitlines() if line[:1] in "#@" or ">" in line] == [
        line for line in GOOD.splitlines() if line[:1] in "#@" or ">" in line
    ]
    await play(chat(folder, GOOD), Scripted(ANSWERS), update=True)
    assert (folder / "one.chat").read_text("utf-8") == GOOD


def test_where_a_chat_begins(folder: Path) -> None:
    assert chat(folder, "# x\n@ 06:00\n").start == FIVE
    assert chat(folder, "# x\n张三 > 你好\n@ 2027-01-01 06:00\n").start == FIVE
    assert chat(folder, "# x\n@ 2026-11-25 06:30\n").start == FIVE + timedelta(days=4, minutes=90)
    saved = chat(
        folder, "# x\n# 世界：虚构的县，2026-11-21 11:00\n@ 2026-11-21 11:05\n张三 > 你好\n李四 < 您好\n"
    )
    assert saved.county == FIVE + timedelta(hours=6)
    later = chat(folder, "# x\n# 世界：虚构的县，2026-11-21 11:00:07\n@ 2026-11-21 11:05:09\n")
    assert later.county == FIVE + timedelta(hours=6, seconds=7)
    assert later.start == FIVE + timedelta(hours=6, minutes=5, seconds=9)
    assert saved.cast == {"张三", "李四"}


async def test_in_the_big_county_only_who_is_in_the_file_counts(folder: Path) -> None:
    saved = (
        "# x\n# 世界：虚构的县，2026-11-21 05:00\n张三 > 找活\n张三 < 您想干什么工种？\n  …\n张三 < 第二句\n"
    )
    await play(chat(folder, saved), Scripted(ANSWERS))
    with pytest.raises(ChatFailed):
        await play(chat(folder, saved + "李四 > 有人吗\n"), Scripted(ANSWERS))


@pytest.mark.parametrize(
    ("listed", "heard", "same"),
    [
        ("您好", "您好", True),
        ("您好…", "您好，张三", True),
        ("您好…", "不好，张三", False),
        ("您好\n…", "您好\n一\n二", True),
        ("您好\n…\n二", "您好\n一\n三", True),
        ("您好", "您好\n一", False),
        ("您好\n一", "您好", False),
        ("您好\n\n一", "您好\n  \n  一 ", True),
    ],
)
def test_fits(listed: str, heard: str, same: bool) -> None:
    assert fits(listed, heard) is same


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("找活", Spoken("text", "找活")),
        ("[照片]", Spoken("photo")),
        ("[照片] 这是欠条", Spoken("photo", "这是欠条")),
        ("[语音] 我会贴瓷砖", Spoken("voice", "我会贴瓷砖")),
        ("[视频]", Spoken("video")),
        ("[位置 24.3,116.1 桥头]", Spoken("location", lat=24.3, lon=116.1, label="桥头")),
        ("[位置 24.3,116.1]", Spoken("location", lat=24.3, lon=116.1)),
        ("[点 报名]", Spoken("tap", label="报名")),
        ("[点]", Spoken("text", "[点]")),
        ("[位置 桥头]", Spoken("text", "[位置 桥头]")),
        ("[笑脸] 好的", Spoken("text", "[笑脸] 好的")),
    ],
)
def test_what_stands_in_brackets(typed: str, meant: Spoken) -> None:
    assert spoken(typed) == meant


def test_written() -> None:
    assert written("张三", "一\n\n二") == "张三 < 一\n|\n  二"
