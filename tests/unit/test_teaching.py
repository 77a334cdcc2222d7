"""Names of trades that staff teach: kept, laid over the lexicon in each process, taken back, on record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.lexicon import Lexicon
from handlers.reading.trades.trade import read_trades
from handlers.reading.trades.unknown_word import unknown_word
from handlers.reading.wants.no_name import why_no_name
from storage import audit, people, teaching, workers
from storage.db import Database
from storage.lexicon import trades
from tests.given import alone_with

NOW = datetime(2026, 11, 21, 1, tzinfo=UTC)
ANTS = "蚂蚁仔"


@pytest.fixture(autouse=True)
def printed() -> Iterator[None]:
    """As printed, before and after: what is laid over counts for the whole process."""
    trades.lay_over(())
    yield
    trades.lay_over(())


async def test_every_process_reads_what_one_taught_and_no_longer_what_it_took_back(db: Database) -> None:
    ours, theirs = Lexicon(db), Lexicon(db)
    await ours.refresh()
    assert read_trades(ANTS) == ((), ())
    async with db.unit() as session:
        assert await teaching.teach(session, ANTS, "搬运工", None, NOW, "operator") is None
        assert session.info["taught"]
    await theirs.refresh()
    assert read_trades(ANTS) == (("搬运工",), ())
    async with db.unit() as session:
        assert await teaching.teach(session, ANTS, "装卸工", None, NOW, "operator") == "搬运工"
        assert await teaching.forget(session, f" {ANTS}。", None, NOW) == "装卸工"
        assert await teaching.forget(session, ANTS, None, NOW) is None
    await ours.refresh()
    assert read_trades(ANTS) == ((), ())
    async with db.reading() as session:
        lines = await audit.of(session, f"trade_name:{ANTS}")
        assert [line.verb for line in lines] == ["trades.teach", "trades.teach", "trades.forget"]
        assert await audit.broken_at(session) is None


async def test_a_process_that_has_the_version_asks_for_no_names(db: Database) -> None:
    lexicon = Lexicon(db)
    await lexicon.refresh()
    trades.lay_over([(ANTS, "搬运工")])
    await lexicon.refresh()
    assert read_trades(ANTS) == (("搬运工",), ())


@pytest.mark.parametrize(
    ("name", "trade", "fault"),
    [
        (ANTS, "会计师", "unknown_trade"), ("佬", "钢筋工", "too_short"), ("很" * 13, "钢筋工", "too_long"),
        ("保洁员", "钢筋工", "is_trade"), ("", "钢筋工", "too_short"),
    ],
)  # fmt: skip
async def test_what_cannot_be_taught(name: str, trade: str, fault: str) -> None:
    with pytest.raises(teaching.CannotTeach) as told:
        teaching.check(name, trade)
    assert told.value.fault == fault


async def test_a_word_that_somebody_then_says_anew_brings_its_guess(db: Database) -> None:
    async with db.unit() as session:
        one, other = [
            (await people.welcome(session, "web", "one", name, NOW)).person_id for name in ("甲", "乙")
        ]
        for who, word in ((one, ANTS), (other, ANTS), (other, "绕线仔")):
            await teaching.missed(session, word, who, NOW)
        await teaching.meant(session, one, ("保洁员",), NOW)  # 蚂蚁仔 was said by another since
        await teaching.meant(session, other, ("搬运工", "力工"), NOW)  # which of the two?
        await teaching.meant(session, other, ("搬运工",), NOW + timedelta(minutes=11))  # of something else
    async with db.unit() as session:
        assert [(row.said, row.times, row.guess) for row in await teaching.misses(session, 9)] == [
            (ANTS, 2, None), ("绕线仔", 1, None),
        ]  # fmt: skip
        await teaching.meant(session, other, ("搬运工",), NOW + timedelta(minutes=9))
        assert {row.guess for row in await teaching.misses(session, 9)} == {"搬运工"}
        assert {row.person_id for row in await teaching.misses(session, 9)} == {None}


async def test_who_said_a_word_is_forgotten_with_them_and_old_words_go(db: Database) -> None:
    async with db.unit() as session:
        who = (await people.welcome(session, "web", "one", "甲", NOW)).person_id
        await teaching.missed(session, ANTS, who, NOW)
        await workers.erase(session, await people.get(session, who))
    async with db.unit() as session:
        (row,) = await teaching.misses(session, 9)
        assert row.person_id is None
        await teaching.forget_misses(session, NOW)
        assert await teaching.misses(session, 9)
        await teaching.forget_misses(session, NOW + timedelta(seconds=1))
        assert not await teaching.misses(session, 9)


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("我是蚂蚁仔", ANTS), ("蚂蚁仔的活有没有", ANTS), ("我会做蚂蚁仔。", ANTS), ("蚂蚁仔", ANTS),
        ("做", None), ("13000000001", None), ("我想问一下你们这个到底是怎么回事", None), ("ok", None),
        ("", None), ("好", None),
    ],
)  # fmt: skip
def test_the_word_in_what_was_said(said: str, word: str | None) -> None:
    assert unknown_word(said) == word


own_folder = pytest.fixture(alone_with)


@pytest.fixture
def verbs(own_folder: None, tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIZHAN_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("YIZHAN_DATABASE_URL", sqlite_url)


def run(*args: str) -> Result:
    return CliRunner().invoke(app, ["trades", *args])


def test_the_operator_teaches_carries_away_and_brings(verbs: None, tmp_path: Path) -> None:
    assert run("add", "扎铁王", "钢筋工").output == "记下了：扎铁王 是 钢筋工\n"
    assert "不再是钢筋工" in run("add", "扎铁王", "焊工").output
    table = run("export").output
    assert table.startswith("name,trade,source,by,at\n扎铁王,焊工,operator,,20")
    assert run("drop", "扎铁王").exit_code == 0
    assert run("drop", "扎铁王").exit_code == 1
    assert run("list").output == ""
    (tmp_path / "names.csv").write_text(table, "utf-8-sig")
    assert run("import", str(tmp_path / "names.csv")).output == "读入 1 个俗名\n"
    assert run("list").output.startswith("扎铁王 → 焊工  import")


def test_one_wrong_line_and_nothing_of_the_table_is_taken(verbs: None, tmp_path: Path) -> None:
    lines = ("name,trade", "蚂蚁仔,搬运工", "佬,钢筋工", "光头佬,会计师", "蚂蚁仔,装卸工", "")
    (tmp_path / "names.csv").write_text("\n".join(lines), "utf-8")
    result = run("import", str(tmp_path / "names.csv"))
    assert result.exit_code == 2
    assert [line.partition("」")[0] for line in result.output.splitlines()] == [
        "第 3 行：「佬", "第 4 行：没有「会计师", "第 5 行：「蚂蚁仔",
    ]  # fmt: skip
    assert run("list").output == ""


@pytest.mark.parametrize("raw", [b"\xff\xfe", b"a,b\n1,2\n", b""])
def test_no_table_is_said_so(verbs: None, tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "names.csv").write_bytes(raw)
    result = run("import", str(tmp_path / "names.csv"))
    assert result.exit_code == 2 and "names.csv" in result.output
    assert run("import", str(tmp_path / "nowhere.csv")).exit_code == 2


def test_an_empty_table_brings_nothing(verbs: None, tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text(run("export").output, "utf-8")
    result = run("import", str(tmp_path / "names.csv"))
    assert (result.exit_code, result.output) == (0, "读入 0 个俗名\n")


def test_wrong_lines_are_told_by_number_and_a_table_in_gbk_how_to_save_it(
    verbs: None, tmp_path: Path
) -> None:
    table = "name,trade\n蚂蚁仔,搬运工\n\n找活,钢筋工\n光头佬,会计师\n"
    (tmp_path / "names.csv").write_text(table, "utf-8")
    result = run("import", str(tmp_path / "names.csv"))
    assert result.exit_code == 2
    assert [line.partition("」")[0] for line in result.output.splitlines()] == [
        "第 4 行：「找活", "第 5 行：没有「会计师",
    ]  # fmt: skip
    (tmp_path / "names.csv").write_text(table, "gbk")
    result = run("import", str(tmp_path / "names.csv"))
    assert result.exit_code == 2 and "另存为 UTF-8" in result.output


def test_a_name_of_several_trades_is_taught_only_when_that_is_meant(verbs: None, tmp_path: Path) -> None:
    result = run("add", "木工", "家具木工")
    assert result.exit_code == 2 and "模板木工、装修木工、家具木工" in result.output
    assert run("list").output == ""
    assert run("add", "木工", "家具木工", "--anyway").exit_code == 0
    (tmp_path / "names.csv").write_text("name,trade\n木工,家具木工\n", "utf-8")
    assert run("import", str(tmp_path / "names.csv")).exit_code == 2
    assert run("import", "--anyway", str(tmp_path / "names.csv")).exit_code == 0


def test_what_everybody_says_is_refused_and_what_was_taught_before_stays(verbs: None) -> None:
    assert "讨薪" in run("add", "欠薪", "焊工").output
    assert run("add", "扎铁\n王", "焊工").exit_code == 2
    trades.lay_over([("找活", "焊工")])
    assert read_trades("找活") == (("焊工",), ())


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("菜单", "command"), ("帮助", "command"), ("人工", "command"), ("你好", "command"),
        ("找活", "wish"), ("我想找", "wish"), ("的活", "wish"), ("有活吗", "wish"), ("招人", "wish"),
        ("报名", "wish"), ("谢谢", "wish"), ("吃饭", "wish"), ("社保", "wish"), ("可以", "wish"),
        ("好的", "wish"), ("不是", "wish"),
        ("我不想活了", "danger"), ("跳楼", "danger"), ("讨薪", "wages"), ("欠薪", "wages"),
        ("工资", "measure"), ("今天", "measure"), ("八点", "measure"), ("三百", "measure"),
        ("300一天", "measure"), ("十个人", "measure"), ("123", "measure"), ("日结", "measure"),
        ("上午", "measure"), ("夜班", "measure"),
        ("扎铁\n王", "marks"), ("<b>", "marks"), ("光头（佬）", "marks"), ("光头 佬", "marks"), ("", "marks"),
    ],
)  # fmt: skip
def test_words_that_are_no_name_of_a_trade(word: str, why: str) -> None:
    assert why_no_name(word) == why


@pytest.mark.parametrize(
    "word",
    [
        "扎铁王", "光头佬", "蚂蚁仔", "绕线仔", "蜘蛛人", "三角工", "一把手", "二保焊", "3D打印", "CNC师傅",
        "点工", "木工", "炮工", "月嫂", "八级工", "吃粉", "小蜜蜂", "光头佬。",
    ],
)  # fmt: skip
def test_words_that_may_be_one(word: str) -> None:
    assert why_no_name(word) is None
