"""Who wants what of whom: somebody needs hands (a post), or offers their own (a search)."""

import re

from handlers.reading.heads import read_heads
from handlers.reading.pay import read_pay
from handlers.reading.plain import once_a_turn, plain
from handlers.reading.wages import is_wage_complaint
from storage.lexicon import trades

_SOME = r"(?=[一二两三四五六七八九十几\d]+[个名人位])"  # 要三个 hires, 要工具 does not
_NOT_SOME = _SOME.replace("?=", "?!")
_HIRING = re.compile(
    r"(?<!应)急?招(?![呼待])|招聘|诚聘|急聘|聘请|急需|急要|急找|需要|缺(?!钱)|请(?![问帮您你教假])|雇|[找喊叫]人(?![工说帮谈问聊要一])"
    rf"|[要找来差]{_SOME}"
)
_SEEKING = re.compile(
    rf"我(?:有.{{0,6}}证|想(?![招请问])|在找|要(?!招|请|投诉){_NOT_SOME})|本人(?:想|找)|想[做干打当去](?!招)|求职"
    r"|[找求揾][^,。]{0,8}(?:活|工作|事做|工做|工$|零工|散工|兼职)|有没有[^,。]{0,8}(?:活|工作)"
    r"|[会做][^,。]{1,8}(?:有活|有没有)|有活(?:干|做|吗|没)|做[一-龥]{1,4}[\d十几多]{1,3}年"
)
# 我是木工 offers hands, 我是张三 does not: with these a trade must be named.
_CLAIMING = re.compile(
    r"(?:我|本人|𠊎|偃|阮|俺)(?:[会能做系]|是(?!招|要招|老板)|可以|干过|有)|(?:^|[\s,。])(?:[也还都]会|会(?![所议计员城场展同]))"
)
# A question whether somebody hires comes from a worker.
_NO_HIRING = re.compile(
    r"我不是招|我想应聘|(?:哪里?|谁|有没有|有人|哪个|附近)还?[要招请有]|招(?:工|人|不招)?[吗嘛么?]|还[招要]人?吗"
)


@once_a_turn
def looks_like_post(text: str) -> bool:
    """Somebody needs hands: a word of hiring with a trade, heads or pay; or a trade with both of them."""
    said = plain(text).text
    if _NO_HIRING.search(said) or is_wage_complaint(text):
        return False
    trade, heads, pay = (
        bool(trades.load().find(said)),
        read_heads(text) is not None,
        read_pay(text) is not None,
    )
    if _HIRING.search(said):
        return trade or heads or pay
    return trade and (heads or pay) and not (_SEEKING.search(said) or _CLAIMING.search(said))


def looks_like_seeking(text: str) -> bool:
    """Somebody offers their own hands: 我会…, 找…的活, 哪里要人."""
    said = plain(text).text
    if is_wage_complaint(text):
        return False
    if _NO_HIRING.search(said):
        return True
    offered = _SEEKING.search(said) or (_CLAIMING.search(said) and trades.load().find(said))
    return bool(offered) and not looks_like_post(text)
