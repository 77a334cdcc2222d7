"""WeChat's error codes as an operator reads them."""

from __future__ import annotations

import re

from bot.operator import book, tell

_CODE = re.compile(r"(?:^|: )(-1|\d{5}) ")
_ADDRESS = re.compile(r"our address ([\da-fA-F.:]+):")
_RID = re.compile(r"rid [\w-]+")


def explained(why: str) -> tuple[str, str]:
    """What a reason of WeChat's means, and what to do; a reason without a code as it stands, and ""."""
    found = _CODE.search(why)
    key = f"errcode.e{found[1]}" if found else ""
    if not found or key not in book():
        return why, ""
    means, _, following = tell(key).partition("|")
    address = _ADDRESS.search(why)
    means += f"（{address[1]}）" if address else ""
    rid = _RID.search(why)
    return f"{found[1]} {means}" + (f"，{rid[0]}" if rid else ""), following
