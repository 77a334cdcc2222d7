"""A Notice on the fields of a form: the right fact under each label, and always what WeChat takes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Notice
from bot.channels.wechat.field_kinds import cleaned, harder, lawful
from bot.channels.wechat.forms import Form, filled, mended, of_subscription, of_template, once
from tests.channels.wechat.field_rules import RULES, complaint
from tests.channels.wechat.office import GIG_ALERT, GIG_ALERT_SHOWN

NOW = datetime(2026, 11, 21, 10, 30, tzinfo=UTC)  # 18:30 in China
NOTICE = Notice("砌砖工", "回1查看", place="城东桥头", when="明天（11月22日 周日）早上6点", pay="240元")


def form(content: str, **more: object) -> Form:
    return of_template({"template_id": "t", "title": "零工提醒", "content": content, **more})


def test_the_content_of_a_template_is_read_with_its_labels() -> None:
    found = form(GIG_ALERT, example=GIG_ALERT_SHOWN)
    assert [(one.name, one.kind, one.label) for one in found.fields] == [
        ("thing1", "thing", "工作岗位"),
        ("thing2", "thing", "工作地点"),
        ("amount3", "amount", "薪资"),
        ("time4", "time", "上班时间"),
        ("thing5", "thing", "备注"),
    ]
    assert found.fields[3].example == "2025年11月21日 07:30"


def test_each_label_gets_its_fact() -> None:
    assert filled(form(GIG_ALERT), NOTICE, NOW) == {
        "thing1": "砌砖工",
        "thing2": "城东桥头",
        "amount3": "240元",
        "time4": "2026年11月22日 06:00",
        "thing5": "回1查看",
    }


@pytest.mark.parametrize(
    ("label", "name", "value"),
    [
        ("工作时间", "thing1", "明天（11月22日 周日）早上6点"),
        ("工作日期", "date1", "2026年11月22日"),
        ("招工地址", "thing1", "城东桥头"),
        ("岗位工资", "thing1", "240元"),
        ("岗位工资", "amount1", "240元"),
        ("报酬", "character_string1", "240"),
        ("温馨提示", "thing1", "回1查看"),
        ("岗位名称", "phrase1", "砌砖工"),
        ("工种", "name1", "砌砖工"),
        ("联系人", "name1", "详见消息"),
        ("联系电话", "phone_number1", "0"),
        ("人数", "number1", "1"),
        ("车牌", "car_number1", "A00000"),
        ("编号", "letter1", "A"),
        ("符号", "symbol1", "-"),
        ("没见过的", "thing1", "砌砖工"),
        ("没见过的", "short_thing1", "详见消息"),
        ("没见过的", "time1", "2026年11月22日 06:00"),
        ("没见过的", "amount1", "240元"),
    ],
)
def test_a_field_by_its_label_and_kind(label: str, name: str, value: str) -> None:
    for colon in ("：", ":", " : "):
        assert filled(form(f"{label}{colon}{{{{{name}.DATA}}}}"), NOTICE, NOW) == {name: value}


def test_what_no_label_asks_for_stands_where_there_is_room() -> None:
    old = form("{{first.DATA}}\n工种：{{keyword1.DATA}}\n别的：{{keyword2.DATA}}\n{{remark.DATA}}")
    assert filled(old, NOTICE, NOW) == {
        "first": "回1查看",
        "keyword1": "砌砖工",
        "keyword2": "详见消息",
        "remark": "详见消息",
    }


def test_a_list_takes_only_what_is_in_it() -> None:
    row = {
        "priTmplId": "s",
        "title": "报名结果",
        "content": "工种:{{enum_string1.DATA}}\n状态:{{const2.DATA}}\n结果:{{const3.DATA}}\n",
        "example": "工种:瓦工\n状态:待确认\n结果:通过\n",
        "keywordEnumValueList": [
            {"keywordCode": "enum_string1.DATA", "enumValueList": ["瓦工", "砌砖工"]},
            {"keywordCode": "const2.DATA", "enumValueList": ["已确认", "待确认"]},
        ],
    }
    found = of_subscription(row)
    values = filled(found, NOTICE, NOW)
    assert values == {"enum_string1": "砌砖工", "const2": "已确认", "const3": "通过"}
    assert mended(found, values, "const2", NOW)["const2"] == "待确认"
    assert mended(found, values, "enum_string1", NOW)["enum_string1"] == "瓦工"


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("thing", "砌\n砖😀工\u202e\x07", "砌 砖工"),
        ("thing", "城东镇上村三组桥头往右走两百米老周家的砖房子", "城东镇上村三组桥头往右走两百米老周家的…"),
        ("thing", "👍🏽", "详见消息"),
        ("thing", "好" * 20, "好" * 20),
        ("thing", "好" * 21, "好" * 19 + "…"),
        ("letter", "a" * 40, "a" * 32),
        ("symbol", "_！？。，、；", "！？。，、"),
        ("character_string", "x" * 40, "x" * 32),
        ("name", "好" * 12, "好" * 10),
        ("name", "a" * 30, "a" * 20),
        ("car_number", "粤B12345678", "B123456"),
        ("time", "今天下午2点半", "2026年11月21日 14:30"),
        ("time", "07:30", "07:30"),
        ("time", "11月23日", "2026年11月23日 00:00"),
        ("time", "等通知", "2026年11月21日 18:30"),
        ("date", "等通知", "2026年11月21日"),
        ("amount", "180元一天", "180元"),
        ("amount", "25.5元一小时", "25.50元"),
        ("amount", "8角一件", "0.80元"),
        ("amount", "面议", "0"),
        ("phrase", "水泥搅拌混凝土工", "水泥搅拌混"),
        ("name", "Tom", "Tom"),
        ("number", "要３人", "3"),
        ("phone_number", "电话 0591-8888 8888", "0591-8888"),
        ("character_string", "编号 A-17，急", "A-17,"),
        ("car_number", "闽A12345", "A12345"),
        ("letter", "Ａ班", "A"),
        ("symbol", "——", "——"),
    ],
)
def test_a_text_is_made_lawful(kind: str, text: str, value: str) -> None:
    assert lawful(kind, text, NOW) == value


def test_a_refused_field_is_made_barer() -> None:
    values = {"thing1": "砌砖工（急！）城东桥头往右两百米"}
    assert mended(form("工种：{{thing1.DATA}}"), values, "thing1", NOW) == {"thing1": "砌砖工急城东桥头往右"}
    assert harder("thing", "！！", NOW) == "详见消息"
    assert harder("time", "明天早上6点", NOW) == "2026年11月21日 18:30"
    assert harder("amount", "240元", NOW) == "0"


def test_a_one_time_subscription_has_a_title_and_a_text() -> None:
    assert once(NOTICE) == ("砌砖工", "明天（11月22日 周日）早上6点，城东桥头，240元，回1查看")
    title, content = once(Notice("好" * 30 + "\n😀", "", place="远" * 300))
    assert (len(title), len(content)) == (15, 200)
    assert once(Notice("您有新消息", "")) == ("您有新消息", "您有新消息")


KINDS = [*RULES, "keyword", "first", "remark", "short_thing"]
LABELS = ["工种", "工作地点", "工作时间", "工资", "备注", "别的", ""]
TYPED = st.text(max_size=60) | st.sampled_from(
    [
        "明天早上6点",
        "240元一天",
        "砌砖工",
        "城东镇上村三组",
        "\n",
        "😀😀",
        "a\u0000b",
        "\ud800",
        "1e9999",
        "٣٤٥",
        "½",
    ]
)


@given(st.builds(Notice, TYPED, TYPED, TYPED, TYPED, TYPED), st.sampled_from(KINDS), st.sampled_from(LABELS))
def test_whatever_people_typed_wechat_takes_the_form(notice: Notice, kind: str, label: str) -> None:
    content = f"{label}：{{{{{kind}1.DATA}}}}\n工种：{{{{thing2.DATA}}}}"
    found = form(content)
    values = filled(found, notice, NOW)
    assert not complaint(content, {name: {"value": one} for name, one in values.items()}, {})
    barer = mended(found, values, f"{kind}1", NOW)
    assert not complaint(content, {name: {"value": one} for name, one in barer.items()}, {})


@given(TYPED)
def test_what_is_cleaned_is_one_line_that_can_be_read(text: str) -> None:
    line = cleaned(text)
    assert line == cleaned(line) and "\n" not in line and line == line.strip()
    line.encode()
