"""工种: which trade do these words mean? Canonical names, folk names, words that mean several."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from storage.lexicon import gate, trade_table
from storage.lexicon.contexts import pointed_to
from storage.lexicon.far_off import done_to_what_was_named
from storage.lexicon.name_index import Hit, NameIndex, Step, longest
from storage.lexicon.settings import is_setting
from storage.lexicon.slips import Slips
from storage.lexicon.trade_table import Meaning, TradeRow
from storage.lexicon.wanted import MODIFIER, VAGUE, weighed
from storage.lexicon.writing import folded, written

__all__ = ["EXACT", "MODIFIER", "VAGUE", "Match", "Step", "TradeRow", "Trades", "lay_over", "load", "printed"]


EXACT = 1.0
_ENDINGS = " \n。.．!?,;:、…"
# Nothing of this is a slip of a name.
_TALK = frozenset(
    "我你您他她俺的了吗呢吧啊呀嘛哦想找做会能可以要请招有没在是来去还也都就那个这种名位人活工作年天月多少钱"
    "一二两三四五六七八九十0123456789 ,。.!?、:;\n"
)
_ENDS = "师工员的厂店公佬"  # begin another word behind a name: 扎铁师傅, 服装公司
_WIDE = ("司机",)
_FAR = 0.55  # how close a doing is whose verb stands far from its thing: offered, never taken
_OFFERED = 3


@dataclass(frozen=True, slots=True)
class Match:
    """One trade found: by which name, in which step, how sure (0 to 1), where in the folded text."""

    trade: str
    name: str
    step: Step
    score: float
    at: int


class Trades:
    """The trades and every name they go by; immutable, so one can serve all conversations."""

    def __init__(self, rows: Iterable[TradeRow], lookalikes: Iterable[str] = ()) -> None:
        rows = list(rows)  # not kept: their names and doings are in the tables from here on
        self._industries = {row.trade: row.industry for row in rows}
        self._meanings = trade_table.meanings(rows, lookalikes)
        self._look_up()

    def _look_up(self) -> None:
        self._index = NameIndex(self._meanings)
        self._found = lru_cache(maxsize=8)(self._find)  # several readers ask about the same sentence

    def with_taught(self, taught: Iterable[tuple[str, str]]) -> Trades:
        """These trades with (folk name, trade) pairs of the staff laid over; the last word wins.

        ValueError for a pair that cannot be taught: say so to whoever teaches, before it is stored.
        """
        laid = Trades(())
        laid._industries = self._industries
        laid._meanings = self._meanings.copy()
        for name, trade in taught:
            self._check_taught(folded(name), trade)
            laid._meanings[folded(name)] = Meaning((trade,))
        laid._look_up()
        return laid

    def _check_taught(self, name: str, trade: str) -> None:
        if trade not in self._industries:
            raise ValueError(f"{trade!r} is not a trade of the lexicon")
        if len(name) < 2:
            raise ValueError(f"{name!r} is too short for the name of a trade")
        if name in self._industries and name != trade:
            raise ValueError(f"{name!r} is a trade itself")

    def names(self) -> tuple[str, ...]:
        return tuple(self._industries)

    def industry(self, trade: str) -> str:
        """The industry of a canonical trade; KeyError for any other word."""
        return self._industries[trade]

    def find(self, text: str) -> list[Match]:
        """All trades wanted in the text, best first; an ambiguous name gives one match for each meaning."""
        return list(self._found(text))

    def understand(self, text: str) -> Match | None:
        """The one trade meant; None when there is none, or several with equal right (see choices)."""
        best = _best(self.find(text))
        return best[0] if len(best) == 1 else None

    def choices(self, text: str) -> tuple[str, ...]:
        """The trades to choose from when the text names several with equal right, else nothing."""
        best = _best(self.find(text))
        return tuple(match.trade for match in best) if len(best) > 1 else ()

    @cached_property
    def _slips(self) -> Slips:
        return Slips(self._meanings, self._index)

    def _find(self, text: str) -> tuple[Match, ...]:
        said = written(text).text
        whole = said.rstrip(_ENDINGS).lstrip()
        if meaning := self._meanings.get(whole):
            return tuple(Match(trade, whole, "exact", EXACT, said.find(whole)) for trade in meaning.trades)
        hits = [hit for hit in self._hits(said) if not gate.no_trade(said, hit)]
        if all(map(self._is_vague, hits)) and gate.may_be_work(said):
            hits = self._far(said) or hits
        if not hits or gate.closed(said, hits) or gate.idle(said, hits, self._is_vague):
            return ()
        return tuple(self._matches(said, hits))

    def _hits(self, said: str) -> list[Hit]:
        """Names as written, and where they leave something unexplained, what may be meant by it."""
        exact = self._index.all_in(said)
        if far := [Hit(*found) for found in done_to_what_was_named(said, self._meanings)]:
            exact = longest([*exact, *far])
        known = {place for hit in exact for place in range(hit.at, hit.end)}
        hits = [hit for hit in exact if self._meanings[hit.name].trades]
        if hits and _TALK.issuperset(char for place, char in enumerate(said) if place not in known):
            return hits  # all is explained
        hits = self._covering(said, hits, self._slips.by_ear(said, known))
        if all(self._is_wide(hit) or hit.step == "sound" for hit in hits):
            hits = self._covering(said, hits, self._slips.by_eye(said, known))
        return hits or ([] if exact else self._slips.by_letters(said))

    def _far(self, said: str) -> list[Hit]:
        """What is done to which things, with words between: the trades that most of it speaks for."""
        known = {place for hit in self._index.all_in(said) for place in range(hit.at, hit.end)}
        spoken: dict[str, dict[str, Hit]] = {}
        for name, at, end in self._meanings.doings.far_in(said, known):
            for trade in self._meanings[name].trades:
                spoken.setdefault(trade, {})[name] = Hit(name, at, end, _FAR)
        best = max(map(len, spoken.values()), default=0)
        found = [hit for named in spoken.values() if len(named) == best for hit in named.values()]
        return list(dict.fromkeys(found)) if sum(len(n) == best for n in spoken.values()) <= _OFFERED else []

    def _covering(self, said: str, hits: list[Hit], slips: list[Hit]) -> list[Hit]:
        """A slip stands beside the names, or for more than the name within it: 塔钓司机 for 司机."""
        kept = []
        for slip in slips:
            over = [hit for hit in hits if hit.at < slip.end and slip.at < hit.end]
            if all(self._yields(said, hit, slip) for hit in over):
                hits = [hit for hit in hits if hit not in over]
                kept.append(slip)
        return sorted([*hits, *kept], key=lambda hit: hit.at)

    def _yields(self, said: str, hit: Hit, slip: Hit) -> bool:
        """做电工 is no slip of 做点工, nor 扎铁师傅 of 扎铁丝: a name gives way to much more of a name."""
        inside = slip.at <= hit.at and hit.end <= slip.end
        ends = said[hit.end : slip.end]
        much = hit.name in slip.name and (len(ends) != 1 or ends not in _ENDS)
        return inside and (much or self._is_wide(hit) or hit.step != "inside")

    def _is_wide(self, hit: Hit) -> bool:
        """又车司机: what stands before a wide name may be misspelt."""
        meaning = self._meanings[hit.name]
        return meaning.vague or meaning.trades == _WIDE

    def _is_vague(self, hit: Hit) -> bool:
        return self._meanings[hit.name].vague or is_setting(hit.name)

    def _matches(self, said: str, hits: list[Hit]) -> list[Match]:
        matches: dict[str, Match] = {}
        names: dict[str, set[str]] = {}
        for hit, score in weighed(said, hits, self._meanings):
            for trade in self._meant(said, hit):
                names.setdefault(trade, set()).add(hit.name)
                if trade not in matches or matches[trade].score < score:
                    matches[trade] = Match(trade, hit.name, hit.step, score, hit.at)
        return sorted(matches.values(), key=lambda match: (-match.score, -len(names[match.trade]), match.at))

    def _meant(self, said: str, hit: Hit) -> tuple[str, ...]:
        meant = self._meanings[hit.name].trades
        pointed = pointed_to(said, hit, meant)
        return (pointed,) if pointed in self._industries else meant


def _best(matches: list[Match]) -> list[Match]:
    return [match for match in matches if match.score == matches[0].score]


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
    return Trades(trade_table.rows(), lookalikes=trade_table.lookalikes())
