"""What leaves for the Official Account's people: words of ours after a contact, else the fields of a form.

send     a message of customer service, for a while after somebody did something
notify   a template message, a subscription notice or a one-time subscription: it tells that something waits
fetch    the file behind what somebody sent
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot import logs
from bot.channels.base import Notice, SendError, Way, WayClosed, Words
from bot.channels.wechat import bubbles, files, forms
from bot.channels.wechat.account import WechatAccount
from bot.channels.wechat.api import Api, Fields
from bot.channels.wechat.errors import FIELD, NO_MENUS, NO_TEMPLATE, Errcode, named
from bot.channels.wechat.forms import Form
from bot.channels.wechat.together import Together
from bot.channels.wechat.token import TokenStore

log = logs.get("wechat")

SEND = "/cgi-bin/message/custom/send"
FORMS: Mapping[Way, str] = {
    "template": "/cgi-bin/message/template/send",
    "subscribe": "/cgi-bin/message/subscribe/bizsend",
    "once": "/cgi-bin/message/template/subscribe",
}
TEMPLATES, SUBSCRIPTIONS = "/cgi-bin/template/get_all_private_template", "/wxaapi/newtmpl/gettemplate"
ONCE_SCENE = 1
"""The scene under which people confirm a one-time subscription; one message each, so one at a time."""
LONGEST_KEY = 32


class Outbound:
    """One account. Without its secret there is no API: then it can only fetch pictures."""

    def __init__(
        self,
        account: WechatAccount,
        store: TokenStore,
        *,
        now: Callable[[], datetime],
        **of_client: Any,
    ) -> None:
        """`of_client`: count, timeout and connect of the Api."""
        self.api = Api(account, store, now=now, **of_client)
        self._speaks = bool(account.secret)
        self._now = now
        self._form_ids = form_ids(account)
        self._forms: dict[Way, Form] = {}
        self._asking = {way: Together[Form]() for way in FORMS}
        self._menus = True

    async def send(self, to: str, words: Words, key: str) -> str:
        """Words of ours. The network knows no key here, so what was cut off is OutcomeUnknown."""
        self._need_secret("service")
        while True:
            menu = self._menus and bubbles.may_be_menu(words)
            body = bubbles.as_menu(words) if menu else bubbles.as_text(words)
            try:
                answer = await self.api.post(SEND, {"touser": to, **body})
            except Errcode as error:
                refused = error
            else:
                return str(answer.get("msgid") or key)
            if not menu or refused.code not in NO_MENUS:
                raise named(refused, "service", self._now())
            self._menus = False
            log.info("wechat.no_menus", errcode=refused.code)

    async def notify(self, to: str, notice: Notice, way: Way, key: str) -> str:
        """That something waits. A field WeChat does not take is made plainer, each one once."""
        self._need_secret(way)
        if way not in self._form_ids:
            raise WayClosed(f"no form is set for {way}", way)
        if way == "once":
            title, content = forms.once(notice)
            form, values = None, {"content": content}
            more = {"scene": str(ONCE_SCENE), "title": title}
        else:
            form = await self._form(way)
            values = forms.filled(form, notice, self._now())
            more = {"client_msg_id": fitting(key)} if way == "template" else {}
        body = {"touser": to, "template_id": self._form_ids[way], **more}
        mended: set[str] = set()
        while True:
            try:
                answer = await self.api.post(FORMS[way], {**body, "data": _as_data(values)})
            except Errcode as error:
                refused = error
            else:
                return str(answer.get("msgid") or key)
            if refused.code != FIELD or form is None or not form.has(refused.field, but=mended):
                raise self._named(refused, way)
            log.warning("wechat.field_refused", way=way, field=refused.field, rid=refused.rid)
            values = forms.mended(form, values, refused.field, self._now())
            mended.add(refused.field)

    async def send_file(self, to: str, data: bytes, ending: str, key: str) -> str:
        """A picture or a voice as it came; what WeChat's own servers do not take is refused by name."""
        self._need_secret("service")
        kind = files.SENT_AS[ending]
        try:
            handed = await self.api.upload(files.UPLOAD, f"file.{ending}", data, type=kind)
        except Errcode as error:
            failure = named(error, None, self._now())
        else:
            file = {"media_id": str(handed.get("media_id") or "")}
            return await self._send(to, {"msgtype": kind, kind: file}, key)
        raise failure

    async def _send(self, to: str, body: Fields, key: str) -> str:
        try:
            answer = await self.api.post(SEND, {"touser": to, **body})
        except Errcode as error:
            failure = named(error, "service", self._now())
        else:
            return str(answer.get("msgid") or key)
        raise failure

    async def fetch(self, media: str) -> tuple[bytes, str]:
        return await files.fetch(self.api, media, speaks=self._speaks)

    async def close(self) -> None:
        await self.api.close()

    def _need_secret(self, way: Way) -> None:
        if not self._speaks:
            raise WayClosed("no app secret: set YIZHAN_WECHAT_SECRET", way)

    async def _form(self, way: Way) -> Form:
        """As the account's list has it; asked for once, however many wait for it."""
        if way not in self._forms:
            self._forms[way] = await self._asking[way].do(lambda: self._ask_form(way))
        return self._forms[way]

    async def _ask_form(self, way: Way) -> Form:
        try:
            listed = await listed_forms(self.api, way)
        except Errcode as error:
            refused = error
        else:
            return chosen(listed, self._form_ids[way], way)
        raise named(refused, way, self._now())

    def _named(self, refused: Errcode, way: Way) -> SendError:
        if refused.code == NO_TEMPLATE:
            self._forms.pop(way, None)  # removed with its category, perhaps to come back with other fields
        return named(refused, way, self._now())


def form_ids(account: WechatAccount) -> dict[Way, str]:
    ids: dict[Way, str] = {
        "template": account.alert_template_id,
        "subscribe": account.alert_subscribe_id,
        "once": account.alert_once_id,
    }
    return {way: form_id for way, form_id in ids.items() if form_id}


async def listed_forms(api: Api, way: Way) -> list[Form]:
    """The forms of this kind that WeChat keeps for the account. Raises Errcode."""
    if way == "template":
        rows = (await api.get(TEMPLATES)).get("template_list")
        return [forms.of_template(row) for row in _rows(rows)]
    rows = (await api.get(SUBSCRIPTIONS)).get("data")
    return [forms.of_subscription(row) for row in _rows(rows)]


def chosen(listed: list[Form], form_id: str, way: Way) -> Form:
    """The one of the settings. WeChat sometimes lists one without its fields: nothing can be put there."""
    form = next((one for one in listed if one.id == form_id), None)
    if form is None:
        raise WayClosed(f"the account has no such form for {way}: compare its id with the console", way)
    if not form.fields:
        raise WayClosed(f"WeChat does not tell the fields of the form for {way}: choose another one", way)
    return form


def fitting(key: str) -> str:
    """Our key as WeChat takes one: a longer one by its hash, which is the same at every attempt too."""
    return key if len(key) <= LONGEST_KEY else hashlib.sha256(key.encode()).hexdigest()[:LONGEST_KEY]


def _as_data(values: Mapping[str, str]) -> dict[str, dict[str, str]]:
    return {name: {"value": value} for name, value in values.items()}


def _rows(rows: object) -> list[dict[str, Any]]:
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
