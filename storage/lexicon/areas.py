"""区划: all provinces, cities and counties, towns of Guangdong, Guangxi and Fujian; by full or short name."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from sys import intern

from storage.lexicon.normalise import fold

LEVELS = ("province", "city", "county", "county_zone", "town", "town_zone")

_LONGEST = 60  # characters of a path that are read
# Rows of the statistics code that no address names.
_PLACEHOLDERS = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
_BETWEEN = re.compile(r"[\s,，、/>·\-]+")
_OFFICE = re.compile(r"(?<=街道)(?:办事处|办)$")
_PEOPLES = (
    "维吾尔|柯尔克孜|土家|哈尼|布依|哈萨克|傈僳|佤|拉祜|水|东乡|纳西|景颇|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米"
    "|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|独龙|鄂伦春|赫哲|门巴|珞巴|蒙古|回|藏|苗|彝|壮|朝鲜|满|侗|瑶|白|傣|黎|畲|高山|各"
)
_SELF_GOVERNED = re.compile(rf"(?<=..)(?:(?:{_PEOPLES})族?)+(?:自治[区州县旗]|民族乡|(?<=族)[乡区])$")
_KIND = re.compile(r"(?<=..)(?:特别行政区|族?自治[区州县旗]|地区|新区|街道|民族乡|[省市县区旗盟镇乡])$")
# What may be said behind a short name, and what it is by now: a county became a city or a district.
_SAID_KIND = re.compile(r"省|自治[区州县]|地区|市(?!场)|[县区]|街道(?:办事处|办)?|镇|乡(?![下村])")
_NOW = {
    "市": "市区",
    "县": "县市区",
    "区": "区",
    "州": "州",
    "省": "省",
    "镇": "镇道",
    "乡": "乡镇道",
    "道": "道镇",
}
_STREETS_CALLED_DISTRICTS = ("4419", "4420")  # 石岐区: the streets of a city without districts


@dataclass(frozen=True, slots=True)
class Area:
    code: str
    name: str
    level: str  # one of LEVELS
    parent: str  # code, empty for a province

    @property
    def placeholder(self) -> bool:
        return self.level == "city" and self.name in _PLACEHOLDERS

    @property
    def short(self) -> str:
        """As people say it: 乳源 for 乳源瑶族自治县. A development zone is only known by its whole name."""
        return _folded(self.name) if self.level.endswith("_zone") else short(self.name)


@dataclass(frozen=True, slots=True)
class Named:
    """A stretch of a text that names areas; `whole` when it says what kind of area: 大埔镇, not 大埔."""

    start: int
    end: int
    areas: tuple[Area, ...]  # the likeliest first
    whole: bool


class Areas:
    """All areas; immutable. Placeholder rows are never found and never shown.

    `also`: names by which an area is known beside its own, with its code: 横县. `words`: names of areas that
    are mostly said of something else: 保安, 荷花.
    """

    def __init__(
        self, rows: Iterable[Area], also: Iterable[tuple[str, str]] = (), words: Iterable[str] = ()
    ) -> None:
        self._areas = {area.code: area for area in rows}
        self._by_name: dict[str, tuple[Area, ...]] = {}
        self._by_short: dict[str, tuple[Area, ...]] = {}
        self._children: dict[str, tuple[Area, ...]] = {}
        self._words = frozenset(words)
        for area in self._areas.values():
            _add(self._children, area.parent, area)
            if not area.placeholder:
                _add(self._by_name, _folded(area.name), area)
                _add(self._by_short, area.short, area)
                if "自治" in area.name:  # 恩施州, 连山县
                    _add(self._by_name, area.short + area.name[-1], area)
        for name, code in also:
            _add(self._by_name, name, self._areas[code])
        self._lengths = _lengths((*self._by_name, *self._by_short))

    def get(self, code: str) -> Area | None:
        return self._areas.get(code)

    def find(self, name: str, within: str | None = None) -> list[Area]:
        """Areas of that name (or path of names), at or under the code `within`; the likeliest first.

        梅县区 and 梅县, 小榄镇 and 小榄, 广东省梅州市梅江区 and 梅州梅江 are all understood.
        """
        said = _OFFICE.sub("", _BETWEEN.sub("", fold(name)))[:_LONGEST]
        return [area for area in self._read(said) if within is None or self.lies_in(area, within)]

    def at(self, text: str, start: int) -> Iterator[Named]:
        """The names of areas that begin just there in a folded text, the longest first."""
        told = 0
        for length in self._lengths.get(text[start : start + 2], ()):
            end = start + length
            said = text[start:end]
            if len(said) < length:
                continue
            if (full := self._by_name.get(said)) and not _runs_on(text, end):
                told = end + _office(text, end)
                yield Named(start, told, full, whole=True)
            short = self._by_short.get(said, ())
            found = _with_kind(text, start, end, short) if short else None
            if found and found.end != told:
                yield found

    def begun_at(self, text: str, start: int) -> Iterator[tuple[int, tuple[Area, ...]]]:
        """Ends of the names, full or short, that begin just there, and all areas called so; longest first."""
        for length in self._lengths.get(text[start : start + 2], ()):
            said = text[start : start + length]
            called = (*self._by_name.get(said, ()), *self._by_short.get(said, ()))
            if called and len(said) == length:
                yield start + length, called

    def is_word(self, name: str) -> bool:
        """保安, 荷花: the name of some area, but mostly said of something else."""
        return name in self._words

    def lies_in(self, area: Area, code: str) -> bool:
        """At that area or under it."""
        return any(around.code == code for around in self._line(area.code))

    def path(self, code: str) -> str:
        """All names from the province down, as on an envelope; KeyError for an unknown code."""
        return "".join(area.name for area in [*reversed(self.parents(code)), self._areas[code]])

    def parents(self, code: str) -> list[Area]:
        """The areas around this one, nearest first; KeyError for an unknown code."""
        return [area for area in self._line(self._areas[code].parent) if not area.placeholder]

    def children(self, code: str) -> list[Area]:
        """The areas directly in this one: of 北京市 its districts, for no city row stands between."""
        found: list[Area] = []
        for area in self._children.get(code, ()):
            found += self.children(area.code) if area.placeholder else [area]
        return found

    def _line(self, code: str) -> list[Area]:
        line: list[Area] = []
        while code:
            line.append(self._areas[code])
            code = line[-1].parent
        return line

    def _read(self, said: str) -> list[Area]:
        """One name, or a head that is an area and a rest that lies in it."""
        if whole := self._named(said):
            return whole
        for cut in range(len(said) - 2, 1, -1):
            heads = self._named(said[:cut])
            rest = self._read(said[cut:]) if heads else []
            if inner := [a for a in rest if any(self._under(a, head) for head in heads)]:
                return inner
        return self._by_likelihood(self._by_short.get(short(said), ()))

    def _under(self, area: Area, head: Area) -> bool:
        return area.code != head.code and self.lies_in(area, head.code)

    def _named(self, said: str) -> list[Area]:
        """Full names before short ones: 吉林市 is not the province."""
        full = self._by_name.get(said, ())
        return self._by_likelihood(full) + self._by_likelihood(
            area for area in self._by_short.get(said, ()) if area not in full
        )

    @staticmethod
    def _by_likelihood(areas: Iterable[Area]) -> list[Area]:
        return sorted(areas, key=_likelihood)


def _likelihood(area: Area) -> tuple[int, str]:
    return LEVELS.index(area.level), area.code


def _folded(name: str) -> str:
    """Only a bracket is written in two ways; folding all 7,562 names takes as long as reading them."""
    return fold(name) if "（" in name else name


def _add(areas: dict[str, tuple[Area, ...]], name: str, area: Area) -> None:
    areas[name] = (*areas.get(name, ()), area)


def _lengths(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """First two characters of names -> how long the names that begin so are, the longest first."""
    found: dict[str, tuple[int, ...]] = {}
    shared: dict[tuple[int, ...], tuple[int, ...]] = {}  # one tuple for all that are alike
    for name in names:
        if len(name) > 1 and len(name) not in (known := found.get(name[:2], ())):
            lengths = tuple(sorted((*known, len(name)), reverse=True))
            found[name[:2]] = shared.setdefault(lengths, lengths)
    return found


def _with_kind(text: str, start: int, end: int, short: tuple[Area, ...]) -> Named | None:
    """惠阳市, 连山县: what stands behind the short name has to be a kind of area that it can be."""
    kind = _SAID_KIND.match(text, end)
    if kind is None:
        return Named(start, end, tuple(sorted(short, key=_likelihood)), whole=False)
    fitting = sorted((area for area in short if _may_be(area, kind[0])), key=_likelihood)
    return Named(start, kind.end(), tuple(fitting), whole=True) if fitting else None


def _may_be(area: Area, kind: str) -> bool:
    if kind == "区" and area.code.startswith(_STREETS_CALLED_DISTRICTS):
        return True
    return area.name[-1] in _NOW["道" if kind.startswith("街道") else kind[-1]]


def _runs_on(text: str, end: int) -> bool:
    """高州市场 is a market, 平和乡下 the country."""
    return text[end - 1 : end + 1] == "市场" or text[end - 1 : end + 1] in ("乡下", "乡村")


def _office(text: str, end: int) -> int:
    """How much of 办事处 stands behind 会城街道."""
    behind = text[end : end + 3] if text[end - 2 : end] == "街道" else ""
    return 3 if behind == "办事处" else 1 if behind[:1] == "办" else 0


def short(name: str) -> str:
    """The name as people say it: 乳源瑶族自治县 → 乳源, 小榄镇 → 小榄; two characters stay as they are."""
    plain = _SELF_GOVERNED.sub("", name) if "族" in name or "自治" in name else name
    return plain if plain != name else _KIND.sub("", name)


@cache
def load() -> Areas:
    """The areas of areas.csv and what belongs to them, read once."""
    here = Path(__file__)
    with here.with_name("areas.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        areas = [
            Area(intern(code), name, intern(level), intern(parent)) for code, name, level, parent in rows
        ]
    with here.with_name("area_names.csv").open(encoding="utf-8", newline="") as file:
        also = [(row["name"], row["code"]) for row in csv.DictReader(file)]
    words = here.with_name("area_words.txt").read_text("utf-8").split()
    return Areas(areas, also, words)
