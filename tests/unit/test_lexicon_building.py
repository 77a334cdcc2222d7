"""Hard cases of the building trades: what people on a site say, and what only sounds like it."""

import pytest

from storage.lexicon import parted, trades

MEANT = [
    # parted by a time
    ("俺爹垒了一辈子墙", "砌筑工"),
    ("砌咗十几年砖", "砌筑工"),
    ("烧过焊", "焊工"),
    # the verb's own people
    ("专做绑铁嘅", "钢筋工"),
    ("后台下料套丝", "钢筋工"),
    ("钉板佬仲请唔请", "模板木工"),
    ("铺土脚砖的师傅", "瓷砖工"),
    ("揸震机收面", "混凝土工"),
    ("满批两遍打磨，带自己的打磨机来", "腻子工"),
    ("移机加氟装挂机柜机", "空调安装工"),
    # a wide deed beside what it is done to
    ("搅拌站开50装载机上料", "铲车司机"),
    ("厂房打螺丝铺檩条盖彩钢瓦", "钢结构工"),
    ("坐吊板刷真石漆的蜘蛛人", "外墙工"),
    ("板式柜子组装上门", "家具安装工"),
    ("臂架泵操作员", "泵车工"),
    ("做风喉嘅师傅", "通风管道工"),
    ("屋顶上面装发电板的", "光伏安装工"),
    ("装监控摄像头", "弱电工"),
    ("会接配电箱拉电缆的点工，有操作证", "电工"),
    # machines are no works of their own
    ("拿对讲机喊塔吊的", "信号司索工"),
    ("管现场的工长", "施工员"),
]


@pytest.mark.parametrize(("text", "trade"), MEANT)
def test_what_a_site_says(text: str, trade: str) -> None:
    assert [match.trade for match in trades.printed().find(text)][:1] == [trade]


@pytest.mark.parametrize(
    "text",
    [
        "转让二手电焊机一台 八成新 三百",
        "求租一间能放架管的仓库",
        "哪家瓷砖店质量好一点",
        "我家对面天天打桩吵死人了",
        "昨天挖机把水管挖断了全村停水",
        "今年水泥钢筋都降价了",
        "塔吊好高啊",
        "新房贴的瓷砖真好看",
        "自建房要不要办施工许可证",
        "架子工是不是有清退令",
        "说好贴砖45一平，干完只给30",
        "包工头说甲方没打款",
    ],
)
def test_what_is_seen_or_bought_or_asked_of_a_site(text: str) -> None:
    assert trades.printed().find(text) == []


@pytest.mark.parametrize("text", ["墙砌得一年比一年高", "砌墙", "垒三墙", ""])
def test_only_a_time_parts_a_name(text: str) -> None:
    assert list(parted.all_in(text, {"砌墙", "垒墙"})) == []


@pytest.mark.parametrize(
    ("text", "trades_wanted"),
    [
        ("塔吊", ["塔吊司机"]),
        ("塔吊 有证", ["塔吊司机"]),
        ("外架三百一天包饭", ["架子工"]),
        ("塔吊倒了", []),
        ("玻璃杯打碎了", []),
        ("地板砖真滑摔了一跤", []),
        ("红砖多少钱一块", []),
        ("油漆味好大头晕", []),
        ("工地停工了", []),
        ("一级建造师今年报名时间", []),
        ("光伏板下面的草长高了 找人去割", ["除草工"]),
        ("扎铁大工两名", ["钢筋工"]),
        ("双笼梯早班女司机", ["施工升降机司机"]),
        ("刷墙怎么收费", ["油漆工"]),
        ("那面墙打掉多少钱", ["拆除工"]),
        ("空调搬家顺便加点氟", ["空调安装工"]),
        ("阳台想封一下要断桥的", ["门窗安装工"]),
        ("厨房洗菜盆下面一直滴水", ["水管工"]),
    ],
)
def test_a_thing_alone_is_no_wish_and_a_deed_is_one(text: str, trades_wanted: list[str]) -> None:
    assert [match.trade for match in trades.printed().find(text)][:1] == trades_wanted
