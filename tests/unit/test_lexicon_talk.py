"""Hard cases of the gate and of refusals: a trade that is named is not always one that somebody wants."""

import pytest

from storage.lexicon import doings, trade_table, trades

NO_WORK = [
    # sold or let, bought
    *(
        "二手叉车转让 三吨",
        "我有辆面包车想卖",
        "奶茶店转让 接手即可盈利",
        "仓库出租三百平",
        "求购二手拖拉机",
        "高价回收废铁",
    ),
    # customers
    *(
        "剪个头发多少钱",
        "洗车多少钱一次",
        "修手机在哪里修",
        "我点的外卖呢",
        "外卖怎么还没送来",
        "帮我寄个快递",
    ),
    *("转客服", "客服在不在", "你们客服怎么不回", "哪家家政公司靠谱"),
    # gossip and sighs
    *(
        "听说新来那个保安跟收银员好上了",
        "隔壁老王他女婿开挖机发财了",
        "我女儿在厂里当文员",
        "那个收银员好漂亮",
    ),
    *("现在司机都不好当", "厨师这行太累了", "月嫂工资好高啊", "昨天新闻说外卖员猝死"),
    # home and farm
    *("喂猪的饲料涨价了", "今年养猪亏死了", "楼下装修吵死人", "明天要去采茶 没空", "我去接孩子 等下再说"),
    # wronged
    *(
        "中介收了我五百块说进厂结果没人管",
        "说是做保安结果去了要交钱",
        "保安公司不退我押金",
        "家政公司把我的身份证扣了",
    ),
    # told of somebody, of what is done, of what happened
    *("那个月嫂带得真好 白白胖胖", "有个保安老是盯着我看", "我姐夫以前是厨师 现在自己开了店", "门窗都装好了"),
    *(
        "我们家刚装了空调",
        "邻居家请了个保姆 五千一个月",
        "叉车撞到人了",
        "今晚吃烧烤",
        "装空调的师傅约了周六",
    ),
    *("接单 1001", "听 10011"),  # another number is no slip
    *("食堂几点开饭", "组长不批假", "收银多收了我五块", "学美容美发哪里好"),
]


@pytest.mark.parametrize("text", NO_WORK)
def test_talk_that_names_a_trade_asks_for_none(text: str) -> None:
    assert trades.load().find(text) == []


@pytest.mark.parametrize(
    ("text", "trade"),
    [
        ("出租车司机 白班", "网约车司机"),
        ("二手车公司招销售", "销售员"),
        ("洗车一天多少钱", "洗车工"),
        ("送外卖跑一单多少钱", "外卖骑手"),
        ("听说你们那边招保安", "保安"),
        ("我表哥做厨师的 有没有厨师的活", "厨师"),
        ("送外卖太累了 想进厂做焊工", "焊工"),
        ("保安累不累啊一个月多少", "保安"),
        ("有没得扎钢筋的活", "钢筋工"),
        ("白班的停车场收费员可以吗", "停车管理员"),
        ("那个开叉车的多少钱一天", "叉车司机"),
        ("荔枝熟了 要人剪", "水果采摘工"),
        ("我老公以前开货车 现在想找个本地送货的", "送货员"),
        ("做了十年塔吊", "塔吊司机"),
    ],
)
def test_who_speaks_of_work_beside_it_is_heard(text: str, trade: str) -> None:
    assert trades.load().find(text)[0].trade == trade


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # the no belongs to the name before it
        ("洗碗不要 端盘子可以", ["餐厅服务员"]),
        ("不想干保安想干保洁", ["保洁员"]),
        ("唔做保安 做清洁", ["保洁员"]),
        ("保安不敢当 帮厨可以", ["帮厨"]),
        ("不想做保安 保洁", []),
        ("除了保安 保洁也可以", ["保洁员"]),
        # filled, sent too often, not asked for
        ("厨师已经找到了 现在差个洗碗的", ["洗碗工"]),
        ("司机够了 要两个装卸", ["装卸工"]),
        ("保洁招满了吗 焊工呢", ["保洁员", "焊工"]),
        ("老是推普工 我要的是焊工", ["焊工"]),
        ("不要老给我发保安的 我要司机", ["司机"]),
        ("莫喊我去抬水泥 我要做打扫卫生那种", ["保洁员"]),
        ("保洁就不用介绍了 我想做月嫂", ["月嫂"]),
        ("砌砖冇人要啦 我转行做贴瓷片", ["瓷砖工"]),
        ("与其做保安还不如去开滴滴", ["网约车司机"]),
        ("没送过外卖 送过快递", ["快递员"]),
        ("砌墙贴砖都不是 我是刷漆的", ["油漆工"]),
        ("工地太热了不去 保洁有吗", ["保洁员"]),
        ("流水线和餐饮都不考虑 想做电工", ["电工"]),
        ("系做唔到搬运 手伤咗", []),
    ],
)
def test_a_no_reaches_as_far_as_it_is_meant(text: str, wanted: list[str]) -> None:
    assert [match.trade for match in trades.load().find(text)] == wanted


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("送外卖太危险我妈不让 快递分拣可以吗", "分拣员"),
        ("荔枝采完要剪枝", "果树修剪工"),
        ("本来想做保安 人家嫌我矮 那做保洁吧", "保洁员"),
        ("仓库缺人 分拣打包都要", "分拣员"),
        ("果园请会开拖拉机的", "拖拉机手"),
        ("鞋厂食堂", "食堂工"),
    ],
)
def test_what_only_tells_stands_behind(text: str, first: str) -> None:
    assert trades.load().find(text)[0].trade == first


def test_machines_in_a_row_are_all_driven() -> None:
    found = trades.load().find("钩机铲车压路机都会开")
    assert [match.trade for match in found] == ["挖掘机司机", "铲车司机", "压路机司机"]


@pytest.mark.parametrize(
    ("text", "trade"),
    [
        ("砂糖橘什么时候开始剪", "水果采摘工"),
        ("花椒要摘了", "水果采摘工"),
        ("🍊园要人摘", "水果采摘工"),
        ("火龙果基地要人", "水果采摘工"),
        ("肉牛场放牛割草喂料", "养殖工"),
        ("规模猪场招饲养员", "养猪工"),
        ("铁皮石斛基地长期招种植工人", "药材种植工"),
        ("无人机给果树打药", "植保无人机飞手"),
        ("板栗掉了一地 找几个人上山捡", "水果采摘工"),
        ("院子里草长高了 请人来割", "除草工"),
        ("五亩红薯 找人挖", "农场工"),
        ("请人踩摘", "水果采摘工"),
        ("有没有喂朱的活", "养猪工"),
        ("荔枝剪枝打包泡沫箱", "水果分拣包装工"),
    ],
)
def test_work_on_farms(text: str, trade: str) -> None:
    assert trades.load().find(text)[0].trade == trade


@pytest.mark.parametrize(
    "text", ["荔枝什么时候上市", "柚子多少钱一斤", "我家荔枝熟了请你们吃", "猪肉涨到二十了"]
)
def test_what_farms_grow_is_no_work(text: str) -> None:
    assert trades.load().find(text) == []


def test_no_verb_is_longer_than_is_looked_for() -> None:
    doers = (doers for row in trade_table.rows() for doers, _ in row.doings)
    assert max(len(verb) for verbs in doers for verb in verbs) <= doings.LONG_VERB
