"""What is found in a post: why, in which words of theirs, and what follows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["block", "review"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Words that may not stand ("block") or that staff should see ("review").

    `instead` may be said in their place, "" when they simply go. `never`: nothing of such a post can be made
    lawful. `fault` is False where the law allows what is said for a reason (rule H8): staff look at it.
    """

    ground: str
    words: str
    verdict: Verdict
    start: int
    end: int
    instead: str = ""
    never: bool = False
    fault: bool = True


@dataclass(frozen=True, slots=True)
class Hit:
    """A finding in the folded text, before it is brought back to the person's own words."""

    ground: str
    start: int
    end: int
    verdict: Verdict = "block"
    instead: str = ""
    never: bool = False
    fault: bool = True


def apart(found: Iterable[Finding], firm: Iterable[Finding] = ()) -> list[Finding]:
    """In reading order; of two that overlap one of the firm, the graver, the earlier, the longer one."""
    kept = list(firm)
    for one in sorted(found, key=lambda one: (one.verdict, one.start, -one.end)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)
