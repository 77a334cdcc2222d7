"""Names that are a place or a thing (settings.txt): they tell where, and mean a trade beside nothing plainer.

超市 is one: 超市收银 takes money, and 超市几点关门 asks for no work at all (gate.py).
"""

from functools import cache
from pathlib import Path


@cache
def _settings() -> frozenset[str]:
    return frozenset(Path(__file__).with_name("settings.txt").read_text("utf-8").split())


def is_setting(name: str) -> bool:
    return name in _settings()
