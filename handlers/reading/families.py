"""Long patterns as tables: a family of wordings a line, with `<名>` for what many of them share."""

import re
from collections.abc import Mapping

from storage.lexicon.sieve import Sieve

_PART = re.compile("<[一-龥]+>")


def families(lines: str, parts: Mapping[str, str]) -> Sieve:
    """One pattern of all lines; a part may name parts above it."""
    known: dict[str, str] = {}
    for name, pattern in parts.items():
        known[name] = _PART.sub(lambda part: known[part[0]], pattern)
    return Sieve(_PART.sub(lambda part: known[part[0]], line) for line in lines.strip().splitlines())
