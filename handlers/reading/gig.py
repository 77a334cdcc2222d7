"""A gig post in one paragraph, read field by field; what was not said stays empty."""

import re
from dataclasses import dataclass
from datetime import datetime

from handlers.reading.division import division
from handlers.reading.heads import Heads, read_heads
from handlers.reading.money import Pay, SettleBy, read_pay, read_settle
from handlers.reading.phone import Phone, read_phone
from handlers.reading.places import Place, read_place
from handlers.reading.plain import once_a_turn, plain
from handlers.reading.wages import is_wage_complaint
from handlers.reading.when import Day, Hours, read_day, read_hours
from storage.lexicon import trades

_MEALS = re.compile(
    r"[包管含供]\s?(?:吃(?:住)?|住?(?:早|午|中|晚|两|三|一|2|3|1)?(?:餐|饭|顿)|伙食|工作餐|烟|早中晚)+"
    r"|有饭吃|吃饭自理|不包吃"
)
_LODGING = re.compile(r"[包管含供提](?:供)?\s?(?:吃)?住(?:宿)?|有?宿舍|不包住|住宿自理")
_SOME = r"(?=[一二两三四五六七八九十几\d]+[个名人位])"  # 要三个 hires, 要工具 does not
_NOT_SOME = _SOME.replace("?=", "?!")
_HIRING = re.compile(
    r"(?<!应)急?招(?![呼待])|招聘|诚聘|急聘|聘请|急需|急要|急找|需要|缺(?!钱)|请(?![问帮您你教假])|雇|[找喊叫]人(?![工说帮谈问聊要一])"
    rf"|[要找来差]{_SOME}"
)
_SEEKING = re.compile(
    rf"我(?:有.{{0,6}}证|想(?![招请问])|在找|要(?!招|请|投诉){_NOT_SOME})|本人(?:想|找)|想[做干打当去](?!招)|求职"
    r"|[找求揾][^,。]{0,8}(?:活|工作|事做|工做|工$|零工|散工|兼职)|有没有[^,。]{0,8}(?:活|工作)"
    r"|[会做][^,。]{1,8}(?:有活|有没有)|有活(?:干|做|吗|没)|做[一-龥]{1,4}[\d十几多]{1,3}年"
)
# 我是木工 offers hands, 我是张三 does not: with these a trade must be named.
_CLAIMING = re.compile(
    r"(?:我|本人|𠊎|偃|阮|俺)(?:[会能做系]|是(?!招|要招|老板)|可以|干过|有)|(?:^|[\s,。])(?:[也还都]会|会(?![所议计员城场展同]))"
)
_BUSINESS = re.compile(r"店(?!员)|厂(?!工)|公司|会所|[馆场]招")
# A question whether somebody hires comes from a worker.
_NO_HIRING = re.compile(
    r"我不是招|我想应聘|(?:哪里?|谁|有没有|有人|哪个|附近)还?[要招请有]|招(?:工|人|不招)?[吗嘛么?]|还[招要]人?吗"
)
# 招男工也行 says who may come, not what they do.
_EITHER = re.compile(
    r"(?:那|也)?[招要收用]?[男女][工的人性]?(?:也|都)(?:行|可以|要得?|好|得行?|能[来做]|招|收)[的啊呀吧嘛哈]?"
    r"|男女(?:工|的)?(?:都|均|也)?(?:不限|行|可以|要得?|招|收)[的啊呀吧嘛哈]?"
)


@dataclass(frozen=True, slots=True)
class GigDraft:
    """`trades` are certain, best first; for an ambiguous or a vague word there are only `choices`."""

    trades: tuple[str, ...]
    choices: tuple[str, ...]
    heads: Heads | None
    place: Place | None
    division: str | None  # code of the area that the place lies in
    day: Day | None
    hours: Hours | None
    pay: Pay | None
    settle: SettleBy | None
    phone: Phone | None
    meals: str | None
    lodging: str | None

    @property
    def trade(self) -> str | None:
        return self.trades[0] if self.trades else None


def read_gig(text: str, now: datetime, area: str | None = None) -> GigDraft:
    """`area`: code of the county whose station is spoken to."""
    heard, place = plain(text), read_place(text)
    certain, choices = read_trades(text)
    meals, lodging = _MEALS.search(heard.text), _LODGING.search(heard.text)
    return GigDraft(
        trades=certain,
        choices=choices,
        heads=read_heads(text),
        place=place,
        division=division(place.words, area) if place else None,
        day=read_day(text, now),
        hours=read_hours(text),
        pay=read_pay(text),
        settle=read_settle(text),
        phone=read_phone(text),
        meals=heard.quote(meals) if meals else None,
        lodging=heard.quote(lodging) if lodging else None,
    )


@once_a_turn
def read_trades(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Certain trades, best first, or none and the options of an ambiguous or vague name."""
    said = plain(text).text
    found = trades.load().find(said)
    # 美发店招洗头工: the shop's line of business is no trade that it needs.
    found = [one for one in found if not _BUSINESS.match(said, one.at + len(one.name))] or found
    if not found:
        return (), ()
    meanings: dict[tuple[int, str], list[str]] = {}
    for match in found:
        if match.score == found[0].score or match.score > trades.MODIFIER:
            meanings.setdefault((match.at, match.name), []).append(match.trade)
    first, *others = meanings.values()
    if len(first) > 1 or found[0].score <= trades.VAGUE or (found[0].step == "fuzzy" and others):
        return (), tuple(first)
    certain = [trade for named in (first, *others) if len(named) == 1 for trade in named]
    return tuple(dict.fromkeys(certain)), ()


@once_a_turn
def looks_like_post(text: str) -> bool:
    """Somebody needs hands: a word of hiring with a trade, heads or pay; or a trade with both of them."""
    said = plain(text).text
    if _NO_HIRING.search(said) or is_wage_complaint(text):
        return False
    trade, heads, pay = (
        bool(trades.load().find(said)),
        read_heads(text) is not None,
        read_pay(text) is not None,
    )
    if _HIRING.search(said):
        return trade or heads or pay
    return trade and (heads or pay) and not (_SEEKING.search(said) or _CLAIMING.search(said))


def either_sex(text: str) -> bool:
    """招男工也行 on its own: nothing of a post changes, both may come anyway."""
    return _EITHER.fullmatch(plain(text).text.strip(" 。.,!")) is not None


def looks_like_seeking(text: str) -> bool:
    """Somebody offers their own hands: 我会…, 找…的活, 哪里要人."""
    said = plain(text).text
    if is_wage_complaint(text):
        return False
    if _NO_HIRING.search(said):
        return True
    offered = _SEEKING.search(said) or (_CLAIMING.search(said) and trades.load().find(said))
    return bool(offered) and not looks_like_post(text)
