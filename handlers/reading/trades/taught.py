"""What staff teach in one line: 扎铁王 钢筋工, 扎铁王就是钢筋工, 扎铁王=钢筋工."""

import re

_BETWEEN = re.compile(r"\s*(?:就是|是|=|→|：|:|，|,|\s)\s*")


def name_and_trade(text: str) -> tuple[str, str] | None:
    """None unless both are there."""
    parts = [part for part in _BETWEEN.split(text.strip(), maxsplit=1) if part]
    return (parts[0], parts[1]) if len(parts) == 2 else None
