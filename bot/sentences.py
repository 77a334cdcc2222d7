"""Where a text that is too long for a network is cut: after a sentence, else at a breath. Pure."""

from __future__ import annotations

import re

_END = re.compile(r"[。！？!?；;…\n][”’」』）)\]\"]*")
_BREATH = re.compile(r"[，,、：: ]")


def place_to_cut(text: str, most: int, encoding: str) -> int:
    """After the last sentence that fits in so many bytes; a text without any is cut where it is full.

    Not in its first half: a short first sentence would leave most of a message empty.
    """
    # "ignore" drops the first half of a character that would be torn apart.
    head = len(text.encode(encoding)[:most].decode(encoding, "ignore"))
    for mark in (_END, _BREATH):
        found = (one.end() for one in mark.finditer(text, head // 2, head + 8))
        if ends := [end for end in found if end <= head]:
            return ends[-1]
    return head
