"""The contract of every channel: what comes in, what goes out, what it can do, how a send can fail.

SendError
├── TryAgain         the network is busy or away: the sender waits and repeats
├── OutcomeUnknown   cut off after sending: the row's class decides whether to repeat
├── WindowClosed     the network lets us speak only after the person does: held until then
├── Unreachable      the person blocked us or is gone: the address is marked
├── Refused          the network will never take this message: given up, loudly
└── Misconfigured    the operator must act: this account is paused
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from aiohttp import web

Kind = Literal["text", "tap", "photo", "voice", "video", "location", "link", "event"]


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


@dataclass(frozen=True, slots=True)
class Choice:
    """One numbered answer; `data` (at most 64 bytes) says by itself what the tap means."""

    label: str
    data: str


@dataclass(frozen=True, slots=True)
class Words:
    """One bubble. The text already carries the numbered lines; `choices` lets a channel mirror them."""

    text: str
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What one message caused for the person who wrote it; the same again when it is repeated."""

    words: tuple[Words, ...]
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a channel can do; what it cannot falls back to numbered words."""

    buttons: bool = False
    push: bool = True
    answers_in_response: bool = False
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
    """The network lets us write only after the person does. The row waits for the next contact."""


class Unreachable(SendError):
    """The person blocked or left this account. The address is marked until they write again."""


class Refused(SendError):
    """The network refuses this very message. See the reason on the outbox row and mend its wording."""


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

    def mount(self, app: web.Application) -> None:
        """Add the channel's routes to the server; most poll and have none."""
        del app

    async def listen(self) -> None:
        """Receive until cancelled; channels that are called by their network return at once."""

    async def close(self) -> None:
        """Let go of connections."""
