"""What somebody wants to be called: 我叫张三, 姓王, 叫我老李, 我是王师傅. Empty rather than guessed."""

import re
from dataclasses import dataclass

from handlers.reading.phone import phones_in
from handlers.reading.plain import blank, plain

SURNAMES = (
    "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜戚谢邹章苏潘葛范彭郎鲁韦马苗方俞任"
    "袁柳鲍史唐费廉岑薛雷贺倪汤罗毕郝邬安常乐于傅皮卞齐康伍余元顾孟黄穆萧尹姚邵汪毛禹狄米贝明臧"
    "计成戴宋庞熊纪舒屈项祝董梁杜阮蓝闵季贾路江童颜郭梅林钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房"
    "丁邓洪包左石崔龚程邢裴陆翁荀甄储靳焦巴牧车侯全班宁仇甘祖武符刘景詹龙叶黎白赖卓蔺池乔闻翟谭"
    "劳冉雍桂牛温庄晏柴阎连习艾向古易廖衡耿满匡欧利师巩聂曾关岳覃农蒙肖邝区练饶缪官涂丘凃付闫卜兰"
)
_TITLE = "师傅|大哥|大姐|先生|女士|小姐|阿姨|老板|叔|哥|姐|姨|嫂|工|经理|伯"
_GIVEN = r"[\u4e00-\u9fff]"
_FULL = rf"[{SURNAMES}]{_GIVEN}{{1,2}}|[\u4e00-\u9fff]{{2,8}}[·・.][\u4e00-\u9fff]{{2,10}}"
_CALLED = rf"[老小阿大]{_GIVEN}[头汉]?|[{SURNAMES}](?:{_TITLE})|[老小阿大]?{_GIVEN}(?:{_TITLE})"
_ENDS = (
    r"(?=$|[\s,。.!;:、，(（0-9\0]|吧|就行|就好|就可以|即可|啊|呀|哈|今年|是|男|女|电话|手机|我|"
    r"住|想|会|做|找|来自|\+)"
)
_SAID = (
    # 我姓钟 钟有福: the whole of it comes after.
    re.compile(
        rf"姓\s?(?P<first>[{SURNAMES}])[\s,，。、]*(?:我?的?名?[叫是字])*\s?(?P<name>(?P=first){_GIVEN}{{1,2}}){_ENDS}"
    ),
    re.compile(
        r"(?:我叫做?|我的名字[是叫]?|名字[是叫:]|本人姓名|姓名\s?[:是]?|名叫)\s?"
        rf"(?P<name>{_FULL}|{_CALLED}){_ENDS}"
    ),
    re.compile(rf"(?:叫我|喊我|称呼我|就叫)\s?(?P<name>{_CALLED}|{_FULL}){_ENDS}"),
    re.compile(rf"我?(?:免贵)?姓\s?(?P<name>[{SURNAMES}])(?!名|氏){_ENDS}"),
    re.compile(
        rf"(?:我是|我系|这里是|本人)\s?(?P<name>[{SURNAMES}](?:{_TITLE})|[老小阿][{SURNAMES}]){_ENDS}"
    ),
    re.compile(rf"(?:我是|我系|本人)\s?(?P<name>[{SURNAMES}]{_GIVEN}{{1,2}}){_ENDS}(?=[\s,，。!;0-9\0]|$)"),
)
_BARE = re.compile(rf"(?:{_FULL}|{_CALLED}|[a-z][a-z .·]{{1,28}}[a-z])")
_BESIDE = re.compile(r"[\0\s,，。.、;:+\-]+|(?:我的?|是|这)?(?:电话|手机|微信|号码?|联系方式)+[是同号]*")
# Words that begin like a name and are none: 安装, 高处, 方便, 成都 …
_NO_NAME = re.compile(
    r"工$|队$|厂$|[师司]$|安装|安全|高处|高空|方便|成都|万一|白天|明[天日早晚年]|常常|金属|水电|车[间位床]|石材"
    r"|江[西苏门]|于是|路[上边]|温[州暖]|任何|计[划件时]|全[部职]|管[理道]|连[夜州平]|项目|农[民活]|毛[病坯]|利[润息]"
    r"|包[工吃住装头]|关[系于门]|武汉|海|谢谢|马上|常用|大家|大概|小时|老板|应该|师傅|时候|东西|什么|这[里个]|那[里个]|干活|找活|没有|不|想|会|要|谁|怎|吗"
)


@dataclass(frozen=True, slots=True)
class Name:
    name: str
    words: str


def read_name(text: str, *, asked: bool = False) -> Name | None:
    """`asked`: the question was for the name, so a bare 张三 is an answer."""
    heard = plain(text)
    for pattern in _SAID:
        found = pattern.search(heard.text)
        if found and not _NO_NAME.search(_without_title(found["name"])):
            return Name(heard.quote(found, "name"), heard.quote(found))
    bare = heard.text.strip(" 。.!,;、\n").removesuffix("吧")
    if asked and _BARE.fullmatch(bare) and not _NO_NAME.search(_without_title(bare)):
        start = heard.text.index(bare)
        words = heard.words(start, start + len(bare))
        return Name(words, words)
    return None


def read_name_beside(text: str) -> Name | None:
    """张伟 13800001111: a name that stands beside a phone, and nothing else does."""
    heard = plain(text)
    phones = phones_in(heard)
    if not phones:
        return None
    rest = blank(heard.text, [(phone.start, phone.end) for phone in phones])
    words = [word for word in _BESIDE.split(rest) if word]
    return read_name(words[0], asked=True) if len(words) == 1 and len(words[0]) > 1 else None


def _without_title(name: str) -> str:
    return re.sub(rf"(?:{_TITLE})$", "", name) if len(name) > 1 else name
