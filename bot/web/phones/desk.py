"""What the phones page needs from the house: the desk behind it, cards, bubbles, refusals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal, NamedTuple, Protocol

Role = Literal["worker", "employer", "staff", "left", "new"]
BubbleKind = Literal["text", "photo", "location", "voice"]
SayKind = Literal["text", "tap", "photo", "location"]


class DeskError(Exception):
    """The desk says no. `said` is what the person at the page reads, `status` what HTTP says."""

    status: ClassVar[int] = 400
    usual: ClassVar[str] = "这样不行，请换个做法"

    def __init__(self, said: str = "") -> None:
        self.said = said or self.usual
        super().__init__(self.said)


class NotKept(DeskError):
    """The ledger could not keep it: nothing happened, the page offers to send the same message again."""

    status = 503
    usual = "没存上，这条没有发出去，请过一会儿重发"


class UnknownPerson(DeskError):
    """Nobody here has this id; the page was probably open while the database was changed."""

    status = 404
    usual = "找不到这个人，请刷新页面再选"


class UnknownPhoto(DeskError):
    """No photo under this media key."""

    status = 404
    usual = "这张照片不在了"


class Malformed(DeskError):
    """The request does not have the shape the page sends."""

    usual = "这条内容读不懂，没有收下"


class TooMuch(DeskError):
    """More than the page takes in one piece."""

    status = 413
    usual = "内容太大了，请分几次发"


@dataclass(frozen=True, slots=True)
class PersonCard:
    """Somebody a phone can play."""

    id: str
    name: str
    role: Role
    about: str = ""


class Option(NamedTuple):
    """A numbered choice under a bubble; `data` comes back when it is tapped."""

    n: int
    label: str
    data: str


class Place(NamedTuple):
    """A place of the county that can be sent as a location."""

    name: str
    lat: float
    lon: float


class Saved(NamedTuple):
    """A conversation as the text of a `.chat` file, its file name, and what whoever saves it should know."""

    name: str
    text: str
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message as the phone shows it. `key` is the page's own message id when the person said it.

    `tapped` is what the choice does that was tapped, `made` when it came to be, if it was seen later.
    """

    id: int
    key: str
    mine: bool
    kind: BubbleKind
    text: str
    at: datetime
    tapped: str = ""
    made: datetime | None = None
    media: str = ""
    lat: float | None = None
    lon: float | None = None
    push: bool = False
    choices: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class ChatPage:
    """The bubbles after a cursor, ids rising; `cursor` is where to go on from."""

    cursor: int
    messages: tuple[Bubble, ...]


class PhonesDesk(Protocol):
    """The house as the phones page sees it."""

    async def people(self) -> Sequence[PersonCard]: ...

    async def new_person(self) -> PersonCard: ...

    async def chat(self, who: str, after: int) -> ChatPage:
        """All bubbles of this person after the cursor (0: from the start). Raises UnknownPerson."""

    async def say(
        self,
        who: str,
        message_id: str,
        kind: SayKind,
        *,
        text: str = "",
        media: str = "",
        lat: float | None = None,
        lon: float | None = None,
        label: str = "",
    ) -> None:
        """Take one message. For a tap, `text` is the choice's data and `label` what the person saw.

        Raises NotKept or UnknownPerson. The same message_id again has no second effect.
        """

    async def keep_photo(self, data: bytes, content_type: str) -> str:
        """Keep a picture whose type was already checked; the media key: letters, digits, `_ . -`."""

    async def photo(self, media: str) -> tuple[bytes, str]:
        """A kept picture and its type. Raises UnknownPhoto."""

    def now(self) -> datetime: ...

    async def move_clock(self, words: str) -> datetime:
        """Move the simulated clock (`bot.clock_words.next_moment` reads the words). Raises BadClock."""

    async def places(self) -> Sequence[Place]: ...

    async def save_chat(self, who: Sequence[str], title: str) -> Saved:
        """The conversation of these people, and of whoever else said something that may be its cause."""

    async def wait(self, who: Sequence[str], timeout: float) -> set[str]:
        """Whoever of these has news, empty after the timeout.

        Must listen before its first real pause: the page starts waiting, then reads, so that nothing
        falls between.
        """
