"""Is a trade named only to be turned down? 不想做保安 · 除了保安 · 保安不做 (but not 要不要保安)."""

import re

# The first half of 要不要, 会不会, 招不招: a question, not a refusal.
_ASKING = re.compile(r"(.)不(?=\1)")
_NO_BEFORE = re.compile(
    r"(?:不(?:想|要|会|是|用|愿意?|考虑|需要|打算|喜欢)?|(?<![分特个性类级])别|除了|除开)"
    r"(?:再|去|来|当|做|干|进|找|招|搞|给|我|想|要|那些|那种|这种|什么|个|了| )*$"
)
_NO_AFTER = re.compile(
    r"^(?:之外|以外|外|(?:的|活|这些|那些|这种|那种|我|都|就|也| )*"
    r"(?:除外|不(?:想|愿意?)?(?:做|干|要|去|招|会|考虑)了?))(?:$|[都 ,。.!?;、])"
)
_BESIDES = re.compile(r"^(?:之外|以外|外)?[, ]*(?:我)?(?:还|也)")  # 除了保安还会开车: both are meant
_JOINED = re.compile(r"^(?:和|跟|或者?|、|/| )+$")
_NEARBY = 16  # how far from the name a refusal can stand


def refused(text: str, spans: list[tuple[int, int]]) -> set[int]:
    """Indexes of those spans (in reading order) that the folded text turns down."""
    if not any(mark in text for mark in "不别除"):
        return set()
    plain = _ASKING.sub(r"\1\1", text)  # as long as before, so positions stay true
    found: set[int] = set()
    for index, (start, end) in enumerate(spans):
        listed = index - 1 in found and _JOINED.match(plain[spans[index - 1][1] : start])
        if listed or _turned_down(plain[max(0, start - _NEARBY) : start], plain[end : end + _NEARBY]):
            found.add(index)
    return found


def _turned_down(before: str, after: str) -> bool:
    besides = _BESIDES.match(after) is not None
    no = _NO_BEFORE.search(before)
    if no is not None:
        return not (besides and no[0].startswith("除"))
    return _NO_AFTER.match(after) is not None and not besides
