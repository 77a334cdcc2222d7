"""In which area a told place lies: 信宜钱排 is 钱排镇. None when not certain: never an invented area."""

from __future__ import annotations

from storage.lexicon import areas


def division(words: str, area: str | None = None) -> str | None:
    """Code of the area; `area` is that of the county spoken to, where a bare 太平镇 is looked for first."""
    listed = areas.load()
    for within in (area, None) if area else (None,):
        found = listed.find(words, within)
        if len(found) == 1:
            return found[0].code
    return None
