from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading.times.day import SHANGHAI, read_day, read_days
from storage.lexicon.normalise import CAP

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=SHANGHAI)  # a Saturday
SPRING = datetime(2026, 3, 12, 12, 0, tzinfo=SHANGHAI)  # a Thursday
ONE_AM = datetime(2026, 11, 21, 1, 0, tzinfo=SHANGHAI)
DAYS = [
    ("今天", (11, 21)), ("今晚", (11, 21)), ("明天", (11, 22)), ("明早六点", (11, 22)),
    ("听日要三个", (11, 22)), ("聽日", (11, 22)), ("听朝七点", (11, 22)), ("天光日开工", (11, 22)),
    ("后天", (11, 23)), ("後日", (11, 23)), ("大后天早上八点", (11, 24)), ("11月22号", (11, 22)),
    ("11月30日", (11, 30)), ("22号", (11, 22)), ("二十五号", (11, 25)), ("周日上午", (11, 22)),
    ("星期三", (11, 25)), ("礼拜六", (11, 21)), ("下周一", (11, 23)), ("下星期五", (11, 27)),
    ("12月开始", (12, 1)), ("12号-15号", (12, 12)), ("2026-11-25", (11, 25)), ("2026年12月3号", (12, 3)),
    ("今天能来就来", (11, 21)), ("明天7点半", (11, 22)), ("12/3号", (12, 3)),
    ("后天开始，上午9点", (11, 23)),
    # by today, in the words of the country
    ("晨朝日七点半", (11, 22)), ("今晡日下昼", (11, 21)), ("明仔载透早", (11, 22)), ("后儿早上", (11, 23)),
    ("大后儿开工", (11, 24)), ("明儿个一早来", (11, 22)), ("眀天要人", (11, 22)), ("三天后开工", (11, 24)),
    ("今仔日", (11, 21)), ("听晚通宵", (11, 22)), ("明暗晡开始", (11, 22)), ("下下周三体检中心搬迁", (12, 2)), ("后晚", (11, 23)),
    # at once
    ("现在人到就开始", (11, 21)), ("而家，五十蚊", (11, 21)), ("立刻来", (11, 21)), ("等下四点半抓鸡", (11, 21)),
    ("马上 要3个", (11, 21)),
    ("即日起招人", (11, 21)), ("钥匙锁屋里了 开锁 快", (11, 21)), ("水管爆了快来个师傅", (11, 21)),
    # by number and weekday
    ("下月1号起", (12, 1)), ("下个月开工", (12, 1)), ("拜三下午", (11, 25)), ("这周末要人", (11, 21)),
    ("下周周二", (11, 24)), ("12.24晚上 12.24进场", (12, 24)), ("星期5", (11, 27)), ("本月28号", (11, 28)),
    ("18日 用工10人", (12, 18)), ("12/8 周二", (12, 8)), ("12.8晚婚宴", (12, 8)), ("儿童节活动 12月1号彩排", (12, 1)),
    # of several the one on which work begins
    ("今天报名，后天开工", (11, 23)), ("明天，不对，后天要两个", (11, 23)), ("不是明天，是后天", (11, 23)),
    ("招到25号截止 28号开工", (11, 28)), ("听晚六点前答复 今次系星期三上昼做", (11, 25)),
    ("马上要人，明天开工", (11, 22)), ("明天看场地，后天开工", (11, 23)), ("明天面试 后天上班", (11, 23)), ("11月25号老人生日宴", (11, 25)),
]  # fmt: skip
FEASTS = [
    ("正月初八开工", (2, 13)), ("三月三不过节的来", (4, 19)), ("十月初六", (11, 14)), ("八月十五", (9, 25)),
    ("端午包粽子", (6, 19)), ("五一要人", (5, 1)), ("国庆三天", (10, 1)), ("清明扫墓", (4, 5)), ("中秋那天", (9, 25)),
    ("农历6月19", (8, 1)), ("初六开工", (3, 24)), ("大年初六开工", (2, 11)), ("年廿八洗地", (2, 4)),
    ("元宵晚上舞龙", (2, 20)), ("中秋晚会布置", (9, 25)), ("五一晚上", (5, 1)), ("中秋前一天送月饼", (9, 24)), ("五一第二天开工", (5, 2)), ("冬至前一晚", (12, 21)),
    ("除夕看门", (2, 5)), ("腊月二十", (1, 27)), ("七月半", (8, 27)), ("冬至搓汤圆", (12, 22)),
]  # fmt: skip
NO_DAYS = [
    "", "每月15号发工资", "每月20号发", "15号发薪", "周二结上周", "3号楼", "昨天", "跟昨天一样", "3天",
    "8-12", "180一天", "13812340007", "32号", "13月40号", "日结", "上个月", "0.5",
    # paid, asked, born, resting on that day, or on every such day
    "第二个月10号发工资", "次月28号发", "25号打卡上", "15号前发薪", "周五结账", "每周六上午", "周一到周五 8点到17点",
    "周一三五上午", "周末双休", "兼职周末", "每个周末", "上周三干的", "明天面试", "明天前回复", "截止25号", "今天结", "马上结账",
    "做完马上转账", "当天就结", "预产期5月中", "明早联系", "今日招聘信息", "以后天天来", "赶明儿再说",
    # around a feast is not on it, and what only sounds like one
    "清明前一直要人", "过完年开工", "年后开工", "国庆放假", "中秋前后", "端午节后第二天", "八毛五一晚", "五一路188号", "八毛五一斤", "一百五一天", "春节三倍工资",
    "初三数学家教", "我初二没读了", "今年初五个人", "年初一直做", "每年三十天",
    "想挣钱的快来", "干完马上走", "11.30-12.30", "过了国庆再来", "每年中秋", "急！ 杀鱼一个", "做10日", "周二四六晚上",
    # how long, how many, how much, where
    "干三天", "大概一星期", "试用期3天", "干满三天后结", "要20号人", "十几号人", "3.5-4.2元一斤", "12月 18人", "9月10月都没发",
    "城东3号工地", "A栋3号", "2月30号", "随时可以进场", "月底进场",
]  # fmt: skip
STRETCHES = [
    ("3月20号~4月5号", (3, 20), (4, 5)), ("12号~15号", (3, 12), (3, 15)), ("3月12到15号", (3, 12), (3, 15)),
    ("5月1-5号", (5, 1), (5, 5)), ("九号～十二号", (4, 9), (4, 12)), ("28号到3号", (3, 28), (4, 3)),
    ("9.12-9.14 400/天", (9, 12), (9, 14)), ("3.13到3.15", (3, 13), (3, 15)), ("4月3-6日", (4, 3), (4, 6)),
    ("4月3日至6日", (4, 3), (4, 6)), ("5月2号3号两天", (5, 2), (5, 3)), ("15、16、17号", (3, 15), (3, 17)),
    ("18-20日", (3, 18), (3, 20)), ("18日—20日", (3, 18), (3, 20)), ("14号（周六）到15号（周日）", (3, 14), (3, 15)),
    ("今明后三天", (3, 12), (3, 14)), ("礼拜六同礼拜日", (3, 14), (3, 15)), ("国庆三天 10月1号开始", (10, 1), (10, 3)), ("明天开工，13号到15号", (3, 13), (3, 15)),
    ("明后两天", (3, 13), (3, 14)), ("今明两天", (3, 12), (3, 13)), ("周六周日两天", (3, 14), (3, 15)),
    ("周六日两天", (3, 14), (3, 15)), ("周末两天", (3, 14), (3, 15)), ("国庆7天 10月1到7号", (10, 1), (10, 7)),
    ("五一期间 5月1-5号", (5, 1), (5, 5)), ("国庆七天", (10, 1), (10, 7)), ("腊月二十到二十八", (1, 27), (2, 4)),
    ("25号开工，做到30号", (3, 25), (3, 30)), ("25号开始干到月底", (3, 25), (3, 31)), ("明天后天", (3, 13), (3, 14)),
    ("3月30号晚上9点到31号早上6点", (3, 30), (3, 31)), ("今晚10点到明早4点", (3, 12), (3, 13)), ("7月至8月，每天下午", (7, 1), (8, 31)), ("暑假工7-8月", (7, 1), (8, 31)),
    ("3月份到5月份的工资没发", None, None), ("试用期1-3月", None, None), ("干3到5个月", None, None), ("12月1日至次年1月31日", (12, 1), (1, 31)),
    ("下月十号到二十号厂里盘点", (4, 10), (4, 20)), ("初十到十五帮忙看铺", (3, 28), (4, 2)), ("11.3和11.4，拆架", (11, 3), (11, 4)),
    ("腊月二十完工", None, (1, 27)), ("做到20号", None, (3, 20)), ("做到月底", None, (3, 31)),
    ("明天开工，大概4天活", (3, 13), None), ("11月开始", (11, 1), None), ("今日做完", (3, 12), None),
    ("物流园3号到5号楼", None, None),
]  # fmt: skip


def on(day: tuple[int, int] | None, since: datetime) -> date | None:
    found = date(since.year, *day) if day else None
    return found if found is None or found >= since.date() else found.replace(year=since.year + 1)


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_day(text: str, day: tuple[int, int]) -> None:
    found = read_day(text, NOON)
    assert found is not None
    assert found.date == date(2026, *day)


@pytest.mark.parametrize(("text", "day"), FEASTS)
def test_feast(text: str, day: tuple[int, int]) -> None:
    found = read_day(text, SPRING)
    assert found is not None
    assert found.date == on(day, SPRING)


@pytest.mark.parametrize("text", NO_DAYS)
def test_no_day(text: str) -> None:
    assert read_days(text, NOON) == (None, None)


@pytest.mark.parametrize(("text", "first", "last"), STRETCHES)
def test_from_day_to_day(text: str, first: tuple[int, int] | None, last: tuple[int, int] | None) -> None:
    found = tuple(day.date if day else None for day in read_days(text, SPRING))
    assert found == (on(first, SPRING), on(last, SPRING))


@pytest.mark.parametrize(
    ("text", "day"),
    [("明早六点", 21), ("明天", 21), ("后天", 22), ("今天", 21), ("22号", 22), ("周六", 21), ("听日", 21)],
)
def test_after_midnight_tomorrow_is_this_morning(text: str, day: int) -> None:
    found = read_day(text, ONE_AM)
    assert found is not None
    assert found.date.day == day


def test_next_week_said_in_the_night_before_it() -> None:
    found = read_day("下周一", datetime(2026, 11, 23, 1, 0, tzinfo=SHANGHAI))
    assert found is not None
    assert found.date == date(2026, 11, 23)


def test_the_day_is_shanghais() -> None:
    found = read_day("明天", datetime(2026, 11, 20, 23, 0, tzinfo=UTC))  # 07:00 on the 21st there
    assert found is not None
    assert found.date == date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1月3号", date(2027, 1, 3)), ("31号", date(2026, 12, 31)), ("元旦", date(2027, 1, 1)),
        ("下月2号", date(2027, 1, 2)), ("除夕", date(2027, 2, 5)),
    ],
)  # fmt: skip
def test_over_the_end_of_the_year(text: str, day: date) -> None:
    found = read_day(text, datetime(2026, 12, 5, 12, tzinfo=SHANGHAI))
    assert found is not None
    assert found.date == day


def test_the_words_are_theirs() -> None:
    assert [day and day.words for day in read_days("聽日到後日，要三個", NOON)] == ["聽日到後日", "後日"]


@settings(deadline=None)
@given(
    st.text(
        alphabet="0123456789一二三十初廿点月日号周末正腊后天明今听晚国庆五到至-、~.前起结发年 ", max_size=40
    ),
    st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)),
)
def test_never_in_the_past(text: str, now: datetime) -> None:
    first, last = read_days(text, now.replace(tzinfo=UTC))
    today = now.replace(tzinfo=UTC).astimezone(SHANGHAI).date()
    assert first is None or first.date >= today
    assert last is None or last.date >= (first.date + timedelta(days=1) if first else today)


@settings(deadline=None)
@given(st.text(), st.datetimes())
def test_never_raises(text: str, now: datetime) -> None:
    read_days(text, now.replace(tzinfo=UTC, year=min(max(now.year, 2), 9990)))


@pytest.mark.parametrize(
    "piece", ["明天", "3月", "初", "周", "12号", "到", "、1", "5.1-", "今晚10点到", "国庆"]
)
def test_of_a_novel_only_the_beginning_is_read(piece: str) -> None:
    novel = piece * 50_000
    assert read_days(novel, NOON) == read_days(novel[:CAP], NOON)
