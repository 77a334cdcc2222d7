"""The sentences citizens read, as far as a machine can judge them: short, plain, complete, none forgotten.

What becomes of them once names and numbers are in is judged in test_heard.py.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import string
import tomllib
from functools import cache
from pathlib import Path

import pytest

import handlers
from handlers import phrases
from handlers.forms import Form

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "handlers/phrases/zh_CN"
LINES, WIDTH, ALL = 6, 16, 120
CHOICES, LABEL = 6, 12
ROWS = (
    *(f"fallback.{name}" for name in ("ways", "of_employers", "of_staff")),
    *(f"help.{name}" for name in ("ways", "ways_employers", "ways_staff")),
    *(f"start.{name}" for name in ("of_everybody", "of_employers", "of_staff")),
)
"""Lists that are menus, a row "what it shows|what it says"; so is every `push.…_choices`."""
LONGER = re.compile(r"^# Longer: \S.{9,}\n(\w+) = ", re.MULTILINE)
PROMISES = re.compile(
    r"一定能|肯定能|保证|包您|犯法|违法分包|老板违法|骗子|不归我们|不受理|超龄|办不了案|手续费|服务费|中介费|报名费"
)
SCOLDS = re.compile(r"格式|无效|非法|错误|失败|有误|不支持|请重新输入|系统繁忙")
EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]")
LATIN = re.compile(r"[A-Za-z]{2,}")
URL = re.compile(r"https?:|www\.")
SPOKEN = {"say", "words", "Said", "Opens"}


def book() -> dict[str, str | list[str]]:
    return phrases.book()


def sentences() -> dict[str, str]:
    """What is said; lists hold what people say, unless they are a menu."""
    return {key: value for key, value in book().items() if isinstance(value, str)}


def menus() -> dict[str, list[str]]:
    rows = {key: phrases.words(key) for key in ROWS}
    pushed = {key: phrases.words(key) for key in book() if re.fullmatch(r"push\.\w+_choices", key)}
    return {key: [row.split("|")[0] for row in listed] for key, listed in {**rows, **pushed}.items()}


def allowed_longer() -> set[str]:
    """Keys with a remark above them that says why."""
    return {
        f"{file.stem}.{key}"
        for file in FOLDER.glob("*.toml")
        for key in LONGER.findall(file.read_text("utf-8"))
    }


def hanzi(text: str) -> int:
    return sum(0x3400 <= ord(char) <= 0x9FFF for char in text)


def bare(text: str) -> str:
    return re.sub(r"\{\w+\}", "", text)


def holes(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


# ---- each sentence


def too_long(text: str) -> bool:
    lines = text.split("\n")
    return len(lines) > LINES or max(map(hanzi, lines)) > WIDTH or hanzi(text) > ALL


def buries_url(text: str) -> bool:
    *before, last = text.split("\n")
    return bool(URL.search("\n".join(before))) or bool(URL.search(last) and not re.fullmatch(r"\S+", last))


def unwell(text: str) -> list[str]:
    """What is wrong with a sentence whatever its length."""
    plain = re.sub(r"https?:\S+", "", bare(text))
    found = [pattern.pattern[:12] for pattern in (PROMISES, SCOLDS, EMOJI, LATIN) if pattern.search(plain)]
    return found + (["url"] if buries_url(text) else [])


def test_a_bad_sentence_is_found() -> None:
    assert too_long("一二三四五六七八九十一二三四五六七")
    assert too_long("\n".join("一" * 7))
    assert too_long(
        "\n".join(["一二三四五六七八九十一二三四五六"] * 6)
        + "一二三四五六七八九十一二三四五六七八九十一二三四五"
    )
    assert not too_long("\n".join(["一二三四五六七八九十一二三四五六"] * 6))
    for words in (
        "钱一定能要回来",
        "老板犯法了",
        "这个不归我们管",
        "格式错误",
        "好的😀",
        "请 input",
        "看 https://a.b 吧",
    ):
        assert unwell(words), words
    assert not unwell("打12355，有人帮您。\nhttps://a.b/c")


@pytest.mark.parametrize("key", sorted(sentences()))
def test_sentence_is_short_and_plain(key: str) -> None:
    text = sentences()[key]
    assert not unwell(text)
    if key not in allowed_longer():
        assert not too_long(text), f"{key}: {text}"


def test_every_exception_is_still_needed() -> None:
    idle = [key for key in allowed_longer() if not too_long(sentences()[key])]
    assert not idle, f"these are short enough: take the remark away: {idle}"


@pytest.mark.parametrize("key", sorted(menus()))
def test_menu_is_short(key: str) -> None:
    labels = menus()[key]
    assert 0 < len(labels) <= CHOICES
    assert all(0 < hanzi(bare(label)) <= LABEL and not unwell(label) for label in labels), labels


def test_pushes_are_in_order() -> None:
    keys = list(tomllib.loads((FOLDER / "push.toml").read_text("utf-8")))
    assert keys == sorted(keys)


# ---- code and copy fit


@cache
def trees() -> list[tuple[str, ast.AST]]:
    rooms = ("bot", "handlers", "scheduler", "storage")
    files = (file for room in rooms for file in sorted((ROOT / room).rglob("*.py")))
    return [(str(file.relative_to(ROOT)), ast.parse(file.read_text("utf-8"))) for file in files]


@cache
def known_words() -> frozenset[str]:
    """Every string of the code, and of the tables it reads: the parts that keys are put together from."""
    found = {
        node.value
        for _, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    for table in (ROOT / "storage").rglob("*.toml"):
        found |= set(re.findall(r'"(\w+)"', table.read_text("utf-8")))
    return frozenset(found)


def pattern_of(node: ast.expr) -> str | None:
    """ "find.none" as it stands, f"cases.kind_{kind}" with a hole."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"(\w+)" for part in node.values
        )
    return None


@cache
def built_keys() -> set[str]:
    """Patterns of keys put together from parts; two holes alone would fit everything."""
    found = {
        pattern
        for _, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr) and (pattern := pattern_of(node)) is not None
    }
    return {one for one in found if re.fullmatch(r"[\w\\+()]+\\\.[\w\\+()]+", one) and one != r"(\w+)\.(\w+)"}


def is_used(key: str) -> bool:
    if key in known_words():
        return True
    matches = (re.fullmatch(pattern, key) for pattern in built_keys())
    return any(match and set(match.groups()) <= known_words() for match in matches)


@cache
def spoken() -> tuple[tuple[str, ast.Call, str], ...]:
    """Every call that names a phrase: where, the call, its key as a pattern."""
    return tuple(
        (f"{path}:{node.lineno}", node, pattern)
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _name(node.func) in SPOKEN
        for argument in node.args
        if (pattern := pattern_of(argument)) and r"\." in pattern
    )


def _name(function: ast.expr) -> str:
    return (
        function.attr
        if isinstance(function, ast.Attribute)
        else function.id
        if isinstance(function, ast.Name)
        else ""
    )


@cache
def forms() -> dict[str, Form]:
    modules = (
        importlib.import_module(one.name) for one in pkgutil.walk_packages(handlers.__path__, "handlers.")
    )
    return {form.name: form for module in modules for form in vars(module).values() if isinstance(form, Form)}


@cache
def meant(pattern: str) -> list[str]:
    """The keys a call may mean; a hole for the file stands for the forms."""
    found = [
        key
        for key in book()
        if (match := re.fullmatch(pattern, key)) and set(match.groups()) <= known_words()
    ]
    return [key for key in found if key.split(".")[0] in forms()] if pattern.startswith(r"(\w+)\.") else found


def test_no_phrase_is_forgotten() -> None:
    unused = [key for key in book() if not is_used(key)]
    assert not unused, f"nobody says these: {unused}"


def test_an_unused_phrase_would_be_found() -> None:
    assert not is_used("form.nobody_says_this")
    assert not is_used("cases.kind_nobody_says_this")


def test_every_phrase_that_is_said_is_there() -> None:
    wrong = [
        f"{place} {pattern}"
        for place, call, pattern in spoken()
        if not any(isinstance(book()[key], str) == (_name(call.func) == "say") for key in meant(pattern))
    ]
    assert not wrong, wrong


def test_every_form_has_its_words() -> None:
    wanted = {
        f"{form.name}.{kind}_{question.name}"
        for form in forms().values()
        for question in form.questions
        for kind in (["ask"] if question.ask is None else []) + (["label"] if question.on_card else [])
    }
    assert len(forms()) >= 6
    assert wanted <= sentences().keys(), wanted - sentences().keys()


def misfit(given: set[str], wanted: list[set[str]]) -> bool:
    """A value that has no place, or a place without its value. Of the keys a call may mean one must fit."""
    return not any(names <= given for names in wanted) or bool(given - set().union(*wanted))


def test_values_and_places_for_them_fit() -> None:
    wrong = []
    for place, call, pattern in spoken():
        if _name(call.func) == "say" and all(one.arg for one in call.keywords):
            given = {str(one.arg) for one in call.keywords}
            wanted = [holes(sentences()[key]) for key in meant(pattern) if key in sentences()]
            if misfit(given, wanted):
                wrong.append(f"{place} {pattern}: given {given}, wanted {wanted}")
    assert not wrong, "\n".join(wrong)


def test_a_misfit_is_found() -> None:
    assert misfit({"n"}, [set()])
    assert misfit(set(), [{"n"}])
    assert not misfit({"n"}, [{"n"}])
