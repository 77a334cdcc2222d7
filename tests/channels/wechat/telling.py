"""What an exception tells, to see that it tells nothing it should not."""

from __future__ import annotations

import traceback


def told(error: BaseException) -> str:
    """Everything of it that could ever be printed, with what lies behind it."""
    behind = [one for one in (error.__cause__, error.__context__) if one is not None]
    return "".join([repr(error), str(error), *traceback.format_exception(error), *map(told, behind)])
