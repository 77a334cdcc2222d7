"""Several posts in one message, and one post that only looks like several."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading.posts.gigs import read_gigs
from handlers.reading.posts.posts import several_posts, too_many
from handlers.reading.times.day import SHANGHAI

NOON = datetime(2026, 3, 12, 12, 0, tzinfo=SHANGHAI)
SEVERAL = [
    ("小工3个180，木工2个260，江南市场，日结", 2),
    ("明天要小工3个180一天，木工2个260一天，瓷砖工1个300一天，江南市场", 3),
    ("木工3个、电工2个", 2),
    ("小工3个 木工2个 明天 江南市场", 2),
    ("招木工3个，一个木工300", 0),
    ("招5个人，3个瓷砖工，2个搬运工，江南市场", 2),
    ("招小工3人\n招瓷砖工2人\n城东镇河堤路18号", 2),
]
EACH = [
    ("厨师1 服务员3 洗碗1", "1 3 1"),
    ("小工3个180木工2个260", "3:180 2:260"),
    ("小工3个180，木工2个260，江南市场，日结", "3:180 2:260"),
    ("小工三个一百八木工两个二百六", "3:180 2:260"),
    ("3个小工180，2个木工260", "3:180 2:260"),
    ("3个小工180块2个木工260块", "3:180 2:260"),
    ("木工2名260/天 小工3名180/天", "2:260 3:180"),
    ("木工2名，260一天；小工3名，180一天", "2:260 3:180"),
    ("木工：2名，260/天。小工：3名，180/天", "2:260 3:180"),
    ("木工（2人）260元/天，小工（3人）180元/天", "2:260 3:180"),
    ("木工260一天要2个，小工180一天要3个", "2:260 3:180"),
    ("木工一天260要2个 小工一天180要3个", "2:260 3:180"),
    ("招木工小工，木工260 2个，小工180 3个", "2:260 3:180"),
    ("招木工2人小工3人，木工260，小工180", "2:260 3:180"),
    ("招木工2人、小工3人，工资260、180", "2 3"),
    ("招木工2个，小工3个，260和180", "2 3"),
    ("要2个木工，3个小工，木工260，小工180，明天早上七点", "2:260 3:180"),
    ("木工、小工各3个，260、180", "3 3"),
    ("木工小工各3个，木工260小工180", "3:260 3:180"),
    ("大工小工各两个，大工350，小工200", "2:350 2:200"),
    ("大工350小工200各两个", "2:350 2:200"),
    ("贴砖大工2个350，小工1个200", "2:350 1:200"),
    ("贴砖，大工2个350，小工1个200", "2:350 1:200"),
    ("师傅2个300，徒弟1个150", "2:300 1:150"),
    ("1、小工3个180 江南市场\n2、木工2个260 城东镇", "3:180 2:260"),
    ("1.普工20名 5000-6000\n2.叉车司机2名 6500\n3.质检3名 4800\n包吃住 东坑镇 13800138000", "20:5000 2:6500 3:4800"),
    ("①普工5名18/小时②叉车工1名25/小时③清洁工2名3200", "5:18 1:25 2:3200"),
    ("【电子厂招聘】普工10人 18元/小时 【食堂】洗碗工2人 3000/月", "10:18 2:3000"),
    ("厨师一名6000-8000，洗碗2名3000", "1:6000 2:3000"),
    ("厨师1名 6000-8000 洗碗阿姨2名 3000 服务员5名 3800", "1:6000 2:3000 5:3800"),
    ("饭店招：厨师1人、服务员3人、洗碗工1人，工资面议", "1 3 1"),
    ("明天工地要钢筋工5个380 木工5个400 小工3个200 早上6点半", "5:380 5:400 3:200"),
    ("钢筋工5个，木工5个，小工3个，明天早上6点半到工地", "5 5 3"),
    ("钢筋工要5个 380 木工要5个 400 ", "5:380 5:400"),
    ("卸货5个人200，分拣3个人160，物流园", "5:200 3:160"),
    ("要5个卸货的，200，3个分拣的，160", "5:200 3:160"),
    ("采茶20个 130一天 炒茶师傅2个 300一天 ", "20:130 2:300"),
    ("电工1个，水管工1个，都是300", "1:300 1:300"),
    ("木工3个、电工2个", "3 2"),
    ("木工3个电工2个，都300一天", "3:300 2:300"),
    ("保安3名4000 保洁2名3000 绿化1名3500 ", "3:4000 2:3000 1:3500"),
    ("保安3名，月薪4000，保洁2名，月薪3000", "3:4000 2:3000"),
    ("招保安三名4000元，保洁员两名3000元，五险，包住", "3:4000 2:3000"),
    ("前台2人3800，客房5人3600", "2:3800 5:3600"),
    ("听日要三个泥水二百八，两个小工一百八", "3:280 2:180"),
    ("爱三个泥水师傅三百五，两个小工两百", "3:350 2:200"),
    ("今天：搬运5人*150，叉车1人*300", "5:150 1:300"),
    ("招5个人，3个瓷砖工，2个搬运工", "3 2"),
    ("共招8人：木工3人，小工5人", "3 5"),
    ("装修队找木工2个油漆工1个泥水工2个 工价都是350", "2:350 1:350 2:350"),
    ("插秧十个人 割草五个人 插秧一百八一天割草一百五", "10:180 5:150"),
    ("要砌砖的三四个，小工两个，大工三百二小工两百", "3:320 2:200"),
    ("泥水师傅两名，每天350。小工两名，每天220。地点新街", "2:350 2:220"),
    ("泥工2名 350/天\n小工2名 220/天\n地址：梅江区江南路\n联系：13800138000", "2:350 2:220"),
    ("急招\n焊工3名 350-400一天\n打磨工2名 280一天\n明天上班，包午饭", "3:350 2:280"),
    ("司机2名400一天 摄像1名800一天", "2:400 1:800"),
    ("叉车司机1名5500，搬运工4名，4000-4500，仓管1名4200", "1:5500 4:4000 1:4200"),
    ("服务员2名3500、传菜1名3300、收银1名3600 包吃住 市区", "2:3500 1:3300 1:3600"),
    ("挖机一台1500一天，小工3个200", "1:1500 3:200"),
    ("吊车1台 800 司索工2名 300", "1:800 2:300"),
    # shares, couples, the rest
    ("10个人 一半卸水泥一半扫仓库 卸水泥的220 扫仓库的130", "5:220 5:130"),
    ("十二个人一半装车一半扫地，都是200", "6:200 6:200"),
    ("要8个人，3个搬砖，其他拌灰，都是190", "3:190 5:190"),
    ("夫妻一对，小工2个，夫妻的话两个人550，小工一人200", "2:550 2:200"),
    ("夫妻工2对养猪9000一对，另外要杂工1个4000", "4:9000 1:4000"),
    ("焊工2个、油漆工1个、打磨1个，焊工400，其他两个300", "2:400 1:300 1:300"),
    ("种树8人，割草4人，司机1人，种树割草180，司机260", "8:180 4:180 1:260"),
    # rates apart from the names, in order, before them, counted in another way
    ("小工3个、泥工2个，工资200/300", "3:200 2:300"),
    ("搬货、分拣各4人，200和130", "4:200 4:130"),
    ("3500保安3人，2800保洁2人", "3:3500 2:2800"),
    ("保安3500（3人）保洁2800（2人）", "3:3500 2:2800"),
    ("采茶女工30人按斤算，3块5一斤，炒茶师傅2人350一天", "30:3.5 2:350"),
    ("砍甘蔗20个，装车6个，砍的按吨算130一吨，装车的40一吨", "20:130 6:40"),
    ("大车司机两名（A2），月薪9000到1万2，跟车的三名5500", "2:9000 3:5500"),
    ("搬运8个 200包干 拆架子师傅4个 350", "8:200 4:350"),
    ("男6个搬货200 女4个分拣130", "6:200 4:130"),
    ("收银2人理货4人促销6人，统一140", "2:140 4:140 6:140"),
    # said wrong first, counted by 只, with a name behind a colon
    ("泥水工三个 三百三，小工两个 不对 三个 两百", "3:330 3:200"),
    ("木工3个，不对，4个，小工2个", "4 2"),
    ("爱2只泥水师傅3只小工，师傅350，小工200", "2:350 3:200"),
    ("需要装修师傅：水电1人 木工吊顶2人 每人每天350", "1:350 2:350"),
    ("拉网的要六个，两百八一个人，过秤装筐妇女四个一百六", "6:280 4:160"),
    ("小工2天，泥工1天，小工2个200，泥工1个330", "2:200 1:330"),
]  # fmt: skip
ONE = (
    "招小工3人 明天 早上8点到下午4点 江南市场 180一天 日结",
    "招瓷砖工2个，会贴墙砖，明天，江南市场",
    "要3个人，瓷砖工，240一天",
    "招小工，男女各5个",
    "我会贴瓷砖，也会木工",
    "招小工3个，不对，小工5个",
    "招保洁3人，会开荒保洁的1个优先",
    "招小工4个，其中2个小工晚上也干",
    "有2个小工了，再招3个木工",
    "明天有活吗",
    "男工3个180，女工5个150",
    "木工3个，一个300",
    "木工3个，一个人300，包中饭",
    "不是3个木工，是5个木工",
    "木工3个260，8点到5点，管饭，江南市场",
    "招普工20名，两班倒，每班10人",
    "上午要3个人，下午要5个人",
    "昨天3个今天5个",
    "洗碗工2个，早上一个晚上一个",
    "阿姨2个，一个做饭一个打扫",
    "小工5个，其中2个要会开车",
    "男工5个女工8个，拔花生，男180女150",
    "夫妻一对养鸡，两个人8000",
    "要10个人，一半男一半女",
    "8个人，其他的电话谈",
    "小工4个其中2个会砌墙的300，不会的200",
    "",
)


@pytest.mark.parametrize(("text", "posts"), SEVERAL)
def test_each_post_is_told_apart(text: str, posts: int) -> None:
    found = several_posts(text)
    assert len(found) == posts
    if "江南市场" in text:
        assert all("江南市场" in post.text for post in found)


@pytest.mark.parametrize(("text", "told"), EACH)
def test_each_has_its_own_heads_and_pay(text: str, told: str) -> None:
    """`heads:pay` of each; without a colon nothing is asserted of the pay."""
    _, gigs = read_gigs(text, NOON)
    assert len(gigs) == len(told.split())
    for gig, one in zip(gigs, told.split(), strict=True):
        heads, _, pay = one.partition(":")
        assert gig.heads is not None and str(gig.heads.low) == heads
        assert not pay or (gig.pay is not None and str(gig.pay.low) == pay)


def test_the_whole_adds_up() -> None:
    whole, _ = read_gigs("大工450中工350 各要4人 外墙真石漆", NOON)
    assert whole.heads is not None and whole.pay is not None
    assert whole.heads.low == 8
    assert (int(whole.pay.low), int(whole.pay.high)) == (350, 450)


def test_of_rates_by_the_day_and_by_the_piece_those_of_most_hands_stand_for_all() -> None:
    whole, _ = read_gigs("摘果20个1毛5一斤，选果8个140一天", NOON)
    assert whole.pay is not None and (float(whole.pay.high), whole.pay.unit) == (0.15, "piece")


def test_the_whole_is_for_the_trades_of_each() -> None:
    whole, _ = read_gigs("超市开业，收银2人，理货4人", NOON)
    assert whole.trades[0] == "收银员"


def test_figures_of_a_list_are_no_pay() -> None:
    whole, gigs = read_gigs("钢筋工10，木工15，泥工8", NOON)
    assert [one.pay for one in (whole, *gigs)] == [None] * 4


def test_each_line_keeps_its_own_place_and_day() -> None:
    _, (first, second) = read_gigs("1、明天江南市场小工3个180\n2、后天城东镇木工2个260", NOON)
    assert first.place is not None and first.place.words == "江南市场"
    assert second.place is not None and second.place.words == "城东镇"
    assert first.day is not None and second.day is not None and first.day.date < second.day.date


@settings(deadline=None)
@given(st.text(alphabet="小木工师傅各要招3五个人名一百八260,。 \n1、", max_size=60))
def test_never_raises(text: str) -> None:
    read_gigs(text, NOON)


def test_nobody_makes_the_loop_read_a_thousand_posts() -> None:
    assert len(several_posts(("小工3个，江南市场，8点，" * 2000)[:20000])) == 10


def test_heads_of_all_together_are_no_heads_of_each() -> None:
    assert not any("5" in post.text for post in several_posts("招5个人，3个瓷砖工，2个搬运工"))


@pytest.mark.parametrize("text", ONE)
def test_one_post_stays_whole(text: str) -> None:
    assert several_posts(text) == ()


@pytest.mark.parametrize(
    ("text", "many"), [("招小工600人", True), ("要 1000 个人", True), ("招500人", False), ("工钱2000", False)]
)
def test_more_hands_than_a_gig_may_have(text: str, many: bool) -> None:
    assert too_many(text) is many
