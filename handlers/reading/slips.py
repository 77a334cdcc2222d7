"""Slips of thumb and voice input put right before anything is looked for: 公资 is 工资, 托欠 is 拖欠."""

import re
from pathlib import Path

from handlers.reading.plain import once_a_turn

_LINES = (Path(__file__).with_name("tables") / "slips.txt").read_text("utf-8").splitlines()


def slips() -> tuple[tuple[str, str], ...]:
    """What is meant, and the pattern of what is written."""
    rows = [line.split(" ") for line in _LINES if line.strip() and not line.startswith("#")]
    return tuple((meant, written) for meant, *all_written in rows for written in all_written)


_BY_FIRST: dict[str, list[tuple[re.Pattern[str], str]]] = {}
for _meant, _written in slips():
    _BY_FIRST.setdefault(_written[0], []).append((re.compile(_written), _meant))
_ANY = re.compile(
    "|".join(written for _, written in slips())
)  # without groups: it skips by the first character


@once_a_turn
def mended(folded: str) -> str:
    """The same length as before: what is found in it stands there in the person's own words too."""
    return _ANY.sub(_mend, folded)


def _mend(found: re.Match[str]) -> str:
    for written, meant in _BY_FIRST[found[0][0]]:
        if written.match(found.string, found.start()):
            return meant
    return found[0]
