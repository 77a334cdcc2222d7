"""What people hear in the chats, line by line: menus that can be answered, bubbles that can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.test_phrases import CHOICES, EMOJI, LABEL, LINES, SCOLDS, WIDTH, hanzi

STAFF = ("小陈", "王站长", "阿珍")
LONG = "由城东就业驿站保管"
"""The notice before a name or a phone is kept: the law wants all of it told at once (rule P1)."""
THEIR_OWN = ("招普工", "招搬运工", "您别想不开", "您说：")
"""How what people wrote themselves begins; it is given on as it is."""


def bubbles() -> Iterator[tuple[str, str, list[str]]]:
    """File, who hears it, its lines."""
    for file in sorted((Path(__file__).parent / "chats").glob("*.chat")):
        who, heard = "", list[str]()
        for line in [*file.read_text("utf-8").splitlines(), "#"]:
            if heard and line.startswith(("  ", "|")):
                heard.append(line.strip())
                continue
            if heard:
                yield file.name, who, heard
            found = re.match(r"(\S+) < (.*)", line)
            who, heard = (found[1], [found[2]]) if found else ("", [])


def parted(lines: list[str]) -> tuple[list[str], list[str]]:
    """What is said, and the numbered choices under it."""
    first = next((n for n, line in enumerate(lines) if re.match(r"1 \S", line)), len(lines))
    return lines[:first], lines[first:]


def test_choices_can_be_answered() -> None:
    menus = [(name, choices) for name, _, lines in bubbles() if (choices := parted(lines)[1])]
    assert len(menus) > 100
    for name, choices in menus:
        assert [line.split(" ")[0] for line in choices] == [str(n + 1) for n in range(len(choices))], name
        assert len(choices) <= CHOICES, (name, choices)
        assert all(hanzi(line) <= LABEL for line in choices), (name, choices)


def test_bubbles_are_short() -> None:
    """Six lines, whatever names and numbers were put in."""
    long = [
        (name, words)
        for name, who, lines in bubbles()
        if who not in STAFF and len(words := parted(lines)[0]) > LINES and LONG not in "".join(words)
    ]
    assert not long


def test_lines_are_short() -> None:
    wide = {
        line
        for _, who, lines in bubbles()
        if who not in STAFF
        for line in parted(lines)[0]
        if hanzi(line) > WIDTH and not line.startswith(THEIR_OWN)
    }
    assert not wide


def test_nobody_is_scolded() -> None:
    assert not [
        (name, line)
        for name, _, lines in bubbles()
        for line in lines
        if SCOLDS.search(line) or EMOJI.search(line)
    ]
