"""What the people of a kill test live through: the product's own dialogues, spread over all the kills."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Awaitable
from dataclasses import dataclass, field

from tests.kill.people import Somebody

SMALL_TALK = (("菜单", "您想做什么"), ("查进度", "编号|号|没有"), ("我报的名", "您报了|还没有报名|已转给"))


LEFT = "已转给|这句我没听明白|没有要填的"
"""The form is over: staff are talking with them now, or old questions, heard once more, led them astray."""


@dataclass
class Stage:
    """Opens from 0 to 1 as the kills go on, and lets everybody do their share of talking in each part."""

    people: int
    kills: int
    opened: float = 0.0
    chance: random.Random = field(default_factory=lambda: random.Random(20))

    @property
    def steps(self) -> int:
        """So many times somebody speaks: enough that every kill finds a few messages on their way."""
        return max(10, self.kills * 8 // self.people)

    async def cue(self, step: int) -> None:
        while self.opened < 1 and step > self.opened * self.steps:  # noqa: ASYNC110  # a number, no event
            await asyncio.sleep(0.05)
        # Not all in one breath.
        await asyncio.sleep(self.chance.random() * 0.8)


@dataclass
class Told:
    """What people were promised, by what stood on their screens."""

    cases: dict[str, str] = field(default_factory=dict)
    """Amount of the complaint (unique) → number of the case that was named."""
    confirmed: dict[str, int] = field(default_factory=dict)
    """Phone (unique) → number of the gig they were told they have."""
    refused: dict[str, int] = field(default_factory=dict)
    answers: list[str] = field(default_factory=list)
    """Words (unique) that staff sent to somebody and were told had been sent."""


@dataclass
class Life:
    """One person with their story."""

    me: Somebody
    stage: Stage
    told: Told
    number: int
    step: int = 0

    async def ask(self, text: str, hears: str) -> re.Match[str]:
        await self.stage.cue(self.step)
        self.step += 1
        return await self.me.ask(text, hears)

    async def live(self, story: Awaitable[None]) -> None:
        await story
        while self.step < self.stage.steps:
            text, hears = self.stage.chance.choice(SMALL_TALK)
            await self.ask(text, hears)

    @property
    def phone(self) -> str:
        return f"1300001{self.number:04}"

    async def fill_in(self, answers: dict[str, str], heard: re.Match[str], done: str) -> re.Match[str]:
        """Answer whatever a form asks, each question by a word of it, until it is done."""
        asked = "|".join(answers)
        for _ in range(12):
            question = heard.group()
            if question not in answers:
                return heard
            seen = len(await self.me.screen())
            heard = await self.ask(answers[question], f"{done}|{asked}")
            if heard.group() == question:
                # Perhaps the old question once more, by a sender that was killed: look what comes after it.
                newer = f"{done}|{'|'.join(one for one in answers if one != question)}"
                heard = await self.me.glance(newer, seen) or heard
        raise AssertionError(f"{self.me.name} is asked on and on: {heard.string}")


async def wronged(life: Life) -> None:
    """Not paid: the case is there with the first sentence, whatever dies afterwards."""
    amount = 3000 + life.number
    heard = await life.ask(f"城东工地的李老板欠我{amount}元工钱一直不给", r"编号(\d+)")
    life.told.cases[str(amount)] = heard.group(1)
    answers = {
        "欠钱的是谁": "李老板",
        "哪段时间": "9月到10月",
        "在哪里干": "城东桥头工地",
        "怎么称呼": "跳过",
    }
    asked = await life.me.hear("|".join(answers), 0)
    await life.fill_in(answers, asked, f"都记在|{LEFT}")
    await life.ask("查进度", f"{heard.group(1)}|{LEFT}")


async def looking(life: Life, gig: int) -> None:
    """Signs up for a gig that has fewer places than takers."""
    await life.ask("找活", "零工")
    answers = {
        "满18岁": "满了",
        "您的电话": life.phone,
        "怎么称呼": "王师傅",
        "同意我们记下": "同意",
    }
    done = f"报上了|招满|不招了|{LEFT}"
    heard = await life.ask(f"报名 {gig}", f"{done}|{'|'.join(answers)}")
    end = await life.fill_in(answers, heard, done)
    if re.search(LEFT, end.group()):
        return
    found = life.told.confirmed if end.group() == "报上了" else life.told.refused
    found[life.phone] = gig
    await life.ask(f"报名 {gig}", f"已经报上|招满|不招了|{LEFT}")


async def working(life: Life, code: str) -> None:
    """Staff: known by a one-time code, takes what waits, answers it once."""
    await life.ask(code, "认识您了")
    while life.stage.opened < 1 or await waiting(life):
        for number in await waiting(life):
            got = await life.ask(f"接单 {number}", f"{number}号(归您了|已经由|已经在您手上)")
            if got.group(1) != "已经由":
                words = f"联系老板了{life.number}-{number}"
                await life.ask(f"回复 {number} {words}", "发出去了")
                life.told.answers.append(words)


async def waiting(life: Life) -> list[str]:
    heard = await life.ask("待办", r"(?s)(没有待办|待办\d+件.*)")
    return re.findall(r"(?m)^(\d+) 欠薪", heard.group())
