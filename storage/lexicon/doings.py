"""What is done to which thing, in either order and with small words between: 摘了三年的柚子 · 瓷砖我会贴."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from operator import add
from pathlib import Path

from storage.lexicon.families import Doing
from storage.lexicon.writing import folded

_SMALL = frozenset(
    "了过着得的地点些个几一二两三四五六七八九十半多百0123456789年月天日次车批吨亩斤包袋件块片根棵台间家户种这那下"
    "好大小新旧老整全各类人他她它你我俺咱自己别里外边"
)
_FAR = 6  # characters between verb and thing
_OTHERS = 3  # of them such as are no small words: 装淋浴隔断
_REACH = 14  # characters between them when nothing nearer is found
_STOP = re.compile(r"[。!?;\n]")
LONG_VERB = 5  # characters
_WEAK = frozenset("做搞打看上下收接拉起出点包过去开带管走放发跑有干弄整")  # too common to be far off
_NO = frozenset("不没别莫勿无未和跟或也还都")
_THEN = re.compile(  # between a thing and what is done to it: 百香果要人摘, 地砖全铺, 荔枝园什么时候开剪
    r"(?:[树园林山地田棚]|基地)?(?:熟[透了]+没?[\s,]?"
    r"|下面|底下|上面|里面|一直|老是?|总是?|又|经常|突然|这几天|最近|有点|什么时候|啥时候|几时|几点|多久|开始?|快|准备|该|马上|要不要人?|用不用人?|能不能|可不可以|没人|缺人|才"
    r"|[\d一二两三四五六七八九十几半多百]+[个米亩斤棵件台吨间块方平条]?|要人|请人|找人|有没有人|有人|可以|需要|帮我|帮忙|给我|哪个|自己"
    r"|全部|统统|一起|[的我俺咱也都还就来想得全会能要请谁]){0,5}"
)
_ENDS = re.compile(r"$|[\W_]|[的吗嘛呢工师嘞个]")
_ENDS_MORE = re.compile(r"$|[\W_]|[的吗嘛呢工师嘞个到上下好完掉走起出一]|干净")
_FIELD = frozenset("摘采剪挖砍割掰拔插种收挽扯撸掐")  # 花椒要摘了, 沃柑可以剪了没
_ENDS_FIELD = re.compile(r"$|[\W_]|[的吗嘛呢工师嘞个到上下好完掉走起出一了没啊呀啦咯哦]")
_WATCHED = frozenset("看带管顾收")  # 孩子看到 is nobody's work
_ASKS = re.compile(
    r"$|[\W_]|[的吗嘛呢了要谁找请有能会帮怎想\d一二两三四五六七八九十]"
)  # 马桶堵了找人, 冰箱不制冷谁会修
_COUNTS = "种包串打片块件"  # after a number or 那 they count: 那种水果
_COMPOUNDS = frozenset(
    re.findall(
        "..",
        "组装安装包装服装拆装吊装男装女装童装西装假装装修维修单打拨打攻打公开离开分开打开召开好看"
        "难看早上晚上网上线上路上马上身上楼下地下乡下线下一下手下剩下回收验收没收面包钱包书包背包"
        "承包打包红包荷包皮带货车汽车火车停车开车卡车班车叫做当做看做同种品种工种关照按照拍照护照"
        "执照交接直接间接迎接保安治安平安",
    )
)  # two characters each
_COUNTED = frozenset("这那各几哪某多一二两三四五六七八九十0123456789")


_Doers = Mapping[str, tuple[str, ...]]
"""What can be done to a thing, and the trades that do so."""


class Doings:
    def __init__(self, table: Iterable[tuple[str, Doing]]) -> None:
        found: dict[str, _Doers] = {}
        same: dict[tuple[tuple[str, tuple[str, ...]], ...], _Doers] = {}
        for trade, (verbs, things) in table:
            of_trade: _Doers = dict.fromkeys(_all_forms(verbs), (trade,))
            for thing in _all_forms(things):
                before = found.get(thing)
                doers = of_trade if before is None else _joined(before, of_trade)
                found[thing] = same.setdefault(tuple(doers.items()), doers)
        self._done_to: Mapping[str, _Doers] = found
        self._lengths = _lengths(found)
        self.verbs = frozenset(verb for doers in found.values() for verb in doers if len(verb) < 3)

    def trades(self, name: str) -> tuple[str, ...]:
        """The trades that do so: 摘柚子; nothing for any other name."""
        for cut in range(1, len(name) - 1):
            verbs = self._done_to.get(name[cut:])
            if verbs and (trades := verbs.get(name[:cut])):
                return trades
        return ()

    def things(self) -> Collection[str]:
        return self._done_to.keys()

    def all_in(self, said: str) -> Iterator[tuple[str, int, int]]:
        """Name, start and end of each doing, whether or not they overlap."""
        pairs = map(self._lengths.get, map(add, said, said[1:]))  # in C: most pairs begin no thing
        for at, lengths in enumerate(pairs):
            for length in lengths or ():
                yield from self.to(said[at : at + length], said, at)

    def to(self, thing: str, said: str, at: int) -> Iterator[tuple[str, int, int]]:
        """What is done to this thing, which stands there."""
        if verbs := self._done_to.get(thing):
            yield from _before(said, at, thing, verbs)
            yield from _behind(said, at, thing, verbs)

    def far_in(self, said: str, known: Collection[int]) -> Iterator[tuple[str, int, int]]:
        """Doings whose verb stands some words off: 三个大衣柜 帮叠好放好. Such a one is a guess.

        `known` are the places of other names: their characters are no verbs.
        """
        for at, lengths in enumerate(map(self._lengths.get, map(add, said, said[1:]))):
            for length in lengths or ():
                thing = said[at : at + length]
                for verb in self._done_to.get(thing, ()):
                    start = _stands_near(said, verb, at, at + length)
                    if start >= 0 and start not in known:
                        yield verb + thing, at, at + length


def _stands_near(said: str, verb: str, start: int, end: int) -> int:
    """Where the verb stands within reach of the thing, in the same sentence; -1 for nowhere."""
    if verb in _WEAK or verb in _WATCHED:
        return -1
    behind = _STOP.split(said[end : end + _REACH], maxsplit=1)[0]
    before = _STOP.split(said[max(0, start - _REACH) : start])[-1]
    for place, where in ((end, behind), (start - len(before), before)):
        at = where.find(verb)
        if (
            at >= 0
            and not _other_word(said, place + at, verb)
            and said[place + at - 1 : place + at] not in _NO
        ):
            return place + at
    return -1


def _all_forms(words: Iterable[str]) -> list[str]:
    """The words and how else they are said, first as in the table."""
    words = list(map(folded, words))
    return list(dict.fromkeys(chain(words, *(_dialects().get(word, ()) for word in words))))


@cache
def _dialects() -> dict[str, tuple[str, ...]]:
    """dialect.txt: a word, then what it is called elsewhere."""
    lines = Path(__file__).with_name("dialect.txt").read_text("utf-8").splitlines()
    return {word: tuple(map(folded, forms)) for word, *forms in map(str.split, lines)}


def _before(said: str, at: int, thing: str, verbs: Container[str]) -> Iterator[tuple[str, int, int]]:
    end, far = at, 0
    while True:
        for start in range(max(0, end - LONG_VERB), end):  # the longest first
            verb = said[start:end]
            if verb in verbs and not (far and verb in _WEAK) and not _other_word(said, start, verb):
                yield verb + thing, start, at + len(thing)
                return
        end -= 1
        if end <= 0 or at - end > _FAR:
            return
        if said[end] not in _SMALL:
            far += 1
            if far > _OTHERS or not said[end].isalnum() or said[end] in _NO:
                return


def _behind(said: str, at: int, thing: str, verbs: Collection[str]) -> Iterator[tuple[str, int, int]]:
    then = _THEN.match(said, at + len(thing))
    place = then.end() if then else at + len(thing)
    for done in range(place + 1, min(place + LONG_VERB, len(said)) + 1):
        verb = said[place:done]
        if verb in verbs and (
            _ends_of(verb).match(said, done) or (len(verb) > 1 and said.startswith(tuple(verbs), done))
        ):
            yield verb + thing, at, done  # 老人喂饭擦身: one deed after the other


def _ends_of(verb: str) -> re.Pattern[str]:
    if len(verb) > 1:
        return _ASKS
    return _ENDS_FIELD if verb in _FIELD else _ENDS if verb in _WATCHED else _ENDS_MORE


def _other_word(said: str, at: int, verb: str) -> bool:
    """Is this no verb here? 那种水果, 组装小家电."""
    before = said[at - 1 : at] if at else ""
    return (verb in _COUNTS and before in _COUNTED) or before + verb in _COMPOUNDS


def _joined(one: _Doers, other: _Doers) -> _Doers:
    """Two trades do something to this thing; where it is the same, both may be meant."""
    return {verb: _together(one.get(verb, ()), other.get(verb, ())) for verb in {**one, **other}}


@cache
def _together(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one + other))


def _lengths(things: Iterable[str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for thing in things:
        found.setdefault(thing[:2], set()).add(len(thing))
    return {start: tuple(long) for start, long in found.items()}
