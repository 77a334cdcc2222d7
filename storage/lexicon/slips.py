"""Names written wrong: by ear (打摸工), by eye (又车), a letter short or too many, or in pinyin.

Only what the exact names leave unexplained is looked at. The less the words around it speak for a trade, the
closer to the name a slip must be: as the whole answer 保结 is enough, amid a sentence it is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from storage.lexicon import sounds
from storage.lexicon.name_index import Hit, NameIndex, Starts, longest
from storage.lexicon.trade_table import Meanings

SHAPE = 0.3  # what each kind of slip costs, of a character: sounds.distance has the others
OTHER = 0.9
_AS_ANSWER, _FRAMED, _HALF_FRAMED, _BARE = 0.69, 0.8, 0.86, 0.88
_TWO_FRAMED = 0.83
_LONG = 4  # in a longer name one character may be any other
_NEAR_LIMIT = 60  # any wrong letter at all is thought of in a short answer, not in a letter
_PERSON = "工员师手嫂佬匠长仔机"
_LETTER = re.compile("[a-z]")
_SMALL = frozenset("的了在不没有个是我你他这那一吗么呢要去来给就都也干完好过")
_PIECES = re.compile(r"[^\W_]+")
_OPENING = re.compile(
    r"^(?:我|想|要|会|能|可以|是|做|做过|干|干过|找|招|请|当|去|学|过|个|有|在|来|有没有|哪里|急|长期|专业|熟练|一个|那个|那种|的|你好|老板)+"
)
_CLOSING = re.compile(
    r"(?:的|了|吗|呢|吧|啊|呀|嘛|活|工作|师傅|师付|阿姨|学徒|熟手|几个|有吗|多少钱|要吗|要人吗|招人吗|还要吗|一个|一名|\d+个|\d+名)+$"
)
_BEFORE = re.compile(
    r"(?:^|[\W_]|[做当干搞会学懂招聘找请要缺雇寻揾个名位开是的嘅种叫去过想识系熟修搞]|那个|那种|师傅|专业|\d)$"
)
_BEHIND = re.compile(
    r"^(?:$|[\W_]|师傅|师付|阿姨|学徒|司机|[工员的嘅活吗么招几证班熟厂店]|多少|要[人吗不]|\d|包吃|日结|[一两二三四五六]个|有没|可以|就是|也会|都)"
)


class Slips:
    def __init__(self, meanings: Meanings, index: NameIndex) -> None:
        self._meanings, self._index = meanings, index
        names = _worth_hearing(name for name, meaning in meanings.items() if meaning.trades)
        names += [name for name in meanings.doings.plainest() if name not in meanings]
        names.sort(
            key=lambda name: name not in meanings[name].trades
        )  # of two that sound alike the plain one
        self._by_sound: dict[str, tuple[str, ...]] = {}
        for name in names:
            for signs in sounds.signs_of(name):
                self._by_sound[signs] = (*self._by_sound.get(signs, ()), name)
        self._starts = Starts(self._by_sound)
        self._by_ends = _by_ends(names)

    def by_ear(self, said: str, known: set[int]) -> list[Hit]:
        """What sounds like a name, hanzi or pinyin, where not all is known already."""
        heard = sounds.heard(said)
        signs = heard.signs
        found: list[Hit] = []
        for first, last in self._starts.all_in(signs):
            names = self._by_sound.get(signs[first:last])
            if names is None:
                continue
            at, end = heard.at[first], heard.end(last)
            if not known.issuperset(range(at, end)):
                hits = (_compared(name, heard.units[first:last], at, end) for name in names)
                found += [hit for hit in hits if hit.close < 1 and _good(said, hit, known)]
        return longest(found)

    def by_eye(self, said: str, known: set[int]) -> list[Hit]:
        """What looks like a name but for one character: 又车."""
        meant = _shapes()
        found = []
        for place, char in enumerate(said):
            if place in known or char in _SMALL:
                continue
            for other in meant.get(char, ""):
                for hit in self._index.with_one_changed(said, place, other):
                    if self._meanings[hit.name].trades:
                        close = round(1 - SHAPE / len(hit.name), 3)
                        found.append(Hit(hit.name, hit.at, hit.end, close, "shape"))
        return longest(hit for hit in found if _good(said, hit, known))

    def by_letters(self, said: str) -> list[Hit]:
        """Names one character away from a short answer: 消方安装 is 消防安装."""
        return [] if len(said) > _NEAR_LIMIT else list(self._almost_pieces(said))

    def _almost_pieces(self, said: str) -> Iterator[Hit]:
        for piece in _PIECES.finditer(said):
            core = _CLOSING.sub("", _OPENING.sub("", piece[0]))
            start = said.find(core, piece.start())
            for name in self._near(core):
                if close := _one_apart(name, core):
                    yield Hit(name, start, start + len(core), close, "fuzzy")

    def _near(self, core: str) -> Iterable[str]:
        """Names with which it shares what one slip leaves as it is: both first or both last characters."""
        if len(core) < 3:  # one character of two is no evidence: 保险 is not 保洁
            return ()
        swapped = (core[:at] + core[at + 1] + core[at] + core[at + 2 :] for at in range(len(core) - 1))
        shared = [name for name in swapped if name in self._meanings and self._meanings[name].trades]
        for key in _keys(core):
            for length in (-1, 0, 1):
                shared += self._by_ends.get((key, len(core) + length), ())
        return dict.fromkeys(shared)


def _keys(name: str) -> tuple[str, ...]:
    return (f"{name[:2]}_", f"_{name[-2:]}", f"{name[0]}_{name[-1]}")


def _one_apart(name: str, core: str) -> float:
    """How close they are when one character is wrong, missing, too many or swapped with the next; else 0."""
    apart = [at for at, (one, other) in enumerate(zip(name, core, strict=False)) if one != other]
    same = 2 * (len(core) - 1) / (len(name) + len(core))
    if len(name) == len(core):
        if len(apart) == 2 and apart[0] + 1 == apart[1] and name[apart[0]] == core[apart[1]]:
            return round(1 - 0.5 / len(name), 3)
        close = max(round(same, 3), _compared(name, core, 0, len(core)).close)
        good = len(name) > _LONG or _same_ends(name, core) or _alike(name, core, apart)
        return close if len(apart) == 1 and good else 0.0
    shorter, longer = sorted((name, core), key=len)
    at = apart[0] if apart else len(shorter)
    if shorter != longer[:at] + longer[at + 1 :]:
        return 0.0
    close = round(2 * len(shorter) / (len(name) + len(core)), 3)
    return close if len(shorter) > 2 or longer[at - 1 : at] == longer[at : at + 1] else 0.0


def _worth_hearing(names: Iterable[str]) -> list[str]:
    """Of two characters only what longer names are made of: 跳楼 is not heard as 挑楼, which few say."""
    names = list(names)
    cores = {name[at : at + 2] for name in names if len(name) > 2 for at in range(len(name) - 1)}
    return [name for name in names if len(name) > 2 or name in cores]


def _compared(name: str, units: Sequence[str], at: int, end: int) -> Hit:
    """Of two hanzi one must be right: 不限 sounds as 布线 does. Small words are no slips: 模的 is no 摩的."""
    costs = list(map(sounds.distance, name, units))
    cost = sum(costs)
    mute = len(name) == 2 and 0 not in costs and not any(map(str.isascii, units))
    if mute or any(unit in _SMALL for unit, cost in zip(units, costs, strict=True) if cost):
        cost = OTHER * len(name)
    return Hit(name, at, end, round(1 - cost / len(name), 3), "sound")


def _good(said: str, hit: Hit, known: set[int]) -> bool:
    if _is_answer(said, hit):
        return hit.close >= _AS_ANSWER
    typed = said[hit.at : hit.end]
    if typed.isascii():  # zuo baoan is no zuobao an
        torn = " " in typed and (_LETTER.match(said, hit.end) or _LETTER.match(said[hit.at - 1 : hit.at]))
        return hit.close >= _TWO_FRAMED and not torn
    short = len(hit.name) == 2
    before = _BEFORE.search(said[: hit.at]) is not None or (not short and hit.at - 1 in known)
    framed = before + (hit.end in known or _BEHIND.match(said[hit.end :]) is not None)
    if short:
        return framed == 2 and hit.close >= _TWO_FRAMED
    return hit.close >= (_BARE, _HALF_FRAMED, _FRAMED)[framed]


def _is_answer(said: str, hit: Hit) -> bool:
    """Nothing stands beside it up to the next pause but 我会 and 师傅."""
    before = re.split(r"[\W_]", said[: hit.at])[-1]
    behind = re.split(r"[\W_]", said[hit.end :], maxsplit=1)[0]
    return not _OPENING.sub("", before) and not _CLOSING.sub("", behind)


def _same_ends(name: str, core: str) -> bool:
    """架仔工 is 架子工, but 换手机 is not 修手机: only people, and only the middle may differ."""
    return len(name) == len(core) and name[0] == core[0] and name[-1] == core[-1] in _PERSON


def _by_ends(names: Iterable[str]) -> dict[tuple[str, int], tuple[str, ...]]:
    found: dict[tuple[str, int], list[str]] = {}
    for name in names:
        if len(name) > 2:
            for key in _keys(name):
                found.setdefault((key, len(name)), []).append(name)
    return {key: tuple(held) for key, held in found.items()}


def _alike(name: str, core: str, apart: list[int]) -> bool:
    """They differ in what is drawn alike, if only by half: 眼 and 银."""
    return all(core[at] in _shapes(far=True).get(name[at], "") for at in apart)


@cache
def _shapes(*, far: bool = False) -> dict[str, str]:
    """What was written -> what may be meant; or what is meant -> all that may be written for it, `far` too.

    Each word of shapes.txt begins with what is meant; what is drawn alike by half stands behind the stroke.
    """
    found: dict[str, str] = {}
    for family in Path(__file__).with_name("shapes.txt").read_text("utf-8").split():
        near, _, half = family[1:].partition("/")
        if far:
            found[family[0]] = near + half
        for char in "" if far else near:
            found[char] = found.get(char, "") + family[0]
    return found
