"""工种: which trade do these words mean? Canonical names, folk names, words that mean several."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Literal

from rapidfuzz import fuzz, process

from storage.lexicon import families
from storage.lexicon.normalise import fold, speech
from storage.lexicon.refusal import refused

Step = Literal["exact", "inside", "fuzzy"]

EXACT, INSIDE = 1.0, 0.9
MODIFIER = 0.6  # 酒吧 in 酒吧保洁: the head noun comes last
VAGUE = 0.5  # 打工, 阿姨, 学徒: counts only when nothing plainer is said
ALMOST = 75.0  # one wrong character in four
ALMOST_SHORT = 66.0  # the middle one of three


_PERSON = "工员师手嫂佬匠长仔"  # a name that ends so is a person and modifies nothing
_DOING = "贴砌抹粉刷铺绑焊挖洗做搬装"  # 贴砖砌墙: two things that are done, neither tells of the other
_COMMON_FROM = 80  # a character in so many names (工, 安, 装) proves nothing alone
_NEAR_LIMIT = 40  # a slip of the pen is looked for in a short answer, not in a letter
_PIECES = re.compile(r"[^\W_]+")
_OPENING = re.compile(r"^(?:我|想|要|会|能|可以|是|做|干|找|招|请|当|去|学|过|个|有|在|来)+")
_CLOSING = re.compile(r"(?:的|了|吗|呢|吧|啊|呀|嘛|活|工作)+$")


@dataclass(frozen=True, slots=True)
class TradeRow:
    trade: str
    industry: str
    names: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()  # names it shares with other trades
    vague: tuple[str, ...] = ()  # names so wide that any plainer name beats them


@dataclass(frozen=True, slots=True)
class Match:
    """One trade found: by which name, in which step, how sure (0 to 1), where in the folded text."""

    trade: str
    name: str
    step: Step
    score: float
    at: int


@dataclass(frozen=True, slots=True)
class _Meaning:
    trades: tuple[str, ...]
    vague: bool = False


@dataclass(frozen=True, slots=True)
class _Hit:
    name: str
    at: int

    @property
    def end(self) -> int:
        return self.at + len(self.name)


class Trades:
    """The trades and every name they go by; immutable, so one can serve all conversations."""

    def __init__(
        self,
        rows: Iterable[TradeRow],
        taught: Iterable[tuple[str, str]] = (),
        lookalikes: Iterable[str] = (),
    ) -> None:
        self._rows = {row.trade: row for row in rows}
        self._lookalikes = tuple(map(fold, lookalikes))
        self._taught = tuple((fold(name), trade) for name, trade in taught)
        self._meanings = _meanings(self._rows.values())
        for name, trade in self._taught:
            self._check_taught(name, trade)
            self._meanings[name] = _Meaning((trade,))
        self._by_char = _by_char(self._meanings)
        self._meanings = {word: _Meaning(()) for word in self._lookalikes} | self._meanings
        self._lengths = _lengths(self._meanings)

    def with_taught(self, taught: Iterable[tuple[str, str]]) -> "Trades":
        """These trades with (folk name, trade) pairs of the staff laid over; the last word wins.

        ValueError for a pair that cannot be taught: say so to whoever teaches, before it is stored.
        """
        return Trades(self._rows.values(), (*self._taught, *taught), self._lookalikes)

    def _check_taught(self, name: str, trade: str) -> None:
        if trade not in self._rows:
            raise ValueError(f"{trade!r} is not a trade of the lexicon")
        if len(name) < 2:
            raise ValueError(f"{name!r} is too short for the name of a trade")
        if name in self._rows and name != trade:
            raise ValueError(f"{name!r} is a trade itself")

    def names(self) -> tuple[str, ...]:
        return tuple(self._rows)

    def industry(self, trade: str) -> str:
        """The industry of a canonical trade; KeyError for any other word."""
        return self._rows[trade].industry

    def find(self, text: str) -> list[Match]:
        """All trades wanted in the text, best first; an ambiguous name gives one match for each meaning."""
        said = speech(text)
        meaning = self._meanings.get(said)
        if meaning is not None:
            return [Match(trade, said, "exact", EXACT, 0) for trade in meaning.trades]
        hits = self._scan(said)
        return self._judge(said, hits) if hits else self._near(said)

    def understand(self, text: str) -> Match | None:
        """The one trade meant; None when there is none, or several with equal right (see choices)."""
        best = _best(self.find(text))
        return best[0] if len(best) == 1 else None

    def choices(self, text: str) -> tuple[str, ...]:
        """The trades to choose from when the text names several with equal right, else nothing."""
        best = _best(self.find(text))
        return tuple(match.trade for match in best) if len(best) > 1 else ()

    def _scan(self, said: str) -> list[_Hit]:
        """Names inside the text in reading order; where two overlap, the longer one wins.

        So a lookalike hides the name in it: nobody means the 点工 in 几点工作.
        """
        hits = [
            _Hit(said[at : at + length], at)
            for at in range(len(said) - 1)
            for length in self._lengths.get(said[at : at + 2], ())
            if _is_word(said, at, at + length) and said[at : at + length] in self._meanings
        ]
        kept: list[_Hit] = []
        taken = bytearray(len(said))
        for hit in sorted(hits, key=lambda hit: (-len(hit.name), hit.at)):
            if not any(taken[hit.at : hit.end]):
                taken[hit.at : hit.end] = b"x" * len(hit.name)
                kept.append(hit)
        return sorted((hit for hit in kept if self._meanings[hit.name].trades), key=lambda hit: hit.at)

    def _judge(self, said: str, hits: list[_Hit]) -> list[Match]:
        no = refused(said, [(hit.at, hit.end) for hit in hits])
        hits = [hit for index, hit in enumerate(hits) if index not in no]
        matches: dict[str, Match] = {}
        for hit, following in zip_longest(hits, hits[1:]):
            meaning, score = self._meanings[hit.name], INSIDE
            if meaning.vague:
                score = VAGUE
            elif following and self._modifies(said, hit, following):
                score = MODIFIER
            for trade in meaning.trades:
                if trade not in matches or matches[trade].score < score:
                    matches[trade] = Match(trade, hit.name, "inside", score, hit.at)
        return sorted(matches.values(), key=lambda match: (-match.score, match.at))

    def _modifies(self, said: str, hit: _Hit, following: _Hit) -> bool:
        touching = said[hit.end : following.at] in ("", "的")
        listed = hit.name[0] in _DOING and following.name[0] in _DOING and following.name[-1] not in _PERSON
        person = hit.name[-1] in _PERSON
        return touching and not person and not listed and not self._meanings[following.name].vague

    def _near(self, said: str) -> list[Match]:
        """Names one character away from a short answer: 抹会工 is 抹灰工."""
        if len(said) > _NEAR_LIMIT:
            return []
        matches: dict[str, Match] = {}
        for piece in _PIECES.finditer(said):
            core = _CLOSING.sub("", _OPENING.sub("", piece[0]))
            for name, score in self._almost(core):
                for trade in self._meanings[name].trades:
                    match = Match(trade, name, "fuzzy", score, said.find(core, piece.start()))
                    if trade not in matches or matches[trade].score < score:
                        matches[trade] = match
        return sorted(matches.values(), key=lambda match: (-match.score, match.at))

    def _almost(self, core: str) -> list[tuple[str, float]]:
        if len(core) < 3:  # one character of two is no evidence: 保险 is not 保洁
            return []
        shared = dict.fromkeys(name for char in core for name in self._by_char.get(char, ()))
        near = [name for name in shared if abs(len(name) - len(core)) <= 1]
        found = process.extract(core, near, scorer=fuzz.ratio, score_cutoff=ALMOST_SHORT, limit=None)
        return [
            (name, round(score / 100 * INSIDE, 3))
            for name, score, _ in found
            if score >= ALMOST or _same_ends(name, core)
        ]


def _same_ends(name: str, core: str) -> bool:
    """架仔工 is 架子工, but 换手机 is not 修手机: only people, and only the middle may differ."""
    return len(name) == len(core) and name[0] == core[0] and name[-1] == core[-1] in _PERSON


def _best(matches: list[Match]) -> list[Match]:
    return [match for match in matches if match.score == matches[0].score]


def _meanings(rows: Iterable[TradeRow]) -> dict[str, _Meaning]:
    """Every folded name. A canonical name always means itself, a trade's own name beats a shared one."""
    rows = list(rows)
    shared: dict[str, tuple[str, ...]] = {}
    for row in rows:
        for name in row.ambiguous:
            shared[fold(name)] = (*shared.get(fold(name), ()), row.trade)
    meanings = {name: _Meaning(trades) for name, trades in shared.items()}
    meanings.update((fold(name), _Meaning((row.trade,), vague=True)) for row in rows for name in row.vague)
    meanings.update((fold(name), _Meaning((row.trade,))) for row in rows for name in row.names)
    meanings.update((fold(row.trade), _Meaning((row.trade,))) for row in rows)
    return meanings


def _lengths(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """First two characters of the names -> how long the names that begin so are."""
    found: dict[str, set[int]] = {}
    for name in names:
        if len(name) > 1:
            found.setdefault(name[:2], set()).add(len(name))
    return {start: tuple(lengths) for start, lengths in found.items()}


def _by_char(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Telling characters -> the names, long enough to be recognised with a slip, that hold them."""
    found: dict[str, list[str]] = {}
    for name in names:
        if len(name) > 2:
            for char in set(name):
                found.setdefault(char, []).append(name)
    return {char: tuple(held) for char, held in found.items() if len(held) < _COMMON_FROM}


def _is_word(said: str, start: int, end: int) -> bool:
    """Inside the text, and if Latin then a word of its own: QC, but not as part of another word."""
    if end > len(said):
        return False
    joins_left = start > 0 and _latin(said[start]) and _latin(said[start - 1])
    return not joins_left and not (end < len(said) and _latin(said[end - 1]) and _latin(said[end]))


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


_laid: list[Trades] = []


def load() -> Trades:
    """The trades as they are read now: the printed ones, with what staff here taught laid over."""
    return _laid[0] if _laid else printed()


def lay_over(taught: Iterable[tuple[str, str]]) -> None:
    """Read with these (folk name, trade) pairs from now on; without any, as printed."""
    pairs = tuple(taught)
    _laid[:] = [printed().with_taught(pairs)] if pairs else []


@cache
def printed() -> Trades:
    """The trades of trades.csv and the words that only look like one, read once."""
    here = Path(__file__)
    with here.with_name("trades.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            TradeRow(
                row["trade"],
                row["industry"],
                *map(families.names, (row["aliases"], row["ambiguous_aliases"], row["vague_aliases"])),
            )
            for row in csv.DictReader(file)
        ]
    lookalikes = here.with_name("lookalikes.txt").read_text("utf-8").split()
    return Trades(rows, lookalikes=families.names("|".join(lookalikes)))
