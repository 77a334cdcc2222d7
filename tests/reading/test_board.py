"""What is given beside pay: m a meal, l a bed, t a ride. A new wording is one word in its line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading.posts.board import read_board

GIVEN = {
    "m": "包吃 管三顿 中午管饭 中午有饭吃 中午在我家吃饭 提供工作餐 食晏昼 食饭包嘅 包埋两餐 连早餐 伙食免费 餐公司出 260元+两餐 管宵夜 含三餐 饭菜管够 "
    "包吃不住 包吃唔包住 管吃不管住 只包中餐不包住宿 一天三顿饭 给饭吃 早晚餐免费 吃饭不要钱 中餐在园里免费吃 管顿饭 管一顿饭",
    "l": "包住 管宿 有夫妻房住 有屋住 有住的地方自己煮 住山上 领床铺 免费住宿 住宿公司安排 宿舍四人间 包住不包吃 包住唔包食 有地方睡 带床位 免房租 住宿不要钱 有床睡 晚上住宾馆 夫妻房有",
    "ml": "包吃住 食宿全包 管吃管住 吃住在我家 提供食宿 吃住都有 有吃有住 5000包吃主 跟主家吃住",
    "t": "车接车送 大巴接送 来回接送 车费报销 包车费 坐厂车 派车接 路费我出 到站打电话来接 公司班车 统一坐车去 报销往返路费 包车过去 提供接送 车坐到山脚",
    "": "不包吃住 不管饭 伙食自理 吃饭自己带 唔包食唔包住 吃住自理 住唔包 没有宿舍 自己租房 车费自理 不接送 餐补15 送餐员 食品厂 包装工 管理员 "
    "煮饭阿姨 早餐店 宿舍管理员 住家保姆 吃苦耐劳 接送孩子 班车司机 会开车的 油费过路费我出 做早餐",
}
CASES = [(words, given) for given, line in GIVEN.items() for words in line.split()]


@pytest.mark.parametrize("around", ["{}", "小工3个180 {}，日结", "招洗碗工{}明天8点"])
@pytest.mark.parametrize(("words", "wanted"), CASES)
def test_what_is_given(words: str, wanted: str, around: str) -> None:
    board = read_board(around.format(words))
    told = {"m": board.meals, "l": board.lodging, "t": board.transport}
    assert "".join(letter for letter, quote in told.items() if quote) == wanted


def test_keeps_the_words() -> None:
    assert read_board("招普工，食饭包，住唔包").meals == "食饭包"


@settings(deadline=None)
@given(st.text(alphabet="包管吃住食宿餐饭不唔车接送费自理有一两顿 ", max_size=40))
def test_never_raises(text: str) -> None:
    read_board(text)
