"""The unified social credit code of a company or shop (rule I1, GB 32100): 18 characters with a check."""

from __future__ import annotations

import re

from storage.lexicon.normalise import fold

_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_CODE = re.compile(r"(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])")


def find(text: str) -> str | None:
    """A valid code in the text, however it is typed; None when there is none."""
    plain = re.sub(r"[\s\-]", "", fold(text)).upper()
    return next((found[0] for found in _CODE.finditer(plain) if valid(found[0])), None)


def valid(code: str) -> bool:
    """Whether the last character fits the others. A valid code need not belong to anybody: staff look."""
    if len(code) != 18 or any(char not in _LETTERS for char in code):
        return False
    total = sum(_LETTERS.index(char) * weight for char, weight in zip(code, _WEIGHTS, strict=False))
    return _LETTERS[(31 - total % 31) % 31] == code[-1]
