"""Row ids made here, not by the database, so that a row can be sealed under its id before it is written.

63 bits: milliseconds since 2025, then a number of the process, then a counter. Ids of one process only
grow, so "oldest first" is "smallest id first". The clock read here never becomes business time.
"""

import os
import threading
import time

_START_MS = 1_735_689_600_000
_NODE = int.from_bytes(os.urandom(2), "big") & 0x3FF
_lock = threading.Lock()
_last = 0


def new_id() -> int:
    """The next id: larger than every id this process made before, also when the clock steps back."""
    global _last
    with _lock:
        tick = ((time.time_ns() // 1_000_000) - _START_MS) << 22 | _NODE << 12
        _last = tick if tick > _last else _last + 1
        return _last
