"""What earlier gigs tell of landmarks, and what they do not."""

from __future__ import annotations

import pytest

from handlers.reading.places.landmarks import learned, sites_in, sites_told

SITES = [
    ("城东镇江南市场3号档", ["江南市场"]), ("江南市场", ["江南市场"]), ("幸福小区3栋502", ["幸福小区"]), ("桥头镇", []), ("工地", []),
    ("河堤路18号好再来饭店", ["河堤路", "好再来饭店"]), ("学校门口", []), ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("words", "sites"), SITES)
def test_sites_have_a_name(words: str, sites: list[str]) -> None:
    assert sites_in(words) == sites


def test_a_site_lies_where_gigs_said_it_lies() -> None:
    told = (
        ("城东镇江南市场", "城东", "1"),
        ("城东江南市场二楼", "城东", "1"),
        ("桥头镇老车站", "桥头", "2"),
        ("石岭水泥路口", "桥头", "2"),  # the name of the area was not said
        ("城东镇河堤路1号", "城东", "1"),
        ("桥头镇河堤路9号", "桥头", "2"),  # a road through two towns
    )
    assert learned(told) == {"江南市场": "1", "老车站": "2"}


def test_the_longest_site_of_a_sentence_comes_first() -> None:
    assert sites_told("江南市场附近有活吗") == ["江南市场"]
    assert sites_told("招小工3个") == []
