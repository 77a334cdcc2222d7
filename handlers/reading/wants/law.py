"""Questions of law, insurance, money from the state, papers, training: for a human to answer."""

from __future__ import annotations

import re

from handlers.reading.wants.table import table


def asks_law(said: str) -> re.Match[str] | None:
    """The thing asked about; None without a question."""
    law = table("law")
    found = law.find("policy", said)
    return found if found and law.find("asks", said) else None
