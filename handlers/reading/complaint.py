"""What a story of unpaid wages tells. Empty rather than guessed."""

import re
from dataclasses import dataclass

from handlers.reading.heads import Heads
from handlers.reading.money import Amount, read_amount
from handlers.reading.numerals import RANGE, span
from handlers.reading.people import SURNAMES
from handlers.reading.period import read_period
from handlers.reading.phone import Phone, phones_in
from handlers.reading.places import read_place
from handlers.reading.plain import Plain, plain

_STOPS = re.compile(
    r".*(?:在|是|给|到|去|叫|跟|从|于|被|帮|为|的|我们?|你们?|他们?|一家|一所|一个|那个|这个|某个|有个|有家|做|干|欠|告|向|找|和|省|[^小]市|县|区|镇|乡|街道|村)"
)
_COMPANY = re.compile(
    r"(?P<name>[\u4e00-\u9fffa-z0-9]{0,16}?(?:有限公司|公司|集团|电网|厂|酒店|饭店|餐厅|宾馆|美容院|理发店|幼儿园|学校|超市|医院|合作社"
    r"|农场|养殖场|劳务队|装修队|施工队|工程队|砖窑|店))(?!长|里的人|家|员)"
)
_GENERIC = re.compile(
    r"(?:有限|劳务|建筑|装修|分|总|该|本|原|大|小)?(?:公司|集团|厂|店|学校|工厂|酒店|饭店|超市|医院)"
)
_HEADMAN = re.compile(
    r"(?:老板|包工头|工头|带班的?|班组长|承包人|负责人)(?:是|叫做?|名叫|的名字叫|姓名?)?[:\s]?"
    r"(?P<name>[\u4e00-\u9fff]某某?|[\u4e00-\u9fff]{2,3}(?=[,。\s]|$|欠|拖|跑|不给|没给|电话|1))"
)
_HEADMAN_SURNAME = re.compile(
    r"(?:老板|包工头|工头|承包人)姓(?P<name>[\u4e00-\u9fff])(?=[,。\s]|$|的|欠|拖|跑|不|没|电)"
)
# 桥头工地李老板, 王工头: the surname stands before.
_BOSS_NAMED = re.compile(
    rf"(?<![承分外])(?!包工头)(?P<name>[{SURNAMES}](?:老板|包工头|工头|总|经理|老头|师傅)|老[{SURNAMES}](?=[欠拖差]))(?!娘|家|们)"
)
# 姓刘的包工头: all of it is what is known of them.
_SURNAMED = re.compile(
    r"姓(?P<name>[\u4e00-\u9fff])的?(?:那个)?(?:老板|包工头|工头|带班|经理|承包人?|师傅|老头)"
)
_NO_HEADMAN = re.compile(
    r"[姓欠拖跑不没说给拿推赔带扣压还要就把将让也又都一我你他她们电话工人资钱头]|现在|老板|公司"
)
_PROJECT = re.compile(
    r"(?P<name>[\u4e00-\u9fffa-z0-9]{1,16}?(?:[一二三四五六七八九十\d]期|项目|小区|花园|车库|大桥|隧道|楼盘|安置房|标段|广场|工业园))"
    r"|(?P<site>[\u4e00-\u9fffa-z0-9]{2,16}?)(?:的)?(?:工地|项目部)"
)
_NO_PROJECT = re.compile(
    r"^(?:工程|这个|那个|某|工地|另外|一|别的|什么|有|建筑|外地|住宅)?(?:项目|小区|工地|广场|另外|建筑)?$"
)
_PAIR = {"俩": 2, "仨": 3}
_PEOPLE = re.compile(
    rf"(?P<a>{RANGE})\s?[多几来]?\s?个?(?:人(?!民币|[次工])|工人|工友|民工|农民工|兄弟)"
    rf"|(?:我们|咱们?|俺们|工友|一共|等|有)\s?(?:(?P<b>{RANGE})\s?[多几来]?\s?[个名位](?![月工多星小]|老板)|(?P<c>[俩仨]))"
)
# 去年在桥头工地 is not the place 年在桥头工地.
_YEAR = re.compile("[去前今]年")
_OWN_NAME = re.compile(r"(?:我[是叫姓系]|叫我|称呼我?|喊我)\s?$")
_THEIRS = re.compile(r"(?:老板|工头|他|她|经理|负责人|公司|对方|联系人|项目部)[^,。我]{0,8}$")


@dataclass(frozen=True, slots=True)
class Complaint:
    """What the story tells; each field in the person's own words or as a reading that keeps them."""

    employer: str | None
    project: str | None
    amount: Amount | None
    people: Heads | None
    phone: Phone | None  # of the person who complains
    boss_phone: Phone | None
    period: str | None
    place: str | None

    @property
    def amount_fen(self) -> int | None:
        return self.amount.high_fen if self.amount else None


def read_complaint(text: str, *, asked_period: bool = False) -> Complaint:
    heard = plain(text)
    numbers = phones_in(heard)
    theirs = [
        phone for phone in numbers if _THEIRS.search(heard.text[max(phone.start - 14, 0) : phone.start])
    ]
    own = [phone for phone in numbers if phone not in theirs]
    period = read_period(heard, asked=asked_period)
    place = read_place(_YEAR.sub(" ", text.replace(period, " ") if period else text))
    return Complaint(
        employer=_employer(heard),
        project=_project(heard),
        amount=read_amount(text),
        people=_people(heard),
        phone=own[0] if own else None,
        boss_phone=theirs[0] if theirs else None,
        period=period,
        place=place.words if place else None,
    )


def _employer(heard: Plain) -> str | None:
    for pattern in (_HEADMAN, _HEADMAN_SURNAME, _SURNAMED):
        found = pattern.search(heard.text)
        if found and not _NO_HEADMAN.search(found["name"]):
            return heard.quote(found, "name") if pattern is _HEADMAN else heard.quote(found)
    for found in _COMPANY.finditer(heard.text):
        start = found.start("name") + _stop(found["name"])
        name = heard.text[start : found.end("name")]
        if len(name) > 1 and not _GENERIC.fullmatch(name):
            return heard.words(start, found.end("name"))
    for found in _BOSS_NAMED.finditer(heard.text):
        if not _OWN_NAME.search(heard.text[: found.start()]):
            return heard.quote(found, "name")
    return None


def _project(heard: Plain) -> str | None:
    for found in _PROJECT.finditer(heard.text):
        group = "name" if found["name"] else "site"
        start = found.start(group) + _stop(found[group] if group == "name" else found[group] + " ")
        name = heard.text[start : found.end(group)]
        if len(name) > 1 and not _NO_PROJECT.search(name):
            return heard.words(start, found.end(group))
    return None


def _stop(words: str) -> int:
    stop = _STOPS.match(words[:-1])
    return stop.end() if stop else 0


def _people(heard: Plain) -> Heads | None:
    for found in _PEOPLE.finditer(heard.text):
        pair = span(found["a"] or found["b"] or str(_PAIR[found["c"]]))
        if pair and pair[0] > 0 and pair[1] <= 5_000 and all(end == end.to_integral_value() for end in pair):
            return Heads(int(pair[0]), int(pair[1]), heard.quote(found))
    return None
