"""What reading costs: time of a sentence read completely, growth with length, hostile texts, memory."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from datetime import datetime

from bench.marks import KINDS, NOON, ORIGINS, rows
from handlers.reading.understanding import understand

_WHEN = datetime.fromisoformat(NOON)
_POST = "招贴瓷砖师傅3人，一天三百二，明早七点到江南市场，包吃住，日结，电话13800138000。以前做过保洁的也要 "
HOSTILE = {
    "nothing": "",
    "NUL": "\0" * 100_000,
    "lone surrogates": "\ud800" * 100_000,
    "zero width": "焊\u200b\u200d\ufeff" * 30_000,
    "pictures": "🧱🔧👷🏻‍♀️" * 20_000,
    "punctuation": "，。！？、；：" * 15_000,
    "one character": "工" * 100_000,
    "one letter": "a" * 100_000,
    "pinyin without end": "zhuangxiegong" * 8_000,
    "digits": "8" * 100_000,
    "only refusals": "不要不做不会别" * 15_000,
    "set apart": "招 小 工 " * 20_000,
    "mixed scripts": "焊工welderسحامﾊﾝﾀﾞ" * 8_000,
}


def show() -> None:
    texts = [row["text"] for kind in KINDS for origin in ORIGINS for row in rows(origin, kind)]
    understand("招小工", _WHEN)
    took = sorted(_milliseconds(text) for text in texts)
    print(f"\nread completely: {len(texts)} sentences, median {statistics.median(took):.2f} ms", end="")
    print(f", p99 {took[int(len(took) * 0.99)]:.2f} ms, longest {took[-1]:.2f} ms")
    for length in (1_000, 10_000, 100_000):
        print(f"  {length:>7} characters {_milliseconds((_POST * 2_500)[:length]):>9.1f} ms")
    for name, text in HOSTILE.items():
        print(f"  {name:<24}{_milliseconds(text):>9.1f} ms")
    bare, reader = _peak("import datetime"), _peak(_READ)
    print(f"peak memory: {reader:.1f} MB with the reader, {bare:.1f} MB without: {reader - bare:.1f} MB")


def _milliseconds(text: str) -> float:
    start = time.process_time()
    understand(text, _WHEN)
    return (time.process_time() - start) * 1e3


_READ = f"""
from datetime import datetime
from handlers.reading.understanding import understand
for text in ("招贴瓷砖师傅3人 一天三百二 明早七点 江南市场", "又车司机 打luosi", "老板欠我工资八千"):
    understand(text, datetime.fromisoformat({NOON!r}), "441402")
"""


# Linux counts in ru_maxrss what the parent had before the program was loaded.
_TELL = """
import resource, sys
if sys.platform == "linux":
    print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def _peak(program: str) -> float:
    """Megabytes at the most, of a fresh process that does this."""
    done = subprocess.run([sys.executable, "-c", program + _TELL], capture_output=True, text=True, check=True)
    return int(done.stdout) / (1024 * 1024 if sys.platform == "darwin" else 1024)
