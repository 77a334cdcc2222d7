"""Named points at which a test ends this very process, as a power cut would.

`YIZHAN_TEST_FAULT=sender.after_send` ends it there the first time, `sender.after_send:3` the third time.
"""

import os
import signal


def _armed(wish: str) -> tuple[str, int]:
    name, _, times = wish.partition(":")
    return name, int(times or 1)


_name, _left = _armed(os.environ.get("YIZHAN_TEST_FAULT", ""))


def point(name: str) -> None:
    """Here the process may end. Costs one comparison when no test asked for it."""
    global _left
    if name != _name:
        return
    _left -= 1
    if _left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
