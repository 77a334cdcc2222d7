"""The house rules, as far as a machine can hold them. Each rule is shown a sample of what it must refuse."""

import ast
import io
import re
import subprocess
import tokenize
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("bot/", "handlers/", "storage/", "scheduler/")
TOP = re.compile(
    r"bot|handlers|storage|scheduler|tests|bench|docs|deploy|\.ci|pyproject\.toml|Makefile|README(\.zh)?\.md|CHANGELOG\.md"
    r"|LICENSE|NOTICE|requirements(-dev)?\.(in|lock)|\.gitignore|\.gitattributes|\.editorconfig|\.env\.example"
)
WRITTEN = {".py", ".md", ".toml", ".html", ".js", ".css", ".chat", ".mako", ".in", ".lock", ".example", ""}

HISTORY = "storage/migrations/versions/"  # one step is one list of tables, written once and never edited
# Where code may hold Chinese, and why there.
CHINESE = {
    "bot/settings/fields.py": "the name a county's service has until it chooses one",
    "bot/clock_words.py": "what a developer types to move the clock",
    "bot/web/phones/": "the demo page's own words: who opens it develops or tries out, no citizen does",
    "handlers/filters.py": "what people put around a word or number they choose",
    "handlers/forms/draft.py": "the words that ask to change an answer of a card",
    "handlers/reading/": "readers of Chinese: the words they look for",
    "storage/lexicon/": "folds and splits the folk names of trades and areas",
}
# Where a function may import, and why there. Elsewhere the line says so: `# late: why`.
LATE = {
    "bot/__main__.py": "a verb is loaded when it is called",
    "bot/cli/": "`--help` must answer at once",
    "handlers/__init__.py": "readers are in this room too, and none of them needs the engine",
}


@dataclass(frozen=True)
class File:
    path: str
    text: str

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(ast.parse(self.text, filename=self.path)))

    @cached_property
    def comments(self) -> dict[int, str]:
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        return {token.start[0]: token.string for token in tokens if token.type == tokenize.COMMENT}

    @cached_property
    def functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        return [node for node in self.nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]

    def is_in(self, *places: str) -> bool:
        return self.path.startswith(places)


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def small_files(file: File) -> Iterator[int]:
    reason = re.search(r"^# long because: \S.{9}", file.text, re.MULTILINE)
    if (lines := file.text.count("\n")) > 300 and not reason and not file.is_in(HISTORY):
        yield lines


def small_functions(file: File) -> Iterator[int]:
    if not file.is_in(HISTORY):
        yield from (function.lineno for function in file.functions if length(function) >= 50)


def chinese_in_phrases(file: File) -> Iterator[int]:
    if not file.is_in(*ROOMS) or file.is_in(*CHINESE):
        return
    remarks = {id(node.value) for node in file.nodes if isinstance(node, ast.Expr)}
    for node in file.nodes:
        if isinstance(node, ast.Constant) and id(node) not in remarks and has_chinese(node.value):
            yield node.lineno


def has_chinese(value: object) -> bool:
    return isinstance(value, str) and bool(re.search("[\u3400-\u9fff]", value))


def imports_on_top(file: File) -> Iterator[int]:
    for function in [] if file.is_in(*LATE) else file.functions:
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                remarks = (file.comments.get(node.lineno, ""), file.comments.get(node.end_lineno or 0, ""))
                if not any(re.match(r"# late: \S.{9}", remark) for remark in remarks):
                    yield node.lineno


def time_is_an_argument(file: File) -> Iterator[int]:
    clocks = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "func.now"}
    for node in file.nodes if file.is_in("handlers/", "storage/") else []:
        if isinstance(node, ast.Attribute) and ".".join(ast.unparse(node).split(".")[-2:]) in clocks:
            yield node.lineno


def queries_never_commit(file: File) -> Iterator[int]:
    if file.is_in("storage/", "handlers/") and file.path != "storage/db.py":
        commits = (node for node in file.nodes if isinstance(node, ast.Attribute) and node.attr == "commit")
        yield from (node.lineno for node in commits)


def silenced_with_a_reason(file: File) -> Iterator[int]:
    mute = re.compile(r"# *(type: *ignore(\[[\w, -]+\])?|noqa(: *[A-Z]+\d+(, *[A-Z]+\d+)*)?)")
    for line, comment in file.comments.items():
        if mute.search(comment) and len(re.findall(r"\w\w+", mute.sub("", comment))) < 2:
            yield line


def nothing_left_open(file: File) -> Iterator[int]:
    yield from lines_with(r"\bT[O]DO\b|\bFIX[M]E\b|\bXX[X]\b|raise NotImplem[e]nted", file)


def no_machine(file: File) -> Iterator[int]:
    yield from lines_with(
        r"(?<![\w.*/])/(?:work|root|home/\w+|Users)/|pypi[.]org|python[h]osted|npmjs[.]org|deb[.]debian", file
    )


def lines_with(pattern: str, file: File) -> Iterator[int]:
    yield from (line for line, text in enumerate(file.text.splitlines(), 1) if re.search(pattern, text))


Rule = Callable[[File], Iterator[int]]
OF_CODE: list[Rule] = [
    small_files, small_functions, chinese_in_phrases, imports_on_top, time_is_an_argument,
    queries_never_commit, silenced_with_a_reason,
]  # fmt: skip
OF_TEXT: list[Rule] = [nothing_left_open, no_machine]

SAMPLES: list[tuple[Rule, str, str]] = [
    (small_files, "bot/turn.py", "\n" * 301),
    (small_files, "bot/turn.py", "# long because:\n" + "\n" * 300),
    (small_functions, "bot/turn.py", "def f():\n" + "    pass\n" * 49),
    (chinese_in_phrases, "handlers/worker/find.py", 'TEXT = "找活"'),
    (chinese_in_phrases, "scheduler/morning_alerts.py", 'def f(n):\n    """说明"""\n    return f"{n}人"'),
    (imports_on_top, "bot/turn.py", "async def f():\n    from storage import gigs"),
    (imports_on_top, "bot/turn.py", "def f():\n    import json  # late:"),
    (time_is_an_argument, "storage/gigs.py", "import datetime\nat = datetime.datetime.now(datetime.UTC)"),
    (time_is_an_argument, "handlers/ask.py", "class Row:\n    at = field(default_factory=datetime.utcnow)"),
    (time_is_an_argument, "storage/models/gig.py", "import time\nat = time.time()"),
    (queries_never_commit, "storage/gigs.py", "async def f(session):\n    await session.commit()"),
    (silenced_with_a_reason, "bot/turn.py", "x = 1  # type: ignore[assignment]"),
    (silenced_with_a_reason, "bot/turn.py", "x = 1  # noqa: E501, B008"),
    (nothing_left_open, "docs/map.md", "# TO" + "DO write this"),
    (nothing_left_open, "bot/turn.py", "raise NotImplem" + "entedError"),
    (no_machine, "Makefile", "cd /ro" + "ot/yizhan"),
    (no_machine, "requirements.lock", "--index-url https://pypi" + ".org/simple"),
]  # fmt: skip


def listed(*kinds: str) -> list[str]:
    command = ["git", "ls-files", "-z", *kinds]
    asked = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    return [path for path in asked.stdout.split("\0") if (ROOT / path).is_file()]


@cache
def files(*suffixes: str) -> list[File]:
    paths = listed("--cached", "--others", "--exclude-standard")
    wanted = [path for path in paths if Path(path).suffix in suffixes]
    return [File(path, (ROOT / path).read_text(encoding="utf-8")) for path in wanted]


@pytest.mark.parametrize(("rule", "path", "text"), SAMPLES)
def test_rule_refuses(rule: Rule, path: str, text: str) -> None:
    assert list(rule(File(path, text)))


@pytest.mark.parametrize("rule", OF_CODE + OF_TEXT, ids=lambda rule: rule.__name__)
def test_house_keeps(rule: Rule) -> None:
    found = files(*WRITTEN) if rule in OF_TEXT else files(".py")
    broken = [f"{file.path}:{line}" for file in found for line in rule(file)]
    assert not broken, "\n".join(broken)


def test_nearly_all_functions_are_short() -> None:
    lengths = sorted(length(function) for file in files(".py") for function in file.functions)
    assert lengths[len(lengths) * 95 // 100] < 30


def test_top_level_is_tidy() -> None:
    assert {name for path in listed() if not TOP.fullmatch(name := path.split("/")[0])} == set()


@pytest.mark.parametrize("place", [*CHINESE, *LATE])
def test_exceptions_are_still_needed(place: str) -> None:
    assert any(path.startswith(place) for path in listed())


def circles(needs: dict[str, set[str]]) -> list[str]:
    """Modules that need themselves, over however many others."""

    def reached(start: str) -> set[str]:
        found: set[str] = set()
        ahead = list(needs.get(start, ()))
        while ahead:
            one = ahead.pop()
            if one not in found:
                found.add(one)
                ahead.extend(needs.get(one, ()))
        return found

    return [name for name in needs if name in reached(name)]


def test_no_module_needs_itself_in_a_circle() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == ["a", "b", "c"]
    graph = grimp.build_graph("bot", "handlers", "scheduler", "storage", cache_dir=None)
    needs = {one: graph.find_modules_directly_imported_by(one) for one in graph.modules}
    assert len(needs) > 150 and not circles(needs)
