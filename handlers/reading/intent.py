"""What a sentence wants, out of a closed list. The conversations decide by the same readers."""

from __future__ import annotations

from typing import Literal

from handlers.reading.danger import danger
from handlers.reading.roster import asks_roster
from handlers.reading.wages import is_wage_complaint
from handlers.reading.wanting import looks_like_post, looks_like_seeking
from handlers.reading.words import GlobalWord, global_word
from storage.lexicon import trades

Intent = Literal[
    "find",  # offers hands or looks for work
    "post",  # needs hands
    "apply",  # signs up for a gig
    "withdraw",  # takes the sign-up back
    "change",  # changes or closes a post of their own
    "mine",  # asks for their own sign-ups or posts
    "complain",  # wages withheld, or another wrong done to them
    "danger",  # life or body is at risk
    "progress",  # what became of a complaint
    "policy",  # law, insurance, subsidies, training, certificates
    "station",  # where a station is, when it opens
    "stop",  # no more messages
    "human",  # wants a person
    "erase",  # wants their data deleted
    "greeting",
    "thanks",
    "help",  # how this works
    "answer",  # a bare yes, number, name or place, to whatever was asked
    "other",
]
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


def intent(text: str) -> Intent:
    if danger(text):
        return "danger"
    if word := global_word(text):
        return _WORDS[word]
    if is_wage_complaint(text):
        return "complain"
    if asks_roster(text):
        return "mine"
    if looks_like_post(text):
        return "post"
    if looks_like_seeking(text) or trades.load().find(text):
        return "find"
    return "other"
