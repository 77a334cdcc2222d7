"""What a post asks of the worker and gives beside pay, in the poster's words: 会贴墙砖, 有电工证, 包吃住."""

import re

from handlers.reading.families import families
from handlers.reading.phone import phones_in
from handlers.reading.plain import blank, plain
from handlers.reading.posts.board import read_board

MOST = 60
_PARTS = {
    "<首>": "(?:(?<![一-龥])|(?<=[要需得能也个人名位的招找请]))",
    "<要>": "(?:要求?|需要?|最好|必须|得|请|都要)?",
    "<语>": r"[^,。;、!?\s\d\0]",
    "<行>": "(?:的?(?:优先|最好|即可)|也?行|也?可以?|都行|都可以?)?",
    "<物>": (
        "(?:工具|水鞋|雨鞋|雨衣|手套|安全帽|身份证|健康证|铲刀|毛巾|剪刀|锯子|机器|设备|电动车|摩托车?|三轮车?|小?货车|面包车|手机|电脑|球鞋|床铺|被子)"
    ),
}
_ASKED = families(
    r"""
<首><要>(?:会(?!城|计|议|所|场|员|展|不会|同|面)|懂|熟悉|熟练|识(?!别))<语>{1,10}<行>
<要>(?:持|有|需|带|办)?(?:[abc]\d照?|[一-龥]{0,4}?(?<![保身份认验考凭])(?<!一))证(?:件)?(?:齐全?|优先|的)?(?![一-龥]*号)|证齐|(?:有|持)?(?:[abc]\d)?(?:驾照|执照)
<要>(?:熟手|老手|熟练工|生手|新手|学徒|零基础|小白)<行>|(?:\d+|[一二两三四五六七八九十]+)年以上?(?:经验|驾龄|工龄|工作经验)
<要>有?经验<行>|驾龄\d+年(?:以上)?|(?:无需|不要|不用|不限)经验|可学|包教(?:包会)?
<要>(?:自带|自备)<语>{1,8}|<物>[、和]?<物>?(?:自带|自备)|<要>带上?<物>
<语>{1,8}优先|有(?:自己的?)?<物>(?:的来?|优先)?|有车(?:的来?|优先)
手脚?(?:快|麻利|勤快)|吃苦耐劳|肯干|身体好|有力气|大力士?|细心|不怕(?:脏|累|高|水|晒|苦)(?:[、和]?[脏累高水晒苦])*|不恐高
(?:买|有|交)(?:齐)?(?:保险|社保|意外险|[三四五]险)|五险一?金?|保险买好|意外险
""",
    _PARTS,
)
_NOT = re.compile(r"^(?:有(?:意|人|活|事|没有)|会(?:不会)?$|熟$)|(?:联系|电话|微信|加我|打我)|有没有|会不会")


def read_skills(text: str) -> str | None:
    heard = plain(text)
    body = blank(heard.text, [(phone.start, phone.end) for phone in phones_in(heard)])
    asked = [heard.quote(one) for one in _ASKED.finditer(body) if not _NOT.search(one[0])]
    board = read_board(text)
    given = [words for words in (board.meals, board.lodging, board.transport) if words]
    told = list(dict.fromkeys(asked + given))
    # 包吃住 is told as meals, and again as a bed
    apart = [one for one in told if not any(one != other and one in other for other in told)]
    return "，".join(apart)[:MOST] or None
