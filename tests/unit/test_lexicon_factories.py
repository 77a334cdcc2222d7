"""Trades of factories and roads: hard cases, text and the trade read first (none: nobody speaks of work).

To extend, add a line.
"""

import pytest

from storage.lexicon import trades

AT_WORK = [
    ("招冲压作业员", ["冲压工"]),
    ("电镀普工", ["电镀工"]),
    ("SMT招操作员夜班", ["贴片操作员"]),
    ("招印刷学徒", ["印刷工"]),
    ("在化工厂做操作工", ["化工操作工"]),
    ("电镀厂上挂下挂", ["电镀工"]),
    ("喷涂线上下挂", ["喷漆工"]),
    ("罗非鱼厂招杀鱼", ["水产加工工"]),
    ("酒楼杀鱼", ["水台工"]),
    ("塑料厂啤机", ["注塑工"]),
    ("五金啤机", ["冲压工"]),
    ("厂里打杂的", ["普工"]),
    ("工地打杂的", ["建筑小工"]),
    ("菜鸟驿站招店员", ["快递站点员"]),
    ("仓库铲车叉卡板", ["叉车司机"]),
    ("跟危险品车押车", ["押运员"]),
    ("做铝合金压住的", ["压铸工"]),
    ("酿酒", ["食品加工工"]),
    ("榨糖季熬糖的师傅", ["食品加工工"]),
    ("污水处理站值班", ["化工操作工"]),
    ("揸五吨车", ["货车司机"]),
    ("装卸搬运就算了腰不行，开叉车可以", ["叉车司机"]),
    ("你们仓库几点关门，我过去提货", []),
    ("隔壁鞋厂要搬去越南了", []),
    ("车间主任又骂人了", []),
    ("司机师傅麻烦在前面路口停一下", []),
    ("这批货质检没过", []),
    ("我家锅炉点不着火了", []),
]


@pytest.mark.parametrize(("text", "wanted"), AT_WORK)
def test_the_work_of_factories_and_roads(text: str, wanted: list[str]) -> None:
    assert [match.trade for match in trades.load().find(text)][:1] == wanted
