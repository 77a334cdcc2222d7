"""What is answered to 解决了吗: 还没给我, 没拿到钱, 拿到了, 嗯. Only when it is all that was said."""

import re

from handlers.reading.plain import plain

_DONE = "给|拿到|收到|领到|要到|到手|到账|解决|结|发|付|还|见到|办|处理|搞定|弄好|办好|处理好"
_MONEY = "(?:一分)?的?(?:钱|工钱|工资|账)?"
_WHO = "(?:我们?|咱们?|俺们?)?"
_ENDS = "[呢啊嘛哦呀哈噻啦了的]*"
_NO = re.compile(
    "(?:还|都|也|一直|根本|到现在|现在|钱|工钱|工资|他们?|老板|就是|可是?|但是?|并|我们?)*"
    f"(?:没得|没有|没|冇|未|莫得|不曾)(?:{_DONE})?(?:完|清|好|够)?{_WHO}{_MONEY}{_ENDS}"
)
_YES = re.compile(
    f"嗯+|是|对|有|(?:都|已经|全部?|钱|工钱|工资|老板|他|我)*(?:{_DONE})(?:完|清|好)?{_WHO}{_MONEY}[了啦]{_ENDS}|解决"
)
_MARKS = re.compile(r"[\s。.，,！!、~～…]")
LONGEST = 12


def solved(text: str) -> bool | None:
    if not 0 < len(text.strip()) <= LONGEST:
        return None
    said = _MARKS.sub("", plain(text).text).removesuffix("的") if text.strip() else ""
    if _NO.fullmatch(said):
        return False
    return True if _YES.fullmatch(said) else None
