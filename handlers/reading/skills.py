"""What a post asks of the worker and gives beside pay, in the poster's words: 会贴墙砖, 有电工证, 包吃住."""

import re

from handlers.reading.phone import phones_in
from handlers.reading.plain import blank, plain

_PARTS = re.compile(
    r"(?:(?:要|需要?|最好|必须|得)?(?:会(?!城|计|议|所|场)|懂|熟(?:悉|练)?|能(?!量)|持|有)[^,。;\s\d]{1,10}"
    r"(?:优先|证|经验|基础|技术|操作)?)|(?:熟手|生手也?行?|学徒也?行|新手也?行)(?:优先)?"
    r"|(?:自带|自备|带|提供)工具|(?:包|管)(?:吃住?|住(?:宿)?|[一二两三早中午晚]{1,3}[餐顿饭])|(?:买|有|交)保险|车?接送"
)
_NOT = re.compile(
    r"^(?:有(?:意|人|活|事|没有)|会(?:不会)?$|能(?:不能)?$|有$)|(?:联系|电话|微信|来的|做的|干的)"
)
MOST = 60


def read_skills(text: str) -> str | None:
    heard = plain(text)
    body = blank(heard.text, [(phone.start, phone.end) for phone in phones_in(heard)])
    found = [heard.quote(one) for one in _PARTS.finditer(body) if not _NOT.search(one[0])]
    return "，".join(dict.fromkeys(found))[:MOST] or None
