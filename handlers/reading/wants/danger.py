"""Words of danger (rule W30): recall first, a false alarm costs one call. 累死了 must not fire."""

import re
from dataclasses import dataclass
from typing import Literal, get_args

from handlers.reading.plain import once_a_turn, plain
from handlers.reading.slips import mended
from handlers.reading.wants.wanting import looks_like_post, only_asks_law, says_it_hires
from handlers.reading.weighing import weigh
from handlers.reading.wordings import pattern

Heard = Literal["self_harm", "violence", "locked_in", "child", "injury", "crowd"]
Kind = Heard | Literal["unclear"]
"""`unclear`: no family of words hears it, all its words together weigh like danger."""

_PATTERNS = tuple((kind, pattern("danger", kind)) for kind in get_args(Heard))
_HEAVY = 0.2
"""From where on the weight of all its words makes a sentence one."""
_PAPERS = pattern("danger", "papers")
# Somebody's papers are gone; in a post 押身份证 is a demand, which the rules for posts refuse (rule H7).
_TAKEN = pattern("danger", "taken")
_SEEKS, _YOUNG_THEN = pattern("danger", "seeks"), pattern("danger", "young_then")
# What people say of heat, hunger and bad jokes; made unreadable first, so that the rest still speaks.
_HARMLESS = pattern("danger", "harmless")
_SETTLED, _ACUTE, _PAST = (pattern("danger", kind) for kind in ("settled", "acute", "past"))
_COMPENSATION, _GRADED, _NOW = (pattern("danger", kind) for kind in ("compensation", "graded", "now"))
_HEARSAY, _NEAR = pattern("danger", "hearsay"), pattern("danger", "near")
_PEACEFUL, _ANGRY = pattern("danger", "peaceful"), pattern("danger", "angry")


@dataclass(frozen=True, slots=True)
class Danger:
    kind: Kind
    words: str


@once_a_turn
def danger(text: str, posting: bool = False) -> Danger | None:
    """`posting`: it is said while a post is being written."""
    heard = plain(text)
    body = _HARMLESS.sub(_hide, mended(heard.text))
    if _HEARSAY.search(body) and not _NEAR.search(body):
        return None
    for kind, words in _PATTERNS:
        found = words.search(body if kind != "child" else _YOUNG_THEN.sub(_hide, _SEEKS.sub(_hide, body)))
        if found is None and kind == "locked_in":
            found = _papers(body, text, posting)
        if found and not _is_harmless(kind, body):
            return Danger(kind, heard.quote(found))
    told = weigh(text)["danger"]
    if told.score > _HEAVY and not posting and not (says_it_hires(text) or only_asks_law(text)):
        return Danger("unclear", " ".join(told.words))
    return None


def _is_harmless(kind: Heard, body: str) -> bool:
    if kind == "crowd":
        return bool(_PEACEFUL.search(body)) and not _ANGRY.search(body)
    return kind == "injury" and _is_settled(body)


def _is_settled(body: str) -> bool:
    """A question about insurance while nothing happens now; of what is long over, any about compensation."""
    if _GRADED.search(body) and not _NOW.search(body):
        return True
    if _PAST.search(body):
        return not _NOW.search(body) or bool(_SETTLED.search(body) or _COMPENSATION.search(body))
    return bool(_SETTLED.search(body)) and not _ACUTE.search(body)


def _hide(found: re.Match[str]) -> str:
    return "\0" * len(found[0])


def _papers(body: str, text: str, posting: bool) -> re.Match[str] | None:
    """Papers taken away, unless it is an employer's demand."""
    found = _PAPERS.search(body)
    if found and (posting or looks_like_post(text)) and not _TAKEN.search(body):
        return None
    return found
