"""A name with a time between verb and thing: 垒了一辈子墙 is 垒墙, 砌咗十几年砖 砌砖, 烧过焊 烧焊.

Only names of two characters: longer things are found apart by `doings.py` (摘了三年的柚子).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

_PARTED = re.compile(
    r"([\u4e00-\u9fff])(?:(?:了|过|咗|着|的)?(?:[\d一二两三四五六七八九十几多半好大]{1,4}个?多?来?(?:年|辈子|世|个?月|十年)多?|了?半世|了?好多年|惯|过)"
    r"(?:的|嘅|个)?)([\u4e00-\u9fff])"
)
_MARKS = re.compile("年|辈|世|月|惯|过")


def all_in(said: str, names: Container[str]) -> Iterator[tuple[str, int, int]]:
    """Name, start and end of each name that such a time parts."""
    if not _MARKS.search(said):
        return
    for found in _PARTED.finditer(said):
        name = found[1] + found[2]
        if name in names:
            yield name, found.start(), found.end()
