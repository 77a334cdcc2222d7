"""The web view of somebody's phone: our pages over HTTP, and WeChat's own page that asks, played here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from aiohttp import ClientSession
from yarl import URL

from tests.channels.wechat.office import Office
from tests.channels.wechat.people import Person

PUBLIC = "https://bot.example.gov.cn"
"""Registered as a business domain; a test serves it on loopback."""


@dataclass(frozen=True)
class Shown:
    status: int
    text: str
    location: str = ""
    kept: bool = True
    """Whether a phone may keep a copy."""


@dataclass
class Phone:
    person: Person
    office: Office
    served: URL
    http: ClientSession
    last: str = ""
    """The address of the page they see."""

    async def opens(self, address: str) -> Shown:
        self.last = address
        parts = urlsplit(address)
        assert f"{parts.scheme}://{parts.netloc}" == PUBLIC
        url = self.served.with_path(parts.path).with_query(parse_qsl(parts.query, keep_blank_values=True))
        async with self.http.get(url, allow_redirects=False) as got:
            kept = "no-store" not in got.headers.get("Cache-Control", "")
            return Shown(got.status, await got.text(), got.headers.get("Location", ""), kept)

    async def entry(self, name: str) -> str:
        """The page of WeChat to which a menu entry leads in the end."""
        assert self.office.menu
        entries = [one for top in self.office.menu["button"] for one in top["sub_button"]]
        (url,) = [one["url"] for one in entries if one["type"] == "view" and one["name"] == name]
        shown = await self.opens(url)
        assert shown.status == 302 and not shown.kept
        return shown.location

    async def taps(self, asked: str, action: str) -> Shown:
        """Yes or no on WeChat's page, and where that leads; who says no stays unnamed."""
        return await self.opens(self.answered(asked, action))

    def answered(self, asked: str, action: str) -> str:
        parts, query = urlsplit(asked), dict(parse_qsl(urlsplit(asked).query))
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == "https://mp.weixin.qq.com/mp/subscribemsg"
        assert (query["action"], parts.fragment) == ("get_confirm", "wechat_redirect")
        assert (query["appid"], query["template_id"]) == (self.office.app_id, self.office.once_template)
        assert 0 <= int(query["scene"]) <= 10000
        assert re.fullmatch("[a-zA-Z0-9]{1,128}", query["reserved"])
        assert query["redirect_url"].startswith(PUBLIC + "/")
        back = {name: query[name] for name in ("template_id", "scene", "reserved")} | {"action": action}
        if action == "confirm":
            self.person.once.add(int(query["scene"]))
            back = {"openid": self.person.openid, **back}
        return f"{query['redirect_url']}?{urlencode(back)}"
