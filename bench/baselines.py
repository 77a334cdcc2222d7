"""Trades by simple means, on the same labelled sentences: what the reader must beat."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache

from rapidfuzz import fuzz, process

from bench.marks import ORIGINS, Row, rows
from storage.lexicon import trade_table, trades
from storage.lexicon.writing import written

Meant = dict[str, tuple[str, ...]]
Method = Callable[[str], tuple[str, ...]]
_RATIO, _WRATIO = 55, 80  # below these a sentence names no trade; tuned on the examples to the best of each
_RUNS = 3
_MOST = 150  # about so many sentences of each origin


@cache
def meant() -> Meant:
    found = trade_table.meanings(trade_table.rows())
    return {name: meaning.trades for name, meaning in found.items()}


@cache
def _names() -> list[str]:
    return list(meant())


def exact(text: str) -> tuple[str, ...]:
    return meant().get(text, ())


def ratio(text: str) -> tuple[str, ...]:
    found = process.extractOne(text, _names(), scorer=fuzz.ratio, score_cutoff=_RATIO)
    return meant()[found[0]] if found else ()


def wratio(text: str) -> tuple[str, ...]:
    found = process.extractOne(text, _names(), scorer=fuzz.WRatio, score_cutoff=_WRATIO)
    return meant()[found[0]] if found else ()


def substring(text: str) -> tuple[str, ...]:
    inside = [name for name in _names() if name in text and len(name) > 1]
    return meant()[max(inside, key=len)] if inside else ratio(text)


def ours(text: str) -> tuple[str, ...]:
    return tuple(match.trade for match in trades.load().find(text))


METHODS: dict[str, Method] = {
    "exact dict": exact,
    "extractOne(ratio)": ratio,
    "extractOne(WRatio)": wratio,
    "substring, then ratio": substring,
    "Trades.find": ours,
}


def show() -> None:
    """Accuracy and time of each method; who is alone on a core gets the better figures."""
    labelled = {origin: _some(rows(origin, "trades")) for origin in ORIGINS}
    texts = [written(row["text"]).text for some in labelled.values() for row in some]
    print(
        f"\ntrades by simple means{'':<4}" + "".join(f"{origin + ' top 1 / none':>26}" for origin in ORIGINS)
    )
    base = _microseconds(ratio, texts)
    for name, method in METHODS.items():
        cells = "".join(f"{_right(method, some):>26}" for some in labelled.values())
        took = base if method is ratio else _microseconds(method, texts)
        print(f"  {name:<24}{cells}{took:>9.1f} us{base / took:>8.1f}x")


def _some(labelled: list[Row]) -> list[Row]:
    """Of many rows every so manieth: WRatio takes 20 ms a sentence."""
    return labelled[:: max(1, len(labelled) // _MOST)]


def _right(method: Method, labelled: list[Row]) -> str:
    some = [(set(row["expected"]), method(written(str(row["text"])).text)) for row in labelled]
    first = [bool(found) and found[0] in right for right, found in some if right]
    none = [not found for right, found in some if not right]
    return f"{sum(first) / len(first):.1%} / {sum(none) / len(none):.1%}"


def _microseconds(method: Method, texts: list[str]) -> float:
    """Of one sentence, mean of all, the best of some runs: others use the machine too."""
    best = float("inf")
    for _ in range(_RUNS if method is not wratio else 1):
        start = time.process_time()
        for text in texts:
            method(text)
        best = min(best, time.process_time() - start)
    return best / len(texts) * 1e6
