"""Plays `.chat` files (docs/chats.md): strictly, what anybody hears is in the file, and nothing else is.

A chat is a list of steps. After each action everything settles; what each speaker heard must be what the file
lists up to the next action, in order for each speaker, in any order between them. What answers a
speaker and what is pushed to them come in one order on one network and in another on the next: both will do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import zip_longest
from pathlib import Path
from typing import Literal

from bot.channels.base import Kind
from bot.channels.console import spoken, written
from bot.clock_words import SHANGHAI, BadClock, next_moment, read_moment
from handlers.phrases import say
from storage.county import found_county
from tests.town import FIVE
from tests.wires import Heard, NoSuchChoice, Wire

_LINE = re.compile(r"(?P<who>[^\s#@|<>]+) (?P<sign>>>|>|<)(?: (?P<words>.*))?")
_COUNTY = re.compile(
    re.escape(say("console.county", at="\0")).replace("\0", r"(?P<at>\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?)")
)
_WHOLE_DATE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?")

Act = Literal["clock", "say", "again"]


class BadChat(Exception):
    """A chat that cannot be read; the message names file and line."""


class ChatFailed(AssertionError):
    """What people heard is not what the chat says."""


@dataclass
class Line:
    """One entry of a file with the lines it takes there. `remark` is also an empty line."""

    at: int
    sign: Literal["remark", "@", ">", ">>", "<"]
    raw: list[str]
    who: str = ""
    words: str = ""


@dataclass
class Step:
    """An action (none before the first) and what the file lists behind it."""

    action: Line | None
    after: list[Line] = field(default_factory=list)

    @property
    def expected(self) -> list[Line]:
        return [line for line in self.after if line.sign == "<"]


@dataclass
class Chat:
    """A whole file."""

    path: Path
    steps: list[Step]

    @property
    def title(self) -> str:
        """The first remark: the one behaviour the chat is about."""
        first = self.steps[0].after[:1]
        return first[0].raw[0].removeprefix("#").strip() if first and first[0].raw else ""

    @property
    def kinds(self) -> set[Kind]:
        return {
            spoken(step.action.words).kind for step in self.steps if step.action and step.action.sign == ">"
        }

    @property
    def captions(self) -> bool:
        """Whether somebody writes under a picture."""
        acts = (spoken(step.action.words) for step in self.steps if step.action and step.action.sign == ">")
        return any(act.kind in ("photo", "video") and act.text for act in acts)

    @property
    def county(self) -> datetime | None:
        """When the big invented county was founded in which a chat of the phones page begins."""
        remarks = (line.raw[0] for line in self.steps[0].after)
        found = next((match for match in map(_COUNTY.search, remarks) if match), None)
        return read_moment(found[1], FIVE) if found else None

    @property
    def cast(self) -> set[str]:
        """Everybody who says or hears something."""
        return {line.who for step in self.steps for line in _both(step) if line.who}

    async def open(self, wire: Wire, url: str, folder: Path) -> None:
        """Found the world of this chat on an empty ledger, and connect the wire."""
        if self.county:
            await wire.start(url, folder, self.county, found_county)
        else:
            await wire.start(url, folder, self.start)

    @property
    def start(self) -> datetime:
        """Five o'clock on the town's first day, unless the first @ names a whole date."""
        clock = next((s.action for s in self.steps if s.action), None)
        if clock and clock.sign == "@" and _WHOLE_DATE.fullmatch(clock.words):
            return read_moment(clock.words, FIVE) or FIVE
        return FIVE

    def text(self) -> str:
        lines = [raw for step in self.steps for line in _both(step) for raw in line.raw]
        return "\n".join(lines) + "\n"


def _both(step: Step) -> Iterator[Line]:
    if step.action:
        yield step.action
    yield from step.after


def read_chat(path: Path) -> Chat:
    """Raises BadChat."""
    steps = [Step(None)]
    last: Line | None = None
    for at, raw in enumerate(path.read_text("utf-8").removesuffix("\n").split("\n"), 1):
        if raw[:1] in (" ", "\t", "|") and raw.strip():
            if last is None or last.sign not in (">", "<"):
                raise BadChat(f"{path}:{at}: nothing goes on here: {raw!r}")
            last.raw.append(raw)
            last.words += "\n" + raw.removeprefix("|").strip()
            continue
        last = _line(path, at, raw)
        if last.sign in ("remark", "<"):
            steps[-1].after.append(last)
        else:
            steps.append(Step(last))
    if steps[0].expected:
        raise BadChat(f"{path}:{steps[0].expected[0].at}: nobody has said anything yet")
    return Chat(path, steps)


def _line(path: Path, at: int, raw: str) -> Line:
    if not raw.strip() or raw.startswith("#"):
        return Line(at, "remark", [raw])
    if raw.startswith("@ "):
        return Line(at, "@", [raw], words=raw[2:].strip())
    found = _LINE.fullmatch(raw.rstrip())
    if found is None or (found["sign"] == ">>" and found["words"]):
        raise BadChat(f"{path}:{at}: neither `#`, `@`, `谁 > 说`, `谁 >>` nor `谁 < 听到`: {raw!r}")
    sign: Literal[">", ">>", "<"] = ">" if found["sign"] == ">" else ">>" if found["sign"] == ">>" else "<"
    return Line(at, sign, [raw], found["who"], (found["words"] or "").strip())


def fits(expected: str, heard: str) -> bool:
    """Line by line; `…` ends a line whose rest does not matter, alone it stands for all that follows."""
    for one, other in zip_longest(expected.split("\n"), (line.strip() for line in heard.split("\n"))):
        if one == "…":
            return True
        if one is None or other is None:
            return False
        if one != other and not (one.endswith("…") and other.startswith(one[:-1])):
            return False
    return True


async def play(chat: Chat, wire: Wire, *, update: bool = False) -> None:
    """Play it to the end. Raises ChatFailed at the first step that went differently; `update` rewrites it."""
    told: dict[str, list[str]] = {}
    for step in chat.steps:
        if step.action is None:
            continue
        heard = await _act(chat, step.action, wire, told)
        if wire.incidents():
            # Also when rewriting: no chat may come to expect an apology.
            raise ChatFailed(f"{chat.path}:{step.action.at}: a handler failed; its trace is in the log")
        if chat.county:
            # Its forty people hear alerts nobody looked at; only who is in the file counts.
            heard = {who: texts for who, texts in heard.items() if who in chat.cast}
        differ = [who for who in {*heard, *(one.who for one in step.expected)} if not _same(step, who, heard)]
        if all([_merged(step, who, heard, await wire.pushes(who)) for who in differ]):
            continue
        if not update:
            raise ChatFailed(_difference(chat, step, heard, wire.name))
        step.after = _rewritten(step, heard)
    if update:
        chat.path.write_text(chat.text(), "utf-8")


async def _act(chat: Chat, action: Line, wire: Wire, told: dict[str, list[str]]) -> Heard:
    place = f"{chat.path}:{action.at}"
    who = action.who
    if action.sign == "@":
        await wire.move(_moment(action.words, wire.now(), place))
        return await wire.heard()
    if action.sign == ">":
        try:
            await wire.say(who, spoken(action.words))
        except NoSuchChoice as error:
            raise ChatFailed(f"{place}: {who} sees no such choice: {error}") from None
        heard = await wire.heard()
        told[who] = heard.get(who, [])
        return heard
    if who not in told:
        raise BadChat(f"{place}: {who} has said nothing that could be repeated")
    await wire.again(who)
    heard = await wire.heard()
    if wire.answers_again:
        again = heard.pop(who, [])
        if again != told[who][: len(again)] or bool(again) != bool(told[who]):
            raise ChatFailed(f"{place}: the repeated message got another answer: {again} after {told[who]}")
    return heard


def _moment(words: str, now: datetime, place: str) -> datetime:
    local = now.astimezone(SHANGHAI)
    try:
        moment = next_moment(words, local)
    except BadClock as error:
        raise BadChat(f"{place}: {words!r} is no time to go to: {error.said}") from None
    return moment if moment - local > timedelta() else local


def _same(step: Step, who: str, heard: Heard) -> bool:
    pairs = zip_longest((line for line in step.expected if line.who == who), heard.get(who, []))
    return all(one is not None and other is not None and fits(one.words, other) for one, other in pairs)


def _merged(step: Step, who: str, heard: Heard, pushes: set[str]) -> bool:
    """The answers in their order and the pushes in theirs, whichever came first on this network."""
    texts = heard.get(who, [])
    answers, pushed = ([one for one in texts if (one in pushes) is kind] for kind in (False, True))
    places = {(0, 0)}  # how many of each the lines so far may have been
    for line in (line for line in step.expected if line.who == who):
        after = {(a + 1, p) for a, p in places if a < len(answers) and fits(line.words, answers[a])}
        places = after | {(a, p + 1) for a, p in places if p < len(pushed) and fits(line.words, pushed[p])}
    return (len(answers), len(pushed)) in places


def _difference(chat: Chat, step: Step, heard: Heard, wire: str) -> str:
    """For the person who reads the failing test: what was said, and for each speaker what differs."""
    assert step.action
    parts = [f"{chat.path}:{step.action.at}: on {wire}, after: {' '.join(step.action.raw)}"]
    parts += ["  (- the chat says, + was heard)"]
    for who in dict.fromkeys([*(line.who for line in step.expected), *heard]):
        listed = [line for line in step.expected if line.who == who]
        for one, other in zip_longest(listed, heard.get(who, [])):
            if one is not None and other is not None and fits(one.words, other):
                parts.append(_marked(" ", "\n".join(one.raw)))
                continue
            if one is not None:
                parts.append(f"{chat.path}:{one.at}:\n" + _marked("-", "\n".join(one.raw)))
            if other is not None:
                parts.append(_marked("+", written(who, other)))
    return "\n".join(parts)


def _marked(mark: str, text: str) -> str:
    return "\n".join(f"  {mark} {line}" for line in text.split("\n"))


def _rewritten(step: Step, heard: Heard) -> list[Line]:
    """Remarks before what was heard stay there, the others come behind; `…` lines that still fit stay."""
    first = next(
        (n for n, line in enumerate(step.after) if line.sign == "<"), 0 if heard else len(step.after)
    )
    before, behind = step.after[:first], [line for line in step.after[first:] if line.sign == "remark"]
    lines = []
    for who, bubbles in heard.items():
        kept = [line for line in step.expected if line.who == who]
        for text in bubbles:
            old = next((line for line in kept if fits(line.words, text)), None)
            lines.append(old or Line(0, "<", written(who, text).split("\n"), who, text))
    return [*before, *lines, *behind]
