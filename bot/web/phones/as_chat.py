"""A conversation of the phones page as a `.chat` file (docs/chats.md): what was tried becomes a test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from bot.channels.console import written
from bot.web.phones.clock_words import SHANGHAI
from bot.web.phones.desk import Bubble
from handlers.phrases import say, words

_PAUSE = timedelta(minutes=1)


def as_chat(title: str, founded: datetime | None, talks: Mapping[str, Sequence[Bubble]]) -> str:
    """What these people said and heard, in the order it happened.

    `founded` is when the invented county began: the player begins there, so that the same gigs are open.
    """
    heads = [f"# {title or say('console.saved')}"]
    if founded:
        heads.append(f"# {say('console.county', at=f'{founded.astimezone(SHANGHAI):%Y-%m-%d %H:%M}')}")
    told = sorted(
        (
            (bubble.at, bubble.id, _one_word(who), bubble)
            for who, bubbles in talks.items()
            for bubble in bubbles
        ),
        key=lambda one: one[:2],
    )
    return "\n".join([*heads, *_lines(told)]) + "\n"


def _lines(told: Sequence[tuple[datetime, int, str, Bubble]]) -> Iterator[str]:
    clock: datetime | None = None
    for at, _, who, bubble in told:
        if clock is None or (bubble.mine and at - clock >= _PAUSE):
            yield f"@ {at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
            clock = at
        yield _said(who, bubble) if bubble.mine else written(who, bubble.text)


def _said(who: str, bubble: Bubble) -> str:
    first, *rest = _spoken(bubble).split("\n")
    return "\n".join([f"{who} > {first}", *(f"  {line}" if line.strip() else "|" for line in rest)])


def _spoken(bubble: Bubble) -> str:
    if bubble.kind == "photo":
        return f"[{words('console.photo')[0]}]{bubble.text and ' ' + bubble.text}"
    if bubble.kind == "location":
        place = f"{words('console.location')[0]} {bubble.lat},{bubble.lon}"
        return f"[{place} {bubble.text}]" if bubble.text else f"[{place}]"
    if bubble.tapped:
        return f"[{words('console.tap')[0]} {bubble.text}]"
    return bubble.text


def _one_word(who: str) -> str:
    """A speaker's name as a chat can write it: without spaces and signs."""
    return "".join(char for char in who if not char.isspace() and char not in "#@|<>:") or "?"
