"""Figures that may be money: 一百八, 300-350元, 12块5, 8分5, 5-8k, 三百五六, 两百出头."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from handlers.reading.numerals import span

THING = (
    "件|个(?!月|小时|钟|工|人|星期|礼拜|多|晚|班)|斤|公斤|千克|台(?!班)|单(?!休)|桶|车(?!接|费|间)|吨|平方|立方|平米?|m2|米(?!兰)|方(?!便)|套(?!袋)"
    "|张|包(?![吃住餐饭早中午晚两三一伙工食车干圆])|箱|棵|株|亩|分地|打(?![包扫磨灰药])|条|只|盒|筐|篓|箩|篮|担|挑|斗|次|趟|袋|双|对(?![夫一二三四五])"
    "|块砖|板|两|瓶|间|桌|围|份|页|枝|支|根|串|粒|朵|把|捆|扎|排|垄|头(?!工)|羽|尾|场|户|扇|樘|面|卷|匹|罐|盘|票|字|首|节|课|孔|柜|船|公里|层|遍|瓦|窝|幅|点位|餐|顿"
)
"""What is paid by, when it is paid by what was done."""
# 一百八一天: the last 一 belongs to the unit, not to the number.
_ONE = rf"(?<!统)一(?!\d|\s?(?:天|日|晚|夜|工|班|月|人|个|小时|钟|时|位|名|围|上午|下午|白天|半天|{THING}))"
_HAN = "零〇二两三四五六七八九十百佰千仟万廿卅贰叁肆伍陆柒捌玖拾"
_N = (
    rf"(?:\d{{1,9}}(?:\.\d{{1,4}})?(?:[百佰千万kw](?![a-z])(?:\d{{1,4}}|[二两三四五六七八九]|{_ONE})?)*"
    rf"|(?:[{_HAN}]|{_ONE}){{1,12}})"
)
_SMALL = (
    r"(?:[半二两三四五六七八九]|一(?=\s|毛|角|分|$)|\d(?!\d))"
    r"(?![小个天日钟件斤人名位点百千万\d])(?!\s[小个钟件斤人名位点])"
)
_COIN = (
    "元(?![旦宵里区素件器阳江坝岗岭村])|块(?![地田板石料煤菜布肉头砖瓦木])|圆|蚊|箍|文(?=$|[\\s,。/一每])|rmb|人民币|毛(?![坯巾衫衣织豆线])"
    "|角(?![镇塘美街场路村楼铁钢落])|分(?![钟拣之割类店厂公段栋别组部装批班])|¥|r(?![a-z0-9])"
)
_AMOUNT = re.compile(
    rf"(?<![\d.a-z第#])(?<!\d[:×*])(?<!\d,(?=\d{{3}}(?!\d)))(?P<sign>[¥$]|rmb)?\s?(?P<low>{_N})\s?"
    rf"(?:(?P<first>元|块|蚊|毛|角|分)?\s?(?:[-到至]|或者?)\s?(?P<high>{_N}))?\s?(?P<over>多|来|几|出头|大几|把)?"
    rf"(?:(?P<coin>{_COIN})(?P<small>{_SMALL})?(?P<cents>毛|角|分)?钱?|(?P<plus>\+)?)"
)
COUNTED = re.compile(
    rf"\s?(?:[岁吨平瓦]|cm|kg|mm|公[分里斤]|马力|周岁|平方)|[名位点号楼层栋年度台围桌%折路线寸尺班时期座轴万米x×*只张级型届房室厅床店厂家户代款档网组队遍码匹伏克厘mkv天]"
    r"|[个人](?![一每/])|月(?![结休薪收入底])|方(?!便)|多[岁个人平方亩斤吨米只棵头株]|日(?![结薪])|的(?![是,。就]|那|老板|工)"
    rf"|(?!两[个名位人班头])(?:{THING})|大寿|寿|周年|华诞|以[下内](?!工)|分之|小时|强(?!度)|机|挖|后(?!天|日)|[国省县乡]道"
)
"""Behind a bare figure: it counts something else."""
ROOM = re.compile(
    r"[楼栋座幢室铺路号][:是]*$|[国省县乡]道\s?$|[\d一二三四五六七八九十](?:号?楼|栋|座|幢|单元|层)\s?$|[编工牌房证账学警]号[:\s是]*$"
)
"""3栋 502 is a room. After a street number and a space stands the pay: 河堤路18号 260."""
_FACTOR = {"毛": Decimal("0.1"), "角": Decimal("0.1"), "分": Decimal("0.01")}
_DIGIT = re.compile("[零〇一二两三四五六七八九]")
_PRICED = re.compile(r"\s|$|[,。/、;一每个钱多半1-9二三四五六七八]")


@dataclass(frozen=True, slots=True)
class Figure:
    low: Decimal
    high: Decimal
    money: bool  # a coin was named
    plus: bool  # 5500+
    start: int
    end: int


def figures(body: str) -> Iterator[Figure]:
    for found in _AMOUNT.finditer(body):
        if figure := _figure(body, found):
            yield figure


def figure_at(body: str, at: int) -> Figure | None:
    """The figure that begins right here, or behind a space."""
    found = _AMOUNT.match(body, at + (body[at : at + 1] == " "))
    return _figure(body, found) if found else None


def _figure(body: str, found: re.Match[str]) -> Figure | None:
    coin, low, high = found["coin"], found["low"], found["high"]
    pair = span(_spelled(low + (f"-{high}" if high else "")))
    if pair is None or (low in "百千万" and not coin):  # 万达广场, 千岛湖
        return None
    if _DIGIT.fullmatch(low) and not high:
        named = not found["sign"] and not coin
        if named or (coin and not _PRICED.match(body, found.end("coin"))):
            return None  # 三角镇, 三元里
    factor = _FACTOR.get(coin or "", Decimal(1))
    below = _FACTOR.get(found["first"] or coin or "", Decimal(1)) if high else factor
    small = _small(found["small"]) * factor / 10
    least, most = sorted((pair[0] * below + small, pair[1] * factor + small))  # 1元-5角
    return Figure(
        least,
        most,
        coin is not None or found["sign"] is not None,
        found["plus"] is not None,
        found.start("sign" if found["sign"] else "low"),
        found.start() + len(found[0].rstrip()),
    )


def _spelled(number: str) -> str:
    return number.replace("k", "千").replace("w", "万").replace("佰", "百")


def _small(words: str | None) -> Decimal:
    if not words:
        return Decimal(0)
    if words == "半":
        return Decimal(5)
    pair = span(words)
    return pair[0] if pair else Decimal(0)
