"""Before a name counts: is this about work at all, or a greeting, a policy, a wrong done, a gig that runs?

电焊多少钱一天 and 要不要五十五的保安 are about a trade; 电工证在哪里考 and 司机电话多少 only name one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from storage.lexicon import talk
from storage.lexicon.name_index import Hit
from storage.lexicon.settings import is_setting, is_thing

Reason = Literal["policy", "wrong", "running", "life", "sale", "talk"]

# Somebody hires or looks for work: then the rest only tells of it.
_WORK = re.compile(
    r"招(?!呼|待|数)|聘|求职|应聘|缺[人个]|求个?人|要人|请人|找[^,。?!]{0,10}(?:活|事做|工作|师傅|人|的)"
    r"|有(?:没有)?[^,。?!]{0,8}(?:活|的?工作)|想(?:做|找|干|当|去|进|入|应聘|揾|寻)|我(?:会|能|可以|是|系|做|干)|本人|熟手"
    r"|做过|干过|会做|[包管]吃|日结|元/|块一|一天\d|\d+[元块/]"
)
# So many hands or so much pay: a post says 几点集合 too.
_POST = re.compile(
    r"\d\s?(?:个(?!月)|人|名|位)|\d{2,}(?!\d*[号岁点])\s?(?:一|每|元|块|/|$|[^\d号岁点分楼栋室])"
)
_ASKS = re.compile(
    r"[吗么嘛?]|怎么|怎样|咋|如何|哪|多少|几|什么|(.)[不没](?:有)?\1|行不行|合不合|谁|是否|(?<![倒也都还是])可以|需要|要(?:什么|啥)"
)
_POLICY = re.compile(
    r"补贴|津贴|补助|社保|医保|工伤|保险(?![柜箱丝杠套])|失业金|公积金|合同|仲裁|试用期|加班费|产假|病假|年假|最低工资|违法|合法"
    r"|犯法|赔偿?|补偿|算谁的|谁负责|谁来赔|退休|养老金|政策|法律|劳动法|优惠|报销|个税|扣税|高温费|防暑|(?<![么咋何样])收费(?!员|站)|中介费|介绍费|培训"
    r"|学费|考证|创业|贷款|落户|年审|复审|换证|补办|保证金|服装费|体检费|体检要|劳动关系|劳务派遣|增驾|驾照"
    r"|许可证|审批|报建|手续|资质|备案|罚款|处罚|清退|超龄|年龄限制|不让上|专用账户|专户|维权|实名制|牌照|上牌|年检|国家补|补多少|环评|征地|[人录]脸|打卡机"
)
# 电工证在哪里考, 考个叉车证, 叉车证去哪里报名, 电工本年审
_CERTIFICATE = re.compile(
    r"有没有[^,。!]{0,4}证|(?:证|本|驾照|资格|执照)(?:书|件)?[^,。!]{0,8}(?:考|办|报名|领|换|审|补|过期|到期|有用|难|多少|几钱)"
    r"|[考办学拿领换](?:一?个|本|下来|到)?[^,。!]{0,8}(?:证|驾照|执照)(?:[^,。]{0,4}(?:怎么|哪|多少|要|难|能|有|几))"
)
_TRAINING = re.compile(
    r"(?:培训|学费|报班|考试)[^,。]{0,8}(?:吗|多少|要不要|哪|怎么|几(?![个名位人])|收)|免费(?:的)?[^,。]{0,6}(?:培训|学)"
    r"|想学[^,。]{0,8}[,。 ]?.{0,6}(?:培训|学费)"
    r"|(?:^|[^大中小放同])学(?!徒|生|校)[^,。]{1,6}(?:多少钱|哪里[有好学]|怎么学|多久|学校|学费|包教)"
)
_LAWFUL = re.compile(
    r"(?:(?<![么咋何样])收费|(?<![即现当工完就])收钱|要钱|[合违犯]法)(?:的)?(?:吗|么|嘛|不|\?|$)|[收交要]不[收交要](?:费|钱)|收[^,。]{0,4}费(?:吗|么|嘛)"
    r"|考试(?:成绩|时间|什么时候|几时)|成绩查询|准考证|报名时间|实名制"
)
_PROMISED = re.compile(
    r"说(?:好|是|的?好好)?(?:包|管)[^,。]{0,6}[,。 ]?(?:结果|去了|到了)"
    r"|(?:说好|面试说|讲好|谈好)[^,。]{0,14}[,。]?(?:结果|去了|到了|拖|才|变|[干做]完|只给|就给)"
    r"|说是?(?:去|来|做|进|当|干|找|招|介绍|安排)[^,。]{0,8}[,。 ]?(?:结果|谁知|哪知|没想到|其实|根本)"
)
_WRONG = re.compile(
    r"(?<!不)(?<!别)骗(?:子|我|人|钱)|黑中介|投诉|举报|受伤|摔[断伤到]|烫伤|砸[伤到]|[打骂]了?我|不认账|跑了?路|老板跑"
    r"|[没不]给我买|[欠拖扣押][了着]?我|不[给发结][钱工]|工[资钱][没不还]|一分(?:钱)?(?:都|也)?[没不]|没拿到钱|拿不到钱"
    r"|扣(?:了|我|掉)+[\d一两二三四五六七八九十百千几]+|扣一?半|扣五|态度|不见了|失踪|没影|没着落|老板不认|[都也]没给|压了?我|被偷|(?<!手机)(?<!屏幕)摔了|[倒关]闭|关门了"
    r"|[没不]打款|尾款[^,。]{0,4}[没不还拖]|款[^,。]{0,3}一直|还不给|没到账|白干了?|克扣|赖账|不结账|没结(?:清|账|过)|拖着不|等了(?:半|[\d一两二三四五六七八九几])"
    r"|[收交][了着](?:我|他|我们|我妈|中介)?[^,。]{0,6}(?:费|押金|块钱)|没人管|白跑|[被给]?坑了?我|被坑|上当|不退|罚了?[我款]|罚我"
    r"|身份证[^,。]{0,3}(?:[扣押收]|拿走)(?!不)|(?<![不没免])[扣押收][了着走]?[^,。]{0,4}身份证|没进成|少[给算发]了?我|放鸽子|晾在|费也?不报|不报销|白[等来]|提不出来|封了?我|被封号|减半|压我?价|拖到现在"
)
_RUNNING = re.compile(
    r"(?:电话|号码|手机号?|微信)(?:是|多少|几号|打不通|发我|给我|没人接)|约好|还没[到来]|来接|接我们?|集合|在哪[里儿]?(?:等|上车)"
    r"|几点(?:开工|上班|上工|到|来|走|出发|接)|迟到|请假|堵车|快到了|到了没|到哪了|在哪[里儿边]?[呀啊呢]?(?:$|\?)|怎么走|联系不上|取消了|还算数|改时间|推迟"
    r"|(?:我|刚|昨天)[^,。]{0,3}报(?:了?名)?的|(?:昨天|今天|明天|后天|上午|下午|刚才)[^,。]{0,10}(?:有消息|怎么走|还?要不要去|还去)"
)
# What people do at home, at the shop, on the way: no work that anybody wants.
_LIFE = re.compile(
    r"^(?:我|我们|我家|刚|最近|上个月|已经)*(?:搬家|搬走|搬到|搬)了|地址(?:换|变|改)|我?家(?:里)?装修(?:好|完|了)"
    r"|(?:正|刚|还|我)在[^,。]{0,6}[,。 ]?[^,。]{0,4}(?:等下|等会|待会|晚点|回头|一会|不方便|没空|再[聊说讲])"
    r"|等下[回来找]你|想吃[^,。]{1,8}(?:$|[,。])|先不[找看干做]|不想修|还能修|修[得不]好|搬[到去来][^,。]{1,6}了"
    r"|(?:冬至|端午|中秋|元宵|除夕|春节|年夜饭|生日)[^。]{0,10}(?:没有?|了没|吗|快乐|了)$|进不去|打不开|[要能]自己"
    r"|在(?:宿舍|房间|住的地方)[^,。]{0,4}[吗么嘛]|(?:宿舍|住处|住的地方|房间)[^,。]{0,4}(?:能|可以|可不可以|让|准|允)|[去来]不了|走不开|没人带"
    r"|带(?:着|上)?(?:小孩|孩子|娃|老婆|家属)[^,。]{0,2}(?:去|来|上班|一起|住)[^,。]{0,3}(?:吗|行|可以|方便)"
    r"|我[要想]?去?(?:剪|理|洗|烫|染)个?(?:头发?|发|澡|车|头)(?:$|[,。])|[我刚班]去[^,。]{0,5}[剪理洗烫染按做]个?(?:头发?|发|澡|车|脚|背|指甲|脸|spa)(?:$|[,。])"
    r"|叫个?外卖|(?:[去在到]|来(?!号))[^,。]{0,6}(?:唱歌|吃饭|喝酒|聚餐|逛街|看电影)|(?:我的|寄|收|查|取)快递"
    r"|(?:老婆|老公|我妈|我爸|妈妈|他|她|我)(?:正|刚|又)*[在去](?:家)?(?:接送?(?:孩子|小孩|娃)?(?:放学)?|做饭|煮饭|炒菜|洗碗|洗衣服?|带孩子|看孩子|买菜|开车)(?:呢|了|$|[,。])"
    r"|(?:旁边?|对面|附近|[后前]面|隔壁|楼下)的?[^,。]{0,6}[店院厂馆楼场所]$|有(?:没有)?(?:地方)?停车|在家(?:里)?带|要(?:去)?接(?:小孩|孩子|娃)"
    r"|(?:放|寄|拿|取|搁|存|送到)(?:在)?[^,。]{0,6}(?:那里|那边|那儿|门口|处)(?:$|[,。就]|吧)"
    r"|(?<![没冇无有])得(?:腰|手|脚|背|肩膀|膝盖|骨头|全身|我)|^哈哈|哈{3}|累死|不[着回]家|不落屋"
    r"|吵死|[吵响]得|[好太很真]吵|噪音|响(?:一|了|个|到|死)|扰民|灰尘[^,。]{0,3}大|房价|[降涨]价|[这那]么贵|看着[都就]|真好看|[好真]漂亮"
    r"|[刚都已经]+[^,。]{0,4}[装贴修刷砌改盖铺搬摘收][好完]了?$|[^,。]{2,4}[装贴修刷砌改盖铺搬][好完]了(?:$|[,。\s])"
    r"|[好真][高大长深][啊呀哦]|吓人|壮观|挖断了?|[压砸撞][坏断裂塌]了|全村停|现在(?:做|当|是)(?:大|小)?(?:老板|包工头)"
)
_STREET = re.compile(
    r"^(?:(?:路|街|巷|弄|大道|村|屯|桥头?|花园|新村|学校|学院)(?:\d|[一二三四五六七八九十]|口|怎么走|附近|在哪|那边|旁|,|。|$)"
    r"|镇|乡(?![厨下村])|县|(?:[铺店厂馆站场]|站点)?的?(?:宿舍楼?|门口|旁边?|对面|附近|后面|楼下|隔壁|边上?)(?:$|[,。那这]|的))"
)
# 那个保安不让我进: what some guard did
_DID = re.compile(
    r"^的?(?:师傅|阿姨|大哥|大叔|大爷|小[哥妹]|公司|老板娘?|店员?|店里|家|中介)*(?:又|老是|总是|天天|整天|今天|昨天|刚才?|都|就|也|还|动不动|居然)*"
    r"(?:骂人|发火|发脾气|针对|偏心|克扣|罚我|罚款|不批|欺负|绕路|多收|拒载|加价|超载|不让|态度|说|骂|打人|找错|把我|叫我|拿了|拿走|收了|偷|凶|到哪"
    r"|叫什么|姓什么|电话|微信|号码|的电话|[逼坑宰吼催欺瞪]|强迫|跟人|跑了|倒闭|关门|卖的(?:全|都|是|东西)|不退|充(?:了|值)|爱理不理|太差"
    r"|[好太真][凶差坏甜咸辣油冷热吵慢贵]|带我们|找错钱|炒的菜?太|做的[菜饭]太|证?(?:年审|年检|到期|过期|丢了)"
    r"|不批|批假|[多少]收|骗|打我|推我|跟我说|告诉我|跟.{1,4}(?:吵|打|好上)|亭|室(?:在|旁|门口)|是(?:哪个|谁)|[姓叫]啥|(?:在|是)几楼"
    r"|几点(?:换班|开饭|关门|下班|开门|交班|吃饭)|(?:的|做的)?饭?菜(?:好|真|太|很)?(?:难吃|好吃|咸|淡)"
    r"|小[李王张刘陈杨黄赵吴周](?:结婚|说|叫)|好漂亮|好帅|有(?:没有)?饭补"
    r"|不等人|推销|放假|[上下]班没|是我(?:老乡|同学|亲戚|邻居|朋友)|真好|[带做干开修教]得[真太好]|换人了|停[在哪]|在哪里?(?:上客|上车|等)|换了人)"
)
_CONSUMES = re.compile(r"[吃喝买点订尝](?:个|点|杯|碗|顿|些|一[杯碗个份])?$")  # 今晚吃烧烤
# 仓库几点关门, 隔壁鞋厂要搬去越南: what goes on there
_GOES_ON = re.compile(
    r"^(?:那边|那里|里面?|里头|上|外面|门前|边上?|的?老板)?(?:几点|什么时候|又|都|也|就|老是|天天|昨天|今天|刚|昨晚|半夜)*"
    r"(?:要?搬[去走到家]|[开关]门|停[电水产工]|放假|[着失起]火|爆炸|漏|排[污放]|倒闭|破产|拆迁|裁员|被[查封罚]|离|那么[近远]"
    r"|(?:两|几)?个?(?:有)?人打|打架|味道|臭|吵|噪音|污染|出事|死了?人|怎么走|远不远|在几楼|没货|断货|爆仓|满了|收废)"
)
# 司机师傅麻烦在前面停一下: somebody is spoken to
_SPOKEN_TO = re.compile(
    r"^(?:师傅|大哥|小哥哥?|叔叔|阿姨|先生)?[,! ]?"
    r"(?:麻烦|辛苦|谢谢|请问|你好|您好|停一?下|等一?下|慢点|快点|开慢|前面|靠边)"
)
# Of work somebody speaks even so
_ABOUT_WORK = re.compile(
    r"兼职|打工|岗位?|保底|提成|[一二两三四五六七八九][千百]|工作|上班|做工|返工|活|经验|底薪|工资|[日夜早晚中白两三倒]班|全职|半天|[长短临]工|工[吗么]?$|人手|帮手"
    r"|师傅|阿姨|大姐|小妹|老板|员工|学徒|开业|急|都要|还?要[^,。]{0,3}[吗么不]|不限|优先|学过|也行|一[天斤件]|请(?![假问客稍您你])|[寻揾搵雇聘缺]|周末|愿意|男|女|[要请][\d人个几女男一两二三四五六七八九十]|识|揾|返|蚊|想|会|懂|能|去|进|试"
)
_WISH = re.compile(r"谁|边个|哪个|边位|帮|求(?!职)|快来|来人|上门|多少钱|几多钱|按[斤条件个天]")
# A thing is spoken of: 玻璃杯打碎了, 油漆味好大, 空调开几度
_TOLD = re.compile(
    r"[了啊呀哦呢吗]$|[了啊呀哦吧呢][,。 ]|[好真太很挺]|多少|记得|别|不要|不能|几[度点年]|怎么|什么"
    r"|哪家|是不是|今天|里[面捡有]?|[上下外前后]面|门口|味|未干"
)
_TO_DO = re.compile(r"[做干接包带缺招请找会]|还要|多少一[天方平米]|一[天方平]|[给帮]我|师傅|班组?|队|人$|工")
_SO_MANY = 3  # names in one sentence tell what work it is, whatever else is told
_SURNAMES = "李王张刘陈杨黄赵吴周徐孙朱胡郭林罗郑梁谢宋唐许邓冯韩曹曾彭蔡潘"


def closed(said: str, hits: list[Hit]) -> Reason | None:
    """Why no name in this text is a trade that anybody wants; None when one may be."""
    asks = _ASKS.search(said)
    if (asks and (_CERTIFICATE.search(said) or _TRAINING.search(said))) or _LAWFUL.search(said):
        return "policy"
    if _PROMISED.search(said):
        return "wrong"
    if talk.sells(said):
        return "sale"
    if _WORK.search(said):
        return None
    if asks and _POLICY.search(said):
        return "policy"
    if _WRONG.search(said):
        return "wrong"
    if _POST.search(said):
        return None
    if _RUNNING.search(said):
        return "running"
    if _LIFE.search(said):
        return "life"
    only_tells = len(hits) < _SO_MANY and talk.only_tells(said, _beside(said, hits))
    return "talk" if only_tells or talk.talks(said) else None


def _beside(said: str, hits: list[Hit]) -> int:
    """How many characters are said beside the names."""
    return sum(map(str.isalnum, said)) - sum(hit.end - hit.at for hit in hits)


def no_trade(said: str, hit: Hit) -> bool:
    """木工路28号 is where somebody lives, 李保安 their name, 那个保安不让我进 what one did."""
    behind = said[hit.end :]
    if talk.is_customer(hit.name, said[: hit.at], behind) or (
        is_setting(hit.name) and _CONSUMES.search(said[max(0, hit.at - 4) : hit.at])
    ):
        return True
    named = hit.at == 1 and not behind and said[0] in _SURNAMES and len(hit.name) == 2
    called = hit.at <= 2 and _SPOKEN_TO.match(behind)
    happens = hit.name[-1] not in "工员师" and _GOES_ON.match(behind)
    return bool(named or called or happens or _STREET.match(behind) or _DID.match(behind))


def about_work(said: str) -> bool:
    """Does somebody hire, look for work or tell what is paid?"""
    return bool(_WORK.search(said) or _POST.search(said))


def may_be_work(said: str) -> bool:
    """Is there any word of work or of a wish for hands: 半天, 谁会, 帮?"""
    return about_work(said) or bool(_ABOUT_WORK.search(said) or _WISH.search(said))


def idle(said: str, hits: list[Hit], wide: Callable[[Hit], bool]) -> bool:
    """超市几点关门, 加油一定行: only wide names and places, and nobody speaks of work.

    A worker is work: 小工来了几个. Things count when somebody tells of them: 塔吊好高啊, but not 塔吊 两年.
    """
    told = _TOLD.search(said) is not None and not _TO_DO.search(said)
    return (
        all((wide(hit) and not hit.name.endswith("工")) or (told and is_thing(hit.name)) for hit in hits)
        and not about_work(said)
        and not _ABOUT_WORK.search(said)
        and _beside(said, hits) > (1 if told else talk.FEW)
    )
