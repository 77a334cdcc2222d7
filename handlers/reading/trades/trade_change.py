"""What becomes of trades told before: 我还会电工 adds, 不做电工了 takes away, 改成电工 replaces."""

import re
from typing import Literal

from handlers.reading.plain import plain

Change = Literal["add", "drop", "only"]

_LONGEST = 24
_ASKS = re.compile(
    r"[吗?？]|有没有|什么|怎么|欠|没给|工[资钱]|多少|[招聘]|老婆|老公|媳妇|朋友|工友|报名|[找看]"
)
_CHANGES: tuple[tuple[Change, re.Pattern[str]], ...] = (
    (
        "only",
        re.compile(
            r"(?:改成|换成|改做|改为|改干|转行做|现在只|以后只|就只|只想|只会)(?:会|做|干)?|^(?:我)?只[做干接]"
        ),
    ),
    (
        "drop",
        re.compile(
            r"(?:不|莫|唔|别|没)(?:想|要|再|能|去)?(?:再)?[做干会接搞][^但，,。]{1,8}|[^但，,。]{1,8}(?:不|唔)(?:想|再|能)?[做干会接搞]了?$"
            r"|(?:去掉|删掉|删了|去了|取消|不要)(?!报名|订阅|推送|提醒).{1,8}"
        ),
    ),
    (
        "add",
        re.compile(r"(?:也|还|又)(?:会|能|可以|学|做过|干过|懂)|(?:再?加上?|添加?|多加)(?:一个|个)?.{1,6}"),
    ),
)
_NO = re.compile(r"我|[不莫唔别没](?:想|要|再|能|去)*[做干会接搞]?|去掉|删掉|删了|取消|了$")


def read_trade_change(text: str) -> tuple[Change, str] | None:
    """The change and the words to look for the trade in: 不做电工，改成木工 is about 木工.

    A plain 我会贴瓷砖 changes nothing, it is told elsewhere.
    """
    said = plain(text).text.strip(" 。.,!")
    if len(said) > _LONGEST or _ASKS.search(said):
        return None
    for change, pattern in _CHANGES:
        if found := pattern.search(said):
            if change == "drop":  # the lexicon finds no trade behind a no
                return change, _NO.sub(" ", said)
            return change, said[found.end() :] if change == "only" else said
    return None
