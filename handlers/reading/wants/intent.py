"""What a sentence wants, out of a closed list. The conversations decide by the same readers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from handlers.reading.complaints.wages import is_wage_complaint
from handlers.reading.plain import once_a_turn, plain
from handlers.reading.wants.ads import LIKELY, SURE, looks_like_ad
from handlers.reading.wants.answers import only_answers
from handlers.reading.wants.asides import aside, may_i
from handlers.reading.wants.courtesy import greets, thanks
from handlers.reading.wants.danger import danger
from handlers.reading.wants.frames import framed
from handlers.reading.wants.going import read_going
from handlers.reading.wants.law import asks_law
from handlers.reading.wants.mandarin import mandarin
from handlers.reading.wants.roster import asks_roster
from handlers.reading.wants.table import table
from handlers.reading.wants.wanting import LOOKED, looks_like_post, looks_like_seeking
from handlers.reading.wants.wishes import Intent
from handlers.reading.words import GlobalWord, global_word
from storage.lexicon import trades

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


@dataclass(frozen=True, slots=True)
class Meant:
    """`by` is the reader that said so, `words` what it heard, in the person's own words."""

    intent: Intent
    by: str
    words: str


STORY = 30

_Reader = Callable[[str, str], str | None]
"""Of a sentence as it was written and in textbook words: the words that say so."""


def _row(name: str, wish: str) -> _Reader:
    def read(text: str, said: str) -> str | None:
        found = table(name).find(wish, said)
        return plain(text).quote(found) if found else None

    return read


def _law(text: str, said: str) -> str | None:
    found = asks_law(said)
    return plain(text).quote(found) if found else None


def _whole(reader: Callable[[str], object]) -> _Reader:
    def read(text: str, said: str) -> str | None:
        del said
        return text.strip() if reader(text) else None

    return read


def _danger(text: str, said: str) -> str | None:
    del said
    found = danger(text)
    return found.words if found else None


def _story(text: str, said: str) -> str | None:
    """Unpaid wages told at length: that it asks for the law too, or for news, does not make it a question."""
    return text.strip() if len(said) > STORY and is_wage_complaint(text) else None


def _goes(*ways: str) -> _Reader:
    def read(text: str, said: str) -> str | None:
        del said
        return text.strip() if read_going(text) in ways else None

    return read


def _ad(enough: int) -> _Reader:
    def read(text: str, said: str) -> str | None:
        found = None if is_wage_complaint(text) else looks_like_ad(said, enough)
        return plain(text).words(*found) if found else None

    return read


def _framed(wish: str) -> _Reader:
    def read(text: str, said: str) -> str | None:
        found = framed(said)
        return plain(text).quote(found[1]) if found and found[0] == wish else None

    return read


# Whoever stands earlier is asked first: what costs most when it is missed, then what is said most plainly.
_ORDER: tuple[tuple[Intent, str, _Reader], ...] = (
    ("danger", "danger", _danger),
    ("post", "ads", _ad(SURE)),
    ("complain", "wages", _story),
    ("erase", "account", _row("account", "erase")),
    ("thanks", "desk", _row("desk", "thanks")),
    ("policy", "law", _law),
    ("progress", "case", _row("case", "progress")),
    ("complain", "wages", _whole(is_wage_complaint)),
    ("complain", "case", _row("case", "wrong")),
    ("stop", "account", _row("account", "stop")),
    ("human", "account", _row("account", "human")),
    ("mine", "roster", _whole(asks_roster)),
    ("mine", "own", _row("own", "mine")),
    ("change", "own", _row("own", "change")),
    ("withdraw", "own", _row("own", "withdraw")),
    ("apply", "own", _row("own", "apply")),
    ("mine", "going", _goes("mine")),
    ("greeting", "courtesy", _whole(greets)),
    ("thanks", "courtesy", _whole(thanks)),
    ("help", "asides", _whole(aside)),
    ("help", "desk", _row("desk", "help")),
    ("station", "desk", _row("desk", "station")),
    ("mine", "going", _goes("ask")),
    ("complain", "frames", _framed("complain")),
    ("progress", "frames", _framed("progress")),
    ("policy", "frames", _framed("policy")),
    ("mine", "frames", _framed("mine")),
    ("erase", "frames", _framed("erase")),
    ("post", "wanting", _whole(looks_like_post)),
    ("find", "asides", _whole(may_i)),
    ("find", "wanting", _whole(looks_like_seeking)),
    ("post", "ads", _ad(LIKELY)),
    ("answer", "answers", _whole(only_answers)),
)


@once_a_turn
def meant(text: str) -> Meant:
    if (alarm := danger(text)) is not None:
        return Meant("danger", "danger", alarm.words)
    if word := global_word(text):
        return Meant(_WORDS[word], "words", text.strip())
    said = mandarin(text)[:LOOKED]
    for wish, by, read in _ORDER:
        words = read(text, said)
        if words is not None:
            return Meant(wish, by, words)
    if found := framed(said):
        return Meant(found[0], "frames", plain(text).quote(found[1]))
    if named := trades.load().find(plain(text).text):
        return Meant("find", "trades", named[0].name)
    return Meant("other", "", "")


def intent(text: str) -> Intent:
    return meant(text).intent
