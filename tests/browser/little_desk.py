"""A small desk in memory: answers like the real one in shape, so the page's mechanics can be tried alone."""

import asyncio
import contextlib
import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.clock_words import SHANGHAI, next_moment, wants_reset
from bot.web.phones.desk import (
    Bubble,
    BubbleKind,
    ChatPage,
    NotKept,
    Option,
    PersonCard,
    Place,
    Saved,
    SayKind,
    UnknownPerson,
    UnknownPhoto,
)

MENU = (Option(1, "今天的活", "find:today"), Option(2, "我报的名", "find:mine"), Option(3, "找人工", "human"))


class LittleDesk:
    """Says back what it hears, offers a menu on 菜单, and can be told to fail or to push."""

    def __init__(self) -> None:
        self.cards = [
            PersonCard("zhang", "张三", "worker", "瓷砖工，城东街道"),
            PersonCard("zhou", "老周", "employer", "周记装修"),
            PersonCard("li", "李敏", "staff", "城东驿站"),
            PersonCard("huang", "黄桂香", "worker", "家政、月嫂"),
        ]
        self.start = datetime(2026, 11, 21, 14, 5, tzinfo=SHANGHAI)
        self.time = self.start
        self.refuse = 0  # so many of the next messages are not kept
        self.lose = 0  # so many of the next messages are kept, and yet the page is told they are not
        self.effects: list[
            tuple[str, str, str]
        ] = []  # who, message id, text: one for each message that counted
        self.calls: list[tuple[str, str]] = []  # who, message id: each time anybody said anything
        self.pictures: dict[str, tuple[bytes, str]] = {}
        self._chats: dict[str, list[Bubble]] = {card.id: [] for card in self.cards}
        self._last = 0
        self._news = asyncio.Condition()
        self._rung: dict[str, int] = {}

    async def people(self) -> Sequence[PersonCard]:
        return self.cards

    async def new_person(self) -> PersonCard:
        card = PersonCard(f"new{len(self.cards)}", f"新人{len(self.cards)}", "new")
        self.cards.append(card)
        self._chats[card.id] = []
        return card

    async def chat(self, who: str, after: int) -> ChatPage:
        if who not in self._chats:
            raise UnknownPerson
        found = tuple(bubble for bubble in self._chats[who] if bubble.id > after)
        return ChatPage(found[-1].id if found else after, found)

    async def say(
        self,
        who: str,
        message_id: str,
        kind: SayKind,
        *,
        text: str = "",
        media: str = "",
        lat: float | None = None,
        lon: float | None = None,
        label: str = "",
    ) -> None:
        if who not in self._chats:
            raise UnknownPerson
        self.calls.append((who, message_id))
        if self.refuse:
            self.refuse -= 1
            raise NotKept
        if not any(bubble.key == message_id for bubble in self._chats[who]):
            self.effects.append((who, message_id, text))
            shown: BubbleKind = "text" if kind == "tap" else kind
            words = label if kind in ("tap", "location") else text
            self._add(who, True, words, key=message_id, kind=shown, media=media, lat=lat, lon=lon)
            if text == "菜单":
                self._add(who, False, "您想办什么事？", choices=MENU)
            else:
                self._add(who, False, f"收到：{words[:40] or kind}")
            await self._ring(who)
        if self.lose:
            self.lose -= 1
            raise NotKept

    async def push(self, who: str, text: str) -> None:
        """Something arrives that nobody asked for."""
        self._add(who, False, text, push=True, choices=MENU[:1])
        await self._ring(who)

    async def keep_photo(self, data: bytes, content_type: str) -> str:
        media = hashlib.sha256(data).hexdigest()[:16]
        self.pictures[media] = (data, content_type)
        return media

    async def photo(self, media: str) -> tuple[bytes, str]:
        if media not in self.pictures:
            raise UnknownPhoto
        return self.pictures[media]

    def now(self) -> datetime:
        return self.time

    async def move_clock(self, words: str) -> datetime:
        self.time = self.start if wants_reset(words) else next_moment(words, self.time)
        return self.time

    async def places(self) -> Sequence[Place]:
        return [Place("城东就业驿站", 23.1123, 113.2555), Place("桥头镇零工市场", 23.0501, 113.3002)]

    async def save_chat(self, who: Sequence[str], title: str) -> Saved:
        names = {card.id: card.name for card in self.cards}
        lines = [
            f"{names[person]} {'>' if bubble.mine else '<'} {bubble.text}"
            for person in who
            for bubble in self._chats[person]
        ]
        return Saved("saved.chat", "\n".join([f"# {title}", *lines, ""]), ("阿梅也说过话",))

    async def wait(self, who: Sequence[str], timeout: float) -> set[str]:
        before = dict(self._rung)

        def rung() -> set[str]:
            return {person for person in who if self._rung.get(person, 0) > before.get(person, 0)}

        async with self._news:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait_for(rung), timeout)
            return rung()

    async def _ring(self, who: str) -> None:
        async with self._news:
            self._rung[who] = self._rung.get(who, 0) + 1
            self._news.notify_all()

    def _add(
        self,
        who: str,
        mine: bool,
        text: str,
        *,
        key: str = "",
        kind: BubbleKind = "text",
        media: str = "",
        lat: float | None = None,
        lon: float | None = None,
        push: bool = False,
        choices: tuple[Option, ...] = (),
    ) -> None:
        self._last += 1
        self.time += timedelta(seconds=1)
        at = self.time.astimezone(UTC)
        bubble = Bubble(
            self._last, key, mine, kind, text, at, media=media, lat=lat, lon=lon, push=push, choices=choices
        )
        self._chats[who].append(bubble)
