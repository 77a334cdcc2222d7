"""Is somebody under 16 looking for work? Nobody may introduce them to any (rule H10)."""

import re

from handlers.reading.plain import plain
from handlers.reading.wants.wanting import looks_like_post

_AGE = (
    r"(?<!\d)(?:[89]|1[0-5]|[八九]|十[一二三四五]?)\s?周?岁(?!以|就|那年|时|的时候|开始|起|[的小]*[孩娃男女])"
)
_OWN = re.compile(rf"(?:^|我|俺|本人)(?:今年|现在|才|刚|只有|快|还|满|是|就|\s)*{_AGE}")
_THEIRS = re.compile(
    rf"(?:儿子|女儿|孩子|小孩|弟弟?|妹妹?|孙子|孙女|侄[子女]|外甥)[^,。]{{0,4}}{_AGE}[^,。我]{{0,8}}(?:想|能|可以|找|打算|要)[^。]{{0,8}}(?:活|工|班|事)"
)


_GROWN = re.compile(
    r"(?:^|我|俺|本人|[\s,，。])(?:今年|现在|都|已经|快|是|满|就|\s)*(?P<age>1[89]|[2-8]\d|[二三四五六七八]十[一二三四五六七八九]?)"
    r"(?:多|几|来)?\s?(?:周?岁(?!以|就|那年|时|的时候|开始|起)|(?=了(?:$|[\s,，。还]))(?<=今年..)|(?=了[\s,，]?还))"
)
_OTHERS = re.compile(r"儿子|女儿|孩子|小孩|弟|妹|孙|侄|老婆|老公|爱人|爸|妈|招|要求|以[上下内]|到\d|-\d")


def adult_told(text: str) -> bool:
    """我今年53了, 57岁 还能做啥: they tell that they are grown up."""
    said = plain(text).text
    return bool(_GROWN.search(said)) and not _OTHERS.search(said) and not looks_like_post(text)


def own_age_under_16(text: str) -> bool:
    """我今年15岁，想打工: their own age; a post or a story of others is not meant."""
    said = plain(text).text
    return bool(_OWN.search(said)) and not looks_like_post(text)


def child_under_16(text: str) -> bool:
    """我儿子15岁，能找个暑假工吗: somebody asks for a child."""
    return bool(_THEIRS.search(plain(text).text)) and not looks_like_post(text)
