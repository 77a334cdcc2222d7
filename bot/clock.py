"""The house's clock. Where the town is invented it can be moved, so that a morning can be seen at once."""

from datetime import UTC, datetime, timedelta

_STILL = timedelta()


class ClockFixed(Exception):
    """Real people live by this clock. Only YIZHAN_ENV=dev and test let it be moved."""


class Clock:
    """Real time plus an offset; whoever moves it keeps the offset in the setting `clock_offset_ms`."""

    def __init__(self, offset: timedelta = _STILL, *, movable: bool = False) -> None:
        if offset and not movable:
            raise ClockFixed
        self._offset = offset
        self._movable = movable

    @property
    def offset(self) -> timedelta:
        return self._offset

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def move(self, delta: timedelta) -> None:
        """Forward, or back with a negative step."""
        if not self._movable:
            raise ClockFixed
        self._offset += delta

    def reset(self) -> None:
        """Back to real time."""
        self._offset = _STILL
