"""What a log line must not carry, found in any text: phones, ID numbers, openids, secrets, values."""

import re

_GAP = r"[-\s－–—]{0,3}"  # people write 130 0000 0001, 130-0000-0001 and 130 - 0000 - 0001

# Searching for everything at every character costs 60 us a line; these tell in 1 us that there is nothing.
_MANY_DIGITS = re.compile(rf"\d(?:{_GAP}\d){{10}}")
_LONG_TAIL = re.compile(r":[A-Za-z0-9_-]{30}")

_ID = re.compile(rf"(?<!\d)[1-9]\d{{5}}{_GAP}(?:1[89]|20)\d\d{_GAP}[01]\d[0-3]\d{_GAP}\d{{3}}[\dXxＸ](?!\d)")
_PHONE = re.compile(rf"(?<!\d)(?:(?:00)?86{_GAP})?[1１][3-9３-９](?:{_GAP}\d){{9}}(?!\d)")
_BOT_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{30,}")
_OPENID = re.compile(r"o(?<![A-Za-z0-9_-]o)[A-Za-z0-9_-]{27}(?![A-Za-z0-9_-])")
_PASSWORD = re.compile(r"(:/+[^\s:/@]*:)\S{1,200}(?=@)")
_SECRET = re.compile(
    r"((?:token|secret|passw(?:or)?d|pwd|api_?key|ticket|signature)(?:=|%3D|[\"']?: ?[\"']?))"
    r"[^\s&\"'<>,;)}\]]+",
    re.IGNORECASE,
)
# Databases and pydantic quote the values that offended them. A mask ends where nobody can have typed the
# end: parameters and pydantic's values are quoted without line breaks.
_NEXT_ERROR = r"\n\n(?:The above|During)|\Z"
_VALUES = re.compile(
    rf"(DETAIL:)(?s:.*?)(?=\n(?:HINT|CONTEXT):|\n\[SQL|{_NEXT_ERROR})"
    rf"|(\[parameters: )(?s:.*?)(?=\n\(Background|{_NEXT_ERROR})"
    r"|(input_value=).*"
)


def mask(text: str) -> str:
    """The text with everything personal or secret replaced by the kind of thing it was."""
    if "DETAIL:" in text or "[parameters: " in text or "input_value=" in text:
        text = _VALUES.sub(r"\1\2\3[values]", text)
    if "@" in text:
        text = _PASSWORD.sub(r"\1[secret]", text)
    if "=" in text or ":" in text or "%3" in text:
        if _LONG_TAIL.search(text):
            text = _BOT_TOKEN.sub("[token]", text)
        text = _SECRET.sub(r"\1[secret]", text)
    if _MANY_DIGITS.search(text):
        text = _PHONE.sub("[phone]", _ID.sub("[id number]", text))
    return _OPENID.sub("[openid]", text)
