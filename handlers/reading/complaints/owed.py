"""Answers to the questions of a complaint: how people say that they do not know, and whose the number is."""

import re

from handlers.reading.plain import plain
from handlers.reading.times.period import read_period

SHORT = 16
"""Characters; who says more tells something."""
_UNKNOWN = re.compile(
    r"不知道|不晓得|不清楚|不记得|记不[清得住]|说不[清好准]|忘[了记]|搞不清|唔知|冇|不认[识得]|没[留记算问]"
)
_FIRM = re.compile(r"(?:项目部|[局部队组店厂行社家])(?:的?老板)?$")
_IN_PAY = re.compile(
    r"工[资钱]|薪|钱|天|小时|(?<![上这前])个月|多|少|全部|一半|[\d一二三四五六七八九十百千万几]"
)
_OWN_PHONE = re.compile(r"(?:我|俺|本人|咱)(?!们?老板)[^，,。他她]{0,8}1[3-9]\d")
_ALL = re.compile(
    r"(?:我?(?:知道|晓得)?(?:的)?)?(?:就|只有|大概就?)是?(?:这些|这样|这么多|晓得这些|知道这些)[了吧嘛啊]*(?:没有?了)?"
    r"|(?:说完|讲完|没有?别的|没有?其他的?|没别的)[了吧啊]*"
)
_NUMBERED = re.compile(r"(?:我?[选要])?[第\s\W\d①-⑳❶-❿一二三四五六七八九十]*[个号条项种]?[吧啊\s\W]*")
_AROUND_PLACE = re.compile(r"[我在的干活做那边里这个是了打工呢啊们上地一\s\W]")
_MARKS = " 。.，,！!"

_CLAIM = re.compile(
    r"(?:一直|就是|反正|他们?|老板|都|还|到现在|我)*[没不](?:给|发|结|付|还)(?:我|过)?[了啊呢嘛的]*"
    r"|(?:你们?|他们?|老板)?(?:快点?|赶紧|赶快|马上|就)?(?:给|还|要|发|结)(?:回|给)?(?:我们?)?的?(?:血汗|工)?[钱资][了啊呢嘛]*"
    r"|(?:就是|还是|就)?(?:那个|这个|那样|这样|他|那里|那边)(?:人|老板|工头)?[了啊呢嘛的]*"
)


def is_only_a_claim(text: str) -> bool:
    """一直都没给, 快给我钱, 就是那个: it goes without saying, and answers nothing."""
    return bool(_CLAIM.fullmatch(trimmed(text)))


def is_only_a_time(text: str) -> bool:
    """九月份, where a place or a name was asked."""
    time = read_period(plain(text), asked=True)
    return bool(time) and len(trimmed(text)) <= len(time or "") + 2


def is_all(text: str) -> bool:
    """就这些: there is no more to tell."""
    return bool(_ALL.fullmatch(trimmed(text)))


def is_only_a_number(text: str) -> bool:
    """①, 第一个, 1、2, 一: a choice of some menu, no answer."""
    return bool(text.strip()) and bool(_NUMBERED.fullmatch(text))


def tells_more_than(text: str, place: str) -> bool:
    """桥头那边的胖子: besides the place somebody is named in it."""
    rest = _AROUND_PLACE.sub("", text.replace(place, ""))
    return len(rest) >= 2


def is_unknown(text: str) -> bool:
    """我也不知道, 不晓得他叫什么, 没算过."""
    return len(text) <= SHORT and bool(_UNKNOWN.search(text))


def is_firm(text: str) -> bool:
    """万达项目部, 中建三局: who owes, though it reads like a place."""
    return bool(_FIRM.search(text.strip(_MARKS)))


def is_pay_in_words(text: str) -> bool:
    """两个月工资, 20天一天200: how much is owed, but no sum."""
    return bool(_IN_PAY.search(text))


def is_own_phone(text: str) -> bool:
    """我的电话13000000001, asked who owes."""
    return bool(_OWN_PHONE.search(text))


def is_a_worker(name: str) -> bool:
    """张师傅 beside a number is who speaks, 张老板 is not."""
    return name.endswith("师傅")


def trimmed(text: str) -> str:
    return text.strip(_MARKS)
