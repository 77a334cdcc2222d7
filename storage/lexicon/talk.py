"""Talk in which a trade is named and nobody works, hires or looks for work: sales, customers, gossip, sighs.

二手叉车转让 sells a machine, 我点的外卖呢 waits for a meal, 听说那个保安结婚了 is gossip. Who offers or
looks for work beside it (招, 找活, 有没有) is heard first.
"""

from __future__ import annotations

import re

FEW = 3  # characters beside a name that is all that somebody answers
_KIN = (
    r"(?:儿子|女儿|老公|老婆|媳妇|女婿|侄子|侄女|外甥"
    r"|[表堂][哥弟姐妹]|[哥姐姑]夫|嫂子?|爷爷|外公|岳父|公公|婆婆|哥|弟|姐|妹|舅|叔|姨|姑|婶|伯|邻居|同学|朋友|老乡|亲戚|仔|女|爸|妈|老豆|老母)"
)
# Somebody sells or lets a thing, a shop, a house.
_SALE = re.compile(
    r"转让|转手|甩卖|求租|[六七八九]成新|求购|(?:便宜|低价|急)(?:卖|出|售|转|处理)(?!货)|低价出|出售|谁要买|(?:哪[里儿]|边度)有?[卖买]|哪家[^,。]{0,8}(?:好|便宜|质量)|[想要]卖(?:掉|了|$|[,。\s])|包邮|批发价"
    r"|二手(?!车行|车商|市场|家具店|房)[^,。]{1,8}(?:$|[,。\s]|多少钱|什么价|卖|有没有人要)"
    r"|(?:仓库|厂房|店面|门面|铺面|商铺|车位|房子|宿舍|单间)[^,。]{0,2}(?:出租|招租)(?!公司)|高价(?:回收|收购?)|(?:自家|自己)种的"
)
# Hearsay and gossip, sighs about a trade, what a farm costs, noise, customers, those who have no time.
_TALK = re.compile(
    r"听说|据说|听讲|听人[说讲]|新闻|电视[里上剧]|隔壁老"
    rf"|{_KIN}[^,。]{{0,3}}在(?!家|附近|这|本地|找)[^,。]{{1,6}}(?:做|当|开|干|上班)"
    rf"|{_KIN}[^,。]{{0,4}}(?:以前|年轻|当年|曾经|退休|早年|原来)|{_KIN}[^,。]{{0,3}}[做当开搞跑][^,。]{{1,6}}一[个年天]?[月年天][^,。]{{0,3}}[几赚挣拿一两\d]"
    r"|好漂亮|长得|好帅|好凶|凶得|好上了|结婚|离婚|怀孕了|生了个|发财|赚了|发了[大横]?财|中奖|开店了?$|死[了掉]|去世|猝死"
    r"|被[撞抓打偷]|车祸|闯红灯|坐牢|打架|吵架|喝醉|不着家|好猛"
    r"|不好[当做干]|不容易(?:$|[,。啊呀])|难[当做干](?:$|[,。啊呀了])"
    r"|[太真好很挺](?:累|辛苦|苦|难做|危险)[了啊呀哦的]*(?:$|[,。!])|工资[好真太挺]?高[啊哦呀了]*$"
    r"|又涨|跌价|好贵|亏[本死了]|不?赚钱|行情|难吃|好吃|难喝|我家里?[养种]了|吃不完|[吃买]不起"
    r"|吵人|臭死|很臭"
    r"|我[点买叫寄定订]的|[我你]的(?:外卖|快递|包裹)|(?<![代帮替])[寄取拿查退拆等收](?:个|一个|点|下|一下)?(?:快递|包裹|外卖)"
    r"|(?:外卖|快递|包裹)(?:呢|凉|怎么|还没|又|什么时候|几时|几点|到哪|到没|到了|送错|丢|没收到)|好不好吃"
    r"|哪家[^,。]{0,6}靠谱|公司(?:哪家|靠谱|怎么样|好不好)"
    r"|没出息|笑死|长大|那[家个][^,。]{0,12}(?:真好|不错|厉害|很好)|什么药好|请了个?(?:保姆|月嫂|师傅)|门票|酸酸甜甜|没空|不得空|冇得闲|没时间|(?:等下|等会儿?|待会儿?|一会儿?|晚点|回头)[再说讲聊回]"
    r"|(?:昨天|昨日|昨晚|前天|刚刚?)[^,。]{0,12}[累痛疼酸晒困]|(?:今天|今日|整天|一天)[^,。]{0,10}(?:累死|累坏|晒死|热死|腰都?[酸痛疼])"
)
# Who hires or seeks says so: 二手车公司招销售, 听说你们缺保安, 送外卖太累了想进厂.
_HIRES = re.compile(
    r"招(?!呼|待|数|租)|聘|请(?!问)|师傅|找人|[工活]人?[吗么做干]|要人|带司机|安装工?|缺[人个]|日结|包吃|包住|月薪|底薪|工资\d|[帮给]人|帮忙|销售|店员|导购"
)
_SEEKS = re.compile(
    r"有(?:没有|冇|无|没得)|[冇无没]有?(?:活|工)(?:干|做|$|[,。\s了])|要不要|还?要人|缺不缺|还缺|差[一两几]|不如去|想(?:进|换|来|改|转|学|要|介绍|问)|换[个份一]|找|寻|揾"
    r"|闲着|空闲|失业|待业|没事[做干]|报名|应聘|求职|推荐|介绍|可以吗|行不行|收不收|面试|别来|我来|我去做|带我|给我[^,。]{0,3}(?:活|份)"
)
# What tells of something: that it is done, how it is, who somebody is. 门窗都装好了, 那个司机开得太快
_TELLS = re.compile(
    r"了|[好真太很挺][^,。\s\d多几人个]|怎么|什么|呢|吗|没$|[那这有]个|[我你]们|把|被|[我你他她]家|得[真好太]|味|声音|以前|年轻|当年"
    r"|一辈子|今晚[吃喝唱]|周末|昨|刚|吃|喝|在半?路|到[人我]|早上好|等|自己开|老是|我老乡|门票"
)
# Any of these may speak of work; where none does, what tells of something asks for nobody.
_MAY_BE_WORK = re.compile(
    r"招(?!呼|待|数|租|牌)|聘|[请雇倩喊叫](?!了|教|问|假|客|你?[吃喝]|我来)|找(?!错|我钱)|揾|寻|缺|急|想(?!不到|起|死)|愿|会(?!所|议|员|计|展)"
    r"|识|晓得|懂|能|可以|做过|干过|开过|搞过|熟手|熟练|经验|[活业](?!动)|工作|岗|兼职|[零散临长短][时工]|有(?:没有|冇|无|没得|木有)|要(?!死|命|是|钱吗)"
    r"|需|报名|介绍|推荐|薪|工[资钱]|[日月周现]结|结[算账]|[包管][吃住食饭]|[多几]少?钱一?[天日月个斤工平吨棵]|多少一?[天工平吨]|几钱|多少钱(?=$|\?)"
    r"|\d+\s*(?:元|块|一天|/|个(?!月没)|名|人|位|小时|一斤|k|岁)|[一两二三四五六七八九]百|按[斤件吨株袋棵个天]|计[件时]"
    r"|[夜白早晚中]班|两班|倒班|坐班|上班|[开返做打]工|做事|优先|男女|不限|长期|短期|进场|[手勤]快|证|手艺|技术"
    r"|[\d一二两三四五六七八九十几来多]年|我(?:们)?[^,。]{0,5}[是系做干会搞开跑送]|[俺阮𠊎系](?:是|系|做|干|会|搞|开|跑|送)|做得|[都也][行得做]|下地"
    r"|有人(?!说|讲|在)|有[^,。]{0,8}[吗没]$|[还就]?差[一两二三四五几\d]|师傅没|有[^,。]{1,6}师傅|手工|面[谈议]|价格|\d块|\d[\s,]|[\s,]快(?=$|[\s,])"
    r"|一[份件个张条台间]\s?[\d一二两三四五六七八九]|明[天早日晚]|后[天日]|听日|下[午周]|上午|马上|立刻|尽快|现在来|随时|小区|栋|巷|[镇县区]|路\d"
    r"|学|带|跟|试|帮|来[一两个几人]|私聊|联系|加微|有意|岁|面试|推广|嚟|来(?=$|[\s,。])|老板|工地|车间|厂|哪|边度|换|转行|接[活单]|[个名位](?=$|[\s,。])|人手|队|班组|包工"
    r"|(?<![压砸撞弄搞打])[堵漏坏]了?(?=$|[\s,。找谁])|跳闸|不制冷|不通"
)
# Behind a service it asks for the price or the place, as its customers do: 剪个头发多少钱, but 洗车多少钱一天
_PRICE = re.compile(
    r"(?:一?次)?(?:要|得|收|大概)?(?:多少钱?|几多?钱|好多钱|怎么收费|贵不贵|什么价)(?:一次|一个钟|一小时|一个头|一位|一双|啊|呀|呢)?\??$"
    r"|(?:哪里|哪儿|哪家|哪个)(?:店)?(?:好|便宜|可以|有|能|修)|在哪(?:里|儿)?(?:修|有|可以|$)|(?:附近|这边)?(?:哪里|哪儿)有"
)
_SERVICES = frozenset(
    f"{deed}{thing}"
    for deeds, things in (
        ("剪理烫染洗", ("头发", "头", "发")),
        ("洗修补换", ("车", "脚", "胎", "轮胎", "手机", "手机屏", "屏", "鞋")),
        (
            "",
            (
                "美甲",
                "做美甲",
                "美容",
                "按摩",
                "做按摩",
                "推拿",
                "足疗",
                "足浴",
                "采耳",
                "加油",
                "打印",
                "复印",
            ),
        ),
        ("", ("照相", "拍照", "拍证件照", "贴膜", "配钥匙", "干洗", "洗个车")),
    )
    for deed in deeds or ("",)
    for thing in things
)
# The bot's own customer service: 转客服, 客服在不在, but 招客服 and 想做客服
_OWN_DESK = frozenset(("客服", "客服人员", "客服员", "人工客服"))
_CALLS = re.compile(
    r"(?:转|找|叫|联系|呼叫|接|问|是|喊|让)(?:一下|下|个)?(?:人工|你们的?|平台)?$|^(?:你们的?|平台|人工|官方)$|(?:转|找|要|接)人工$"
)
_CALLED = re.compile(
    r"^(?:人员|小姐姐)?(?:$|[\W_]|出来|在[不吗哪线]|怎么|咋|回|呢|吗|聊|说|帮|电话|联系|号码|态度)"
)
_WORK_OF_DESK = re.compile(r"工作|的活|岗位|想做|会做|做过|招|聘")


def sells(said: str) -> bool:
    return _SALE.search(said) is not None and _HIRES.search(said) is None


def talks(said: str) -> bool:
    return _TALK.search(said) is not None and _SEEKS.search(said) is None and _HIRES.search(said) is None


def only_tells(said: str, beside: int) -> bool:
    """`beside` the names so many characters are left to tell by: an answer is no tale."""
    return beside > FEW and _TELLS.search(said) is not None and _MAY_BE_WORK.search(said) is None


def is_customer(name: str, before: str, behind: str) -> bool:
    """Does this name stand for what somebody buys, or for the desk they want to speak to?"""
    if name in _SERVICES:
        return _PRICE.match(behind) is not None
    if name in _OWN_DESK:
        calls = _CALLS.search(before) is not None or (not before and behind[:1] not in ("", " "))
        return calls and _CALLED.match(behind) is not None and not _WORK_OF_DESK.search(before + behind)
    return False
