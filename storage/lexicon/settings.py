"""Names that are a place (settings.txt): they tell where, and mean a trade beside nothing plainer.

超市 is one: 超市收银 takes money, and 超市几点关门 asks for no work at all (gate.py). Names that are a thing
(things.txt) are worked on and yield to none, but 塔吊好高啊 and 玻璃杯打碎了 ask for no work either.
"""

from functools import cache
from pathlib import Path

_WORKS = ("厂", "厂房", "车间")
_ENTERS = ("进", "入", "返", "回", "打", "做", "上")  # 打工厂 is work


@cache
def _words(file: str) -> frozenset[str]:
    return frozenset(Path(__file__).with_name(file).read_text("utf-8").split())


def is_setting(name: str) -> bool:
    return name in _words("settings.txt") or (name.endswith(_WORKS) and not name.startswith(_ENTERS))


def is_thing(name: str) -> bool:
    return name in _words("things.txt")
