"""Small rates told beside one by the hour: 男22女20一小时, 站班21块一小时，坐班的19."""

from __future__ import annotations

import re

from handlers.reading.plain import once_a_turn

_N = r"(?<![\d.:/-])(?:[1-9]\d?)(?:\.\d)?(?![\d:/]|\s?[岁天月日号年人名位个点])"
_COIN = r"(?:元|块|蚊|箍|钱)*"
_WHO = r"[一-龥]{0,4}?(?:[男女工班的员师手](?:工|的|士|性|生|班|人|装)?|熟手|生手|司机|叉车)[:是\s]?"
_PER = r"\s?(?:[/每一1按]\s?|个)+(?:小时|钟头?|时(?!间)|h(?![a-z]))"
_AND = r"[,、/;和\s]{0,2}"
_FORWARD = re.compile(
    rf"{_WHO}(?P<one>{_N}){_COIN}{_AND}(?:{_WHO}{_N}{_COIN}{_AND}){{0,2}}{_WHO}{_N}{_COIN}{_PER}"
)
_BACK = re.compile(rf"{_N}{_COIN}{_PER}[一-龥]{{0,5}}{_AND}{_WHO}(?P<one>{_N}){_COIN}(?=$|[\s,。;、])")


@once_a_turn
def hourly_beside(text: str) -> tuple[int, ...]:
    """Where such a figure begins: the hour is said of another one."""
    if not ("时" in text or "钟" in text or "h" in text):
        return ()
    return tuple(found.start("one") for pattern in (_FORWARD, _BACK) for found in pattern.finditer(text))
