"""Words of danger (rule W30): recall first, a false alarm costs one call. 累死了 must not fire."""

import re
from dataclasses import dataclass
from typing import Literal, get_args

from handlers.reading.gig import looks_like_post
from handlers.reading.plain import once_a_turn, plain

Kind = Literal["self_harm", "violence", "locked_in", "child", "injury", "crowd"]

# One pattern a line, the kinds in the order of haste. [药要] and the like are slips of thumb and voice input.
_TABLE = r"""
self_harm [不唔没冇毋][太再]?(?:想|要|愿意?)(?:再|继续)?(?:活|[货火]了)(?![动跃儿计鱼虾鸡干少多累重])
self_harm 唔想生(?!仔|孩|病|气|小|火)|不想(?:再)?(?:做人|在世|活着)
self_harm 活(?:着|得|到)?(?:真|都)?(?:没|冇|毫无|有什么|还有什么)(?:啥|什么)?(?:意思|意义|用)
self_harm 跳\s?(?:[楼娄喽搂篓漏](?!价|大甩|机)|lou|河|江(?!苏)|桥|海(?!鲜)|井|崖|水库|下去|落去|轨)|坠楼
self_harm (?:喝|饮|吃|食|灌)(?:了|点|下|包|瓶|一瓶)*(?:农|浓|脓|毒|老鼠|安眠)[药要腰耀]
self_harm 农[药要].{0,4}(?:喝|饮)|喝(?:了)?药(?!酒|汤|膳|材|茶)
self_harm (?:喝|饮|买|拿).{0,4}(?:敌敌畏|百草枯|除草剂)|(?:敌敌畏|百草枯).{0,4}(?:喝|饮|死)
self_harm 自[杀尽焚残]|自寻短|轻生|寻(?:短见|死)|想不开|割了?手?[腕脉]|上吊(?![车塔顶篮机装环杆])
self_harm 烧炭(?!工|火|烤|的)|撞[车墙]死
self_harm 一了百了|一死了之|结束(?:自己|我)?的?(?:这条)?(?:生命|性命|一生)|遗书|走投无路|逼上绝路|绝路
self_harm 下辈子再
self_harm (?:死|屎|si)(?:给|畀|俾|在|到)(?:他|她|你|佢|它|伊|谁|大家|老板|公司|工地|厂|门口|这里|政府)
self_harm (?<![得到])(?:想|要|去|不如|只有|只能|只好|宁愿|干脆|准备|逼)(?:我|自己)?(?:去)?死(?!<你死我活>|人)
self_harm 去死了|(?:活|过)[不唔](?:下|落)去|没法活|没得活|生不如死|死了算|死了干净|同归于尽
self_harm 活够了|不想过(?:了|日子)|(?<![干的这个])活[得着](?:好|太|真|很)?累|[一共]起(?:去)?死
self_harm 从.{0,3}楼.{0,3}下去|想\s?si(?:了|$)|zi\s?sha|自\s?s
violence (?:砍|捅|杀|弄|打|整|烧|炸|毒|掐|勒)死|灭(?:他|她|佢|你|我).{0,2}(?:口|门)
violence (?:杀|砍|捅|剁)(?:了|掉)?(?:他|她|佢|你|人|老板|老婆|全家|包工头|工头|几刀)(?!个价)
violence 要.{0,3}的命(?:$|[,。!])
violence (?:烧|炸|砸)(?:了|掉|光|毁)?(?:他|她|佢|老板|公司|工地|工厂|厂房|办公室|售楼部|项目部)
violence 把(?:他|她|佢|老板).{0,4}(?:烧|炸|拆|砸|剁)
violence 放(?:一)?(?:把)?火(?!锅)|纵火|一把火|汽油.{0,6}(?:烧|泼|浇|点)|炸(?:掉|平|了)
violence (?:带|拿|动|持|掏)刀(?!工|具|切|架)
violence (?:跟|和|与|同|找).{0,6}拼(?:命|了)|拼(?:了|上)(?:这|我|老)?.{0,2}命|拼个你死|动手(?:打|了|揍)|殴打
violence 不(?:听话|服|干)[^,。]{0,4}(?:打(?!<打电话>)|揍)
violence 围殴|群殴|挨打|打手
violence (?:被|挨|遭)[^,。\s]{0,8}(?:打(?!<打电话>)|揍|殴|砍|捅)
violence (?:让|给)[^,。\s]{1,6}打(?:了|伤|成)(?!.{0,2}(?:电话|工|扫|包))
violence 打(?:人(?!工|次|力|员)|伤|我(?!.{0,2}(?:电话|手机|工|个|的|这))|了我|起来了|架)
violence 威胁.{0,6}(?:打|杀|弄|砍|家人|命)|(?:找人|叫人|喊人)(?:来)?(?:打|弄|搞|收拾)(?!工|扫|包|磨)|抢劫
violence 强[奸暴]|性侵|猥亵
violence 铁棍|棍棒|砍刀|西瓜刀
locked_in (?:被|把我们?|把人)[^,。\s]{0,6}(?:关(?!系|照|心|注|门|于)|锁|扣[住留]|软禁|绑|控制)
locked_in (?<!开)关(?:起来|在(?:里面|房|屋|宿舍|仓库|厂|工地|小))
locked_in [不唔][让许准给畀俾](?:我们?|人|工人|大家|他们?)?(?:走(?![路廊水线])|离[开厂]|出[去门厂来]|回家)
locked_in 锁在
locked_in 人身自由|非法拘禁|强迫(?:劳动|我|干|做)|逼(?:我们?|着).{0,4}(?:干活|做工|劳动)|拐(?:卖|骗)
locked_in 黑(?:工厂|砖窑|煤窑)|逃不(?:出|掉)
papers (?:扣|收走|拿走|押|抢|没收|扣押|扣留|压)(?:了|下|住|着)?(?:我|他)?们?(?:大家|工人)?的?<证件>
papers <证件>(?:都|全)?(?:被|给)?[^,。\s]{0,5}(?:扣(?!除)|收走|拿走|押|没收)(?!金)
locked_in 手机[^,。]{0,6}(?:没收|收走|收了)|没收[^,。]{0,4}手机|骗到[^,。]{0,6}(?:缅|柬|园区|国外|境外)
child 童工
child (?:雇|用|招|请|让|叫|逼)(?:了)?[^,。]{0,4}<小孩>[^,。]{0,6}<做工>
child (?<!\d)<几>岁(?!以)[^。]{0,12}(?:<做工>|工地|厂里|车间)
child (?:<做工>|工地|厂里|车间)[^。]{0,10}(?:才|只有|不到|[未不]满)\s?<几>岁
child <小孩>(?:也|就|还|都)?(?:在|被)[^,。我]{0,6}<做工>
injury (?:摔|掉|跌|坠|滚)(?:了)?(?:下来|落(?!成)|伤|断|倒|死|成)|从.{1,8}(?:摔|掉|跌|坠|滚)(?:了)?下|坠亡
injury (?:掉|跌|摔)(?:进|到|下).{0,4}(?:坑|井|沟|楼|水|池)
injury (?:流|出|吐|淌)(?:了)?(?:很多|好多|大量|好?多|满地|一地|的)?血(?!压|糖)|止不住血|血流|血止不住
injury <手脚>[^,。\s]{0,4}(?:断(?![头点电])|[砸轧绞]|压[伤断]|夹[住断]|切[断掉]|锯[断到])
injury <房子>[^,。\s]{0,3}(?:塌|垮|倒(?!班|车|土|混凝))
injury 塌(?:了|方|下|陷)|坍塌
injury (?:被|给)[^,。\s]{0,6}(?:埋(?!单)|砸|压(?:在|住|到)|卷(?:进|入)|绞|轧|撞|电(?!话|脑|焊))|活埋
injury 埋在(?:里|下|土)
injury 中[毒暑]|触电|电(?:到人|倒了|晕)|一氧化碳|窒息|昏[倒迷过]|晕[倒过]|不省人事
injury (?:没|冇)(?:有)?(?:呼吸|心跳|气了)|快不行了|叫不醒|救[命救]
injury (?:受|重|烧|烫|砸|压|炸|轧|电|刺|割|撞|工)伤|伤(?:得|的|到)?(?:很|好|太|蛮)?(?:重|严重)
injury 出(?:了)?(?:人命|大事(?!务)|事(?!务|情|项|实|先))
injury 死(?:了|亡)?(?:一|两|几|三|\d)?个?人(?!$)|有人死|死了人|溺水|淹死|爆炸|着火|起火|失火|瓦斯
injury [掉摔跌坠]下[来去]|眼睛?[^,。]{0,10}(?:看不见|瞎|溅)|喘不[上过]气|胸口[^,。]{0,3}[闷痛疼]
injury 人[都就]?快没了
crowd (?:堵|拦|封)(?:住|了|着)?.{0,3}(?:路(?![由灯])|国道|<门口>)
crowd (?:围|闹)(?:住|着|在|到|去|了)?.{0,3}<门口>
crowd 包围
crowd 拉(?:了)?横幅|集体(?:上访|闹|讨|罢工)|聚众|聚集.{0,6}(?:门口|政府|公司|工地)
crowd 爬(?:上|到)?(?:了)?(?:塔吊|吊塔|塔机|楼顶|天台|广告牌)
crowd 上(?:了)?(?:天台|塔吊|楼顶|吊塔).{0,8}(?:讨|要钱|跳|不下来|不给)|站在(?:楼顶|天台|桥上|塔吊)
crowd 在(?:楼顶|天台|塔吊)上.{0,6}(?:钱|讨|跳)
crowd [坐跪躺聚][^,。]{0,4}门口|门口[^,。]{0,2}[坐跪躺聚]
"""
_SHORT = {
    "<几>": "(?:[89]|1[0-5]|[八九]|十[一二三四五]?)",
    "<手脚>": "(?:[手脚腿指腰骨头]|胳膊|脖子)",
    "<你死我活>": "[你您我磕扛等守盯心活记猪鱼鸡机角板面的伤性]",
    "<打电话>": "电话|[断扰动发卡工折扫包破湿开印击造理磨标分]",
    "<证件>": "(?:身份证|身分证|证件|护照)",
    "<小孩>": "(?:小孩子?|孩子|未成年人?|小学生|初中生|娃娃?|细路仔?|细蚊仔?)们?",
    "<做工>": "(?:做[工事]|打工|干活|上[班工]|搬砖|进厂|流水线)",
    "<房子>": "(?:脚手架|架子?|墙|楼|房子?|屋|棚|顶|土方?|模板|基坑|矿|井|洞|桥)",
    "<门口>": "(?:门口|大门|厂门|马路|公路|政府|公司|工地|项目部|售楼部|发包|总包|甲方|老板家)",
}
_ROWS = [row.split(" ", 1) for row in _TABLE.strip().splitlines()]


def _pattern(kind: str) -> re.Pattern[str]:
    pattern = "|".join(pattern for name, pattern in _ROWS if name == kind)
    for short, long in _SHORT.items():
        pattern = pattern.replace(short, long)
    return re.compile(pattern)


_PATTERNS = tuple((kind, _pattern(kind)) for kind in get_args(Kind))
_PAPERS = _pattern("papers")
# Somebody's papers are gone; in a post 押身份证 is a demand, which the rules for posts refuse (rule H7).
_TAKEN = re.compile(
    r"(?:[我俺咱他她]|工友|人家|大家)们?(?:的|几个的?|大家的?)?(?:身份证|身分证|证件|护照)"
    r"|(?:身份证|身分证|证件|护照)(?:都|全)?(?:被|给(?!看|我们?看))|被[^,。]{0,6}[扣押收抢拿]|[扣押收抢拿没]了我|[不没]还|[拿要]不回"
)
# A minor who looks for work is refused kindly (rule H10); one at work is a danger.
_AGE = r"(?:[89]|1[0-5]|[八九]|十[一二三四五]?)周?岁"
_SEEKS = re.compile(
    rf"{_AGE}[^。在被孩娃都也连他们]{{0,4}}(?:想|要(?!我)|能|可以|找(?!来|人)|打算|求|[收招要](?=不|吗)|有没有)"
    r"[^。在被]{0,8}(?:打工|做工|干活|上班|做事|搬砖|进厂|活|工作|暑假工|寒假工|兼职|吗)"
)
# 我15岁就出来打工，今年58: it is long ago.
_YOUNG_THEN = re.compile(
    rf"[我俺](?:从|当年|那时|打)?{_AGE}(?:就|开始|起|那年|时|的时候)[^,。]*(?=.*(?:今年[2-9]\d|[二三四五]十.?年|(?<!\d)[2-6]\d多?年))"
)
# What people say of heat, hunger and bad jokes; made unreadable first, so that the rest still speaks.
_HARMLESS = re.compile(
    r"(?:累|笑|热|冻|冷|困|饿|气|急|烦|忙|吵|痒|辣|吓|愁|渴|撑|闷|晒|羡慕|无聊|恶心|臭|贵|痛|疼|酸|苦|美|爽)"
    r"(?:得|到|都|也|真的?|快|要|想|我|你|人)*(?:死|要死|半死)(?:了|我|人|你|个|啦|咧|掉|累|活|宝宝)*"
    r"|打死(?:我|俺|他|都|也)*(?:也|都)(?:不|唔|没)|想死(?:你|您|我了|他们?了|家)|爱死|要死要活|死活|找死|死机|死角"
    r"|跳楼(?:价|机|甩卖|大甩卖)|(?:不|没有?|无|绝不|从不|不会|禁止|严禁|拒绝|拒收)(?:用|招|收|要|请|雇|得|许)*"
    r"(?:童工|扣证件?|扣身份证|押身份证|押证件?|扣押身份证|扣押证件)|未满十?[八六]?\d*周?岁(?:勿扰|不要|不招)"
    r"|(?:没|没有|未|不会|不要|别|避免|防止|以免|小心|注意别?|怕|防)(?:受伤|出事|摔伤|中毒|中暑|触电|着火)|防(?:中)?暑|防坠落"
)
# Insurance and compensation for what is over: a question, unless somebody bleeds now.
_SETTLED = re.compile(
    r"(?:申请|认定|算|属于|报|赔|享受|走|办|鉴定)[^,。]{0,6}工伤|工伤(?:认定|赔|保险|鉴定|待遇|怎么|申请|假)|[买交]工伤|伤残"
)
_ACUTE = re.compile(r"血|昏|晕|断了|现在|刚[刚才]|快来|救|埋|不行了|不醒|重伤|很重|严重")


@dataclass(frozen=True, slots=True)
class Danger:
    kind: Kind
    words: str


@once_a_turn
def danger(text: str, posting: bool = False) -> Danger | None:
    """`posting`: it is said while a post is being written."""
    heard = plain(text)
    body = _HARMLESS.sub(_hide, heard.text)
    for kind, pattern in _PATTERNS:
        found = pattern.search(_YOUNG_THEN.sub(_hide, _SEEKS.sub(_hide, body)) if kind == "child" else body)
        if found is None and kind == "locked_in":
            found = _papers(body, text, posting)
        if found and not (kind == "injury" and _SETTLED.search(body) and not _ACUTE.search(body)):
            return Danger(kind, heard.quote(found))
    return None


def _hide(found: re.Match[str]) -> str:
    return "\0" * len(found[0])


def _papers(body: str, text: str, posting: bool) -> re.Match[str] | None:
    """Papers taken away, unless it is an employer's demand."""
    found = _PAPERS.search(body)
    if found and (posting or looks_like_post(text)) and not _TAKEN.search(body):
        return None
    return found
