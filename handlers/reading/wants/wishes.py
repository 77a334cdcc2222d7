"""The closed list of what a sentence may want."""

from typing import Literal, get_args

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
INTENTS: tuple[Intent, ...] = get_args(Intent)
