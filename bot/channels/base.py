"""The contract of every channel: what comes in, what goes out, what it can do, how a send can fail.

SendError
├── TryAgain         the network is busy or away: the sender waits and repeats
├── OutcomeUnknown   cut off after sending: the row's class decides whether to repeat
├── WindowClosed     the network lets us speak to this person only after they do: held until then
├── WayClosed        the account may not go this way, now or at all: the row is planned anew
├── Unreachable      the person blocked us or is gone: the address is marked
├── Refused          the network will never take this message: given up, loudly
└── Misconfigured    the operator must act: this account is paused
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from aiohttp import web

Kind = Literal["text", "tap", "photo", "voice", "video", "location", "link", "event"]
Contact = Literal["message", "tap", "follow", "scan"]
"""What somebody did. Some networks let us speak for longer after a message than after a tap."""
Way = Literal["direct", "service", "subscribe", "template", "once"]
"""direct: whenever we like · service: for a while after a contact · the others carry no words of ours, only
the fields of a form the network approved, and tell that something waits here."""

LARGEST_FILE = 10 << 20
"""Bytes of a file that people send; a larger one is not fetched."""


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message as a channel received it; channel + account + message_id is its dedupe key."""

    channel: str
    account: str
    sender: str
    message_id: str
    kind: Kind
    at: datetime
    text: str = ""
    media: str = ""
    lat: float | None = None
    lon: float | None = None
    label: str = ""
    name: str = ""
    contact: Contact = "message"


@dataclass(frozen=True, slots=True)
class News:
    """What a network tells of somebody without their having said anything; told twice, it has effect once.

    left      they are gone and their data is to be erased
    place     where they are (`lat`, `lon`)
    told      what became of the notice `network_id`: `outcome` "success", or why not
    consent   to notices by `template`: `outcome` "accept" or "reject"
    """

    channel: str
    account: str
    sender: str
    what: Literal["left", "place", "told", "consent"]
    at: datetime
    lat: float | None = None
    lon: float | None = None
    network_id: str = ""
    outcome: str = ""
    template: str = ""
    message_id: str = ""
    """The same for every delivery, where a second effect would count."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One numbered answer; `data` (at most 64 bytes) says by itself what the tap means."""

    label: str
    data: str


@dataclass(frozen=True, slots=True)
class Words:
    """One bubble. The text already carries the numbered lines; `choices` lets a channel mirror them.

    `media` names a stored file that is sent instead where a channel can (Abilities.files, Channel.send_file).
    """

    text: str
    choices: tuple[Choice, ...] = ()
    media: str = ""


def pairs(words: Words) -> tuple[tuple[str, str], ...]:
    """Its choices as rows and dialogues keep them: label and data."""
    return tuple((choice.label, choice.data) for choice in words.choices)


@dataclass(frozen=True, slots=True)
class Notice:
    """That something waits, for ways that carry no words of ours but the few fields of a form."""

    title: str
    note: str
    place: str = ""
    when: str = ""
    pay: str = ""


@dataclass(slots=True)
class Patience:
    """Whether whoever delivered a message still waits for its answer. Both sides ask before they act."""

    left: bool = False
    """They have gone: the answer takes another way."""
    answered: bool = False
    """The answer is being written down as given to them: they stay until they have it."""

    def holds(self) -> bool:
        """Asked by the Turn just before it commits."""
        self.answered = not self.left
        return self.answered

    def ends(self) -> bool:
        """Asked by the channel when its time is over; False: stay, the answer is coming."""
        self.left = not self.answered
        return self.left


@dataclass(frozen=True, slots=True)
class Answer:
    """What one message caused for the person who wrote it; the same again when it is repeated.

    `here` is false when the words go another way, because nobody waited for them any more.
    """

    words: tuple[Words, ...]
    repeated: bool = False
    here: bool = True


@dataclass(frozen=True, slots=True)
class Window:
    """So many messages may follow a contact, and for so long."""

    most: int
    lasts: timedelta


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a channel can do; what it cannot falls back to numbered words."""

    buttons: bool = False
    answers_in_response: bool = False
    one_answer: int = 0
    """Bytes of the one message that a response may be; 0: as many bubbles as there are."""
    ways: tuple[Way, ...] = ("direct",)
    """The ways out, best first. Without "direct" every row is planned (bot/sending/budget.py)."""
    windows: Mapping[Contact, Window] = field(default_factory=dict)
    """What each contact opens for the way "service"."""
    files: tuple[str, ...] = ()
    """Endings of the files it can send (jpg, amr, …)."""
    text_limit: int = 4096
    per_second: float = 20.0


class NotKept(Exception):
    """The ledger could not keep this message. Do not acknowledge it; whoever sent it must send it again."""


class SendError(Exception):
    """A message did not go out; the subclass says what the sender has to do."""


class TryAgain(SendError):
    """The network is busy or away. Nothing to do: the sender repeats with growing pauses."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


class OutcomeUnknown(SendError):
    """The connection broke after sending. Replies and cases are repeated, alerts are not."""


class WindowClosed(SendError):
    """The network lets us write only after the person does. The row waits for the next contact.

    `way` is closed for this person: no time left, no message left, or no consent.
    """

    def __init__(self, reason: str, way: Way = "service") -> None:
        super().__init__(reason)
        self.way = way


class WayClosed(SendError):
    """The account may not go this way. The row takes another, and the operator sees which one is closed."""

    def __init__(self, reason: str, way: Way, until: datetime | None = None) -> None:
        """`until` None: until the operator has mended it (`python -m bot wechat check` opens it again)."""
        super().__init__(reason)
        self.way = way
        self.until = until


class Unreachable(SendError):
    """The person blocked or left this account. The address is marked until they write again."""


class Refused(SendError):
    """The network refuses this very message. See the reason on the outbox row and mend its wording."""


class TooLong(Refused):
    """The network takes less at once. What is left of a message half as long waits for the next contact."""


class TooBig(Refused):
    """A file larger than we keep (LARGEST_FILE). Whoever sent it is asked for a smaller one."""


class Misconfigured(SendError):
    """Token, secret or permission of the account is wrong. Mend the settings, then restart."""


class Channel(ABC):
    """A way people reach us."""

    name: str
    account: str
    abilities: Abilities

    @abstractmethod
    async def send(self, to: str, words: Words, key: str) -> str:
        """Deliver one bubble and return the network's id for it, or raise a SendError.

        `key` is the same for every attempt at the same row, for networks that can drop doubles.
        """

    async def notify(self, to: str, notice: Notice, way: Way, key: str) -> str:
        """Tell that something waits, by a way that is no conversation; the network's id, or a SendError."""
        del to, notice, key
        raise WayClosed(f"{self.name} has no such way", way)

    async def send_file(self, to: str, data: bytes, ending: str, key: str) -> str:
        """Deliver a file of one of the kinds in `abilities.files`, as `send` does a bubble."""
        del to, data, key
        raise Refused(f"{self.name} sends no {ending}")

    async def fetch(self, media: str) -> tuple[bytes, str]:
        """The file behind an Inbound's `media`, "<name of this channel>:<the network's name of it>", and its
        ending (amr, jpg, …). Refused: it is gone; TooBig: it is larger than LARGEST_FILE."""
        del media
        raise Refused(f"{self.name} has no files to fetch")

    def mount(self, app: web.Application) -> None:
        """Add the channel's routes to the server; most poll and have none."""
        del app

    async def listen(self) -> None:
        """Receive until cancelled; channels that are called by their network return at once."""

    async def close(self) -> None:
        """Let go of connections."""
