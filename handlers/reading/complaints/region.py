"""In which part of the country it happened, as the story names it: 汕頭龍湖區, 龙川老隆, 厚街. Never guessed.

Many short names are words too (大厂, 天台: tables/area_words.txt), so a single one counts only where one
is awaited: behind 在, before a firm, or alone between two stops. Two names, one in the other, count anywhere.
"""

import re
from pathlib import Path

from handlers.reading.plain import Plain
from storage.lexicon import areas

_WORDS = frozenset(
    word
    for line in (Path(__file__).parents[1] / "tables" / "area_words.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
_SUFFIX = re.compile("[省市县区镇乡盟旗]|街道|自治[州县]")
_HOME = re.compile(r"(?:(?:回|老家|家住|户籍|籍贯|户口|娘家|嫁到|来自)[是在]?|我们?是)$")
_THEIRS = re.compile(
    r"(?:省|市|县|区)?(?:人(?!民|家|事)|话|老家|老乡|籍|菜|口音|的?车票|车费|妹|仔|佬|佬板|婆)"
)
_LED = re.compile(r"(?:在|喺|伫|搁|到|去|于|从|来|往|位于|地[址点]:?|地方)\s?$")
_BESIDE = re.compile(
    r"[一-龥]{0,8}?(?:厂|公司|店|酒店|酒楼|餐|超市|工地|小区|项目|学校|幼儿园|医院|基地|农场|养殖|矿|窑|市场|工业|园|码头|仓库)"
    r"|(?:这边|那边|这里|那里|附近|县城|市区|城里|镇上|街上|这个|那个)|(?:一家|一个|的|做|干|打|修|帮|给|跑|送|开|当|种|摘|剪|搬|装|盖|建|挖|织|绑|同|跟|替)"
)
_STOP = re.compile(r"$|[,。!?;:、\s()\0-]")


def read_region(heard: Plain) -> str | None:
    """The longest run of names that the story is placed in."""
    found = [stretch for stretch in stretches(heard.text) if _placed(heard.text, *stretch)]
    if not found:
        return None
    start, end, _ = max(found, key=lambda one: (one[2], one[1] - one[0], -one[0]))
    return heard.words(start, end)


def leading_region(words: str) -> int:
    """How many characters of these words name an area: 4 of 惠东吉隆鞋厂; none of a word like 大厂."""
    found = _from(words, 0)
    if not found or (found[1] == 1 and words[: found[0]] in _WORDS):
        return 0
    return found[0]


def stretches(text: str) -> list[tuple[int, int, int]]:
    """Where areas are named, each as long as it goes, and how many names it is made of."""
    found, at = list[tuple[int, int, int]](), 0
    while at < len(text) - 1:
        if stretch := _from(text, at):
            found.append((at, stretch[0], stretch[1]))
            at = stretch[0]
        else:
            at += 1
    return found


def _from(text: str, start: int) -> tuple[int, int] | None:
    """Where the run of names that starts here ends: an area, then one in it, and so on."""
    best: tuple[int, int] | None = None
    for end, codes in _one(text, start):
        run = (end, 1)
        if inner := _inner(text, end, codes):
            run = (inner[0], 1 + inner[1])
        if best is None or (run[1], run[0]) > (best[1], best[0]):
            best = run
    return best


def _one(text: str, start: int) -> list[tuple[int, frozenset[str]]]:
    return [
        (end, frozenset(area.code for area in called)) for end, called in areas.load().begun_at(text, start)
    ]


def _inner(text: str, at: int, codes: frozenset[str]) -> tuple[int, int] | None:
    if at < len(text) and text[at] in "市县区省的 ,":
        return _inner_at(text, at + 1, codes) or _inner_at(text, at, codes)
    return _inner_at(text, at, codes)


def _inner_at(text: str, at: int, codes: frozenset[str]) -> tuple[int, int] | None:
    best: tuple[int, int] | None = None
    for end, inside in _one(text, at):
        within = frozenset(code for code in inside if _within(code) & codes)
        if not within:
            continue
        further = _inner_at(text, end, within)
        run = (further[0], 1 + further[1]) if further else (end, 1)
        if best is None or (run[1], run[0]) > (best[1], best[0]):
            best = run
    return best


def _within(code: str) -> set[str]:
    return {area.code for area in areas.load().parents(code)}


def _on_the_way(text: str, start: int, end: int) -> bool:
    """漳州到广州: where a load went, not where somebody worked."""
    behind = text[end : end + 1] == "到" and _from(text, end + 1)
    before = text[start - 1 : start] == "到" and any(
        _from(text[: start - 1], at) == (start - 1, 1) for at in range(max(start - 6, 0), start - 2)
    )
    return bool(behind or before)


def _placed(text: str, start: int, end: int, names: int) -> bool:
    before, name = text[:start], text[start:end]
    if _HOME.search(before[-4:]) or _THEIRS.match(text, end) or _on_the_way(text, start, end):
        return False
    if names > 1 or (len(name) > 2 and _SUFFIX.search(name[-2:])):
        return True
    if name in _WORDS:
        return False
    led, stopped = _LED.search(before[-4:]), _STOP.match(text, end)
    if led:
        return True
    free = not before or bool(re.search(r"[,。!?;:、\s()的是]$", before))
    return free and bool(stopped or _BESIDE.match(text, end))
