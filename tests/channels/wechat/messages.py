"""The calls by which an account speaks, each refusing what WeChat refuses. HTTP is in server.py."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.channels.wechat.field_rules import complaint, fields_of
from tests.channels.wechat.office import Office, Template
from tests.channels.wechat.wire_format import Bubble, Fields, Refusal

MOST_BYTES = 2048
OK: Fields = {"errcode": 0, "errmsg": "ok"}
_WITH_MEDIA = ("image", "voice", "video", "mpnews")
_SENT_ONCE_WITHIN = timedelta(minutes=10)
_TYPING_LASTS = timedelta(seconds=15)


def custom_send(office: Office, body: Fields) -> Fields:
    """A message of customer service: only after a contact, and only so many."""
    person = office.known(body.get("touser"))
    kind = body.get("msgtype")
    content = body.get(str(kind))
    if kind not in ("text", "msgmenu", "news", *_WITH_MEDIA):
        raise Refusal(40008)
    if not isinstance(content, dict) or not content:
        raise Refusal(44002)
    text, choices = _READERS[kind](office, content)
    person.use_window()
    office.deliver(Bubble(person.openid, "service", text, choices))
    return OK


def _text(office: Office, content: Fields) -> tuple[str, tuple[tuple[str, str], ...]]:
    del office
    text = content.get("content")
    if not isinstance(text, str) or not text.strip():
        raise Refusal(44002)  # nothing in it
    _bounded(text)
    return text, ()


def _msgmenu(office: Office, content: Fields) -> tuple[str, tuple[tuple[str, str], ...]]:
    if "msgmenu" not in office.can:
        raise Refusal(40200)  # a test account
    rows = content.get("list")
    if not isinstance(rows, list) or not rows or not content.get("head_content"):
        raise Refusal(44002)
    choices = tuple((str(row["id"]), str(row["content"])) for row in rows)
    parts = [content["head_content"], *(label for _, label in choices), content.get("tail_content", "")]
    text = "\n".join(part for part in parts if part)
    _bounded(text)
    return text, choices


def _news(office: Office, content: Fields) -> tuple[str, tuple[tuple[str, str], ...]]:
    del office
    articles = content.get("articles") or []
    if not articles:
        raise Refusal(44002)
    if len(articles) > 1:
        raise Refusal(45008)
    return str(articles[0].get("title", "")), ()


def _media(office: Office, content: Fields) -> tuple[str, tuple[tuple[str, str], ...]]:
    if content.get("media_id") not in office.files:
        raise Refusal(40007)
    return f"[{office.files[content['media_id']].content_type}]", ()


def _bounded(text: str) -> None:
    if len(text.encode()) > MOST_BYTES:
        raise Refusal(45002)


_READERS: dict[str, Any] = {"text": _text, "msgmenu": _msgmenu, "news": _news} | dict.fromkeys(
    _WITH_MEDIA, _media
)


def custom_typing(office: Office, body: Fields) -> Fields:
    person, now = office.known(body.get("touser")), office.now()
    command = body.get("command")
    if command not in ("Typing", "CancelTyping"):
        raise Refusal(45072)
    if person.last_contact is None or now - person.last_contact > timedelta(seconds=30):
        raise Refusal(45080)
    if command == "Typing" and person.typing_until and person.typing_until > now:
        raise Refusal(45081)
    person.typing_until = now + _TYPING_LASTS if command == "Typing" else None
    return OK


def template_send(office: Office, body: Fields) -> Fields:
    """To followers only. With a client_msg_id it goes out once in ten minutes, whatever comes."""
    person = office.known(body.get("touser"))
    if not person.follows:
        raise Refusal(43004)
    template = office.template(body.get("template_id"), "template")
    values = _values(template, body)
    once = str(body.get("client_msg_id") or "")
    if len(once) > 32:
        raise Refusal(47001)
    before = office.sent_before.get((person.openid, once))
    if once and before and office.now() - before[0] < _SENT_ONCE_WITHIN:
        return {**OK, "msgid": int(before[1])}
    number = office.number()
    office.sent_before[person.openid, once] = (office.now(), number)
    office.deliver(Bubble(person.openid, "template", fields=values, template=template.id, number=number))
    return {**OK, "msgid": int(number)}


def bizsend(office: Office, body: Fields) -> Fields:
    """A subscription notice: consent first, and one acceptance lets one through. No need to follow."""
    person = office.known(body.get("touser"))
    template = office.template(body.get("template_id"), "subscribe", "long")
    values = _values(template, body)
    person.use_consent(template.id)
    office.deliver(Bubble(person.openid, "subscribe", fields=values, template=template.id))
    return OK


def once_send(office: Office, body: Fields) -> Fields:
    """A one-time subscription: one message for each scene that was confirmed."""
    person = office.known(body.get("touser"))
    if body.get("template_id") != office.once_template:
        raise Refusal(40037)
    title = str(body.get("title") or "")
    content = str(((body.get("data") or {}).get("content") or {}).get("value") or "")
    if not title or not content:
        raise Refusal(44002)
    if len(title) > 15 or len(content) > 200:
        raise Refusal(45002)
    scene = int(body.get("scene", -1))
    if scene not in person.once:
        raise Refusal(43101)
    person.once.discard(scene)
    office.deliver(
        Bubble(person.openid, "once", f"{title}\n{content}", template=office.once_template, number=str(scene))
    )
    return OK


def _values(template: Template, body: Fields) -> dict[str, str]:
    data = body.get("data")
    if trouble := complaint(template.content, data, template.lists):
        raise Refusal(47003, field=trouble)
    return {name: (data or {})[name]["value"] for name in fields_of(template.content)}


def private_templates(office: Office, asked: Fields) -> Fields:
    del asked
    return {
        "template_list": [
            {
                "template_id": one.id,
                "title": one.title,
                "primary_industry": "",
                "deputy_industry": "",
                "content": one.content,
                "example": one.example,
            }
            for one in office.templates
            if one.sort == "template"
        ]
    }


def subscribe_templates(office: Office, asked: Fields) -> Fields:
    del asked
    found = [
        {
            "priTmplId": one.id,
            "title": one.title,
            "content": one.content,
            "example": one.example,
            "type": 3 if one.sort == "long" else 2,
            "keywordEnumValueList": [
                {"keywordCode": f"{name}.DATA", "enumValueList": list(values)}
                for name, values in one.lists.items()
            ],
        }
        for one in office.templates
        if one.sort != "template"
    ]
    return {**OK, "data": found}
