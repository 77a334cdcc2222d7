"""The routes of the phones page. They check, call the desk and lay out JSON; what happens is the desk's."""

import asyncio
from pathlib import Path
from typing import Any

import jinja2
from aiohttp import web

from bot.web.phones import asked
from bot.web.phones.desk import PersonCard, PhonesDesk, UnknownPhoto
from bot.web.phones.guard import guarded, problem
from bot.web.phones.live import page_json, shown, stream

_HERE = Path(__file__).parent
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_PICTURES = {"image/jpeg", "image/png", "image/gif", "image/webp"}
_API = "/phones/api"


def mount(app: web.Application, desk: PhonesDesk) -> None:
    """Put the page at `/` and everything it needs under `/phones/`."""
    page = _Page(desk)
    app.on_shutdown.append(page.close)  # an open stream would otherwise hold up the stop
    for method, path, handler in (
        ("GET", "/", page.show),
        ("GET", "/phones/static/{name}", page.static),
        ("GET", f"{_API}/people", page.people),
        ("POST", f"{_API}/people", page.new_person),
        ("GET", f"{_API}/chat", page.chat),
        ("POST", f"{_API}/say", page.say),
        ("POST", f"{_API}/photo", page.keep_photo),
        ("GET", f"{_API}/photo/{{media}}", page.photo),
        ("GET", f"{_API}/events", page.events),
        ("GET", f"{_API}/clock", page.clock),
        ("POST", f"{_API}/clock", page.move_clock),
        ("POST", f"{_API}/save", page.save),
    ):
        app.router.add_route(method, path, guarded(handler))


class _Page:
    """One mounted page: the desk behind it, its template and its static files, read once."""

    def __init__(self, desk: PhonesDesk) -> None:
        self._desk = desk
        self._closing = asyncio.Event()
        loader = jinja2.FileSystemLoader(_HERE / "templates")
        self._template = jinja2.Environment(loader=loader, autoescape=True).get_template("phones.html")
        self._static = {file.name: file.read_bytes() for file in (_HERE / "static").iterdir()}

    async def close(self, app: web.Application) -> None:
        self._closing.set()

    async def show(self, request: web.Request) -> web.Response:
        page = self._template.render(
            places=await self._desk.places(),
            now=shown(self._desk),
            longest=asked.LONGEST_BODY,
            largest=asked.LARGEST_PHOTO,
            most=asked.MOST_PHONES,
        )
        return web.Response(text=page, content_type="text/html")

    async def static(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        content_type = _TYPES.get(Path(name).suffix)
        if name not in self._static or content_type is None:
            return problem(404, "没有这个文件")
        return web.Response(body=self._static[name], content_type=content_type, charset="utf-8")

    async def people(self, request: web.Request) -> web.Response:
        cards = [_card(person) for person in await self._desk.people()]
        return web.json_response({"people": cards})

    async def new_person(self, request: web.Request) -> web.Response:
        return web.json_response(_card(await self._desk.new_person()), status=201)

    async def chat(self, request: web.Request) -> web.Response:
        who, after = (
            asked.person_id(request.query.get("who")),
            asked.cursor(request.query.get("after")),
        )
        return web.json_response(page_json(await self._desk.chat(who, after), self._desk))

    async def say(self, request: web.Request) -> web.Response:
        said = await asked.saying(request)
        await self._desk.say(
            said.who,
            said.message_id,
            said.kind,
            text=said.text,
            media=said.media,
            lat=said.lat,
            lon=said.lon,
            label=said.label,
        )
        return web.json_response({"kept": said.message_id})

    async def keep_photo(self, request: web.Request) -> web.Response:
        data = await asked.body(request, asked.LARGEST_PHOTO)
        media = await self._desk.keep_photo(data, asked.picture_type(data))
        return web.json_response({"media": media}, status=201)

    async def photo(self, request: web.Request) -> web.Response:
        data, content_type = await self._desk.photo(asked.media_key(request.match_info["media"]))
        if content_type not in _PICTURES:
            raise UnknownPhoto
        # opened alone in a tab it must stay a picture, whatever its bytes hold
        headers = {"Content-Security-Policy": "default-src 'none'; sandbox"}
        return web.Response(body=data, content_type=content_type, headers=headers)

    async def events(self, request: web.Request) -> web.StreamResponse:
        who = asked.several(request.query.getall("who", []))
        after = [asked.cursor(value) for value in request.query.getall("after", [])]
        after += [0] * (len(who) - len(after))
        return await stream(request, self._desk, dict(zip(who, after, strict=False)), self._closing)

    async def clock(self, request: web.Request) -> web.Response:
        return web.json_response({"now": shown(self._desk)})

    async def move_clock(self, request: web.Request) -> web.Response:
        await self._desk.move_clock(asked.words(await asked.json_object(request), "words"))
        return web.json_response({"now": shown(self._desk)})

    async def save(self, request: web.Request) -> web.Response:
        wanted = await asked.json_object(request)
        title = asked.words(wanted, "title")
        saved = await self._desk.save_chat(asked.several(wanted.get("who")), title)
        return web.json_response(saved._asdict())


def _card(person: PersonCard) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "role": person.role,
        "about": person.about,
    }
