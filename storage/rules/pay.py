"""What pay may be within reason: a figure outside of it is a slip more often than a wage, and asked back."""

from __future__ import annotations

_YUAN = 100
_REASON = {
    "hour": (8 * _YUAN, 300 * _YUAN),
    "day": (30 * _YUAN, 2_500 * _YUAN),
    "month": (800 * _YUAN, 50_000 * _YUAN),
    "piece": (1, 10_000 * _YUAN),
}
"""From half a pupil's hour to the day of an excavator with its driver; a piece may be a whole job."""


def beyond_reason(fen: int, unit: str) -> bool:
    """18元一个月, 5000元一天, 2元一天."""
    least, most = _REASON[unit]
    return not least <= fen <= most
