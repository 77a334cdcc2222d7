"""The questions about pay of a gig post: how much, by what, is it really so, and when it is handed over.

Pay is [fen, unit], the unit None when only the figure was said. Of 8分5 the ledger cannot hold the half fen:
the price of ten is asked, and the third of it is for how many.
"""

from __future__ import annotations

from typing import Any

from handlers.ask import pay_words
from handlers.employer.before import last_gig
from handlers.forms import Here, draft
from handlers.phrases import say
from handlers.reading.choice import yes_no
from handlers.reading.pay.pay import read_pay
from handlers.reading.pay.settle import read_settle
from storage.rules import pay as rules
from storage.rules import posting

MOST_FEN = 10_000_000
TEN = 10
UNITS = ("day", "hour", "piece", "month")
SETTLES = ("day", "week", "month", "end")
_LIKELY = {"day": (2_000, 500_000), "hour": (0, 50_000), "piece": (0, MOST_FEN), "month": (50_000, MOST_FEN)}


async def pay(text: str, here: Here) -> list[Any] | None:
    """The lowest figure counts: a post promises no more than it keeps."""
    found = read_pay(text)
    if not (found and found.stated) and not text.strip().isdigit():
        # 工价20, said of a post that is paid by the hour, is 20 an hour.
        now = await draft.current(here.state, "post")
        unit = (now.filled.get("pay") or [0, None])[1] if now else None
        if unit:
            found = read_pay(say(f"words.per_{unit}", amount=say("words.yuan", n=text))) or found
    fen = found.low_fen if found else None
    if not (found and fen and fen <= MOST_FEN):
        return None
    # 工价20 is an hour's in most mouths, not in all: that is asked.
    return [fen, found.unit if found.stated or found.unit != "hour" else None]


def half_fen(text: str) -> list[Any] | None:
    """8分5一个: their own words, and what ten of it are in fen."""
    found = read_pay(text)
    if found is None or found.unit != "piece" or found.low_fen is not None:
        return None
    ten = found.low * 1_000
    return [found.words, int(ten)] if ten == ten.to_integral_value() else None


async def ask_pay(here: Here, filled: dict[str, Any]) -> str:
    del here
    return say("post.ask_ten", words=filled["half"][0]) if "half" in filled else say("post.ask_pay")


async def for_ten(here: Here, filled: dict[str, Any]) -> list[tuple[str, list[Any]]]:
    del here
    ten = filled["half"][1] if "half" in filled else None
    return [(pay_words(ten, "piece", TEN), [ten, "piece", TEN])] if ten else []


def beyond_reason(filled: dict[str, Any]) -> bool:
    fen, unit = (filled.get("pay") or (0, None))[:2]
    return unit is not None and rules.beyond_reason(fen, unit)


async def ask_sure(here: Here, filled: dict[str, Any]) -> str:
    if "pay" not in filled:
        return await ask_pay(here, filled)
    return say("post.ask_sure", pay=pay_words(*filled["pay"]))


async def sure(text: str, here: Here) -> list[Any] | None:
    """The pay that is meant: as it stands, another, or none yet."""
    now = await draft.current(here.state, "post")
    told = now.filled.get("pay") if now else None
    meant = yes_no(text)
    if meant is not None:
        return told if meant else []
    return await pay(text, here)


async def is_sure(here: Here, filled: dict[str, Any]) -> list[tuple[str, list[Any]]]:
    del here
    told = filled.get("pay")
    if told is None:
        return []
    return [(say("post.sure", pay=pay_words(*told)), told), (say("post.not_sure"), [])]


def settled(filled: dict[str, Any]) -> None:
    """What the answers about pay come to: a kept figure beyond reason is for staff to see as well."""
    if "half" in filled and filled.get("pay"):
        _, ten = filled.pop("half")
        if filled["pay"] == [ten, "piece"]:  # 十个8毛5, in their own words
            filled["pay"] = [ten, "piece", TEN]
    if "sure" not in filled:
        return
    if not filled["sure"]:
        filled.pop("pay", None)
        del filled["sure"]
    elif filled["sure"] != filled.get("pay"):
        filled["pay"] = filled.pop("sure")
    elif (words := pay_words(*filled["pay"])) not in filled.setdefault("doubt", []):
        filled["doubt"].append(words)


async def paid_by(text: str, here: Here) -> str | None:
    """A unit on its own: 一天, 按小时."""
    del here
    found = read_pay(f"100{text}")
    return found.unit if found and found.stated else None


async def units(here: Here, filled: dict[str, Any]) -> list[tuple[str, str]]:
    del here
    fen = filled["pay"][0] if filled.get("pay") else 0
    likely = [unit for unit in UNITS if _LIKELY[unit][0] <= fen <= _LIKELY[unit][1]]
    return [(pay_words(fen, unit), unit) for unit in likely]


def no_unit(filled: dict[str, Any]) -> bool:
    return bool(filled.get("pay")) and filled["pay"][1] is None


async def settle(text: str, here: Here) -> str | None:
    del here
    found = read_settle(text)
    return found.code if found else None


async def settles(here: Here, filled: dict[str, Any]) -> list[tuple[str, str]]:
    """What they used last comes first; what the law does not allow is not offered."""
    last = await last_gig(here)
    paid = (filled.get("pay") or [0, None])[1]
    codes = [code for code in SETTLES if not (paid and posting.bad_settlement(paid, code))]
    codes.sort(key=lambda code: last is None or code != last.settle)
    return [(say(f"words.settle_{code}"), code) for code in codes]
