"""Before a name counts: is this about work at all, or a greeting, a policy, a wrong done, a gig that runs?

电焊多少钱一天 and 要不要五十五的保安 are about a trade; 电工证在哪里考 and 司机电话多少 only name one.
"""

from __future__ import annotations

import re
from typing import Literal

from storage.lexicon.name_index import Hit

Reason = Literal["policy", "wrong", "running", "moved", "busy"]

# Somebody hires or looks for work: then the rest only tells of it.
_WORK = re.compile(
    r"招(?!呼|待|数)|聘|求职|应聘|缺[人个]|要人|请人|找[^,。?!]{0,10}(?:活|事做|工作|师傅|人|的)|有(?:没有)?[^,。?!]{0,8}(?:活|的?工作)"
    r"|想(?:做|找|干|当|去|应聘|揾|寻)|我(?:会|能|可以|是|系|做|干)|本人|熟手|做过|干过|会做|[包管]吃|日结|元/|块一|一天\d|\d+[元块/]"
)
_ASKS = re.compile(
    r"[吗么嘛?]|怎么|怎样|咋|如何|哪|多少|几|什么|能不能|可不可以|是不是|要不要|有没有|行不行|合不合|补不补|谁|是否|算不算|可以"
)
_POLICY = re.compile(
    r"补贴|津贴|补助|社保|医保|工伤|保险|失业金|公积金|合同|仲裁|试用期|加班费|产假|病假|年假|最低工资|违法|合法|犯法|赔偿?|算谁的|谁负责"
    r"|谁来赔|退休|养老金|政策|法律|劳动法|优惠|报销|个税|扣税|收费|中介费|介绍费|培训|学费|考证|创业|贷款|落户|年审|复审|换证|补办"
)
# 电工证在哪里考, 考个叉车证, 叉车证去哪里报名
_CERTIFICATE = re.compile(
    r"(?:证|驾照|资格|执照)(?:书|件)?[^,。!]{0,8}(?:考|办|报名|领|换|审|补|过期|到期|有用|难)|[考办学拿领换](?:一?个|本|下来|到)?[^,。!]{0,8}(?:证|驾照|执照)(?:[^,。]{0,4}(?:怎么|哪|多少|要|难|能|有))"
)
_TRAINING = re.compile(
    r"(?:培训|学费|报班|考试)[^,。]{0,8}(?:吗|多少|要不要|哪|怎么|几|收)"
    r"|免费(?:培训|学)|想学[^,。]{0,8}[,。 ]?.{0,6}(?:培训|学费)"
)
_LAWFUL = re.compile(r"(?:收费|收钱|要钱|[合违犯]法)(?:的)?(?:吗|么|嘛|不|\?|$)|[收交要]不[收交要](?:费|钱)")
_PROMISED = re.compile(
    r"说(?:好|是|的?好好)?(?:包|管)[^,。]{0,6}[,。 ]?(?:结果|去了|到了)"
    r"|说好[^,。]{0,12}[,。]?(?:结果|去了|到了|拖|才)"
)
_WRONG = re.compile(
    r"(?<!不)(?<!别)骗(?:子|我|人|钱)|黑中介|投诉|举报"
    r"|受伤|摔[断伤到]|[打骂]了?我|不认账|跑路|[没不]给我买|[欠拖扣押][了着]?我|不[给发结][钱工]|工[资钱][没不还]"
)
_RUNNING = re.compile(
    r"(?:电话|号码|手机号?|微信)(?:是|多少|几号|打不通|发我|给我|没人接)|约好|还没[到来]|来接|接我们?|集合|几点(?:开工|上班|上工|到|来|走|出发|接)|在哪[里儿]?(?:等|集合|上车)|迟到|请假|堵车|快到了|到了没|联系不上"
)
_MOVED = re.compile(r"^(?:我|我们|我家|刚|最近|上个月|已经)*(?:搬家|搬走|搬到|搬)了|地址(?:换|变|改)")
_BUSY = re.compile(
    r"(?:正|刚|还|我)在[^,。]{0,6}[,。 ]?[^,。]{0,4}(?:等下|等会|待会|晚点|回头|一会|不方便|没空|再[聊说讲])"
)
_STREET = re.compile(
    r"^(?:路|街|巷|弄|大道|村|屯|桥头?|花园|新村|学校|学院)(?:\d|[一二三四五六七八九十]|口|怎么走|附近|在哪|那边|旁|,|。|$)"
)


def closed(said: str) -> Reason | None:
    """Why no name in this text is a trade that anybody wants; None when one may be."""
    asks = _ASKS.search(said)
    if asks and (_CERTIFICATE.search(said) or _TRAINING.search(said)):
        return "policy"
    if _LAWFUL.search(said):
        return "policy"
    if _PROMISED.search(said):
        return "wrong"
    if _MOVED.search(said):
        return "moved"
    if _WORK.search(said):
        return None
    if asks and _POLICY.search(said):
        return "policy"
    if _WRONG.search(said):
        return "wrong"
    if _RUNNING.search(said):
        return "running"
    return "busy" if _BUSY.search(said) else None


def is_address(said: str, hit: Hit) -> bool:
    """木工路28号 is where somebody lives."""
    return _STREET.match(said[hit.end :]) is not None
