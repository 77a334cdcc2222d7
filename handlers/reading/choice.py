"""An answer to a numbered menu or a yes-or-no question, in whatever way people give it."""

import re
from collections.abc import Sequence

from handlers.reading.numerals import NUMBER, whole
from handlers.reading.plain import plain

_MARKS = "。.!,;、…? \n·()[]【】\"'“”:"
_NUMBERED = re.compile(
    rf"(?:我?(?:选择?|要|按|回复?)?|就)\s?第?\s?(?P<n>{NUMBER})\s?(?:[个号条项样种]|那个)?"
    r"\s?(?:吧|啊|呀|嘅|的|那个|谢谢)?"
)
_CHATTER = re.compile(r"^(?:我?(?:想要?|选择?|要|是)|就|那就?|嗯)|(?:吧|啊|呀|哦|嘅|的|了|谢谢)$")
# 人够了吗 asks whether it is so and must not make it so.
_ASKING = re.compile(r"[吗嘛么没]$|没有$")
_CLOSE = 70  # of 100; a label of four characters may have one wrong

_YES = (
    "好 好的 好啊 好吧 好嘞 好滴 行 行的 行啊 可以 可以的 对 对的 对头 没错 是 是的 嗯 嗯嗯 "
    "要得 要 得 得嘅 ok okay okk yes y 中 成 同意 确定 确认 没问题 冇问题 系 系嘅 好嘅 愿意 可 "
    "收到 ok的 就这样 就这样吧 发布 发 发吧 发出去 可以发 就这样发 就发 "
    "是对的 对的没错 对对 对对对 嗯对 全对 都对 有 能 去 会 要的 会的 去的 能去 我去 好呀 恩 昂 1 👌 👍 ✅"
)
_NO = (
    "不 不是 不对 不要 不行 不好 不用 不同意 不可以 不愿意 不去 不能 不会 不了 唔好 唔系 唔得 "
    "唔使 唔要 唔去 没有 没 算了 no n 别 不需要 错 错了 不确定 冇 不想 不能去 去不了 来不了 "
    "不来 2 莫 莫要 否 👎 ❌"
)
_REFUSED = re.compile("不|没|别|取消|莫|唔|冇")
_POLITE = {"谢谢", "谢谢您", "谢谢你", "多谢", "麻烦了", "辛苦了", "老板", "师傅", "你好", "您好", "唔该"}
_YES_WORDS, _NO_WORDS = frozenset(_YES.split()), frozenset(_NO.split())
_PARTICLES = "啊呀吧啦哦嘛喔咯呢哈了的"


def pick(text: str, labels: Sequence[str]) -> int | None:
    """Index of the chosen label; None when nothing or more than one is meant. Never out of range."""
    heard = plain(text).text.strip()
    said = heard.strip(_MARKS)
    if not said or not labels:
        return None
    if _ASKING.search(said) or (heard.endswith("?") and said.endswith("了")):
        labels = [label if _ASKING.search(label) else "" for label in labels]
    if found := _NUMBERED.fullmatch(said):
        number = whole(found["n"])
        if number is not None:
            return number - 1 if 1 <= number <= len(labels) else _by_label(said, labels)
    return _by_label(said, labels)


def yes_no(text: str) -> bool | None:
    said = re.sub(rf"[{re.escape(_MARKS)}]", "", plain(text).text)
    if (one := _one_word(said)) is not None:
        return one
    # 对，发吧 · 可以，谢谢: every part says the same, or is only polite.
    parts = [part for part in re.split(rf"[{re.escape(_MARKS)}]+", plain(text).text) if part]
    told = {_one_word(part) for part in parts if part not in _POLITE}
    return told.pop() if len(told) == 1 and len(parts) > 1 else None


def _one_word(said: str) -> bool | None:
    for words in (said, said.rstrip(_PARTICLES)):
        if words in _YES_WORDS:
            return True
        if words in _NO_WORDS:
            return False
    return None


def _by_label(said: str, labels: Sequence[str]) -> int | None:
    folded = [plain(label).text.strip(_MARKS) for label in labels]
    bare = _CHATTER.sub("", said) or said
    for words in (said, bare):
        same = [index for index, label in enumerate(folded) if label == words]
        if len(same) == 1:
            return same[0]
    # 不想报名 and 取消报名 resemble 报名 and mean the opposite.
    if _REFUSED.search(said):
        folded = [label if _REFUSED.search(label) else "" for label in folded]
    inside = [
        index
        for index, label in enumerate(folded)
        if len(bare) > 1 and label and (bare in label or label in said)
    ]
    if inside:
        return inside[0] if len(inside) == 1 else None
    from rapidfuzz.fuzz import ratio  # late: it takes 4 MB, and few answers come to it

    close = [index for index, label in enumerate(folded) if label and ratio(bare, label) >= _CLOSE]
    return close[0] if len(close) == 1 else None
