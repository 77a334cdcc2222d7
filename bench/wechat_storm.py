"""A storm of callbacks over an Official Account in safe mode, on the real server: `make storm`.

`python -m bot serve` on a fresh ledger, then a bare aiohttp echo as the limit and the echoes of WeRoBot and
wechatpy without storage meet the same people at the same moments (bench/wechat_plan.py). A latency counts
from the moment a message is due, whatever the load or the server does meanwhile. Afterwards every answer is
opened, compared with its repeats and with the ledger. It judges nothing; read the ratios of one run.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import os
import sqlite3
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bench import load
from bench.wechat_plan import Delivery, Said, Tap, first_taps, introductions, plan
from bench.wechat_servers import CORES, OURS, PEERS, Server, pin, serving, there
from bench.wechat_wire import (
    APP,
    GIVES_UP,
    KEY,
    SUCCESS,
    TOKEN,
    US,
    Got,
    at_their_moments,
    in_turn,
    opened,
    openid,
    request,
    taps,
)
from bot.mishaps import apology

IN_TIME = 1.0
NOTHING = f"no answer within {GIVES_UP:.0f} s"
SETTLES = 60.0
SETTINGS = {
    "YIZHAN_WECHAT_APP_ID": APP,
    "YIZHAN_WECHAT_TOKEN": TOKEN,
    "YIZHAN_WECHAT_AES_KEY": KEY,
    "YIZHAN_WECHAT_ORIGINAL_ID": US,
}
"""No secret: passive replies only."""


@dataclass(frozen=True)
class Wish:
    seconds: float
    rate: float
    people: int


@dataclass(frozen=True)
class Storm:
    """What one server made of it."""

    plan: list[Delivery]
    got: list[Got]
    cpu: float
    wrong: Counter[str]
    """What was lost, doubled or late, by its name; empty when nothing was."""

    @property
    def messages(self) -> int:
        return len({one.said.number for one in self.plan})

    @property
    def cpu_ms(self) -> float:
        """For each delivery that was answered: a repeat costs too."""
        return 1000 * self.cpu / max(1, sum(got.well for got in self.got))


def drive(name: str, wish: Wish, lines: Sequence[Tap]) -> tuple[Storm, Sequence[Tap]]:
    """Everybody introduces themselves, then the storm. `lines` are for peers: ours offers its own."""
    with serving(name, SETTINGS) as server:
        before = introduce(server, introductions(wish.people))
        if name == OURS:
            lines = sorted(lines_of(before))
            before += introduce(server, first_taps(wish.people, lines))
            lines = sorted(lines_of(before))
        planned = plan(wish.seconds, wish.rate, wish.people, lines)
        now = int(time.time())
        sendings = [(one.due, request(one.said, now)) for one in planned]
        gc.freeze()  # what was prepared lives to the end: nobody needs to look through it
        cpu = load.cpu_seconds(server.process.pid)
        got = asyncio.run(at_their_moments(server.port, sendings))
        cpu = load.cpu_seconds(server.process.pid) - cpu
        gc.unfreeze()
        if name == OURS:
            wrong = compare(planned, got) + look_into(server, planned, len(before))
        else:
            wrong = Counter(f"status {one.status}" if one.status else NOTHING for one in got if not one.well)
        return Storm(planned, got, cpu, wrong), lines


def introduce(server: Server, said: Sequence[Said]) -> list[Got]:
    """Before the clock starts: nobody is new, and everything is warm."""
    now = int(time.time())
    got = asyncio.run(in_turn(server.port, [request(one, now) for one in said]))
    if not all(one.well for one in got):
        raise SystemExit(f"it does not answer: {Counter(one.status for one in got)}")
    return got


def lines_of(got: Sequence[Got]) -> set[Tap]:
    """What our answers offer to tap."""
    return {tap for one in got for tap in taps(opened(one.body)["Content"])}


def compare(planned: Sequence[Delivery], got: Sequence[Got]) -> Counter[str]:
    """Every answer opened, and laid beside those to the same MsgId."""
    found: Counter[str] = Counter()
    told: defaultdict[int, set[str]] = defaultdict(set)
    sorry = apology("").text.splitlines()[0]
    for one, answer in zip(planned, got, strict=True):
        if not answer.well:
            found[f"lost: status {answer.status}" if answer.status else f"lost: {NOTHING}"] += 1
        elif answer.body == SUCCESS:
            found["late: acknowledged, its words wait for the next contact"] += 1
        else:
            fields = opened(answer.body)
            told[one.said.number].add(fields["Content"])
            found["lost: an apology"] += fields["Content"].startswith(sorry)
            found["lost: to somebody else"] += fields["ToUserName"] != openid(one.said.who)
    found["doubled: a repeat was told something else"] = sum(len(one) > 1 for one in told.values())
    return +found


def look_into(server: Server, planned: Sequence[Delivery], before: int) -> Counter[str]:
    """The ledger, behind the server's end: one row and one Turn for each message, all done."""
    wanted = {str(one.said.number) for one in planned}
    turns = settled(server, len(wanted) + before)
    server.end()
    rows: Counter[str] = Counter()
    open_ = 0
    with contextlib.closing(sqlite3.connect(server.folder / "yizhan.db")) as ledger:
        for message, status in ledger.execute("SELECT message_id, status FROM inbox WHERE channel='wechat'"):
            rows[message] += 1
            open_ += status != "done"
    done = turns.get("done", 0) - before
    return +Counter(
        {
            "lost: no row": len(wanted - rows.keys()),
            "lost: a row that is not done": open_,
            "lost: no Turn": len(wanted) - done,
            "doubled: a second row": rows.total() - len(rows),
            "doubled: a second Turn": done - len(wanted),
        }
    )


def settled(server: Server, turns: int) -> dict[str, int]:
    """The Turns once all have ended, also those that nobody waits for any more."""
    until = time.monotonic() + SETTLES
    while (found := server.turns()).get("done", 0) < turns and time.monotonic() < until:
        time.sleep(0.2)
    return found


def at(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(int(len(values) * share), len(values) - 1)] * 1000


def show(found: dict[str, Storm]) -> None:
    print(f"\n{'server':12} {'p50 ms':>8} {'p99 ms':>8} {'max ms':>8} {'CPU ms/msg':>11} {'to limit':>9}")
    for name, storm in found.items():
        took = [got.took for got in storm.got]
        ratio = storm.cpu_ms / found["limit"].cpu_ms
        print(
            f"{name:12} {at(took, 0.5):8.1f} {at(took, 0.99):8.1f} {at(took, 1):8.1f}"
            f" {storm.cpu_ms:11.3f} {ratio:9.2f}"
        )
        for wrong, count in storm.wrong.items() if name != OURS else ():
            print(f"{'':12} {count} × {wrong}")
    for peer in PEERS:
        if peer in found:
            print(f"CPU of ours to {peer:12} {found[OURS].cpu_ms / found[peer].cpu_ms:6.2f}")
        else:
            print(f"{peer} is not there: {PEERS[peer]} is not installed (make setup-dev)")


def show_ours(storm: Storm) -> None:
    """What was sent, how it was answered, and what was lost or doubled."""
    again, messages = sum(one.again for one in storm.plan), storm.messages
    stormy = [got.took for one, got in zip(storm.plan, storm.got, strict=True) if one.storm]
    slow = sum(got.took > IN_TIME for got in storm.got)
    print(f"\n{OURS}: {messages} messages, {len(stormy)} deliveries of them in storms, {again} came again")
    print(f"p99 in storms {at(stormy, 0.99):.1f} ms; answered later than {IN_TIME:.0f} s: {slow}")
    for fate in ("lost", "doubled", "late"):
        reasons = {name: count for name, count in storm.wrong.items() if name.startswith(fate)}
        print(f"{fate:8} {sum(reasons.values())}")
        for name, count in reasons.items():
            print(f"         {count} × {name.partition(': ')[2]}")
    late = at([got.late for got in storm.got], 0.99)
    if at([got.took for got in storm.got], 0.99) > IN_TIME * 1000:
        print("This machine could not keep up: p99 is above 1 s.")
    if late > 50:
        print(f"The load itself was late (p99 {late:.0f} ms): it had too little of this machine.")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument(
        "--rate", type=float, default=200, help="messages a second; repeats come beside them"
    )
    options.add_argument("--people", type=int, default=5000)
    chosen = options.parse_args()
    wish = Wish(chosen.seconds, chosen.rate, chosen.people)
    cores, busy = os.cpu_count(), os.getloadavg()[0]
    print(f"{wish.rate:.0f} messages a second for {wish.seconds:.0f} s from {wish.people} people")
    print(f"{cores} cores, load {busy:.1f} before the start" + (", a busy machine" if busy > 0.5 else ""))
    pin(os.getpid(), CORES[-1:])
    found: dict[str, Storm] = {}
    lines: Sequence[Tap] = ()
    for name in filter(there, (OURS, *PEERS)):
        found[name], lines = drive(name, wish, lines)
        print(".", end="", flush=True, file=sys.stderr)
    print(file=sys.stderr)
    show(found)
    show_ours(found[OURS])


if __name__ == "__main__":
    main()
