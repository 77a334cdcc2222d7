"""Signs that a wage complaint cannot wait (rule 1.4 P1): flight, need, threats, somebody weak.

The words: tables/urgency.txt.
"""

from __future__ import annotations

import re

from handlers.reading.plain import once_a_turn, plain
from handlers.reading.slips import mended
from handlers.reading.wordings import wordings

_SIGNS = re.compile("|".join(family.pattern for family in wordings("urgency")))


@once_a_turn
def cannot_wait(text: str) -> bool:
    return bool(_SIGNS.search(mended(plain(text).text)))
