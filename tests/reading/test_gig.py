from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading.places.places import read_address, read_place
from handlers.reading.posts.gig import GigDraft, read_gig
from handlers.reading.times.day import SHANGHAI
from storage.lexicon.normalise import CAP

NOW = datetime(2026, 11, 21, 17, 0, tzinfo=SHANGHAI)
PLACES = [
    ("听日要三个落货嘅 江南市场 一百八日结", "江南市场"), ("明天在江南市场要3个小工", "江南市场"),
    ("地点：大坪鎮", "大坪鎮"), ("信宜钱排", "信宜钱排"), ("去城东新村搬家", "城东新村"),
    ("石扇镇拆旧屋，三个人", "石扇镇"), ("大朗镇巷头", "大朗镇巷头"), ("梅县 小工2个", "梅县"),
    ("地址人民路12号", "人民路12号"), ("桥头集合，地址在新城花园", "新城花园"),
    ("在万达广场对面开工", "万达广场对面"), ("平远大柘脐橙打包", "平远大柘"),
    ("到东升工业园卸货", "东升工业园"), ("龙岩新罗区西陂街道永辉超市", "龙岩新罗区西陂街道永辉超市"),
    ("梅江區三角鎮", "梅江區三角鎮"), ("招贴砖师傅2个 明天 河堤路18号 260一天", "河堤路18号"),
    ("明天河堤路18号260一天", "河堤路18号"), ("在河堤路18号搬货", "河堤路18号"), ("解放路88号", "解放路88号"),
    ("城东街道物流园3号", "城东街道物流园3号"), ("城东街道物流园 3号开工", "城东街道物流园"),
    ("招洗碗工2人 桥头镇新街菜市场边上（好再来饭店） 120", "桥头镇新街菜市场边上（好再来饭店）"),
    ("明天要3个小工 青溪镇老车站对面二楼 180", "青溪镇老车站对面二楼"),
    ("城东街道中心小学后门 打扫", "城东街道中心小学后门"), ("桥头镇卫生院旁边 刷墙", "桥头镇卫生院旁边"),
    ("桥头镇新街菜市场招洗碗工2人", "桥头镇新街菜市场"), ("青溪镇采茶10人", "青溪镇"),
    ("幸福小区3栋502 明天", "幸福小区3栋502"), ("城东工地的王老板", "城东工地"),
]  # fmt: skip
ADDRESSES = [
    ("地址在青溪镇粮站背后的老院子", "青溪镇粮站背后的老院子"), ("好再来饭店，桥头镇新街12号", "好再来饭店，桥头镇新街12号"),
    ("在城东镇河堤路18号", "城东镇河堤路18号"), ("城东镇河堤路18号 要会贴砖的", "城东镇河堤路18号"),
]  # fmt: skip
NO_PLACES = [
    "", "招小工3人180一天", "明天早上七点", "我会贴瓷砖", "日结", "包吃住", "13812340007",
    "物流仓库分拣260一天", "服装厂招车位8名", "去做保安", "工资3600", "福鼎白茶", "我想去超市", "学校",
    "在哪里", "给公司开车包住工资周结",
]  # fmt: skip


def draft(text: str) -> GigDraft:
    return read_gig(text, NOW)


def test_a_whole_post() -> None:
    found = draft("明早六点江南市场要三四个落货嘅，一百八日结，包两餐，电话１３０００００００１２")
    assert (found.trade, found.choices) == ("装卸工", ())
    assert found.heads is not None
    assert (found.heads.low, found.heads.high) == (3, 4)
    assert found.place is not None
    assert found.place.words == "江南市场"
    assert found.day is not None
    assert found.day.date == date(2026, 11, 22)
    assert found.hours is not None
    assert found.hours.start == time(6)
    assert found.pay is not None
    assert (found.pay.low_fen, found.pay.unit, found.pay.words) == (18_000, "day", "一百八日结")
    assert found.settle is not None
    assert found.settle.code == "day"
    assert found.phone is not None
    assert found.phone.number == "13000000012"
    assert (found.meals, found.lodging) == ("包两餐", None)


def test_nothing_said_nothing_filled() -> None:
    assert draft("你好") == GigDraft((), (), *[None] * 13)


def test_an_ambiguous_trade_is_a_choice() -> None:
    found = draft("招木工3个")
    assert found.trade is None
    assert len(found.choices) > 1


def test_two_trades_are_both_certain() -> None:
    assert draft("厨师一名6000-8000，洗碗2名3000").trades == ("厨师", "洗碗工")


def test_a_vague_word_is_asked_about() -> None:
    found = draft("招女工50名")
    assert (found.trades, found.choices) == ((), ("普工",))


def test_lodging_is_quoted() -> None:
    assert draft("普工 5500 包吃住").lodging == "包吃住"


@pytest.mark.parametrize(("text", "words"), PLACES)
def test_place(text: str, words: str) -> None:
    found = read_place(text)
    assert found is not None
    assert found.words == words


@pytest.mark.parametrize(("text", "words"), ADDRESSES)
def test_an_address_is_kept_whole(text: str, words: str) -> None:
    assert read_address(text) == words


@pytest.mark.parametrize("text", NO_PLACES)
def test_no_place(text: str) -> None:
    assert read_place(text) is None


@settings(deadline=None)
@given(st.text())
def test_never_raises(text: str) -> None:
    draft(text)


@pytest.mark.parametrize(
    "piece",
    [
        "3个",
        "180",
        "一百",
        "早上",
        "镇",
        "在路",
        "12-",
        "1 3 ",
        "每",
        "8点到",
        "a",
        "招木工3个180一天，",
        "\u200b",
        "你 ",
    ],
)
def test_of_a_novel_only_the_beginning_is_read(piece: str) -> None:
    novel = piece * 50_000
    assert draft(novel) == draft(novel[:CAP])
