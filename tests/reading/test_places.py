"""Where the work is: text → the place in the poster's words, and the area it lies in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading.places.division import division
from handlers.reading.places.mentions import mentions
from handlers.reading.places.places import read_place
from handlers.reading.plain import plain
from storage.lexicon import areas
from storage.lexicon.normalise import CAP

WUHUA, MEIXIAN, DONGGUAN, NANAN, BABU = "441424", "441403", "441900", "350583", "451102"

# text, region, place, the end of the division's path ("" where it is not certain)
SAID = [
    ("信宜钱排", "", "信宜钱排", "信宜市钱排镇"), ("平远大柘脐橙打包", "", "平远大柘", "平远县大柘镇"),
    ("大埔西岩茶场，按斤算", "", "大埔西岩茶场", "大埔县"), ("大埔镇 砍蔗", "", "大埔镇", "柳城县大埔镇"),
    ("明天去小榄装货 3个人", "", "小榄", "中山市小榄镇"), ("喺石碣搵三个女工做包装", "", "石碣", "东莞市石碣镇"),
    ("得閒過嚟車陂傾", "", "車陂", "车陂街道"), ("汕头龙湖招车位", "", "汕头龙湖", "汕头市龙湖区"),
    ("信都街上要两个泥水", BABU, "信都街上", "八步区信都镇"), ("水头二期，要扎铁", NANAN, "水头二期", "南安市水头镇"),
    ("佇水头磨石头，要两个", NANAN, "水头", "南安市水头镇"), ("长布 砍竹子", WUHUA, "长布", "五华县长布镇"),
    ("安流圩 摆摊", WUHUA, "安流圩", "五华县安流镇"), ("周江中兴村砍树", WUHUA, "周江中兴村", "五华县周江镇"),
    ("南口那边要两个小工", MEIXIAN, "南口那边", "梅县区南口镇"), ("大埔湖寮 搭棚", "", "大埔湖寮", "大埔县湖寮镇"),
    ("长安 五金厂", DONGGUAN, "长安", "东莞市长安镇"), ("五华高速服务区 ETC地推", "", "五华高速服务区", "五华县"),
    ("石岐区 餐厅", "", "石岐区", "中山市石岐街道"), ("横县茉莉花采摘 校椅", "", "校椅", "横州市校椅镇"),
    ("荔浦砂糖橘采摘 大塘镇", "", "大塘镇", "荔浦市大塘镇"), ("平和蜜柚采摘 小溪镇", "", "小溪镇", "平和县小溪镇"),
    ("大良 均安 牛仔厂", "", "大良", "顺德区大良街道"), ("惠州大亚湾石化区 焊工", "", "惠州大亚湾石化区", "惠州市惠阳区"),
    ("早上在桥头集合去丰顺做，小工5个", "", "丰顺", "丰顺县"), ("在县政府门口集合，去梅县雁洋干活", "", "梅县雁洋", "梅县区雁洋镇"),
    ("老板在广州，工地在清远佛冈", "", "清远佛冈", "佛冈县"), ("东兰那边来的也要，大化这里6个人", "", "大化", "大化瑶族自治县"),
    ("湖南人优先，深圳龙岗布吉，普工", "", "深圳龙岗布吉", "龙岗区布吉街道"), ("隆江猪脚饭 招人 坑梓", "", "坑梓", "坪山区坑梓街道"),
    ("高州荔枝园摘果工20人", "", "高州荔枝园", "高州市"), ("容县沙田柚 装箱 容县县底镇", "", "容县县底镇", "容县县底镇"),
    ("大朗毛织厂招缝盘师傅", "", "大朗毛织厂", "东莞市大朗镇"), ("钟落潭物流园 叉车", "", "钟落潭物流园", "白云区钟落潭镇"),
    ("廉江人民医院 护工", "", "廉江人民医院", "湛江市廉江市"), ("兴业县城 洗碗", "", "兴业县城", "玉林市兴业县"),
    ("万江华南mall旁", "", "万江华南mall旁", "东莞市万江街道"), ("太平镇 采茶", "441802", "太平镇", ""),
    ("水口镇那边砖厂", "", "水口镇那边砖厂", ""), ("凤凰镇采茶", "", "凤凰镇", ""), ("嘉应新区", MEIXIAN, "嘉应新区", ""),
    ("新华市场二楼", "350602", "新华市场二楼", ""), ("石霞村宫口", "350623", "石霞村宫口", ""),
    ("三元里路26号5楼", "441284", "三元里路26号5楼", ""), ("东升工业园 叉车", "441402", "东升工业园", ""),
    ("江南市场后街", "", "江南市场后街", ""), ("北京路18号", "", "北京路18号", ""),
    ("民主路9号602", "", "民主路9号602", ""), ("县医院骨科402床", "", "县医院骨科402床", ""), ("万达三楼", "", "万达三楼", ""),
    ("和谐家园二期12栋1203 开荒", "", "和谐家园二期12栋1203", ""), ("服装城盘点", "", "服装城", ""), ("东湖夜市收档后洗地", "", "东湖夜市", ""),
    ("广东/东莞/大朗 普工", "", "广东/东莞/大朗", "东莞市大朗镇"), ("常平木棆 五金厂", "", "常平木棆", "东莞市常平镇"),
    ("喺江南市场度落货", "", "江南市场", ""), ("厚街搬运5人", "", "厚街", "东莞市厚街镇"), ("大朗长期招普工", "", "大朗", "东莞市大朗镇"),
    ("住兴宁附近的优先，去兴宁龙田搭棚", "", "兴宁龙田", "兴宁市龙田镇"), ("海丰可塘镇珠宝加工 打磨", "", "海丰可塘镇", "海丰县可塘镇"),
    ("罗岗镇上卖肉", "441481", "罗岗镇", "兴宁市罗岗镇"), ("河堤路烂尾楼楼顶", "", "河堤路烂尾楼楼顶", ""),
    ("我在城东", "", "城东", ""), ("明天8点，电工2个，桥头", "", "桥头", ""), ("城东工地王老板", "", "城东工地", ""),
    ("梅江区 江南路18号 搬家", "", "梅江区 江南路18号", "梅州市梅江区"), ("高埗 冼沙 制衣", "", "高埗 冼沙", "东莞市高埗镇"),
    ("东莞石碣 电子厂直招", "", "东莞石碣", "东莞市石碣镇"), ("清溪大利广场旁 快餐", DONGGUAN, "清溪大利广场旁", "东莞市清溪镇"),
    ("南口圩 卖肉", MEIXIAN, "南口圩", "梅县区南口镇"), ("石坝头 卸沙", "", "石坝头", ""), ("罗经坝 搬家", "", "罗经坝", ""),
    ("餐馆在县城，老板住新铺", "", "县城", ""), ("在老车站上车，到长潭那边种树", "441427", "长潭那边", "蕉岭县长潭镇"),
    ("人民路附近的饭店请小工", "", "人民路附近", ""), ("在惠民街与解放路交叉口", "", "惠民街与解放路交叉口", ""),
    ("在岑溪修水库那个工程", "", "岑溪", "梧州市岑溪市"), ("恒大绿洲，12小时", "", "恒大绿洲", ""),
    ("梅江区江南市场 卸货", "", "梅江区江南市场", "梅州市梅江区"), ("北流新圩村 割稻", "", "北流新圩村", "玉林市北流市"),
    ("200元一天，日结，老车站后面", "", "老车站后面", ""),
    ("我伫石狮做衫，要两个", "", "石狮", "泉州市石狮市"),
    ("在太平镇开了个小饭店，要炒菜师傅", "", "太平镇", ""), ("万象汇三楼", "", "万象汇三楼", ""), ("保洁，写字楼，财富大厦12楼", "", "财富大厦12楼", ""),
    ("去广州拉货 从北流陶瓷厂装", "450981", "北流陶瓷厂", "玉林市北流市"), ("鲜花基地剪玫瑰 石龙", "450881", "石龙", "桂平市石龙镇"),
    ("看鱼塘，宁江边", "441481", "宁江边", ""), ("招保洁2人，聚源豪庭", "", "聚源豪庭", ""), ("在聚源砖厂要2个人搬货", "", "聚源砖厂", ""),
    ("聚源村口 搬运2人", "", "聚源村口", ""), ("在聚源驿站要2个人", "", "聚源驿站", ""), ("看场子，金海岸KTV", "441781", "金海岸KTV", ""),
    ("守庙两个，水尾庙", "", "水尾庙", ""), ("守夜一个，国道边中石化", "", "国道边中石化", ""), ("招文员，聚源供电所", "", "聚源供电所", ""),
    ("地址：城南路国税局后面", "", "城南路国税局后面", ""), ("百朋镇下伦屯路口集合", "450206", "百朋镇下伦屯路口", "柳江区百朋镇"),
]  # fmt: skip
NOT_SAID = [
    "沙县小吃招服务员一名", "桂林米粉店请洗碗阿姨", "新会陈皮 分拣工5名", "安溪铁观音茶艺师", "金华火腿切片工", "海南鸡饭档口请帮厨",
    "高州荔枝摘果工20人", "英德红茶采茶女工", "凤凰单丛采茶工", "化州橘红 包装工", "南京板鸭店招人", "重庆火锅店招服务员",
    "福建老板要人", "河源人 做木工", "会说潮汕话", "兴业银行招保安", "平安保险招人", "跑广州到深圳专线司机", "保安2人", "荷花 采摘",
    "在工地做饭", "在医院陪护老人", "猪场要一个", "养老院护理员5名", "好再来饭店招洗碗工", "在家带小孩", "老家建房 要小工", "凌晨三点落塘",
    "搬兩個舊梳化落樓", "自己走路来", "团结的来", "放学帮手接个细路", "园林路化 种草皮",
    "想寻份宾馆洗被单", "看仓库 2500", "开压路机", "砍死佢个扑街", "店里被老板锁在仓库", "本地人熟悉路线优先", "护坡 草坪", "我们那里缺人", "听日朝早", "长期要人", "有地方住",
]  # fmt: skip


@pytest.mark.parametrize(("text", "region", "place", "path"), SAID)
def test_place_and_division(text: str, region: str, place: str, path: str) -> None:
    found = read_place(text, region or None)
    assert found is not None
    assert found.words == place
    code = division(found.words, region or None, text)
    read = areas.load().path(code) if code else ""
    assert read.endswith(path) and bool(read) == bool(path), read


@pytest.mark.parametrize("text", NOT_SAID)
def test_no_place(text: str) -> None:
    found = read_place(text)
    assert found is None
    assert division("", None, text) is None


_PIECES = st.sampled_from(
    (
        "大朗",
        "镇",
        "太平",
        "村",
        "招",
        "沙县",
        "小吃",
        "在",
        "去",
        "路",
        "18号",
        "广东省",
        "梅县",
        "区",
        "万达",
        "三楼",
        "，",
        "茶",
        "人",
        "那边",
    )
)
TALK = st.lists(_PIECES, max_size=30).map("".join) | st.text(max_size=200)


@settings(deadline=None)
@given(TALK, st.sampled_from([None, WUHUA, DONGGUAN, "999999", ""]))
def test_never_raises_and_never_invents(text: str, region: str | None) -> None:
    """The name of an area that is read was said, in full or short, or as it was called before."""
    place = read_place(text, region)
    if place is None:
        return
    assert "".join(plain(place.words).text.split()) in "".join(plain(text).text.split())
    code = division(place.words, region, text)
    if code:
        area = areas.load().get(code)
        assert area is not None
        said = plain(text).text
        assert area.short in said or area.name in said or any(area in one.areas for one in mentions(said))


@pytest.mark.parametrize(
    "piece", ["太平", "大朗镇", "路", "在", "广东省", "梅州市梅江区", "人民路", "村", "a", "18号", "那边"]
)
def test_of_a_novel_only_the_beginning_is_read(piece: str) -> None:
    novel = piece * 50_000
    place = read_place(novel)
    assert place == read_place(novel[:CAP])
    words = place.words if place else piece
    assert division(words, None, novel) == division(words, None, novel[:CAP])
