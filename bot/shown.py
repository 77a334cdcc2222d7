"""The choices a person has been shown, found again by what they say on them: for taps written in a chat."""

from __future__ import annotations

from collections.abc import Iterable


class Shown:
    """`[点 回复]` means the newest choice of that label, `[点 回复#2]` the one before it that does other.

    An old choice can still be tapped, as on a phone.
    """

    def __init__(self) -> None:
        self._data: dict[str, list[str]] = {}

    def add(self, choices: Iterable[tuple[str, str]]) -> None:
        """Label and data of each choice of a message that was just heard."""
        for label, data in choices:
            known = self._data.setdefault(label, [])
            if data in known:
                known.remove(data)
            known.insert(0, data)

    def data(self, name: str) -> str | None:
        """What the choice does; None when nobody showed it."""
        if name in self._data:
            return self._data[name][0]
        label, _, place = name.rpartition("#")
        known = self._data.get(label, [])
        return known[int(place) - 1] if place.isdecimal() and 0 < int(place) <= len(known) else None

    def name(self, data: str) -> str | None:
        """How a chat calls the choice that does this."""
        for label, known in self._data.items():
            if data in known:
                place = known.index(data) + 1
                return label if place == 1 else f"{label}#{place}"
        return None
