"""Who writes what to an Official Account at which moment: steady talk, storms, busy fingers, repeats.

The same figures give the same plan, so every server of a run meets the same people.
"""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bench.inbound import TALK

TAP = "\0"
"""Where somebody taps a line of an earlier answer."""
SCRIPTS = ((*TALK["product"], TAP, "帮助", TAP), (*TALK["product"], TAP, TAP), TALK["dialogue"])
STORM_EVERY = 5.0
IN_STORMS, BY_FINGERS = 0.2, 0.1
"""Shares of the messages: many people at one moment; one person who taps twice or ten times."""
AT_ONCE, LATER = 0.05, 0.05
"""Shares that come a second time, under the same MsgId."""
WAIT = 5.0
"""So long WeChat waits before it delivers again."""
KNOWN = 0.9
"""Share of the people who have written before the clock starts."""


@dataclass(frozen=True, slots=True)
class Said:
    number: int
    """The MsgId."""
    who: int
    text: str
    data: str = ""
    """Of the line that was tapped."""


@dataclass(frozen=True, slots=True)
class Delivery:
    due: float
    """Seconds after the start."""
    said: Said
    storm: bool = False
    again: bool = False


Tap = tuple[str, str]
"""The label of a line and its data."""


class Crowd:
    """Each person goes through a script of their own, from a place of their own."""

    def __init__(self, taps: Sequence[Tap], chance: random.Random) -> None:
        self._taps = taps
        self._chance = chance
        self._numbers = itertools.count(25_410_000_000_000_000)
        self._spoken: Counter[int] = Counter()

    def say(self, who: int) -> Said:
        script = SCRIPTS[who % len(SCRIPTS)]
        text = script[(who + self._spoken[who]) % len(script)]
        self._spoken[who] += 1
        if text == TAP:
            return Said(next(self._numbers), who, *self._chance.choice(self._taps))
        return Said(next(self._numbers), who, text)

    def same(self, said: Said) -> Said:
        """Said once more, as a message of its own."""
        return replace(said, number=next(self._numbers))


def introductions(people: int) -> list[Said]:
    """Whoever is known has asked for work once; the answers hold the lines to tap."""
    return [Said(number, number, TALK["product"][number % 2]) for number in range(int(people * KNOWN))]


def first_taps(people: int, lines: Sequence[Tap]) -> list[Said]:
    """Each line tapped once: what is behind it may offer more."""
    return [Said(people + place, place, *line) for place, line in enumerate(lines)]


def plan(seconds: float, rate: float, people: int, taps: Sequence[Tap]) -> list[Delivery]:
    """`rate` messages a second on the average, and what comes again beside them; by the moment."""
    chance = random.Random(3)
    crowd, total = Crowd(taps, chance), round(seconds * rate)
    first = [
        *_storms(crowd, chance, round(total * IN_STORMS), seconds, people),
        *_fingers(crowd, chance, round(total * BY_FINGERS), seconds, people),
    ]
    steady = sorted(chance.uniform(0, seconds) for _ in range(total - len(first)))
    first += [Delivery(due, crowd.say(chance.randrange(people))) for due in steady]
    return sorted((*first, *_repeats(chance, first)), key=lambda one: one.due)


def _storms(
    crowd: Crowd, chance: random.Random, most: int, seconds: float, people: int
) -> Iterator[Delivery]:
    storms = max(1, int(seconds / STORM_EVERY))
    for storm in range(storms):
        size = most // storms + (storm < most % storms)
        for who in chance.sample(range(people), min(size, people)):
            yield Delivery((storm + 0.5) * seconds / storms, crowd.say(who), storm=True)


def _fingers(
    crowd: Crowd, chance: random.Random, most: int, seconds: float, people: int
) -> Iterator[Delivery]:
    for times in itertools.cycle((2, 10)):
        if most < times:
            return
        most -= times
        due, said = chance.uniform(0, seconds), crowd.say(chance.randrange(people))
        for _ in range(times):
            yield Delivery(due, said, storm=True)
            due, said = due + chance.uniform(0.03, 0.1), crowd.same(said)


def _repeats(chance: random.Random, first: Sequence[Delivery]) -> Iterator[Delivery]:
    for one in first:
        where = chance.random()
        if where < AT_ONCE:
            yield replace(one, due=one.due + chance.uniform(0, 0.02), again=True)
        elif where < AT_ONCE + LATER:
            yield replace(one, due=one.due + WAIT, again=True)
