"""What a sentence wants, out of a closed list. The conversations decide by the same readers.

Danger is heard first, then the words that mean the same in every state; everything else is weighed: families
of words, turns of phrase and what other readers heard speak for and against each wish (`scale.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

from handlers.reading.plain import once_a_turn
from handlers.reading.wants.danger import danger
from handlers.reading.wants.scale import LIKELY, SURE, Spoke, weighed
from handlers.reading.wants.wishes import Intent
from handlers.reading.words import GlobalWord, global_word

_WORDS: dict[GlobalWord, Intent] = {
    "back": "answer",
    "cancel": "answer",
    "skip": "answer",
    "menu": "greeting",
    "help": "help",
    "repeat": "help",
    "human": "human",
    "stop": "stop",
    "progress": "progress",
    "erase": "erase",
}
GUESSED: frozenset[Intent] = frozenset({"policy", "station", "help", "human", "progress", "mine", "thanks"})
"""Where a mistake costs an answer too many, and nothing that must be taken back."""


@dataclass(frozen=True, slots=True)
class Meant:
    """`by` is the reader or the sign that said so, `words` what it heard, in the person's own words.

    `lead`: points before the next wish. `spoke`: all signs that counted.
    """

    intent: Intent
    by: str
    words: str
    lead: int = SURE
    spoke: tuple[Spoke, ...] = ()

    @property
    def sure(self) -> bool:
        """It may be acted upon."""
        return self.lead >= (LIKELY if self.intent in GUESSED else SURE)


@once_a_turn
def meant(text: str) -> Meant:
    if (alarm := danger(text)) is not None:
        return Meant("danger", "danger", alarm.words)
    if word := global_word(text):
        return Meant(_WORDS[word], "words", text.strip())
    told = weighed(text)
    by, words = (told.spoke[0].sign, told.spoke[0].words) if told.spoke else ("", "")
    return Meant(told.wish, by, words, told.lead, told.spoke)


def intent(text: str) -> Intent:
    return meant(text).intent
