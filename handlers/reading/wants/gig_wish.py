"""What who hires wants done with a gig that is out: 把砌墙那个取消了吧, 14号改成320, 地址改成…, 张伟没来."""

import re

from handlers.reading.pay.pay import Pay, read_pay
from handlers.reading.plain import plain
from handlers.reading.times.worktime import read_hours

_CANCEL = re.compile(
    r"(?:我?[要想]|麻烦|帮我|请)*(?:把|将)?(?P<which>.{0,10}?)(?:[那这][个条]活?|的活|活)?(?:给我|帮我|先)?"
    r"(?:取消|撤|删|作废)(?:了|掉|下来)?[吧嘛啊呀哈]*"
)
_POINTS = re.compile(r"[把将]|[那这][个条]|活|号")
_OTHERS = re.compile(r"报名|推送|提醒|订阅|信息|资料|投诉|登记")  # what else is called off
_TO = re.compile(r"(?:改|换|变|调|降|涨|加|减)(?:成|为|到)\s?")
_FIXED = re.compile(
    r"(?:地址|地方|地点|位置|时间|电话|号码|上班时间|开工时间)\s?(?:要|得|想)?(?:改|换|变|调|挪)|(?:改|换)(?:个|一下|下)?"
    r"(?:地址|地方|地点|位置|时间|电话|号码)"
)
_ABSENT = re.compile(
    r"(?P<who>[一-龥]{1,6}?)(?:今天|今早|又|还|都|一直)*(?:没来|没到|没见人|没有来|没出现)[了啊呀哈吧]*"
)
_ASKS = re.compile(r"(?:吗|么|行不行|行不|好不好|可不可以|可以不|能不能.*|得不得行)[呢啊]?[?？ ]*$|[?？]\s*$")


def asks(text: str) -> bool:
    """Whether somebody only wants to know."""
    return bool(_ASKS.search(text.strip()[-40:]))


def cancels(text: str) -> str | None:
    """Which gig is called off, in their words, "" when they name none; None for anything else."""
    said = plain(text).text.strip(" 。.,!")
    found = _CANCEL.fullmatch(said)
    if found is None or _OTHERS.search(said) or not _POINTS.search(said):
        return None
    return found["which"]


def paid_to(text: str) -> tuple[str, Pay] | None:
    """14号改成320: what stands before, and the new pay; 改成14号 and 改成8点 are none."""
    said = plain(text).text.strip(" 。.,!")
    found = _TO.search(said)
    if found is None:
        return None
    tail = said[found.end() :]
    pay = read_pay(tail) or read_pay(f"工价{tail}")
    if (
        pay is None
        or read_hours(tail)
        or re.search(r"[个人名位号]", tail)
        or not re.match(r"\d|[一二两三四五六七八九]", tail)
    ):
        return None
    return said[: found.start()], pay


def changes_fixed(text: str) -> bool:
    """Place, hours and phone are what people signed up for."""
    return len(text) <= 30 and bool(_FIXED.search(plain(text).text))


def at_another_hour(text: str) -> bool:
    """改成8点."""
    found = _TO.search(plain(text).text)
    hours = read_hours(plain(text).text[found.end() :]) if found else None
    return len(text) <= 30 and hours is not None and (hours.start or hours.end) is not None


def absent(text: str) -> str | None:
    """Who did not come, in their words."""
    found = _ABSENT.fullmatch(plain(text).text.strip(" 。.,!"))
    return found["who"] if found else None
