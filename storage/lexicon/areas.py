"""区划: all provinces, cities and counties, towns of Guangdong, Guangxi and Fujian; by full or short name."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

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
        return fold(self.name) if self.level.endswith("_zone") else short(self.name)


class Areas:
    """All areas; immutable. Placeholder rows are never found and never shown."""

    def __init__(self, rows: Iterable[Area]) -> None:
        self._areas = {area.code: area for area in rows}
        self._by_name: dict[str, list[Area]] = defaultdict(list)
        self._by_short: dict[str, list[Area]] = defaultdict(list)
        self._children: dict[str, list[Area]] = defaultdict(list)
        for area in self._areas.values():
            self._children[area.parent].append(area)
            if not area.placeholder:
                self._by_name[fold(area.name)].append(area)
                self._by_short[area.short].append(area)
                if "自治" in area.name:  # 恩施州, 连山县
                    self._by_short[area.short + area.name[-1]].append(area)

    def get(self, code: str) -> Area | None:
        return self._areas.get(code)

    def find(self, name: str, within: str | None = None) -> list[Area]:
        """Areas of that name (or path of names), at or under the code `within`; the likeliest first.

        梅县区 and 梅县, 小榄镇 and 小榄, 广东省梅州市梅江区 and 梅州梅江 are all understood.
        """
        said = _OFFICE.sub("", _BETWEEN.sub("", fold(name)))[:_LONGEST]
        return [area for area in self._read(said) if within is None or self._inside(area, within)]

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

    def _inside(self, area: Area, code: str) -> bool:
        return any(around.code == code for around in self._line(area.code))

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
        return area.code != head.code and self._inside(area, head.code)

    def _named(self, said: str) -> list[Area]:
        """Full names before short ones: 吉林市 is not the province."""
        full = self._by_name.get(said, [])
        return self._by_likelihood(full) + self._by_likelihood(
            area for area in self._by_short.get(said, ()) if area not in full
        )

    @staticmethod
    def _by_likelihood(areas: Iterable[Area]) -> list[Area]:
        return sorted(areas, key=lambda area: (LEVELS.index(area.level), area.code))


def short(name: str) -> str:
    """The name as people say it: 乳源瑶族自治县 → 乳源, 小榄镇 → 小榄; two characters stay as they are."""
    plain = _SELF_GOVERNED.sub("", name)
    return plain if plain != name else _KIND.sub("", name)


@cache
def load() -> Areas:
    """The areas of areas.csv, read once."""
    with Path(__file__).with_name("areas.csv").open(encoding="utf-8", newline="") as file:
        return Areas(Area(**row) for row in csv.DictReader(file))
