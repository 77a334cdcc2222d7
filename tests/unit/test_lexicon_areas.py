import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.lexicon import areas
from storage.lexicon.areas import LEVELS, Areas

GUANGDONG, MEIZHOU, MEIJIANG, QINGYUAN = "440000", "441400", "441402", "441800"


@pytest.fixture(scope="module")
def china() -> Areas:
    return areas.load()


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("梅县区", "广东省梅州市梅县区"),
        ("梅县", "广东省梅州市梅县区"),
        ("小榄镇", "广东省中山市小榄镇"),
        ("小榄", "广东省中山市小榄镇"),
        ("广东省梅州市梅江区", "广东省梅州市梅江区"),
        ("梅州梅江", "广东省梅州市梅江区"),
        ("广东 梅州/梅江", "广东省梅州市梅江区"),
        ("广东梅江", "广东省梅州市梅江区"),
        ("东莞长安镇", "广东省东莞市长安镇"),
        ("北京朝阳", "北京市朝阳区"),
        ("北京市北京市朝阳区", "北京市朝阳区"),
        ("重庆忠县", "重庆市忠县"),
        ("海南海口", "海南省海口市"),
        ("吉林吉林", "吉林省吉林市"),
        ("吉林市", "吉林省吉林市"),
        ("仙桃", "湖北省仙桃市"),
        ("乳源", "广东省韶关市乳源瑶族自治县"),
        ("恩施州", "湖北省恩施土家族苗族自治州"),
        ("连山县", "广东省清远市连山壮族瑶族自治县"),
        ("西双版纳", "云南省西双版纳傣族自治州"),
        ("鄂温克", "内蒙古自治区呼伦贝尔市鄂温克族自治旗"),
        ("浦东", "上海市浦东新区"),
        ("香港", "香港特别行政区"),
        ("汕尾城区", "广东省汕尾市城区"),
        ("江城街道办事处", "广西壮族自治区钦州市浦北县江城街道"),
        ("惠阳市", "广东省惠州市惠阳区"),  # yesterday's name of it
    ],
)
def test_one_place_by_any_of_its_names(china: Areas, name: str, path: str) -> None:
    assert [china.path(area.code) for area in china.find(name)] == [path]


@pytest.mark.parametrize("text", ["", "你好", "县", "市辖区", "省直辖县级行政区划", "中国", "明天六点", "1"])
def test_no_place(china: Areas, text: str) -> None:
    assert china.find(text) == []


def test_a_name_shared_by_several_gives_all_and_the_larger_first(china: Areas) -> None:
    assert [area.code for area in china.find("吉林")] == ["220000", "220200"]
    assert [area.level for area in china.find("朝阳")][:2] == ["city", "county"]


def test_within_limits_to_what_lies_there(china: Areas) -> None:
    assert len(china.find("太平镇")) == 14
    found = china.find("太平镇", within=QINGYUAN)
    assert [china.parents(area.code)[0].name for area in found] == ["清新区", "阳山县"]
    assert china.find("太平镇", within=MEIZHOU) == []
    assert [area.code for area in china.find("梅江", within=MEIJIANG)] == [MEIJIANG]


def test_parents_and_children_skip_placeholders(china: Areas) -> None:
    assert [area.name for area in china.parents("110101")] == ["北京市"]
    assert "东城区" in [area.name for area in china.children("110000")]
    assert [area.code for area in china.parents(MEIJIANG)] == [MEIZHOU, GUANGDONG]
    assert len(china.children("500000")) == 38  # districts and counties of Chongqing together
    assert china.children("441900")[0].level == "town"  # Dongguan has no counties
    assert len(china.children("")) == 34


def test_unknown_codes_are_told(china: Areas) -> None:
    assert china.get("999999") is None
    assert china.children("999999") == []
    with pytest.raises(KeyError):
        china.path("999999")


def test_every_area_is_found_first_by_its_whole_path(china: Areas) -> None:
    todo, seen = china.children(""), 0
    while todo:
        area = todo.pop()
        assert area.level in LEVELS
        assert china.find(china.path(area.code))[0] == area
        todo += china.children(area.code)
        seen += 1
    assert seen == 7_553  # all rows but the nine placeholders


@given(st.text(st.sampled_from("太平白沙广东省市梅州县区镇 /"), max_size=200))
def test_find_answers_any_text(text: str) -> None:
    china = areas.load()
    assert all(china.get(area.code) == area and not area.placeholder for area in china.find(text))


NAMED = [
    ("惠阳市场", "惠阳", "惠州市惠阳区"), ("惠阳市建厂", "惠阳市", "惠州市惠阳区"),
    ("大埔镇", "大埔镇", "柳城县大埔镇"), ("平和乡下", "平和", "漳州市平和县"),
    ("会城街道办事处", "会城街道办事处", "新会区会城街道"), ("横县", "横县", "南宁市横州市"),
    ("石岐区", "石岐区", "中山市石岐街道"), ("凤凰镇", "凤凰镇", "凤凰镇"),
    ("大亚湾", "大亚湾", "惠州市惠阳区"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said", "path"), NAMED)
def test_a_name_that_begins_a_text(china: Areas, text: str, said: str, path: str) -> None:
    first = next(china.at(text, 0))
    assert text[: first.end] == said
    assert any(china.path(area.code).endswith(path) for area in first.areas)


@pytest.mark.parametrize("text", ["丰顺镇", "南城县区", "小榄县", "", "大", "招小工"])
def test_a_kind_that_it_never_was_is_no_name_of_it(china: Areas, text: str) -> None:
    assert all(area.name in text for named in china.at(text, 0) for area in named.areas)


def test_words_and_other_names_belong_to_areas(china: Areas) -> None:
    folder = Path(areas.__file__).parent
    listed = (folder / "area_words.txt").read_text("utf-8").split()
    assert len(listed) == len(set(listed))
    assert [word for word in listed if not any(True for _ in china.at(word, 0))] == []
    assert china.is_word("保安") and not china.is_word("大朗")
    for row in csv.DictReader((folder / "area_names.csv").read_text("utf-8").splitlines()):
        assert next(china.at(row["name"], 0)).areas[-1].code == row["code"], row
