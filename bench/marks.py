"""Marks for what was read in labelled sentences (tests/reading/labelled): right, missed, invented."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from handlers.reading.as_json import as_json
from handlers.reading.plain import plain
from handlers.reading.understanding import understand
from storage.lexicon import areas

LABELLED = Path(__file__).parents[1] / "tests/reading/labelled"
ORIGINS = ("examples", "street", "aside")
"""Given ones; ours, which the reader may be tuned on; ours, which nobody may look at who writes rules."""
KINDS = ("trades", "posts", "moderation", "complaints", "intents")
NOON = "2026-03-12T12:00:00+08:00"

Row = dict[str, Any]
Read = Callable[[Row], Row]


@dataclass
class Sheet:
    """The marks of one kind: of so many, so many right; and the wrong ones in words."""

    right: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    wrong: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    taken: Counter[str] = field(default_factory=Counter)
    """What was taken for what, where the answer is one of a few labels."""

    def mark(self, name: str, ok: bool, told: str = "") -> None:
        self.total[name] += 1
        self.right[name] += ok
        if not ok:
            self.wrong[name].append(told)

    def share(self, name: str) -> float:
        return self.right[name] / self.total[name] if self.total[name] else 1.0

    def macro(self, start: str) -> float:
        names = [name for name in self.total if name.startswith(start)]
        return sum(map(self.share, names)) / len(names) if names else 1.0


def rows(origin: str, kind: str) -> list[Row]:
    """Of `kind`.jsonl and of what was added beside it: trades.jsonl, trades-building.jsonl."""
    return [row for path in sorted((LABELLED / origin).glob(f"{kind}*.jsonl")) for row in rows_in(path)]


def rows_in(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@cache
def area_code(region: str | None) -> str | None:
    found = areas.load().find(region) if region else []
    return found[0].code if found else None


def read(row: Row) -> Row:
    now = datetime.fromisoformat(row.get("now") or NOON)
    return as_json(understand(row["text"], now, area_code(row.get("region"))))


def marked(kind: str, sheet: Sheet, labelled: list[Row], read: Read = read) -> Sheet:
    mark = {"trades": _trades, "posts": _post, "moderation": _moderation, "complaints": _complaint,
            "intents": _intent}[kind]  # fmt: skip
    for row in labelled:
        mark(sheet, row, read(row))
    return sheet


def _trades(sheet: Sheet, row: Row, told: Row) -> None:
    found, wanted = [*told["trades"], *told["trade_choices"]], row["expected"]
    line = (
        f"{row['id']} {row['text']} | wanted {' '.join(wanted) or 'none'} | read {' '.join(found) or 'none'}"
    )
    if not wanted:
        sheet.mark("no trade", not found, line)
        return
    sheet.mark("top 1", bool(found) and found[0] in wanted, line)
    sheet.mark("top 3", bool(set(found[:3]) & set(wanted)), line)
    if "all" in row:
        sheet.mark("all of several", set(row["all"]) <= set(told["trades"]), line)


FIELDS = ("trade", "headcount", "place_text", "division", "start", "end", "hours", "shift", "pay", "pay_unit",
          "settle", "phone")  # fmt: skip
MORE = ("headcount_max", "meals", "lodging", "transport")
"""Fields that only our own rows label."""


def _post(sheet: Sheet, row: Row, told: Row) -> None:
    gig, wanted = told["gig"], row["expected"]
    for name, ours, right in _fields(gig, wanted, own="trade_any" not in wanted or row["id"] >= "P6"):
        said = bool(right)
        where = f"{row['text']} [{row['now'][:16]} {row['region']}]"
        line = f"{row['id']} {name}: wanted {right or None}, read {ours} | {where}"
        if ours is None and None in (wanted.get(f"{name}_any") or ()):
            said, right = False, []  # one head may go without saying
        sheet.mark(f"field {name}", ours in (right or [None]), line)
        if said:
            sheet.mark(f"said {name}", ours in right, line)
        else:
            sheet.mark("nothing invented", ours is None, line)
    if "gigs" in wanted:
        ours = [_each(one) for one in told["gigs"]]
        line = f"{row['id']} gigs: wanted {wanted['gigs']}, read {ours} | {row['text']}"
        sheet.mark("gigs", _same_gigs(told["gigs"], wanted["gigs"]), line)


def _each(gig: Row) -> Row:
    return {name: gig.get(name) for name in ("trade", "headcount", "pay_amount", "pay_max", "pay_unit")}


def _same_gigs(told: list[Row], wanted: list[Row]) -> bool:
    return len(told) == len(wanted) and all(
        all(ours.get(name) == value for name, value in one.items())
        for ours, one in zip(told, wanted, strict=True)
    )


def _fields(gig: Row, wanted: Row, *, own: bool) -> Iterator[tuple[str, Any, list[Any]]]:
    """Name, what was read, all that is right; an empty list when nothing was said."""
    for name in (*FIELDS, *(MORE if own else ())):
        ours = gig.get(name)
        if name == "pay":
            ours = (gig["pay_amount"], gig["pay_max"] or gig["pay_amount"]) if gig["pay_amount"] else None
            right: list[Any] = [(one["min"], one["max"]) for one in wanted.get("pay_any", [])]
            if wanted.get("pay_amount") is not None:
                right.append((wanted["pay_amount"], wanted.get("pay_max") or wanted["pay_amount"]))
        elif name == "place_text":
            ours = _folded(ours) if ours else None
            told = [wanted.get(name), *wanted.get("place_any", [])]
            right = [_folded(words) for words in told if words]
        else:
            listed = wanted.get(f"{name}_any") or []
            right = [one for one in (wanted.get(name), *listed) if one is not None]
        if name in ("meals", "lodging", "transport"):
            ours = ours or None
        yield name, ours, right


def _folded(words: str) -> str:
    return "".join(plain(words).text.split())


def _moderation(sheet: Sheet, row: Row, told: Row) -> None:
    label = told["moderation"]["label"]
    reasons = [(one["ground"], one["quote"]) for one in told["moderation"]["reasons"]]
    right = f"{row['expected']} {row.get('ground', '')}"
    line = f"{row['id']} {row['text']} | wanted {right}, read {label} {reasons}"
    ok = label in (row["expected"], *row.get("also_accept", []))
    sheet.mark(f"label {row['expected']}", ok, line)
    sheet.taken[f"{row['expected']} for {label}"] += not ok


def _complaint(sheet: Sheet, row: Row, told: Row) -> None:
    ours, wanted = told["complaint"], row["expected"]
    is_one, found = wanted["is_wage_complaint"], ours["is_wage_complaint"]
    line = f"{row['id']} {row['text']} | level {row.get('level')}, read {found} {ours['level']}"
    if is_one:
        sheet.mark("recall", found, line)
    if found:
        sheet.mark("precision", is_one, line)
    if row.get("level") == "P0":
        sheet.mark("P0 recall", ours["level"] == "P0", line)
    if ours["level"] == "P0" and "level" in row:
        sheet.mark("P0 precision", row["level"] == "P0", line)
    sheet.mark("urgent", ours["urgent"] == row.get("urgent", wanted.get("urgent")), line)
    if is_one:
        for name in ("employer", "project", "amount", "amount_max", "people", "period", "region", "phone"):
            got, right = ours[name], wanted.get(name)
            if isinstance(got, str) and isinstance(right, str):
                got, right = _folded(got), _folded(right)
            told_line = f"{row['id']} {name}: wanted {right}, read {got} | {row['text']}"
            sheet.mark(f"field {name}", got == right, told_line)
            if right is not None:
                sheet.mark(f"said {name}", got == right, told_line)
            else:
                sheet.mark("nothing invented", got is None, told_line)


def _intent(sheet: Sheet, row: Row, told: Row) -> None:
    right = (row["intent"], *row.get("also", []))
    line = f"{row['id']} {row['text']} | wanted {'/'.join(right)}, read {told['intent']}"
    sheet.mark("intent", told["intent"] in right, line)
    sheet.mark(f"of {row['intent']}", told["intent"] in right, line)
