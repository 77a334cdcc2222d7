"""Which of the names found are wanted, and how much: 酒吧 in 酒吧保洁 only tells where.

The head noun comes last; what stands before 招 or ends in 店 is who hires; what somebody did before or
may know on top counts less than what they look for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from storage.lexicon.name_index import Hit
from storage.lexicon.refusal import refused
from storage.lexicon.settings import is_setting
from storage.lexicon.trade_table import Meaning

INSIDE = 0.9
MODIFIER = 0.6  # 酒吧 in 酒吧保洁
VAGUE = 0.5  # 打工, 阿姨, 学徒: counts only when nothing plainer is said
_SURE = 0.85  # so close to a name that it is as good as the name

_PERSON = "工员师手嫂佬匠长仔"  # a name that ends so is a person and modifies nothing
_ROLES = {"保安", "保洁", "保姆", "收银", "客服", "前台"}  # 保洁保安: neither tells of the other
_DOING = frozenset(
    "贴砌抹粉刷铺绑焊挖洗做搬装卸拆切拌炒煮蒸烤炸卤腌杀宰摘采收割种栽插拔薅除锄养喂扫擦拖缝剪裁熨烫钉锯刨磨抛喷涂打钻修补通"
    "疏浇拉扛抬挑押送派发看守带陪照按捏推批刮扇铲凿敲砸开移加吊挂支立架放接埋滚弹摊压植粘裱割髹搭盖起布穿套熔垒搅和筛"
    "赶掰施撒犁耙锄斩剥捆淋夹串挽掐捕背掏换搞倒叠喷灭端砍抓捉捞出"
)  # 贴砖砌墙: two things that are done, neither tells of the other
_DRIVER = {"司机", "驾驶员", "驾驶", "开车", "操作手", "操作员"}
_DRIVEN = re.compile("司机|机手|骑手|驾驶")
_SITE = (
    "店|公司|会所|馆|中心|超市|市场|服务区|服务部|售后|连锁|门市|驿站|酒楼|酒店|餐厅|饭店|app|平台|家园|花园|小区|生活馆|药房|集团|"
    "工程队|合作社|农庄|农场|基地|学校|学院|医院|养老院|商行|商贸|有限|连锁|厂|站|堂|家政|装饰|男装|女装|火锅|食品|物流"
)
# 金牌月嫂母婴生活馆（兴宁店）: the name of a firm, up to the next pause
_FIRM = re.compile(
    rf"(?:[^\s,。;!?:、]{{0,10}}(?:{_SITE}))(?![员工])(?=$|[\s,。;:(（【】)）]|招|急|诚?聘|要|需|请)"
)
_HIRES = re.compile(
    r"(?:急|长期|高薪|现)?(?:招聘?|诚?聘请?|急?需要?|急?缺)(?!\d|[满够到齐]|[一二两三四五六七八九十几]?[个名位人])"
)
_BUSINESS = re.compile(r"店(?!员)|厂(?!工)|公司|会所|场(?![工地务])|馆招")
_WHERE = re.compile("的?(?:[下上里后前]面|旁边|周围|底下)")  # 光伏板下面的草
_PLACE = "厂店馆院"
_LISTED = re.compile(
    r"[、/]|或|[和跟]|以?及|还有|都"
)  # 超市、保安都行: a place may be one of those asked for
_EITHER = re.compile(r"^[^,。 ]{0,6}都(?:可以|行|得|好|中)")
_YARDS = {"沙场", "石场", "料场", "猪场", "鸡场", "鱼场", "农场", "林场", "茶场", "市场", "商场"}
_BETWEEN = re.compile(
    r"(?:房|部|间|班|组|厂|店|区|队|科|平台|公司|车间|仓库?|档口?|铺|馆|站点?|网点|门店|工地|基地|中心|市场|批发)?(?:的|里面?|上|内|那边)?"
)
_WIDE = {"小工", "学徒", "学徒工", "杂工", "普工", "零工", "散工", "临时工", "帮工", "短工"}
_HANDS = {"大工", "中工", "点工"}  # 扎铁大工 is one who ties steel, 冲压作业员 one at a press
_HANDS |= {"操作员", "操作工", "操作手", "作业员", "作业工", "普工", "技工", "操机", "机台", "看机", "开机"}
_HANDS |= {"女工", "男工", "小时工", "临时工", "学徒", "学徒工", "计件工"}
_SO_MANY = re.compile(r"[\d一二两三四五六七八九十几](?:个|名|位)$")
_COUNT = re.compile(r"\s?(?:[\d一二两三四五六七八九十]+(?:个|名|位|人|$|[,。\s])|若干|[数多几][名个])")
_GIVEN = re.compile(r"(?:提供|配备?|自[备带])[^\s,。;]{0,3}$")
_ASKED_FOR = re.compile(
    r"^[^\s,。;]{0,6}(?:优先|更好|加分|的来|证优)|^(?:配合|协助)|^(?:经验|证|技术)[^,。;]{0,3}(?:优先|更好)"
)
# 绑钢筋太累: no refusal, but what follows is liked better
_TOO = re.compile(
    r"^[^\s,。;]{0,3}(?:[太好][累重赶脏苦晒热远忙吵难险辛危臭低少]|没前途|没意思|不稳定|吃不消|受不了|顶不[顺住]|坐不住)"
)
_DONE = re.compile(r"^[完好掉]了?(?:之后|以后|后)?[, ]?(?:要|再|就|还|得|才|现在|想|接着)")  # 荔枝采完要剪枝
# 因为我白天要照顾小孩: why somebody asks for this and no other work
_REASON = re.compile(r"因为[^,。]{0,10}$|(?:我|白天|晚上|平时|上午|下午)(?:还|又)?[要得]$")
_BESIDE_OF = re.compile(r"(?:跟着?|帮着?|陪着?|协助|配合|随)(?:[大老]?)$")
_BEFORE = re.compile(
    r"(?:以前|之前|原来|原先|曾经|本来|从前|过去|前几年|前些年|早年|去年|上份|上一份|干过|做过|干了|做了|回来的?|年轻(?:的?时候?)?|后生(?:时|个时|仔时)|老本行)"
)
_FROM = re.compile(r"从[^,。]{1,6}(?=转|改|换)")
_NOW = re.compile(
    r"现在|如今|目前|眼下|这次|今年|改[做行成]|转[做行]|想(?:找|做|学|换|去|当|要)|要找|找[个份点]|换[个份成]|只能|只好|那(?:就)?做|打算"
)
_ALSO = re.compile(r"^[^,。;]{0,6}[也还又]|都(?:会|行|可以|能)")


def weighed(said: str, hits: list[Hit], meanings: Mapping[str, Meaning]) -> Iterator[tuple[Hit, float]]:
    """The hits that are not turned down, each with its score."""
    no = refused(
        said,
        [(hit.at, hit.end) for hit in hits],
        {hit.at for hit in hits if "不" in hit.name and hit.name not in meanings},
    )
    hits = [hit for index, hit in enumerate(hits) if index not in no]
    beside = _beside(said, hits)
    for before, hit, following in zip([None, *hits], hits, [*hits[1:], None], strict=False):
        score = INSIDE if hit.close >= _SURE else round(INSIDE * hit.close, 3)
        if meanings[hit.name].vague and not (len(hits) > 1 and _counted(said, hit)):
            score = VAGUE
        elif (
            hit in beside
            or _kind_of_hand(before, hit)
            or (following and _modifies(said, hit, following, meanings))
        ):
            score = MODIFIER
        yield hit, score


def _counted(said: str, hit: Hit) -> bool:
    """砌墙师傅三个 小工五个: both are hired."""
    return hit.name in _WIDE and bool(_COUNT.match(said[hit.end :]) or _SO_MANY.search(said[: hit.at]))


def _modifies(said: str, hit: Hit, following: Hit, meanings: Mapping[str, Meaning]) -> bool:
    touching = _BETWEEN.fullmatch(said, hit.end, following.at) is not None
    deed = hit.name[0] in _DOING or said[max(0, hit.at - 1) : hit.at] in _DOING
    listed = deed and following.name[0] in _DOING and following.name[-1] not in _PERSON
    person = hit.name[-1] in _PERSON or hit.name in _ROLES
    driven = _drives(hit, following, meanings) or (
        _is_driven(hit, meanings) and _is_driven(following, meanings)  # 钩机铲车压路机都会开
    )
    plain = not meanings[following.name].vague and not _is_place(following)
    return touching and plain and following.name not in _HANDS and not (person or listed or driven)


def _kind_of_hand(before: Hit | None, hit: Hit) -> bool:
    return before is not None and before.end == hit.at and hit.name in _HANDS


def _is_place(hit: Hit) -> bool:
    return hit.name[-1] in _PLACE or hit.name[-2:] in _YARDS or is_setting(hit.name)


def _drives(hit: Hit, following: Hit | None, meanings: Mapping[str, Meaning]) -> bool:
    """挖机司机: the machine says which driver."""
    return following is not None and following.name in _DRIVER and _is_driven(hit, meanings)


def _is_driven(hit: Hit, meanings: Mapping[str, Meaning]) -> bool:
    return any(_DRIVEN.search(trade) for trade in meanings[hit.name].trades)


def _beside(said: str, hits: Sequence[Hit]) -> set[Hit]:
    """Hits that tell who hires, what is given or asked for on top, or what somebody did before."""
    if len(hits) < 2:
        return set()
    told = {hit for hit in hits if _only_tells(said, hit)} | _hirers(said, hits) | _former(said, hits)
    return told if len(told) < len(hits) else told - {hits[-1]} if _in_a_row(said, hits) else set()


def _in_a_row(said: str, hits: Sequence[Hit]) -> bool:
    """鞋厂食堂: of places one behind the other the last is the one."""
    return all(_BETWEEN.fullmatch(said, one.end, other.at) for one, other in pairwise(hits))


def _only_tells(said: str, hit: Hit) -> bool:
    before, behind = said[max(0, hit.at - 8) : hit.at], said[hit.end :]
    return bool(
        (_is_place(hit) and not _LISTED.match(behind) and not _EITHER.match(behind))
        or hit.name.startswith("有")  # 有电动三轮 tells with what they come
        or _BUSINESS.match(behind)
        or _WHERE.match(behind)
        or _FIRM.match(behind)
        or (_GIVEN.search(before) and hit.name[-1] not in _PERSON)
        or _ASKED_FOR.match(behind)
        or _TOO.match(behind)
        or _DONE.match(behind)
        or _BESIDE_OF.search(before)
        or _REASON.search(before)
    )


def _hirers(said: str, hits: Sequence[Hit]) -> set[Hit]:
    """矿工烧烤江南店招收银: what stands before 招, with no pause but spaces, when a name stands behind it."""
    found: set[Hit] = set()
    for hires in _HIRES.finditer(said):
        behind = said[hires.end() : hires.end() + 12]
        if any(hires.end() <= hit.at <= hires.end() + 6 for hit in hits) and not behind.startswith("吗"):
            start = max(said.rfind(pause, 0, hires.start()) for pause in ",。;!?、\n")
            found |= {hit for hit in hits if start < hit.at and hit.end <= hires.start()}
    return found


def _former(said: str, hits: Sequence[Hit]) -> set[Hit]:
    """以前做过搬运，现在想找保安: what they did, when what they look for follows."""
    before = _BEFORE.search(said) or _FROM.search(said)
    if not before:
        return set()
    now = _NOW.search(said, before.end())
    wants = now and [hit for hit in hits if hit.at >= now.start()]
    if not now or not wants or _ALSO.search(said[now.start() :]):
        return set()
    return {hit for hit in hits if hit.at < now.start()}
