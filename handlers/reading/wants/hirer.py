"""What who hires says of themselves between our questions: 我开饭店的, 店名不对 是好再来饭店, 发了没."""

import re

from handlers.reading.choice import yes_no
from handlers.reading.plain import plain

_FIRM = "饭店|餐馆|面馆|饭馆|店|馆|铺|厂|公司|酒楼|超市|装修|果园|农场|合作社|工作室|经营部|档口"
_MINE = re.compile(
    r"(?:我们?|咱们?|俺们?|本人)(?:自己|这里|这边)?(?:就?是)?[开办]了?[个家间]?"
    rf"(?P<firm>[一-龥]{{0,6}}?(?:{_FIRM}))"
)
_FIRM_NAME = re.compile(rf"(?!我|开|是|一|自|个体|小)[一-龥]{{2,12}}(?:{_FIRM})")
_RENAMED = re.compile(
    r"(?:店名|店的?名字?|招牌|公司名称?|厂名|称呼|名字|名称)(?:[写填搞弄打]?错了?|不对|不是这个|要?改)?[,。\s]*"
    r"(?:应该|要|改)?(?:是|叫|成|为|:)+\s?(?P<name>[^,。!?]{2,24})"
)
_RENAMING = re.compile(
    r"(?:改|换|更正)(?:一下|下)?(?:店名|名字|称呼|招牌|公司名称?|厂名)|(?:店名|名字|称呼|招牌|公司名称?|厂名)(?:[写填打]?错|不对|要?改)"
)
_OUT = re.compile(r"发(?:出去|布|好)?了?没有?|发(?:出去|布|好)?了[吗嘛么?]|(?:活|招工)?发(?:出去|布)没")
_NO_CODE = re.compile(
    r"没[得有]?|冇|不(?:知道|晓得|记得|清楚|想|填|在)|找不[到着]|忘|继续|以后|下一步|先这样"
)
_ASKS = re.compile(r"[吗嘛么没?呢]$|没有$|什么|[咋哪谁啥]|怎么|多少|为何|几时")
_ORDERS = re.compile(r"继续|接着|改|不对|错|换|发吧|取消|重新|没|不")


def firm_said(text: str) -> str | None:
    """我开饭店的: what they run."""
    found = _MINE.search(plain(text).text)
    return found["firm"] if found else None


def firm_name(text: str) -> str | None:
    """李桂芳 好再来饭店: a name that can only be the name of a business, with whose it is."""
    parts = [part for part in re.split(r"[\s,，、]+", text.strip()) if part]
    named = any(_FIRM_NAME.fullmatch(plain(part).text) for part in parts)
    return " ".join(parts) if named and len(parts) <= 2 and all(len(part) <= 14 for part in parts) else None


def renamed(text: str) -> str | None:
    """店名不对 是好再来饭店: the name it is to have."""
    heard = plain(text)
    found = _RENAMED.search(heard.text)
    return heard.quote(found, "name").strip() if found and not is_beside(found["name"]) else None


def wants_rename(text: str) -> bool:
    return bool(renamed(text) or _RENAMING.search(plain(text).text))


def asks_if_out(text: str) -> bool:
    return len(text) <= 12 and bool(_OUT.search(plain(text).text))


def has_no_code(text: str) -> bool:
    return len(text) <= 16 and bool(_NO_CODE.search(plain(text).text))


def is_beside(text: str) -> bool:
    """A question, an order or a yes where a name was asked: nobody is called that."""
    said = plain(text).text.strip(" 。.,!")
    return yes_no(said) is not None or bool(_ASKS.search(said) or _ORDERS.match(said) or asks_if_out(said))
