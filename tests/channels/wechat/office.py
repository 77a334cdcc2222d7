"""What WeChat keeps for one account: its people, templates, files, menu and codes, and what was delivered."""

from __future__ import annotations

import itertools
import secrets
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from tests.channels.wechat.accounts import ABILITIES, NEEDS, Ability, Kind, daily
from tests.channels.wechat.people import Person, openid_of
from tests.channels.wechat.tokens import SHANGHAI, Tokens
from tests.channels.wechat.wire_format import Bubble, Fields, Refusal
from tests.sending import Hands

CLEARS_A_MONTH = 10
MEDIA_LIVE = timedelta(days=3)

GIG_ALERT = """工作岗位：{{thing1.DATA}}
工作地点：{{thing2.DATA}}
薪资：{{amount3.DATA}}
上班时间：{{time4.DATA}}
备注：{{thing5.DATA}}"""
GIG_ALERT_SHOWN = """工作岗位：砌砖工
工作地点：青羊区
薪资：300元
上班时间：2025年11月21日 07:30
备注：回复1报名"""


@dataclass(frozen=True, slots=True)
class Template:
    """`sort`: of which of the two kinds it is; their ids do not mix."""

    id: str
    sort: Literal["template", "subscribe", "long"] = "template"
    title: str = "零工提醒"
    content: str = GIG_ALERT
    example: str = GIG_ALERT_SHOWN
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The values a field may have, where it has a list."""


@dataclass(frozen=True, slots=True)
class File:
    data: bytes
    content_type: str
    since: datetime
    video: bool = False


@dataclass
class Office:
    app_id: str = "wx7c2e91b05d4fa386"
    secret: str = "5f2c9b7e1d4a8036c7e9f1a2b3d4c5e6"
    kind: Kind = "verified_service"
    now: Callable[[], datetime] = field(default_factory=Hands)
    can: set[Ability] = field(default_factory=set)
    """What this account may do; taken from its kind when it opens."""
    allowed_ips: set[str] | None = None
    seen_ip: str = "203.0.113.7"
    """The address from which we are seen; refused when there is a list without it."""
    quota: dict[str, int] = field(default_factory=dict)
    per_minute: dict[str, int] = field(default_factory=dict)
    templates: list[Template] = field(default_factory=list)
    once_template: str = "once-0PWm3uZrB7yVcL2nHs5dGa8Eo1iRtYl6Nw4M"
    people: dict[str, Person] = field(default_factory=dict)
    delivered: list[Bubble] = field(default_factory=list)
    files: dict[str, File] = field(default_factory=dict)
    menu: Fields | None = None
    codes: list[Fields] = field(default_factory=list)
    callback_ips: tuple[str, ...] = ("101.226.62.77", "101.226.62.78")
    base: str = ""
    sent_before: dict[tuple[str, str], tuple[datetime, str]] = field(default_factory=dict)
    """By openid and client_msg_id: when it was sent and as what."""

    def __post_init__(self) -> None:
        self.can = self.can or set(ABILITIES[self.kind])
        self.quota = {**daily(self.kind), **self.quota}
        self.tokens = {"token": Tokens(self.now), "stable_token": Tokens(self.now)}
        self._numbers = itertools.count(4_000_000_001)
        self._used: Counter[tuple[str, str]] = Counter()
        self._minutes: Counter[tuple[str, str]] = Counter()
        self._cleared: Counter[str] = Counter()

    def person(self, name: str, *, follows: bool = True) -> Person:
        """Found by name, or new; nobody has a window before their first contact."""
        openid = openid_of(self.app_id, name)
        if openid not in self.people:
            self.people[openid] = Person(name, openid, self.now, self.delivered, follows, self.now())
        return self.people[openid]

    def known(self, openid: object) -> Person:
        if not isinstance(openid, str) or openid not in self.people:
            raise Refusal(40003)
        return self.people[openid]

    def template(self, template_id: object, *sorts: str) -> Template:
        """A subscription notice is no template message and the other way round: 40037."""
        for one in self.templates:
            if one.id == template_id and one.sort in sorts:
                return one
        raise Refusal(40037)

    def keep(self, data: bytes, content_type: str, *, video: bool = False) -> str:
        """A file somebody sent; its media_id."""
        media_id = secrets.token_urlsafe(48)
        self.files[media_id] = File(data, content_type, self.now(), video)
        return media_id

    def picture(self, data: bytes, content_type: str = "image/jpeg") -> tuple[str, str]:
        """A picture somebody sent; its media_id and its PicUrl."""
        media_id = self.keep(data, content_type)
        return media_id, f"{self.base}/pic/{media_id}"

    def deliver(self, bubble: Bubble) -> None:
        self.delivered.append(bubble)

    def number(self) -> str:
        return str(next(self._numbers))

    def check_ability(self, path: str) -> None:
        need = NEEDS[path]
        if need is not None and need not in self.can:
            raise Refusal(48001)

    def count(self, path: str) -> None:
        """Against the day's quota and the minute's, where the path has one."""
        now = self.now().astimezone(SHANGHAI)
        day, minute = f"{now:%Y-%m-%d}", f"{now:%Y-%m-%d %H:%M}"
        self._used[path, day] += 1
        self._minutes[path, minute] += 1
        if self._used[path, day] > self.quota.get(path, 1_000_000):
            raise Refusal(45009)
        if self._minutes[path, minute] > self.per_minute.get(path, 1_000_000):
            raise Refusal(45011)

    def used(self, path: str) -> int:
        return self._used[path, f"{self.now().astimezone(SHANGHAI):%Y-%m-%d}"]

    def clear(self) -> None:
        month = f"{self.now().astimezone(SHANGHAI):%Y-%m}"
        if self._cleared[month] >= CLEARS_A_MONTH:
            raise Refusal(48006)
        self._cleared[month] += 1
        self._used.clear()
