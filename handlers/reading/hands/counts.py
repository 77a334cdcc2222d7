"""Where a text counts people: 三个, 5名, 男女各10, 3男2女, 吊车一台, 请个师傅; and what only looks so."""

import re
from dataclasses import dataclass, replace

from handlers.reading.figures import figure_at
from handlers.reading.numerals import NUMBER, RANGE, span
from handlers.reading.plain import Plain, blank, once_a_turn, plain
from handlers.reading.times.when import time_spans
from storage.lexicon import trades

MOST = 500  # nobody asks a station for more hands in one gig; such a figure is something else
# 个 counts everything: these follow it when no person is meant.
_THINGS = (
    "月(?!嫂)|半|小时(?!工)|钟(?!点工)|星期|礼拜|晚上?(?!班)|白天|夜(?!班|间)|通宵|班(?!长)|工(?!人)|点(?!工)|件|单|厅|柜|箱(?!包)|包(?!装|饺)|袋|坑|洞|孔"
    "|房(?!嫂|务)|窗|门(?!卫|童|市)|车(?!工|位|床|间主)|货(?!车|运)|平方|项(?!目经)|字|灯(?!光)|床|棚(?!工)|池|塘|井|架(?!子工)|雪柜|衣柜|冰箱|插座|开关|水管(?!工)"
    "|水?龙头|马桶|空调(?!工|师|安)|沙发|梳化|洗衣机|热水器|卫生间|厕所|厨房(?!工|阿|帮|佬)|阳台|楼(?![层面管])|单元|电梯(?!工|司|安)|工地|车间|厂(?!工)|店(?![员长小])"
    "|档(?!口[小妹])|柜台|大?落地|晾衣架|桶|菜|汤|席|桌|灶|摊|小?孩|娃|宝宝|小朋友|学生(?!工|兼|仔)|猪|牛|羊|鸡|鸭|鱼|果(?!农)|瓜|瓶|罐|轮|快递(?!员|分|小)|包裹|订单"
    "|路口|地方|位置|岗位|工种|班组|电话(?!客|销)|微信|群|视频(?!剪)|问题|条件|仓(?!管|库管|库员)|库|红包"
)
_NO_HANDS_BEHIND = (
    "民币|次|均|份|工费|气|额|间(?!的)|房|一间|床|的(?:饭|量|菜|活动|席)|吃(?!苦)|用餐|就餐|聚餐|[一每]?[桌组]"
    "|小组|座|住一|宿舍|字|群(?!演)|家|[的大小]?(?:工?厂|公司)"
)
_SOMEBODY = (
    "人|儂|男|女|工(?!位)|[大小中杂零]工|后生|妇|阿[姨婆]|泥水|做|[一-龥]{0,2}(?:师傅|工(?![位期地])|佬|匠)"
)
_COUNT = re.compile(
    rf"(?:(?P<each>各(?:自|要|招|需|请|来|找|缺|用|是|有)?\s?)|(?<![\d./第a-z])(?<!\d:)\s?)"
    rf"(?P<n>(?<!\d)[1-8一二两三四五六七八]、[2-9二三四五六七八九](?=\s?[个名人位])|{RANGE}|[俩仨])\s?(?P<more>多|来|几|余)?\s?"
    rf"(?:(?P<person>[人名位枚](?!{_NO_HANDS_BEHIND})|号(?=人)|丁友|[只介](?=(?:{_SOMEBODY}))|明(?=$|[\s,。])|条(?=友|大汉|汉子|靓?仔|佬))"
    rf"|(?P<things>个(?![旧新烂坏]?(?:{_THINGS}))(?:人(?!{_NO_HANDS_BEHIND})手?)?(?!人|工人[的吃]?(?:的?[饭餐菜]|吃|伙食))))"
)
_MACHINE = (
    "(?:吊车|挖掘?机|[钩勾]机|叉车|铲车|货车|拖拉机|收割机|割[稻禾]机|压路机|泵车|洒水车|推土机|装载机|平板车|三轮车?|面包车|翻斗车|自卸车|旋耕机"
    "|农用车|打桩机|随车吊|小挖|登高车|高空车)"
)
_DRIVEN = re.compile(
    rf"{_MACHINE}(?:师傅|司机)?\s?(?P<n>{NUMBER})\s?[台辆部架]|(?P<m>{NUMBER})\s?[台辆部架]\s?(?:大|小|旧)?{_MACHINE}"
)
"""吊车一台: who drives it comes with it."""
_SEXES = re.compile(
    rf"男女各(?:要|招)?\s?(?P<each>{NUMBER})(?![\d岁元块百个名人位-])|(?P<a>{NUMBER})男(?P<b>{NUMBER})女"
    r"|(?<![\d一-龥])男(?:工|的)?(?P<c>1?\d)[、,\s]?女(?:工|的)?(?P<d>1?\d)(?!\s?[\d岁元块以-])"
)
_TOLD = re.compile(
    rf"人数\s?(?:[:是为]|大概|约)?\s?(?P<n>{RANGE})(?!\s?[\d元块])|名额\s?(?:[:是为])?\s?(?P<o>\d{{1,3}})(?![\d个人名位元块])|[小大普杂木瓦电焊女男]工\s?[x×*]\s?(?P<m>\d{{1,2}})(?!\d)"
    r"|(?:[要来招请找缺差]|(?<=[一-龥][工员师手佬嫂姨仔妹匠傅])(?:要|来)?)(?P<k>[俩仨])(?![人个])"
)
_NO_HAND = (
    "月(?!嫂)|小时|钟|活|事|工[作做打干资厂地]"
    "|地方|位置|电话|微信|群|车|柜|房|厂|店|[上下]家|号|老板|对象|点(?!工)"
)
_ONE = re.compile(
    rf"(?<![一二两三四五六七八九十几\d每这那哪半])(?:请|找|要|招|差|缺|整|爱|寻|搵|揾|雇|聘|喊|叫|来|需)多?个(?!{_NO_HAND}|人[家问])"
    r"[^,。!\s\d]{0,6}?(?:工(?![作地资厂做干])|师傅?|阿姨|啊姨|佬|手(?!机)|[店学服演职]?员|妹|仔|姐|嫂|婆|匠|[嬢孃娘妈叔伯哥](?!家)|后生|帮[手工]|学徒|徒弟|老师(?!家)|大爷|老头|主播|会计|文员|文案|客服|前台|司仪|人(?!家|问)|保姆|司机|厨|保安|医|教练|助理|生|的(?=$|[\s,。\d]|阿|人|师|妹))"
)
"""请个刀手, 差个跟车的: one of them."""
_COUPLE = re.compile(
    rf"(?:夫妻[工档]?|夫妇|情侣|两?公婆|两口子|一家)[:\s]?(?:要|招|请|找)?(?P<n>{NUMBER})对"
    rf"|(?P<m>{NUMBER})对\s?(?:的|老|中年|年轻)?(?:夫妻|夫妇|情侣|两?公婆|两口子)[工档]?"
    r"|(?<=[要招请找聘需缺雇来爱寻搵])(?P<two>两(?:口子|公婆|夫妻))(?!.{0,3}(?:优先|也|都|均|可))"
)
_ITSELF = re.compile(r"(?:[两二2]|一)\s?个?(?:人|口子)|[两二2]个")
"""夫妻工一对 两人9000: they are told again."""
_PAIRED = re.compile(r"男女\s?$|男工?女工?\s?$")
_NOT_HANDS = re.compile(
    r"(?:欠|我们|咱们|我带|一家|一共有|(?<![仓保主宿库品网城物材质店])管|住|间|吃|能坐|可住|[这那哪每]|[每一][组间]|每一?|前|满|桌|够|第|不是|超过|照[顾看]|看护|护理|伺候|服侍|接送|喂|陪护?|抱|带孩子?"
    r"|已经?[有来招]了?|有了|来了|现有|现在有|昨天|上次|上回|最后|剩)\s?$"
)
_TAKEN_BACK = re.compile(
    r"[^,。]{0,4}[,。.\s!]*(?:刚才|刚刚|上面|前面|啊|哎呀?|呃|哦|噢|那个)?(?:不对|不系|唔系|[说讲打写发搞弄输]错|错了|哦不|噢不|不是|更正|改[成为]?|应该?是)[^\d一二两三四五六七八九十]{0,6}"
)
_THERE = re.compile(r"[一-龥]{0,3}(?<!够)(?<!行)了(?=[,。\s]|$)")
_PREFERRED = re.compile("[一-龥]{0,4}优先")
_AGAIN = re.compile(r"[一-龥]{1,4}")
_BUNDLES = {"十", "10", "一百", "百", "100", "一千", "千", "1000"}
_COIN = re.compile(r"[\d一二两三四五六七八九十百半][元块毛角分]$")
_WHO = re.compile("[一-龥]{1,4}[工员师手的]|[一-龥]{0,2}(?:师傅|阿姨)")
_HELP = re.compile("嫂|(?<=小时)工(?![作时资])")
"""3个月嫂, 3个小时工: no time at all."""
_LISTED = re.compile(r"(?<![\d一-龥])(?P<who>[一-龥]{2,5})\s?(?P<n>\d{1,2})(?=[\s,、;。]|$)")
_AMONG = re.compile(r"其中有?\s?$")
_OTHERS = re.compile("(?:其[他它余]|剩下|余下|别)的?$")
_HAN_NAME = re.compile("[一-龥]{2,6}$")
_OPENS = re.compile(r"(?:^|[,。;!\n\s])$")
_NAME = 6  # characters of a name beside a count
_PIECE_MOST = 50
"""一个8块 is a piece, 煮饭师傅一个五百 a person."""


@dataclass(frozen=True, slots=True)
class Count:
    """Where in the folded text how many are told; `each` when of every kind so many."""

    low: int
    high: int
    each: bool
    start: int
    end: int
    digits: int = 0  # where the number begins, behind 各要 and behind what was taken back

    @property
    def told(self) -> tuple[int, int]:
        """The words for it: 4个 of 3个，不对，4个."""
        return (self.start if self.each else max(self.start, self.digits), self.end)


def head_spans(heard: Plain) -> list[tuple[int, int]]:
    """Where people are counted: none of these numbers is pay."""
    return [(one.start, one.end) for one in _counted(heard)]


def head_counts(text: str) -> tuple[Count, ...]:
    """Every count of people in the order of the text."""
    return _counted(plain(text))


@once_a_turn
def _counted(heard: Plain) -> tuple[Count, ...]:
    times = (span for span in time_spans(heard) if not _HELP.match(heard.text, span[1]))
    body = blank(heard.text, times)
    couples = _couples(body)
    counts = [one for found in _COUNT.finditer(body) if (one := _count(body, found))]
    # 会开荒的1个优先: of those who are asked for
    firm = [one for one in counts if not _PREFERRED.match(body, one.end)]
    counts = _not_among(body, firm or [one for one in counts if one.low > 1])
    counts = [
        one for one in counts if not (couples and (_overlaps(one, couples) or _again(body, one, couples)))
    ]
    told = [one for one in (*_sexes(body), *_driven(body), *_told(body)) if not _overlaps(one, counts)]
    told += couples
    counts = sorted((*counts, *told), key=lambda one: one.start)
    # 请个师傅 is one, unless it says behind it how many: 请个木工 要2个
    counts = counts or _listed(body)
    if not counts:
        counts = [Count(1, 1, False, one.start(), one.end()) for one in _ONE.finditer(body)]
    return tuple(_corrected(body, _without_price(body, counts)))


def _count(body: str, found: re.Match[str]) -> Count | None:
    words, before = found["n"], body[max(found.start() - 6, 0) : found.start()]
    pair = people(words.replace("、", "到")) if "、" in words else people(words)
    if pair is None or _NOT_HANDS.search(before) or (found["things"] and _is_price(body, found)):
        return None
    if found["things"] and _COIN.search(before) and not _WHO.match(body, found.end()):
        return None  # 5毛3个; but 180块2个木工
    if re.search("(?<!没)[有来招]", before) and _THERE.match(body, found.end()):
        return None  # 有2个了: these are there already
    each = found["each"] is not None
    if each and _PAIRED.search(before):
        return Count(2 * pair[0], 2 * pair[1], False, *found.span())
    return Count(*pair, each, *found.span(), found.start("n"))


def _is_price(body: str, found: re.Match[str]) -> bool:
    """20 一个, 三百一个, 一个8块: one of the things made or of the people paid, not one person."""
    words = found["n"]
    if len(words) > 1 and words.endswith("一") and words[-2] in "百千十二三四五六七八九":
        return True
    if words in _BUNDLES and (price := figure_at(body, found.end())) and price.money:
        return price.high < _PIECE_MOST  # 十个8毛5
    if words not in {"一", "1"}:
        return False
    if re.search(r"[\d元块毛分钱蚊]\s?$", body[max(found.start() - 3, 0) : found.start()]):
        return True
    price = figure_at(body, found.end())
    return price is not None and price.high < _PIECE_MOST


def _without_price(body: str, counts: list[Count]) -> list[Count]:
    """招木工3个，一个人300: what each of them gets."""
    if len(counts) < 2:
        return counts

    def _beside(one: Count, name: str) -> bool:
        return body[: one.start].endswith(name) or body.startswith(name, one.end)

    def is_rate(one: Count) -> bool:
        before = body[max(one.start - 6, 0) : one.start].rstrip()
        if _OTHERS.search(before) and figure_at(body, one.end):
            return True  # 焊工400，其他两个300
        if body[one.start] not in "一1" or one.high > 1:
            return False
        name = _HAN_NAME.search(before)
        if name and any(other.end < one.start and _beside(other, name[0]) for other in counts):
            return figure_at(body, one.end) is not None  # 小工2个，小工一人200
        if not _OPENS.search(body[max(one.start - 2, 0) : one.start]):
            return False
        again = _AGAIN.match(body, one.end)  # 一个木工300, said of the 木工 before it
        end = again.end() if again and again[0] in body[: one.start] else one.end
        return figure_at(body, end) is not None

    return [one for one in counts if not is_rate(one)]


def _not_among(body: str, counts: list[Count]) -> list[Count]:
    """小工5个，其中2个要会开车: of those. 保洁三个，其中两个扫地一个擦玻璃: all of them told apart."""
    for place, one in enumerate(counts):
        if place and _AMONG.search(body, max(one.start - 4, 0), one.start):
            rest = counts[place:]
            apart = counts[place - 1].low == sum(other.low for other in rest)
            return counts if apart else counts[:place] + rest[1:]
    return counts


def _couples(body: str) -> list[Count]:
    found = [(one, people(one["n"] or one["m"] or "一")) for one in _COUPLE.finditer(body)]
    return [Count(2 * pair[0], 2 * pair[1], False, *one.span()) for one, pair in found if pair]


def _again(body: str, one: Count, couples: list[Count]) -> bool:
    """夫妻一对，两个人550: not two more. 夫妻一对，小工2个 are."""
    if not _ITSELF.fullmatch(body[one.start : one.end].strip()):
        return False
    beside = body[max(one.start - _NAME, 0) : one.start], body[one.end : one.end + _NAME]
    before, after = (re.split(r"[,。;\s\d]", words) for words in beside)
    return one.start > couples[0].start and not trades.load().find(f"{before[-1]},{after[0]}")


def _sexes(body: str) -> list[Count]:
    """男女各10, 3男2女, 男5女5."""
    found = []
    for match in _SEXES.finditer(body):
        pairs = [people(match[name]) for name in ("each", "each", "a", "b", "c", "d") if match[name]]
        if all(pairs):
            number = sum(pair[0] for pair in pairs if pair)
            found.append(Count(number, number, False, *match.span()))
    return found


def _driven(body: str) -> list[Count]:
    found = [(match, people(match["n"] or match["m"])) for match in _DRIVEN.finditer(body)]
    return [Count(*pair, False, *match.span()) for match, pair in found if pair]


def _told(body: str) -> list[Count]:
    found = [
        (match, people(match["n"] or match["o"] or match["m"] or match["k"]))
        for match in _TOLD.finditer(body)
    ]
    return [Count(*pair, False, *match.span()) for match, pair in found if pair]


def _listed(body: str) -> list[Count]:
    """厨师1 服务员3 洗碗1: a list of trades, each with its figure."""
    found = [(match, people(match["n"])) for match in _LISTED.finditer(body)]
    told = [Count(*pair, False, *match.span("n")) for match, pair in found if pair]
    named = all(trades.load().find(match["who"]) for match, _ in found) if len(found) > 1 else False
    return told if named else []


def _overlaps(one: Count, others: list[Count]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)


def _corrected(body: str, counts: list[Count]) -> list[Count]:
    """不是3个，是5个, 8个 打错了 18个: what was taken back does not count, but keeps the name before it."""
    kept: list[Count] = []
    start: int | None = None
    for place, one in enumerate(counts):
        following = counts[place + 1] if place + 1 < len(counts) else None
        if following and _TAKEN_BACK.fullmatch(body, one.end, following.start):
            start = one.start if start is None else start
            continue
        kept.append(one if start is None else replace(one, start=start, digits=one.digits or one.start))
        start = None
    return kept


def people(words: str) -> tuple[int, int] | None:
    """From how many to how many; nothing when no gig asks for so many, or for half of one."""
    if words in {"俩", "仨"}:
        return ("俩仨".index(words) + 2,) * 2
    pair = span(words)
    if (
        pair is None
        or any(end != end.to_integral_value() for end in pair)
        or not 0 < pair[0] <= pair[1] <= MOST
    ):
        return None
    return int(pair[0]), int(pair[1])
