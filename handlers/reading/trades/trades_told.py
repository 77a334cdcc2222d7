"""Every trade a worker tells of in one message: 以前做小工 也会砌墙 holds two, part by part.

A post names one trade and may say more about it; somebody who tells what they can do lists.
"""

import re

from handlers.reading.plain import plain
from handlers.reading.trades.trade import read_trades

_APART = re.compile(r"[,，、。;；.!\s]+|(?=[也还又])|(?<=.)(?:和|跟|以及|或者)(?=.)")
_NO = re.compile(r"[不别没莫唔]|除了|除开")
_SAYS_IT = re.compile(r"小工|[零散短日]工|临时?工")
"""Wide names that say well enough which work it is; 阿姨 and 工厂 do not."""


def trades_told(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Certain trades in the order they are told, and what else may be meant of the first unclear name."""
    whole = read_trades(text)
    parts = [part for part in _APART.split(plain(text).text) if part]
    if len(parts) < 2 or _NO.search(text):
        return _settled(text, *whole)
    # "- ": 阿姨 alone would be a trade, in a sentence it is a wide name
    read = [_settled(part, *read_trades(f"- {part}")) for part in parts]
    certain = tuple(dict.fromkeys(trade for told, _ in read for trade in told))
    unclear = next((options for told, options in read if not told and len(options) > 1), ())
    if not certain:
        return _settled(text, *whole)
    return certain, () if set(unclear) & set(certain) else unclear


def _settled(
    text: str, certain: tuple[str, ...], options: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Of one meaning nobody asks which it is."""
    one = not certain and len(options) == 1 and _SAYS_IT.search(text)
    return (options, ()) if one else (certain, options)
