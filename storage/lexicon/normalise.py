"""Text made fit for storing (`clean`) and for matching (`fold`, `speech`), and pinyin initials of a name."""

import os
import re
import unicodedata

CAP = 2_000  # characters looked at when matching; the original is stored whole

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# A phone types a boxed digit as digit + variation selector + keycap mark; neither mark carries meaning here.
_DRESSING = re.compile("[\u20e3\ufe00-\ufe0f]")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
_ENDINGS = "。.．!?,;:、…~ ！？，；：～"
# Characters whose reading as a surname starts with another letter than their everyday reading.
_SURNAMES = dict(
    zip(
        "曾单單解仇查覃繁乐樂翟区區隗种秘召阚闞郇折尉句祭么长長",
        "zssxqzqpyyzoowcbskkxsygzyzz",
        strict=True,
    )
)


def clean(text: str) -> str:
    """What both databases can hold: without NUL and lone surrogates, everything else kept."""
    return _UNSTORABLE.sub("", text)


def fold(text: str) -> str:
    """For matching only: NFKC, lower case, nothing invisible, single spaces; ② becomes 2."""
    text = _DRESSING.sub("", unicodedata.normalize("NFKC", text[:CAP]))
    if not text.isprintable():
        text = "".join(map(_visible, text))
    return " ".join(text.lower().split())


def _visible(char: str) -> str:
    if char.isspace():
        return " "
    return "" if unicodedata.category(char) in _INVISIBLE else char


def speech(text: str) -> str:
    """Folded, and without the full stop or exclamation mark that voice input puts at the end."""
    return fold(text).rstrip(_ENDINGS)


def initials(name: str) -> str:
    """First letters of the pinyin, a surname read as a surname: 张三 → zs, 单小梅 → sxm, Tom李 → toml."""
    letters = [char for char in fold(name) if char.isalnum()]
    surname = 1 if len(letters) == 2 and letters[0] in "老小阿" else 0
    return "".join(_initial(char, surname=index == surname) for index, char in enumerate(letters))


def _initial(char: str, *, surname: bool) -> str:
    if char.isascii():
        return char
    if surname and char in _SURNAMES:
        return _SURNAMES[char]
    # Each character is read alone, so the phrase tables (100 ms and 40 MB) can never change the answer.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import (
        Style,
        lazy_pinyin,
    )  # late: 40 ms and 10 MB that only searching by name needs

    (reading,) = lazy_pinyin(char, style=Style.FIRST_LETTER, strict=False)
    return char if reading == char else unicodedata.normalize("NFD", reading)[:1]  # ê → e
