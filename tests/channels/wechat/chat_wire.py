"""WeChat as a wire for the chats: people with phones, its servers, our callback, our calls of its API.

What was made one message of is taken apart again, as people read it: a bubble behind each empty line, numbers
that run on through all of them. Whoever has news waiting asks for it at once by 更多, which stands for any
word they would say next.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, web
from sqlmodel import col, select

from bot.channels.base import Answer, Channel, Inbound, News, Patience
from bot.channels.console import Spoken
from bot.channels.wechat.channel import WechatChannel
from bot.channels.wechat.outbound import Outbound
from bot.news import NewsDesk
from bot.sending.bundle import BETWEEN
from bot.shared_token import SharedToken
from bot.shown import Shown
from handlers.phrases import say
from storage.models import Address, Outbox
from tests.channels.wechat.people import Person, Trigger
from tests.channels.wechat.server import WechatApi
from tests.channels.wechat.their_side import Server, account, message, opened
from tests.town import FIVE, Found, small_town
from tests.wires import Heard, NoSuchChoice, Wire

_LINK = re.compile(r'<a href="weixin://bizmsgmenu\?msgmenucontent=([^&]*)&msgmenuid=([^"]*)">([^<]*)</a>')
_NUMBERED = re.compile(r"(\d+) (.+)")
MORE = say("bundle.word")
UNHEARD = say("push.case_unheard", number=0, who="").split("\n")[1]


@dataclass
class Phone:
    """What one person has on the screen."""

    person: Person
    shown: Shown = field(default_factory=Shown)
    contents: dict[str, str] = field(default_factory=dict)
    """By data: what tapping that line sends as if it were typed."""
    first: int = 0
    """So many numbers stand above those of the bubble that asked last."""
    numbers: int = 0
    last: tuple[str, Trigger] = ("", "message")


class Wechat(Wire):
    """Callbacks sealed by wechatpy over HTTP; what we send meets a server that refuses as WeChat does."""

    name = "wechat"
    captions = False
    answers_again = True

    def __init__(self) -> None:
        super().__init__()
        self._api = WechatApi(now=self._when)
        self._begins = FIVE
        self._phones: dict[str, Phone] = {}
        self._read = 0
        self._ids = itertools.count(25_410_000_000_000_000)

    def where(self, who: str) -> tuple[str, str, str]:
        return WechatChannel.name, self._api.app_id, self._phone(who).person.openid

    def channels(self) -> Sequence[Channel]:
        ours = account(secret=self._api.secret, api_base=self._api.base)
        clock = self._when
        api = Outbound(ours, self, now=clock, timeout=5)
        self._channel = WechatChannel(
            ours, self._take, self._hear, self._folder / "late", now=clock, count=lambda reason: None, api=api
        )
        return (self._channel,)

    async def start(self, url: str, folder: Path, at: datetime = FIVE, found: Found = small_town) -> None:
        self._folder, self._begins = folder, at
        await self._api.start()
        await super().start(url, folder, at, found)
        self._store = SharedToken(self.app.db, self._channel.name, self._channel.account)
        self._desk = NewsDesk(self.app.db, self.app.clock.now, {})
        self._runner = web.AppRunner(self.app.web, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self._http = ClientSession()
        self._wechat = Server(f"http://127.0.0.1:{self._runner.addresses[0][1]}/wechat", self._http)

    async def stop(self) -> None:
        await self._http.close()
        await self._runner.cleanup()
        await super().stop()
        await self._api.stop()

    async def say(self, who: str, said: Spoken) -> None:
        phone = self._phone(who)
        if said.kind == "tap":
            data = phone.shown.data(said.label)
            if data is None:
                raise NoSuchChoice(said.label)
            tapped = {"Content": phone.contents[data], "bizmsgmenuid": data}
            await self._deliver(who, "tap", "text", tapped)
            return
        kind, fields = _content(said, self._file(said), phone)
        await self._deliver(who, "message", kind, fields)

    async def again(self, who: str) -> None:
        await self._post(who, *self._phone(who).last)

    async def heard(self) -> Heard:
        self._heard = await super().heard()
        self._read_deliveries()
        while waiting := await self._waiting():
            for who in waiting:
                await self._deliver(who, "message", "text", {"Content": MORE})
            self._heard = await super().heard()
            self._read_deliveries()
        heard, self._heard = self._heard, {}
        return heard

    def hears(self, who: str, text: str) -> None:
        """Without what only a network that counts makes necessary: no chat is about that."""
        if UNHEARD not in text:
            super().hears(who, text)

    def _when(self) -> datetime:
        """The town founds itself before there is an app with a clock."""
        return self.app.clock.now() if hasattr(self, "app") else self._begins

    async def load(self) -> tuple[str, datetime] | None:
        return await self._store.load()

    async def save(self, token: str, until: datetime) -> None:
        await self._store.save(token, until)

    def _phone(self, who: str) -> Phone:
        if who not in self._phones:
            self._phones[who] = Phone(self._api.person(who))
        return self._phones[who]

    async def _deliver(self, who: str, contact: Trigger, kind: str, fields: dict[str, Any]) -> None:
        at = int(self.app.clock.now().timestamp())
        number = {"MsgId": next(self._ids), "CreateTime": at}
        xml = message(kind, self._phone(who).person.openid, **{**number, **fields})
        self._phone(who).last = (xml, contact)
        await self._post(who, xml, contact)

    async def _post(self, who: str, xml: str, contact: Trigger) -> None:
        phone = self._phone(who)
        phone.person.contact(contact)
        self._wechat.at = int(self.app.clock.now().timestamp())
        got = await self._wechat.sealed(xml)
        assert got.status == 200, (got.status, got.text)
        if got.text != "success":
            self._shows(who, opened(got)["Content"])

    def _shows(self, who: str, content: str) -> None:
        """One message on the screen, read as the bubbles it is made of."""
        assert 0 < len(content.encode()) <= 2048
        phone = self._phone(who)
        for typed, data, label in _LINK.findall(content):
            phone.contents[data] = typed
            phone.shown.add([(unescape(label), data)])
        bubbles = _LINK.sub(r"\3", content).split(BETWEEN)
        if bubbles[-1].startswith(say("bundle.more")):
            bubbles.pop()
        count = 0
        for text in bubbles:
            first, lines = count, text.split("\n")
            for place, line in enumerate(lines):
                found = _NUMBERED.fullmatch(line)
                if found and int(found[1]) == count + 1:
                    count += 1
                    lines[place] = f"{count - first} {found[2]}"
            if count > first:
                phone.first, phone.numbers = first, count - first
            self.hears(who, "\n".join(lines))

    def _read_deliveries(self) -> None:
        names = {phone.person.openid: who for who, phone in self._phones.items()}
        for bubble in self._api.delivered[self._read :]:
            who, phone = names[bubble.to], self._phones[names[bubble.to]]
            for place, (data, content) in enumerate(bubble.choices, 1):
                assert content.startswith(f"{place} ")
                phone.contents[data] = content
                phone.shown.add([(content.removeprefix(f"{place} "), data)])
            if bubble.choices:
                phone.first, phone.numbers = 0, len(bubble.choices)
            self.hears(who, bubble.text)
        self._read = len(self._api.delivered)

    async def _waiting(self) -> list[str]:
        async with self.app.db.reading() as session:
            held = select(Outbox.address_id).where(Outbox.status == "held")
            query = select(Address.external).where(col(Address.id).in_(held)).order_by(col(Address.id))
            found = set((await session.exec(query)).all())
        return [who for who, phone in self._phones.items() if phone.person.openid in found]

    def _file(self, said: Spoken) -> tuple[str, str]:
        """The id of what was sent, and its address where WeChat gives one."""
        if said.kind not in ("photo", "voice", "video"):
            return "", ""
        return self._api.picture(self.fresh_id().encode())

    async def _take(self, inbound: Inbound, patience: Patience) -> Answer:
        return await self.app.turns.take(inbound, patience)

    async def _hear(self, news: News) -> None:
        await self._desk.hear(news)


def _content(said: Spoken, file: tuple[str, str], phone: Phone) -> tuple[str, dict[str, Any]]:
    """The message as WeChat would carry it."""
    media = {"MediaId": file[0]}
    match said.kind:
        case "photo":
            return "image", {"PicUrl": file[1], **media}
        case "voice":
            return "voice", {"Format": "amr", "Recognition": said.text, **media}
        case "video":
            return "video", {"ThumbMediaId": "thumb", **media}
        case "location":
            return "location", {
                "Location_X": said.lat, "Location_Y": said.lon, "Scale": 16, "Label": said.label,
            }  # fmt: skip
    typed = said.text.strip()
    if typed.isdecimal() and phone.first and 0 < int(typed) <= phone.numbers:
        return "text", {"Content": str(phone.first + int(typed))}  # the number they read there
    return "text", {"Content": said.text}
