"""Which building site: 碧桂园二期, 地下车库, 水库. Without the area before it and 工地 behind it."""

import re

from handlers.reading.complaints.region import leading_region
from handlers.reading.plain import Plain

_STOPS = re.compile(
    r".*(?:[在是给到去叫跟从于被帮为的做干欠告向找和省搁喺伫进把个家]|我们?|他们?|一家|一所|下一个|那个|这个|某个|有个|接下|[^小]市|县|[^小校园]区|镇|乡|街道|村|[去前今]年|上面|份)"
)
_BUILT = re.compile(
    r"(?P<name>[一-龥a-z0-9]{1,16}?(?:[一二三四五六七八九十\d]+期|[一二三四五六七八九十\d]+标段?|小区|花园|公馆|广场|城市?综合体|车库|大桥|隧道|楼盘|安置房|安置区|工业园|产业园|厂房|地铁站|高铁站|体育馆|学校工程|拆迁房)(?:[一二三四五六七八九十\d]+期)?)"
    r"(?!旁|队|附近|对面|门口|上班|当保安|做保安|保洁|住)"
    r"|(?P<site>[一-龥a-z0-9]{2,16}?)(?:的|那个|这个)?(?:工地|项目部|项目|工程(?!款|队|师|公司|有限))"
)
_KIND = re.compile("小区|花园|公馆|广场|大桥|隧道|楼盘|工业园|产业园")
_CALLED = re.compile(r"(?:项目|工地|工程)(?:名称|名字?)?(?:叫做?|是|:)(?P<name>[一-龥a-z0-9]{2,16})")
_WORKED = re.compile(
    r"(?:修|建|盖|挖|铺|砌|造|搞)(?P<name>[一-龥]{1,8}?)(?:那个|这个|的)?(?:工程(?!款|队)|项目)"
)
_NONE = re.compile(
    r"^(?:工程|这个|那个|某|工地|另外|一|别的|什么|有|建筑|外地|住宅|政府|装修|劳务|各个?|每个|整个|他们?的|老板|包工头|我们?|[去前今]年|下一?个?|新|大|小)*(?:项目|小区|工地|广场|楼盘|另外|建筑)?$"
)


def read_project(heard: Plain, text: str) -> str | None:
    for pattern in (_CALLED, _WORKED, _BUILT):
        for found in pattern.finditer(text):
            group = found.lastgroup or "name"
            start, end = found.span(group)
            if pattern is not _CALLED:
                start += _stop(found[group] + ("" if group == "name" else " "))
            area = leading_region(text[start:end])
            if not _KIND.fullmatch(text[start + area : end]):  # 锦绣花园: 锦绣 is a town elsewhere
                start += area
            if end - start > 1 and not _NONE.search(text[start:end]):
                return heard.words(start, end)
    return None


def _stop(words: str) -> int:
    stop = _STOPS.match(words[:-1])
    return stop.end() if stop else 0
