"""Who owes: 老陈, 刁某, 姓刘的包工头, 宏发建筑有限公司, or at least the kind: 饭店. Not a bare 老板."""

import re

from handlers.reading.complaints.region import leading_region
from handlers.reading.people.names import SURNAMES
from handlers.reading.plain import Plain

_TITLE = (
    "包工头|工头|老板娘?|带班的?|班组长|班长|组长|承包人|负责人|判头|头家|老细|店长|经理|主管|队长|劳务|总包|中介"
    "|东家|雇主"
)
_CALLED = (
    rf"[一-龥]某某?|老[{SURNAMES}]|阿[一-龥]"
    rf"|[{SURNAMES}](?:总|队|工(?!地|厂|程)|哥|姐|叔|伯|师傅|经理|老板|主任|班长)|[{SURNAMES}][一-龥]{{1,2}}"
)
_ENDS = (
    r"(?=$|[,。!?:;\s(\d]|欠|拖|跑|卷|赖|不给|不发|不结|没给|没发|没结|扣|压|失|说|讲|就|他|电话|的电话|承诺|答应"
    "|叫|让|手[下里]|那里|那边|这里|带|喊)"
)
_HEADMAN = re.compile(
    rf"(?:{_TITLE})(?:是|叫做?|名叫|的名字叫|名字是|姓名?)?[:\s]?(?P<name>(?:{_CALLED})){_ENDS}"
)
_HEADMAN_SURNAME = re.compile(
    rf"(?:老板|包工头|工头|承包人|班组长|经理)姓(?P<name>[{SURNAMES}])(?=[,。\s]|$|的|欠|拖|跑|不|没|电)"
)
# 姓刘的包工头: all of it is what is known of them.
_SURNAMED = re.compile(r"姓(?P<name>[一-龥])的?(?:那个)?(?:老板|包工头|工头|带班|经理|承包人?|师傅|老头)")
# 桥头工地李老板, 王工头: the surname stands before.
_BOSS_NAMED = re.compile(
    rf"(?<![承分外])(?!包工头)(?P<name>[{SURNAMES}](?:老板|包工头|工头|总(?=$|[,。\s欠拖说不没跑的])|经理|老头|师傅|队长?(?=$|[,。\s欠拖说不没跑的])|厂长|主管|某某?))(?!娘|家|们)"
)
# 跟着老赵干活, 老曾跑了.
_OLD = re.compile(
    rf"(?:(?:跟着?|跟了|叫|是|给|帮|替|找|问|为|欠我们?的|包工头|工头|老板)(?P<name>老[{SURNAMES}])(?!子|路|房|车|家|方|毛病)"
    rf"|(?:^|[,。!\s])(?P<late>老[{SURNAMES}])(?=欠|拖|跑|差|赖|不给|没给|不结|说没钱))"
)
_DEBTOR = re.compile(
    rf"(?:^|[,。!\s]|是|叫)(?P<name>[{SURNAMES}](?:某某?|[一-龥]{{1,2}}))(?=,?(?:拖?欠|卷款|赖账|差我|不给我))"
)
_FOLLOWED = re.compile(
    r"跟(?:着|了)?(?:一?个)?(?:叫)?(?!包工头)(?P<name>[一-龥](?:某某?|[哥姐叔总]|队|工头|老板))(?=的|$|[,。\s在做干去])"
)
# 工头叫老四, 人称强哥.
_NICKNAME = re.compile(
    rf"(?:{_TITLE})[,]?(?:他)?(?:叫|外号叫?|人称|绰号叫?)(?P<name>[老大小阿][一-龥]|[一-龥][哥姐叔总])(?=$|[,。\s的欠跑不没说])"
)
_NAMED_BOSS = re.compile(
    rf"叫(?P<name>[{SURNAMES}](?:某某?|[一-龥]{{1,2}}))的(?:那个)?(?:老板|包工头|工头|经理|带班|承包|人欠)"
)
_OWN_NAME = re.compile(r"(?:我[是叫姓系]|叫我|称呼我?|喊我)\s?$")
_NO_NAME = re.compile(
    r"[姓欠拖跑不没说给拿推赔带扣压还就要把将让也又都一我你他她们电话工人资钱头]|现在|老板|公司|赖|^(?:方面|那边|周转|时候|万|白|后来|全部|连|于是|常|任何|从|安排|马上|经常)"
)
_KINDS = (
    "有限公司|公司|集团|电网|厂|茶餐厅|餐厅|餐馆|饭店|饭馆|酒楼|酒店|宾馆|旅馆|民宿|大排档|烧烤[店摊档]|火锅店|食堂|早餐店"
    "|美容院|理发店|美发店|足浴[店城]|会所|网吧|酒吧|[KkＫｋ]tv|ktv|洗车[行店场]|修理厂|汽修[店厂]|加油站|幼儿园|托管班|培训班|辅导班|培训机构"
    "|学校|超市|商场|医院|养老院|敬老院|合作社|农场|林场|茶场|[鸡猪鱼牛羊鸭养][一-龥]{0,2}场|石场|采石场|砂场|沙场|矿场|煤矿|铁矿|金矿|矿山|驾校"
    "|种植园|果园|茶园|基地|[砖石灰炭]窑|窑厂|砖厂|石厂|劳务队|装修队|施工队|工程队|搬家公司|家政|物业|快递站|快递点|站点|工作室|作坊|档口"
    "|面馆|粉馆|茶楼|诊所|药房|影楼|剧组|搅拌站|拌合站|停车场|屠宰场|电影院|棋牌室|健身房|月子中心|加工点"
    "|加工坊|养殖户|村委会|环卫[所站]|砂石场|洗沙场|苗圃|[一-龥]馆|中[铁建交][一-龥0-9]{1,3}局|奶茶店|[一-龥]店"
)
_FIRM = re.compile(
    rf"(?P<name>[一-龥a-z0-9]{{0,16}}?(?:{_KINDS}))(?!长|里的人|[家员主铺子名门]|工(?![作资钱])|区|旁|附近|对面|隔壁|房|牌|商)"
)
_BRAND = re.compile(
    "(?P<name>美团|饿了么|滴滴|货拉拉|快狗|顺丰|京东|中通|圆通|申通|韵达|极兔|德邦|菜鸟|闪送(?=站|平台|公司|欠|扣)|达达|叮咚|盒马|朴朴|拼多多)"
    "(?!外?卖?员|骑士?手?服|单)"
)
# What stands before the name of a firm in the same breath.
_STOPS = re.compile(
    r".*(?:[在是给到去叫跟从于被帮为的做干欠告向找和省搁喺伫进把送咗哒过着完说讲话开]|我们?|你们?|他们?|那[家个]|这[家个]|[一二两三几]个?[家个所间]|某个|有[个家]"
    r"|个月|[天年日]|之前|以前|原来|里面|[^小]市|县|[^小校园]区|镇|乡|街道|村|老婆|老公|我妈|我爸|上班|打工|只给|还差|工资|工钱|血汗|了|然后|嘛|就是|时候|没钱|[交死佇伊替看])"
)
_GENERIC = re.compile(
    r"(?:有限|劳务|建筑|装修|中介|外包|分|总|该|本|原|大|小|黑|破|烂|鬼|老|新|全|整|那|个|一|全部|工|开|进|出|下|上|某|各|别的?|其他|快|家)?(?:公司|集团|厂|店|工厂|铺|摊|站点|基地|厂子?)"
)
_VISITED = re.compile(r"(?:交|去|送|进|到|住|上|送到|看)$")


def read_employer(heard: Plain, text: str) -> str | None:
    """`text` is what was heard with the slips put right; each place in it is the same."""
    if named := _named(heard, text):
        return named
    brand = _BRAND.search(text)
    return heard.quote(brand, "name") if brand else _firm(heard, text)


def _named(heard: Plain, text: str) -> str | None:
    for pattern in (_HEADMAN, _HEADMAN_SURNAME, _SURNAMED):
        for found in pattern.finditer(text):
            if not _NO_NAME.search(found["name"].removesuffix("老板")):
                return heard.quote(found, "name") if pattern is _HEADMAN else heard.quote(found)
    for pattern in (_NAMED_BOSS, _NICKNAME, _FOLLOWED, _OLD, _BOSS_NAMED, _DEBTOR):
        for found in pattern.finditer(text):
            group = found.lastgroup or "name"
            bad = pattern is _DEBTOR and _NO_NAME.search(found[group])
            if not bad and not _OWN_NAME.search(text[: found.start(group)]):
                return heard.quote(found, group)
    return None


def _firm(heard: Plain, text: str) -> str | None:
    for found in _FIRM.finditer(text):
        start = found.start("name") + _stop(found["name"])
        start += leading_region(text[start : found.end("name")])
        name = text[start : found.end("name")].lstrip("的")
        start = found.end("name") - len(name)
        if len(name) < 2 or _GENERIC.fullmatch(name):
            continue
        if name in ("医院", "学校", "食堂", "商场") and _VISITED.search(text[:start]):
            continue
        return heard.words(start, found.end("name"))
    return None


def _stop(words: str) -> int:
    stop = _STOPS.match(words[:-1])
    return stop.end() if stop else 0
