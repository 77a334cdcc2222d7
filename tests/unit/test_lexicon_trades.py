import csv
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.lexicon import families, trades
from storage.lexicon.normalise import fold
from storage.lexicon.trades import TradeRow, Trades

LABELLED = Path(__file__).parents[1] / "reading" / "labelled/examples/trades.jsonl"


@pytest.fixture(scope="module")
def lexicon() -> Trades:
    return trades.load()


# Hard cases: text, the one trade meant, the step that found it.
MEANT = [
    ("瓷砖工", "瓷砖工", "exact"),
    ("贴瓷片。", "瓷砖工", "exact"),
    ("保安", "保安", "exact"),  # also a shared name, but a canonical name means itself
    ("qc", "质检员", "exact"),
    ("我会贴瓷砖", "瓷砖工", "inside"),
    ("识打荷，做过三年", "打荷", "inside"),
    ("会开叉车的", "叉车司机", "inside"),
    ("揸泥头车", "货车司机", "inside"),
    ("有\u200b电焊\u200b的活吗", "焊工", "inside"),
    ("我想问一下那个烧电焊的现在一天多少钱", "焊工", "inside"),
    ("酒吧保洁", "保洁员", "inside"),  # the head noun is last
    ("物业的保安员", "保安", "inside"),
    ("工地上的小工", "建筑小工", "inside"),
    ("电工学徒", "电工", "inside"),  # a vague name yields
    ("做家里打扫卫生的阿姨", "家庭保洁", "inside"),
    ("打零工，会砌墙", "砌筑工", "inside"),
    ("包住 招QC 两班倒", "质检员", "inside"),
    ("抹会工", "抹灰工", "sound"),
    ("我想做缝任工的", "缝纫工", "sound"),
    ("架仔工", "架子工", "sound"),
    ("消方安装", "消防安装工", "sound"),
]


@pytest.mark.parametrize(("text", "trade", "step"), MEANT)
def test_one_trade_is_understood(lexicon: Trades, text: str, trade: str, step: str) -> None:
    match = lexicon.understand(text)
    assert match is not None
    assert (match.trade, match.step) == (trade, step)
    assert lexicon.choices(text) == ()


NOTHING = [
    *("你好", "多少钱", "在吗", "转人工", "查进度", "取消", "是", "1", "好的谢谢", "13800138000", "张三"),
    *("看电视", "换手机", "怎么办", "什么时候开工", "没发工资", "三个人", "明天早上六点", "驿站在哪里"),
    *("保险", "我要投诉老板", "npcs", "", "。。。", "😀", "工"),
]


@pytest.mark.parametrize("text", NOTHING)
def test_nonsense_and_small_talk_name_no_trade(lexicon: Trades, text: str) -> None:
    assert lexicon.find(text) == []
    assert lexicon.understand(text) is None
    assert lexicon.choices(text) == ()


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("木工", ("模板木工", "装修木工", "家具木工")),
        ("我是做木工的", ("模板木工", "装修木工", "家具木工")),
        ("服务员", ("餐厅服务员", "客房服务员")),
        ("会泥水", ("砌筑工", "抹灰工", "瓷砖工")),
        ("我会电工和焊工", ("电工", "焊工")),
    ],
)
def test_several_with_equal_right_are_asked_for(lexicon: Trades, text: str, choices: tuple[str, ...]) -> None:
    assert lexicon.understand(text) is None
    assert lexicon.choices(text) == choices


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("不想做保安", []),
        ("不要保安", []),
        ("除了保安", []),
        ("除了保安都可以", []),
        ("除保安外都行", []),
        ("保安不做", []),
        ("保安的活不要，给我安排洗碗", ["洗碗工"]),
        ("不想进厂，找送外卖的", ["外卖骑手"]),
        ("不会开车，做过搬运", ["搬运工"]),
        ("不想做保安和保洁，想做厨师", ["厨师"]),
        ("不做饭", []),
        ("别给我推保洁", []),
        ("要不要保安", ["保安"]),
        ("分别招保安和焊工", ["保安", "焊工"]),
        ("特别想做保安", ["保安"]),
        ("拆除 搬运", ["拆除工", "搬运工"]),
        ("你们招不招保洁", ["保洁员"]),
        ("不要夜班的普工", ["普工"]),
        ("除了保安还会开叉车", ["保安", "叉车司机"]),
        ("焊不锈钢的", ["不锈钢铁艺工"]),
    ],
)
def test_what_is_turned_down_does_not_count(lexicon: Trades, text: str, wanted: list[str]) -> None:
    assert [match.trade for match in lexicon.find(text)] == wanted


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("打荷", "打荷"),
        ("焊锡|插件", "焊锡 插件"),
        ("摘/采+柚子/荔枝", "摘柚子 摘荔枝 采柚子 采荔枝"),
        ("叉车+/工", "叉车 叉车工"),
        ("刷/洗~碗/盘子", "刷碗 洗碗"),
        ("洗碗|洗+碗/盘", "洗碗 洗盘"),
        ("", ""),
    ],
)
def test_a_family_of_names_is_written_as_one(cell: str, names: str) -> None:
    assert families.names(cell) == tuple(names.split())


def test_what_is_done_to_what_is_no_list_of_names() -> None:
    assert families.doings("打荷|刷/洗~碗/盘子|叉车+/工") == ((("刷", "洗"), ("盘子",)),)


@pytest.mark.parametrize(
    ("text", "trade"),
    [
        ("会搬家电", "搬家工"),
        ("摘了三年的柚子", "水果采摘工"),
        ("给柑橘打过农药", "打药工"),
        ("瓷砖我会贴", "瓷砖工"),
        ("马桶有没有人通", "管道疏通工"),
        ("帮人照顾过两个老人", "养老护理员"),
        ("给老人喂饭擦身，一天一百六", "养老护理员"),  # one deed after the other
        ("商铺门口落地玻璃要刮干净", "擦玻璃工"),
    ],
)
def test_what_is_done_is_read_in_either_order(lexicon: Trades, text: str, trade: str) -> None:
    assert [match.trade for match in lexicon.find(text)] == [trade]


@pytest.mark.parametrize("text", ["有没有那种水果", "送我一包饼干", "水果多少钱", "老人在家吗", "孩子不带了"])
def test_a_thing_without_its_deed_is_no_trade(lexicon: Trades, text: str) -> None:
    assert lexicon.find(text) == []


@pytest.mark.parametrize("text", ["明天几点工作", "人力工资", "水电费多少", "宿舍有空调吗", "劳动力工资高"])
def test_a_lookalike_hides_the_name_in_it(lexicon: Trades, text: str) -> None:
    assert lexicon.find(text) == []


def test_longest_name_wins_and_the_position_is_told(lexicon: Trades) -> None:
    (match,) = lexicon.find("招火锅店服务员两名")
    assert (match.trade, match.name, match.at) == ("餐厅服务员", "火锅店服务员", 1)


def test_what_staff_teach_is_laid_over(lexicon: Trades) -> None:
    taught = lexicon.with_taught([("托盘仔", "餐厅服务员"), ("瓦工", "瓷砖工")])
    assert lexicon.understand("做托盘仔") is None
    assert [match.trade for match in taught.find("做托盘仔")] == ["餐厅服务员"]
    assert lexicon.choices("瓦工") == ("砌筑工", "瓷砖工")
    assert [match.trade for match in taught.find("瓦工")] == ["瓷砖工"]
    again = taught.with_taught([("托盘仔", "传菜员")])
    assert [match.trade for match in again.find("托盘仔、瓦工")] == ["传菜员", "瓷砖工"]


@pytest.mark.parametrize("pair", [("宇航员", "太空人"), ("保安", "保洁员"), ("工", "普工"), (" ", "普工")])
def test_what_cannot_be_taught_is_refused(lexicon: Trades, pair: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match=r"not a trade|a trade itself|too short"):
        lexicon.with_taught([pair])


def test_a_lexicon_can_be_built_from_any_rows() -> None:
    small = Trades([TradeRow("甲工", "一", ("做甲",)), TradeRow("乙工", "二", (), ("做丙",))])
    assert small.names() == ("甲工", "乙工")
    assert small.industry("乙工") == "二"
    assert [match.trade for match in small.find("会做甲，也做丙")] == ["甲工", "乙工"]


def test_trades_csv_is_sound(lexicon: Trades) -> None:
    with Path(trades.__file__).with_name("trades.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    owned = [fold(row["trade"]) for row in rows]
    shared: list[str] = []
    for row in rows:
        owned += map(fold, families.names(row["aliases"] + "|" + row["vague_aliases"]))
        shared += map(fold, families.names(row["ambiguous_aliases"]))
    assert [name for name, count in Counter(owned).items() if count > 1] == []
    assert [name for name, count in Counter(shared).items() if count == 1 and name not in owned] == []
    assert len(lexicon.names()) == len(rows) == 296
    assert {lexicon.industry(trade) for trade in lexicon.names()} == {row["industry"] for row in rows}


def test_every_name_finds_its_trade_in_a_sentence(lexicon: Trades) -> None:
    for trade in lexicon.names():
        assert lexicon.find(trade)[0].trade == trade
        assert trade in [match.trade for match in lexicon.find(f"你好,{trade},明天")]


def test_labelled_sentences(lexicon: Trades) -> None:
    """Floors just under what was measured: 75 and 77 of 94, and nothing found in the 20 without a trade."""
    rows = [json.loads(line) for line in LABELLED.read_text(encoding="utf-8").splitlines()]
    first = three = 0
    labelled = [row for row in rows if row["expected"]]
    for row in labelled:
        found = [match.trade for match in lexicon.find(row["text"])][:3]
        first += bool(found) and found[0] in row["expected"]
        three += bool(set(found) & set(row["expected"]))
    wrong = [row["text"] for row in rows if not row["expected"] and lexicon.find(row["text"])]
    print(f"top-1 {first}/{len(labelled)}, top-3 {three}/{len(labelled)}, false {len(wrong)}")
    assert first >= 73
    assert three >= 75
    assert wrong == []


@given(
    st.text(st.characters(exclude_categories=()))
    | st.text(st.sampled_from("不要除了保安焊工木电和、的学徒阿姨打会司机"))
)
def test_any_text_gets_a_consistent_answer(text: str) -> None:
    lexicon = trades.load()
    found = lexicon.find(text)
    assert len({match.trade for match in found}) == len(found)
    assert all(0 < match.score <= 1 and match.trade in lexicon.names() for match in found)
    assert [match.score for match in found] == sorted((match.score for match in found), reverse=True)
    answers = (lexicon.understand(text) is not None) + (lexicon.choices(text) != ())
    assert answers == bool(found)


def test_a_letter_of_a_hundred_thousand_characters_is_read(lexicon: Trades) -> None:
    assert lexicon.find("招保安不要焊工" * 20_000)[0].trade == "保安"
